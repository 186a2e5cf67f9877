"""Finds a way for every edge on the plan's lines: around nodes, with few corners, apart from other edges."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qingdan.domain.flow.draw.place import Plan
from qingdan.domain.flow.draw.spots import Way
from qingdan.domain.flow.draw.values import COLUMNS, Box, Node, Point

Cell = tuple[int, int]
State = tuple[int, int, int]

RIGHT, DOWN, LEFT, UP = range(4)
STEP = ((1, 0), (0, 1), (-1, 0), (0, -1))

BEND, CROSSING, OVERLAP, SIDE, CROWDED = 34.0, 46.0, 600.0, 16.0, 260.0


@dataclass
class Used:
    """Which edges run where: by unit piece between two cells, and through which cell in which direction."""

    pieces: dict[tuple[Cell, Cell], list[Way]] = field(default_factory=dict)
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
        self.blocked = self._blocked()
        self.used = Used()
        self.overlapped: list[Cell] = []

    def _blocked(self) -> dict[Cell, str]:
        """The cells that lie on a node; between neighbouring cells a node can only stand if one of them is its own."""
        found: dict[Cell, str] = {}
        for node in self.plan.nodes:
            wall = node.whole.grown(4)
            for i, x in enumerate(self.plan.xs):
                if wall.x < x < wall.right:
                    for j, y in enumerate(self.plan.ys):
                        if wall.y < y < wall.bottom:
                            found[(i, j)] = node.id
        return found

    def cell(self, node: Node) -> Cell:
        x, y = node.box.centre
        return min(self.x_at.items(), key=lambda p: abs(p[0] - x))[1], min(
            self.y_at.items(), key=lambda p: abs(p[0] - y)
        )[1]

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
        heap: list[tuple[float, int, float, State]] = []
        best: dict[State, float] = {}
        came: dict[State, State] = {}
        count = 0
        for side in self._exits(source):
            state = (*start, side)
            best[state] = self._port_cost(way, side)
            heapq.heappush(heap, (best[state] + self._far(start, goal), count, best[state], state))
            count += 1
        while heap:
            _, _, cost, state = heapq.heappop(heap)
            if cost > best.get(state, cost):
                continue
            if state[:2] == goal:
                return self._walk_back(way, came, state)
            for after, more in self._moves(way, state, start, goal):
                total = cost + more
                if total < best.get(after, float("inf")):
                    best[after], came[after] = total, state
                    count += 1
                    heapq.heappush(heap, (total + self._far(after[:2], goal), count, total, after))
        raise ValueError(f"no way from {way.source} to {way.target}")  # impossible: the gaps between ranks are free

    def _exits(self, source: Node) -> tuple[int, ...]:
        sides = tuple(d for d in range(4) if d != (self.ahead + 2) % 4)
        return sides if not source.ending else tuple(d for d in sides if d != DOWN)

    def _port_cost(self, way: Way, side: int) -> float:
        cost = 0.0 if side == self.ahead else (SIDE if way.label or way.kind != "next" else 3 * SIDE)
        others = [o for o in self.used.ports.get((way.source, side), []) if o.target != way.target]
        return cost + (CROWDED if others and (way.label or any(o.label for o in others)) else 0.0)

    def _far(self, a: Cell, b: Cell) -> float:
        xs, ys = self.plan.xs, self.plan.ys
        return abs(xs[a[0]] - xs[b[0]]) + abs(ys[a[1]] - ys[b[1]])

    def _moves(self, way: Way, state: State, start: Cell, goal: Cell) -> Iterator[tuple[State, float]]:
        """The next cells with what going there costs."""
        i, j, heading = state
        here = (i, j)
        inside = here == start or self.blocked.get(here) == way.source
        for turn in (0, 1, 3):
            side = (heading + turn) % 4
            if turn and (inside or self.blocked.get(here) == way.target):
                continue
            cell = (i + STEP[side][0], j + STEP[side][1])
            if not (0 <= cell[0] < len(self.plan.xs) and 0 <= cell[1] < len(self.plan.ys)):
                continue
            owner = self.blocked.get(cell)
            if owner is not None and not self._may_enter(way, owner, side, inside):
                continue
            yield (*cell, side), self._cost(way, here, cell, side, turn)

    def _may_enter(self, way: Way, owner: str, side: int, inside: bool) -> bool:
        """Only out of one's own source, and into the target: from before it, or from the side on a way back."""
        if owner == way.source and inside:
            return True
        if owner != way.target:
            return False
        return side == self.ahead or (way.kind != "next" and side != (self.ahead + 2) % 4)

    def _cost(self, way: Way, here: Cell, cell: Cell, side: int, turn: int) -> float:
        xs, ys = self.plan.xs, self.plan.ys
        length = abs(xs[here[0]] - xs[cell[0]]) + abs(ys[here[1]] - ys[cell[1]])
        share = 0.0
        cost = BEND if turn else 0.0
        for other in self.used.pieces.get((min(here, cell), max(here, cell)), ()):
            friend = self._friends(way, other)
            cost += 0.0 if friend else OVERLAP
            share = 0.5 if friend and other.target == way.target else share
        for other, along in self.used.through.get(cell, ()):
            if not self._friends(way, other):
                cost += CROSSING if (along - side) % 2 else CROSSING / 2
        return cost + length * (1 - share)

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
        cells = [s[:2] for s in states]
        self.used.ports.setdefault((way.source, states[0][2]), []).append(way)
        for a, b, (_, _, side) in zip(cells, cells[1:], states[1:], strict=False):
            piece = (min(a, b), max(a, b))
            if any(not self._friends(way, o) for o in self.used.pieces.get(piece, ())):
                self.overlapped.append(b)
            self.used.pieces.setdefault(piece, []).append(way)
            self.used.through.setdefault(b, []).append((way, side))
            self.used.through.setdefault(a, []).append((way, side))
        return cells

    def _points(self, way: Way, cells: list[Cell]) -> tuple[Point, ...]:
        """The corners, cut at the outlines of both nodes."""
        points = [(self.plan.xs[i], self.plan.ys[j]) for i, j in cells]
        kept = [points[0]]
        for before, here, after in zip(points, points[1:], points[2:], strict=False):
            if not (before[0] == here[0] == after[0] or before[1] == here[1] == after[1]):
                kept.append(here)
        kept.append(points[-1])
        kept[0] = _outline(self.nodes[way.source], kept[0], kept[1])
        kept[-1] = _outline(self.nodes[way.target], kept[-1], kept[-2])
        return tuple((round(x, 2), round(y, 2)) for x, y in kept)


def _outline(node: Node, middle: Point, toward: Point) -> Point:
    """Where a straight line from the middle leaves the node's shape."""
    if middle[0] == toward[0]:
        side = DOWN if toward[1] > middle[1] else UP
        far = reach(node.kind, side, node.box)
        return (middle[0], middle[1] + (far if side == DOWN else -far))
    side = RIGHT if toward[0] > middle[0] else LEFT
    far = reach(node.kind, side, node.box)
    return (middle[0] + (far if side == RIGHT else -far), middle[1])
