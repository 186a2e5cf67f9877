"""Hand a file out: the original to be saved, a preview to be looked at. Who may have it, the caller's gate decides."""

from __future__ import annotations

import logging
import re
import unicodedata
from pathlib import PurePath
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext

from qingdan.records.files import disk
from qingdan.records.files.allowed import BY_MIME
from qingdan.records.files.models import StoredFile
from qingdan.records.files.previews import Size, preview_of
from qingdan.records.register.acts import Refused

LONGEST_NAME = 100  # characters; some phones refuse longer ones
GUARDED = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Kept by this reader's browser alone, and asked again each time, so that the gate is asked again.
    "Cache-Control": "private, no-cache",
}
log = logging.getLogger("qingdan.records.files")


def answer(
    stored: StoredFile, name: str, *, preview: Size | None = None, request: HttpRequest | None = None
) -> HttpResponse:
    """The file as an answer; with ``request``, 304 when the reader has it already.

    The original always comes as a download under ``name``, byte for byte as it was handed in; only a preview, drawn
    by us, is shown in the page.

    :raises Http404: when this kind of file has no preview.
    :raises Refused: when the original on disk is missing or is not what was handed in.
    """
    etag = f'"{stored.digest}{f"-{preview}" if preview else ""}"'
    unchanged = get_conditional_response(request, etag=etag) if request is not None else None
    if unchanged is not None:
        return _guarded(unchanged, etag)
    if preview:
        picture = preview_of(stored, preview)
        if picture is None:
            raise Http404("no preview")
        response = HttpResponse(picture, content_type="image/jpeg")
        response.headers["Content-Disposition"] = "inline"
    else:
        known = BY_MIME.get(stored.mime)
        response = HttpResponse(original(stored), content_type=known.mime if known else "application/octet-stream")
        response.headers["Content-Disposition"] = attachment(file_name(name, stored))
    return _guarded(response, etag)


def original(stored: StoredFile) -> bytes:
    """The content as it was handed in, proved by its digest. :raises Refused: when it is not there or not that."""
    try:
        content = disk.path_of(stored.digest).read_bytes()
    except OSError:
        content = b""
    if disk.digest_of(stored.salt, content) != stored.digest:
        log.error("a stored file does not verify", extra={"digest": stored.digest})
        raise Refused(gettext("这份材料的文件找不到了，或者和交上来时不一样了，所以不能给您看。请把这句话告诉管理员。"))
    return content


def _guarded(response: HttpResponse, etag: str) -> HttpResponse:
    for header, value in GUARDED.items():
        response.headers[header] = value
    response.headers["ETag"] = etag
    return response


def file_name(name: str, stored: StoredFile) -> str:
    """A name that is safe to save under and ends as its kind does."""
    # Control and format characters may reverse what one reads: “photo‮gpj.exe”.
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    name = re.sub(r'[\\/:*?"<>|]', "_", name).strip(" .")
    kind = BY_MIME.get(stored.mime)
    suffix = PurePath(name).suffix
    if kind and suffix.lower() not in kind.suffixes:
        suffix = kind.suffixes[0]
        name += suffix
    stem = name[: len(name) - len(suffix)][: LONGEST_NAME - len(suffix)]
    return (stem or stored.digest[:12]) + suffix


def attachment(name: str) -> str:
    """``Content-Disposition`` for a download: the name in full (RFC 5987) and in ASCII for old browsers."""
    suffix = PurePath(name).suffix
    plain = name if name.isascii() else f"file{suffix if suffix.isascii() else ''}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
