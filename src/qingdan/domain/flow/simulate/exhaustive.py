"""Every way that a case of one power can go: states, branches, endings, and the longest and shortest way to each.

The search is finite because a flow is (every case ends), exact because the real machine makes every move and a value
is only left open while nothing has asked for it, and fast because what nothing can ask for any more is forgotten.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

from qingdan.domain.flow.compile import conditions_of
from qingdan.domain.flow.conditions import operands
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Choose, Repeat, Step
from qingdan.domain.flow.signing import still_wanted
from qingdan.domain.flow.simulate.abstract import DONE, INTERRUPT, Moves
from qingdan.domain.flow.simulate.found import Branching, Edge, Ending, Exhausted, Graph, Reached, Way
from qingdan.domain.flow.simulate.liveness import NONE, Names, live_at_steps
from qingdan.domain.flow.state import State, base, suffix

Key = tuple[Any, ...]
MOST_STATES = 2_000_000


class TooManyStates(Exception):
    """The flow has more abstract states than the search may hold."""


def explore(
    machine: Machine,
    outcomes: Mapping[str, Iterable[str]] | None = None,
    watched: Mapping[str, Names] | None = None,
) -> Exhausted:
    """Search everything that a case of this flow can come to.

    ``outcomes`` are those of each power that the flow may start, by slug; without them a sub-case ends in the ways that
    the flow names. ``watched``: steps of which the search remembers whether they were done, by the step that asks.
    :raises TooManyStates: beyond ``MOST_STATES``.
    """
    return _Search(machine, outcomes or {}, watched or {}).run()


class _Search:
    def __init__(self, machine: Machine, outcomes: Mapping[str, Iterable[str]], watched: Mapping[str, Names]) -> None:
        self.machine, self.watched = machine, watched
        self.moves = Moves(machine, outcomes)
        self.live = live_at_steps(machine, self.moves.outcomes, watched)
        self.read = {o.name for _, c in conditions_of(machine.flow) for o in operands(c) if o.kind == "result"}
        self.merged: dict[frozenset[str], Names] = {}
        self.number: dict[Key, int] = {}
        self.states: list[State | None] = []
        self.parent: list[tuple[int, str, str]] = []
        self.depth: list[int] = []
        self.edges: list[list[Edge]] = []
        self.opened: list[tuple[str, ...]] = []
        self.ended: dict[int, str] = {}
        self.seen: dict[str, dict[str, None]] = {}
        self.owed: dict[str, None] = {}
        self.dead: list[tuple[str, ...]] = []
        self.contexts: dict[str, set[frozenset[str]]] = {}

    def run(self) -> Exhausted:
        queue: deque[int] = deque()
        for state in self.moves.start():
            self._note(state, -1, "", "", 0, queue)
        while queue:
            self._expand(queue.popleft(), queue)
        return self._result()

    def _expand(self, at: int, queue: deque[int]) -> None:
        state = self.states[at]
        assert state is not None
        self._context(state)
        moved = False
        for move in self.moves.of(state):
            step = 0 if move.result == INTERRUPT else 1
            if step:
                moved = True
                self.seen.setdefault(base(move.key), {})[move.result] = None
            aside = self._aside(state, move.after)
            after = self._note(move.after, at, move.key, move.result, self.depth[at] + step, queue)
            self.edges[at].append(Edge(move.key, move.result, after, aside))
        if not moved:
            self.dead.append(tuple(state["open"]))
        self.states[at] = None  # its successors are known; only its number is still needed

    def _aside(self, before: State, after: State) -> bool:
        rounds = before["round"]
        if any(n > rounds.get(token, 1) for token, n in after["round"].items()):
            return True
        return before["outcome"] is None and after["outcome"] not in (None, next(iter(self.machine.flow.outcomes)))

    def _note(self, state: State, came_from: int, key: str, result: str, depth: int, queue: deque[int]) -> int:
        for duty in state["owed"]:
            self.owed[base(duty)] = None
        plain = self._plain(state)
        found = self.number.get(plain)
        if found is not None:
            return found
        new = len(self.states)
        if new >= MOST_STATES:
            raise TooManyStates(self.machine.flow.slug)
        self.number[plain] = new
        over = state["phase"] == "over"
        self.states.append(None if over else state)
        self.parent.append((came_from, key, result))
        self.depth.append(depth)
        self.edges.append([])
        self.opened.append(() if over else tuple(state["open"]))
        if over:
            self.ended[new] = state["outcome"] or ""
        else:
            queue.append(new)
        return new

    def _plain(self, state: State) -> Key:
        """Forget in ``state`` what nothing reads any more, and give what is left as a key."""
        if state["phase"] == "over":
            return ("over", state["outcome"])
        live = self._live(state["open"])
        facts, results, who = state["facts"], state["results"], state["who"]
        for key in [k for k in facts if f"f:{base(k)}" not in live]:
            del facts[key]
        for key in list(results):
            if f"r:{base(key)}" not in live:
                del results[key]
            elif base(key) not in self.read:
                results[key] = DONE
        for key in list(who):
            if f"w:{base(key)}" not in live:
                del who[key]
        state["owed"], state["given"] = [], []
        return (
            state["outcome"],
            tuple(sorted(state["open"])),
            tuple(sorted(state["left"].items())) if state["left"] else (),
            tuple(sorted(state["round"].items())) if state["round"] else (),
            frozenset(dict.items(facts)),
            frozenset(results.items()),
            frozenset(who),
            tuple(sorted((k, bool(p["open"])) for k, p in state.get("polls", {}).items())),
        )

    def _live(self, opened: Iterable[str]) -> Names:
        steps = frozenset(map(base, opened))
        found = self.merged.get(steps)
        if found is None:
            found = NONE.union(*(self.live[s] for s in steps))
            self.merged[steps] = found
        return found

    def _context(self, state: State) -> None:
        for key in state["open"]:
            step = base(key)
            if step in self.watched:
                at, who = suffix(key), state["who"]
                done = frozenset(o for o in self.watched[step] if o + at in who or o in who)
                self.contexts.setdefault(step, set()).add(done)

    # -- what was found ------------------------------------------------------------------------------------------
    def _result(self) -> Exhausted:
        flow = self.machine.flow
        steps = flow.steps()
        reached = {
            name: Reached(name, tuple(self.seen[name]), assignments(step))
            for name, step in steps.items()
            if name in self.seen
        }
        endings = self._endings()
        return Exhausted(
            power=flow.slug,
            states=len(self.states),
            transitions=sum(map(len, self.edges)),
            reached=reached,
            unreached=tuple(name for name in steps if name not in reached),
            branches=tuple(self._branches()),
            endings=endings,
            missing=tuple(o for o in flow.outcomes if o not in endings),
            dead_ends=tuple(dict.fromkeys(self.dead)),
            owed=tuple(self.owed),
            graph=Graph(
                tuple(n for n, (came_from, _, _) in enumerate(self.parent) if came_from < 0),
                tuple(self.opened),
                tuple(map(tuple, self.edges)),
                self.ended,
            ),
            contexts={step: frozenset(found) for step, found in self.contexts.items()},
        )

    def _endings(self) -> dict[str, Ending]:
        longest = self._longest()
        found = {}
        for at, outcome in self.ended.items():
            found[outcome] = Ending(outcome, self.depth[at], longest[at], self._way(at))
        return {outcome: found[outcome] for outcome in self.machine.flow.outcomes if outcome in found}

    def _longest(self) -> list[int]:
        """Steps on the longest way to each state; there is no way round, since every round is counted."""
        waiting = [0] * len(self.states)
        for out in self.edges:
            for edge in out:
                waiting[edge.after] += 1
        ready = [n for n, (came_from, _, _) in enumerate(self.parent) if came_from < 0 and not waiting[n]]
        longest = [0] * len(self.states)
        while ready:
            at = ready.pop()
            for edge in self.edges[at]:
                step = 0 if edge.result == INTERRUPT else 1
                longest[edge.after] = max(longest[edge.after], longest[at] + step)
                waiting[edge.after] -= 1
                if not waiting[edge.after]:
                    ready.append(edge.after)
        assert not any(waiting), "a flow that never ends"
        return longest

    def _way(self, at: int) -> Way:
        found = []
        while at >= 0:
            at, key, result = self.parent[at]
            if key:
                found.append((key, result))
        return tuple(reversed(found))

    def _branches(self) -> Iterable[Branching]:
        taken: dict[str, set[int]] = {}
        for token, index in self.moves.machine.taken:
            taken.setdefault(token, set()).add(index)
        for node in self._nodes():
            match node.block:
                case Choose(branches=branches, line=line):
                    yield Branching(line, "choose", len(branches), tuple(sorted(taken.get(node.token, ()))))
                case Repeat(line=line, at_most=at_most):
                    ways = 3 if at_most > 1 else 2
                    yield Branching(line, "repeat", ways, tuple(sorted(taken.get(node.token, ()))))

    def _nodes(self) -> Iterable[Any]:
        waiting = [self.machine.last, self.machine.body]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed([*node.children, *node.follows.values()]))


def assignments(step: Step) -> int:
    """In how many ways the roles of a step can sign it, one after the other, until nothing is wanted."""
    counted: dict[tuple[str, ...], int] = {}

    def ways(signed: tuple[str, ...]) -> int:
        if signed not in counted:
            wanted = still_wanted(step, list(signed))
            counted[signed] = sum(ways(tuple(sorted((*signed, role)))) for role in wanted) if wanted else 1
        return counted[signed]

    return ways(())
