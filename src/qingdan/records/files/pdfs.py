"""Look into a PDF: it must open, and carry no script, no program start and no other file.

PDF names may be written with escapes (``/J#53``) and objects may be packed (``/ObjStm``), so both are undone before
the names are looked for. A packed object that cannot be unpacked here is refused rather than trusted (ISO 32000-1,
7.3.5 and 7.5.7).
"""

from __future__ import annotations

import io
import re
import threading
import zipfile
import zlib

import pypdfium2
from django.utils.translation import gettext

from qingdan.records.register.acts import Refused

# Long names do not come up by chance in packed data, so they are looked for everywhere; short ones only in objects.
ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)(?![A-Za-z0-9])")
ACTIVE_SHORT = re.compile(rb"/(?:JS|XFA)(?![A-Za-z0-9_.+-])")
LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
OBJECTS = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
PIXELS = re.compile(rb"/Subtype\s*/Image(?![A-Za-z0-9])")
FILTER = re.compile(rb"/(?:[A-Za-z0-9]+Decode|AHx|A85|LZW|Fl|RL|CCF|DCT|Crypt)(?![A-Za-z])")
MOST_STREAMS = 20_000
LONGEST_WORDS = 16_384  # bytes before a stream in which its dictionary is looked for
MOST_UNPACKED = 64 * 1024**2  # bytes of all packed parts together
PDFIUM = threading.Lock()  # PDFium may be used by one thread at a time


def look(content: bytes) -> None:
    """:raises Refused: when the PDF does not open, has a password, or carries something that acts."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused(gettext("PDF 里面还藏着别的文件。请用“打印成 PDF”另存一份再传。"))
    plain = _plain(content)
    if LOCKED.search(plain):
        raise Refused(gettext("PDF 加了密码或者限制，没法检查。请去掉密码，或者打印出来拍照再传。"))
    if (
        ACTIVE.search(plain)
        or ACTIVE_SHORT.search(_plain(_outside_streams(content)))
        or _any_packed_acts(content, plain)
    ):
        raise Refused(gettext("PDF 里带有脚本、附件或者会自己运行的东西。请用“打印成 PDF”另存一份再传。"))
    _open(content)


def _plain(text: bytes) -> bytes:
    return ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), text)


def _outside_streams(content: bytes) -> bytes:
    parts, start = [], 0
    while mark := STREAM.search(content, start):
        parts.append(content[start : mark.start()])
        end = content.find(b"endstream", mark.end())
        start = len(content) if end < 0 else end
    return b"\n".join([*parts, content[start:]])


def _any_packed_acts(content: bytes, plain: bytes) -> bool:
    """Does anything packed act? :raises Refused: when a packed object was mentioned that could not be looked into."""
    budget, looked_into = MOST_UNPACKED, 0
    for number, mark in enumerate(STREAM.finditer(content)):
        words = _words_before(content, mark.start())
        has_objects = bool(OBJECTS.search(words))
        if PIXELS.search(words) and not has_objects:
            continue
        data = _unpacked(content, mark.end(), budget)
        budget -= len(data)
        if budget <= 0 or number >= MOST_STREAMS:
            raise Refused(_cannot_check())
        if ACTIVE.search(_plain(data)) or (has_objects and ACTIVE_SHORT.search(_plain(data))):
            return True
        looked_into += has_objects and _is_simply_packed(words, data)
    # Whoever hides a packed object (by another packing, or where we do not find it) has still to call it one.
    if len(OBJECTS.findall(plain)) > looked_into:
        raise Refused(_cannot_check())
    return False


def _words_before(content: bytes, stream: int) -> bytes:
    """The dictionary of a stream, its escapes undone."""
    earliest = max(0, stream - LONGEST_WORDS)
    return _plain(content[max(earliest, content.rfind(b"obj", earliest, stream)) : stream])


def _unpacked(content: bytes, start: int, most: int) -> bytes:
    """What is packed by zlib from ``start``, at most ``most`` bytes; nothing when it is not packed so."""
    try:
        return zlib.decompressobj().decompress(memoryview(content)[start:], most)
    except zlib.error:
        return b""


def _is_simply_packed(words: bytes, data: bytes) -> bool:
    if b"/Filter" not in words:
        return True  # then it stood in the open
    return bool(data) and FILTER.findall(words) in ([b"/FlateDecode"], [b"/Fl"]) and b"/DecodeParms" not in words


def _cannot_check() -> str:
    return gettext("PDF 太复杂，没法检查里面有没有脚本。请用“打印成 PDF”另存一份，或者打印出来拍照再传。")


def _open(content: bytes) -> None:
    """Open it for real, as far as its first page. :raises Refused:"""
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
            try:
                document[0].close()
            finally:
                document.close()
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise Refused(gettext("PDF 不完整，打不开。请重新选一次文件，或者另存一份再传。")) from error
