"""Finds a way for every edge on the plan's lines: around nodes, with few corners, apart from other edges."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from qingdan.domain.flow.draw.place import WALL, Plan
from qingdan.domain.flow.draw.spots import Way
from qingdan.domain.flow.draw.values import COLUMNS, Box, Node, Point

# Where two lines of the plan cross, numbered column by column; a state is a cell and the side by which one goes on, as
# ``cell * 4 + side``; a piece is what lies between two neighbouring cells, as ``cell * 2`` of the first one, and 1 more
# when it goes down. Numbers, because a drawing looks at hundreds of thousands of them.
Cell = int
State = int
Piece = int

RIGHT, DOWN, LEFT, UP = range(4)

FAR = float("inf")
BEND, CROSSING, OVERLAP, SIDE, CROWDED = 34.0, 46.0, 600.0, 16.0, 260.0


class Hop(NamedTuple):
    """From one cell to the next: the state after it, the cell, the side on which it lies, the node that lies on it, the
    piece between the two cells, and its length."""

    after: State
    cell: Cell
    side: int
    owner: str | None
    piece: Piece
    length: float


@dataclass
class Used:
    """Which edges run where: by unit piece between two cells, and through which cell in which direction."""

    pieces: dict[Piece, list[Way]] = field(default_factory=dict)
    through: dict[Cell, list[tuple[Way, int]]] = field(default_factory=dict)
    ports: dict[tuple[str, int], list[Way]] = field(default_factory=dict)


def reach(kind: str, side: int, box: Box) -> float:
    """From a node's middle to its outline on a side: a wave and a notch lie inside the box."""
    if kind == "disclose" and side == DOWN:
        return box.h / 2 - 6
    if kind == "pay" and side in (LEFT, RIGHT):
        return box.w / 2 - 7
    return box.h / 2 if side in (UP, DOWN) else box.w / 2


class Router:
    """Routes the ways of one plan, one after the other; each respects those before it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.nodes = {n.id: n for n in plan.nodes}
        self.x_at = {x: i for i, x in enumerate(plan.xs)}
        self.y_at = {y: i for i, y in enumerate(plan.ys)}
        self.ahead = DOWN if plan.direction == COLUMNS else RIGHT
        self.rows = len(plan.ys)
        self.blocked = self._blocked()
        self.used = Used()
        self.overlapped: list[Point] = []
        self.hops: dict[Cell, list[Hop | None]] = {}  # from each cell, once it is asked for

    def _blocked(self) -> dict[Cell, str]:
        """The cells that lie on a node; between neighbouring cells a node can only stand if one of them is its own."""
        found: dict[Cell, str] = {}
        for node in self.plan.nodes:
            wall = node.whole.grown(WALL)
            for i, x in enumerate(self.plan.xs):
                if wall.x < x < wall.right:
                    for j, y in enumerate(self.plan.ys):
                        if wall.y < y < wall.bottom:
                            found[i * self.rows + j] = node.id
        return found

    def cell(self, node: Node) -> Cell:
        x, y = node.box.centre
        i = min(self.x_at.items(), key=lambda p: abs(p[0] - x))[1]
        return i * self.rows + min(self.y_at.items(), key=lambda p: abs(p[0] - y))[1]

    def point(self, cell: Cell) -> Point:
        """Where a cell lies."""
        return self.plan.xs[cell // self.rows], self.plan.ys[cell % self.rows]

    def all(self, ways: Sequence[Way]) -> dict[Way, tuple[Point, ...]]:
        """The corner points of every way. Short and straight ones choose first, ways back last."""
        order = sorted(ways, key=self._urgency)
        return {way: self._points(way, self._route(way)) for way in order}

    def _urgency(self, way: Way) -> tuple[int, int, int]:
        a, b = self.nodes[way.source], self.nodes[way.target]
        return (("next", "owed", "back").index(way.kind), abs(a.rank - b.rank), abs(a.lane - b.lane))

    def _route(self, way: Way) -> list[Cell]:
        """A* from middle to middle; the first piece leaves the source straight, the last enters the target straight."""
        source, target = self.nodes[way.source], self.nodes[way.target]
        start, goal = self.cell(source), self.cell(target)
        far = self._far(goal)
        heap: list[tuple[float, int, float, State]] = []
        best: dict[State, float] = {}
        came: dict[State, State] = {}
        friends: dict[int, bool] = {}
        count = 0
        for side in self._exits(source):
            state = start * 4 + side
            best[state] = self._port_cost(way, side)
            heapq.heappush(heap, (best[state] + far[start], count, best[state], state))
            count += 1
        while heap:
            _, _, cost, state = heapq.heappop(heap)
            if cost > best.get(state, cost):
                continue
            if state // 4 == goal:
                return self._walk_back(way, came, state)
            for hop, turn in self._moves(way, state, start):
                total = cost + self._cost(way, hop, turn, friends)
                after = hop.after
                if total < best.get(after, FAR):
                    best[after], came[after] = total, state
                    count += 1
                    heapq.heappush(heap, (total + far[hop.cell], count, total, after))
        raise ValueError(f"no way from {way.source} to {way.target}")  # impossible: the gaps between ranks are free

    def _exits(self, source: Node) -> tuple[int, ...]:
        sides = tuple(d for d in range(4) if d != (self.ahead + 2) % 4)
        return sides if not source.ending else tuple(d for d in sides if d != DOWN)

    def _port_cost(self, way: Way, side: int) -> float:
        cost = 0.0 if side == self.ahead else (SIDE if way.label or way.kind != "next" else 3 * SIDE)
        others = [o for o in self.used.ports.get((way.source, side), []) if o.target != way.target]
        return cost + (CROWDED if others and (way.label or any(o.label for o in others)) else 0.0)

    def _far(self, goal: Cell) -> list[float]:
        """How far every cell lies from the goal."""
        x, y = self.point(goal)
        along = [abs(other - y) for other in self.plan.ys]
        return [abs(other - x) + dy for other in self.plan.xs for dy in along]

    def _moves(self, way: Way, state: State, start: Cell) -> Iterator[tuple[Hop, int]]:
        """Where the way may go on to, straight or to a side, and with what turn."""
        here, heading = divmod(state, 4)
        owner = self.blocked.get(here)
        inside = here == start or owner == way.source
        hops = self.hops.get(here) or self._hops(here)
        for turn in (0,) if inside or owner == way.target else (0, 1, 3):
            hop = hops[(heading + turn) % 4]
            if hop is not None and (hop.owner is None or self._may_enter(way, hop.owner, hop.side, inside)):
                yield hop, turn

    def _hops(self, here: Cell) -> list[Hop | None]:
        """The hops from a cell to its neighbours, by side; None where the plan ends."""
        xs, ys = self.plan.xs, self.plan.ys
        i, j = divmod(here, self.rows)
        there = (
            (i + 1 < len(xs), here + self.rows),
            (j + 1 < len(ys), here + 1),
            (i > 0, here - self.rows),
            (j > 0, here - 1),
        )
        found: list[Hop | None] = []
        for side, (is_there, cell) in enumerate(there):
            if not is_there:
                found.append(None)
                continue
            (x, y), (to_x, to_y) = (xs[i], ys[j]), self.point(cell)
            length = abs(x - to_x) + abs(y - to_y)
            found.append(Hop(cell * 4 + side, cell, side, self.blocked.get(cell), _piece(here, cell, side), length))
        self.hops[here] = found
        return found

    def _may_enter(self, way: Way, owner: str, side: int, inside: bool) -> bool:
        """Only out of one's own source, and into the target: from before it, or from the side on a way back."""
        if owner == way.source and inside:
            return True
        if owner != way.target:
            return False
        return side == self.ahead or (way.kind != "next" and side != (self.ahead + 2) % 4)

    def _cost(self, way: Way, hop: Hop, turn: int, friends: dict[int, bool]) -> float:
        """What it costs to go on. ``friends`` keeps what is known of other ways, by id."""
        share = 0.0
        cost = BEND if turn else 0.0
        for other in self.used.pieces.get(hop.piece, ()):
            friend = self._friend(way, other, friends)
            cost += 0.0 if friend else OVERLAP
            share = 0.5 if friend and other.target == way.target else share
        for other, along in self.used.through.get(hop.cell, ()):
            if not self._friend(way, other, friends):
                cost += CROSSING if (along - hop.side) % 2 else CROSSING / 2
        return cost + hop.length * (1 - share)

    def _friend(self, way: Way, other: Way, friends: dict[int, bool]) -> bool:
        known = friends.get(id(other))
        if known is None:
            known = friends[id(other)] = self._friends(way, other)
        return known

    @staticmethod
    def _friends(way: Way, other: Way) -> bool:
        """Edges that may run together: to the same target in the same manner, or unlabelled from the same source."""
        if way.target == other.target and way.kind == other.kind:
            return not (way.label and other.label)
        return way.source == other.source and not way.label and not other.label and way.kind == other.kind

    def _walk_back(self, way: Way, came: dict[State, State], state: State) -> list[Cell]:
        states = [state]
        while states[-1] in came:
            states.append(came[states[-1]])
        states.reverse()
        cells = [s // 4 for s in states]
        self.used.ports.setdefault((way.source, states[0] % 4), []).append(way)
        for a, b, state in zip(cells, cells[1:], states[1:], strict=False):
            side = state % 4
            piece = _piece(a, b, side)
            if any(not self._friends(way, o) for o in self.used.pieces.get(piece, ())):
                self.overlapped.append(self.point(b))
            self.used.pieces.setdefault(piece, []).append(way)
            self.used.through.setdefault(b, []).append((way, side))
            self.used.through.setdefault(a, []).append((way, side))
        return cells

    def _points(self, way: Way, cells: list[Cell]) -> tuple[Point, ...]:
        """The corners, cut at the outlines of both nodes."""
        points = [self.point(cell) for cell in cells]
        kept = [points[0]]
        for before, here, after in zip(points, points[1:], points[2:], strict=False):
            if not (before[0] == here[0] == after[0] or before[1] == here[1] == after[1]):
                kept.append(here)
        kept.append(points[-1])
        kept[0] = _outline(self.nodes[way.source], kept[0], kept[1])
        kept[-1] = _outline(self.nodes[way.target], kept[-1], kept[-2])
        return tuple((round(x, 2), round(y, 2)) for x, y in kept)


def _piece(here: Cell, cell: Cell, side: int) -> Piece:
    """The piece between two neighbours, whichever way one goes over it."""
    return min(here, cell) * 2 + side % 2


def _outline(node: Node, middle: Point, toward: Point) -> Point:
    """Where a straight line from the middle leaves the node's shape."""
    if middle[0] == toward[0]:
        side = DOWN if toward[1] > middle[1] else UP
        far = reach(node.kind, side, node.box)
        return (middle[0], middle[1] + (far if side == DOWN else -far))
    side = RIGHT if toward[0] > middle[0] else LEFT
    far = reach(node.kind, side, node.box)
    return (middle[0] + (far if side == RIGHT else -far), middle[1])
