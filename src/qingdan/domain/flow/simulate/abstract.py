"""The machine run on abstract states: a fact has no value before a condition asks for it, and none once nothing asks.

The real machine moves the tokens, so there is no second reading of the language that could differ from it. Values stay
open until a condition asks (``open_values``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from qingdan.domain.flow.compile import Node
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import StepKind
from qingdan.domain.flow.open_values.moving import Impossible, Moving
from qingdan.domain.flow.polls import sample_poll, settle_poll
from qingdan.domain.flow.state import State, copy

INTERRUPT = "interrupt"  # the "result" of a move that breaks the case off
DONE = "•"  # a result of which only is asked whether it is there


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
        self._moving = Moving(self.machine)
        self.outcomes = {power: tuple(found) for power, found in outcomes.items()}

    def start(self) -> list[State]:
        """The abstract states in which a case may begin; what a parent case passes on is open."""
        return list(self._moving.start())

    def of(self, state: State) -> Iterator[Move]:
        """Every move from ``state``."""
        for key in state["open"]:
            for result in self.results(key):
                for after in self._completed(state, key, result):
                    yield Move(key, result, after)
        if state["phase"] == "running":
            for name, rule in self.machine.flow.any_time.items():
                if not rule.until or rule.until not in state["results"]:
                    finish = partial(self.machine.finish, rule.end)
                    for after in self._moving.decided(state, finish):
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
        self._moving.give(given, step, key, result)
        return self._moving.decided(given, complete)


def _plain_polls(state: State) -> None:
    """Keep of each election only whether a seat is open: nothing else decides where a case can go."""
    polls = state.get("polls", {})
    state["polls"] = {
        key: {"elected": {}, "open": {"seat": 1} if filled["open"] else {}, "next": {}, "after": {}}
        for key, filled in polls.items()
    }
