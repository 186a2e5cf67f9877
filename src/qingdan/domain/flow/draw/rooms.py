"""How much room the nodes of a lane or a rank need on both sides of its middle line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qingdan.domain.flow.draw.metrics import SLACK, widest
from qingdan.domain.flow.draw.sizes import BOLD, HEAD, Style, pill_lines, pill_size
from qingdan.domain.flow.draw.spots import Graph, Way
from qingdan.domain.flow.draw.values import COLUMNS


@dataclass(frozen=True)
class Room:
    """The extents that the nodes of a rank or lane need on both sides of its middle line."""

    low: float
    high: float


def room_for(extents: list[tuple[float, float]]) -> Room:
    """The room of nodes by what each needs before and after its middle."""
    return Room(max((e[0] for e in extents), default=0.0), max((e[1] for e in extents), default=0.0))


def lane_rooms(
    graph: Graph,
    sizes: Mapping[str, tuple[tuple[float, float], tuple[float, float]]],
    titles: list[tuple[str, ...]],
    style: Style,
    direction: str,
) -> list[Room]:
    """Equal lanes; as columns each is symmetric, so that its title stands over its nodes. Not so in a narrow style."""
    rooms = [room_for([sizes[s][1] for s, spot in graph.spots.items() if spot.lane == lane]) for lane in graph.lanes]
    if direction == COLUMNS and not style.even:
        return _narrow_rooms(graph, rooms, titles, style)
    if direction == COLUMNS:
        half = max([max(r.low, r.high) for r in rooms] + [widest(t, HEAD, BOLD) * SLACK / 2 for t in titles])
        half = max(half, _outer_pills(graph, style) / 2)
        return [Room(half + style.gutter - 4, half + style.gutter - 4)] * len(rooms)
    low, high = max(r.low for r in rooms), max(r.high for r in rooms)
    return [Room(max(low, 26.0) + style.gutter, max(r.high, high if high < 40 else 26.0) + style.gutter) for r in rooms]


def _narrow_rooms(graph: Graph, rooms: list[Room], titles: list[tuple[str, ...]], style: Style) -> list[Room]:
    """Each lane as wide as its own nodes and its title."""
    outer, found = _outer_pills(graph, style) / 2, []
    for at, (room, title) in enumerate(zip(rooms, titles, strict=True)):
        least = outer if at in (0, len(rooms) - 1) else 0.0
        low, high = max(room.low, least), max(room.high, least)
        more = max(0.0, widest(title, HEAD, BOLD) * SLACK - low - high) / 2
        found.append(Room(low + more + style.gutter - 4, high + more + style.gutter - 4))
    return found


def _outer_pills(graph: Graph, style: Style) -> float:
    """The widest words on a way that stays in the first or last lane: they must not stand beyond the page."""
    outer = {graph.lanes[0], graph.lanes[-1]}
    return max(
        (
            pill_size(pill_lines(w.label, style))[0]
            for w in graph.ways
            if w.label and not turns_aside(graph, w) and graph.spots[w.source].lane in outer
        ),
        default=0.0,
    )


def turns_aside(graph: Graph, way: Way) -> bool:
    """Whether a way leads to another lane."""
    return graph.spots[way.source].lane != graph.spots[way.target].lane
