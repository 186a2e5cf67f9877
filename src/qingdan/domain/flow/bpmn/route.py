"""Ways through the grid, before anything has px.

Between two layers there is a gap, below each row a gutter. A way runs through gaps and gutters only, and along a row
where its cells are empty, so it never crosses a shape. Ways of one source may share a line, and ways to one target.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from qingdan.domain.flow.bpmn.grid import Grid, forward, host_of
from qingdan.domain.flow.bpmn.pieces import Link, Node, Scope

Key = tuple[str, Node | Link]


@dataclass(frozen=True, slots=True)
class Route:
    """How a way goes: ``straight`` along its row, or through up to two ``gaps`` and the ``gutter`` between them.

    ``gaps`` are (gap, key of its track); with one gap the way turns there and needs no gutter. ``row`` is where its
    name stands.
    """

    gaps: tuple[tuple[int, Key], ...] = ()
    gutter: tuple[int, Key] | None = None
    row: int = 0


@dataclass(slots=True)
class Routes:
    """The routes of a scope and the tracks that they need: for each gap and gutter the keys with their track."""

    grid: Grid
    of: dict[Link, Route] = field(default_factory=dict)
    out: dict[int, dict[Key, int]] = field(default_factory=dict)  # gap → tracks at its beginning, of sources
    into: dict[int, dict[Key, int]] = field(default_factory=dict)  # gap → tracks at its end, of targets
    gutters: dict[int, dict[Key, int]] = field(default_factory=dict)
    named: dict[int, list[Link]] = field(default_factory=dict)  # gap → the ways whose names stand in it
    named_gutters: dict[int, list[Link]] = field(default_factory=dict)


def routes_of(scope: Scope, grid: Grid) -> Routes:
    """A route for every way of a scope."""
    finder = _Finder(scope, grid)
    for link in sorted(forward(scope), key=finder.distance):
        finder.find(link)
    return finder.routes()


class _Finder:
    def __init__(self, scope: Scope, grid: Grid) -> None:
        self.grid = grid
        self.cells = {(grid.row[n], grid.layer[n]) for n in scope.nodes if host_of(n) is n}
        self.arriving: dict[Node, int] = defaultdict(int)
        for link in forward(scope):
            self.arriving[link.target] += 1
        self.claims: dict[tuple[int, int], list[Link]] = defaultdict(list)
        self.names: set[tuple[int, int]] = set()  # row and layer behind which a name stands
        self.of: dict[Link, Route] = {}

    def distance(self, link: Link) -> tuple[bool, bool, int]:
        """Short ways first: they have no choice."""
        return (link.back, link.source.host is not None, self._layer(link.target) - self._layer(link.source))

    def _layer(self, node: Node) -> int:
        return self.grid.layer[node]

    def find(self, link: Link) -> None:
        source, target = link.source, link.target
        begin, end = self._layer(source), self._layer(target)
        here, there = self.grid.row[source], self.grid.row[target]
        leaves, enters = (begin, ("out", source)), (end - 1, ("into", target))
        twin = any(known.source is source and known.target is target for known in self.of)
        if link.back or twin or source.host is not None:
            self.of[link] = self._through_gutter(link, leaves, enters)
        elif here == there and self._free(link, here, begin, end):
            self.of[link] = Route(row=here)
        elif self.arriving[target] > 1 and self._free(link, here, begin, end):
            self.of[link] = Route((enters,), row=here)
        elif self._free(link, there, begin, end):
            self.of[link] = Route((leaves,), row=there)
        elif self._free(link, here, begin, end):
            self.of[link] = Route((enters,), row=here)
        else:
            self.of[link] = self._through_gutter(link, leaves, enters)

    def _through_gutter(self, link: Link, leaves: tuple[int, Key], enters: tuple[int, Key]) -> Route:
        here, there = self.grid.row[link.source], self.grid.row[link.target]
        row = here if link.back or link.source.host is not None or there == here else there - (there > here)
        key: Key = ("way", link) if link.name else ("into", link.target)  # a name wants a line of its own
        gaps = (enters,) if link.source.host is not None else (leaves, enters)
        return Route(gaps, (row, key), row)

    def _free(self, link: Link, row: int, begin: int, end: int) -> bool:
        """Whether a way may run along a row from one layer to another; if so it is kept for it."""
        if any((row, layer) in self.cells for layer in range(begin + 1, end)):
            return False
        if link.name and (row, begin) in self.names:
            return False
        places = [(row, p) for p in range(2 * begin + 1, 2 * end)]
        for place in places:
            if any(o.source is not link.source and o.target is not link.target for o in self.claims[place]):
                return False
        for place in places:
            self.claims[place].append(link)
        if link.name:
            self.names.add((row, begin))
        return True

    # -- tracks --------------------------------------------------------------------------------------------------
    def routes(self) -> Routes:
        found = Routes(self.grid, self.of)
        across: dict[int, dict[Key, list[int]]] = defaultdict(lambda: defaultdict(list))
        along: dict[int, dict[Key, list[int]]] = defaultdict(lambda: defaultdict(list))
        for link, route in self.of.items():
            self._count(link, route, across, along)
            if link.name and route.gutter is not None and link.source.host is None:
                found.named_gutters.setdefault(route.gutter[0], []).append(link)
            if link.name:
                found.named.setdefault(self._layer(link.source), []).append(link)
        for gap, keys in across.items():
            found.out[gap] = _tracks({k: v for k, v in keys.items() if k[0] == "out"})
            found.into[gap] = _tracks({k: v for k, v in keys.items() if k[0] == "into"})
        for gutter, keys in along.items():
            found.gutters[gutter] = _tracks(keys)
        return found

    def _count(
        self,
        link: Link,
        route: Route,
        across: dict[int, dict[Key, list[int]]],
        along: dict[int, dict[Key, list[int]]],
    ) -> None:
        """Which stretch of its gaps and gutter a way takes: rows are even, gutters odd; layers even, gaps odd."""
        here, there = 2 * self.grid.row[link.source], 2 * self.grid.row[link.target]
        if route.gutter is None:
            for gap, key in route.gaps:
                across[gap][key] += [here, there]
            return
        gutter, key = route.gutter
        level = 2 * gutter + 1
        if link.source.host is None:
            across[route.gaps[0][0]][route.gaps[0][1]] += [here, level]
        across[route.gaps[-1][0]][route.gaps[-1][1]] += [level, there]
        begin = 2 * self._layer(link.source) + (link.source.host is None)
        along[gutter][key] += [begin, 2 * route.gaps[-1][0] + 1]


def _tracks(keys: dict[Key, list[int]]) -> dict[Key, int]:
    """A track for each key: stretches on the same one do not meet. The shortest come first, next to their shapes."""
    tracks: dict[Key, int] = {}
    taken: list[list[tuple[int, int]]] = []
    for key, ends in sorted(keys.items(), key=lambda item: max(item[1]) - min(item[1])):
        low, high = min(ends), max(ends)
        track = next((i for i, used in enumerate(taken) if _clear(used, low, high)), len(taken))
        if track == len(taken):
            taken.append([])
        taken[track].append((low, high))
        tracks[key] = track
    return tracks


def _clear(used: Iterable[tuple[int, int]], low: int, high: int) -> bool:
    return all(high < a or b < low for a, b in used)
