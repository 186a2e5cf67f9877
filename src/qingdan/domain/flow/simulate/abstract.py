"""The machine run on abstract states: a fact has no value before a condition asks for it, and none once nothing asks.

The real machine moves the tokens, so there is no second reading of the language that could differ from it. What it
reads is a ``Values``: where a value is still open, reading it raises ``Undecided``, and the explorer goes on once for
each value that conditions can tell apart (``regions``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from qingdan.domain.flow.compile import Node
from qingdan.domain.flow.facts import belongs
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import FactType, Step, StepKind
from qingdan.domain.flow.polls import sample_poll, settle_poll
from qingdan.domain.flow.simulate.regions import Regions
from qingdan.domain.flow.state import State, base, copy, suffix

OPEN = "\x00open"  # any value
MAYBE = "\x00maybe"  # any value, or none
INTERRUPT = "interrupt"  # the "result" of a move that breaks the case off
DONE = "•"  # a result of which only is asked whether it is there


class Undecided(Exception):
    """A condition asks for a value that nothing has decided yet: of fact ``key``, or of a field of one of its items."""

    def __init__(self, key: str, place: int = -1, name: str = "") -> None:
        super().__init__(key)
        self.key, self.place, self.name = key, place, name


class Values(dict[str, Any]):
    """Facts by key, some of them open."""

    def get(self, key: str, default: Any = None) -> Any:
        value = super().get(key, default)
        if value is OPEN or value is MAYBE:
            raise Undecided(key)
        return value

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        if value is OPEN or value is MAYBE:
            raise Undecided(key)
        return value

    def copy(self) -> Values:
        return Values(self)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, its fields by name and value; a field that is not there is open."""

    key: str
    place: int
    fields: tuple[tuple[str, Any], ...] = ()

    def get(self, name: str) -> Any:
        for known, value in self.fields:
            if known == name:
                return value
        raise Undecided(self.key, self.place, name)


@dataclass(frozen=True, slots=True)
class Watched(Machine):
    """A machine that notes which branch of each choice was taken: (token, index)."""

    taken: set[tuple[str, int]] = field(default_factory=set)

    def _chosen(self, node: Node, at: str, state: State) -> Node:
        child = Machine._chosen(self, node, at, state)
        self.taken.add((node.token, child.index))
        return child

    def _again(self, node: Node, came_from: Node, at_most: int, at: str, state: State) -> None:
        """Notes for a repeat: 0 its condition held, 1 another round, 2 the rounds are used up."""
        if came_from.index == 0:
            held = node.tests[0](state, at, self.limits)  # type: ignore[misc]
            more = state["round"][node.token + at] < at_most
            self.taken.add((node.token, 0 if held else 1 if more else 2))
        Machine._again(self, node, came_from, at_most, at, state)


def watched(machine: Machine) -> Watched:
    """The same machine, that notes branches."""
    return Watched(*(getattr(machine, name) for name in Machine.__slots__))


@dataclass(frozen=True, slots=True)
class Move:
    """A step that was completed with a result, or (``key`` of an ``any_time``) an interruption; what then holds."""

    key: str
    result: str
    after: State


class Moves:
    """Every way on from an abstract state, one completed step at a time."""

    def __init__(self, machine: Machine, outcomes: Mapping[str, Iterable[str]]) -> None:
        self.machine = watched(machine)
        self.regions = Regions(machine.flow, machine.limits)
        self.outcomes = {power: tuple(found) for power, found in outcomes.items()}
        self.own = {name: machine.flow.set_at(name) for name in machine.steps}

    def start(self) -> list[State]:
        """The abstract states in which a case may begin; what a parent case passes on is open."""
        state = self.machine.start()
        state["facts"] = Values()
        for fact in self.machine.flow.facts.values():
            if fact.set_by not in self.machine.steps and not fact.personal:
                state["facts"][fact.name] = OPEN if fact.required else MAYBE
        state.update({"open": {}, "left": {}, "round": {}})
        return list(self._decided(state, lambda begun: self.machine._enter(self.machine.body, "", begun)))

    def of(self, state: State) -> Iterator[Move]:
        """Every move from ``state``."""
        for key in state["open"]:
            for result in self.results(key):
                for after in self._completed(state, key, result):
                    yield Move(key, result, after)
        if state["phase"] == "running":
            for name, rule in self.machine.flow.any_time.items():
                if not rule.until or rule.until not in state["results"]:
                    for after in self._decided(state, lambda begun, end=rule.end: self.machine.finish(end, begun)):
                        yield Move(name, INTERRUPT, after)

    def results(self, key: str) -> tuple[str, ...]:
        """Every result that an open step can have; of a ``start`` every outcome of its power."""
        step = self.machine.step(key)
        if step.kind is StepKind.START:
            return self.outcomes.get(step.power or "", ()) or self.machine.results_of(key)
        return self.machine.results_of(key)

    def _completed(self, state: State, key: str, result: str) -> Iterator[State]:
        step = self.machine.step(key)

        def complete(after: State) -> None:
            if step.election is not None and result != "not-held":
                poll = sample_poll(after, key, step, result)
                if poll is None:  # no seat is there that could stay open
                    raise Impossible
                settle_poll(after, key, step, poll)
                _plain_polls(after)
            self.machine.complete(key, result, after)

        given = copy(state)
        self._set_facts(given, step, key, result)
        return self._decided(given, complete)

    def _set_facts(self, state: State, step: Step, key: str, result: str) -> None:
        """Open what the step gives with this result; what it may give is open, or as it was, or not there."""
        if result in ("expired", "not-held") or (step.kind is StepKind.START and result in step.results):
            return
        for fact in self.own[step.id]:
            if fact.personal or (fact.on and result not in fact.on and step.kind is not StepKind.DISCLOSE):
                continue
            name = fact.name + suffix(key)
            sure = fact.required and (belongs(fact, step, result) or step.kind is StepKind.DISCLOSE)
            state["facts"][name] = OPEN if sure or name in state["facts"] else MAYBE

    def _decided(self, state: State, act: Any) -> Iterator[State]:
        """Do ``act`` on a copy, as often as there are values of what it asks for."""
        waiting = [state]
        while waiting:
            before = waiting.pop()
            after = copy(before)
            try:
                act(after)
            except Undecided as asked:
                waiting.extend(self._each_value(before, asked))
            except Impossible:
                continue
            else:
                yield after

    def _each_value(self, state: State, asked: Undecided) -> Iterator[State]:
        held = dict.__getitem__(state["facts"], asked.key)
        for value in self._values(held, asked):
            after = copy(state)
            if value is None:
                del after["facts"][asked.key]
            else:
                after["facts"][asked.key] = value
            yield after

    def _values(self, held: Any, asked: Undecided) -> Iterator[Any]:
        name = base(asked.key)
        if asked.name:  # a field of an item of a list that is there
            for value in self.regions.of(f"{name}.{asked.name}"):
                fields = (*held[asked.place].fields, (asked.name, value))
                changed = Item(asked.key, asked.place, fields)
                yield tuple(changed if i == asked.place else item for i, item in enumerate(held))
            return
        if held is MAYBE:
            yield None
        for value in self.regions.of(name):
            is_list = self.machine.flow.facts[name].type is FactType.LIST
            yield tuple(Item(asked.key, i) for i in range(value)) if is_list else value


class Impossible(Exception):
    """No count of an election can have this result."""


def _plain_polls(state: State) -> None:
    """Keep of each election only whether a seat is open: nothing else decides where a case can go."""
    polls = state.get("polls", {})
    state["polls"] = {
        key: {"elected": {}, "open": {"seat": 1} if filled["open"] else {}, "next": {}, "after": {}}
        for key, filled in polls.items()
    }
