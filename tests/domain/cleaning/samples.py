"""Files that tell of their maker in every way that we know, each way with a word of its own to look for."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import zipfile
from functools import cache
from pathlib import Path

from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image, ImageFile, PngImagePlugin

HOUSE = Path(__file__).parents[3]
EXIFTOOL = HOUSE / "node_modules" / "exiftool-vendored.pl" / "bin" / "exiftool"
SECRET = "SECRETZHANGSAN"  # stands wherever a name can stand
HIDDEN = "HIDDENTEXT"
SHOWN = "SHOWNTEXT"
XMP = (
    f'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    f'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>{SECRET}</rdf:li></rdf:Seq>'
    f"</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
).encode()
# What exiftool says of any file: of the file itself and of its pixels, not of its maker.
OF_THE_FILE = {
    "SourceFile", "ExifTool", "File", "Composite", "JFIF", "PNG:ImageWidth", "PNG:ImageHeight", "PNG:BitDepth",
    "PNG:ColorType", "PNG:Compression", "PNG:Filter", "PNG:Interlace", "PDF:PDFVersion", "PDF:Linearized",
    "PDF:PageCount", "ZIP", "PDF:Producer", "PDF:Creator",
}  # fmt: skip


def picture(kind: str, size: tuple[int, int] = (640, 480)) -> bytes:
    """Turned, with camera, owner, place, comment, XMP and what stands after its end."""
    image = Image.effect_noise(size, 60).convert("RGB")
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B], exif[0x8298] = 6, SECRET, SECRET, SECRET
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 5.0, 1.0), 3: "E", 4: (112.0, 36.0, 2.0)})
    exif.get_ifd(0x8769)[0xA431] = SECRET  # the camera's serial number
    out = io.BytesIO()
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", SECRET)
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        image.save(out, kind, pnginfo=info, exif=exif)
    elif kind == "JPEG":
        image.save(out, kind, exif=exif, xmp=XMP, comment=SECRET.encode())
    else:
        image.save(out, kind, exif=exif, xmp=XMP)
    return out.getvalue() + SECRET.encode()


def docx() -> bytes:
    """Properties, a picture with EXIF, a tracked change, a comment, sessions, a template's path, a telling field."""
    document = Document()
    document.core_properties.author = document.core_properties.last_modified_by = SECRET
    document.core_properties.comments = document.core_properties.keywords = SECRET
    paragraph = document.add_paragraph(SHOWN)
    document.add_picture(io.BytesIO(picture("JPEG")))
    document.add_comment(paragraph.runs, text="COMMENTTEXT", author=SECRET, initials="SECRETINIT")
    out = io.BytesIO()
    document.save(out)
    changes = (
        f'<w:p w:rsidR="00AB12CD"><w:ins w:id="90" w:author="{SECRET}" w:date="2026-11-01T10:00:00Z"><w:r><w:t>PUTIN'
        f'</w:t></w:r></w:ins><w:del w:id="91" w:author="{SECRET}"><w:r><w:delText>{HIDDEN}</w:delText></w:r></w:del>'
        f'<w:r><w:instrText> AUTHOR {SECRET} </w:instrText></w:r></w:p><w:sectPr'
    )  # fmt: skip
    return changed(
        out.getvalue(),
        {
            "word/document.xml": lambda xml: xml.replace("<w:sectPr", changes, 1),
            "word/settings.xml": lambda xml: xml.replace(
                "<w:rsids>", f'<w:docVars><w:docVar w:name="a" w:val="{SECRET}"/></w:docVars><w:rsids>', 1
            ),
        },
        {
            "word/people.xml": f"<w15:people xmlns:w15='x'><w15:person w15:author='{SECRET}'/></w15:people>",
            "customXml/item9.xml": f"<a>{SECRET}</a>",
            "docProps/custom.xml": f"<a>{SECRET}</a>",
        },
    )


def xlsx() -> bytes:
    """Properties, a comment, the path on its maker's disk, a shared workbook's log, printer settings."""
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = SECRET
    book.active["A1"] = SHOWN
    book.active["B2"] = 12.5
    book.active["A1"].comment = Comment("COMMENTTEXT", SECRET)
    out = io.BytesIO()
    book.save(out)
    path = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
        'Requires="x15"><x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" '
        f'url="C:\\Users\\{SECRET}\\"/></mc:Choice></mc:AlternateContent><workbookPr'
    )
    return changed(
        out.getvalue(),
        {"xl/workbook.xml": lambda xml: xml.replace("<workbookPr", path, 1)},
        {
            "xl/revisions/userNames.xml": f"<users><userInfo name='{SECRET}'/></users>",
            "xl/printerSettings/printerSettings1.bin": SECRET.encode("utf-16-le"),
            "xl/persons/person.xml": f"<a displayName='{SECRET}'/>",
        },
    )


def changed(content: bytes, edits: dict, more: dict) -> bytes:
    """A zip with some parts edited and others added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, edits[name](data.decode()) if name in edits else data)
        for name, data in more.items():
            new.writestr(name, data)
        new.comment = SECRET.encode()
    return out.getvalue()


@cache
def pdf(pages: int = 2) -> bytes:
    """Author, title, XMP, an attachment, and a picture with EXIF inside."""
    import weasyprint

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on for the whole process
    picture_file = "data:image/jpeg;base64," + base64.b64encode(picture("JPEG")).decode()
    text = f"<h1>{SHOWN}</h1><p style='opacity:0'>{HIDDEN}</p><img src='{picture_file}'>"
    html = (
        f"<html><head><title>{SECRET}</title><meta name=author content='{SECRET}'></head><body>"
        + ("<section style='break-after:page'>" + text + "</section>") * pages
    )
    attached = weasyprint.Attachment(string=SECRET, name=f"{SECRET}.txt")
    return weasyprint.HTML(string=html).write_pdf(attachments=[attached], uncompressed_pdf=True)


def told(content: bytes, suffix: str, folder: Path) -> dict[str, object]:
    """Everything that exiftool finds, unknown tags and embedded files too, but for what it says of any file."""
    file = folder / f"looked-at{suffix}"
    file.write_bytes(content)
    command = ["perl", EXIFTOOL, "-json", "-G0", "-a", "-u", "-ee", "-n", file]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)[0]
    return {
        tag: value
        for tag, value in found.items()
        if tag not in OF_THE_FILE and tag.partition(":")[0] not in OF_THE_FILE
    }


def words_of(content: bytes) -> bytes:
    """All bytes of a file, and of the parts in it, to look for a word."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return content + b"".join(archive.read(name) for name in archive.namelist())
