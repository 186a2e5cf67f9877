"""Which cell of the grid each node of a scope has: a layer in time, and a row of a lane. No two share one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qingdan.domain.flow.bpmn.pieces import Link, Node, Scope


@dataclass(frozen=True, slots=True)
class Grid:
    """``layer`` and ``row`` of every node; an event on a border has those of its host. Rows are counted through all
    lanes; ``first`` is the first row of each lane, and behind the last lane the number of rows."""

    layer: Mapping[Node, int]
    row: Mapping[Node, int]
    first: tuple[int, ...]

    @property
    def layers(self) -> int:
        return max(self.layer.values(), default=0) + 1

    @property
    def rows(self) -> int:
        return self.first[-1]


def host_of(node: Node) -> Node:
    """The node whose cell it is."""
    if node.near is not None:
        return host_of(node.near)
    return node.host or node


def grid_of(scope: Scope) -> Grid:
    """Give every node of a scope its cell."""
    before: dict[Node, list[Node]] = {n: [] for n in scope.nodes}
    for link in scope.links:
        if not link.back and link.target.near is None:
            before[link.target].append(host_of(link.source))
    layer = _layers(scope, before)
    lanes = list(scope.lanes)
    places = _rows(scope, before, layer, {title: i for i, title in enumerate(lanes)})
    heights = [0] * len(lanes)
    for lane, inner in places.values():
        heights[lane] = max(heights[lane], inner + 1)
    first = tuple(sum(heights[:i]) for i in range(len(lanes) + 1))
    row = {node: first[lane] + inner for node, (lane, inner) in places.items()}
    for node in scope.nodes:
        if node not in row:
            row[node], layer[node] = row[host_of(node)], layer[host_of(node)]
    return Grid(layer, row, first)


def _layers(scope: Scope, before: Mapping[Node, list[Node]]) -> dict[Node, int]:
    """The longest way to each node that has a cell."""
    cells = [n for n in scope.nodes if host_of(n) is n]
    layer = dict.fromkeys(cells, 0)
    for _ in cells:
        changed = False
        for node in cells:
            least = max((layer[b] + 1 for b in before[node]), default=0)
            if least > layer[node]:
                layer[node], changed = least, True
        if not changed:
            break
    return layer


def _rows(
    scope: Scope, before: Mapping[Node, list[Node]], layer: Mapping[Node, int], lanes: Mapping[str, int]
) -> dict[Node, tuple[int, int]]:
    """Lane and row of each node; the main way takes its places first."""
    order = {node: i for i, node in enumerate(scope.nodes)}
    places: dict[Node, tuple[int, int]] = {}
    taken: set[tuple[int, int, int]] = set()
    for node in sorted(layer, key=lambda n: (n.depth, layer[n], order[n])):
        lane = lanes[node.lane]
        above = [places[b] for b in before[node] if b in places and places[b][0] == lane]
        row = min((r for _lane, r in above), default=0)
        while (lane, row, layer[node]) in taken:
            row += 1
        taken.add((lane, row, layer[node]))
        places[node] = (lane, row)
    return places


def forward(scope: Scope) -> list[Link]:
    """The ways that need a route: those to what hangs on a border have none."""
    return [link for link in scope.links if link.target.near is None]
