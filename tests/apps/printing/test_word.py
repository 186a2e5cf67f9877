"""Every form for Word: it opens, says what the PDF says, and nothing typed in it is more than text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import pytest
from django.urls import reverse
from django.utils.translation import override
from docx import Document
from docx.oxml.ns import qn

from qingdan.domain.catalogue.model import Power
from qingdan.domain.catalogue.settled import power_under
from qingdan.domain.flow.model import Step
from qingdan.web.printing import word
from qingdan.web.printing.listing import forms_of
from qingdan.web.printing.making import sheet_of
from qingdan.web.printing.paper import Paper, document
from qingdan.web.printing.sheet import Cell, Sheet, rows, words
from tests.apps.printing.reading import asked_on_paper, squeezed
from tests.loaded import every_power, powers_at_random_in_words, shipped


def text_of(content: bytes) -> str:
    """Everything a Word file says, without white space: the texts of its body and of its feet, in their order."""
    opened = Document(io.BytesIO(content))
    parts = [opened.element.body, *(section.footer._element for section in opened.sections)]
    return squeezed("".join(text.text or "" for part in parts for text in part.iter(qn("w:t"))))


@pytest.mark.parametrize(("slug", "language"), powers_at_random_in_words())
def test_every_form_of_a_power_opens_in_word(slug: str, language: str) -> None:
    power = power_under(shipped().powers[slug], shipped().limits)
    with override(language):
        said = in_word(power, forms_of(shipped(), power))
        titles = [fact.title.to(language) for fact in asked_on_paper(power)]
    missing = [title for title in titles if squeezed(title) not in said]
    assert not missing, f"these stand on no form: {missing}"


@pytest.mark.parametrize("slug", every_power())
def test_the_first_and_the_last_form_of_every_power_open_in_word(slug: str) -> None:
    power = power_under(shipped().powers[slug], shipped().limits)
    forms = forms_of(shipped(), power)
    in_word(power, [forms[0], forms[-1]])


def in_word(power: Power, forms: Sequence[tuple[Step, str, str]]) -> str:
    """What a file of these forms says; each is there under its title."""
    sheets = [sheet_of(Paper(shipped(), power, step)) for step, _title, _url in forms]
    said = text_of(word.docx(document(power.slug, shipped(), sheets).plain()))
    missing = [title for _step, title, _url in forms if squeezed(title) not in said]
    assert not missing, f"these forms are not in the file: {missing}"
    return said


def a_sheet(*cells: Cell) -> Sheet:
    return Sheet(
        name="x", title="示例表", above="示例", under=["示例村"], code="", code_text="http://127.0.0.1/x",
        code_words="扫码", telephones="监督电话", note="示例说明", version="表样1", blocks=[rows(cells)],
    )  # fmt: skip


def test_what_was_typed_is_text_and_never_a_broken_file() -> None:
    typed = "<w:p>&amp; \x00\x0b 100%\n第二行 \ufffe"
    made = document("x", shipped(), [a_sheet(Cell("说明", [words(typed)]))])
    said = text_of(word.docx(made.plain()))
    assert squeezed("<w:p>&amp;100%第二行") in said.replace("\x00", "")


def test_the_code_and_the_numbers_of_pages_are_in_the_file() -> None:
    made = word.docx(document("x", shipped(), [a_sheet(Cell("说明"))]).plain())
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        names = parts.namelist()
        footers = [parts.read(name).decode() for name in names if "footer" in name and name.endswith(".xml")]
        assert any(name.endswith(".png") for name in names)
    assert any("NUMPAGES" in footer for footer in footers)


@pytest.mark.django_db
def test_a_blank_form_is_saved_with_a_name(stage, client) -> None:
    answer = client.get(reverse("forms:blank-word", args=["small-buy", "request"]))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "small" not in text_of(answer.content)
    assert client.get(reverse("forms:blank-word", args=["small-buy", "no-such"])).status_code == 404
    again = client.get(
        reverse("forms:blank-word", args=["small-buy", "request"]), headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
