"""Moves the machine that runs cases on states in which values are open: once for each way that a condition can go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from qingdan.domain.flow.facts import belongs
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Fact, FactType, Step, StepKind
from qingdan.domain.flow.open_values.regions import MOST_ITEMS, Regions
from qingdan.domain.flow.open_values.values import ABSENT, Items, Open, Undecided, Values
from qingdan.domain.flow.state import State, base, copy, suffix

NOTHING_GIVEN = ("expired", "not-held")


class Impossible(Exception):
    """Nothing can happen so: raised by what is done to a state, which is then passed over."""


class Moving:
    """Moves one machine; ``items``: how long lists are at most; ``known``: see ``Regions``."""

    def __init__(self, machine: Machine, items: int = MOST_ITEMS, known: frozenset[int | str] = frozenset()) -> None:
        self.machine, self._items = machine, items
        self.regions = Regions(machine.flow, machine.limits, items, known)
        self._own = {name: self._read(machine.flow.set_at(name)) for name in machine.steps}

    def _read(self, facts: Iterable[Fact]) -> tuple[Fact, ...]:
        return tuple(f for f in facts if f.name in self.regions.read and not f.personal)

    def knowing(self, facts: Mapping[str, Any]) -> Moving:
        """For states in which facts have values of their own: those that others are compared with make regions too."""
        known = self.regions.known_in(facts)
        return Moving(self.machine, self._items, known) if known else self

    def start(self) -> Iterator[State]:
        """The states in which a case may begin; what a parent case passes on is open."""
        state = opened(self.machine.start())
        for fact in self._read(self.machine.flow.facts.values()):
            if fact.set_by not in self.machine.steps:
                state["facts"][fact.name] = self._open(fact, sure=fact.required)
        state.update({"open": {}, "left": {}, "round": {}})
        return self.decided(state, lambda begun: self.machine._enter(self.machine.body, "", begun))

    def give(self, state: State, step: Step, key: str, result: str, told: Mapping[str, Any] | None = None) -> None:
        """Put into ``state`` what the step gives with this result: as it is ``told``, else open; what it may give is
        open, or as it was, or not there."""
        if result in NOTHING_GIVEN or (step.kind is StepKind.START and result in step.results):
            return
        for fact in self._own[step.id]:
            if fact.on and result not in fact.on and step.kind is not StepKind.DISCLOSE:
                continue
            name = fact.name + suffix(key)
            if told and fact.name in told:
                state["facts"][name] = told[fact.name]
            else:
                sure = fact.required and (belongs(fact, step, result) or step.kind is StepKind.DISCLOSE)
                state["facts"][name] = self._open(fact, sure=sure or name in state["facts"])

    def leave_open(self, state: State, facts: Iterable[Fact], at: str) -> None:
        """Leave these of a step's facts open, as far as anything reads them; ``at``: for which item of a loop."""
        for fact in self._read(facts):
            state["facts"][fact.name + at] = self._open(fact, sure=fact.required)

    def decided(self, state: State, act: Callable[[State], None]) -> Iterator[State]:
        """Do ``act`` on a copy of ``state``, as often as what it asks for makes a difference."""
        waiting = [state]
        while waiting:
            before = waiting.pop()
            after = copy(before)
            try:
                act(after)
            except Undecided as fork:
                waiting += [{**before, "facts": facts} for facts in self._split(before["facts"], fork)]
            except Impossible:
                continue
            else:
                yield after

    # -- open values ---------------------------------------------------------------------------------------------
    def _open(self, fact: Fact, sure: bool) -> Any:
        values = self.regions.of(fact.name)
        return self._fact(fact.name, values if sure else (ABSENT, *values))

    def _split(self, facts: Mapping[str, Any], fork: Undecided) -> Iterator[Values]:
        """The facts once for each part, with what was asked for decided as far as that."""
        key, place, field = fork.where
        for part in fork.parts:
            after = Values(facts)
            if part == (ABSENT,):
                del after[key]
            elif field:
                items = list(dict.__getitem__(after, key))
                items[place] = tuple({**dict(items[place]), field: _kept(part)}.items())
                after[key] = Items(items)
            else:
                after[key] = self._fact(base(key), part)
            yield after

    def _fact(self, name: str, values: tuple[Any, ...]) -> Any:
        """What stands for a fact with these values; of a list that is so long, every field of every item is open."""
        if len(values) > 1 or self.machine.flow.facts[name].type is not FactType.LIST:
            return _kept(values)
        fields = [(f, self.regions.of(f"{name}.{f}")) for f in self.regions.fields.get(name, ())]
        return Items([tuple((f, _kept(possible)) for f, possible in fields)] * values[0])


def _kept(values: tuple[Any, ...]) -> Any:
    return Open(values) if len(values) > 1 else values[0]


def opened(state: State) -> State:
    """A copy of a state in which facts may be open."""
    return {**copy(state), "facts": Values(state["facts"])}
