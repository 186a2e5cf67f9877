"""A term ends: what it leaves is listed, nothing is left without an owner, three sign, and what is late shows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from qingdan.features.cases.acts import hand_over
from qingdan.features.cases.models import Draft, Task
from qingdan.features.handovers.acts import (
    ItemLine,
    close_as_not_needed,
    giver_is_missing,
    record_items,
    reopen,
    sign,
)
from qingdan.features.handovers.models import Handover, Item
from qingdan.features.handovers.rules import takers, witnesses
from qingdan.features.handovers.sweep import sweep
from qingdan.records.people import acts as people
from qingdan.records.people.models import Holding
from qingdan.records.regions.models import Adoption, Division
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry
from tests.cast import Cast, give_post, house, join, today

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def leaves(cast: Cast, who: str = "clerk", last_day=None) -> Handover | None:
    holding = Holding.objects.select_related("division", "person").get(pk=cast[who].holding.pk)
    people.end_holding(acting=house(), holding=holding, last_day=last_day or today() - DAY, why="辞职")
    return Handover.objects.filter(holding=cast[who].holding).first()


def comes(cast: Cast, key: str = "next", post: str = "village-clerk", name: str = "示例·新文书"):
    join(cast, key, name)
    return give_post(cast, key, post, cast.one, starts=today())


def fill(cast: Cast, handover: Handover, who: str = "clerk", state: str = "handed", note: str = "") -> None:
    lines = [ItemLine(item.pk, state, "1", note) for item in handover.items.all()]
    record_items(acting=cast[who].acting, handover_id=handover.pk, lines=lines)


def signs(cast: Cast, handover: Handover, who: str, part: str, **given) -> Handover:
    return sign(acting=cast[who].acting, handover_id=handover.pk, part=part, **given)


@pytest.fixture
def left(cast, edition, opened) -> Handover:
    """The clerk has left, with a case waiting and a draft begun; the list is not yet gone through."""
    case = opened()
    Draft.objects.create(
        case=case, key="request", person=cast["clerk"].person, data={"f-budget": "12"}, saved_at=timezone.now()
    )
    return leaves(cast)


# -- opening --------------------------------------------------------------------------------------------------------
def test_leaving_lists_things_steps_and_drafts_in_the_same_act(cast, left):
    assert [(i.kind, i.words) for i in left.items.order_by("pk")] == [
        ("thing", "村委会公章"),
        ("thing", "备用金"),
        ("step", "示例一村2026-1-0001 零星采购：申请"),
        ("draft", "示例一村2026-1-0001 零星采购：申请"),
    ]
    assert (left.village, left.place, left.left_on) == (cast.one, cast.one.path, today() - DAY)
    assert (left.counted_from, left.due_on) == (today() - DAY, today() + 14 * DAY)  # 15 days in the small edition
    entry = Entry.objects.get(kind="handovers.opened")
    assert "赵文书" not in str(entry.data) and entry.data["due"] == left.due_on.isoformat()


def test_the_days_run_from_the_first_day_of_who_comes_after(cast, edition):
    """换届: the new committee is there before the old term is registered as ended."""
    Holding.objects.filter(pk=cast["clerk"].holding.pk).update(ends=today() - 20 * DAY)
    comes(cast)
    sweep(timezone.now())
    handover = Handover.objects.get(holding=cast["clerk"].holding)
    assert (handover.counted_from, handover.due_on) == (today(), today() + 15 * DAY)


def test_what_was_given_to_who_leaves_is_the_posts_again_in_the_same_act(cast, edition, opened):
    case = opened()
    hand_over(acting=cast.acting("clerk"), case_id=case.pk, key="request", to_id=cast["clerk"].person.pk)
    handover = leaves(cast)
    assert not Task.objects.filter(assignee=cast["clerk"].person).exists()
    assert handover.items.filter(kind="step").count() == 1
    comes(cast)
    assert Task.objects.get(case=case).assignee is None  # in the inbox of the post


def test_a_term_that_ends_by_its_date_is_found_by_the_clock_once(cast, edition):
    Holding.objects.filter(pk=cast["clerk"].holding.pk).update(ends=today() - DAY)
    now = timezone.now()
    assert sweep(now) >= 1
    assert Handover.objects.filter(holding=cast["clerk"].holding).count() == 1
    assert sweep(now) == 0


def test_a_last_day_still_to_come_opens_nothing_yet(cast, edition):
    assert leaves(cast, last_day=today()) is None
    sweep(timezone.now())
    assert not Handover.objects.filter(holding=cast["clerk"].holding).exists()
    sweep(timezone.now() + DAY)
    assert Handover.objects.filter(holding=cast["clerk"].holding).exists()


def test_whoever_simply_goes_on_hands_nothing_over(cast, edition):
    """连选连任: the next term begins the day after."""
    Holding.objects.filter(pk=cast["clerk"].holding.pk).update(ends=today() - DAY)
    give_post(cast, "clerk", "village-clerk", cast.one, starts=today())
    sweep(timezone.now())
    assert not Handover.objects.filter(holding=cast["clerk"].holding).exists()


@pytest.mark.parametrize("who", ["representative", "accounting", "member"])
def test_posts_without_anything_to_hand_over_have_no_handover(cast, edition, who):
    assert leaves(cast, who) is None


def test_no_handover_runs_where_the_village_has_not_joined(cast, edition):
    Adoption.objects.filter(village=cast.one).delete()
    Division.objects.filter(pk=cast.one.pk).update(state="not-joined", joined_on=None, adopted_by=None)
    assert leaves(cast) is None
    assert sweep(timezone.now()) == 0


def test_terms_of_long_ago_are_left_alone(cast, edition):
    Holding.objects.filter(pk=cast["clerk"].holding.pk).update(ends=today() - 61 * DAY)
    sweep(timezone.now())
    assert not Handover.objects.filter(holding=cast["clerk"].holding).exists()


# -- who takes over, who watches ------------------------------------------------------------------------------------
def test_the_next_holder_takes_over_else_the_stand_in_else_the_town(cast, left):
    left = Handover.objects.select_related("village", "holding__person").get(pk=left.pk)
    assert [c.standing_in for c in takers(left, today())] == []  # the small edition names no witness of the town
    people.name_deputy(
        acting=house(), village=cast.one, post="village-clerk", deputy_post="village-committee-member", why="示例会议"
    )
    assert {c.person for c in takers(left, today())} == {cast["member"].person, cast["member_b"].person}
    comes(cast)
    found = takers(left, today())
    assert [(c.person, c.role, c.standing_in) for c in found] == [(cast["next"].person, "village-clerk", False)]


def test_whoever_watches_is_no_near_kin_of_who_leaves(cast, left):
    assert [c.person for c in witnesses(left, today())] == [cast["supervision_head"].person]
    people.declare_kin(
        acting=cast["clerk"].acting, person=cast["clerk"].person, relation="parent",
        relative=cast["supervision_head"].person,
    )  # fmt: skip
    assert witnesses(left, today()) == []


# -- going through the list and signing -----------------------------------------------------------------------------
def test_three_sign_and_what_was_the_persons_own_goes_to_who_takes_over(cast, left):
    comes(cast)
    fill(cast, left)
    signs(cast, left, "clerk", "giver")
    signs(cast, left, "next", "taker")
    assert signs(cast, left, "supervision_head", "witness").done_at is not None
    assert Draft.objects.get().person == cast["next"].person
    assert left.signatures.get(part="taker").role == "village-clerk"
    assert [e.data["part"] for e in Entry.objects.filter(kind="handovers.signed").order_by("pk")] == [
        "移交人", "接手人", "监交人",
    ]  # fmt: skip


def test_a_draft_is_dropped_where_the_taker_may_not_do_the_step(cast, left):
    people.name_deputy(
        acting=house(), village=cast.one, post="village-clerk", deputy_post="village-committee-member", why="示例会议"
    )
    fill(cast, left)
    signs(cast, left, "clerk", "giver")
    signs(cast, left, "member_b", "taker")  # not the first of the order: the step itself went to another
    signs(cast, left, "supervision_head", "witness")
    assert not Draft.objects.filter(person=cast["clerk"].person).exists()


def test_nothing_is_signed_while_a_line_is_open_and_nothing_changed_after(cast, left):
    comes(cast)
    with pytest.raises(Refused, match="还有 4 样没有核对"):
        signs(cast, left, "clerk", "giver")
    fill(cast, left)
    signs(cast, left, "clerk", "giver")
    with pytest.raises(Refused, match="已经有人签了字"):
        fill(cast, left)
    with pytest.raises(Refused, match="监交人来办"):
        reopen(acting=cast["clerk"].acting, handover_id=left.pk, why="写错了")
    reopen(acting=cast["supervision_head"].acting, handover_id=left.pk, why="数目写错了")
    fill(cast, left, state="differs", note="少两本收据")
    assert left.items.filter(state="differs", note="少两本收据").count() == 4


@pytest.mark.parametrize(
    ("who", "part", "words"),
    [
        ("director", "giver", "不该由这个人签"),
        ("director", "taker", "不该由这个人签"),
        ("director", "witness", "不该由这个人签"),
        ("clerk", "taker", "不该由这个人签"),
        ("next", "witness", "不该由这个人签"),
    ],
)
def test_each_part_has_its_own_person(cast, left, who, part, words):
    comes(cast)
    fill(cast, left)
    with pytest.raises(Refused, match=words):
        signs(cast, left, who, part)


def test_whoever_watches_records_paper_and_nobody_else(cast, left):
    comes(cast)
    fill(cast, left)
    with pytest.raises(Refused, match="由监交人登记"):
        signs(cast, left, "next", "giver", person=cast["clerk"].person)
    signs(cast, left, "supervision_head", "giver", person=cast["clerk"].person)
    signature = left.signatures.get()
    assert (signature.person, signature.recorded_by) == (cast["clerk"].person, cast["supervision_head"].person)


def test_who_leaves_does_not_come(cast, left):
    comes(cast)
    fill(cast, left, "next")
    with pytest.raises(Refused, match="要由监交人登记"):
        giver_is_missing(acting=cast["next"].acting, handover_id=left.pk, why="没有来")
    giver_is_missing(acting=cast["supervision_head"].acting, handover_id=left.pk, why="通知两次没有来")
    signs(cast, left, "next", "taker")
    assert signs(cast, left, "supervision_head", "witness").done_at is not None
    assert Entry.objects.get(kind="handovers.giver-missing").personal.words["why"] == "通知两次没有来"


def test_a_difference_is_described(cast, left):
    with pytest.raises(Refused, match="差在哪里"):
        fill(cast, left, state="differs")


def test_it_may_be_found_not_to_be_needed(cast, left):
    with pytest.raises(Refused, match="要由监交人登记"):
        close_as_not_needed(acting=cast["clerk"].acting, handover_id=left.pk, why="没有东西")
    close_as_not_needed(acting=cast["supervision_head"].acting, handover_id=left.pk, why="没有东西")
    with pytest.raises(Refused, match="已经办完"):
        fill(cast, left)


def test_what_is_late_is_said_once(cast, left):
    late = timezone.now() + 15 * DAY
    assert sweep(late) == 1
    assert sweep(late + DAY) == 0
    assert Entry.objects.filter(kind="handovers.overdue").count() == 1
    assert Handover.objects.get(pk=left.pk).missed_at is not None


def test_the_database_keeps_one_signature_a_part_and_a_person(cast, left):
    comes(cast)
    fill(cast, left)
    signs(cast, left, "clerk", "giver")
    with pytest.raises(Refused, match="已经签过"):
        signs(cast, left, "clerk", "giver")
    assert Item.objects.filter(handover=left, state="open").count() == 0
