"""Every bad upload is refused in words that say what is wrong and what to do, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingdan.records.files.models import StoredFile
from qingdan.records.register.acts import Refused
from tests.apps.files import samples
from tests.apps.files.samples import RELATIONS, docx, pdf, picture, stored, stream, upload, xlsx, zipped

pytestmark = pytest.mark.django_db

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"
OBJECTS = b"/Type /ObjStm /N 1 /First 4"
HEIC = b"\0\0\0\x18ftypheic" + bytes(100)
MACROS = {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0V\0B\0A\0"}
ELSEWHERE = ' TargetMode="External"'
LOCKED_PART = docx().replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\x01\0")

BAD = {
    # what it is → (name, content, words of the message)
    "empty": ("照片.jpg", b"", "是空的"),
    "huge": ("照片.jpg", picture() + bytes(11 * 1024**2), "最多收 10 MB"),
    "heic": ("IMG_1.heic", HEIC, "JPEG"),
    "heic named jpg": ("IMG_1.jpg", HEIC, "HEIC"),
    "program as picture": ("照片.jpg", samples.EXE, "EXE"),
    "program": ("setup.exe", samples.EXE, "EXE"),
    "text": ("说明.txt", "只是几个字\n".encode(), "只收照片"),
    "noise": ("照片.jpg", bytes(range(7, 200)), "只收照片"),
    "film": ("会议.mp4", b"\0\0\0\x18ftypmp42" + bytes(100), "只收照片"),
    "html": ("a.html", HTML, "网页"),
    "html as pdf": ("发票.pdf", HTML, "网页"),
    "svg": ("章.svg", SVG, "SVG"),
    "svg as png": ("章.png", SVG, "SVG"),
    "old word": ("记录.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "DOCX"),
    "png as jpg": ("照片.jpg", picture("PNG"), "里面却是 PNG"),
    "pdf as docx": ("记录.docx", pdf(), "里面却是 PDF"),
    "docx as xlsx": ("表.xlsx", docx(), "里面却是 Word"),
    "two suffixes": ("照片.jpg.exe", picture(), ".exe"),
    "cut picture": ("照片.jpg", picture(size=(600, 600))[:-900], "不完整"),
    "only a head": ("照片.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "不完整"),
    "cut png": ("图.png", picture("PNG", size=(300, 300))[:-30], "不完整"),
    "cut webp": ("图.webp", picture("WEBP", size=(300, 300))[:-100], "不完整"),
    "pixel bomb": ("图.png", samples.wide_png(30000, 30000), "尺寸太大"),
    "progressive bomb": ("照片.jpg", picture("JPEG", size=(8000, 6000), progressive=True), "尺寸太大"),
    "scan bomb": ("照片.jpg", picture() + b"\xff\xda" * 100, "尺寸太大"),
    "picture with script": ("照片.jpg", picture(comment=b"<script>alert(1)</script>"), "藏着"),
    "picture with php": ("照片.jpg", picture() + b"<?php system(1);", "藏着"),
    "picture and archive": ("照片.jpg", picture() + zipped({"A.class": b"x"}), "藏着"),
    "picture and pdf": ("照片.jpg", picture() + pdf(), "藏着"),
    "pdf and archive": ("发票.pdf", pdf() + zipped({"A.class": b"x"}), "藏着"),
    "cut pdf": ("发票.pdf", b"%PDF-1.7\nnothing more", "不完整"),
    "pdf without pages": ("发票.pdf", pdf().replace(b"/Kids [3 0 R] /Count 1", b"/Kids []      /Count 0"), "不完整"),
    "pdf with script": ("发票.pdf", pdf(SCRIPT, catalog=b"/OpenAction 4 0 R"), "脚本"),
    "pdf with escaped script": ("发票.pdf", pdf(b"<< /S /J#61vaScript /#4AS (x) >>"), "脚本"),
    "pdf with packed script": ("发票.pdf", pdf(stream(b"9 0 " + SCRIPT, OBJECTS, packed=True)), "脚本"),
    "pdf behind a false stream": (
        "发票.pdf",
        pdf(b"(a stream\n)", stream(b"9 0 " + SCRIPT, OBJECTS.replace(b"Stm", b"#53tm"), packed=True)),
        "脚本",
    ),
    "pdf packed otherwise": ("发票.pdf", pdf(stream(b"8", OBJECTS + b" /Filter /LZWDecode")), "太复杂"),
    "pdf packed twice": (
        "发票.pdf",
        pdf(stream(b"9 0", OBJECTS + b" /Filter [/FlateDecode /ASCIIHexDecode]")),
        "太复杂",
    ),
    "pdf naming objects elsewhere": (
        "发票.pdf",
        pdf(b"/ObjStm", stream(b"9 0", b"/Type 4 0 R", packed=True)),
        "太复杂",
    ),
    "pdf bomb": ("发票.pdf", pdf(stream(bytes(70 * 1024**2), packed=True)), "太复杂"),
    "pdf that starts": ("发票.pdf", pdf(b"<< /S /Launch /F (cmd.exe) >>"), "脚本"),
    "pdf with attachment": ("发票.pdf", pdf(stream(b"x", b"/Type /EmbeddedFile")), "附件"),
    "pdf with form script": ("发票.pdf", pdf(catalog=b"/AcroForm << /XFA 4 0 R >>"), "脚本"),
    "pdf with password": ("发票.pdf", pdf(trailer=b"/Encrypt << /Filter /Standard >>"), "密码"),
    "archive": ("材料.zip", zipped({"a.txt": b"x"}), "压缩包"),
    "archive as docx": ("记录.docx", zipped({"a.txt": b"x"}), "压缩包"),
    "cut docx": ("记录.docx", docx()[:-40], "不完整"),
    "docx with a bad part": ("记录.docx", docx().replace(b"word/document.xml", b"word/document.xm_", 1), "不完整"),
    "docx with macros": ("记录.docx", docx(MACROS), "宏"),
    "docm as docx": ("记录.docx", docx(main="application/vnd.ms-word.document.macroEnabled.main+xml"), "宏"),
    "docx with renamed macros": ("记录.docx", docx({"word/x.bin": b"V\0B\0A\0"}), "宏"),
    "docx with program": ("记录.docx", docx({"word/media/a.png": samples.EXE}), "别的程序"),
    "docx with page": ("记录.docx", docx({"word/chunk.html": HTML}), "别的程序"),
    "docx with object": ("记录.docx", docx({"word/embeddings/oleObject1.bin": b"x"}), "别的程序"),
    "docx that fetches": (
        "记录.docx",
        docx({"word/_rels/s.xml.rels": RELATIONS.format("attachedTemplate", "https://a.example/t.dotm", ELSEWHERE)}),
        "自动去取",
    ),
    "xlsx that fetches": (
        "表.xlsx",
        xlsx({"xl/externalLinks/externalLink1.xml": "<externalLink><ddeLink/>"}),
        "自动去取",
    ),
    "zip bomb": ("表.xlsx", xlsx({"xl/worksheets/sheet1.xml": bytes(60 * 1024**2)}), "大得不正常"),
    "zip bomb by size": ("表.xlsx", xlsx({f"xl/{i}.xml": bytes(9 * 1024**2) for i in range(10)}), "大得不正常"),
    "parts outside": ("记录.docx", docx({"../../x.xml": "x"}), "结构不正常"),
    "docx with password": ("记录.docx", LOCKED_PART, "密码"),
}


@pytest.mark.parametrize(("name", "content", "words"), BAD.values(), ids=list(BAD))
def test_it_is_refused(name: str, content: bytes, words: str, files_root: Path) -> None:
    with pytest.raises(Refused) as refused:
        stored(content, name)
    assert words in refused.value.message
    assert name in refused.value.message
    assert not StoredFile.objects.exists()
    assert not files_root.exists()


@pytest.mark.parametrize("declared", ["text/html", "image/svg+xml", "image/png", "application/pdf"])
def test_a_browser_that_says_otherwise_is_asked(declared: str) -> None:
    with pytest.raises(Refused, match="浏览器说它是"):
        samples.store(upload=upload(picture(), "照片.jpg", declared), salt=samples.SALT, at=samples.AT)


def test_a_long_name_is_cut_in_the_message() -> None:
    with pytest.raises(Refused) as refused:
        stored(b"", "很" * 200 + ".jpg")
    assert len(refused.value.message) < 150


def test_the_limit_itself_is_taken(settings: object) -> None:
    content = picture()
    settings.UPLOAD_MAX_BYTES = len(content)
    stored(content)
    settings.UPLOAD_MAX_BYTES = len(content) - 1
    with pytest.raises(Refused, match="太大"):
        stored(content)


def test_every_cut_is_answered() -> None:
    """Wherever a file was cut off there is an answer and never a fault of ours."""
    for name, content in {"发票.pdf": pdf(), "记录.docx": docx(), "照片.jpg": picture()}.items():
        for end in range(1, len(content) - 30, 23):
            try:
                stored(content[:end], name)
            except Refused as refused:
                assert refused.message
