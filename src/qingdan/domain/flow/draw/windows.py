"""The part of a drawing between two lines, as a drawing of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from qingdan.domain.flow.draw.values import Box, Drawing, Edge, Lane, Node, Pill, Point

STUB = 16.0  # px that a way goes on beyond the line, so that it is seen to go on


def anchor(edge: Edge) -> Point:
    """Where on its way the words of a way stand: the point nearest to their middle, which may lie in another lane."""
    assert edge.pill is not None
    x, y = edge.pill.box.centre
    near = [(_between(a[0], x, b[0]), _between(a[1], y, b[1])) for a, b in pairwise(edge.points)]
    return min(near, key=lambda point: abs(point[0] - x) + abs(point[1] - y))


def _between(a: float, x: float, b: float) -> float:
    return min(max(x, min(a, b)), max(a, b))


@dataclass(frozen=True, slots=True)
class Window:
    """From ``low`` to ``high`` along an ``axis`` (0: x, between lanes; 1: y, between ranks), moved to ``start``.

    ``before`` and ``after`` is the room beyond each line for the ways that go on.
    """

    axis: int
    low: float
    high: float
    before: float
    after: float
    start: float

    @property
    def _shift(self) -> float:
        return self.start + self.before - self.low

    @property
    def _length(self) -> float:
        return round(self.before + self.high - self.low + self.after, 2)

    def of(self, drawing: Drawing) -> Drawing:
        """The part of a drawing that lies in the window."""
        nodes = tuple(self._node(node, drawing) for node in drawing.nodes if self._has(node.box))
        edges = tuple(piece for edge in drawing.edges for piece in self._edge(edge))
        width, height = drawing.width, drawing.height
        if self.axis == 0:
            width = self._length
        else:
            height = round(self.start + self._length, 2)
        return replace(drawing, width=width, height=height, lanes=self._lanes(drawing), nodes=nodes, edges=edges)

    def _has(self, box: Box) -> bool:
        return self.low <= box.centre[self.axis] < self.high

    def _box(self, box: Box) -> Box:
        return replace(box, x=box.x + self._shift) if self.axis == 0 else replace(box, y=box.y + self._shift)

    def _lanes(self, drawing: Drawing) -> tuple[Lane, ...]:
        if self.axis == 1:
            return tuple(replace(lane, band=replace(lane.band, h=self._length)) for lane in drawing.lanes)
        kept = [lane for lane in drawing.lanes if self._has(lane.band)]
        lanes = [Lane(lane.lines, self._box(lane.head), self._box(lane.band)) for lane in kept]
        lanes[0] = self._wider(lanes[0], self.before, self.before)
        lanes[-1] = self._wider(lanes[-1], 0.0, self.after)
        return tuple(lanes)

    @staticmethod
    def _wider(lane: Lane, left: float, more: float) -> Lane:
        head, band = (replace(box, x=box.x - left, w=box.w + more) for box in (lane.head, lane.band))
        return Lane(lane.lines, head, band)

    def _node(self, node: Node, drawing: Drawing) -> Node:
        lane = node.lane
        if self.axis == 0:
            lane -= sum(1 for other in drawing.lanes if other.band.right <= self.low)
        return replace(node, box=self._box(node.box), lane=lane)

    def _edge(self, edge: Edge) -> Iterator[Edge]:
        """What of a way lies in the window: nothing, one run, or several."""
        pill = edge.pill if self._says(edge) else None
        for run in self._runs(edge.points):
            words = Pill(self._box(pill.box), pill.lines) if pill else None
            yield replace(edge, points=tuple(self._place(point) for point in run), pill=words)
            pill = None

    def _says(self, edge: Edge) -> bool:
        """Whether the words on a way stand here: between lanes they go with the piece of the way that they are on."""
        if edge.pill is None:
            return False
        return self.low <= anchor(edge)[0] < self.high if self.axis == 0 else self._has(edge.pill.box)

    def _runs(self, points: tuple[Point, ...]) -> Iterator[list[Point]]:
        run: list[Point] = []
        for a, b in pairwise(points):
            first, last = self._held(a), self._held(b)
            if first[self.axis] == last[self.axis] in (self.low, self.high):  # all of it lies outside
                continue
            run = run or [first]
            run.append(last)
            if last != b:  # here it leaves
                yield run
                run = []
        if run:
            yield run

    def _held(self, point: Point) -> Point:
        return self._with(point, min(max(point[self.axis], self.low), self.high))

    def _with(self, point: Point, along: float) -> Point:
        return (along, point[1]) if self.axis == 0 else (point[0], along)

    def _place(self, point: Point) -> Point:
        """A point on paper; no corner of a way lies on a cut, so what lies there is where it leaves or comes in."""
        along = point[self.axis]
        stub = -self.before if along == self.low else self.after if along == self.high else 0.0
        return self._with(point, round(along + stub + self._shift, 2))
