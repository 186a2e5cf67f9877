"""Limits: everybody reads what holds in his village and who set it; a town's head sets what the list leaves to him."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from qingdan.records.editions.acts.limits import Setting, set_limit
from qingdan.records.editions.models import LimitOverride
from qingdan.records.editions.queries import limits_for
from qingdan.records.register.models import Entry
from tests.apps.boards.stage import stage as stage  # the fixture
from tests.cast import client_for, today

pytestmark = pytest.mark.django_db
PAGE = "/limits/"


@pytest.fixture
def own(stage):
    def do(value: int = 300_000, starts: date = date(2026, 6, 1), ends: date | None = None) -> LimitOverride:
        wanted = Setting(stage.cast.town, "petty", value, starts, "示例〔2026〕1号", ends)
        return set_limit(acting=stage.cast.acting("leader"), wanted=wanted)

    return do


@pytest.fixture
def leader(stage):
    return client_for(stage.cast["leader"])


@pytest.fixture
def town_page(stage) -> str:
    return reverse("limits:place", args=[stage.cast.town.pk])


def filled(**other: str) -> dict[str, str]:
    """The form as somebody fills it in."""
    good = {"name": "petty", "value": "3000", "starts": today().isoformat(), "ends": "", "basis": "示例〔2026〕1号"}
    return good | {"step": "confirm"} | other


def text_of(client, path: str) -> str:
    return client.get(path).content.decode()


def in_the_village(client, stage) -> None:
    client.get(reverse("portal:village", args=[stage.cast.one.pk]))


def test_everybody_reads_the_numbers_of_the_list_and_whose_they_are(stage, client):
    money, every = text_of(client, PAGE), text_of(client, PAGE + "?norm=every")
    assert all(said in money for said in ("零星采购", "¥5,000.00", "本市、本镇可以自己定", "村里买小东西"))
    assert all(said in every for said in ("公示天数", "15天", "测试法第2条"))
    assert "公示天数" not in money and "零星采购" in text_of(client, PAGE + "?norm=buying")


def test_a_reader_sees_what_holds_in_his_village_who_set_it_and_what_it_was(stage, client, own):
    own()
    own(value=200_000, starts=today() + timedelta(days=9))
    assert "¥3,000.00" not in text_of(client, PAGE)
    in_the_village(client, stage)
    text = text_of(client, PAGE)
    for said in (
        "¥3,000.00",
        "示例〔2026〕1号",
        "清单原来的数：¥5,000.00",
        "起改为¥2,000.00",
        stage.cast.town.short_name,
    ):
        assert said in text


def test_the_page_costs_the_same_whatever_is_set(stage, client, own, django_assert_num_queries):
    in_the_village(client, stage)
    text_of(client, PAGE)  # what is kept per process is kept now
    with django_assert_num_queries(4):
        text_of(client, PAGE)
    for days in range(5):
        own(starts=today() + timedelta(days=days))
    with django_assert_num_queries(4):
        text_of(client, PAGE)


def test_the_head_of_a_town_looks_first_and_then_sets(stage, leader, town_page):
    look = leader.post(town_page, filled(step="look"))
    assert "这些事会按新的数办" in look.content.decode() and "/powers/small-buy/" in look.content.decode()
    assert not LimitOverride.objects.exists()
    assert leader.post(town_page, filled(value="3千", step="look")).status_code == 422
    assert leader.post(town_page, filled()).status_code == 302
    assert limits_for(stage.cast.one, today())["petty"] == 300_000
    entry = Entry.objects.get(kind="editions.limit-set")
    assert (entry.data["basis"], entry.data["shown"]) == ("示例〔2026〕1号", "¥3,000.00")
    assert "¥3,000.00" in text_of(leader, town_page)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"value": "三千"}, "中文数字"),
        ({"value": "-1"}, "不能是负数"),
        ({"value": ""}, "这里要填。"),
        ({"name": "standing"}, "选择"),
        ({"starts": "2026-13-01"}, "日期"),
        ({"ends": "2020-01-01"}, "早于开始的那天"),
        ({"basis": " "}, "这里要填。"),
    ],
)
def test_what_is_wrong_is_said_on_the_form_and_nothing_is_set(leader, town_page, typed, words):
    for step in ("look", "confirm"):
        answer = leader.post(town_page, filled(step=step, **typed))
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not LimitOverride.objects.exists()


def test_a_limit_is_ended_with_its_last_day(stage, leader, own, town_page):
    row = own()
    there = reverse("limits:end", args=[stage.cast.town.pk, row.pk])
    for wrong in ("", "heute", "2026-02-31", "2026-01-01"):
        leader.post(there, {"ends": wrong})
        row.refresh_from_db()
        assert row.ends is None
    leader.post(there, {"ends": today().isoformat()})
    row.refresh_from_db()
    assert row.ends == today()
    assert limits_for(stage.cast.one, today() + timedelta(days=1))["petty"] == 500_000


def test_nobody_ends_the_limit_of_another_place(stage, own, client):
    row = own()
    editor, city = client_for(stage.cast["editor"]), stage.cast.town.parent_id
    assert editor.post(reverse("limits:end", args=[city, row.pk]), {"ends": today().isoformat()}).status_code == 404
    row.refresh_from_db()
    assert row.ends is None


def test_who_sets_limits_finds_the_way(stage, leader):
    assert reverse("limits:mine") in text_of(leader, "/desk/more/")
    assert reverse("limits:mine") not in text_of(client_for(stage.cast["clerk"]), "/desk/more/")
