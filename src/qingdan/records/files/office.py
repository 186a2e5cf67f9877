"""Look into a Word or Excel file: a sound zip of the right parts, of sane size, without macros or hidden programs."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from django.utils.translation import gettext

from qingdan.records.files.allowed import DOCX, OPENXML, XLSX, FileType
from qingdan.records.register.acts import Refused

TYPES = "[Content_Types].xml"
MOST_PARTS = 4000
MOST_UNPACKED = 80 * 1024**2  # bytes
MOST_RATIO = 200  # unpacked to packed, counted above the first megabyte; a real sheet of numbers stays below 30
MAIN = {
    DOCX: f"{OPENXML}wordprocessingml.document.main+xml".encode(),
    XLSX: f"{OPENXML}spreadsheetml.sheet.main+xml".encode(),
}
MACROS = re.compile(rb"macroenabled|vbaproject|ms-office\.activex", re.IGNORECASE)
PROGRAMS = re.compile(r"\.(?:exe|dll|com|scr|bat|cmd|ps1|vbs|jse?|wsf|hta|jar|class|lnk|msi|html?)")
# What opens by itself from elsewhere when the document is opened.
RELATION = re.compile(rb"<\w*:?Relationship\s[^>]*>")
OPENED = re.compile(rb"/(?:attachedTemplate|oleObject|frame|subDocument)[\"']", re.IGNORECASE)
ELSEWHERE = re.compile(
    rb"\sTarget\s*=\s*[\"']\s*(?:https?:|ftp:|mhtml:|\\\\|//|file:/{2}[^/]|file:/{4,})", re.IGNORECASE
)
DDE = re.compile(rb"<ddeLink|DDEAUTO", re.IGNORECASE)
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError, LookupError)


def kind_of(content: bytes) -> FileType:
    """Word or Excel, from the list of types inside the zip. :raises Refused: when it is another zip, or broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _bounded(archive)
            types = archive.read(TYPES) if TYPES in archive.namelist() else b""
    except (*BROKEN, RuntimeError) as error:
        raise Refused(gettext("文件不完整，打不开。请重新选一次文件，或者另存一份再传。")) from error
    if MACROS.search(types):
        raise Refused(gettext("文件里带有宏（程序）。请另存为不带宏的 DOCX、XLSX，或者 PDF 再传。"))
    for kind, main in MAIN.items():
        if main in types:
            return kind
    raise Refused(gettext("这是压缩包或者别的文件，不是 Word（DOCX）或 Excel（XLSX）。请把里面的文件一份一份地传。"))


def look(content: bytes) -> None:
    """:raises Refused: when a part is broken, is a program, or fetches something by itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.infolist():
                _look_at_part(part, archive.read(part))  # reading checks the part's checksum
    except (*BROKEN, RuntimeError) as error:
        raise Refused(gettext("文件不完整，打不开。请重新选一次文件，或者另存一份再传。")) from error


def _bounded(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    unpacked = sum(p.file_size for p in parts)  # zipfile reads no more of a part than it declares
    packed = sum(p.compress_size for p in parts)
    overlapping = len({p.header_offset for p in parts}) != len(parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or overlapping or unpacked > packed * MOST_RATIO + 1024**2:
        raise Refused(gettext("文件解开以后大得不正常。请另存为 PDF，或者分成几份再传。"))
    names = [p.filename for p in parts]
    if len(set(names)) != len(names) or any(n.startswith(("/", "\\")) or ".." in n.split("/") for n in names):
        raise Refused(gettext("文件的结构不正常，可能被人改动过。请用 Word、Excel 或 WPS 打开，另存一份再传。"))
    if any(p.flag_bits & 1 for p in parts):
        raise Refused(gettext("文件加了密码，别人打不开。请去掉密码再传。"))


def _look_at_part(part: zipfile.ZipInfo, content: bytes) -> None:
    path = PurePosixPath(part.filename.lower())
    if path.suffix == ".bin" and ("vba" in path.name or b"V\0B\0A\0" in content):
        raise Refused(gettext("文件里带有宏（程序）。请另存为不带宏的 DOCX、XLSX，或者 PDF 再传。"))
    is_program = PROGRAMS.fullmatch(path.suffix) or content.startswith(b"MZ") or "activex" in path.parts
    if is_program or path.name.startswith("oleobject"):
        raise Refused(gettext("文件里嵌着别的程序或者文件。请删掉它，或者另存为 PDF 再传。"))
    if (path.suffix == ".rels" and _fetches(content)) or (path.suffix == ".xml" and DDE.search(content)):
        raise Refused(gettext("文件打开时会自动去取外面的内容。请另存为 PDF 再传。"))


def _fetches(relations: bytes) -> bool:
    # Word writes UTF-8; relations in UTF-16 (with zero bytes) would only be written to be overlooked.
    found = RELATION.findall(relations)
    return b"\0" in relations or any(OPENED.search(r) and ELSEWHERE.search(r) for r in found)
