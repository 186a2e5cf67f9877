"""What people really hand in is taken, byte for byte."""

from __future__ import annotations

import pytest
from PIL import Image

from qingdan.records.files import disk
from tests.apps.files import samples
from tests.apps.files.samples import docx, pdf, picture, stored, stream, upload, xlsx

pytestmark = pytest.mark.django_db

GOOD = [
    ("照片.jpg", picture(), "image/jpeg", True),
    ("IMG_1.JPEG", samples.phone_picture(), "image/jpeg", True),
    ("双图.jpg", picture("MPO", save_all=True, append_images=[Image.new("RGB", (8, 8))]), "image/jpeg", True),
    ("渐进.jpg", picture(progressive=True), "image/jpeg", True),
    ("大照片.jpg", picture(size=(10000, 8000)), "image/jpeg", True),
    ("截图.png", picture("PNG", mode="RGBA"), "image/png", True),
    ("微信.webp", picture("WEBP"), "image/webp", True),
    ("发票.pdf", pdf(), "application/pdf", True),
    (
        "压缩.pdf",
        pdf(stream(b"10 0 << /Type /Font >>", b"/Type /ObjStm /N 1 /First 5", packed=True)),
        "application/pdf",
        True,
    ),
    ("链接.pdf", pdf(catalog=b"/OpenAction [3 0 R /Fit] /JSON (x)"), "application/pdf", True),
    ("记录.docx", docx(), samples.TYPE_OF[".docx"], False),
    ("表.xlsx", xlsx({"xl/media/image1.png": picture("PNG")}), samples.TYPE_OF[".xlsx"], False),
    ("没有结尾", picture(), "image/jpeg", True),
]


@pytest.mark.parametrize(("name", "content", "mime", "preview"), GOOD, ids=[g[0] for g in GOOD])
def test_it_is_taken_as_it_is(name: str, content: bytes, mime: str, preview: bool) -> None:
    row = stored(content, name)
    assert (row.mime, row.preview, row.size) == (mime, preview, len(content))
    assert disk.path_of(row.digest).read_bytes() == content


@pytest.mark.parametrize(
    ("content", "name", "declared"),
    [
        (docx(), "记录.docx", "application/octet-stream"),
        (docx(), "记录.docx", "application/wps-office.docx"),
        (xlsx(), "表.xlsx", "application/zip"),
        (picture(), "照片.jpg", "image/pjpeg; charset=binary"),
        (picture(), "照片.jpg", ""),
    ],
)
def test_a_browser_may_call_it_otherwise(content: bytes, name: str, declared: str) -> None:
    samples.store(upload=upload(content, name, declared), salt=samples.SALT, at=samples.AT)


def test_a_template_on_the_writers_own_disk_is_no_fault() -> None:
    relations = samples.RELATIONS.format("attachedTemplate", "file:///D:/Normal.dotm", ' TargetMode="External"')
    stored(docx({"word/_rels/settings.xml.rels": relations}), "记录.docx")


def test_a_phones_motion_picture_is_no_fault() -> None:
    """Phones append a short film to a JPEG."""
    stored(picture() + b"\0\0\0\x18ftypmp42" + bytes(2000))
