"""Finds a place for the words on each edge: near their question, on no node, on no other words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from qingdan.domain.flow.draw.place import Plan
from qingdan.domain.flow.draw.sizes import CIRCLE, Style, pill_lines, pill_size
from qingdan.domain.flow.draw.spots import Way
from qingdan.domain.flow.draw.values import Box, Node, Pill, Point

Routes = Mapping[Way, tuple[Point, ...]]

ARROW = 9.0
CORNER = 7.0
STRIDE = 6.0


@dataclass(frozen=True, slots=True)
class _Spot:
    box: Box
    from_source: float
    bent: bool  # covers a corner of its own edge
    shift: float  # how far its middle stands beside the edge


def place_pills(plan: Plan, routes: Routes, style: Style) -> tuple[dict[Way, Pill], list[Way]]:
    """The pills, and the ways whose words found no room."""
    obstacles = [b for n in plan.nodes for b in _walls(n)] + [lane.head.grown(2) for lane in plan.lanes]
    inside = Box(0, 0, plan.width, plan.height).grown(-2)
    found: dict[Way, Pill] = {}
    failed: list[Way] = []
    for way in sorted((w for w in routes if w.label), key=lambda w: _length(routes[w])):
        lines = pill_lines(way.label, style)
        size = pill_size(lines)
        others = _segments({w: p for w, p in routes.items() if w != way and w.target != way.target})
        best = _best(_candidates(routes[way], size), others, obstacles, inside)
        if best is None:
            failed.append(way)
            continue
        found[way] = Pill(best.box, lines)
        obstacles.append(best.box.grown(3))
    return found, failed


def _best(spots: Iterator[_Spot], others: list[tuple[Point, Point]], obstacles: list[Box], inside: Box) -> _Spot | None:
    """The cheapest spot that is free, looking at the likely ones first."""
    best: _Spot | None = None
    least = float("inf")
    for spot in sorted(spots, key=_base_cost):
        if _base_cost(spot) >= least:
            break
        if not inside.holds(spot.box) or any(spot.box.touches(o) for o in obstacles):
            continue
        wall = spot.box.grown(2)
        cost = _base_cost(spot) + 150 * sum(1 for a, b in others if wall.cut_by(a, b))
        if cost < least:
            best, least = spot, cost
    return best


def _walls(node: Node) -> Iterator[Box]:
    """What of a node a pill must stay away from: the box with its ending, and the number at its corner."""
    yield node.whole.grown(4)
    if node.number is not None:
        yield Box(node.box.x + 3 - CIRCLE, node.box.y + 2 - CIRCLE, 2 * CIRCLE, 2 * CIRCLE).grown(1)


def _length(points: tuple[Point, ...]) -> float:
    return sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(points))


def _segments(routes: Routes) -> list[tuple[Point, Point]]:
    return [(a, b) for points in routes.values() for a, b in pairwise(points)]


def _candidates(points: tuple[Point, ...], size: tuple[float, float]) -> Iterator[_Spot]:
    """Boxes centred on the edge, from its start on; the arrow's head stays free."""
    w, h = size
    gone = 0.0
    last = len(points) - 2
    for k, (a, b) in enumerate(pairwise(points)):
        length = abs(a[0] - b[0]) + abs(a[1] - b[1])
        across = w if a[1] == b[1] else h
        low = across / 2 + (4 if k == 0 else CORNER)
        high = length - across / 2 - (ARROW if k == last else CORNER)
        bent = high < low + 2
        if bent:  # too short to lie within: its middle still beats nothing
            low = high = length / 2
        at = low
        while at <= high + 0.01:
            x, y = _along(a, b, at / length if length else 0)
            for shift in _shifts(w if a[0] == b[0] else h, a[0] == b[0]):
                dx, dy = (shift, 0.0) if a[0] == b[0] else (0.0, shift)
                yield _Spot(Box(x - w / 2 + dx, y - h / 2 + dy, w, h), gone + at, bent, shift)
            at += STRIDE
        gone += length


def _shifts(size: float, upright: bool) -> tuple[float, ...]:
    """On the line; hanging over to one side, where a wall is near; last, close beside the line."""
    over, beside = max(0.0, size / 2 - 14), size / 2 + 3
    return (0.0, over, -over, beside, -beside) if upright and over else (0.0, beside, -beside)


def _along(a: Point, b: Point, share: float) -> Point:
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def _base_cost(spot: _Spot) -> float:
    return spot.from_source + abs(spot.shift) + (90 if spot.bent else 0)
