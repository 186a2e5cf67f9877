"""Moves and invariants of random interleavings that are about people: somebody is away, resigns, is followed by another
who takes the post over; somebody tries what is not his.

A full standing rule holds in the village, and at most one of its officials is out at a time.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import event
from hypothesis.stateful import invariant, precondition, rule

from qingdan.features.cases.acts import complete_step
from qingdan.features.cases.capacity import Capacity, capacities, standing
from qingdan.features.cases.handing_out import look_through
from qingdan.features.cases.kinds import STOOD_IN
from qingdan.features.cases.models import Case, CaseEvent, Task
from qingdan.features.cases.running import Handed, machine_of
from qingdan.features.handovers.acts import ItemLine, record_items, sign
from qingdan.features.handovers.models import Handover
from qingdan.features.handovers.rules import takers, witnesses
from qingdan.features.handovers.sweep import sweep
from qingdan.records.people import acts as people
from qingdan.records.people.models import Absence, Holding
from qingdan.records.people.posts import all_posts
from qingdan.records.people.queries import who_may
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Refused
from qingdan.records.register.models import Entry
from tests.cast import Cast, join

EXECUTIVE = ("village-deputy-director", "village-committee-member", "village-clerk", "group-leader")
FULL = {
    "party-secretary": EXECUTIVE,
    "village-director": EXECUTIVE,
    "village-clerk": ("village-deputy-director", "group-leader", "village-committee-member"),
    "village-committee-member": ("village-deputy-director", "group-leader", "village-clerk"),
    "supervision-head": ("supervision-member",),
}
OUT = ("secretary", "director", "clerk", "member", "member_b", "supervision_head", "deputy")
HEIRS = tuple(f"heir_{n}" for n in range(6))


def rule_for(cast: Cast, at: Any) -> None:
    """The village's full standing rule from ``at`` on, and six people who may yet be elected."""
    house = Acting.system("示例数据", at)
    for post, order in FULL.items():
        for place, deputy in enumerate(order, start=1):
            people.name_deputy(
                acting=house, village=cast.one, post=post, deputy_post=deputy, order=place, why="示例会议"
            )
    for n, key in enumerate(HEIRS, start=1):
        join(cast, key, f"示例·新人{n}")


class ComingAndGoing:
    """Mixed into the machine: ``walk`` (its clock is ``walk.now``), ``cast`` and ``family()`` are that one's."""

    walk: Any
    cast: Cast

    def begin_with_people(self) -> None:
        self.away: Absence | None = None
        self.vacant: Holding | None = None
        self.heirs = list(HEIRS)
        self.in_post = {key: Holding.objects.get(pk=self.cast[key].holding.pk) for key in OUT}
        look_through(self.walk.now)

    def tell(self) -> None:
        """For Hypothesis' own statistics: that these things do happen."""
        for what, rows in (
            ("stood in", Entry.objects.filter(kind=STOOD_IN.name)),
            ("handed a post over", Handover.objects.exclude(done_at=None)),
            ("left a post", Handover.objects.filter(done_at=None)),
        ):
            event(f"somebody {what}: {rows.exists()}")

    @property
    def today(self):
        return local_date(self.walk.now)

    @property
    def house(self) -> Acting:
        return Acting.system("示例数据", self.walk.now)

    def people_pass_the_days(self) -> None:
        """What the worker does each round: handovers first, then the inbox."""
        sweep(self.walk.now)
        look_through(self.walk.now)
        if self.away is not None and self.away.ends < self.today:
            self.away = None

    def somebody_with_work(self) -> str:
        """Rather one for whose post something waits; so that somebody else has to do it."""
        waited_for = set(Task.objects.values_list("role", flat=True))
        return self.walk.dice.choice([k for k in OUT if self.in_post[k].post in waited_for] or OUT)

    # -- what people do ------------------------------------------------------------------------------------------
    @precondition(lambda self: self.away is None and self.vacant is None)
    @rule()
    def somebody_is_away(self) -> None:
        person = self.in_post[self.somebody_with_work()].person
        last = self.today + timedelta(days=self.walk.dice.randint(0, 20))
        acting = Acting(person.pk, person.name, self.walk.now)
        self.away = people.declare_absence(acting=acting, person=person, starts=self.today, ends=last)

    @precondition(lambda self: self.away is not None)
    @rule()
    def he_comes_back(self) -> None:
        person = self.away.person
        people.end_absence(acting=Acting(person.pk, person.name, self.walk.now), absence=self.away)
        self.away = None

    @precondition(lambda self: self.away is None and self.vacant is None and self.heirs)
    @rule()
    def somebody_resigns(self) -> None:
        """What waits for the post then stands on the sheet, and in the inbox of who stands in."""
        key = self.somebody_with_work()
        term = self.in_post[key]
        if term.starts >= self.today:
            return  # elected today
        waiting = {
            f"{t.case_id}/{t.key}" for t in Task.objects.filter(role=term.post, place=self.cast.one.path, assignee=None)
        }
        others = Holding.objects.on(self.today).filter(post=term.post, division=self.cast.one).exclude(pk=term.pk)
        alone = not others.exists()
        people.end_holding(acting=self.house, holding=term, last_day=self.today - timedelta(days=1), why="辞职")
        self.vacant = term
        self.left = key
        sheet = set(term.handover.items.exclude(kind="thing").values_list("slug", flat=True)) if alone else set()
        assert not alone or waiting <= sheet, f"{waiting - sheet} is not handed over"

    @precondition(lambda self: self.vacant is not None)
    @rule()
    def another_is_elected_and_takes_over(self) -> None:
        heir = self.cast[self.heirs.pop()]
        term = self.vacant
        self.in_post[self.left] = people.appoint(
            acting=self.house, person=heir.person, post=term.post, division=self.cast.one, starts=self.today,
            basis="补选",
        )  # fmt: skip
        self.vacant = None
        handover = Handover.objects.get(holding=term)
        taker = next(c.person for c in takers(handover, self.today) if not c.standing_in)
        witness = next(c.person for c in witnesses(handover, self.today) if c.person != taker)
        acting = {p.pk: Acting(p.pk, p.name, self.walk.now) for p in (term.person, taker, witness)}
        lines = [ItemLine(item.pk, "handed") for item in handover.items.all()]
        record_items(acting=acting[witness.pk], handover_id=handover.pk, lines=lines)
        for part, person in (("giver", term.person), ("taker", taker), ("witness", witness)):
            sign(acting=acting[person.pk], handover_id=handover.pk, part=part)
        handover.refresh_from_db()
        assert handover.done_at == self.walk.now

    @rule()
    def somebody_tries_what_is_not_his(self) -> None:
        """Nothing comes of it: a step is done by those who may, and by nobody else."""
        case = self.walk.dice.choice(self.family())
        open_steps = [k for k in case.state["open"] if machine_of(case).step(k).kind in ("do", "approve", "review")]
        if not open_steps:
            return
        key = self.walk.dice.choice(open_steps)
        member = self.cast[self.walk.dice.choice(sorted(self.cast.members))]
        role = self.walk.dice.choice(machine_of(case).step(key).by)
        if any(w.role == role and w.person_id == member.person.pk for w in self.ways(case, key, member.person.pk)):
            return
        with pytest.raises(Refused), transaction.atomic():
            complete_step(
                acting=Acting(member.person.pk, member.person.name, self.walk.now), case_id=case.pk, key=key,
                role=role, handed=Handed(self.walk.now, reason="示例理由"),
            )  # fmt: skip
        assert Case.objects.get(pk=case.pk).version == case.version

    # -- what must stay so ---------------------------------------------------------------------------------------
    def ways(self, case: Case, key: str, person: int) -> list[Capacity]:
        running = machine_of(case)
        found = capacities(running, case.state, key, standing(case, running, person, self.today))
        return [way for way in found if not way.recorded_for]

    @invariant()
    def every_open_step_has_an_owner(self) -> None:
        """And he finds it in his inbox: it was given to him, or it waits for his post."""
        for case in self.family() if hasattr(self, "walk") else ():
            for key in case.state["open"]:
                tasks = list(case.tasks.filter(key=key, waiting=False))
                owned = [t for t in tasks if t.role not in all_posts() or self.owner_of(case, t)]
                assert owned or not tasks, f"nobody has {key} of {case}: away {self.away}, vacant {self.vacant}"

    def owner_of(self, case: Case, task: Task) -> bool:
        if task.assignee_id is not None:
            return any(w.role == task.role for w in self.ways(case, task.key, task.assignee_id))
        holders = who_may([task.role], case.village, self.today)
        return any(w.role == task.role for h in holders for w in self.ways(case, task.key, h.person.pk))

    @invariant()
    def who_signed_for_another_is_in_the_register(self) -> None:
        if hasattr(self, "walk"):
            numbers = [case.pk for case in self.family()]
            said = CaseEvent.objects.filter(case__in=numbers, payload__has_key="stand_in").count()
            assert Entry.objects.filter(kind=STOOD_IN.name, subject_id__in=numbers).count() == said
