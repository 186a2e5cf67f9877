"""Households at the desk: founding, coming and going, a new head, and the rolls that follow."""

from __future__ import annotations

from datetime import date

import pytest

from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry
from qingdan.records.rolls import acts
from qingdan.records.rolls.models import Household, HouseholdMember, RollEntry
from qingdan.records.rolls.newcomers import Newcomer
from tests.apps.permissions.test_faults import words_of
from tests.apps.rolls.stage import LONG_AGO, MEMBERS, Stage, names_on, years_ago
from tests.cast import today

pytestmark = pytest.mark.django_db
GOOD = {
    "number": "0101", "name": "示例·陈甲", "born_on": "1970-05-03", "since": "2026-01-01", "why": "first-count",
}  # fmt: skip


def found(stage: Stage, **changes: object):
    return stage.post("clerk", "add-household", stage.one.pk, follow=True, **{**GOOD, **changes})


def test_a_household_is_founded_with_its_head_who_comes_onto_the_roll(stage: Stage):
    page = found(stage, group=str(stage.group.pk))
    for words in ("0101户", "第一村民小组", "示例·陈甲", "户主", "立户", "入户"):
        assert words in words_of(page)
    assert names_on(stage) == ["示例·陈甲"]
    assert RollEntry.objects.get().why_on == "first-count"
    registered = Entry.objects.get(kind="rolls.household-added")
    assert registered.data["rolls"] == ["villagers"]
    assert registered.personal.words == {"name": "示例·陈甲"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"number": " "}, "这里要填"),
        ({"born_on": ""}, "算不出什么时候满18岁"),
        ({"why": "died"}, "died"),
        ({"since": "2999-01-01"}, "一年"),
    ],
)
def test_founding_is_refused_in_words(stage: Stage, change: dict, words: str):
    answer = found(stage, **change)
    assert answer.status_code == 422
    assert words in words_of(answer)
    assert not Household.objects.exists()
    assert not RollEntry.objects.exists()


def test_a_number_is_one_households(stage: Stage):
    stage.household("0101", "示例·林甲")
    assert "户号“0101”已经有一户在用" in words_of(found(stage, number="０１０１"))


def test_members_are_listed_as_in_the_booklet(stage: Stage):
    house = stage.household()
    for name, relation in (("陈丙", "grandchild"), ("陈乙", "child"), ("林乙", "spouse")):
        stage.member(house, f"示例·{name}", relation)
    page = stage.get("clerk", "household", house.pk)
    assert [m["name"] for m in page.context["members"]] == ["示例·陈甲", "示例·林乙", "示例·陈乙", "示例·陈丙"]


def test_a_child_is_born_and_waits_for_its_eighteenth_birthday(stage: Stage):
    house = stage.household()
    born = today().replace(day=1).isoformat()
    form = {"name": "示例·陈小", "born_on": born, "relation": "grandchild", "since": born, "why": "born"}
    page = stage.post("clerk", "add-member", house.pk, follow=True, **form)
    assert "示例·陈小" in words_of(page)
    entry = RollEntry.objects.get(person__name="示例·陈小")
    assert entry.starts.year == today().year + 18
    assert names_on(stage) == ["示例·陈甲"]


def test_nobody_lives_in_two_households(stage: Stage):
    one, two = stage.household("1", "示例·陈甲"), stage.household("2", "示例·林甲")
    member = one.members.get()
    with pytest.raises(Refused, match=r"还在另一户（1）"):
        stage.member(two, "", newcomer=Newcomer(person=member.person), relation="other")


def test_where_somebody_lives_in_another_village_is_not_told(stage: Stage):
    other = stage.household("77", "示例·林甲", village=stage.cast.two, group=None)
    house = stage.household("1", "示例·陈甲")
    with pytest.raises(Refused, match=r"还在另一户（别的村）"):
        stage.member(house, "", newcomer=Newcomer(person=other.members.get().person), relation="other")


def test_a_second_head_is_refused(stage: Stage):
    house = stage.household()
    form = {"name": "示例·陈乙", "born_on": "1990-01-01", "relation": "head", "since": "2026-01-01", "why": "moved-in"}
    assert "已经有户主" in words_of(stage.post("clerk", "add-member", house.pk, **form))


# -- leaving ----------------------------------------------------------------------------------------------------------
def test_who_dies_leaves_household_and_rolls_on_one_day(stage: Stage):
    house = stage.household()
    member = stage.member(house, "示例·林乙", "spouse")
    stage.enter(kind=MEMBERS, newcomer=Newcomer(person=member.person))
    page = stage.post("clerk", "leave", member.pk, follow=True, last_day="2026-05-01", why="died", also="on")
    assert "以前在这一户的" in words_of(page)
    assert "2026年5月1日止 · 去世" in words_of(page)
    ended = RollEntry.objects.filter(person=member.person).values_list("kind", "ends", "why_off")
    assert set(ended) == {("villagers", date(2026, 5, 1), "died"), (MEMBERS, date(2026, 5, 1), "died")}
    registered = Entry.objects.get(kind="rolls.member-left")
    assert set(registered.data["rolls"]) == {"villagers", MEMBERS}


def test_who_moves_away_stays_a_member_of_the_collective(stage: Stage):
    """农村集体经济组织法 17 and 18: to move away is no reason to lose membership, so that roll does not know it."""
    member = stage.household().members.get()
    stage.enter(kind=MEMBERS, newcomer=Newcomer(person=member.person))
    stage.post("clerk", "leave", member.pk, last_day="2026-05-01", why="moved-out", also="on")
    left = dict(RollEntry.objects.filter(person=member.person).values_list("kind", "ends"))
    assert left == {"villagers": date(2026, 5, 1), MEMBERS: None}


def test_a_keeper_strikes_off_only_where_he_keeps_the_roll(stage: Stage):
    """The director does not keep the roll of Party members and must not change it, nor learn of it."""
    member = stage.household().members.get()
    stage.enter(kind="party-members", newcomer=Newcomer(person=member.person), acting=stage.cast["secretary"].acting)
    stage.post("director", "leave", member.pk, last_day="2026-05-01", why="died", also="on")
    assert RollEntry.objects.get(kind="party-members").ends is None
    assert Entry.objects.get(kind="rolls.member-left").data["rolls"] == ["villagers"]


def test_the_rolls_are_left_alone_when_the_keeper_says_so(stage: Stage):
    member = stage.household().members.get()
    stage.post("clerk", "leave", member.pk, last_day="2026-05-01", why="moved-out")
    assert RollEntry.objects.get().ends is None


def test_a_child_that_dies_never_comes_to_count(stage: Stage):
    child = stage.member(stage.household(), "示例·陈小", born=years_ago(5))
    stage.post("clerk", "leave", child.pk, last_day="2026-05-01", why="died", also="on")
    entry = RollEntry.objects.get(person=child.person)
    assert (entry.ends, entry.voided_on) == (None, date(2026, 5, 1))


def test_a_head_who_leaves_others_names_a_new_one(stage: Stage):
    house = stage.household()
    son = stage.member(house, "示例·陈乙")
    head = house.members.get(relation="head")
    form = {"last_day": "2026-05-01", "why": "died", "also": "on"}
    answer = stage.post("clerk", "leave", head.pk, **form)
    assert "请选谁接着做户主" in words_of(answer)
    assert house.members.get(pk=head.pk).ends is None
    stage.post("clerk", "leave", head.pk, **form, new_head=str(son.pk))
    rows = house.members.filter(person=son.person).order_by("starts").values_list("relation", "starts", "ends")
    assert list(rows) == [("child", LONG_AGO, date(2026, 5, 1)), ("head", date(2026, 5, 2), None)]
    page = stage.get("clerk", "household", house.pk, day="2026-05-01")
    assert [m["name"] for m in page.context["members"]] == ["示例·陈甲", "示例·陈乙"]


def test_a_head_cannot_be_followed_by_a_stranger(stage: Stage):
    house, other = stage.household("1"), stage.household("2", "示例·林甲")
    stage.member(house, "示例·陈乙")
    head, stranger = house.members.get(relation="head"), other.members.get()
    form = {"last_day": "2026-05-01", "why": "died", "new_head": str(stranger.pk)}
    assert stage.post("clerk", "leave", head.pk, **form).status_code == 422


def test_the_last_to_leave_closes_the_household_and_who_comes_opens_it_again(stage: Stage):
    house = stage.household()
    member = house.members.get()
    stage.post("clerk", "leave", member.pk, last_day="2026-05-01", why="moved-out", also="on")
    house.refresh_from_db()
    assert house.closed_on == date(2026, 5, 1)
    assert "已销户" in words_of(stage.get("clerk", "household", house.pk))
    assert stage.get("clerk", "households", stage.one.pk).context["rows"] == []
    assert stage.get("clerk", "households", stage.one.pk, day="2026-05-01").context["rows"] == [house]
    stage.member(house, "示例·陈乙", "head", since=date(2026, 4, 1))
    house.refresh_from_db()
    assert house.closed_on is None


def test_who_has_left_does_not_leave_again(stage: Stage):
    member = stage.household().members.get()
    keeping, clerk = stage.rolls.households, stage.cast["clerk"].acting
    acts.end_membership(acting=clerk, member=member, keeping=keeping, last_day=date(2026, 5, 1), why="died")
    with pytest.raises(Refused, match="已经登记离户"):
        acts.end_membership(acting=clerk, member=member, keeping=keeping, last_day=date(2026, 5, 2), why="died")


# -- setting right ---------------------------------------------------------------------------------------------------
def test_number_and_group_are_set_right_for_all_days(stage: Stage):
    house = stage.household("0101")
    form = {"number": "0110", "group": str(stage.other.pk), "reason": "抄错了"}
    page = stage.post("clerk", "change-household", house.pk, follow=True, **form)
    said = words_of(page)
    for words in ("0110户", "第二村民小组", "户号：0101 → 0110", "小组：第一村民小组 → 第二村民小组", "抄错了"):
        assert words in said
    registered = Entry.objects.get(kind="rolls.household-changed")
    assert (registered.data["before"], registered.data["after"]) == ("第一村民小组 0101", "第二村民小组 0110")


def test_a_member_is_set_right(stage: Stage):
    member = stage.member(stage.household(), "示例·陈乙", "other")
    form = {"relation": "child", "starts": "2021-02-03", "reason": "填错了"}
    page = stage.post("clerk", "correct-member", member.pk, follow=True, **form)
    assert "与户主关系：其他 → 子女" in words_of(page)
    assert "2021年2月3日起" in words_of(page)
    for change, words in (({"reason": ""}, "这里要填"), ({"relation": "head"}, "已经有户主"), ({}, "没有要改的")):
        answer = stage.post("clerk", "correct-member", member.pk, **{**form, **change})
        assert words in words_of(answer)


def test_households_are_found_by_number_or_by_anybodys_name(stage: Stage):
    house = stage.household("0101", "示例·陈甲")
    stage.member(house, "示例·周二")
    stage.household("0102", "示例·林甲", group=stage.other)
    for asked, numbers in (("0101", ["0101"]), ("周二", ["0101"]), ("示例", ["0101", "0102"]), ("999", [])):
        page = stage.get("clerk", "households", stage.one.pk, q=asked)
        assert [h.number for h in page.context["rows"]] == numbers


def test_households_stand_in_the_order_of_their_numbers(stage: Stage):
    for number in ("10", "9", "户2", "1-2", "1-10"):
        stage.household(number, f"示例·陈{chr(0x4E00 + len(number) + ord(number[0]) % 50)}")
    page = stage.get("clerk", "households", stage.one.pk)
    assert [h.number for h in page.context["rows"]] == ["1-2", "1-10", "9", "10", "户2"]


def test_the_database_itself_keeps_one_head_and_one_home(stage: Stage):
    from django.db import IntegrityError, transaction

    member = stage.household().members.get()
    two = stage.household("2", "示例·林甲")
    for row in (
        HouseholdMember(household=two, person=member.person, relation="other"),
        HouseholdMember(household=member.household, person=two.members.get().person, relation="head"),
    ):
        row.village, row.starts, row.why_on = stage.one, today(), "moved-in"
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
