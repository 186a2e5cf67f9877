"""Puts spots into lanes and ranks, then gives both their px. A rank is a step in time; a lane holds one node of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qingdan.domain.flow.draw.metrics import LINE, SLACK, balance, widest
from qingdan.domain.flow.draw.rooms import Room, lane_rooms, room_for, turns_aside
from qingdan.domain.flow.draw.sizes import BOLD, CIRCLE, HEAD, Face, Style, face, pill_lines, pill_size, with_leaves
from qingdan.domain.flow.draw.spots import Graph, Spot
from qingdan.domain.flow.draw.values import COLUMNS, Box, Lane, Node

TRACK = 9.0  # between two parallel edges
CLEAR = 12.0  # between a node and the first track
WALL = 4.0  # around a node, which no edge may enter


@dataclass
class Spread:
    """Extra room found to be needed while routing: tracks by rank gap, px by rank gap, tracks by lane border."""

    gap_px: dict[int, float] = field(default_factory=dict)
    gap_tracks: dict[int, int] = field(default_factory=dict)
    border_tracks: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """Where everything stands before edges are drawn, with the lines that edges may run on.

    ``mains`` run across time at each rank and between ranks, ``crosses`` run along time at each lane's middle and
    between lanes; both as coordinates. ``gap_of`` and ``border_of`` say to which gap or border a line belongs.
    """

    direction: str
    width: float
    height: float
    lanes: tuple[Lane, ...]
    nodes: tuple[Node, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    gap_of: Mapping[float, int]
    border_of: Mapping[float, int]


def ranks(graph: Graph) -> dict[str, int]:
    """The rank of each spot: after all that lead to it, one a lane and rank, the longest way straight."""
    after: dict[str, list[str]] = {s: [] for s in graph.spots}
    before: dict[str, set[str]] = {s: set() for s in graph.spots}
    for way in graph.ways:
        if way.kind != "back":
            after[way.source].append(way.target)
            before[way.target].add(way.source)
    for first, second in graph.later:
        before[second].add(first)
    rest = _remaining(graph, after)
    placed: dict[str, int] = {}
    waited = dict.fromkeys(graph.spots, 0)
    rank = 0
    while len(placed) < len(graph.spots):
        ready = [s for s in graph.spots if s not in placed and all(placed.get(b, rank) < rank for b in before[s])]
        ready.sort(key=lambda s: -(min(rest[s], 3) + 2 * waited[s]))
        taken: set[str] = set()
        for spot in ready:
            lane = graph.spots[spot].lane
            if lane in taken:
                waited[spot] += 1
            else:
                placed[spot] = rank
                taken.add(lane)
        rank += 1
    return placed


def _remaining(graph: Graph, after: Mapping[str, list[str]]) -> dict[str, int]:
    """How many nodes still follow each spot on its longest way; an owed duty can always wait."""
    rest: dict[str, int] = {}
    for spot in reversed(graph.spots):
        rest[spot] = 0 if graph.spots[spot].kind == "owed" else 1 + max((rest[a] for a in after[spot]), default=0)
    return rest


def plan(graph: Graph, style: Style, direction: str, english: bool, spread: Spread, width: float) -> Plan:
    """Give every spot a box and list the lines for the edges. ``width``: lanes are stretched to fill it."""
    at = ranks(graph)
    faces = _faces(graph, style, english)
    aside = _aside(graph, style)
    sizes = {s: _extent(spot, faces[s], direction, aside.get(s, 0.0)) for s, spot in graph.spots.items()}
    count = max(at.values(), default=0) + 1
    titles = [balance(t, HEAD, BOLD, style.wrap + 20) for t in graph.lanes]
    across = lane_rooms(graph, sizes, titles, style, direction)
    rank_rooms = [room_for([sizes[s][0] for s in graph.spots if at[s] == r]) for r in range(count)]
    gaps = _gaps(graph, at, style, direction, spread, count)
    head = _head(titles, direction)
    if direction == COLUMNS:
        spare = max(0.0, width - sum(r.low + r.high for r in across) - _borders(spread, len(across)))
        across = [Room(r.low + spare / len(across) / 2, r.high + spare / len(across) / 2) for r in across]
    cross = _cross_lines(across, spread)
    main = _main_lines(rank_rooms, gaps, head, spread)
    return _assemble(graph, at, faces, titles, direction, head, cross, main, width, style)


def _faces(graph: Graph, style: Style, english: bool) -> dict[str, Face]:
    """Every node's face; steps of one drawing are equally wide."""
    found = {s: face(spot, style, english) for s, spot in graph.spots.items()}
    steps = [s for s, spot in graph.spots.items() if spot.kind not in ("question", "end", "from")]
    wide = max((found[s].w for s in steps), default=0.0)
    return {s: with_leaves(f, graph.spots[s].exits, wide, english) if s in steps else f for s, f in found.items()}


def _aside(graph: Graph, style: Style) -> dict[str, float]:
    """What the steps need beside them under which an ending hangs and that lead on all the same: their way out is a
    track of their own lane. A lane gives its nodes less than that, and beside it may stand another such step."""
    least = TRACK / 2 + WALL + 0.1 - (style.gutter - 4)
    return {w.source: max(0.0, least) for w in graph.ways if graph.spots[w.source].ending}


def _extent(spot: Spot, f: Face, direction: str, aside: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """(before, after) the middle along time, and the same across; the number's circle and an ending included.

    ``aside`` px are kept free on the second side.
    """
    top, bottom = f.h / 2, f.h / 2 + f.ending_size[1]
    if spot.number is not None:
        top += CIRCLE - 2
    side = max(f.w + (8 if spot.kind == "question" else 0), f.ending_size[0]) / 2
    left = max(side, f.w / 2 + CIRCLE - 3 if spot.number is not None else 0)
    return ((top, bottom), (left, side + aside)) if direction == COLUMNS else ((left, side), (top, bottom))


def _gaps(graph: Graph, at: Mapping[str, int], style: Style, direction: str, spread: Spread, count: int) -> list[float]:
    """The gap after each rank (index 0: before the first): room for turns, and for pills near their question."""
    found = []
    for gap in range(count + 1):
        out = [w for w in graph.ways if w.source in at and at[w.source] == gap - 1 and w.kind != "back"]
        turns = len({w.target for w in out if turns_aside(graph, w)})
        px = 26.0 + TRACK * max(0, turns - 1)
        labels = [pill_size(pill_lines(w.label, style)) for w in out if w.label]
        if labels:
            need = max(s[1] for s in labels) * (1 if len(labels) < 3 else 2) + 28
            px = max(px, need if direction == COLUMNS else max(s[0] for s in labels) + 26)
        if gap == 0:
            px = 14.0
        tracks = spread.gap_tracks.get(gap, 0)
        found.append(px + spread.gap_px.get(gap, 0.0) + tracks * TRACK)
    back = any(w.kind == "back" and at[w.target] == 0 for w in graph.ways)
    found[0] += 8.0 if back else 0.0
    return found


def _head(titles: list[tuple[str, ...]], direction: str) -> float:
    if direction == COLUMNS:
        return max(len(t) for t in titles) * HEAD * LINE + 26
    return max(widest(t, HEAD, BOLD) for t in titles) * SLACK + 24


def _borders(spread: Spread, lanes: int) -> float:
    return sum(spread.border_tracks.get(b, 0) * TRACK for b in range(lanes + 1))


@dataclass(frozen=True)
class _Lines:
    """Middle lines with the edges of their bands, and the tracks between them, as (coordinate, index of the gap)."""

    middles: list[float]
    bands: list[tuple[float, float]]
    tracks: list[tuple[float, int]]
    total: float


def _cross_lines(rooms: list[Room], spread: Spread) -> _Lines:
    """Lanes side by side; two tracks at each border (one on either side of the hairline), more where needed."""
    at, middles, bands, tracks, borders = 0.0, [], [], [], []
    for i, room in enumerate(rooms):
        before, after = (spread.border_tracks.get(b, 0) * TRACK / 2 for b in (i, i + 1))
        before *= 2 if i == 0 else 1
        after *= 2 if i == len(rooms) - 1 else 1
        middle = at + before + room.low
        borders.append(at)
        bands.append((at, middle + room.high + after))
        middles.append(middle)
        at = middle + room.high + after
    borders.append(at)
    for b, border in enumerate(borders):
        extra = spread.border_tracks.get(b, 0)
        inner = [border + TRACK * (0.5 + k) for k in range(1 + (extra if b == 0 else (extra + 1) // 2))]
        outer = [border - TRACK * (0.5 + k) for k in range(1 + (extra if b == len(rooms) else (extra + 1) // 2))]
        tracks += [(x, b) for x in inner if b < len(rooms)] + [(x, b) for x in outer if b > 0]
    return _Lines(middles, bands, tracks, at)


def _main_lines(rooms: list[Room], gaps: list[float], head: float, spread: Spread) -> _Lines:
    """Ranks one after the other; the tracks of a gap stand in its middle, ``CLEAR`` from the nodes."""
    at, middles, bands, tracks = head, [], [], []
    for i, room in enumerate([*rooms, Room(0, 0)]):
        gap = gaps[i]
        first, last = at + min(CLEAR, gap / 2), at + gap - min(CLEAR + 1, gap / 2)
        many = max(1, int((last - first) // TRACK) + 1)
        offset = (last - first - (many - 1) * TRACK) / 2
        tracks += [(first + offset + k * TRACK, i) for k in range(many)]
        at += gap
        if i < len(rooms):
            middles.append(at + room.low)
            bands.append((at, at + room.low + room.high))
            at += room.low + room.high
    return _Lines(middles, bands, tracks, at)


def _assemble(
    graph: Graph,
    at: Mapping[str, int],
    faces: Mapping[str, Face],
    titles: list[tuple[str, ...]],
    direction: str,
    head: float,
    cross: _Lines,
    main: _Lines,
    width: float,
    style: Style,
) -> Plan:
    columns = direction == COLUMNS
    end = main.total if columns else max(main.total, width)
    lanes, nodes = [], []
    for lines, (low, high) in zip(titles, cross.bands, strict=True):
        boxes = (Box(low, 0, high - low, head), Box(low, head, high - low, end - head))
        if not columns:
            boxes = (Box(0, low, head, high - low), Box(head, low, end - head, high - low))
        lanes.append(Lane(lines, *boxes))
    order = {lane: i for i, lane in enumerate(graph.lanes)}
    for spot in graph.spots.values():
        f, lane = faces[spot.id], order[spot.lane]
        middle = (cross.middles[lane], main.middles[at[spot.id]])
        x, y = middle if columns else middle[::-1]
        nodes.append(_node(spot, f, lane, at[spot.id], Box(x - f.w / 2, y - f.h / 2, f.w, f.h), style))
    along = sorted({*main.middles, *(t for t, _ in main.tracks)})
    across = sorted({*cross.middles, *(t for t, _ in cross.tracks)})
    return Plan(
        direction,
        cross.total if columns else end,
        end if columns else cross.total,
        tuple(lanes),
        tuple(nodes),
        tuple(across if columns else along),
        tuple(along if columns else across),
        dict(main.tracks),
        dict(cross.tracks),
    )


def _node(spot: Spot, f: Face, lane: int, rank: int, box: Box, style: Style) -> Node:
    return Node(
        id=spot.id, kind=spot.kind, ref=spot.ref, lane=lane, rank=rank, box=box, lines=f.lines, rule=f.rule,
        number=spot.number, leaves=f.leaves, ending=f.ending, ending_ref=spot.ending_ref, ending_size=f.ending_size,
        last=spot.last,
        icon=style.icon and spot.kind not in ("question", "end", "from", "start"),
    )  # fmt: skip
