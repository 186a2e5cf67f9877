"""A step whose holders may not sign goes to who stands in by the village's rule, and back when a holder can again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qingdan.domain.rules.standing_in import Why
from qingdan.features.cases.acts import complete_step, hand_over, open_case
from qingdan.features.cases.capacity import capacities, standing
from qingdan.features.cases.handing_out import look_through
from qingdan.features.cases.models import Case, Task
from qingdan.features.cases.running import Handed, machine_of
from qingdan.records.people import acts as people
from qingdan.records.people.models import Absence, Holding
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry
from tests.cast import Cast, client_for, give_post, house, join, today

N = "name: {zh: 办理, en: Do}, how: {zh: 照规矩办, en: Do it}"
SIGN = (
    "facts:\n  supplier: {type: organisation, set_by: ask, audience: internet, title: {zh: 供货人, en: Supplier}}\n"
    "outcomes: {done: {zh: 办成, en: Done}, refused: {zh: 不办, en: Refused}}\nflow:\n"
    f"- {{do: ask, by: village-clerk, guards: [plain-slips], {N}}}\n"
    f"- {{approve: sign, by: [party-secretary, village-director], all: true, distinct: true,"
    f" results: {{refused: [{{end: refused}}]}}, {N}}}\n"
    f"- {{do: buy, by: village-deputy-director, {N}}}\n"
    f"- {{do: look, by: village-deputy-director, not_by: [buy], {N}}}\n"
)
DEPUTY = "  village-deputy-director: {name: {zh: 村委会副主任, en: Deputy director}, level: village, max: 5}\n"
DAY = timedelta(days=1)


def rule(cast: Cast, post: str, *order: str, village=None) -> None:
    for place, deputy in enumerate(order, start=1):
        people.name_deputy(
            acting=house(), village=village or cast.one, post=post, deputy_post=deputy, order=place, why="示例会议"
        )


@pytest.fixture
def flow(adopt_flow):
    """The edition with the flow of these tests."""
    return adopt_flow(SIGN, DEPUTY)


@pytest.fixture
def case(cast, flow):
    """A case whose first step waits for the clerk of 示例一村."""
    rule(cast, "village-director", "village-deputy-director", "village-committee-member")
    rule(cast, "village-clerk", "village-committee-member", "group-leader")
    rule(cast, "party-secretary", "village-deputy-director", "village-clerk")
    rule(cast, "village-deputy-director", "village-committee-member")
    return begin(cast, flow)


def begin(cast, edition, village=None, who="clerk", **parties) -> Case:
    return open_case(
        acting=cast.acting(who), edition=edition, power="small-buy", village=village or cast.one, title="示例事项",
        happened_at=timezone.now() - timedelta(minutes=1), parties=parties,
    ).case  # fmt: skip


def do(cast, case, key, who, role, **given):
    now = timezone.now()
    return complete_step(
        acting=cast.acting(who, at=now), case_id=case.pk, key=key, role=role, handed=Handed(now), **given
    )


def asked(cast, case, who="clerk"):
    return do(cast, case, "ask", who, "village-clerk", facts={"supplier": "示例商店"})


def waits_for(case: Case, role: str):
    """(who, why) that a step was handed to; (None, None): it waits in the post's own inbox."""
    task = Task.objects.get(case=case, role=role)
    return task.assignee, task.stand_in


def away(cast, who, **given) -> Absence:
    given = {"starts": today(), "ends": today() + 3 * DAY, **given}
    return people.declare_absence(acting=cast[who].acting, person=cast[who].person, **given)


# -- each reason ----------------------------------------------------------------------------------------------------
def test_an_absence_hands_the_step_over_and_coming_back_gives_it_back(cast, case):
    assert waits_for(case, "village-clerk") == (None, None)
    absence = away(cast, "clerk")
    assert waits_for(case, "village-clerk") == (cast["member"].person, Why.ABSENT)
    people.end_absence(acting=cast["clerk"].acting, absence=absence)
    assert waits_for(case, "village-clerk") == (None, None)


def test_with_the_date_alone_it_comes_and_goes(cast, case):
    now = timezone.now()
    look_through(now)
    away(cast, "clerk", starts=today() + DAY, ends=today() + 2 * DAY)
    assert waits_for(case, "village-clerk") == (None, None)
    assert look_through(now + DAY) == 1
    assert waits_for(case, "village-clerk") == (cast["member"].person, Why.ABSENT)
    assert look_through(now + DAY) == 0  # once a day
    look_through(now + 5 * DAY)  # the worker was down: the days between are caught up
    assert waits_for(case, "village-clerk") == (None, None)


def test_a_vacant_post_and_its_next_holder(cast, case):
    people.end_holding(acting=house(), holding=cast["clerk"].holding, last_day=today() - DAY, why="辞职")
    assert waits_for(case, "village-clerk") == (cast["member"].person, Why.VACANT)
    join(cast, "next", "示例·新文书")
    give_post(cast, "next", "village-clerk", cast.one, starts=today())
    assert waits_for(case, "village-clerk") == (None, None)


def test_a_term_that_ends_by_its_date(cast, case):
    look_through(timezone.now())
    Holding.objects.filter(pk=cast["clerk"].holding.pk).update(ends=today())
    look_through(timezone.now() + DAY)
    assert waits_for(case, "village-clerk") == (cast["member"].person, Why.VACANT)


def test_kin_declared_while_the_step_waits(cast, case, flow):
    about_kin = begin(cast, flow, applicant=cast["villager"].person.pk)
    people.declare_kin(
        acting=cast["clerk"].acting, person=cast["clerk"].person, relation="sibling", relative=cast["villager"].person
    )
    assert waits_for(about_kin, "village-clerk") == (cast["member"].person, Why.RECUSED)
    assert waits_for(case, "village-clerk") == (None, None)  # a matter of somebody else


def test_a_stake_in_an_organisation_that_a_step_names(cast, case):
    people.declare_interest(
        acting=cast["director"].acting, person=cast["director"].person, organisation="示例商店", role="owner"
    )
    asked(cast, case)
    assert waits_for(case, "village-director") == (cast["deputy"].person, Why.RECUSED)
    assert waits_for(case, "party-secretary") == (None, None)


def test_one_hand_in_both_posts(cast, case, flow):
    join(cast, "second", "示例·副主任")
    give_post(cast, "second", "village-deputy-director", cast.two)
    rule(cast, "village-director", "village-deputy-director", village=cast.two)
    mine = begin(cast, flow, cast.two, "clerk_two")
    asked(cast, mine, "clerk_two")
    assert {waits_for(mine, r) for r in ("party-secretary", "village-director")} == {(None, None)}
    do(cast, mine, "sign", "both", "party-secretary")
    assert waits_for(mine, "village-director") == (cast["second"].person, Why.BOTH_POSTS)


def test_who_did_the_step_before_is_followed_by_another(cast, case):
    asked(cast, case)
    do(cast, case, "sign", "secretary", "party-secretary")
    do(cast, case, "sign", "director", "village-director")
    do(cast, case, "buy", "deputy", "village-deputy-director")
    assert waits_for(case, "village-deputy-director") == (cast["member"].person, Why.BOTH_POSTS)


# -- who may, and what is said of it --------------------------------------------------------------------------------
def test_only_the_stand_in_of_the_moment_may_sign_and_it_says_for_whom(cast, case):
    away(cast, "clerk")
    with pytest.raises(Refused, match="还轮不到您"):
        asked(cast, case, "group_leader")
    asked(cast, case, "member")
    event = case.events.get()
    assert event.payload["stand_in"] == {
        "role": "village-clerk", "why": "absent", "instead_of": [cast["clerk"].person.pk],
    }  # fmt: skip
    entry = Entry.objects.get(kind="cases.stood-in")
    assert (entry.data["post"], entry.data["why"]) == ("村文书", "生病或者外出，不在岗")
    page = client_for(cast["deputy"]).get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "代签：代村文书，因为生病或者外出，不在岗" in page
    case.refresh_from_db()
    assert machine_of(case).replay([e.payload for e in case.events.order_by("seq")]) == case.state


def test_nobody_stands_in_for_who_can_sign(cast, case):
    with pytest.raises(Refused, match="用不着代签"):
        asked(cast, case, "member")


def test_who_is_away_may_still_sign_when_he_comes(cast, case):
    away(cast, "clerk")
    assert case.title in client_for(cast["clerk"]).get(reverse("cases:inbox")).content.decode()
    asked(cast, case, "clerk")
    assert "stand_in" not in case.events.get().payload


def test_the_inbox_and_the_form_say_for_whom(cast, case):
    client = client_for(cast["member"])
    assert case.title not in client.get(reverse("cases:inbox")).content.decode()
    away(cast, "clerk")
    inbox = client.get(reverse("cases:inbox")).content.decode()
    assert case.title in inbox and "代签" in inbox
    assert "您是代村文书办" in client.get(reverse("cases:case", args=[case.pk])).content.decode()


def test_the_next_in_the_order_when_the_first_is_away_too(cast, case):
    away(cast, "member")
    away(cast, "clerk")
    assert waits_for(case, "village-clerk")[0] == cast["member_b"].person
    away(cast, "member_b")
    assert waits_for(case, "village-clerk")[0] == cast["group_leader"].person
    away(cast, "group_leader")
    assert waits_for(case, "village-clerk") == (None, None)


def test_nobody_stands_in_where_another_post_may_do_the_step_as_well(cast, case, adopt_flow):
    either = SIGN.replace("{do: ask, by: village-clerk,", "{do: ask, by: [village-clerk, village-deputy-director],")
    open_to_two = begin(cast, adopt_flow(either, DEPUTY))
    away(cast, "clerk")
    assert waits_for(open_to_two, "village-clerk") == (None, None)
    assert waits_for(case, "village-clerk")[0] == cast["member"].person
    away(cast, "deputy")
    assert waits_for(open_to_two, "village-clerk") == (cast["member"].person, Why.ABSENT)
    assert waits_for(open_to_two, "village-deputy-director") == (cast["member"].person, Why.ABSENT)


def test_near_kin_of_the_other_signature_does_not_stand_in(cast, case):
    """Else one family would check itself."""
    people.declare_kin(
        acting=cast["deputy"].acting, person=cast["deputy"].person, relation="spouse", relative=cast["secretary"].person
    )
    asked(cast, case)
    away(cast, "director")
    assert waits_for(case, "village-director") == (cast["deputy"].person, Why.ABSENT)
    do(cast, case, "sign", "secretary", "party-secretary")
    assert waits_for(case, "village-director") == (cast["member"].person, Why.ABSENT)
    with pytest.raises(Refused, match="要把关的人有关系"):
        do(cast, case, "sign", "deputy", "village-director")


def test_near_kin_of_who_must_stand_aside_does_not_stand_in(cast, case):
    people.declare_kin(
        acting=cast["deputy"].acting, person=cast["deputy"].person, relation="spouse", relative=cast["director"].person
    )
    people.declare_interest(
        acting=cast["director"].acting, person=cast["director"].person, organisation="示例商店", role="owner"
    )
    asked(cast, case)
    assert waits_for(case, "village-director") == (cast["member"].person, Why.RECUSED)


def test_supervisors_never_stand_in_for_whom_they_supervise(cast, case):
    give_post(cast, "deputy", "group-leader", cast.one)
    people.end_holding(acting=house(), holding=cast["deputy"].holding, last_day=today() - DAY, why="转岗")
    give_post(cast, "deputy", "supervision-member", cast.one, starts=today())
    who = standing(case, machine_of(case), cast["deputy"].person.pk, today())
    assert "village-clerk" in who.stands_in_for
    assert cast["deputy"].person.pk in who.bench.barred_from("village-clerk")


# -- what a colleague was given -------------------------------------------------------------------------------------
def test_what_a_colleague_was_given_stays_with_him_while_he_may_and_then_is_the_posts(cast, case):
    join(cast, "helper", "示例·新委员")
    give_post(cast, "helper", "village-committee-member", cast.one)
    away(cast, "clerk")
    hand_over(acting=cast.acting("member"), case_id=case.pk, key="ask", to_id=cast["helper"].person.pk)
    assert waits_for(case, "village-clerk") == (cast["helper"].person, None)
    away(cast, "member_b")
    assert waits_for(case, "village-clerk") == (cast["helper"].person, None)
    people.end_holding(acting=house(), holding=cast["helper"].holding, last_day=today() - DAY, why="辞职")
    assert waits_for(case, "village-clerk") == (cast["member"].person, Why.ABSENT)


def test_a_rule_taken_back_takes_the_step_back(cast, case):
    away(cast, "clerk")
    task = Task.objects.get(case=case)
    who = standing(case, machine_of(case), cast["member"].person.pk, today() + DAY)
    assert task.assignee == cast["member"].person
    for each in list(cast.one.deputies.filter(post="village-clerk")):
        people.end_deputy(acting=house(), rule=each)
    look_through(timezone.now())
    look_through(timezone.now() + DAY)
    assert waits_for(case, "village-clerk") == (None, None)
    assert not capacities(machine_of(case), case.state, "ask", who)


def test_settling_costs_the_same_however_many_steps_wait(cast, case, flow):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            absence = away(cast, "clerk")
        people.end_absence(acting=cast["clerk"].acting, absence=absence)
        return len(queries)

    few = cost()
    for _ in range(5):
        begin(cast, flow)
    cost()  # an absence that ended today is not declared again: the first of the next
    assert cost() == few
