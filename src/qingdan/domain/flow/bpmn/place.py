"""Gives everything its px: shapes, lanes, names, the corners of ways. A scope is laid out, then put into its shape."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate

from qingdan.domain.flow.bpmn.grid import Grid, grid_of, host_of
from qingdan.domain.flow.bpmn.pieces import Link, Node, Scope
from qingdan.domain.flow.bpmn.route import Key, Route, Routes, routes_of
from qingdan.domain.flow.bpmn.sizes import BORDER, DROP, LATE, STEP, label_size, size_of, way_label_size
from qingdan.domain.flow.draw.metrics import text_width
from qingdan.domain.flow.draw.values import Box, Point

TRACK = 10.0
PAD = 16.0  # above a row
HEAD = 30.0  # a lane's title, and a pool's
TITLE_LETTER = 12.0
TITLE = 30.0  # the name of a sub-process above its lanes
EDGE = 14.0  # inside the border of a sub-process


@dataclass(slots=True)
class Picture:
    """A scope laid out, with everything inside. Boxes of labels only where BPMN puts the name outside a shape."""

    width: float = 0.0
    height: float = 0.0
    shapes: dict[Node, Box] = field(default_factory=dict)
    names: dict[Node | Link, Box] = field(default_factory=dict)
    ways: dict[Link, tuple[Point, ...]] = field(default_factory=dict)
    lanes: dict[tuple[Scope, str], Box] = field(default_factory=dict)

    def put(self, other: Picture, x: float, y: float) -> None:
        """Take in another picture with its corner at a point."""
        self.shapes |= {n: _moved(b, x, y) for n, b in other.shapes.items()}
        self.names |= {n: _moved(b, x, y) for n, b in other.names.items()}
        self.lanes |= {n: _moved(b, x, y) for n, b in other.lanes.items()}
        self.ways |= {w: tuple((px + x, py + y) for px, py in points) for w, points in other.ways.items()}


def _moved(box: Box, x: float, y: float) -> Box:
    return Box(box.x + x, box.y + y, box.w, box.h)


@dataclass(slots=True)
class _Lines:
    """Where columns, gaps, rows and gutters begin, and how wide they are."""

    column: list[float]
    column_width: list[float]
    gap: list[float]
    gap_width: list[float]
    middle: list[float]  # of each row
    gutter: list[float]
    top: list[float]  # of each row; behind the last one the whole height


def picture_of(scope: Scope, left: float = 0.0, top: float = 0.0) -> Picture:
    """Lay out a scope whose lanes begin at (``left``, ``top``)."""
    return _Placer(scope, left, top).picture()


class _Placer:
    def __init__(self, scope: Scope, left: float, top: float) -> None:
        self.scope, self.left, self.top = scope, left, top
        self.inner = {n: picture_of(n.inside, EDGE, TITLE) for n in scope.nodes if n.inside is not None}
        self.grid: Grid = grid_of(scope)
        self.routes: Routes = routes_of(scope, self.grid)
        self.hosted: dict[Node, list[Node]] = defaultdict(list)
        for node in scope.nodes:
            if node.host is not None:
                self.hosted[node.host].append(node)
        self.lines = self._lines()
        self.found = Picture()

    # -- room ----------------------------------------------------------------------------------------------------
    def _size(self, node: Node) -> tuple[float, float]:
        if node not in self.inner:
            return size_of(node)
        inner = self.inner[node]
        wide = 80 + STEP * len(self.hosted[node])
        return (max(inner.width + EDGE, wide), inner.height + EDGE)

    def _room(self, node: Node) -> tuple[float, float, float]:
        """The width of a node's cell, and its height above and below the middle of the row."""
        w, h = self._size(node)
        up = down = h / 2
        if node.tag.endswith("Gateway") and node.name:
            name = label_size(node.name, 120)
            w, up = max(w, name[0]), up + name[1] + 4
        elif node.tag.endswith("Event") and node.name:
            name = label_size(node.name)
            w, down = max(w, name[0]), down + name[1] + 4
        if self.hosted[node]:
            late = any(n.near in self.hosted[node] for n in self.scope.nodes if n.near is not None)
            names = max(label_size(e.name, 78)[1] for e in self.hosted[node])
            down += max(BORDER + DROP + LATE[1] if late else BORDER, 4 + names) + 4
        return w, up, down

    def _lines(self) -> _Lines:
        grid, cells = self.grid, [n for n in self.scope.nodes if host_of(n) is n]
        widths, ups, downs = [0.0] * grid.layers, [0.0] * grid.rows, [0.0] * grid.rows
        for node in cells:
            w, up, down = self._room(node)
            layer, row = grid.layer[node], grid.row[node]
            widths[layer] = max(widths[layer], w)
            ups[row], downs[row] = max(ups[row], up), max(downs[row], down)
        for link, route in self.routes.of.items():
            if link.name and route.gutter is None:
                ups[route.row] = max(ups[route.row], way_label_size(link.name)[1] - PAD + 6)
        gaps = [self._gap(layer) for layer in range(grid.layers)]
        column = list(accumulate((w + g for w, g in zip(widths, gaps, strict=True)), initial=self.left + HEAD + 20))
        gutters = [self._gutter(row) for row in range(grid.rows)]
        heights = [PAD + u + d + g for u, d, g in zip(ups, downs, gutters, strict=True)]
        for i, title in enumerate(self.scope.lanes):  # the title runs up the lane, in two lines at most
            rows = slice(grid.first[i], grid.first[i + 1])
            heights[rows.stop - 1] += max(0.0, text_width(title, TITLE_LETTER, 400) * 0.6 + 24 - sum(heights[rows]))
        top = list(accumulate(heights, initial=self.top))
        middle = [t + PAD + u for t, u in zip(top, ups, strict=False)]
        return _Lines(
            column,
            widths,
            [x + w for x, w in zip(column, widths, strict=False)],
            gaps,
            middle,
            [m + d for m, d in zip(middle, downs, strict=True)],
            top,
        )

    def _gap(self, layer: int) -> float:
        out, into = (max(t.get(layer, {}).values(), default=-1) + 1 for t in (self.routes.out, self.routes.into))
        return (
            26
            + TRACK * (out + into)
            + max((way_label_size(w.name)[0] + 8 for w in self.routes.named.get(layer, ())), default=0.0)
        )

    def _gutter(self, row: int) -> float:
        tracks = max(self.routes.gutters.get(row, {}).values(), default=-1) + 1
        return 8 + self._track_height(row) * tracks

    def _track_height(self, row: int) -> float:
        high = [way_label_size(w.name)[1] for w in self.routes.named_gutters.get(row, ())]
        return max(high) + 6 if high else TRACK

    # -- places --------------------------------------------------------------------------------------------------
    def picture(self) -> Picture:
        for node in self.scope.nodes:
            if host_of(node) is node:
                self._place(node)
        for node in self.scope.nodes:
            if node.near is not None:
                timer = self.found.shapes[node.near].centre
                self.found.shapes[node] = Box(timer[0] - LATE[0] / 2, timer[1] + BORDER + DROP, *LATE)
        for link in self.scope.links:
            self._draw(link)
        self._lanes()
        return self.found

    def _place(self, node: Node) -> None:
        w, h = self._size(node)
        layer, row = self.grid.layer[node], self.grid.row[node]
        x = self.lines.column[layer] + (self.lines.column_width[layer] - w) / 2
        box = self.found.shapes[node] = Box(x, self.lines.middle[row] - h / 2, w, h)
        if node in self.inner:
            self.found.put(self.inner[node], box.x, box.y)
        if node.name and node.tag.endswith("Gateway"):
            name = label_size(node.name, 120)
            self.found.names[node] = Box(box.centre[0] - name[0] / 2, box.y - name[1] - 2, *name)
        elif node.name and node.tag.endswith("Event"):
            name = label_size(node.name)
            self.found.names[node] = Box(box.centre[0] - name[0] / 2, box.bottom + 3, *name)
        for i, event in enumerate(self.hosted[node]):
            middle = box.x + (60 if node in self.inner else 25) + STEP * i
            self.found.shapes[event] = Box(middle - BORDER, box.bottom - BORDER, 2 * BORDER, 2 * BORDER)
            name = label_size(event.name, 78)
            self.found.names[event] = Box(middle + BORDER + 2, box.bottom + 3, *name)

    def _lanes(self) -> None:
        lines = self.lines
        right = lines.gap[-1] + lines.gap_width[-1]
        for i, title in enumerate(self.scope.lanes):
            low, high = lines.top[self.grid.first[i]], lines.top[self.grid.first[i + 1]]
            self.found.lanes[self.scope, title] = Box(self.left, low, right - self.left, high - low)
        self.found.width, self.found.height = right, lines.top[-1]

    # -- ways ----------------------------------------------------------------------------------------------------
    def _draw(self, link: Link) -> None:
        source, target = self.found.shapes[link.source], self.found.shapes[link.target]
        if link.target.near is not None:
            self.found.ways[link] = ((source.centre[0], source.bottom), (target.centre[0], target.y))
            return
        route = self.routes.of[link]
        points = self._points(link, route, source, target)
        self.found.ways[link] = tuple(p for i, p in enumerate(points) if not i or p != points[i - 1])
        if link.name:
            self._name(link, route)

    def _points(self, link: Link, route: Route, source: Box, target: Box) -> list[Point]:
        begin, end = (source.right, source.centre[1]), (target.x, target.centre[1])
        xs = [self._gap_x(gap, key) for gap, key in route.gaps]
        if route.gutter is None:
            return [begin, *((x, y) for x in xs for y in (begin[1], end[1])), end]
        y = self._gutter_y(*route.gutter)
        if link.source.host is not None:
            below = source.centre[0]
            return [(below, source.bottom), (below, y), (xs[0], y), (xs[0], end[1]), end]
        return [begin, (xs[0], begin[1]), (xs[0], y), (xs[1], y), (xs[1], end[1]), end]

    def _gap_x(self, gap: int, key: Key) -> float:
        if key[0] == "out":
            return self.lines.gap[gap] + 10 + TRACK * self.routes.out[gap][key]
        return self.lines.gap[gap] + self.lines.gap_width[gap] - 16 - TRACK * self.routes.into[gap][key]

    def _gutter_y(self, row: int, key: Key) -> float:
        high = self._track_height(row)
        return self.lines.gutter[row] + high * (self.routes.gutters[row][key] + 1) - (0 if high == TRACK else 4)

    def _name(self, link: Link, route: Route) -> None:
        layer = self.grid.layer[link.source]
        out = max(self.routes.out.get(layer, {}).values(), default=-1) + 1
        x = self.lines.gap[layer] + 8 + TRACK * out
        y = self.lines.middle[route.row] if route.gutter is None else self._gutter_y(*route.gutter)
        w, h = way_label_size(link.name)
        self.found.names[link] = Box(x, y - h - 1, w, h)
