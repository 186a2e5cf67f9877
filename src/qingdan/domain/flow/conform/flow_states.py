"""A definition as a model to judge traces by: the machine that runs its cases, told only what the log tells.

What a log leaves open (a result, a sum, how many items there were) may have been anything: the state is the set of
all states that the machine may be in. So a trace is wrong exactly when no run of the machine could have left it.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from qingdan.domain.flow.compile import conditions_of
from qingdan.domain.flow.conditions import comparisons
from qingdan.domain.flow.conform.search import Search, Way
from qingdan.domain.flow.conform.table import Label, Labels, NotDecided
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Step, StepKind
from qingdan.domain.flow.open_values.moving import Moving, opened
from qingdan.domain.flow.open_values.values import Items, Values
from qingdan.domain.flow.state import State, base, copy, suffix

MOST_SEARCHED = 4_000  # states looked at for the shortest way on
MOST_TRIED = 10_000  # ways to them tried, where lists are short
SHORT_LIST = 16  # items
MOST_POSSIBLE = 5_000  # states found for one event: beyond, what it did is not decided
MOST_KEPT = 100_000  # states, and ways to states, that are remembered
ANY_OTHER = "*"  # an outcome of a sub-case of which the flow makes nothing special


class Done(NamedTuple):
    """A step that was done, as far as the log tells: None is not told. ``item``: which item of a ``for_each``, from
    0; ``facts``: values that the flow's conditions read."""

    step: str
    result: str | None = None
    item: int | None = None
    facts: tuple[tuple[str, Hashable], ...] = ()


Known = tuple[Hashable, ...]  # a state of the machine, as far as anything later depends on it
States = frozenset[Known]


class FlowAutomaton:
    """The states that the machine may be in. ``items``: so many at most does a list have; ``alike``: no event says
    which item it is about; ``unrecorded`` steps leave no trace, and may have happened unseen; ``shared``: the steps
    that a name may mean; ``known``: numbers and days that a log tells of facts which others are compared with."""

    def __init__(
        self,
        machine: Machine,
        items: int,
        alike: bool,
        unrecorded: frozenset[str] = frozenset(),
        shared: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
        known: frozenset[int | str] = frozenset(),
    ) -> None:
        self._machine, self._alike, self._unrecorded, self._shared = machine, alike, unrecorded, shared
        self._moving = Moving(machine, items, known)
        self._outcomes = results_named(machine)
        self._asked = set(self._outcomes) | {r.until for r in machine.flow.any_time.values() if r.until}
        self._order = {step: number for number, step in enumerate(machine.flow.steps())}
        self._states: dict[Known, State] = {}
        self._ways: dict[Known, tuple[Way[Known], ...]] = {}
        self._open: dict[States, frozenset[str]] = {}
        self._searches: dict[States, Search[Known]] = {}
        # A state with many items takes longer, and so many more steps are open in it.
        self._most_tried = MOST_TRIED * SHORT_LIST**2 // max(items, SHORT_LIST) ** 2
        self._kept = 0

    # -- an automaton --------------------------------------------------------------------------------------------
    def begin(self) -> States:
        """A case has been opened. :raises NotDecided: when it may be in too many states."""
        return self._unseen(self._moving.start(), MOST_POSSIBLE)

    def after(self, state: States, label: Label) -> States | None:
        """The states after a step, whichever way it was meant. :raises NotDecided: when there are too many."""
        assert isinstance(label, Done)
        found = (after for known in state for after in self._done(self._states[known], label))
        return self._unseen(found, MOST_POSSIBLE) or None

    def full(self) -> bool:
        """Whether so many states are remembered that it is time to begin anew."""
        return len(self._states) + self._kept > MOST_KEPT

    def ends(self, state: States) -> bool:
        """Whether the case may be over."""
        return any(self._states[known]["phase"] == "over" for known in state)

    def lead(self, state: States, label: Label) -> Labels | None:
        """The fewest steps after which a step can be done; None where none lead there, or the search is too long."""
        assert isinstance(label, Done)
        return self._search(state, lambda found: next(iter(self._done(found, label)), None) is not None)

    def finish(self, state: States) -> Labels:
        """The fewest steps after which the case can be over."""
        return self._search(state, lambda found: found["phase"] == "over") or ()

    def leads(self, state: State, most: int = MOST_SEARCHED) -> tuple[Mapping[str, tuple[str, ...]], bool]:
        """The fewest steps from a state of the machine after which each other step is open, by step, going back only
        where there is no other way; and whether everything that can still happen was looked at, so that what is missing
        there is never open again."""
        onward, whole = self._leads(state, most, onward=True)
        if len(onward) == len(self._order):
            return onward, whole
        found, whole = self._leads(state, most, onward=False)
        return {**found, **onward}, whole

    def _leads(self, state: State, most: int, onward: bool) -> tuple[dict[str, tuple[str, ...]], bool]:
        found: dict[str, tuple[str, ...]] = {}
        search = self._searching(self._unseen([opened(state)], MOST_POSSIBLE), most, onward)
        for level in search.levels():
            for known, way in sorted(level.items(), key=lambda pair: self._rank(pair[1])):
                for key in self._states[known]["open"]:
                    found.setdefault(base(key), way)
            if len(found) == len(self._order):
                return found, False
        return found, not search.too_long

    # -- what is open --------------------------------------------------------------------------------------------
    def open_in_all(self, state: States) -> frozenset[str]:
        """The steps that are open whichever of the states it is."""
        if state not in self._open:
            self._open[state] = frozenset.intersection(*(frozenset(map(base, self._states[k]["open"])) for k in state))
        return self._open[state]

    # -- moving --------------------------------------------------------------------------------------------------
    def _done(self, state: State, done: Done) -> Iterator[State]:
        """Every state after a step: of each open one of that name, under each result and value that the log allows."""
        meant = self._shared.get(done.step, (done.step,))
        for key in state["open"]:
            if base(key) in meant and (done.item is None or suffix(key) == f"#{done.item}"):
                for result in self._results(self._machine.step(key), done.result):
                    yield from self._completed(state, key, result, dict(done.facts))
        rule = self._machine.flow.any_time.get(done.step)
        if rule and state["phase"] == "running" and rule.until not in state["results"]:
            yield from self._moving.decided(state, partial(self._machine.finish, rule.end))
        for key in state["owed"]:
            if base(key) == done.step:
                duty = self._machine.duty(key)
                yield state if duty.every else {**copy(state), "owed": [k for k in state["owed"] if k != key]}

    def _completed(self, state: State, key: str, result: str, told: Mapping[str, Any]) -> Iterator[State]:
        given = copy(state)
        given["open"][key] = {}
        self._moving.give(given, self._machine.step(key), key, result, told)
        return self._moving.decided(given, partial(self._machine.complete, key, result))

    def _results(self, step: Step, told: str | None) -> Iterable[str]:
        offered = self._machine.results_of(step.id)
        if step.kind is StepKind.START:
            return (
                [told]
                if told
                else dict.fromkeys([*step.results, *offered, *self._outcomes.get(step.id, ()), ANY_OTHER])
            )
        if told is not None:
            return [told] if told in offered else []
        return [r for r in offered if r != "expired"]

    def _unseen(self, states: Iterable[State], most: int) -> States:
        """The states, and those to which what leaves no trace leads: limits that ran out, steps nobody records.

        :raises NotDecided: when ``most`` and more are come by.
        """
        found: dict[Known, None] = {}
        waiting: deque[Iterable[State]] = deque([states])
        tried = 0
        while waiting:
            for state in waiting.popleft():
                tried += 1
                if tried > most:
                    raise NotDecided
                known = self._known(state)
                if known not in found:
                    found[known] = None
                    waiting.extend(self._without_trace(state))
        return frozenset(found)

    def _without_trace(self, state: State) -> Iterator[Iterable[State]]:
        for key in state["open"]:
            if "expired" in self._machine.results_of(key):
                yield self._completed(state, key, "expired", {})
            if base(key) in self._unrecorded:
                for result in self._results(self._machine.step(key), None):
                    yield self._completed(state, key, result, {})

    def _known(self, state: State) -> Known:
        kept: list[tuple[str, Hashable]] = [("open " + key, "") for key in state["open"]]
        kept += [("left " + token, count) for token, count in state["left"].items()]
        kept += [("round " + token, number) for token, number in state["round"].items()]
        kept += [("result " + key, r) for key, r in state["results"].items() if base(key) in self._asked]
        kept += self._kept_facts(state)
        kept += [("owed " + key, "") for key in state["owed"]]
        known = (state["outcome"], state["phase"], self._regardless_of_order(kept))
        self._states.setdefault(known, state)
        return known

    def _kept_facts(self, state: State) -> Iterator[tuple[str, Hashable]]:
        facts = state["facts"]
        assert isinstance(facts, Values)
        for key, value in facts.kept():
            if base(key) not in self._moving.regions.read:
                continue
            if isinstance(value, Items):
                yield "fact " + key, len(value)
                yield from ((f"item {key}#{number}", fields) for number, fields in enumerate(value))
            else:
                yield "fact " + key, value

    def _regardless_of_order(self, kept: list[tuple[str, Hashable]]) -> Hashable:
        """As long as no event says which item it is about, two items that stand alike are alike."""
        if not self._alike:
            return frozenset(kept)
        by_item: defaultdict[str, list[tuple[str, Hashable]]] = defaultdict(list)
        for name, value in kept:
            before, _mark, item = name.partition("#")
            number, _mark, inner = item.partition("#")
            by_item[number].append((f"{before}#{inner}", value))
        return frozenset(Counter(frozenset(of) for number, of in by_item.items() if number).items()), frozenset(
            by_item[""]
        )

    def _search(self, state: States, wanted: Callable[[State], bool]) -> Labels | None:
        """The fewest steps from any of the states to one that is wanted, the first in the flow's own order of equals;
        none of them breaks the case off. What was searched once for some states is kept for whatever is wanted next."""
        if state not in self._searches:
            self._searches[state] = self._searching(state, MOST_SEARCHED)
        search = self._searches[state]
        before = len(search.seen)
        for level in search.levels():
            ways = [way for known, way in level.items() if wanted(self._states[known])]
            if ways:
                break
        else:
            ways = []
        self._kept += len(search.seen) - before
        return tuple(map(Done, min(ways, key=self._rank))) if ways else None

    def _searching(self, states: States, most: int, onward: bool = False) -> Search[Known]:
        return Search(states, self._ways_from, self._rank, most, self._most_tried, onward)

    def _rank(self, way: Iterable[str]) -> list[int]:
        """Where a way stands among those of its length, in the flow's own order."""
        return [self._order[step] for step in way]

    def _ways_from(self, known: Known) -> tuple[Way[Known], ...]:
        """Every step that can be done in a state, and where it leads; worked out once."""
        if known not in self._ways:
            state = self._states[known]
            self._ways[known] = tuple(
                Way(base(key), _went_back(state, after), self._unseen([after], self._most_tried))
                for key in state["open"]
                for result in self._results(self._machine.step(key), None)
                for after in self._completed(state, key, result, {})
            )
        return self._ways[known]


def results_named(machine: Machine) -> Mapping[str, list[str]]:
    """For each step whose result a condition reads, the results that it is compared with."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for _line, condition in conditions_of(machine.flow):
        for compared in comparisons(condition):
            for one, other in ((compared.left, compared.right), (compared.right, compared.left)):
                if one.kind == "result":
                    found[one.name] += [str(other.value)] if other.kind == "literal" else []
    return found


def _went_back(before: State, after: State) -> bool:
    """Whether a round of a ``repeat`` has begun anew."""
    return any(after["round"].get(token, 0) > number for token, number in before["round"].items())
