"""Originals are saved, previews are seen, and nothing that is handed out can run in a browser."""

from __future__ import annotations

import io

import pytest
from django.http import Http404
from django.test import RequestFactory
from PIL import Image

from qingdan.records.files import disk, drawing, previews
from qingdan.records.files.previews import preview_of, preview_path
from qingdan.records.files.serving import answer, file_name
from qingdan.records.files.verify import verify_files
from qingdan.records.register.acts import Refused
from tests.apps.files.samples import docx, pdf, phone_picture, picture, stored

pytestmark = pytest.mark.django_db


def image_of(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def test_the_original_comes_back_byte_for_byte_as_a_download() -> None:
    content = phone_picture()
    response = answer(stored(content), "验收照片.jpg")
    assert response.content == content
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == (
        "attachment; filename=\"file.jpg\"; filename*=UTF-8''%E9%AA%8C%E6%94%B6%E7%85%A7%E7%89%87.jpg"
    )


@pytest.mark.parametrize("preview", [None, "large", "thumb"])
def test_a_browser_is_told_to_run_nothing(preview: previews.Size | None) -> None:
    response = answer(stored(picture()), "a.jpg", preview=preview)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-cache"
    assert "html" not in response["Content-Type"]
    assert response["Content-Disposition"].startswith("inline" if preview else "attachment")


def test_a_type_that_we_do_not_take_is_never_named() -> None:
    row = stored(picture())
    row.mime = "text/html"
    assert answer(row, "a.html")["Content-Type"] == "application/octet-stream"


def test_who_has_it_is_not_sent_it_again() -> None:
    row = stored(picture())
    first = answer(row, "a.jpg", preview="thumb")
    request = RequestFactory().get("/", HTTP_IF_NONE_MATCH=first["ETag"])
    again = answer(row, "a.jpg", preview="thumb", request=request)
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, no-cache"
    assert answer(row, "a.jpg", request=request).status_code == 200, "the original is another thing"
    assert answer(row, "a.jpg", request=RequestFactory().get("/")).status_code == 200


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("照片.jpg", "照片.jpg"),
        ("照片.JPEG", "照片.JPEG"),
        ("照片", "照片.jpg"),
        ("page.html", "page.html.jpg"),
        ("../../etc/passwd", "_.._etc_passwd.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe.jpg"),
        ('a"; x="\r\nSet-Cookie: b.jpg', "a_; x=_Set-Cookie_ b.jpg"),
        ("长" * 300 + ".jpg", "长" * 96 + ".jpg"),
    ],
)
def test_names_are_safe_to_save_under(given: str, safe: str) -> None:
    row = stored(picture())
    assert file_name(given, row) == safe
    assert answer(row, given)["Content-Disposition"].count('"') == 2


@pytest.mark.parametrize("given", ["", ".jpg", "\u202e"])
def test_a_name_that_says_nothing_becomes_the_digest(given: str) -> None:
    row = stored(picture())
    assert row.digest[:12] in file_name(given, row) or file_name(given, row) == "jpg.jpg"


def test_previews_are_small_upright_and_bare() -> None:
    row = stored(phone_picture())
    for size, sides in {"large": (480, 640), "thumb": (240, 320)}.items():
        response = answer(row, "a.jpg", preview=size)
        shown = image_of(response.content)
        assert (response["Content-Type"], shown.format, shown.size) == ("image/jpeg", "JPEG", sides)
        assert not shown.getexif()
        assert b"SECRET" not in response.content
        assert not {"exif", "icc_profile", "comment"} & set(shown.info)


def test_a_large_picture_is_made_smaller() -> None:
    shown = image_of(preview_of(stored(picture(size=(4000, 1000))), "large"))
    assert shown.size == (1600, 400)


def test_what_is_clear_becomes_white() -> None:
    shown = image_of(preview_of(stored(picture("PNG", mode="RGBA"), "a.png"), "thumb"))
    assert shown.getpixel((5, 5)) == (255, 255, 255)


def test_a_pdf_shows_its_first_page() -> None:
    shown = image_of(preview_of(stored(pdf(), "发票.pdf"), "thumb"))
    assert shown.size == (320, 160)
    red, green, blue = shown.getpixel((80, 80))
    assert red > 150 > green
    assert blue < 100
    assert min(shown.getpixel((240, 80))) > 240


def test_a_preview_is_drawn_once_and_kept_beside(monkeypatch: object) -> None:
    row = stored(picture())
    first = preview_of(row, "thumb")
    assert preview_path(row.digest, "thumb").read_bytes() == first
    monkeypatch.setattr(previews, "_draw", lambda *args: pytest.fail("drawn twice"))
    assert preview_of(row, "thumb") == first
    assert not list(verify_files()), "previews are no strangers"


def test_kinds_without_preview_answer_404() -> None:
    with pytest.raises(Http404):
        answer(stored(docx(), "记录.docx"), "记录.docx", preview="thumb")


def test_what_cannot_be_drawn_answers_404_and_harms_nothing(monkeypatch: object) -> None:
    row = stored(picture())
    disk.path_of(row.digest).unlink()
    assert preview_of(row, "thumb") is None
    monkeypatch.setattr(previews, "SECONDS", 0.001)
    with pytest.raises(Http404):
        answer(stored(pdf(), "发票.pdf"), "发票.pdf", preview="large")


@pytest.mark.parametrize("size", [(1, 5000), (5000, 1)])
def test_a_thread_of_a_picture_can_be_drawn(size: tuple[int, int]) -> None:
    assert image_of(drawing.draw(picture(size=size), "image/jpeg", 320)).size in ((1, 320), (320, 1))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA"])
def test_every_mode_of_picture_can_be_drawn(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (40, 30)).save(out, "PNG")
    assert image_of(drawing.draw(out.getvalue(), "image/png", 320)).mode == "RGB"


@pytest.mark.parametrize("damage", ["missing", "altered"])
def test_a_damaged_original_is_not_shown_as_if_it_were_whole(damage: str) -> None:
    row = stored(picture())
    path = disk.path_of(row.digest)
    path.unlink()
    if damage == "altered":
        path.write_bytes(picture() + b"x")
    with pytest.raises(Refused, match="告诉管理员"):
        answer(row, "a.jpg")
