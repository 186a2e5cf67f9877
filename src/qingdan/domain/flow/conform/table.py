"""A model worked out as far as traces have needed it: each state a row, each activity in it one look-up.

A deterministic automaton is never built whole, because parallel blocks would make it too large; a row's entry is worked
out when a trace first comes by, repair included, and from then on costs one step of a dictionary.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeAlias, TypeVar

Label: TypeAlias = Hashable
Labels: TypeAlias = tuple[Label, ...]
S = TypeVar("S", bound=Hashable)
SURPLUS: Labels = ()
MOST_MOVES = 200_000  # kept in one table


class NotDecided(Exception):
    """What happened may have led to more states than may be looked at: whether it was allowed is left open."""


class Automaton(Protocol[S]):
    """States of a model as plain values that can be compared."""

    def begin(self) -> S:
        """The state before anything has happened."""

    def after(self, state: S, label: Label) -> S | None:
        """The state after ``label``; None where it cannot happen. :raises NotDecided: where that is too much."""

    def ends(self, state: S) -> bool:
        """Whether a run may be over in this state."""

    def lead(self, state: S, label: Label) -> Labels | None:
        """The fewest steps after which ``label`` can happen; None where none lead there."""

    def finish(self, state: S) -> Labels:
        """The fewest steps after which a run may be over; empty where they were not found."""

    def full(self) -> bool:
        """Whether so much was worked out that it should be forgotten."""


class Row(dict[Label, "tuple[Row[S], Labels | None]"], Generic[S]):
    """A state, and what is known of the moves from it: for each label where a trace then stands, and what was wrong.

    None: nothing; ``SURPLUS``: it was not possible at all and is passed over; else the steps left out before it.
    """

    __slots__ = ("_asked", "_missing", "_open", "_table", "state")

    def __init__(self, table: Table[S], state: S) -> None:
        self.state, self._table = state, table
        self._open = set[Label]()  # labels of which it is not decided what they do
        self._missing: Labels | None = None
        self._asked = False

    def __missing__(self, label: Label) -> tuple[Row[S], Labels | None]:
        if label in self._open:
            raise NotDecided
        try:
            found = self[label] = self._table.move(self, label)
        except NotDecided:
            self._open.add(label)
            raise
        return found

    @property
    def missing(self) -> Labels | None:
        """What a run that stops here has left out, empty where that cannot be said; None where it may be over."""
        if not self._asked:
            self._asked, self._missing = True, self._table.missing(self)
        return self._missing


class Table(Generic[S]):
    """The rows of one automaton, made by ``make``; ``most`` moves are kept, which bounds its memory."""

    def __init__(self, make: Callable[[], Automaton[S]], most: int = MOST_MOVES) -> None:
        self._make, self._most = make, most
        self.automaton = make()
        self._rows: dict[S, Row[S]] = {}
        self._moves = 0
        self._first: Row[S] | None = None

    def __len__(self) -> int:
        return len(self._rows)

    def begin(self) -> Row[S]:
        """The row in which every trace begins. Only here may what is known be forgotten: no trace is under way."""
        if self._moves > self._most or self.automaton.full():
            self._rows, self._moves, self._first, self.automaton = {}, 0, None, self._make()
        if self._first is None:
            self._first = self.row(self.automaton.begin())
        return self._first

    def row(self, state: S) -> Row[S]:
        """The row of a state."""
        found = self._rows.get(state)
        if found is None:
            found = self._rows[state] = Row(self, state)
        return found

    def move(self, row: Row[S], label: Label) -> tuple[Row[S], Labels | None]:
        """What ``label`` does in a row, with the repair where it is not possible."""
        self._moves += 1
        state = self.automaton.after(row.state, label)
        if state is not None:
            return self.row(state), None
        skipped = self.automaton.lead(row.state, label)
        if skipped is None:
            return row, SURPLUS
        reached = row.state
        for step in (*skipped, label):
            after = self.automaton.after(reached, step)
            assert after is not None, "a lead can be walked"
            reached = after
        return self.row(reached), skipped

    def missing(self, row: Row[S]) -> Labels | None:
        """The fewest steps from a row to an ending; None where it is one."""
        return None if self.automaton.ends(row.state) else self.automaton.finish(row.state)
