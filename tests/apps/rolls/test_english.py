"""Every page of rolls and households, and every refusal on it, in complete English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from qingdan.records.rolls import acts
from qingdan.records.rolls.newcomers import Newcomer
from tests.apps.rolls.stage import LONG_AGO, MEMBERS, VILLAGERS, Stage, commas, id_number, years_ago
from tests.apps.rolls.test_broken_sheets import SHELF
from tests.apps.web.test_english import chinese_in, english, names
from tests.cast import client_for, today

pytestmark = pytest.mark.django_db
# What people typed, or what stands in their spreadsheet.
COLUMNS = ("姓名", "身份证号")  # what the header of a spreadsheet must say, whatever the language of the page
TYPED = (*COLUMNS, "示例：选举张榜", "示例：核对过", "某法院判决", "示例：核对医保", "名册.csv", "丁一", "丁二")


def left_of(page: HttpResponse) -> list[str]:
    return chinese_in(page.content.decode(), {*names(), *TYPED})


@pytest.fixture
def full(stage: Stage) -> Stage:
    """A household with a child, everything that a history can tell, a closed roll, a finding."""
    house = stage.household("1", newcomer=stage.person("示例·陈甲", None, id_number(years_ago(50))))
    child = stage.member(house, "示例·陈小", born=years_ago(10))
    head = house.members.get(relation="head").person
    entry = stage.enter(kind=MEMBERS, newcomer=Newcomer(person=head))
    clerk = stage.cast["clerk"].acting
    roll = stage.roll(MEMBERS)
    acts.correct_entry(
        acting=clerk, entry=entry, roll=roll, since=LONG_AGO.replace(month=2), ends=None, why_on="born", why_off=None,
        note=None, group=stage.other, reason="示例：核对过",
    )  # fmt: skip
    acts.find_capacity(acting=clerk, village=stage.one, person=head, full=False, starts=LONG_AGO, basis="某法院判决")
    acts.close_roll(acting=clerk, village=stage.one, roll=roll, as_of=today(), purpose="示例：选举张榜")
    acts.correct_member(acting=clerk, member=child, relation="grandchild", starts=LONG_AGO, reason="示例：核对过")
    acts.strike_off(acting=clerk, entry=entry, roll=roll, last_day=today(), why="resigned")
    return stage


def pages(stage: Stage) -> Iterator[str]:
    house = stage.one.households.get()
    head = house.members.get(relation="head")
    here = [stage.one.pk, MEMBERS]
    for name, args in (
        ("village", [stage.one.pk]), ("roll", here), ("enter", here), ("import", here), ("households", [stage.one.pk]),
        ("household", [house.pk]), ("add-household", [stage.one.pk]), ("leave", [head.pk]),
        ("correct-member", [head.pk]), ("person", [stage.one.pk, head.person_id]),
        ("closed", [stage.one.closed_rolls.get().pk]),
        *(("entry", [entry.pk]) for entry in stage.one.roll_entries.all()),
    ):  # fmt: skip
        yield reverse(f"rolls:{name}", args=args)
    yield reverse("rolls:village", args=[stage.one.pk]) + "?day=2021-01-01"
    yield reverse("rolls:roll", args=here) + "?q=zzz"


def test_every_page_is_english(full: Stage) -> None:
    clerk = english(client_for(full.cast["clerk"]))
    found = {address: left for address in pages(full) if (left := left_of(clerk.get(address)))}
    assert found == {}


@pytest.mark.parametrize("who", ["supervision_head", "secretary", "civil_affairs", "city_agriculture", "villager"])
def test_what_others_read_is_english(full: Stage, who: str) -> None:
    browser = english(client_for(full.cast[who]))
    answers = [browser.get(address) for address in (*pages(full), reverse("rolls:index"), reverse("people:me"))]
    assert [left for answer in answers if (left := left_of(answer))] == []


def post(stage: Stage, address: str, /, *args: Any, **form: Any) -> HttpResponse:
    clerk = english(client_for(stage.cast["clerk"]))
    return clerk.post(reverse(f"rolls:{address}", args=args), form, follow=True)


def test_what_is_done_and_what_is_refused_is_english(full: Stage) -> None:
    house = full.one.households.get()
    head = house.members.get(relation="head")
    entry = full.one.roll_entries.filter(kind=VILLAGERS).first()
    here = [full.one.pk, VILLAGERS]
    person = {"name": "示例·陈甲", "since": "2026-01-01", "why": "moved-in"}
    answers = [
        post(full, "enter", *here),
        post(full, "enter", *here, **person),
        post(full, "enter", *here, **person, same="new"),
        post(full, "enter", *here, **person, id_number="123", born_on="x"),
        post(full, "enter", *here, **{**person, "name": "示例·林甲", "born_on": "1980-01-01"}),
        post(full, "strike", entry.pk, last_day="2010-01-01", why="died"),
        post(full, "correct", entry.pk, since="2020-01-01", why_on="first-count", reason="示例：核对过"),
        post(full, "void", entry.pk),
        post(full, "close", *here, as_of="2010-01-01", purpose="示例：选举张榜"),
        post(full, "export", *here, purpose="x"),
        post(full, "number", full.one.pk, head.person_id, purpose="示例：核对医保"),
        post(full, "correct-person", full.one.pk, head.person_id, name="1"),
        post(full, "capacity", full.one.pk, head.person_id, full="no", starts="2019-01-01", basis="某法院判决"),
        post(full, "add-household", full.one.pk, **person, number="1", born_on="1980-01-01"),
        post(full, "add-member", house.pk, **person, relation="head", born_on="1980-01-01"),
        post(full, "change-household", house.pk, number="1", group=str(full.group.pk), reason="示例：核对过"),
        post(full, "leave", head.pk, last_day="2026-01-01", why="died"),
        post(full, "correct-member", head.pk, relation="head", starts="2020-01-01", reason="示例：核对过"),
        post(full, "strike", entry.pk, last_day=today().isoformat(), why="died"),
    ]
    assert [left for answer in answers if (left := left_of(answer))] == []


def upload(stage: Stage, file: Any) -> HttpResponse:
    form = {"effective": today(), "whole": "yes", "why": "first-count", "why_off": "died", "file": file}
    return post(stage, "import", stage.one.pk, VILLAGERS, **form)


def test_a_preview_is_english(full: Stage) -> None:
    born = years_ago(40)
    text = f"小组,户号,姓名,与户主关系,身份证号,备注\n三组,9,丁一,户主,{id_number(born, seq=7)},x\n三组,9,丁二,妻,,\n"
    page = upload(full, commas(text.replace(",,\n", f",{id_number(born, 'f', 8)},\n") + "合计,,,,,\n"))
    assert page.redirect_chain
    # The names of columns and lines of the file itself stay as they are.
    left = [words.replace("备注", "").replace("合计", "").replace("第三村民小组", "") for words in left_of(page)]
    assert not [words for words in left if any("\u4e00" <= c <= "\u9fff" for c in words)], left


@pytest.mark.parametrize("name", sorted(path.stem for path in SHELF.iterdir()))
def test_every_fault_of_the_shelf_is_told_in_english(stage: Stage, name: str) -> None:
    """What is quoted of the file, and the Chinese words that a file needs, stay Chinese."""
    page = upload(stage, commas("", name=f"{name}.csv") if name == "empty" else shelved(name))
    assert page.status_code == 422
    for words in left_of(page):
        assert sum("a" <= c.lower() <= "z" for c in words) > 12, words


def shelved(name: str) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(f"{name}.csv", (SHELF / f"{name}.csv").read_bytes(), "text/csv")
