"""Cuts a drawing that is too large for a page into pieces, each a drawing under its lanes' titles: for paper.

A piece ends where no node and no words stand, and where few ways cross. A way that goes on in another piece leaves at
the edge and comes in again at the same place. A drawing that is too wide is first parted between two lanes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from qingdan.domain.flow.draw.sizes import CIRCLE
from qingdan.domain.flow.draw.values import COLUMNS, Box, Drawing
from qingdan.domain.flow.draw.windows import STUB, Window, anchor

FAR = float("inf")
AIR = 6.0  # between a cut and whatever stands near it
FILLED = 0.6  # the share of a page that a piece fills at least, where a choice is left
CROSSING = 45.0  # px of an emptier page that are given for one way less across the cut


def cut(drawing: Drawing, width: float, height: float) -> tuple[Drawing, ...]:
    """The pieces of a drawing with its lanes as columns: from above, and of one height from left to right.

    Each is at most ``width`` px wide and ``height`` px high, the lanes' titles included, unless a single lane or node
    is larger. A drawing with rows is not cut.
    """
    if drawing.direction != COLUMNS or not drawing.lanes:
        return (drawing,)
    return tuple(strip for page in _pages(drawing, height) for strip in _strips(page, width))


def _strips(drawing: Drawing, width: float) -> Iterator[Drawing]:
    """The drawing parted between lanes into as few strips as fit, all of like width."""
    if drawing.width <= width:
        yield drawing
        return
    edges, many = [lane.band.x for lane in drawing.lanes] + [drawing.width], 2
    while (windows := _windows(drawing, _even(edges, many), width)) is None and many < len(drawing.lanes):
        many += 1
    for window in windows or _windows(drawing, edges, FAR) or ():
        yield window.of(drawing)


def _windows(drawing: Drawing, cuts: Sequence[float], width: float) -> list[Window] | None:
    """The strips between these cuts; None where one would be wider than ``width``, or empty."""
    found = []
    for first, last in pairwise(cuts):
        before, after = _beyond(drawing, first, last)
        found.append(Window(0, first, last, before if first else 0.0, after if last < drawing.width else 0.0, 0.0))
    return found if all(w.low < w.high and w.before + w.high - w.low + w.after <= width for w in found) else None


def _beyond(drawing: Drawing, first: float, last: float) -> tuple[float, float]:
    """The room that ways, and words that hang over the border of a lane, need on both sides of a strip."""
    boxes = [e.pill.box for e in drawing.edges if e.pill and first <= anchor(e)[0] < last]
    return max([STUB, *(first - b.x + 2 for b in boxes)]), max([STUB, *(b.right + 2 - last for b in boxes)])


def _even(edges: Sequence[float], many: int) -> list[float]:
    """The lanes' edges at which ``many`` strips of like width begin and end."""
    share = edges[-1] / many
    inner = [min((abs(x - share * n), x) for x in edges[1:-1])[1] for n in range(1, many)]
    return [edges[0], *inner, edges[-1]]


def _pages(drawing: Drawing, height: float) -> Iterator[Drawing]:
    if drawing.height <= height:
        yield drawing
        return
    head = drawing.lanes[0].head.h
    edges = [head, *_cuts(drawing, head, height - head - 2 * STUB), drawing.height]
    for top, foot in pairwise(edges):
        window = Window(1, top, foot, 0.0 if top == head else STUB, 0.0 if foot == drawing.height else STUB, head)
        yield window.of(drawing)


def _cuts(drawing: Drawing, top: float, room: float) -> Iterator[float]:
    """Where the drawing is cut, from above; ``room`` is how much of it goes on one page."""
    free = _free(drawing)
    while drawing.height - top > room:
        most = top + room
        reach = [y for y in free if top < y <= most]
        wanted = [y for y in reach if y > top + room * FILLED] or reach or [y for y in free if y > most][:1]
        if not wanted:
            return
        top = min(wanted, key=lambda y: _crossings(drawing, y) * CROSSING + abs(most - y))
        yield top


def _free(drawing: Drawing) -> list[float]:
    """The heights at which a cut goes through nothing but ways that run down or up; one for each gap."""
    found, below = [], drawing.lanes[0].head.h
    for first, last in sorted(_taken(drawing)):
        if first - below > 2 * AIR:
            found.append(round((below + first) / 2, 2))
        below = max(below, last)
    return found


def _taken(drawing: Drawing) -> Iterator[tuple[float, float]]:
    for node in drawing.nodes:
        circle = CIRCLE if node.number is not None else 0.0
        yield from (_span(node.whole), (node.box.y - circle, node.box.y))
    for edge in drawing.edges:
        if edge.pill:
            yield _span(edge.pill.box)
        yield from ((a[1], a[1]) for a, b in pairwise(edge.points) if a[1] == b[1])


def _span(box: Box) -> tuple[float, float]:
    return box.y, box.bottom


def _crossings(drawing: Drawing, y: float) -> int:
    """How many places there are at which a way crosses this height; ways that run together cross at one."""
    return len({a[0] for e in drawing.edges for a, b in pairwise(e.points) if min(a[1], b[1]) < y < max(a[1], b[1])})
