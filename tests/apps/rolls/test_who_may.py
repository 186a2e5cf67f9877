"""Who may see and keep which roll: everybody of the cast × every page, as the shipped edition says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from qingdan.records.rolls import acts
from qingdan.records.rolls.models import ImportDraft
from qingdan.records.rolls.newcomers import Newcomer
from tests.apps.permissions.test_faults import words_of
from tests.apps.rolls.stage import LONG_AGO, MEMBERS, VILLAGERS, VOTERS, Stage, commas, id_number, years_ago
from tests.cast import client_for, today

pytestmark = pytest.mark.django_db

PARTY, REPRESENTATIVES = "party-members", "representatives"
KEEPERS = {"clerk", "director"}
SUPERVISION = {"supervision_head", "supervisor", "supervisor_b"}
CIVIL = {"civil_affairs", "civil_affairs_b"}
# roll → who reads it besides its keepers
READERS = {
    VILLAGERS: SUPERVISION | CIVIL,
    VOTERS: SUPERVISION | CIVIL,
    REPRESENTATIVES: SUPERVISION | CIVIL,
    PARTY: set(),
    MEMBERS: SUPERVISION | {"agriculture", "city_agriculture"},
}
KEPT = {kind: {"secretary", "clerk"} if kind == PARTY else KEEPERS for kind in READERS}
SEES_SOMETHING = {"secretary", *KEEPERS, *SUPERVISION, *CIVIL, "agriculture", "city_agriculture"}


@pytest.fixture
def full(stage: Stage) -> Stage:
    """A household whose head is on every roll, and a child of ten in it."""
    house = stage.household("1", "示例·陈甲")
    stage.member(house, "示例·陈小", born=years_ago(10))
    person = Newcomer(person=house.members.get(relation="head").person)
    for kind in (VOTERS, REPRESENTATIVES, PARTY, MEMBERS):
        stage.enter(kind=kind, newcomer=person)
    return stage


def who_gets(stage: Stage, wanted: int, ask: Callable[[Any], Any]) -> set[str]:
    """The keys of those for whom the answer has this status; for everybody else it must be 404."""
    found = set()
    for key in stage.cast.members:
        status = ask(stage.browser(key)).status_code
        assert status in (wanted, 404), f"{key}: {status}"
        if status == wanted:
            found.add(key)
    return found


@pytest.mark.parametrize("kind", READERS)
def test_names_of_each_roll_are_read_by_those_the_edition_names(full: Stage, kind: str):
    address = reverse("rolls:roll", args=[full.one.pk, kind])
    assert who_gets(full, 200, lambda c: c.get(address)) == READERS[kind] | KEPT[kind]
    entry = full.one.roll_entries.filter(kind=kind).first()
    address = reverse("rolls:entry", args=[entry.pk])
    assert who_gets(full, 200, lambda c: c.get(address)) == READERS[kind] | KEPT[kind]


@pytest.mark.parametrize("kind", READERS)
def test_a_roll_is_kept_by_its_keepers_alone(full: Stage, kind: str):
    here, entry = [full.one.pk, kind], full.one.roll_entries.filter(kind=kind).first()
    for name, args in (("enter", here), ("import", here), ("blank", here)):
        address = reverse(f"rolls:{name}", args=args)
        assert who_gets(full, 200, lambda c, a=address: c.get(a)) == KEPT[kind], name
    for name, args in (
        ("close", here), ("export", here), ("strike", [entry.pk]), ("correct", [entry.pk]), ("void", [entry.pk]),
    ):  # fmt: skip
        address = reverse(f"rolls:{name}", args=args)
        assert who_gets(full, 422, lambda c, a=address: c.post(a, {})) == KEPT[kind], name


def test_the_overview_is_for_those_who_read_some_roll(full: Stage):
    address = reverse("rolls:village", args=[full.one.pk])
    assert who_gets(full, 200, lambda c: c.get(address)) == SEES_SOMETHING


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("clerk", [VILLAGERS, VOTERS, REPRESENTATIVES, PARTY, MEMBERS]),
        ("director", [VILLAGERS, VOTERS, REPRESENTATIVES, MEMBERS]),
        ("supervision_head", [VILLAGERS, VOTERS, REPRESENTATIVES, MEMBERS]),
        ("secretary", [PARTY]),
        ("civil_affairs", [VILLAGERS, VOTERS, REPRESENTATIVES]),
        ("agriculture", [MEMBERS]),
        ("city_agriculture", [MEMBERS]),
    ],
)
def test_the_overview_shows_nobody_a_roll_that_is_not_his(full: Stage, who: str, kinds: list[str]):
    page = full.get(who, "village", full.one.pk)
    assert [row["roll"].slug for row in page.context["rows"]] == kinds
    hidden = [full.roll(kind).title.zh for kind in READERS if kind not in kinds]
    assert not [title for title in hidden if title in words_of(page)]


def test_households_are_read_and_kept_by_few(full: Stage):
    house = full.one.households.get()
    readers = KEEPERS | SUPERVISION | CIVIL
    for name, args in (("households", [full.one.pk]), ("household", [house.pk])):
        address = reverse(f"rolls:{name}", args=args)
        assert who_gets(full, 200, lambda c, a=address: c.get(a)) == readers
    member = house.members.get(relation="head")
    for name, args, status in (
        ("add-household", [full.one.pk], 200), ("leave", [member.pk], 200), ("correct-member", [member.pk], 200),
    ):  # fmt: skip
        address = reverse(f"rolls:{name}", args=args)
        assert who_gets(full, status, lambda c, a=address: c.get(a)) == KEEPERS
    for name in ("add-member", "change-household"):
        address = reverse(f"rolls:{name}", args=[house.pk])
        assert who_gets(full, 422, lambda c, a=address: c.post(a, {})) == KEEPERS


def test_what_is_registered_of_a_person_is_for_keepers(full: Stage):
    head = full.one.households.get().members.get(relation="head").person
    address = reverse("rolls:person", args=[full.one.pk, head.pk])
    assert who_gets(full, 200, lambda c: c.get(address)) == KEEPERS | {"secretary"}
    page = full.get("secretary", "person", full.one.pk, head.pk)
    assert [row["title"] for row in page.context["entries"]] == [full.roll(PARTY).title.zh]
    for name in ("number", "correct-person"):
        address = reverse(f"rolls:{name}", args=[full.one.pk, head.pk])
        assert who_gets(full, 422, lambda c, a=address: c.post(a, {})) == KEEPERS | {"secretary"}


def test_a_person_who_is_on_none_of_my_rolls_does_not_exist_for_me(full: Stage):
    stranger = full.cast["villager"].person.pk
    for pk in (stranger, 10**9, 2**63, 10**25):
        assert full.get("clerk", "person", full.one.pk, pk).status_code == 404
    head = full.one.households.get().members.get(relation="head").person.pk
    assert full.get("clerk_two", "person", full.cast.two.pk, head).status_code == 404


def test_a_closed_roll_is_read_by_the_readers_of_its_kind(full: Stage):
    closed = acts.close_roll(
        acting=full.cast["clerk"].acting, village=full.one, roll=full.roll(MEMBERS), as_of=today(), purpose="示例备案"
    )
    address = reverse("rolls:closed", args=[closed.pk])
    assert who_gets(full, 200, lambda c: c.get(address)) == READERS[MEMBERS] | KEPT[MEMBERS]


def test_another_villages_clerk_keeps_nothing_here_and_his_own_there(full: Stage):
    assert full.get("clerk_two", "roll", full.cast.two.pk, VILLAGERS).status_code == 200
    form = {"name": "示例·林甲", "born_on": "1980-01-01", "since": LONG_AGO.isoformat(), "why": "moved-in"}
    assert full.post("clerk_two", "enter", full.one.pk, VILLAGERS, **form).status_code == 404
    assert full.post("clerk_two", "enter", full.cast.two.pk, VILLAGERS, **form).status_code == 302
    # A group of the other village, edited into the form.
    assert (
        full.post("clerk_two", "enter", full.cast.two.pk, MEMBERS, **form, group=str(full.group.pk)).status_code == 422
    )


def test_who_left_the_post_reads_nothing(full: Stage):
    from qingdan.records.people import acts as people
    from tests.cast import house

    yesterday = today().fromordinal(today().toordinal() - 1)
    people.end_holding(acting=house(), holding=full.cast["clerk"].holding, last_day=yesterday, why="换届")
    assert full.get("clerk", "roll", full.one.pk, VILLAGERS).status_code == 404
    assert full.post("clerk", "close", full.one.pk, VILLAGERS, as_of=today(), purpose="示例").status_code == 404


def test_the_way_to_the_rolls_begins_in_the_menu(full: Stage):
    assert full.get("clerk", "index").headers["Location"] == reverse("rolls:village", args=[full.one.pk])
    town = full.get("civil_affairs", "index")
    assert [v.short_name for v in town.context["below"]] == ["示例一村", "示例二村"]
    city = full.get("city_agriculture", "index")
    assert [t.short_name for t in city.context["towns"]] == ["坡头镇", "承留镇"]
    assert city.context["below"] == []
    city = full.get("city_agriculture", "index", town=str(full.cast.town.pk))
    assert len(city.context["below"]) == 2
    for key in ("villager", "deputy", "accounting", "leader", "editor", "inspection"):
        page = full.get(key, "index")
        assert page.status_code == 200
        assert "您现在的职务不看名册" in words_of(page)
    assert "名册" in words_of(client_for(full.cast["clerk"]).get(reverse("cases:inbox")))


def test_no_page_exists_without_a_sign_in(full: Stage, client):
    for name, args in (("index", []), ("village", [full.one.pk]), ("roll", [full.one.pk, VILLAGERS])):
        answer = client.get(reverse(f"rolls:{name}", args=args))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("people:sign-in"))


def test_a_roll_that_the_edition_does_not_have_is_not_there(full: Stage):
    for kind in ("nothing", "VILLAGERS", "a" * 60):
        assert full.get("clerk", "roll", full.one.pk, kind).status_code == 404


# -- personal data -----------------------------------------------------------------------------------------------------
NUMBER = id_number(years_ago(50), seq=41)


def test_numbers_are_masked_on_every_page_and_for_readers_not_there_at_all(full: Stage):
    entry = full.enter("示例·林甲", MEMBERS, number=NUMBER, born=None)
    house = full.household("2", newcomer=Newcomer(person=entry.person))
    pages = [
        ("roll", [full.one.pk, MEMBERS]), ("entry", [entry.pk]), ("household", [house.pk]),
        ("person", [full.one.pk, entry.person_id]),
    ]  # fmt: skip
    for name, args in pages:
        shown = full.get("clerk", name, *args).content.decode()
        assert NUMBER not in shown, name
        assert f"999{'*' * 13}{NUMBER[-2:]}" in shown, name
    for who, some in (("supervision_head", pages[:3]), ("agriculture", pages[:2])):
        for name, args in some:
            shown = full.get(who, name, *args).content.decode()
            assert NUMBER not in shown and "999****" not in shown, (who, name)


def test_a_child_is_named_to_the_keepers_only(full: Stage):
    house = full.one.households.get(number="1")
    assert "示例·陈小" in words_of(full.get("clerk", "household", house.pk))
    for reader in ("supervision_head", "civil_affairs"):
        said = words_of(full.get(reader, "household", house.pk))
        assert "示例·陈小" not in said
        assert "未满14岁，不显示姓名" in said
        assert "示例·陈甲" in said


def test_a_keeper_reads_a_number_for_a_purpose_and_the_person_sees_who_and_why(full: Stage):
    villager = full.cast["villager"]
    acts.correct_person(
        acting=full.cast["clerk"].acting, village=full.one, person=villager.person, rolls=full.rolls,
        particulars=full.person(villager.person.name, None, NUMBER).particulars, reason="带身份证来登记",
    )  # fmt: skip
    full.enter(newcomer=Newcomer(person=villager.person))
    form = {"purpose": "核对医保参保名单", "once": "once-only"}
    page = full.post("clerk", "number", full.one.pk, villager.person.pk, **form)
    assert page.status_code == 200
    assert NUMBER in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    again = full.post("clerk", "number", full.one.pk, villager.person.pk, **form)
    assert again.status_code == 422
    assert NUMBER not in again.content.decode()
    assert NUMBER not in full.get("clerk", "person", full.one.pk, villager.person.pk).content.decode()
    mine = words_of(client_for(villager).get(reverse("people:me")))
    for words in ("谁看过我的身份证号", "示例·赵文书", "看了您的身份证号", "核对医保参保名单"):
        assert words in mine
    assert NUMBER not in mine


@pytest.mark.parametrize("purpose", ["", "看看", "     x     "])
def test_without_a_purpose_that_says_something_nothing_is_shown(full: Stage, purpose: str):
    entry = full.enter("示例·林甲", number=NUMBER, born=None)
    page = full.post("clerk", "number", full.one.pk, entry.person_id, purpose=purpose)
    assert page.status_code == 422
    assert NUMBER not in page.content.decode()


def test_i_see_myself_my_household_and_my_rolls_and_nobody_elses(full: Stage):
    villager = full.cast["villager"]
    acts.correct_person(
        acting=full.cast["clerk"].acting, village=full.one, person=villager.person, rolls=full.rolls,
        particulars=full.person(villager.person.name, years_ago(30)).particulars, reason="补上出生日期",
    )  # fmt: skip
    house = full.household("9", newcomer=Newcomer(person=villager.person))
    full.member(house, "示例·陶妻", "spouse")
    entry = full.enter(kind=MEMBERS, newcomer=Newcomer(person=villager.person))
    acts.strike_off(
        acting=full.cast["clerk"].acting, entry=entry, roll=full.roll(MEMBERS), last_day=date(2026, 1, 2),
        why="resigned",
    )  # fmt: skip
    mine = words_of(client_for(villager).get(reverse("people:me")))
    for words in (
        "9 户",
        "示例·陶妻",
        "配偶",
        "十八周岁以上村民名册",
        "在册",
        "集体经济组织成员名册",
        "已划掉",
        "本人书面辞去",
    ):
        assert words in mine
    assert "示例·陈甲" not in mine
    nobody = words_of(client_for(full.cast["expired"]).get(reverse("people:me")))
    assert "您没有登记在哪一户" in nobody
    assert "您不在任何名册上" in nobody


def test_a_draft_holds_numbers_and_is_seen_by_its_owner_alone(full: Stage):
    full.upload(commas(f"姓名,身份证号\n示例·林甲,{NUMBER}\n"))
    address = reverse("rolls:preview", args=[ImportDraft.objects.get().pk])
    assert who_gets(full, 200, lambda c: c.get(address)) == {"clerk"}
