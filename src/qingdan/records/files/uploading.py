"""Keep a huge upload from filling the disk: what exceeds the limit by more than a byte is read and thrown away."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class CappedUploadHandler(FileUploadHandler):
    """First of ``FILE_UPLOAD_HANDLERS``: the others get at most ``settings.UPLOAD_MAX_BYTES`` and one byte of a file.

    The one byte more lets :func:`~qingdan.records.files.checking.checked` say, in the person's words and beside their
    form, that the file is too large; cutting the connection would only show them a failed page.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass on what is still allowed of this chunk; ``start`` = bytes of this file seen before."""
        return raw_data[: max(0, settings.UPLOAD_MAX_BYTES + 1 - start)] or None

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
