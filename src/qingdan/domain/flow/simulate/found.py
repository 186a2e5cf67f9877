"""What a search through everything that a flow can come to has found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Way = tuple[tuple[str, str], ...]  # (step key, result) one after the other


@dataclass(frozen=True, slots=True)
class Ending:
    """How a case can come to one outcome: steps on the shortest and on the longest way, and one shortest way."""

    outcome: str
    shortest: int
    longest: int
    way: Way


@dataclass(frozen=True, slots=True)
class Reached:
    """A step that can be reached: the results that it can have there, and in how many ways roles may sign it."""

    step: str
    results: tuple[str, ...]
    assignments: int


@dataclass(frozen=True, slots=True)
class Branching:
    """A choice or a repeat by its line: how many ways it has, and which of them can be taken."""

    line: int
    kind: str  # choose, repeat
    ways: int
    taken: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A move of the search: the step of ``key`` is completed with ``result`` (``interrupt``: the case is broken off).

    ``aside``: it begins another round, or ends the case otherwise than with its first outcome.
    """

    key: str
    result: str
    after: int
    aside: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything that was searched, by numbers of states: open steps, moves, and the outcome of those that are over."""

    starts: tuple[int, ...]
    opened: tuple[tuple[str, ...], ...]
    edges: tuple[tuple[Edge, ...], ...]
    ended: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Exhausted:
    """What the whole search found. ``contexts``: for each step with watched steps, the sets of those that may be done
    when it opens."""

    power: str
    states: int
    transitions: int
    reached: Mapping[str, Reached]
    unreached: tuple[str, ...]
    branches: tuple[Branching, ...]
    endings: Mapping[str, Ending]
    missing: tuple[str, ...]  # outcomes that no way comes to
    dead_ends: tuple[tuple[str, ...], ...]  # open steps of a state from which nothing leads on
    owed: tuple[str, ...]
    graph: Graph
    contexts: Mapping[str, frozenset[frozenset[str]]] = field(default_factory=dict)

    @property
    def untaken(self) -> tuple[Branching, ...]:
        """Choices with a way that no case can take."""
        return tuple(b for b in self.branches if len(b.taken) < b.ways)

    @property
    def sound(self) -> bool:
        """Whether every step and outcome is reached and nothing is stuck."""
        return not (self.unreached or self.missing or self.dead_ends)
