"""Look at an uploaded file: its size, and what it really is, whatever its name and its browser say."""

from __future__ import annotations

from pathlib import PurePath

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from qingdan.records.files import office, pdfs, pictures
from qingdan.records.files.allowed import DOCX, JPEG, NO_OPINION, PDF, PNG, WEBP, XLSX, FileType
from qingdan.records.register.acts import Refused

NAME_SHOWN = 60  # characters of a file's name in a message
# The brands of the boxes in which phones keep HEIC and AVIF pictures (ISO/IEC 23008-12).
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif")
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word and Excel before 2007, and Office files with a password


def checked(upload: UploadedFile) -> tuple[bytes, FileType]:
    """The whole content of an upload and its kind.

    :raises Refused: in the person's words, beginning with the name of the file: empty, over
        ``settings.UPLOAD_MAX_BYTES``, not on the list, broken, disguised, or carrying a script or a macro.
    """
    name = upload.name or ""
    try:
        content = _whole(upload)
        kind = real_kind(content)
        _agree(kind, name, upload.content_type or "")
        LOOK[kind](content)
    except Refused as refusal:
        words = {"name": name[-NAME_SHOWN:] or gettext("没有名字的文件"), "why": refusal.message}
        raise Refused(gettext("“%(name)s”没有收下：%(why)s") % words) from refusal
    return content, kind


def _whole(upload: UploadedFile) -> bytes:
    limit = settings.UPLOAD_MAX_BYTES
    upload.seek(0)
    content: bytes = upload.read(limit + 1)
    if not content:
        raise Refused(gettext("文件是空的，里面什么也没有。请重新拍照，或者重新选一次文件。"))
    if len(content) > limit:
        words = {"limit": limit // 1024**2}
        raise Refused(gettext("文件太大，最多收 %(limit)d MB。照片请选小一点的尺寸，长文件请分成几份传。") % words)
    return content


def real_kind(content: bytes) -> FileType:
    """The kind that the first bytes show. :raises Refused: when it is none that we take."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return office.kind_of(content)
    raise Refused(_not_taken(content))


def _not_taken(content: bytes) -> str:
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        return gettext(
            "这是 HEIC 照片，很多电脑打不开。请在手机相机的设置里选“兼容性最佳”（JPEG）重新拍，或者转成 JPEG 再传。"
        )
    if content.startswith(COMPOUND):
        return gettext("这是旧格式（DOC、XLS）或者加了密码的文件。请去掉密码，另存为 DOCX、XLSX 或 PDF 再传。")
    if pictures.MARKUP.search(content[:4096]):
        return gettext("这是网页或者带脚本的图形（HTML、SVG），可能藏有程序。请截图存成 JPEG，或者另存为 PDF 再传。")
    found = _guess(content)
    what = gettext("内容看起来是 %(found)s。") % {"found": found} if found else gettext("认不出里面是什么。")
    return what + gettext("只收照片（JPEG、PNG、WebP）、PDF、Word（DOCX）和 Excel（XLSX）。")


def _guess(content: bytes) -> str:
    """A short name for a kind that we do not take (EXE, MP4), or nothing."""
    try:
        found = puremagic.magic_string(content[:65536])
    except (puremagic.PureError, ValueError):
        return ""
    # Two bytes that fit prove little, and a kind that no browser has a type for tells a person nothing.
    sure = [f for f in found if f.mime_type and len(f.byte_match) >= 3]
    return sure[0].extension.lstrip(".").upper() if sure else ""


def _agree(kind: FileType, name: str, declared: str) -> None:
    suffix = PurePath(name).suffix.lower()
    if suffix and suffix not in kind.suffixes:
        words = {"suffix": suffix, "title": kind.title, "good": kind.suffixes[0]}
        raise Refused(
            gettext("名字的结尾是 %(suffix)s，里面却是 %(title)s。如果它是您要交的，请把结尾改成 %(good)s 再传。")
            % words
        )
    declared = declared.partition(";")[0].strip().lower()
    if declared not in NO_OPINION and declared not in (kind.mime, *kind.also):
        words = {"declared": declared, "title": kind.title}
        raise Refused(
            gettext("浏览器说它是 %(declared)s，里面却是 %(title)s。请用原来的程序打开，另存一份再传。") % words
        )


LOOK = {
    JPEG: pictures.look,
    PNG: pictures.look,
    WEBP: pictures.look,
    PDF: pdfs.look,
    DOCX: office.look,
    XLSX: office.look,
}
