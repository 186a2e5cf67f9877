"""Blank forms: open to everybody, kept by caches until something on them changes."""

from __future__ import annotations

import pytest
from django.urls import reverse

from qingdan.web.printing import views
from qingdan.web.printing.listing import forms_of
from tests.apps.printing.reading import read

pytestmark = pytest.mark.django_db


def page(client, power="small-buy", step="request", **asked):
    return client.get(reverse("forms:blank", args=[power, step]), asked)


def test_anybody_prints_a_blank_form(stage, client):
    answer = page(client)
    printed = read(answer.content)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "filename*=UTF-8''" in answer["Content-Disposition"]
    around = ("测试清单", "零星采购", "采购申请表", "一式两份", "申请人签字", "红线", "测试法", "监督电话")
    for words in (*around, "预算", "收款账号", "照片"):
        assert words in printed
    assert "签了字的这张纸才是凭据" in printed
    assert printed.title == "采购申请表"


def test_a_village_has_its_name_and_telephones_on_it(stage, client):
    printed = read(page(client, village=stage.cast.one.pk).content)
    for words in ("坡头镇示例一村", "0391-0000001", "0391-0000002", "示例"):
        assert words in printed


def test_it_is_sent_again_only_when_it_changed(stage, client, monkeypatch):
    first = page(client)
    assert "max-age" in first["Cache-Control"]
    monkeypatch.setattr(views.engine, "pdf", lambda document: pytest.fail("it was kept"))
    again = client.get(reverse("forms:blank", args=["small-buy", "request"]), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert page(client).content == first.content


def test_another_village_is_another_form(stage, client):
    etags = {page(client)["ETag"], *(page(client, village=v.pk)["ETag"] for v in (stage.cast.one, stage.cast.two))}
    assert len(etags) == 3


def test_who_reads_english_prints_english(stage, client):
    client.get(reverse("web:language"), {"to": "en"})
    assert "Purchaserequest" in read(page(client).content).text


@pytest.mark.parametrize(
    ("power", "step", "asked"),
    [
        ("no-such-power", "request", {}),
        ("small-buy", "no-such-step", {}),
        ("small-buy", "paid-back", {}),  # it starts another power, which has its own forms
        ("small-buy", "request", {"village": "x"}),
        ("small-buy", "request", {"village": "9" * 30}),
        ("small-buy", "request", {"village": "999999"}),
    ],
)
def test_what_is_not_there_is_404(stage, client, power, step, asked):
    assert page(client, power, step, **asked).status_code == 404


def test_every_step_on_paper_is_listed(stage, client):
    power = stage.edition.powers["small-buy"]
    listed = forms_of(stage.edition, power)
    assert [step.id for step, _title, _url in listed] == ["request", "sign", "decide", "result"]
    assert [title for _step, title, _url in listed][:2] == ["采购申请表", "签批：审批意见表"]
    assert all(client.get(url).status_code == 200 for _step, _title, url in listed)


def test_a_blank_form_writes_nothing_and_asks_little(stage, client, django_assert_max_num_queries):
    page(client)
    with django_assert_max_num_queries(4):
        page(client, village=stage.cast.one.pk)
