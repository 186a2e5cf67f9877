"""Look at an uploaded file: its size, and what it really is, whatever its name says."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from qingdan.records.files.allowed import DOCX, JPEG, PDF, PNG, WEBP, XLSX, FileType
from qingdan.records.register.acts import Refused


def checked(upload: UploadedFile) -> tuple[bytes, FileType]:
    """The whole content of an upload and its kind. :raises Refused: in the person's words."""
    limit = settings.UPLOAD_MAX_BYTES
    upload.seek(0)
    content = upload.read(limit + 1)
    if not content:
        raise Refused(gettext("“%(name)s”是空的，里面什么也没有。请重新拍照或者重新选择文件。") % {"name": upload.name})
    if len(content) > limit:
        raise Refused(gettext("“%(name)s”太大了，最多 %(limit)d MB。") % {"name": upload.name, "limit": limit >> 20})
    if content[:3] == b"\xff\xd8\xff":
        return content, JPEG
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return content, PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return content, WEBP
    if content[:5] == b"%PDF-":
        return content, PDF
    if content[:4] == b"PK\x03\x04":
        return content, XLSX if b"xl/" in content else DOCX
    raise Refused(gettext("“%(name)s”不是能收的文件。") % {"name": upload.name})
