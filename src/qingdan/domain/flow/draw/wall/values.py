"""What a wall chart is made of, and its sizes. A unit is a quarter of a millimetre."""

from __future__ import annotations

from dataclasses import dataclass

from qingdan.domain.flow.draw.stops import Stop
from qingdan.domain.flow.draw.values import Box
from qingdan.domain.flow.model import StepKind

SIZES = (30.0, 28.0, 26.0, 24.0, 22.0, 20.0, 19.0)  # of a name: 7.5 to 4.75 mm
LATIN_SIZES = (26.0, 24.0, 22.0, 20.0, 19.0, 18.0, 17.0)  # Latin letters are plainer, and words longer
SMALL, SMALLEST = 0.78, 18.0  # the small line: of the name's size, and never under 4.5 mm
ARROW, TRACK = 12.0, 8.0  # between the boxes of two rows: room for an arrow's head, and for each arrow that turns
AIR, PAD = 15.0, 9.0  # between a box and the side of its lane; between a box and its words
ICON, ICON_GAP = 30.0, 7.0
CIRCLE = 14.0  # radius of the number at the corner
LOWEST, HIGHEST = 34.0, 92.0  # a box
AIRIER = 26.0  # so much more may lie between rows where there is room
MOST_LANES = 6  # with more, all meetings share one
MOST_WITH_ICONS = 7  # lanes
LEGEND, LEGEND_SIZE = 58.0, 19.0  # height of the legend's row below the chart, and of its type
LINES = 4  # of a name
# What a villager misses least when there is no room for all.
TELLS_LEAST = (StepKind.ARCHIVE, StepKind.SERVE, StepKind.START, StepKind.REVIEW, StepKind.DO, StepKind.PAY)
FOR_EVERY_CASE = 3  # so many kinds more does a step tell that no case skips


@dataclass(frozen=True, slots=True)
class Tile:
    """A step in the chart: its box, and its name and small line broken to fit."""

    stop: Stop
    lane: int
    row: int
    box: Box
    lines: tuple[str, ...]
    rule: tuple[str, ...]

    @property
    def cell(self) -> tuple[int, int]:
        """Row and lane."""
        return (self.row, self.lane)


@dataclass(frozen=True, slots=True)
class Wall:
    """A chart laid out. ``lanes`` are the broken titles, ``size`` is that of the names, ``gaps`` what lies between the
    boxes of two rows; ``left_out`` steps of the main way did not fit."""

    language: str
    width: float
    height: float
    head: float
    lanes: tuple[tuple[str, ...], ...]
    tiles: tuple[Tile, ...]
    size: float
    icons: bool
    gaps: tuple[float, ...]
    left_out: int = 0

    @property
    def small(self) -> float:
        """The size of the small lines."""
        return max(SMALLEST, self.size * SMALL)
