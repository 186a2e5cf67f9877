"""Rolls when villages merge, split or move: the days before stay as they were, the later ones are the other's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from qingdan.records.people.models import Person
from qingdan.records.regions import rebasing
from qingdan.records.regions.acts import NewVillage, merge_villages, move_village, split_village
from qingdan.records.regions.rebasing import Move
from qingdan.records.register.acts import Refused
from qingdan.records.rolls import acts
from qingdan.records.rolls.drafts import keep_draft
from qingdan.records.rolls.models import Change, Household, HouseholdMember, ImportDraft, RollEntry
from qingdan.records.rolls.planning.plan import Options
from qingdan.records.rolls.queries.counts import count_households, count_on_roll
from qingdan.records.rolls.sheets.rows import Read
from qingdan.records.rolls.sheets.tables import Table
from tests.apps.rolls.stage import LONG_AGO, VILLAGERS, VOTERS, Stage, workbook, years_ago
from tests.cast import client_for, give_post, house, join, today
from tests.places import group_of

pytestmark = pytest.mark.django_db
NEW = NewVillage("合并村村民委员会", "419001105950")
BEFORE, DAY = today() - timedelta(days=1), today()


@pytest.fixture
def full(stage: Stage) -> Stage:
    """示例一村 has a household of three with a child, and one of one in the other group; 示例二村 has one of one."""
    first = stage.household("1", "示例·陈甲")
    stage.member(first, "示例·陈乙")
    stage.member(first, "示例·陈小", born=years_ago(10))
    stage.household("2", "示例·赵一", group=stage.other)
    there = group_of(stage.cast.two, "第一村民小组")
    stage.household("1", "示例·钱一", village=stage.cast.two, group=there)
    return stage


def merge(stage: Stage, into=NEW):
    return merge_villages(
        acting=house(), villages=[stage.one, stage.cast.two], into=into, on=DAY, document="示例〔2026〕7号"
    )


def people_on(village, day: date, kind: str = VILLAGERS) -> int:
    return count_on_roll(village, kind, day).persons


@pytest.mark.both_databases
def test_each_day_is_counted_in_the_village_that_it_belonged_to(full: Stage) -> None:
    made = merge(full)
    assert [people_on(v, BEFORE) for v in (full.one, full.cast.two, made)] == [3, 1, 0]
    assert [people_on(v, DAY) for v in (full.one, full.cast.two, made)] == [0, 0, 4]
    assert sum(count_households(full.one, BEFORE).values()) == 2 and not count_households(full.one, DAY)
    assert sum(count_households(made, DAY).values()) == 3 and not count_households(made, BEFORE)
    assert count_on_roll(made, VILLAGERS, DAY).households == 3


def test_groups_are_counted_on_in_the_new_village(full: Stage) -> None:
    made = merge(full)
    now, then = count_on_roll(made, VILLAGERS, DAY), count_on_roll(full.one, VILLAGERS, BEFORE)
    assert {g.group: g.persons for g in then.by_group}.items() <= {g.group: g.persons for g in now.by_group}.items()


@pytest.mark.both_databases
def test_nobody_is_lost_and_nobody_is_in_two_places(full: Stage) -> None:
    persons = set(HouseholdMember.objects.filter(ends=None).values_list("person_id", "relation"))
    made = merge(full)
    now = HouseholdMember.objects.filter(ends=None)
    assert set(now.values_list("person_id", "relation")) == persons
    assert set(now.values_list("village", "household__village")) == {(made.pk, made.pk)}
    for member in HouseholdMember.objects.select_related("household"):
        assert member.village_id == member.household.village_id
    assert set(RollEntry.objects.filter(ends=None).values_list("village", flat=True)) == {made.pk}


def test_numbers_that_meet_bring_their_villages_name(full: Stage) -> None:
    made = merge(full)
    assert set(Household.objects.filter(village=made).values_list("number", flat=True)) == {"1", "2", "示例二村·1"}


def test_the_one_that_goes_on_keeps_its_own(full: Stage) -> None:
    entries = dict(RollEntry.objects.filter(village=full.one).values_list("pk", "starts"))
    merge(full, into=full.one)
    kept = RollEntry.objects.filter(pk__in=entries, ends=None)
    assert dict(kept.values_list("pk", "starts")) == entries
    assert people_on(full.one, BEFORE) == 3 and people_on(full.one, DAY) == 4


def test_who_counts_only_later_moves_as_he_is(full: Stage) -> None:
    child = RollEntry.objects.get(person__name="示例·陈小")
    made = merge(full)
    child.refresh_from_db()
    assert (child.village_id, child.since, child.ends) == (made.pk, LONG_AGO, None)
    assert people_on(made, child.starts) == 5


def test_who_is_on_the_same_roll_of_both_is_on_it_once(full: Stage) -> None:
    twice = Person.objects.get(name="示例·钱一")
    full.enter(newcomer=type(full.person())(person=twice), village=full.one)
    made = merge(full)
    assert RollEntry.objects.filter(person=twice, village=made).count() == 1 and people_on(made, DAY) == 4


def test_days_that_are_over_are_not_touched(full: Stage) -> None:
    gone = full.enter("示例·孙一", kind=VOTERS)
    last = BEFORE - timedelta(days=30)
    roll = full.roll(VOTERS)
    acts.strike_off(acting=full.cast["clerk"].acting, entry=gone, roll=roll, last_day=last, why="moved-out")
    merge(full)
    gone.refresh_from_db()
    assert (gone.village_id, gone.ends, gone.why_off) == (full.one.pk, last, "moved-out")
    assert RollEntry.objects.filter(person=gone.person).count() == 1


def test_what_was_done_is_said_of_each(full: Stage) -> None:
    made = merge(full)
    done = Change.objects.filter(village=made).values_list("what", flat=True)
    assert sorted(done) == ["entered"] * 4 + ["opened"] * 3
    assert Change.objects.filter(village=full.one, what="struck").count() == 3


def test_a_spreadsheet_that_waits_goes(full: Stage) -> None:
    keep_draft(
        owner=full.cast["clerk"].person, village=full.one, roll=full.roll(), table=Table("示例.csv", "0" * 64, ()),
        read=Read((), {}, ()), options=Options(DAY, "first-count"), at=full.cast["clerk"].acting.at,
    )  # fmt: skip
    merge(full)
    assert not ImportDraft.objects.exists()


def test_the_preview_counts_what_will_move(full: Stage) -> None:
    move = Move(DAY, ((full.one.path, full.cast.two.path),), {full.one.pk: full.cast.two})
    told = {counted.what: counted.number for counted in rebasing.preview(move)}
    assert told["在册的户"] == 2 and told["名册上的人次"] == 4  # the child is entered ahead


@pytest.mark.both_databases
def test_in_a_split_the_households_of_the_groups_go(full: Stage) -> None:
    alone = full.enter("示例·单一", group=full.other)
    stays = full.enter("示例·单二", group=full.group)
    made = split_village(
        acting=house(), village=full.one, new=NEW, groups=[full.other], on=DAY, document="示例〔2026〕9号"
    )
    assert set(HouseholdMember.objects.filter(village=made).values_list("person__name", flat=True)) == {"示例·赵一"}
    assert {people_on(full.one, BEFORE), people_on(full.one, DAY), people_on(made, DAY)} == {5, 3, 2}
    alone.refresh_from_db(), stays.refresh_from_db()
    assert (alone.ends, stays.ends) == (BEFORE, None)


@pytest.mark.both_databases
def test_a_village_that_moves_to_another_town_keeps_its_rolls(full: Stage) -> None:
    before = list(RollEntry.objects.order_by("pk").values())
    move_village(
        acting=house(), village=full.one, town=full.cast.other_town, code="419001103950", on=DAY, document="10号"
    )
    assert list(RollEntry.objects.order_by("pk").values()) == before


def test_former_rolls_are_read_by_the_heirs_keepers_and_written_by_nobody(full: Stage) -> None:
    entry = RollEntry.objects.get(person__name="示例·陈甲")
    made = merge(full)
    join(full.cast, "heir", "示例·新文书")
    give_post(full.cast, "heir", "village-clerk", made)
    browser = client_for(full.cast["heir"])
    page = browser.get(reverse("rolls:village", args=[made.pk])).content.decode()
    assert reverse("rolls:village", args=[full.one.pk]) in page
    former = browser.get(reverse("rolls:roll", args=[full.one.pk, VILLAGERS]))
    assert len(former.context["rows"]) == 3 and "只能看" in former.content.decode()
    assert {row["group"] for row in former.context["rows"]} == {"示例一村第一村民小组", "第二村民小组"}
    assert "村合并" in browser.get(reverse("rolls:entry", args=[entry.pk])).content.decode()
    assert browser.get(reverse("rolls:enter", args=[full.one.pk, VILLAGERS])).status_code == 404
    assert full.get("clerk", "roll", full.one.pk, VILLAGERS).status_code == 404  # who goes on in no post there
    with pytest.raises(Refused, match="只能看"):
        full.household("9", "示例·吴一")


def test_an_exported_roll_is_taken_in_again(full: Stage) -> None:
    made = merge(full, into=full.one)
    full.take_over(workbook(["姓名", "户号", "列入原因"], ["示例·钱一", "示例二村·1", "村合并或分村"]))
    assert RollEntry.objects.get(person__name="示例·钱一", village=made, ends=None).why_on == "places-changed"
