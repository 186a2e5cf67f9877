"""One case of the demonstration from its opening to its stage, an event at a time, when its moment has come."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.flow.machine import Machine, machine
from qingdan.domain.flow.state import Event, State, base
from qingdan.features.cases.acts import open_case
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import machine_of
from qingdan.records.people.posts import Post, all_posts, official_name
from qingdan.records.people.queries import near_kin_ids
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Refused
from qingdan.records.rolls.queries import on_roll
from qingdan.web.demo.elections import usual_seats
from qingdan.web.demo.planning import STAGES, Planner, Stage, waiting_step
from qingdan.web.demo.playing import Player
from qingdan.web.demo.schedule import begin_so_that_it_ends_by, days_of, in_office_hours, pause
from qingdan.web.demo.values import Values
from qingdan.web.demo.villages import Village

FINISHED = STAGES[0]
TRIES = 4  # with other sums and answers
PATIENCE = 20  # days that a case waits for a clock or a sub-case, or twice as long as was planned for it


def acting_roles(edition: Edition, power: Power) -> set[str]:
    """Every role that acts somewhere in a power or in its sub-cases."""
    roles: set[str] = set()
    seen: set[str] = set()
    left = [power.slug]
    while left:
        flow = edition.powers[slug := left.pop()].flow
        seen.add(slug)
        for step in flow.steps().values():
            roles |= {*step.by, *step.witnesses}
            if step.power and step.power not in seen:
                left.append(step.power)
        roles |= {role for rule in flow.any_time.values() for role in rule.by}
    return roles


def puts_into_posts(power: Power) -> frozenset[str]:
    """The steps at which those whom an election chose take office."""
    return frozenset(s.id for s in power.flow.steps().values() if s.records and s.records.take_office)


def posts_filled(power: Power) -> list[str]:
    """The posts that elections of a power fill, in the order of its steps."""
    elections = [s.election for s in power.flow.steps().values() if s.election]
    return list(dict.fromkeys(o.post for election in elections for o in election.offices if o.post))


def _is_of_the_village(post: Post) -> bool:
    """Whether those who hold it live in the village and see no papers kept for officials."""
    return post.level == "village" and not post.is_official


@dataclass(frozen=True)
class UpBy:
    """A step whose notice must be up by a moment."""

    step: str
    moment: datetime


@dataclass
class Show:
    """A planned case. ``at`` is the moment of what comes next; ``faults`` say what the house refused, if anything."""

    village: Village
    edition: Edition
    power: Power
    stage: Stage
    title: str
    luck: random.Random
    at: datetime = field(default_factory=lambda: datetime.min)
    plan: list[Event] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)  # in days, before each event of the plan
    faults: list[str] = field(default_factory=list)
    player: Player | None = None
    waited: int = 0
    replanned: bool = False
    elects: bool = False  # whether its elections put people into posts
    pool: dict[str, list[str]] = field(default_factory=dict)  # the names of those who will be chosen, by post
    given: dict[str, Any] = field(default_factory=dict)  # facts whose value is settled from outside, by name
    up_by: UpBy | None = None

    # -- before it is played -------------------------------------------------------------------------------------
    def prepare(self, limits: Mapping[str, int], now: datetime) -> bool:
        """Find people, values and a plan, and when to begin. False: this power has no such stage."""
        running = machine(self.power.flow, limits)
        if not self.stage.suits(running):
            return False
        self.parties = self._parties()
        self.opener = self._opener(running)
        kin = near_kin_ids(self.parties.values(), local_date(now))
        holders = {role: [p for p in held if p not in kin] for role, held in self.village.holders.items()}
        holders |= {role: [person] for role, person in self.parties.items()} | {"opener": [self.opener]}
        holders |= self._chosen(holders, local_date(now)) if self.elects else {}
        standing_in = {role: [p for p in held if p not in kin] for role, held in self.village.standing_in.items()}
        stops = () if self.elects else puts_into_posts(self.power)
        self.planner = Planner(self.edition, holders, standing_in, self.luck, stops, self.up_by is not None)
        for _ in range(TRIES):
            self.values = Values(self.luck, local_date(now), self.village.names[self._subject()])
            self.values.fixed = {**usual_seats(self.power.flow, self.edition), **self.given}
            plan = self.planner.plan(running, running.start(), self.stage, self.values)
            if plan is not None:
                self.plan = plan
                self.at = self._begin(running, limits, now)
                return True
        return False

    def _parties(self) -> dict[str, int]:
        wanted = acting_roles(self.edition, self.power) & set(self.edition.head.parties) - {"opener"}
        return {role: self._party(role) for role in sorted(wanted)}

    def _party(self, role: str) -> int:
        # An office that takes part as a party is spoken for by the one who leads it; everybody else is a villager.
        leads = self.village.holders.get("town-leader")
        if leads and "政府" in self.edition.head.parties[role].zh:
            return leads[0]
        return self.luck.choice(self.village.villagers).pk

    def _chosen(self, holders: Mapping[str, Sequence[int]], day: date) -> dict[str, list[int]]:
        """Who will be chosen for the posts that nobody holds and that this power fills: representatives and others who
        see no papers. Who is chosen for a post of one is none of the others."""
        posts = [post for post in posts_filled(self.power) if not holders.get(post)]
        known = all_posts()
        free = [p for post, held in holders.items() if post in known and _is_of_the_village(known[post]) for p in held]
        people = list(dict.fromkeys(free))
        found = {post: [people.pop(0)] for post in posts if known[post].max == 1 and people}
        found |= {post: people for post in posts if known[post].max != 1}
        named = {post: [self.village.names[p] for p in held] for post, held in found.items()}
        others = self._residents([p for held in holders.values() for p in held], day)
        first = [name for post, names in named.items() if known[post].max == 1 for name in names]
        beside = [*first, *others]
        self.pool = {post: names if known[post].max == 1 else [*names, *beside] for post, names in named.items()}
        return found

    def _residents(self, besides: Sequence[int], day: date) -> list[str]:
        """Names of those on a roll on which one of the power's elections counts."""
        bodies = {slug for step in self.power.flow.steps().values() if step.election for slug in step.bodies}
        kinds = {found[0].slug for slug in bodies if (found := self.edition.rolls.tally_of(slug))}
        place = self.village.place
        rows = [on_roll(place, kind, day).exclude(person__in=besides).order_by("pk") for kind in sorted(kinds)]
        return list(dict.fromkeys(name for found in rows for name in found.values_list("person__name", flat=True)))

    def _subject(self) -> int:
        asking = (person for role, person in self.parties.items() if role in self.edition.head.asking)
        return next(asking, self.opener)

    def _opener(self, running: Machine) -> int:
        first = [role for key in running.start()["open"] for role in running.step(key).by]
        later = [role for step in self.power.flow.steps().values() for role in step.by]
        for role in (*first, *later):
            if self.village.holders.get(role):
                self.opener_role = role
                return self.village.holders[role][0]
        raise Refused(f"nobody may open {self.power.slug}")

    def _begin(self, running: Machine, limits: Mapping[str, int], now: datetime) -> datetime:
        state = running.replay(self.plan)
        lies = days_of(waiting_step(running, state) or "0 days") + 2 if self.stage.name == "overdue" else 0.0
        end = now - timedelta(days=self.luck.uniform(*self.stage.ago) + lies)
        self.pauses = list(self._pauses(running, running.start(), self.plan, limits))
        if self.up_by is not None:
            posts = [e["type"] == "post" and base(e["key"]) == self.up_by.step for e in self.plan]
            return begin_so_that_it_ends_by(self.up_by.moment, self.pauses[: posts.index(True) + 1])
        return begin_so_that_it_ends_by(end, self.pauses)

    def _pauses(
        self, running: Machine, state: State, plan: Sequence[Event], limits: Mapping[str, int]
    ) -> Iterator[float]:
        for event in plan:
            if event["type"] == "sub":
                yield 3 + 1.3 * sum(self._pauses_of_sub(running, state, event["key"], limits))
            else:
                yield pause(running, event, self.luck)
            state = running.advance(state, event)

    def _pauses_of_sub(self, running: Machine, state: State, key: str, limits: Mapping[str, int]) -> Iterator[float]:
        inner = machine(self.edition.powers[str(running.step(key).power)].flow, limits)
        start = inner.start(running.passed_on(state, key))
        plan = self.planner.plan(inner, start, FINISHED, self.values)
        yield from self._pauses(inner, start, plan or [], limits)

    # -- playing -------------------------------------------------------------------------------------------------
    def go_on(self, at: datetime) -> list[Show]:
        """Do what comes next, and set the moment of the next. Returns shows that begin with it (sub-cases)."""
        if self.player is None:
            self._open(at)
            return []
        self.player.refresh()
        event = self.plan[0]
        if event["type"] in ("close", "sub"):
            return self._wait(event, at)
        try:
            self.player.play(event, at)
        except Refused as fault:
            self._refused(event, str(fault.message), at)
            return []
        self._next(at)
        return []

    @property
    def over(self) -> bool:
        """Nothing comes any more."""
        return self.player is not None and not self.plan

    def _open(self, at: datetime) -> None:
        role = self.opener_role if self.opener_role in all_posts() else None
        acting = Acting(self.opener, self.village.names[self.opener], at, role, official_name(role) if role else None)
        case = open_case(
            acting=acting, edition=self.edition, power=self.power.slug, village=self.village.place, title=self.title,
            happened_at=at, parties=self.parties,
        ).case  # fmt: skip
        self._take(case)
        self._later(at)

    def _take(self, case: Case) -> None:
        self.player = Player(case, self.village.names, self.village.holders, self.values, self.pool)

    def _next(self, at: datetime) -> None:
        self.plan, self.pauses, self.waited = self.plan[1:], self.pauses[1:], 0
        self._later(at)

    def _later(self, at: datetime) -> None:
        if self.plan and self.player:
            days = 0.0 if self.plan[0]["type"] in ("close", "sub") else self.pauses[0]
            self.at = in_office_hours(at + timedelta(days=days))

    @property
    def _machine(self) -> Machine:
        assert self.player is not None
        return machine_of(self.player.case)

    @property
    def _state(self) -> State:
        assert self.player is not None
        state: State = self.player.case.state
        return state

    def _wait(self, event: Event, at: datetime) -> list[Show]:
        if event["key"] not in self._state["open"]:
            self._next(at)
            return []
        self.waited += 1
        self.at = at + timedelta(days=0.5)
        if self.waited / 2 > max(PATIENCE, 2 * self.pauses[0]):
            self.faults.append(f"{self.power.slug}: {event['key']} was not over in time")
            self.plan = []
        return [self._sub_show(event["key"], at)] if event["type"] == "sub" and self.waited == 1 else []

    def _sub_show(self, key: str, at: datetime) -> Show:
        assert self.player is not None
        started = Case.objects.select_related("village").filter(parent=self.player.case, parent_key=key)
        child = started.latest("pk")  # a round that is repeated starts it again
        power = self.edition.powers[child.power]
        show = Show(self.village, self.edition, power, FINISHED, child.title, self.luck, at)
        show.planner, show.values = self.planner, self.values
        show.parties, show.opener, show.opener_role = self.parties, self.opener, self.opener_role
        show.plan = self.planner.plan(machine_of(child), child.state, FINISHED, self.values) or []
        show.pauses = list(show._pauses(machine_of(child), child.state, show.plan, child.limits))
        show._take(child)
        show._later(at)
        return show

    def _refused(self, event: Event, why: str, at: datetime) -> None:
        """Try another way once; then leave the case where it stands."""
        plan = None if self.replanned else self.planner.plan(self._machine, self._state, self.stage, self.values)
        self.replanned = True
        if plan is None:
            self.faults.append(f"{self.power.slug} {event['type']} {event['key']}: {why}")
        self.plan = plan or []
        self.pauses = [pause(self._machine, event, self.luck) for event in self.plan]
        self._later(at)
