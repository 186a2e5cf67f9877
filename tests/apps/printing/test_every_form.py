"""Every form of every power of the catalogue prints: with its fields, its own fonts, on few pages."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from qingdan.domain.catalogue.settled import power_under
from qingdan.web.printing import engine
from qingdan.web.printing.listing import forms_of
from qingdan.web.printing.making import sheet_of
from qingdan.web.printing.paper import Paper, document
from tests.apps.printing.reading import asked_on_paper, read
from tests.loaded import every_power_in_words, shipped

MOST_PAGES = 3  # of one blank form


@pytest.mark.parametrize(("slug", "language"), every_power_in_words())
def test_every_form_of_a_power_prints(slug: str, language: str) -> None:
    power = power_under(shipped().powers[slug], shipped().limits)
    with override(language):
        forms = forms_of(shipped(), power)
        sheets = [sheet_of(Paper(shipped(), power, step)) for step, _title, _url in forms]
        printed = read(engine.pdf(document(slug, shipped(), sheets).plain()))
        titles = [fact.title.to(language) for fact in asked_on_paper(power)]
        titles += [title for _step, title, _url in forms]
    missing = [title for title in titles if title not in printed]
    assert not missing, f"these stand on no form: {missing}"
    assert printed.fonts and all(printed.fonts.values()), f"not inside the file: {printed.fonts}"
    assert all("NotoSansSC" in name and "+" in name for name in printed.fonts), "whole fonts make heavy files"
    assert len(sheets) <= len(printed.pages) <= MOST_PAGES * len(sheets)
    assert "〓" not in printed.text, "a character of the catalogue has no glyph"


def test_a_form_says_whose_it_is_what_binds_and_who_watches() -> None:
    power = next(p for p in shipped().powers.values() if any(s.body for s in p.flow.steps().values()))
    step = next(s for s in power.flow.steps().values() if s.body)
    printed = read(engine.pdf(document("x", shipped(), [sheet_of(Paper(shipped(), power, step))]).plain()))
    body = shipped().bodies[step.body or ""]
    paper = Paper(shipped(), power, step)
    for words in (power.title.zh, body.name.zh, "监督电话", "到会签字", "应到", "实到", "回避", *paper.red_lines()):
        assert words in printed
    assert paper.basis()[0] in printed
    assert "第1页共2页" in printed.pages[0]
