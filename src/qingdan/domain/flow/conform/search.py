"""Looks for the shortest ways on from states, step by step, and goes on where it stopped when more is asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from qingdan.domain.flow.conform.table import NotDecided

K = TypeVar("K", bound=Hashable)
Steps = tuple[str, ...]


class Way(NamedTuple, Generic[K]):
    """A step that was done, whether that began a round anew, and the states that it led to."""

    step: str
    back: bool
    reached: frozenset[K]


class Search(Generic[K]):
    """How far a search has come: what it reached with each further step, and the first way there.

    ``ways_from``: every step that can be done in a state; ``rank``: where a way stands among those of its length;
    ``onward``: no round begins anew. It becomes ``too_long`` beyond ``most`` states, or ``most_tried`` ways to them.
    """

    def __init__(
        self,
        states: frozenset[K],
        ways_from: Callable[[K], Iterable[Way[K]]],
        rank: Callable[[Steps], list[int]],
        most: int,
        most_tried: int,
        onward: bool = False,
    ) -> None:
        self._ways_from, self._rank = ways_from, rank
        self._most, self._most_tried, self._onward = most, most_tried, onward
        self._levels: list[Mapping[K, Steps]] = [dict.fromkeys(states, ())]
        self._tried = 0
        self.seen = set(states)
        self.too_long = False

    def levels(self) -> Iterator[Mapping[K, Steps]]:
        """The states reached with no step, with one, with two …, each with the first way there; what was reached before
        is not looked for again."""
        number = 0
        while self._levels[number]:
            yield self._levels[number]
            number += 1
            if number == len(self._levels) and not self.too_long:
                self._go_on()
            if number == len(self._levels):
                return

    def _go_on(self) -> None:
        found: dict[K, Steps] = {}
        try:
            for state, way in self._levels[-1].items():
                for step, back, reached in self._ways_from(state):
                    self._tried += len(reached)
                    if not (self._onward and back):
                        self._reach(found, reached - self.seen, (*way, step))
                    if self._tried > self._most_tried or len(self.seen) + len(found) > self._most:
                        raise NotDecided
        except NotDecided:  # here, or in a single way on; half a step further would depend on the order of states
            self.too_long = True
            return
        self.seen.update(found)
        self._levels.append(found)

    def _reach(self, found: dict[K, Steps], reached: Iterable[K], way: Steps) -> None:
        for one in reached:
            if one not in found or self._rank(way) < self._rank(found[one]):
                found[one] = way
