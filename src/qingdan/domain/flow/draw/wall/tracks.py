"""The gaps between the rows of a wall chart, in which arrows turn: which way one takes, and how many share a gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Cell = tuple[int, int]  # row, lane
Pair = tuple[Cell, Cell]  # an arrow: from, to


@dataclass(frozen=True)
class Tracks:
    """The arrows of a chart by the cells that they join. ``turning`` are, by the row above a gap, the targets whose
    arrows turn in it; each has a track of its own there."""

    cells: frozenset[Cell]
    turning: dict[int, list[Cell]] = field(default_factory=dict)

    @classmethod
    def of(cls, cells: Sequence[Cell], pairs: Sequence[Pair]) -> Tracks:
        """The tracks of a chart with these steps and arrows."""
        found = cls(frozenset(cells))
        for a, b in pairs:
            for row in found.turns(a, b):
                targets = found.turning.setdefault(row, [])
                if b not in targets:
                    targets.append(b)
        return found

    def is_free(self, lane: int, a: Cell, b: Cell) -> bool:
        """Whether nothing stands in a lane between the rows of two cells."""
        return all((row, lane) not in self.cells for row in range(a[0] + 1, b[0]))

    def turns(self, a: Cell, b: Cell) -> Iterator[int]:
        """The rows under which the way from a to b runs across: none for a straight one, one where it can go down in
        the lane of either, else two."""
        if a[0] == b[0] or (a[1] == b[1] and self.is_free(a[1], a, b)):
            return
        if self.is_free(b[1], a, b):
            yield a[0]
        elif self.is_free(a[1], a, b):
            yield b[0] - 1
        else:
            yield a[0]
            yield b[0] - 1

    def share(self, row: int, b: Cell) -> float:
        """Where in the gap under a row the way to b turns: from 0 at its top to 1 at its bottom."""
        targets = self.turning[row]
        return (targets.index(b) + 1) / (len(targets) + 1)
