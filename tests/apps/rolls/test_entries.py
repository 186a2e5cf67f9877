"""Coming onto a roll and leaving it, at the desk: what is refused, what is set right, what the history tells."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingdan.records.people.models import Person
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry
from qingdan.records.rolls import acts
from qingdan.records.rolls.models import CapacityFinding, Identity, RollEntry
from qingdan.records.rolls.newcomers import Newcomer
from tests.apps.permissions.test_faults import words_of
from tests.apps.rolls.stage import LONG_AGO, MEMBERS, VILLAGERS, VOTERS, Stage, id_number, names_on, years_ago
from tests.apps.rolls.test_broken_sheets import rows_of_every_table
from tests.cast import client_for, house, today

pytestmark = pytest.mark.django_db
NUMBER = id_number(date(1970, 5, 3), seq=21)
GOOD = {"name": "示例·陈甲", "id_number": NUMBER, "since": "2024-01-01", "why": "moved-in", "note": "派出所准迁证"}


def enter(stage: Stage, kind: str = VILLAGERS, who: str = "clerk", **changes: object):
    return stage.post(who, "enter", stage.one.pk, kind, follow=True, **{**GOOD, **changes})


def test_the_clerk_puts_somebody_on_a_roll_and_reads_the_entry(stage: Stage):
    page = enter(stage)
    assert page.status_code == 200
    for words in ("示例·陈甲", "2024年1月1日", "迁入", "派出所准迁证", "列入", "在册", "999*************"):
        assert words in words_of(page)
    assert NUMBER not in page.content.decode()
    identity = Identity.objects.get(person__name="示例·陈甲")
    assert (identity.born_on, identity.sex) == (date(1970, 5, 3), "m")


def test_the_register_says_where_and_why_and_not_whom(stage: Stage):
    enter(stage)
    entry = Entry.objects.get(kind="rolls.entered")
    assert entry.data["why"] == "迁入"
    assert "陈甲" not in str(entry.data)
    assert entry.personal.words == {"name": "示例·陈甲", "note": "派出所准迁证"}
    from qingdan.records.register.queries import say

    said = say(entry).text
    assert said == "示例·赵文书 在示例一村的“十八周岁以上村民名册”上列入1人，自 2024-01-01 起，原因：迁入"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "这里要填"),
        ({"name": "陈1甲"}, "只写姓名"),
        ({"id_number": NUMBER[:-1] + "x1"}, "18位"),
        ({"born_on": "1971-05-03"}, "身份证号里的却是 1970-05-03"),
        ({"sex": "f"}, "和身份证号第17位不一致"),
        ({"id_number": ""}, "没有登记出生日期，算不出什么时候满18岁"),
        ({"since": "1890-01-01"}, "不能早于1900年"),
        ({"since": "2999-01-01"}, "不能晚于今天往后一年"),
        ({"since": "2024-02-30"}, "有效的日期"),
        ({"why": "died"}, "died"),
        ({"mobile": "12"}, "手机号"),
        ({"group": "999999"}, "999999"),
    ],
)
def test_what_cannot_be_is_said_beside_the_form_and_writes_nothing(stage: Stage, change: dict, words: str):
    before = rows_of_every_table()
    answer = enter(stage, **change)
    assert answer.status_code == 422
    assert words in words_of(answer)
    assert rows_of_every_table() == before


def test_nobody_is_on_a_roll_twice_on_one_day(stage: Stage):
    enter(stage)
    answer = enter(stage)
    assert answer.status_code == 422
    assert "已经在这份名册上" in words_of(answer)


def test_who_left_may_come_back(stage: Stage):
    entry = stage.enter(since=date(2020, 1, 1), number=NUMBER, born=None)
    clerk = stage.cast["clerk"].acting
    acts.strike_off(acting=clerk, entry=entry, roll=stage.roll(), last_day=date(2021, 5, 5), why="moved-out")
    again = stage.enter(since=date(2023, 1, 1), number=NUMBER, born=None)
    assert again.person == entry.person
    with pytest.raises(Refused, match="已经在这份名册上"):
        stage.enter(since=date(2021, 5, 5), number=NUMBER, born=None)


def test_the_database_itself_refuses_two_open_entries(stage: Stage):
    entry = stage.enter()
    again = RollEntry(
        village=stage.one, kind=entry.kind, person=entry.person, since=today(), starts=today(), why_on="moved-in"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_a_form_sent_twice_is_one_entry(stage: Stage):
    for _click in (1, 2):
        assert enter(stage, once="the-same").status_code == 200
    assert RollEntry.objects.count() == 1


def test_a_namesake_is_asked_about(stage: Stage):
    stage.enter("示例·陈甲", born=date(1970, 5, 3))
    answer = enter(stage, kind=MEMBERS, why="confirmed-by-meeting")
    assert answer.status_code == 422
    said = words_of(answer)
    assert "是不是同一个人" in said
    assert "1970年生" in said
    person = Person.objects.get(name="示例·陈甲")
    assert enter(stage, kind=MEMBERS, why="confirmed-by-meeting", same=str(person.pk)).status_code == 200
    assert RollEntry.objects.get(kind=MEMBERS).person == person
    other = id_number(date(1991, 1, 1), seq=33)
    assert enter(stage, kind=MEMBERS, why="born", id_number=other, same="new").status_code == 200
    assert Person.objects.filter(name="示例·陈甲").count() == 2


def test_who_has_the_number_is_the_person_wherever_registered(stage: Stage):
    stage.enter(number=NUMBER, born=None, village=stage.cast.two, acting=stage.cast["clerk_two"].acting)
    enter(stage)
    assert Person.objects.filter(name="示例·陈甲").count() == 1
    assert "登记在别的姓名下" in words_of(enter(stage, kind=MEMBERS, name="示例·陈乙", why="born"))


@pytest.mark.parametrize("kind", [VOTERS, MEMBERS, "party-members"])
def test_the_law_lets_nobody_be_in_two_villages(stage: Stage, kind: str):
    """村民委员会组织法 16; 农村集体经济组织法 17."""
    two = {"village": stage.cast.two, "acting": stage.cast["clerk_two"].acting}
    there = stage.enter(kind=kind, number=NUMBER, born=None, **two)
    with pytest.raises(Refused, match="不能同时在两个村") as refused:
        stage.enter(kind=kind, number=NUMBER, born=None)
    assert stage.cast.two.short_name not in str(refused.value.message)
    off = stage.roll(kind).keeping.off[0].slug
    acts.strike_off(acting=two["acting"], entry=there, roll=stage.roll(kind), last_day=date(2023, 1, 1), why=off)
    assert stage.enter(kind=kind, number=NUMBER, born=None, since=date(2023, 1, 2))


def test_villagers_of_two_villages_are_no_matter_of_that_law(stage: Stage):
    stage.enter(number=NUMBER, born=None, village=stage.cast.two, acting=stage.cast["clerk_two"].acting)
    assert stage.enter(number=NUMBER, born=None)


# -- leaving ----------------------------------------------------------------------------------------------------------
def test_the_clerk_strikes_off_with_a_reason(stage: Stage):
    entry = stage.enter()
    page = stage.post("clerk", "strike", entry.pk, follow=True, last_day="2026-03-31", why="died", note="")
    assert "已划掉" in words_of(page)
    assert "到 2026-03-31 为止 · 去世" in words_of(page)
    assert names_on(stage) == []
    assert names_on(stage, day=date(2026, 3, 31)) == ["示例·陈甲"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"last_day": "2019-12-31"}, "不能在那以前划掉"),
        ({"why": "moved-in"}, "moved-in"),
        ({"last_day": ""}, "这里要填"),
    ],
)
def test_striking_off_is_refused_in_words(stage: Stage, change: dict, words: str):
    entry = stage.enter()
    answer = stage.post("clerk", "strike", entry.pk, **{"last_day": "2026-03-31", "why": "died", **change})
    assert answer.status_code == 422
    assert words in words_of(answer)
    entry.refresh_from_db()
    assert entry.ends is None


def test_what_is_struck_is_not_struck_again(stage: Stage):
    entry = stage.enter()
    clerk, roll = stage.cast["clerk"].acting, stage.roll()
    acts.strike_off(acting=clerk, entry=entry, roll=roll, last_day=date(2025, 1, 1), why="died")
    with pytest.raises(Refused, match="已经划掉"):
        acts.strike_off(acting=clerk, entry=entry, roll=roll, last_day=date(2025, 1, 1), why="died")


# -- setting right ---------------------------------------------------------------------------------------------------
def test_a_correction_shows_what_stood_there_before(stage: Stage):
    entry = stage.enter(since=date(2024, 1, 1))
    words = {"since": "2023-01-01", "why_on": "born", "note": "", "reason": "看错了年份"}
    page = stage.post("clerk", "correct", entry.pk, follow=True, **words)
    said = words_of(page)
    for told in ("列入日期：2024-01-01 → 2023-01-01", "列入原因：建册时登记 → 出生", "看错了年份"):
        assert told in said
    registered = Entry.objects.get(kind="rolls.corrected")
    assert registered.data["changed"] == "列入日期、列入原因"
    assert "看错了" not in str(registered.data)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": ""}, "这里要填"),
        ({}, "没有要改的"),
        ({"ends": "2020-01-01"}, "要选划掉原因"),
        ({"ends": "2019-01-01", "why_off": "died"}, "还早"),
    ],
)
def test_a_correction_that_says_nothing_or_cannot_be(stage: Stage, change: dict, words: str):
    entry = stage.enter()
    good = {"since": LONG_AGO.isoformat(), "why_on": entry.why_on, "reason": "核对过"}
    answer = stage.post("clerk", "correct", entry.pk, **{**good, **change})
    assert answer.status_code == 422
    assert words in words_of(answer)


def test_a_voided_entry_counts_on_no_day_and_stays_to_be_read(stage: Stage):
    entry = stage.enter()
    page = stage.post("clerk", "void", entry.pk, follow=True, reason="认错了人")
    assert "作废" in words_of(page)
    assert "认错了人" in words_of(page)
    assert names_on(stage) == []
    assert stage.enter().pk != entry.pk


def test_a_corrected_birthday_moves_the_day_that_counts(stage: Stage):
    entry = stage.enter("示例·陈小", born=years_ago(10))
    later = entry.starts
    born = years_ago(30)
    words = {"name": "示例·陈小", "born_on": born.isoformat(), "reason": "户口本上写的"}
    page = stage.post("clerk", "correct-person", stage.one.pk, entry.person_id, follow=True, **words)
    assert "出生日期：" in words_of(page)
    entry.refresh_from_db()
    assert entry.starts == LONG_AGO != later
    assert "起算日期" in words_of(stage.get("clerk", "entry", entry.pk))


def test_a_number_is_added_without_being_told(stage: Stage):
    entry = stage.enter()
    words = {"name": "示例·陈甲", "id_number": NUMBER, "born_on": "1970-05-03", "reason": "带身份证来核对"}
    page = stage.post("clerk", "correct-person", stage.one.pk, entry.person_id, follow=True, **words)
    assert "身份证号改了" in words_of(page)
    assert NUMBER not in page.content.decode()
    entry = Entry.objects.get(kind="rolls.person-corrected")
    assert NUMBER not in str(entry.data) + str(entry.personal.words)
    assert Identity.objects.get(person__name="示例·陈甲").sex == "m"


def test_anothers_number_cannot_be_taken(stage: Stage):
    stage.enter("示例·陈乙", number=NUMBER, born=None)
    entry = stage.enter("示例·陈甲")
    answer = stage.post(
        "clerk", "correct-person", stage.one.pk, entry.person_id, name="示例·陈甲", id_number=NUMBER, reason="核对过"
    )
    assert "已经登记在另一个人名下" in words_of(answer)


def test_capacity_is_registered_with_the_paper_it_rests_on(stage: Stage):
    entry = stage.enter(kind=MEMBERS)
    form = {"full": "no", "starts": "2026-01-01", "basis": "某法院判决"}
    page = stage.post("clerk", "capacity", stage.one.pk, entry.person_id, follow=True, **form)
    assert "没有完全民事行为能力" in words_of(page)
    found = CapacityFinding.objects.get()
    assert "判决" not in str(Entry.objects.get(kind="rolls.capacity-found").data)
    again = stage.post("clerk", "capacity", stage.one.pk, entry.person_id, **form)
    assert "已经登记过" in words_of(again)
    stage.post("clerk", "end-capacity", stage.one.pk, found.pk, last_day="2026-02-01")
    found.refresh_from_db()
    assert found.ends == date(2026, 2, 1)


def test_where_no_roll_counts_capacity_nobody_registers_it(stage: Stage):
    """The Party secretary keeps the Party's roll alone, which does not ask."""
    entry = stage.enter(kind="party-members", acting=stage.cast["secretary"].acting)
    form = {"full": "no", "starts": "2026-01-01", "basis": "某法院判决"}
    assert stage.post("secretary", "capacity", stage.one.pk, entry.person_id, **form).status_code == 404
    assert "民事行为能力" not in words_of(stage.get("secretary", "person", stage.one.pk, entry.person_id))


# -- the page of a roll ----------------------------------------------------------------------------------------------
def test_a_roll_is_searched_filtered_and_turned_page_by_page(stage: Stage):
    first = stage.household("1", "示例·陈甲")
    for n in range(60):
        stage.member(first, f"示例·陈{chr(0x4E00 + n)}")
    other = stage.household("2", "示例·林甲", group=stage.other)
    everybody = names_on(stage)
    assert len(everybody) == len(set(everybody)) == 62
    assert everybody[0] == "示例·陈甲"
    assert everybody[-1] == "示例·林甲"
    found = stage.get("clerk", "roll", stage.one.pk, VILLAGERS, q="林")
    assert [row["entry"].person.name for row in found.context["rows"]] == ["示例·林甲"]
    in_group = stage.get("clerk", "roll", stage.one.pk, VILLAGERS, group=str(stage.other.pk))
    assert [row["house"] for row in in_group.context["rows"]] == [other.number]
    assert "没有找到这个名字" in words_of(stage.get("clerk", "roll", stage.one.pk, VILLAGERS, q="没有的人"))


def test_pages_cost_the_same_queries_however_many_people_there_are(stage: Stage):
    clerk = client_for(stage.cast["clerk"])
    house = stage.household("1", "示例·陈甲")
    entry = RollEntry.objects.get()
    pages = [
        ("index", ()), ("village", (stage.one.pk,)), ("roll", (stage.one.pk, VILLAGERS)), ("entry", (entry.pk,)),
        ("households", (stage.one.pk,)), ("household", (house.pk,)), ("person", (stage.one.pk, entry.person_id)),
        ("enter", (stage.one.pk, VILLAGERS)), ("import", (stage.one.pk, VILLAGERS)),
    ]  # fmt: skip

    def cost(name: str, args: tuple) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert clerk.get(reverse(f"rolls:{name}", args=args)).status_code in (200, 302)
        return len(asked)

    few = {name: cost(name, args) for name, args in pages}
    for n in range(12):
        stage.member(house, f"示例·陈{chr(0x4E00 + n)}")
        stage.household(str(n + 2), f"示例·林{chr(0x4E00 + n)}", group=stage.other)
    assert {name: cost(name, args) for name, args in pages} == few
    assert max(few.values()) <= 16, few


def test_a_roll_of_another_day_says_so(stage: Stage):
    stage.enter(since=date(2026, 1, 1))
    page = stage.get("clerk", "roll", stage.one.pk, VILLAGERS, day="2026-06-01")
    assert "现在看的是 2026年6月1日 那一天的" in words_of(page)
    ahead = (today() + timedelta(days=300)).isoformat()
    assert stage.get("clerk", "roll", stage.one.pk, VILLAGERS, day=ahead).context["count"].persons == 1
    for odd in ("x", "2026-02-30", "0001-01-01", "9999-12-31", ""):
        assert stage.get("clerk", "roll", stage.one.pk, VILLAGERS, day=odd).context["day"] == today()


def test_an_official_known_by_his_post_is_taken_for_himself(stage: Stage):
    clerk = stage.cast["clerk"].person
    answer = enter(stage, name=clerk.name)
    assert "是不是同一个人" in words_of(answer)
    assert enter(stage, name=clerk.name, same=str(clerk.pk), id_number="", born_on="").status_code == 422
    acts.enter_on_roll(
        acting=house(), village=stage.one, roll=stage.roll(MEMBERS), newcomer=Newcomer(person=clerk),
        since=LONG_AGO, why="born",
    )  # fmt: skip
    assert RollEntry.objects.get(kind=MEMBERS).person == clerk
