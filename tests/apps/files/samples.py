"""Small real files, built here: good ones of every kind, and what the bad ones are made from."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from datetime import UTC, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from qingdan.records.files.allowed import BY_MIME, OPENXML
from qingdan.records.files.models import StoredFile
from qingdan.records.files.store import store

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SALT = "5a17" * 16
TYPE_OF = {suffix: kind.mime for kind in BY_MIME.values() for suffix in kind.suffixes}
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(300)


def upload(content: bytes, name: str, declared: str | None = None) -> SimpleUploadedFile:
    suffix = "." + name.rpartition(".")[2].lower()
    return SimpleUploadedFile(name, content, declared if declared is not None else TYPE_OF.get(suffix, ""))


def stored(content: bytes, name: str = "照片.jpg", salt: str = SALT) -> StoredFile:
    return store(upload=upload(content, name), salt=salt, at=AT)


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: object) -> bytes:
    image = Image.new(mode, size, (200, 30, 30) if mode == "RGB" else (200, 30, 30, 0))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def phone_picture() -> bytes:
    """Lying on its side, saying so in its EXIF, and where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right
    exif[0x010F] = "SECRETPHONE"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(size=(640, 480), exif=exif, comment=b"SECRETCOMMENT")


def wide_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is this large: all black, one bit per pixel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(bytes((width // 8 + 1) * min(height, 100)), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf(*objects: bytes, catalog: bytes = b"", trailer: bytes = b"") -> bytes:
    """One page of 200 by 100 points; further objects are numbered from 4 on."""
    words = b"0.8 0.1 0.1 rg 0 0 100 100 re f"
    all_objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Resources << >> /Contents %d 0 R >>"
        % (4 + len(objects)),
        *objects,
        stream(words, packed=True),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, text in enumerate(all_objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    root = b"trailer << /Size %d /Root 1 0 R %s >>\n" % (len(places) + 1, trailer)
    return out + head + table + root + b"startxref\n%d\n%%%%EOF\n" % len(out)


def stream(data: bytes, words: bytes = b"", packed: bool = False) -> bytes:
    data = zlib.compress(data) if packed else data
    words += b" /Filter /FlateDecode" if packed else b""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), words, data)


WORD_MAIN = OPENXML + "wordprocessingml.document.main+xml"
SHEET_MAIN = OPENXML + "spreadsheetml.sheet.main+xml"
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"'
    ' Target="{}"{}/></Relationships>'
)


def office(main: str, part: str, parts: dict[str, str | bytes] | None = None) -> bytes:
    """A minimal Office file whose main part is ``part``; ``parts`` adds or replaces others."""
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{part}" ContentType="{main}"/></Types>'
    )
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
    every = {
        "[Content_Types].xml": types,
        "_rels/.rels": RELATIONS.format("officeDocument", part, ""),
        part: body,
        **(parts or {}),
    }
    return zipped(every)


def docx(parts: dict[str, str | bytes] | None = None, main: str = WORD_MAIN) -> bytes:
    return office(main, "word/document.xml", parts)


def xlsx(parts: dict[str, str | bytes] | None = None) -> bytes:
    return office(SHEET_MAIN, "xl/workbook.xml", parts)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
