"""In a village with a full standing rule no step is ever open without somebody who may do it.

Hypothesis lets people fall ill, come back, resign, be elected, and turn out to be kin of the applicant, lets days pass
and steps be signed, in any order. At most two of the village's officials are out at once; each post's order names more.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from qingdan.features.cases.acts import complete_step, open_case
from qingdan.features.cases.capacity import Capacity, capacities, standing
from qingdan.features.cases.handing_out import look_through
from qingdan.features.cases.models import Case, Task
from qingdan.features.cases.running import Handed, machine_of
from qingdan.records.people import acts as people
from qingdan.records.people.models import Absence, Holding, Person
from qingdan.records.people.posts import all_posts
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting
from tests.apps.cases.test_stand_ins import DEPUTY, N
from tests.budget import rounds
from tests.cast import house, join

pytestmark = [pytest.mark.both_databases, pytest.mark.slow, pytest.mark.django_db]
MEMBER = "  village-committee-member: {name: {zh: 村委会委员, en: Member}, level: village, max: 6}\n"
FLOW = (
    "facts: {}\noutcomes: {done: {zh: 办成, en: Done}, refused: {zh: 不办, en: Refused}}\n"
    "any_time: {withdraw: {name: {zh: 撤回, en: Withdraw}, by: applicant, until: look, end: refused}}\nflow:\n"
    f"- {{do: ask, by: village-clerk, guards: [plain-slips], {N}}}\n"
    f"- {{approve: sign, by: [party-secretary, village-director], all: true, distinct: true,"
    f" results: {{refused: [{{end: refused}}]}}, {N}}}\n"
    f"- {{do: buy, by: village-committee-member, not_by: [ask], persons: 2, {N}}}\n"
    f"- {{review: look, by: supervision-head, results: {{objected: [{{end: refused}}]}}, {N}}}\n"
)
EXECUTIVE = ("village-deputy-director", "village-committee-member", "village-clerk", "group-leader")
FULL = {
    **dict.fromkeys(("party-secretary", "village-director"), EXECUTIVE),
    "village-clerk": ("village-deputy-director", "village-committee-member", "group-leader"),
    "village-committee-member": ("village-deputy-director", "group-leader", "village-clerk", "village-director"),
    "supervision-head": ("supervision-member", "group-leader"),
}
OFFICIALS = (
    "secretary", "director", "deputy", "member", "member_b", "clerk", "group_leader", "supervision_head", "supervisor",
    "supervisor_b", "deputy_b", "leader_b",
)  # fmt: skip
MOST_OUT = 2


class Village(RuleBasedStateMachine):
    """One village; ``stage`` (cast and edition) is set by the test. Each run is rolled back."""

    stage: tuple
    cases = Bundle("cases")

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.cast, self.edition = self.stage
        self.now = timezone.now()
        self.out: dict[str, object] = {}  # who is out: an absence, or the post that he left
        self.kin: set[str] = set()
        look_through(self.now)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @property
    def today(self):
        return local_date(self.now)

    @property
    def house(self) -> Acting:
        return Acting.system("示例数据", self.now)

    def acting(self, person: Person) -> Acting:
        return Acting(person.pk, person.name, self.now)

    def person(self, who: str) -> Person:
        return self.cast[who].person

    # -- what happens --------------------------------------------------------------------------------------------
    @precondition(lambda self: Case.objects.filter(phase="running").count() < 2)
    @rule(target=cases)
    def a_case(self) -> int:
        return open_case(
            acting=self.acting(self.person("clerk")), edition=self.edition, power="small-buy", village=self.cast.one,
            title="示例事项", happened_at=self.now, parties={"applicant": self.person("villager").pk},
        ).case.pk  # fmt: skip

    @precondition(lambda self: len(self.out) + len(self.kin) < MOST_OUT)
    @rule(who=st.sampled_from(OFFICIALS), days=st.integers(0, 3), later=st.integers(0, 2))
    def falls_ill(self, who: str, days: int, later: int) -> None:
        if who in self.out or who in self.kin:
            return
        starts = self.today + timedelta(days=later)
        self.out[who] = people.declare_absence(
            acting=self.acting(self.person(who)), person=self.person(who), starts=starts,
            ends=starts + timedelta(days=days),
        )  # fmt: skip

    @precondition(lambda self: any(isinstance(o, Absence) for o in self.out.values()))
    @rule(data=st.data())
    def is_back(self, data) -> None:
        who = data.draw(st.sampled_from(sorted(w for w, o in self.out.items() if isinstance(o, Absence))))
        people.end_absence(acting=self.acting(self.person(who)), absence=self.out.pop(who))

    @precondition(lambda self: len(self.out) + len(self.kin) < MOST_OUT)
    @rule(who=st.sampled_from(OFFICIALS))
    def resigns(self, who: str) -> None:
        if who in self.out or who in self.kin:
            return
        term = Holding.objects.on(self.today).get(person=self.person(who))
        if term.starts >= self.today:
            return  # elected today
        people.end_holding(acting=self.house, holding=term, last_day=self.today - timedelta(days=1), why="辞职")
        self.out[who] = term.post

    @precondition(lambda self: any(isinstance(o, str) for o in self.out.values()))
    @rule(data=st.data())
    def is_elected(self, data) -> None:
        who = data.draw(st.sampled_from(sorted(w for w, o in self.out.items() if isinstance(o, str))))
        people.appoint(
            acting=self.house, person=self.person(who), post=self.out.pop(who), division=self.cast.one,
            starts=self.today, basis="补选",
        )  # fmt: skip

    @precondition(lambda self: len(self.out) + len(self.kin) < MOST_OUT)
    @rule(who=st.sampled_from(OFFICIALS))
    def turns_out_to_be_kin(self, who: str) -> None:
        if who in self.out or who in self.kin:
            return
        person = self.person(who)
        people.declare_kin(
            acting=self.acting(person), person=person, relation="sibling", relative=self.person("villager")
        )
        self.kin.add(who)

    @rule(days=st.integers(1, 3))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)
        look_through(self.now)
        for who, out in list(self.out.items()):
            if isinstance(out, Absence) and out.ends < self.today:
                del self.out[who]

    @rule(case=cases, data=st.data())
    def a_signature(self, case: int, data) -> None:
        ways = [(key, way) for key, way in self.ways(Case.objects.get(pk=case)) if way.role in all_posts()]
        if not ways:
            return
        key, way = data.draw(st.sampled_from(ways))
        self.now += timedelta(minutes=1)
        signer = Person.objects.get(pk=way.person_id)
        complete_step(
            acting=self.acting(signer), case_id=case, key=key, role=way.role, handed=Handed(self.now, reason="理由")
        )
        if way.stand_in:
            event = Case.objects.get(pk=case).events.latest("seq")
            assert event.payload["stand_in"]["why"] == way.stand_in.why

    # -- what always holds ---------------------------------------------------------------------------------------
    def ways(self, case: Case) -> list[tuple[str, Capacity]]:
        running = machine_of(case)
        found = []
        for who in (*OFFICIALS, "villager"):
            seen = standing(case, running, self.person(who).pk, self.today)
            for key in case.state["open"]:
                ways = capacities(running, case.state, key, seen)
                found += [(key, way) for way in ways if not way.recorded_for]
        return found

    @invariant()
    def every_step_has_somebody_and_the_inbox_says_who(self) -> None:
        for case in Case.objects.filter(phase="running"):
            ways = self.ways(case)
            for task in Task.objects.filter(case=case):
                here = [w for key, w in ways if key == task.key and w.role == task.role]
                assert here, f"nobody may do {task.key} as {task.role}: out {self.out}, kin {self.kin}"
                stand_ins = {w.person_id for w in here if w.stand_in}
                assert (task.assignee_id is None) == (not stand_ins), (task, task.assignee_id, here)
                if stand_ins:
                    assert task.assignee_id in stand_ins
                    assert {w.stand_in.why for w in here if w.stand_in} == {task.stand_in}

    @invariant()
    def replay_is_the_state(self) -> None:
        for case in Case.objects.all():
            events = [e.payload for e in case.events.order_by("seq")]
            assert machine_of(case).replay(events, case.begun_with) == case.state


def test_a_full_rule_leaves_no_step_without_somebody(cast, adopt_flow) -> None:
    for key, name, post in (
        ("deputy_b", "示例·二副主任", "village-deputy-director"),
        ("leader_b", "示例·二组长", "group-leader"),
    ):
        join(cast, key, name)
        people.appoint(
            acting=house(), person=cast[key].person, post=post, division=cast.one,
            starts=local_date(timezone.now()) - timedelta(days=9), basis="选举",
        )  # fmt: skip
    for post, order in FULL.items():
        for place, deputy in enumerate(order, start=1):
            people.name_deputy(
                acting=house(), village=cast.one, post=post, deputy_post=deputy, order=place, why="示例会议"
            )
    Village.stage = (cast, adopt_flow(FLOW, DEPUTY + MEMBER))
    run_state_machine_as_test(
        Village,
        settings=settings(
            max_examples=rounds(4), stateful_step_count=20, deadline=None, derandomize=True,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
