"""Runs a flow: ``start`` and ``advance`` are pure, and folding a case's events always gives its state.

A token is a step's key. Because every block has exactly one parent, the place of a token in its sequence is known
from the flow alone, so the state needs to remember only open steps, running branches and rounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from qingdan.domain.flow.compile import Node, compile_flow
from qingdan.domain.flow.events import HANDLERS
from qingdan.domain.flow.model import Choose, End, Flow, ForEach, Owed, Repeat, Sequence, Step, Together
from qingdan.domain.flow.settle import settle
from qingdan.domain.flow.signing import still_wanted
from qingdan.domain.flow.state import Event, Rejected, State, base, copy, suffix
from qingdan.domain.words import Words

Limits = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Machine:
    """A flow made ready to run under one set of limits (money in fen, days, counts)."""

    flow: Flow
    limits: Limits
    body: Node
    last: Node
    steps: Mapping[str, Node]
    owed: Mapping[str, Node]
    offered: Mapping[str, tuple[str, ...]] = field(repr=False)

    # -- running -------------------------------------------------------------------------------------------------
    def start(self, facts: Mapping[str, Any] | None = None) -> State:
        """The state in which a case begins; ``facts`` are those that a parent case passes on."""
        state: State = {
            "open": {},
            "left": {},
            "round": {},
            "results": {},
            "who": {},
            "facts": dict(facts or {}),
            "given": [],
            "owed": [],
            "outcome": None,
            "phase": "running",
        }
        self._enter(self.body, "", state)
        return state

    def advance(self, state: State, event: Event) -> State:
        """The state after ``event``. :raises Rejected: when it cannot happen; ``state`` itself is never changed."""
        handler = HANDLERS.get(event["type"])
        if handler is None:
            raise Rejected("unknown-event", type=event["type"])
        after = copy(state)
        handler(self, after, event)
        return after

    def replay(self, events: Iterable[Event], facts: Mapping[str, Any] | None = None) -> State:
        """Fold events from the start."""
        state = self.start(facts)
        for event in events:
            state = self.advance(state, event)
        return state

    # -- asking --------------------------------------------------------------------------------------------------
    def step(self, key: str) -> Step:
        """The step of a key. :raises Rejected: when the flow has none."""
        node = self.steps.get(base(key))
        if node is None:
            raise Rejected("no-such-step", key=key)
        step = node.block
        assert isinstance(step, Step)
        return step

    def results_of(self, key: str) -> tuple[str, ...]:
        """The results that may be given at a step: its default, and those that the flow does something with."""
        return self.offered[base(key)]

    def refuses(self, key: str, result: str) -> bool:
        """Whether a result at a step is a no: its way ends the case, and not as the flow ends by itself."""
        way = self.step(key).results.get(result)
        last = way.children[-1] if way is not None and way.children else None
        return isinstance(last, End) and last.outcome != next(iter(self.flow.outcomes))

    def wanted(self, state: State, key: str) -> tuple[str, ...]:
        """The roles whose signature is still wanted at an open step; a role stands once for each person wanted."""
        step = self.step(key)
        signed = [role for _, role in state["open"].get(key, {}).get("signed", [])]
        return tuple(still_wanted(step, signed))

    def duty(self, key: str) -> Owed:
        """The duty of a key. :raises Rejected: when the flow has none."""
        node = self.owed.get(base(key))
        if node is None:
            raise Rejected("no-such-step", key=key)
        duty = node.block
        assert isinstance(duty, Owed)
        return duty

    def words(self, key: str) -> Words:
        """What the step, the duty or the interrupting event of a key is called; the key itself where there is none."""
        node = self.steps.get(base(key)) or self.owed.get(base(key))
        if node is not None:
            return node.block.name  # type: ignore[union-attr]
        rule = self.flow.any_time.get(key)
        return rule.name if rule else Words(key, key)

    def passed_on(self, state: State, key: str) -> dict[str, Any]:
        """The facts with which the sub-case of a ``start`` step, or of a duty owed, begins: those that are set."""
        node = self.steps.get(base(key)) or self.owed[base(key)]
        found = {theirs: read(state, suffix(key), self.limits) for theirs, read in node.passes.items()}
        return {theirs: value for theirs, value in found.items() if value is not None}

    # -- moving tokens -------------------------------------------------------------------------------------------
    def _enter(self, node: Node, at: str, state: State) -> None:
        match node.block:
            case Step(id=name):
                state["open"][name + at] = {}
            case Sequence():
                if node.children:
                    self._enter(node.children[0], at, state)
                else:
                    self._leave(node, at, state)
            case Choose():
                self._enter(self._chosen(node, at, state), at, state)
            case Together():
                self._fork(node, [(child, at) for child in node.children], at, state)
            case ForEach():
                items = node.items(state, at, self.limits) or []
                self._fork(node, [(node.children[0], f"{at}#{i}") for i in range(len(items))], at, state)
            case Repeat():
                state["round"][node.token + at] = 1
                self._enter(node.children[0], at, state)
            case End(outcome=outcome):
                self.finish(outcome, state)
            case Owed(id=name):
                state["owed"] = [*state["owed"], name + at]
                self._leave(node, at, state)

    def _fork(self, node: Node, branches: list[tuple[Node, str]], at: str, state: State) -> None:
        if not branches:
            self._leave(node, at, state)
            return
        state["left"][node.token + at] = len(branches)
        for child, inner in branches:
            # A branch may end the whole case at once; then the others are never begun.
            if state["phase"] == "running" or node.in_finally:
                self._enter(child, inner, state)

    def _chosen(self, node: Node, at: str, state: State) -> Node:
        for test, child in zip(node.tests, node.children, strict=True):
            if test is None or test(state, at, self.limits):
                return child
        # `check` proves that this cannot be; a flow that was never checked must still not go on by guessing.
        raise Rejected("no-branch", line=getattr(node.block, "line", 0))

    def _leave(self, node: Node, at: str, state: State) -> None:
        """A block is done: go on in the block around it."""
        parent = node.parent
        if parent is None:
            self._done(node, state)
            return
        match parent.block:
            case Sequence():
                if node.index + 1 < len(parent.children):
                    self._enter(parent.children[node.index + 1], at, state)
                else:
                    self._leave(parent, at, state)
            case Together():
                self._join(parent, at, state)
            case ForEach():
                self._join(parent, at[: at.rindex("#")], state)
            case Repeat(at_most=at_most):
                self._again(parent, node, at_most, at, state)
            case _:  # a branch of a choice, or what follows a result of a step
                self._leave(parent, at, state)

    def _join(self, node: Node, at: str, state: State) -> None:
        token = node.token + at
        state["left"][token] -= 1
        if not state["left"][token]:
            del state["left"][token]
            self._leave(node, at, state)

    def _again(self, node: Node, came_from: Node, at_most: int, at: str, state: State) -> None:
        token = node.token + at
        if came_from.index == 1 or node.tests[0](state, at, self.limits):  # type: ignore[misc]
            state["round"].pop(token, None)
            self._leave(node, at, state)
        elif state["round"][token] < at_most:
            state["round"][token] += 1
            for name in node.inside:  # a new round asks everything anew
                state["results"].pop(name + at, None)
                state["who"].pop(name + at, None)
            self._enter(node.children[0], at, state)
        else:
            self._enter(node.children[1], at, state)

    def _done(self, root: Node, state: State) -> None:
        if root is self.body:
            self.finish(next(iter(self.flow.outcomes)), state)
        else:
            state["phase"] = "over"

    def finish(self, outcome: str, state: State) -> None:
        """The case has its outcome: close whatever is open, then run ``finally``."""
        state["open"], state["left"], state["round"] = {}, {}, {}
        state["outcome"], state["phase"] = outcome, "closing"
        self._enter(self.last, "", state)

    def complete(self, key: str, result: str, state: State) -> None:
        signed = state["open"].pop(key).get("signed", [])
        state["results"][key] = result
        state["who"][key] = [person for person, _ in signed]
        node = self.steps[base(key)]
        follow = node.follows.get(result)
        if follow is not None:
            self._enter(follow, suffix(key), state)
        else:
            self._leave(node, suffix(key), state)


def machine(flow: Flow, limits: Limits) -> Machine:
    """Compile ``flow``; the result is immutable and may be shared by every case of the definition."""
    flow = settle(flow, limits)
    body, last, steps, owed, offered = compile_flow(flow)
    return Machine(flow, dict(limits), body, last, steps, owed, offered)
