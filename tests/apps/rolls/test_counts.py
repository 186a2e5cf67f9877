"""Who was on a roll on a day, and the numbers from which a meeting starts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qingdan.records.regions.models import Division
from qingdan.records.rolls import acts, queries
from qingdan.records.rolls.newcomers import Newcomer
from tests.apps.rolls.stage import LONG_AGO, MEMBERS, VILLAGERS, Stage, names_on, years_ago
from tests.cast import today

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def numbers(stage: Stage, kind: str = VILLAGERS, day: date | None = None) -> tuple[int, int, int]:
    count = queries.count_on_roll(stage.one, kind, day or today())
    return count.persons, count.households, count.capable


def test_persons_and_households_are_counted_by_group_in_one_query(stage: Stage, django_assert_num_queries):
    first = stage.household("1", "示例·陈甲")
    stage.member(first, "示例·陈乙")
    stage.household("2", "示例·林甲", group=stage.other)
    stage.enter("示例·外来户", group=stage.other)
    with django_assert_num_queries(1):
        count = queries.count_on_roll(stage.one, VILLAGERS, today())
    assert (count.persons, count.households) == (4, 2)
    by_group = {g.group: (g.persons, g.households) for g in count.by_group}
    assert by_group == {stage.group.pk: (2, 1), stage.other.pk: (2, 1)}
    assert count.within(stage.group).persons == 2


def test_who_is_not_eighteen_yet_counts_from_the_birthday_on(stage: Stage):
    born = years_ago(18) + timedelta(days=10)
    entry = stage.enter("示例·陈小", born=born)
    birthday = entry.starts
    assert (birthday.month, birthday.day) == (born.month, born.day)
    assert entry.since == LONG_AGO
    assert numbers(stage)[0] == 0
    assert numbers(stage, day=birthday - timedelta(days=1))[0] == 0
    assert numbers(stage, day=birthday)[0] == 1


def test_a_roll_without_an_age_takes_a_child_and_counts_it_as_not_capable(stage: Stage):
    stage.enter("示例·陈小", MEMBERS, born=years_ago(6))
    stage.enter("示例·陈大", MEMBERS, born=years_ago(40))
    assert numbers(stage, MEMBERS) == (2, 0, 1)


def test_capacity_follows_age_but_for_what_was_found(stage: Stage):
    worker = stage.enter("示例·打工", MEMBERS, born=years_ago(17))
    ill = stage.enter("示例·病人", MEMBERS, born=years_ago(50))
    clerk = stage.cast["clerk"].acting
    assert numbers(stage, MEMBERS)[2] == 1
    week = today() - timedelta(days=7)
    acts.find_capacity(
        acting=clerk, village=stage.one, person=worker.person, full=True, starts=week, basis="自己挣钱，已满16岁"
    )
    found = acts.find_capacity(
        acting=clerk, village=stage.one, person=ill.person, full=False, starts=week, basis="某法院判决"
    )
    assert numbers(stage, MEMBERS)[2] == 1
    assert numbers(stage, MEMBERS, week - timedelta(days=1))[2] == 1
    acts.end_capacity(acting=clerk, village=stage.one, finding=found, last_day=today() - timedelta(days=1))
    assert numbers(stage, MEMBERS)[2] == 2


def test_a_day_back_then_shows_who_was_on_it_then(stage: Stage):
    entry = stage.enter("示例·陈甲", since=date(2022, 3, 1))
    acts.strike_off(
        acting=stage.cast["clerk"].acting, entry=entry, roll=stage.roll(), last_day=date(2024, 6, 30), why="moved-out"
    )
    for day, there in (
        (date(2022, 2, 28), False),
        (date(2022, 3, 1), True),
        (date(2024, 6, 30), True),
        (date(2024, 7, 1), False),
    ):
        assert bool(queries.on_roll(stage.one, VILLAGERS, day)) is there, day
        assert names_on(stage, day=day) == (["示例·陈甲"] if there else [])


def test_what_was_entered_by_mistake_never_counted(stage: Stage):
    entry = stage.enter()
    acts.void_entry(acting=stage.cast["clerk"].acting, entry=entry, roll=stage.roll(), reason="认错了人")
    assert numbers(stage)[0] == numbers(stage, day=LONG_AGO)[0] == 0


def test_households_there_were(stage: Stage):
    stage.household("1", "示例·陈甲", since=date(2021, 1, 1))
    stage.household("2", "示例·林甲", since=date(2023, 1, 1), group=None)
    assert queries.count_households(stage.one, date(2022, 1, 1)) == {stage.group.pk: 1}
    assert queries.count_households(stage.one, today()) == {stage.group.pk: 1, None: 1}


# -- what a meeting starts from -------------------------------------------------------------------------------------
def test_the_assembly_counts_villagers_and_households(stage: Stage, django_assert_num_queries):
    house = stage.household("1", "示例·陈甲")
    stage.member(house, "示例·陈乙")
    stage.member(house, "示例·陈丙", born=years_ago(9))
    stage.household("2", "示例·林甲", group=stage.other)
    with django_assert_num_queries(2):
        assert queries.entitled(stage.one, "villagers-assembly", today()) == {"villagers": 3, "households": 2}
    in_group = queries.entitled(stage.one, "group-meeting", today(), group=stage.other)
    assert in_group == {"villagers": 1, "households": 1}


def test_members_of_full_capacity_are_who_the_general_meeting_counts(stage: Stage):
    stage.enter("示例·陈甲", MEMBERS)
    stage.enter("示例·陈小", MEMBERS, born=years_ago(3))
    assert queries.entitled(stage.one, "members-assembly", today()) == {"members": 1}


def test_the_representatives_meet_with_the_committee_each_counted_once(stage: Stage):
    """director, deputy and two members hold posts in 示例一村; one of them is on the roll besides."""
    committee = {"members": 4}
    assert queries.entitled(stage.one, "representatives", today()) == committee
    stage.enter("示例·代表甲", "representatives")
    member = Newcomer(person=stage.cast["member"].person)
    acts.correct_person(
        acting=stage.cast["clerk"].acting,
        village=stage.one,
        person=member.person,
        particulars=stage.person(member.person.name).particulars,
        rolls=stage.rolls,
        reason="补上出生日期",
    )
    stage.enter(kind="representatives", newcomer=member)
    assert queries.entitled(stage.one, "representatives", today()) == {"members": 5}


def test_a_body_that_counts_on_no_roll_is_typed_in_by_hand(stage: Stage):
    assert queries.entitled(stage.one, "council", today()) is None


def test_another_villages_people_are_not_ours(stage: Stage):
    stage.enter("示例·陈甲")
    two: Division = stage.cast.two
    assert queries.count_on_roll(two, VILLAGERS, today()).persons == 0
