"""The narrow lane drawing at the left of the rail: for each line of the list its mark and the lines that pass by.

Drawn per list item, so that the text beside it may grow: a fixed top of 56 px, and straight pieces that stretch.
"""

from __future__ import annotations

from dataclasses import dataclass

from qingdan.domain.flow.draw.rail import Rail, RailItem
from qingdan.domain.flow.draw.shapes import ICONS, box_attributes, icon, num
from qingdan.domain.flow.draw.values import Box

TOP, MIDDLE = 56, 32
_ROUND = {
    "do": 6,
    "approve": 1.5,
    "meet": 13,
    "elect": 13,
    "disclose": 3,
    "review": 8,
    "serve": 3,
    "pay": 11,
    "start": 2,
    "archive": 3,
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A vertical piece at ``left`` from ``top`` (both px) to the bottom of its item; ``state`` is ed, eo or nothing."""

    left: str
    top: int
    state: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn beside one item: ``stretches`` that grow with it, and ``svg`` with its fixed top."""

    stretches: tuple[Stretch, ...]
    svg: str


def lane_width(rail: Rail) -> int:
    """The px of one lane: 28, less when there are many, so that the text keeps most of a phone's width."""
    return max(16, min(28, 116 // max(1, len(rail.lanes)) // 2 * 2))


def rail_marks(rail: Rail) -> tuple[Mark, ...]:
    """The drawing beside each item."""
    c = lane_width(rail)
    stretches: list[dict[Stretch, None]] = [{} for _ in rail.items]
    paths: list[dict[str, None]] = [{} for _ in rail.items]
    for i, item in enumerate(rail.items):
        for before in item.before:
            _line(rail, before, i, c, stretches, paths)
    return tuple(
        Mark(tuple(stretches[i]), _svg(item, tuple(paths[i]), c, len(rail.lanes))) for i, item in enumerate(rail.items)
    )


def _line(
    rail: Rail, a: int, b: int, c: int, stretches: list[dict[Stretch, None]], paths: list[dict[str, None]]
) -> None:
    """From item ``a`` down to item ``b``; beside the lane's middle where another mark stands in the way."""
    one, two = rail.items[a], rail.items[b]
    state = _line_state(one, two)
    x, end = _middle(one, c), _middle(two, c)
    free = all(item.lane != one.lane for item in rail.items[a + 1 : b])
    along = x if free else x + (c / 2 if two.lane >= one.lane else -c / 2)
    if along == x:
        stretches[a][Stretch(num(along), 46, state)] = None
    else:
        paths[a][_path(f"M{num(x)} {MIDDLE}C{num(x)} 48 {num(along)} 42 {num(along)} {TOP}", state)] = None
        stretches[a][Stretch(num(along), TOP, state)] = None
    for k in range(a + 1, b):
        stretches[k][Stretch(num(along), 0, state)] = None
    bend = f"M{num(along)} 0C{num(along)} 20 {num(end)} 0 {num(end)} 20V24" if along != end else f"M{num(end)} 0V24"
    paths[b][_path(bend, state)] = None


def _line_state(one: RailItem, two: RailItem) -> str:
    if two.state == "is-off" or two.kind == "owed":
        return "eo"
    return "ed" if two.state in ("is-done", "is-now") and one.state != "is-off" else ""


def _middle(item: RailItem, c: int) -> float:
    return c * (item.lane + 0.5)


def _path(d: str, state: str) -> str:
    return (
        f'<path class="e {state}" d="{d}"/>'.replace(' "', '"', 1)
        if not state
        else f'<path class="e {state}" d="{d}"/>'
    )


def _svg(item: RailItem, paths: tuple[str, ...], c: int, lanes: int) -> str:
    half, x = c / 2 - 1, _middle(item, c)
    halo = f'<circle class="halo" cx="{num(x)}" cy="{MIDDLE}" r="{num(half + 4.5)}"/>' if item.state == "is-now" else ""
    return (
        f'<svg class="qd-flow" viewBox="0 0 {c * max(1, lanes)} {TOP}" focusable="false">'
        f"{''.join(paths)}{halo}{_shape(item, x, half)}</svg>"
    )


def _shape(item: RailItem, x: float, half: float) -> str:
    """The small mark: the kind's icon in its shape; a diamond asks; dots say that something begins or ends."""
    kind = item.kind
    if kind in ("question", "repeat", "together", "each"):
        ink = "#fff" if item.state == "is-done" else "currentColor"
        sign = {"question": "?", "repeat": "↻", "together": "+", "each": "×"}[kind]
        side = num(half)
        return (
            f'<path class="n" d="M{num(x)} {num(MIDDLE - half)}l{side} {side}-{side} {side}-{side}-{side}z"/>'
            f'<text fill="{ink}" font-weight="700" x="{num(x)}" y="{num(MIDDLE + 4.5)}" text-anchor="middle" '
            f'font-size="12">{sign}</text>'
        )
    if kind in ("end", "on"):
        return f'<circle class="n" cx="{num(x)}" cy="{MIDDLE}" r="6"/>' + (
            f'<circle class="ah" cx="{num(x)}" cy="{MIDDLE}" r="3"/>' if kind == "end" else ""
        )
    dash = ' stroke-dasharray="3 3"' if kind in ("owed", "any-time") else ""
    size = round(half * 1.2)
    radius = min(half, _ROUND.get(kind, 6))
    return (
        f'<rect class="n" {box_attributes(Box(x - half, MIDDLE - half, 2 * half, 2 * half))} rx="{num(radius)}"{dash}/>'
        + icon(kind if kind in ICONS else "owed", x - size / 2, MIDDLE - size / 2, size)
    )
