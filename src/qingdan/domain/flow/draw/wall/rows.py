"""In which row of a wall chart each step stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qingdan.domain.flow.draw.stops import Stop


def rows_of(shown: Sequence[Stop], at: Sequence[int], *, share: bool) -> list[int]:
    """The row of each step in its lane ``at``: below all that come before it. Steps that follow the same one may stand
    side by side. With ``share`` a step also stands beside the one before it, when its lane is further on and nothing
    stands between: half as many rows."""
    grid = _Grid()
    for stop, lane in zip(shown, at, strict=True):
        beside = grid.beside(stop, lane) if share else None
        grid.put(stop, lane, grid.below(stop, lane, share) if beside is None else beside)
    return [grid.row[stop.step.id] for stop in shown]


@dataclass
class _Grid:
    row: dict[str, int] = field(default_factory=dict)
    lane: dict[str, int] = field(default_factory=dict)
    cells: dict[tuple[int, int], Stop | None] = field(default_factory=dict)  # None: an arrow runs through

    def put(self, stop: Stop, lane: int, row: int) -> None:
        self.row[stop.step.id], self.lane[stop.step.id] = row, lane
        for b in stop.before:
            if self.row[b] == row:
                self.cells.update({(row, between): None for between in range(self.lane[b] + 1, lane)})
        self.cells[row, lane] = stop

    def beside(self, stop: Stop, lane: int) -> int | None:
        """The row of the one step before, where an arrow can run straight from it to the right."""
        if len(stop.before) != 1:
            return None
        row, start = self.row[stop.before[0]], self.lane[stop.before[0]]
        free = all((row, between) not in self.cells for between in range(start + 1, lane + 1))
        return row if lane > start and free else None

    def below(self, stop: Stop, lane: int, share: bool) -> int:
        """The first row under those before it that has room for it."""
        row = max((self.row[b] for b in stop.before), default=-1) + 1
        while (row, lane) in self.cells or not (share or self._all_follow_the_same(stop, row)):
            row += 1
        return row

    def _all_follow_the_same(self, stop: Stop, row: int) -> bool:
        others = [s for (r, _lane), s in self.cells.items() if r == row and s is not None]
        return all(set(other.before) & set(stop.before) for other in others)
