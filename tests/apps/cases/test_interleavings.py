"""Whatever order people do things in: steps, refusals, late paper, objections, withdrawals, time passing; work and
posts handed over, people away and others who stand in for them by the village's rule.

Hypothesis throws the dice and shrinks what fails. After every move replay gives the state, every step has somebody who
may do it and nobody else can, no limit is lost or runs for what is closed, and a case that has ended has run its
``finally``.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from qingdan.domain.flow.model import StepKind
from qingdan.domain.flow.state import base
from qingdan.features.cases.acts import hand_over, interrupt, object_to_notice, open_case
from qingdan.features.cases.capacity import capacities, standing
from qingdan.features.cases.models import Case, Deadline
from qingdan.features.cases.running import Handed, machine_of
from qingdan.features.cases.sweep import sweep
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting
from tests.apps.cases.coming_and_going import ComingAndGoing, rule_for
from tests.apps.cases.test_random_walks import BEGAN, Walk
from tests.budget import rounds
from tests.cast import Cast, give_post, join
from tests.editions import adopt
from tests.scenarios.reading import HERE, edition_files

pytestmark = [pytest.mark.both_databases, pytest.mark.slow, pytest.mark.django_db]
FLOWS = {"works": "works-by-four-deliberations", "allowance": "minimum-living", "request": "withdrawn"}


class Interleaving(ComingAndGoing, RuleBasedStateMachine):
    """One case and its sub-cases; ``cast`` and ``edition`` are given by the test."""

    cast: Cast
    edition: object
    power: str

    @initialize(dice=st.randoms(use_true_random=False))
    def begin(self, dice: Random) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        began = timezone.now() - BEGAN
        case = open_case(
            acting=self.cast.acting("clerk", at=began), edition=self.edition, power=self.power, village=self.cast.one,
            title="随机办", happened_at=began, parties={"applicant": self.cast["villager"].person.pk},
        ).case  # fmt: skip
        self.walk = Walk(self.cast, case, "interleaving")
        self.walk.dice, self.ended = dice, False
        self.objections = 0
        self.begin_with_people()

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            try:
                self.say_where_it_ended()
            finally:  # also when Hypothesis ends a run in the middle of an act: nobody else waits for this transaction
                transaction.set_rollback(True)
                self.atomic.__exit__(None, None, None)

    def say_where_it_ended(self) -> None:
        if hasattr(self, "walk") and not transaction.get_rollback():
            case = Case.objects.get(pk=self.walk.case.pk)
            event(f"{case.power} is {case.phase} as {case.outcome} after {case.version // 5 * 5} events or more")
            self.tell()

    # -- what is there now ---------------------------------------------------------------------------------------
    def family(self) -> list[Case]:
        found = [Case.objects.get(pk=self.walk.case.pk)]
        for case in found:
            found.extend(Case.objects.filter(parent=case))
        return found

    def running(self) -> list[Case]:
        """Cases with a step that somebody can do now: not only a sub-case to wait for."""
        return [c for c in self.family() if c.phase != "over" and self.doable(c)]

    def doable(self, case: Case) -> list[str]:
        return [k for k in case.state["open"] if machine_of(case).step(k).kind is not StepKind.START]

    # -- what people do ------------------------------------------------------------------------------------------
    @precondition(lambda self: self.running())
    @rule()
    def somebody_acts(self) -> None:
        self.walk.now += timedelta(hours=1)
        self.walk._move(self.walk.dice.choice(self.running()))
        self.people_pass_the_days()

    @precondition(lambda self: self.running())
    @rule(days=st.integers(4, 9))
    def somebody_enters_last_week(self, days: int) -> None:
        """It happened then, on paper; it is typed in now, with its photograph."""
        self.walk.now += timedelta(hours=1)
        self.walk.late = timedelta(days=days)
        try:
            self.walk._move(self.walk.dice.choice(self.running()))
        finally:
            self.walk.late = timedelta()
        self.walk.now += timedelta(days=days)
        self.people_pass_the_days()

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.walk.now += timedelta(days=days)
        sweep(self.walk.now)
        self.people_pass_the_days()

    @precondition(lambda self: self.objections < 3)
    @rule()
    def somebody_objects(self) -> None:
        for case in self.family():
            for key, progress in case.state["open"].items():
                if progress.get("posted"):
                    self.objections += 1
                    house, number = Acting.system("board", self.walk.now), f"z{self.objections}"
                    object_to_notice(
                        acting=house, case_id=case.pk, key=key, receipt=number, handed=Handed(self.walk.now)
                    )
                    return

    @precondition(lambda self: self.running())
    @rule()
    def work_is_handed_over(self) -> None:
        case = self.walk.dice.choice(self.running())
        key = self.walk.dice.choice(self.doable(case))
        for member in self.cast.members.values():
            who = standing(case, machine_of(case), member.person.pk, local_date(self.walk.now))
            if [c for c in capacities(machine_of(case), case.state, key, who) if not c.recorded_for]:
                house = self.cast.acting("clerk", at=self.walk.now)
                hand_over(acting=house, case_id=case.pk, key=key, to_id=member.person.pk)
                return

    @rule()
    def the_applicant_withdraws(self) -> None:
        if self.walk.dice.random() > 0.15:
            return  # rarely: else no case would come far
        case = Case.objects.get(pk=self.walk.case.pk)
        rule_ = machine_of(case).flow.any_time.get("withdraw")
        if rule_ is None or case.phase != "running" or (rule_.until or "") in case.state["results"]:
            return
        person = self.cast["villager"].person.pk
        interrupt(
            acting=self.cast.acting("clerk", at=self.walk.now), case_id=case.pk, name="withdraw", role="applicant",
            signer_id=person, handed=Handed(self.walk.now),
        )  # fmt: skip

    # -- what must stay so ---------------------------------------------------------------------------------------
    @invariant()
    def replay_is_the_state(self) -> None:
        for case in self.family() if hasattr(self, "walk") else ():
            events = [e.payload for e in case.events.order_by("seq")]
            assert machine_of(case).replay(events, case.begun_with) == case.state

    @invariant()
    def nothing_open_waits_for_nobody(self) -> None:
        for case in self.family() if hasattr(self, "walk") else ():
            tasks = {t.key for t in case.tasks.all()}
            wanted = set(self.doable(case)) | set(case.state["owed"])
            assert tasks == wanted, f"{case}: in the inbox {tasks}, to be done {wanted}"

    @invariant()
    def limits_run_only_for_what_is_open(self) -> None:
        for case in self.family() if hasattr(self, "walk") else ():
            running = case.deadlines.filter(state=Deadline.RUNNING)
            for limit in running:
                kind = limit.name.partition(":")[0]
                if kind in ("within", "notice", "answer"):
                    assert limit.key in case.state["open"], f"{limit} runs, and {limit.key} is closed"
                elif kind == "owed":
                    assert limit.key in case.state["owed"], str(limit)
                else:
                    assert case.phase == "running", f"{limit} runs, and the case is {case.phase}"
            step = machine_of(case).step
            timed = {k for k, seen in case.state["open"].items() if step(k).within and not seen.get("posted")}
            assert timed <= {d.key for d in running if d.name.startswith("within:")}, "a limit was lost"

    @invariant()
    def an_ended_case_has_run_its_finally(self) -> None:
        for case in self.family() if hasattr(self, "walk") else ():
            if case.phase == "over":
                last = [s.id for s in machine_of(case).flow.steps().values() if s.kind is StepKind.ARCHIVE]
                assert not last or last[-1] in {base(k) for k in case.state["results"]}
                assert case.outcome and case.closed_at


@pytest.fixture
def stage(cast, settings):
    """``stage(power)``: the cast with enough people in the town, and the flow's own edition in force."""

    def make(power: str):
        join(cast, "civil_affairs_c", "示例·田民政")
        give_post(cast, "civil_affairs_c", "town-civil-affairs", cast.town)
        rule_for(cast, timezone.now() - BEGAN)
        edition = adopt(edition_files(HERE / "flows" / f"{FLOWS[power]}.yaml", settings.CATALOGUE))
        return type("Here", (Interleaving,), {"cast": cast, "edition": edition, "power": power})

    return make


@pytest.mark.parametrize("power", FLOWS)
def test_any_order_of_things_keeps_what_must_stay_so(stage, power):
    run_state_machine_as_test(
        stage(power),
        settings=settings(
            max_examples=rounds(4), stateful_step_count=35, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
