"""The diagram of one power as PDF: its words as they are in the village, on sheets that say what they are."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from qingdan.domain.flow.model import Step, walk
from qingdan.records.editions.acts.limits import Setting, set_limit
from qingdan.web.handbook import sheets
from tests.apps.handbook.making_of import order_for
from tests.apps.printing.reading import read
from tests.loaded import shipped

pytestmark = pytest.mark.django_db
THERE = "/powers/small-buy/drawing.pdf"


def test_the_drawing_can_be_printed_with_the_numbers_of_the_village(stage, client):
    assert THERE in client.get("/powers/small-buy/drawing/").content.decode()
    answer = client.get(THERE)
    assert answer["Content-Type"] == "application/pdf"
    made = read(answer.content)
    for words in (
        "零星采购",
        "申请",
        "签批",
        "公示",
        "¥5,000",
        "第1页共1页",
        "图例",
        "参考清单，待本市确认",
        "监督电话",
    ):
        assert words in made, words
    assert all(made.fonts.values())
    assert made.title.endswith("零星采购")
    assert client.get(THERE, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    own = Setting(stage.cast.town, "petty", 300_000, date(2026, 6, 1), "示例文件")
    set_limit(acting=stage.cast["editor"].acting, wanted=own)
    client.get(reverse("portal:village", args=[stage.cast.one.pk]))
    after = client.get(THERE, headers={"If-None-Match": answer["ETag"]})
    assert after.status_code == 200
    assert "¥3,000" in read(after.content) and stage.cast.one.short_name in read(after.content)
    assert "示例" in read(after.content)  # the village is invented, and its sheet says so


def test_there_is_none_of_what_is_not_on_the_list(stage, client):
    assert client.get(reverse("handbook:drawing", args=["no-such"])).status_code == 404


def test_every_step_of_a_flow_of_several_sheets_stands_on_one_of_them():
    edition = shipped()
    middle = sorted(edition.powers.values(), key=lambda power: len(power.flow.steps()))[len(edition.powers) // 2]
    made = read(sheets.pdf(order_for(edition), middle))
    steps = [b for b in walk(middle.flow.body) if isinstance(b, Step)]
    assert not [step.name.zh for step in steps if step.name.zh not in made]
    assert len(made.pages) > 1
    assert f"第{len(made.pages)}页共{len(made.pages)}页" in made.pages[-1]


def test_the_sheets_are_in_the_readers_language():
    edition = shipped()
    with override("en"):
        made = read(sheets.pdf(order_for(edition), min(edition.powers.values(), key=lambda p: len(p.flow.steps()))))
    assert "Flowchart" in made and "tobeconfirmedbythiscity" in made
