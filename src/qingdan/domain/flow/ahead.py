"""What happens next: the results that an open step may have, and the steps or the ending to which each leads.

The machine itself goes on, with every value that the step would bring left open between all those that the flow's
conditions tell apart; where a condition asks for more than is known, both ways are told, each with its condition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from qingdan.domain.flow.compile import Node
from qingdan.domain.flow.conform.flow_states import ANY_OTHER, results_named
from qingdan.domain.flow.facts import given_with
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Block, ForEach, StepKind
from qingdan.domain.flow.open_values.moving import Moving, opened
from qingdan.domain.flow.signing import stops
from qingdan.domain.flow.state import State, suffix

ITEMS = 1  # whether a list is empty is told; how long it is makes no difference to what comes next


class Turn(NamedTuple):
    """A question that the flow asked on the way, by the token of its block, and how it was answered: the branch of a
    choice; of a repetition 0 that it is over and 1 that it is not yet; of a list 0 that it is empty and 1 that it is
    not."""

    asked: str
    answer: int


@dataclass(frozen=True, slots=True)
class Way:
    """Where results of an open step lead. ``results``: those that lead here alike; ``turns``: what else must be so,
    only of what is not known yet; ``opens``: keys that open, ``again`` those of them that were done before;
    ``waits_for``: keys that must be done besides before anything opens; ``owed``: duties that begin."""

    results: tuple[str, ...]
    turns: tuple[Turn, ...]
    opens: tuple[str, ...]
    again: frozenset[str]
    waits_for: tuple[str, ...]
    owed: tuple[str, ...]
    outcome: str | None  # with which the case ends here
    over: bool  # nothing is left to do


class Looking:
    """Looks ahead in cases of one machine. It may be kept and shared: nothing of a case stays in it."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self._moving = Moving(machine, ITEMS)
        self._named = results_named(machine)
        self._blocks = {node.token: node.block for root in (machine.body, machine.last) for node in _nodes(root)}

    def asked(self, turn: Turn) -> Block:
        """The choice, the repetition or the loop that asks."""
        return self._blocks[turn.asked]

    def ways(self, state: State, key: str, given: Collection[str] = ()) -> tuple[Way, ...]:
        """The ways on from an open step, one level deep, in the order of its results. ``given``: facts that a parent
        case has passed on, which the step does not ask anew."""
        found: dict[tuple[Any, ...], list[str]] = {}
        for result in self._results(state, key):
            for way in self._after(state, key, result, given):
                found.setdefault((way.turns, way.opens, way.waits_for, way.owed, way.outcome, way.over), []).append(
                    result
                )
        done = state["results"]
        return tuple(
            Way(tuple(results), turns, opens, frozenset(k for k in opens if k in done or k == key), *rest)
            for (turns, opens, *rest), results in found.items()
        )

    def _results(self, state: State, key: str) -> Iterable[str]:
        step, offered = self.machine.step(key), self.machine.results_of(key)
        if step.kind is StepKind.START:
            return dict.fromkeys([*step.results, *offered, *self._named.get(step.id, ()), ANY_OTHER])
        recorded = state["open"][key].get("result")
        if recorded is not None and state["open"][key].get("signed"):
            return [r for r in offered if r == recorded or r == "expired" or stops(step, r)]
        return offered

    def _after(self, state: State, key: str, result: str, given: Collection[str]) -> Iterator[Way]:
        """The ways on from one result, each with the turns that only it takes."""
        runs = list(self._runs(state, key, result, given))
        answers: defaultdict[str, set[int]] = defaultdict(set)
        for turns, _after in runs:
            for turn in turns:
                answers[turn.asked].add(turn.answer)
        told: dict[Way, None] = {}
        for turns, after in runs:
            open_to_question = (turn for turn in turns if len(answers[turn.asked]) > 1)
            told[_way(state, after, key, _once(open_to_question))] = None
        yield from told

    def _runs(
        self, state: State, key: str, result: str, given: Collection[str]
    ) -> Iterator[tuple[tuple[Turn, ...], State]]:
        """Every run of the machine through the completion of a step, with the turns that it took."""
        step, at = self.machine.step(key), suffix(key)
        first = not state["open"][key].get("signed")
        asked = [
            f
            for f in self.machine.flow.set_at(step.id)
            if first and f.name not in given and given_with(f, step, result)
        ]
        begun, marked, moving = opened(state), _Marked(self.machine), self._moving.knowing(state["facts"])
        begun["open"][key] = {}
        moving.leave_open(begun, asked, at)

        def complete(after: State) -> None:
            marked.took.clear()
            marked.complete(key, result, after)

        for after in moving.decided(begun, complete):
            yield tuple(marked.took), after


class _Marked(Machine):
    """The machine, remembering how each question on the way was answered."""

    took: list[Turn]

    def __init__(self, machine: Machine) -> None:
        super().__init__(*(getattr(machine, field.name) for field in fields(machine)))
        object.__setattr__(self, "took", [])

    def _chosen(self, node: Node, at: str, state: State) -> Node:
        child = super()._chosen(node, at, state)
        self.took.append(Turn(node.token, child.index))
        return child

    def _fork(self, node: Node, branches: list[tuple[Node, str]], at: str, state: State) -> None:
        if isinstance(node.block, ForEach):
            self.took.append(Turn(node.token, min(len(branches), 1)))
        super()._fork(node, branches, at, state)

    def _again(self, node: Node, came_from: Node, at_most: int, at: str, state: State) -> None:
        test = node.tests[0]
        if came_from.index == 0 and test is not None:
            self.took.append(Turn(node.token, 0 if test(state, at, self.limits) else 1))
        super()._again(node, came_from, at_most, at, state)


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in (*node.children, *node.follows.values()):
        yield from _nodes(child)


def _way(before: State, after: State, key: str, turns: tuple[Turn, ...]) -> Way:
    opens = tuple(k for k in after["open"] if k == key or k not in before["open"])
    ended = after["outcome"] if before["outcome"] is None else None
    over = after["phase"] == "over"
    still = () if opens or ended or over else tuple(after["open"])
    owed = tuple(k for k in after["owed"] if k not in before["owed"])
    return Way((), turns, opens, frozenset(), still, owed, ended, over)


def _once(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Each question once (a list asks it of every item)."""
    return tuple(dict.fromkeys(turns))
