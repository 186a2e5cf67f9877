"""What tells of its maker is gone, looked for with a real tool and byte by byte; what a reader needs is still there."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from PIL import Image

from qingdan.domain.cleaning import office, pdfs, pictures
from qingdan.domain.cleaning.faults import Uncleanable
from tests.domain.cleaning import samples
from tests.domain.cleaning.samples import EXIFTOOL, HIDDEN, SECRET, SHOWN, told, words_of

pytestmark = pytest.mark.slow
tool = pytest.mark.skipif(
    not (EXIFTOOL.exists() and shutil.which("perl")), reason="needs perl and exiftool (make dev brings the latter)"
)
PICTURES = {
    "JPEG": (pictures.to_jpeg, ".jpg"),
    "PNG": (pictures.to_png, ".png"),
    "WEBP": (pictures.to_jpeg, ".jpg"),
}
HEIC = Path(__file__).parent / "turned.heic"


def has(content: bytes, word: str) -> bool:
    found = words_of(content)
    return any(word.encode(code) in found for code in ("utf-8", "utf-16-le", "utf-16-be"))


# -- pictures ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_keeps_its_pixels_and_nothing_else(kind: str) -> None:
    clean, _ = PICTURES[kind]
    before, after = samples.picture(kind), clean(samples.picture(kind))
    assert has(before, SECRET) and not has(after, SECRET)
    with Image.open(io.BytesIO(after)) as image:
        assert image.size == (480, 640), "upright, as its EXIF had asked"
        assert not image.getexif() and not set(image.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@tool
@pytest.mark.parametrize("kind", PICTURES)
def test_exiftool_finds_nothing_in_a_picture(kind: str, tmp_path: Path) -> None:
    clean, suffix = PICTURES[kind]
    before = told(samples.picture(kind), "." + kind.lower(), tmp_path)
    assert SECRET in str(before) and any("GPS" in tag for tag in before), "the tool sees what is there"
    assert told(clean(samples.picture(kind)), suffix, tmp_path) == {}


def test_a_large_picture_becomes_smaller_and_a_page_stays_readable() -> None:
    with Image.open(io.BytesIO(pictures.to_jpeg(samples.picture("JPEG", (5000, 1000))))) as image:
        assert max(image.size) == pictures.SIDE


def test_what_is_transparent_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(pictures.to_png(out.getvalue()))) as image:
        assert (image.mode, image.getpixel((0, 0))) == ("RGB", (255, 255, 255))


def test_a_heic_picture_of_a_phone_becomes_a_bare_jpeg(tmp_path: Path) -> None:
    before, after = HEIC.read_bytes(), pictures.to_jpeg(HEIC.read_bytes())
    assert pictures.is_heic(before) and has(before, SECRET) and not has(after, SECRET)
    with Image.open(io.BytesIO(after)) as image:
        assert (image.format, image.size) == ("JPEG", (64, 96))
        red, blue = image.getpixel((32, 80)), image.getpixel((32, 10))
        assert red[0] > 150 > red[2] and blue[2] > 150 > blue[0], "turned as the phone was held, and only once"


# -- PDF -----------------------------------------------------------------------------------------------------------
def test_a_pdf_keeps_how_its_pages_look_and_nothing_else() -> None:
    before, after = samples.pdf(), pdfs.as_pictures(samples.pdf())
    assert has(before, SECRET)
    with pypdfium2.PdfDocument(before) as old, pypdfium2.PdfDocument(after) as new:
        assert HIDDEN in old[0].get_textpage().get_text_bounded()
        assert len(new) == len(old) == 2
        assert new[0].get_textpage().get_text_bounded() == ""
        assert [round(side) for side in new[0].get_size()] == [round(side) for side in old[0].get_size()]
        assert not has(after, SECRET) and new.count_attachments() == 0
        assert not {k: v for k, v in new.get_metadata_dict(skip_empty=True).items() if SECRET in v}
        dark = [sum(p < 128 for p in d[0].render().to_pil().convert("L").tobytes()) for d in (old, new)]
        assert 0.8 < dark[1] / dark[0] < 1.25, "it looks as before"


@tool
def test_exiftool_finds_nothing_in_a_pdf(tmp_path: Path) -> None:
    assert SECRET in str(told(samples.pdf(), ".pdf", tmp_path))
    assert told(pdfs.as_pictures(samples.pdf()), ".pdf", tmp_path) == {}


def test_a_pdf_says_no_more_than_the_program_that_made_it() -> None:
    with pypdfium2.PdfDocument(pdfs.as_pictures(samples.pdf(1))) as new:
        assert set(new.get_metadata_dict(skip_empty=True)) <= {"Creator", "Producer"}


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(pdfs.MOST_PAGES + 1):
            document.new_page(100, 100)
        out = io.BytesIO()
        document.save(out)
    with pytest.raises(Uncleanable, match=r"61页，最多收60页.*分成几份"):
        pdfs.as_pictures(out.getvalue())


# -- Word and Excel ------------------------------------------------------------------------------------------------
def test_a_word_file_keeps_its_words_and_no_names() -> None:
    before, after = samples.docx(), office.put_together(samples.docx())
    assert has(before, SECRET) and has(before, HIDDEN)
    for gone in (SECRET, HIDDEN, "00AB12CD", "2026-11-01", "rsid", "SECRETINIT"):
        assert not has(after, gone), gone
    document = Document(io.BytesIO(after))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert SHOWN in text and "PUTIN" in text
    assert [(c.text, c.author) for c in document.comments] == [("COMMENTTEXT", "作者")]
    assert len(document.inline_shapes) == 1


def test_an_excel_file_keeps_its_cells_and_no_names() -> None:
    after = office.put_together(samples.xlsx())
    assert has(samples.xlsx(), SECRET) and not has(after, SECRET)
    sheet = load_workbook(io.BytesIO(after)).active
    assert (sheet["A1"].value, sheet["B2"].value, sheet["A1"].comment.text) == (SHOWN, 12.5, "COMMENTTEXT")
    assert sheet["A1"].comment.author == "作者"


def test_the_programs_that_read_them_find_no_properties() -> None:
    for made, reader in ((samples.docx, lambda data: Document(data).core_properties), (samples.xlsx, workbook)):
        before, after = (reader(io.BytesIO(data)) for data in (made(), office.put_together(made())))
        for name in ("author", "creator", "last_modified_by", "lastModifiedBy", "comments", "keywords"):
            assert getattr(after, name, None) in (None, "", "python-docx", "openpyxl"), name
        assert SECRET in {getattr(before, name, None) for name in ("author", "creator")}


def workbook(data: io.BytesIO) -> object:
    return load_workbook(data).properties


@tool
def test_exiftool_finds_nothing_in_the_pictures_inside_and_the_zip_says_nothing_of_times(tmp_path: Path) -> None:
    """exiftool opens an Office file only with a Perl package that few machines have, so it is given the parts."""
    looked_at = 0
    for made in (samples.docx, samples.xlsx):
        with zipfile.ZipFile(io.BytesIO(office.put_together(made()))) as archive:
            assert archive.comment == b""
            for part in archive.infolist():
                assert (part.date_time, part.create_system, part.extra) == ((1980, 1, 1, 0, 0, 0), 0, b"")
                if part.filename.endswith((".jpeg", ".jpg", ".png")):
                    assert told(archive.read(part), Path(part.filename).suffix, tmp_path) == {}
                    looked_at += 1
    assert looked_at == 1


RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
LINK = (
    '<Relationship Id="{0}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{1}" '
    'Target="{2}" TargetMode="External"/>'
)


def test_links_stay_and_paths_of_the_maker_s_disk_lead_nowhere() -> None:
    rels = RELS.format(
        LINK.format("r1", "hyperlink", "https://example.org/")
        + LINK.format("r2", "attachedTemplate", f"file:///D:/{SECRET}/Normal.dotm")
        + LINK.format("r3", "hyperlink", f"file:///D:/{SECRET}/a.docx")
    )
    after = office.put_together(samples.changed(samples.docx(), {}, {"word/_rels/footnotes.xml.rels": rels}))
    assert has(after, "https://example.org/") and not has(after, SECRET) and has(after, "about:blank")


@pytest.mark.parametrize(
    "name",
    ["word/embeddings/a.bin", "word/media/a.emf", "word/fonts/f.odttf", "word/media/a.mp4", "xl/media/a.svg", "a"],
)
def test_a_part_that_nobody_knows_is_refused(name: str) -> None:
    with pytest.raises(Uncleanable, match=r"没法清理.*另存为PDF"):
        office.put_together(samples.changed(samples.docx(), {}, {name: b"\1\2"}))


def test_hostile_xml_is_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
    for evil in (bomb, "<a>", "<" * 100_000, "\0"):
        with pytest.raises(Uncleanable, match="不完整"):
            office.put_together(samples.changed(samples.docx(), {}, {"word/extra.xml": evil}))


def test_a_zip_bomb_is_refused() -> None:
    with pytest.raises(Uncleanable, match="太大"):
        office.put_together(samples.changed(samples.docx(), {}, {"word/a.xml": bytes(office.MOST_UNPACKED + 1)}))


# -- what is broken ------------------------------------------------------------------------------------------------
MADE = {"jpeg": samples.picture("JPEG"), "png": samples.picture("PNG"), "docx": samples.docx()}
MADE |= {"pdf": samples.pdf(1), "heic": HEIC.read_bytes()}
CLEAN = {
    "jpeg": pictures.to_jpeg,
    "png": pictures.to_png,
    "webp": pictures.to_jpeg,
    "heic": pictures.to_jpeg,
    "docx": office.put_together,
    "pdf": pdfs.as_pictures,
}


@pytest.mark.parametrize("kind", CLEAN)
@pytest.mark.parametrize("content", [b"", b"MZ", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xd8\xff", b"\0" * 500], ids=repr)
def test_what_is_no_such_file_gets_a_plain_answer(kind: str, content: bytes) -> None:
    with pytest.raises(Uncleanable) as refused:
        CLEAN[kind](content)
    assert "请" in refused.value.to("zh") and refused.value.to("en")


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_damaged_file_is_refused_or_clean_and_never_an_error(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(list(MADE)))
    broken = bytearray(MADE[kind])
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(broken)[: data.draw(st.integers(0, len(broken)))] if data.draw(st.booleans()) else bytes(broken)
    try:
        after = CLEAN[kind](cut)
    except Uncleanable:
        return
    assert not has(after, SECRET)
