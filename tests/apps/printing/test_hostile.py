"""Whatever somebody typed is printed as text: it neither breaks out nor breaks the page."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from qingdan.web.printing import engine, fonts
from qingdan.web.printing.sheet import Cell, Document, Sheet, lattice, paragraphs, rows, signatures, words
from tests.apps.printing.reading import read
from tests.budget import rounds


def printed(text: str) -> object:
    """A sheet that carries a text in every kind of place."""
    sheet = Sheet(
        name="x", title=text[:60], above=text[:60], under=[text[:40]], code='<svg xmlns="http://www.w3.org/2000/svg"/>',
        code_text="https://example.org", code_words="码", telephones="0391", note="注", version="1",
        blocks=[
            rows([Cell(text[:20], [words(text)]), Cell("短", [words(text[:30], bold=True)], short=True)]),
            lattice(["甲", "乙"], [[text, ""]]), paragraphs([text]), signatures([(text[:20], text[:40])]),
        ],
    )  # fmt: skip
    day = date(2026, 11, 23)
    made = Document("题", (day.year, day.month, day.day), "示例", "zh", "cn", "第{page}页 共{pages}页", "示例", [sheet])
    return read(engine.pdf(made.plain()))


@pytest.mark.parametrize(
    "text",
    [
        '#import "@preview/x:1.0.0": *',
        "#read(\"/etc/passwd\")",
        "$ x^2 $ ] } ) #panic() <label> @ref *粗* _斜_ `码` \\ // 注 /* */",
        '")\n#eval("1+1")\n("',
        "</svg><script>alert(1)</script>",
    ],
)  # fmt: skip
def test_markup_is_printed_as_it_was_typed(text: str) -> None:
    assert text in printed(text)


def test_rare_characters_are_printed() -> None:
    page = printed("喆囍彧淼堃䶮")
    assert "喆囍彧淼堃" in page


def test_what_has_no_glyph_is_seen_and_said() -> None:
    page = printed("王😀🏠工")
    assert "王〓〓工" in page
    assert "U+1F600" in page
    assert "请用笔写上" in page


def test_other_forms_of_a_character_are_printed_plainly() -> None:
    page = printed("𝐀𝟙栋\ufe0f\u200b")  # letters of formulas, and what is invisible anyway
    assert "A1栋" in page
    assert "〓" not in page.text


@pytest.mark.parametrize("text", ["字" * 5000, "a" * 5000, "1234567890 " * 500, "行\n" * 600, "\x00\x07\t\r\n"])
def test_length_makes_pages_and_never_a_fault(text: str) -> None:
    page = printed(text)
    assert len(page.pages) >= 1
    assert page.text.count(text[0]) >= 3 * len(text.split()) * text[0].isprintable()


def test_a_long_word_stays_in_its_cell() -> None:
    page = printed("x" * 400)
    assert page.text.count("x") >= 400 * 3
    assert page.reach < 0.96


@limits(max_examples=rounds(15), deadline=None)
@given(st.text(max_size=300))
def test_any_text_prints(text: str) -> None:
    assert printed(text)


def test_every_character_given_to_the_compiler_has_a_glyph() -> None:
    known = fonts.covered(fonts.folder())
    document = engine.printable({"sheets": [{"note": "", "a": "王😀\u2028\x01𠮷"}]})
    assert all(ord(c) in known or c == "\n" for c in document["sheets"][0]["a"])
    assert settings.QINGDAN_FONTS
