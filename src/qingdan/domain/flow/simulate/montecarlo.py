"""Many cases of one power, one after the other and side by side: how long they take, where they wait, what runs late.

A discrete-event simulation on the graph of the exhaustive search, so that every case is one that can be. The same seed
gives the same numbers. What is not observed is assumed, and the result says which steps that are.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Step, StepKind
from qingdan.domain.flow.simulate.abstract import INTERRUPT
from qingdan.domain.flow.simulate.clocks import Clocks
from qingdan.domain.flow.simulate.found import Edge, Graph
from qingdan.domain.flow.simulate.simulated import Late, Observed, Setting, Simulated, SubCase, Waiting
from qingdan.domain.flow.simulate.spread import spread, wilson
from qingdan.domain.flow.simulate.times import HANDLING, Durations, Timeline, waits
from qingdan.domain.flow.state import base
from qingdan.domain.rules.limits import parse_limit


def simulate(machine: Machine, graph: Graph, setting: Setting, is_working_day: Callable[[date], bool]) -> Simulated:
    """Run ``setting.cases`` cases. ``graph`` is that of ``explore`` for the same machine.

    :raises ValueError: for fewer than one case.
    """
    if setting.cases < 1:
        raise ValueError("a simulation needs at least one case")
    return _Run(machine, graph, setting, Timeline(setting.start, is_working_day)).all()


@dataclass(slots=True)
class _Case:
    begun: float
    node: int
    breaks_off: int  # after so many steps; -1: never
    opened: dict[str, float] = field(default_factory=dict)
    up: dict[str, float] = field(default_factory=dict)  # when the notice of an open step goes up
    shown: dict[str, float] = field(default_factory=dict)  # since when a step is done, or its notice up
    stood: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    ended: float = -1.0
    outcome: str = ""


@dataclass(order=True, slots=True)
class _Due:
    at: float
    order: int
    case: int = field(compare=False)
    key: str = field(compare=False)
    result: str = field(compare=False)


class _Run:
    def __init__(self, machine: Machine, graph: Graph, setting: Setting, timeline: Timeline) -> None:
        self.machine, self.graph, self.setting, self.timeline = machine, graph, setting, timeline
        self.dice = Random(setting.seed)  # noqa: S311  # chance, not secrecy
        self.durations = Durations(setting.observed.days, self.dice)
        self.moves = [_by_result(edges) for edges in graph.edges]
        self.free: dict[str, list[float]] = {}
        self.due: list[_Due] = []
        self.count = 0
        self.cases: list[_Case] = []
        self.took: dict[str, list[float]] = defaultdict(list)
        self.queued: dict[str, list[float]] = defaultdict(list)
        self.late: dict[str, list[bool]] = defaultdict(list)
        self.clocks = Clocks(machine.flow, timeline, setting.observed.given, self.dice)

    def all(self) -> Simulated:
        begun = 0.0
        for number in range(self.setting.cases):
            begun = self.timeline.after(begun, self.dice.expovariate(1 / self.setting.every))
            self.cases.append(_Case(begun, self.dice.choice(self.graph.starts), self._breaks_off()))
            self._push(begun, number, "", "")
        while self.due:
            self._happen(heapq.heappop(self.due))
        return self._result()

    def _breaks_off(self) -> int:
        can = bool(self.machine.flow.any_time)
        return self.dice.randrange(4) if can and self.dice.random() < self.setting.broken_off else -1

    def _push(self, at: float, case: int, key: str, result: str) -> None:
        self.count += 1
        heapq.heappush(self.due, _Due(at, self.count, case, key, result))

    def _happen(self, due: _Due) -> None:
        case = self.cases[due.case]
        if case.ended >= 0 or (due.key and due.key not in case.opened):
            return  # the case or the branch was ended in the meantime
        if due.key and (waits_until := self._too_early(case, due)):
            self._push(waits_until, due.case, due.key, due.result)
            return
        if due.key:
            self._done(case, due)
        case.node = self._breaking(case, due.at, case.node)
        if case.node in self.graph.ended:
            case.ended, case.outcome = due.at, self.graph.ended[case.node]
            self.clocks.ended(case.stood)
            return
        now = self.graph.opened[case.node]
        case.opened = {key: at for key, at in case.opened.items() if key in now}
        for key in now:
            if key not in case.opened:
                case.opened[key] = due.at
                self._open(due.case, key, due.at)

    def _too_early(self, case: _Case, due: _Due) -> float | None:
        """Until when the step has to wait for a limit that counts back; what was seen did not, or has done so."""
        name = base(due.key)
        earliest = 0.0 if name in self.durations.observed else self.clocks.earliest(name, case.shown)
        return earliest if earliest > due.at else None

    def _done(self, case: _Case, due: _Due) -> None:
        opened = case.opened.pop(due.key)
        step = self.machine.step(due.key)
        name = step.id
        case.shown[name] = in_time = case.up.pop(due.key, due.at)
        if step.within:
            self.late[name].append(self.timeline.limit_over(opened, in_time, parse_limit(step.within)))
        self.clocks.done(name, due.at, case.shown)
        case.stood.setdefault(name, []).append((opened, due.at))
        self.took[name].append(due.at - opened)
        edges = self.moves[case.node][due.key][due.result]
        case.node = self._way(edges).after

    def _breaking(self, case: _Case, at: float, node: int) -> int:
        if case.breaks_off < 0 or len(case.stood) < case.breaks_off:
            return node
        ways = (
            [edge.after for edge in self.graph.edges[node] if edge.result == INTERRUPT]
            if node not in self.graph.ended
            else []
        )
        if not ways:
            return node
        case.breaks_off = -1
        return self.dice.choice(ways)

    def _way(self, edges: Sequence[Edge]) -> Edge:
        """Where values decide: on, rather than aside."""
        on, aside = [e for e in edges if not e.aside], [e for e in edges if e.aside]
        if not on or not aside:
            return self.dice.choice(edges)
        return self.dice.choice(on if self.dice.random() < self.setting.main else aside)

    def _open(self, number: int, key: str, at: float) -> None:
        step = self.machine.step(key)
        result = self._result_of(number, key)
        if step.kind is StepKind.START and (ended := self._sub_case(step.power or "", result)):
            outcome, days = ended
            self.queued[step.id].append(0.0)
            self._push(at + days, number, key, outcome)
            return
        begins, up, ends = self._times(step, at)
        self.queued[step.id].append(begins - at)
        if step.kind is StepKind.DISCLOSE:
            self.cases[number].up[key] = self.cases[number].shown[step.id] = up
        self._push(ends, number, key, result)

    def _times(self, step: Step, at: float) -> tuple[float, float, float]:
        """When somebody begins, when it is done but for what the law lets it wait (its notice is up), and when it is
        done."""
        lasting = self.durations.draw(step)
        if step.id in self.durations.observed:
            ends = at + lasting.calendar
            return at, max(at, ends - waits(step)), ends
        begins = self._when_free(step.by[:1], at)
        up = self.timeline.after(begins, lasting.working)
        return begins, up, up + lasting.calendar

    def _sub_case(self, power: str, result: str) -> SubCase | None:
        known = self.setting.sub_cases.get(power, ())
        fitting = [ended for ended in known if ended[0] == result]
        return self.dice.choice(fitting) if fitting else None

    def _result_of(self, number: int, key: str) -> str:
        """The usual result, or one of the others."""
        offered = list(self.moves[self.cases[number].node][key])
        step = self.machine.step(key)
        usual = step.default if step.default in offered else offered[0]
        others = [r for r in offered if r != usual]
        return self.dice.choice(others) if others and self.dice.random() >= self.setting.main else usual

    def _when_free(self, roles: tuple[str, ...], at: float) -> float:
        """When the first person of the post is free; he is then taken for a while."""
        for role in roles:
            persons = self.free.setdefault(role, [0.0] * self.setting.holders.get(role, 0))
            if persons:
                place = min(range(len(persons)), key=persons.__getitem__)
                begins = max(at, persons[place])
                persons[place] = self.timeline.after(begins, HANDLING)
                return begins
        return at

    # -- what came out -------------------------------------------------------------------------------------------
    def _result(self) -> Simulated:
        ends = tuple((case.outcome, case.ended - case.begun) for case in self.cases)
        outcomes = [o for o in self.machine.flow.outcomes if any(o == outcome for outcome, _ in ends)]
        last = max(case.ended for case in self.cases)
        flow = self.machine.flow
        return Simulated(
            power=flow.slug,
            setting=self.setting,
            days=spread([days for _, days in ends]),
            by_outcome={o: spread([days for outcome, days in ends if outcome == o]) for o in outcomes},
            steps=tuple(self._waiting(name) for name in flow.steps() if self.took.get(name)),
            clocks=self.clocks.late(),
            ends=ends,
            a_year=len(ends) * 365 / last if last else 0.0,
        )

    def _waiting(self, name: str) -> Waiting:
        step, late, seen = self.machine.step(name), self.late.get(name), self.durations.observed.get(name)
        return Waiting(
            step=name,
            days=spread(self.took[name]),
            queued=spread(self.queued[name]),
            observed=spread(seen) if seen else None,
            limit=step.within,
            late=wilson(sum(late), len(late)) if late else None,
        )


def _by_result(edges: Sequence[Edge]) -> dict[str, dict[str, list[Edge]]]:
    found: dict[str, dict[str, list[Edge]]] = {}
    for edge in edges:
        found.setdefault(edge.key, {}).setdefault(edge.result, []).append(edge)
    return found


__all__ = ["Late", "Observed", "Setting", "Simulated", "SubCase", "Waiting", "simulate"]
