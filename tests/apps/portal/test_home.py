"""The front page and the picker: which village, what do you want to do."""

import gzip
import re
from pathlib import Path

import pytest
from django.urls import reverse

from qingdan.records.editions.queries import forget
from qingdan.records.regions.models import Division, DivisionCode
from qingdan.web import context
from tests.apps.boards.stage import NAME
from tests.cast import client_for

pytestmark = pytest.mark.django_db
STATIC = Path(context.__file__).parent / "static"
THEME = (
    STATIC / "qingdan" / "theme.css",
    STATIC / "vendor" / "bootstrap.min.css",
    STATIC / "qingdan" / "portal.js",
    STATIC / "qingdan" / "paper.js",
)
BUDGET = 60_000


def choose(client, village):
    return client.get(reverse("portal:village", args=[village.pk]))


def test_without_a_village_it_asks_for_one_and_still_works(stage, client):
    text = client.get("/").content.decode()
    assert "先选您的村" in text
    assert "您想办什么事？" in text
    assert "村里买东西" in text
    assert "参考清单（待确认）" in text


def test_with_a_village_it_shows_its_notices_and_telephones(stage, client):
    _opened, notice = stage.purchase()
    _opened, hidden = stage.relief()
    assert choose(client, stage.cast.one)["Location"] == "/"
    text = client.get("/").content.decode()
    assert "坡头镇 示例一村" in text
    assert notice.code in text
    assert hidden.code not in text
    assert NAME not in text
    assert "另有1份公示" in text
    assert "0391-0000001" in text


def test_the_village_is_kept_for_a_year_and_cannot_be_made_up(stage, client):
    cookie = choose(client, stage.cast.one).cookies["qd-village"]
    assert cookie["max-age"] == 365 * 24 * 3600
    assert cookie["httponly"]
    client.cookies["qd-village"] = str(stage.cast.two.pk)
    assert "先选您的村" in client.get("/").content.decode()


def test_the_code_on_the_wall_sets_it_even_after_a_renumbering(stage, client):
    old = DivisionCode.objects.get(division=stage.cast.one, valid_to=None)
    assert client.get(f"/v/{old.code}/").status_code == 302
    DivisionCode.objects.filter(pk=old.pk).update(valid_to="2026-01-01")
    assert client.get(f"/v/{old.code}/").status_code == 302
    assert "示例一村" in client.get("/").content.decode()


@pytest.mark.parametrize("sign", ["419001105999", "0", "99999999999999999999", "abc", "１２", "town"])
def test_no_such_village(stage, client, sign):
    sign = str(stage.cast.town.pk) if sign == "town" else sign
    assert client.get(f"/v/{sign}/").status_code == 404


def test_a_village_that_has_not_begun_is_told_so(stage, client):
    Division.objects.filter(pk=stage.cast.two.pk).update(state="not-joined", joined_on=None, adopted_by=None)
    choose(client, stage.cast.two)
    text = client.get("/").content.decode()
    assert "示例二村还没有开始用这份清单" in text
    assert "村里买东西" in text


def test_a_house_without_a_list_says_so(client, db, settings):
    settings.EDITION = "none-such"
    forget()
    assert "清单还没有装入" in client.get("/").content.decode()
    assert client.get("/powers/").status_code == 200
    assert client.get("/powers/small-buy/").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "示例一"}, ["示例一村"]),
        ({"q": "sl"}, ["示例一村", "示例二村"]),
        ({"q": "没有这个"}, ["没有找到这个村"]),
        ({"town": "town"}, ["示例一村", "示例二村"]),
        ({}, ["坡头镇", "承留镇"]),
    ],
)
def test_villages_are_found_by_name_initials_and_town(stage, client, query, found):
    if "town" in query:
        query = {"town": stage.cast.town.pk}
    text = client.get(reverse("portal:villages"), query).content.decode()
    assert all(name in text for name in found)


def test_the_village_code_to_print(stage, client):
    text = client.get(reverse("portal:village-qr", args=[stage.cast.one.pk])).content.decode()
    assert f"https://qingdan.example/v/{stage.cast.one.pk}/" in text
    assert "<svg" in text


def test_boards_lead_to_the_village_or_to_the_picker(stage, client):
    assert reverse("portal:villages") in client.get(reverse("portal:boards")).content.decode()
    choose(client, stage.cast.one)
    assert client.get(reverse("portal:boards"))["Location"] == reverse("boards:village", args=[stage.cast.one.pk])


def test_a_member_of_the_village_reads_its_own(stage):
    _opened, notice = stage.relief()
    client = client_for(stage.cast["representative"])
    choose(client, stage.cast.one)
    answer = client.get("/")
    assert notice.code in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_the_front_page_costs_the_same_with_more_notices(stage, client, django_assert_max_num_queries):
    stage.purchase()
    choose(client, stage.cast.one)
    client.get("/")
    with django_assert_max_num_queries(6) as few:
        client.get("/")
    cost = len(few)
    stage.purchase()
    stage.relief()
    with django_assert_max_num_queries(cost):
        client.get("/")


def test_every_page_kind_fits_a_slow_line(stage, client):
    opened, notice = stage.relief()
    stage.purchase()
    choose(client, stage.cast.one)
    here = stage.cast.one.pk
    pages = ["/", "/villages/", "/powers/", "/powers/small-buy/", "/duties/", "/prohibitions/", "/track/"]
    pages += [f"/n/{notice.code}/", f"/boards/{here}/", f"/boards/{here}/finance/", f"/n/{notice.code}/objection/"]
    own = sum(len(gzip.compress(file.read_bytes(), 9)) for file in THEME if file.exists())
    for path in pages:
        body = client.get(path).content
        assert own + len(gzip.compress(body, 9)) <= BUDGET, path
        assert not re.search(rb"https?://(?!qingdan\.example|www\.w3\.org)", body), path
    shown = client.post("/track/", {"number": opened.case.number, "code": opened.code})
    assert own + len(gzip.compress(shown.content, 9)) <= BUDGET
