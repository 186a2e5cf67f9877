"""From a flow to a drawing: places, then routes, then words; again with more room where something did not fit."""

from __future__ import annotations

from dataclasses import replace

from qingdan.domain.flow.draw.graph import build
from qingdan.domain.flow.draw.phrases import Lexicon
from qingdan.domain.flow.draw.pills import Routes, place_pills
from qingdan.domain.flow.draw.place import Plan, Spread, plan
from qingdan.domain.flow.draw.route import Router
from qingdan.domain.flow.draw.sizes import COMPACT, NARROW, ROOMY, ROWS_STYLE, Style, pill_lines, pill_size
from qingdan.domain.flow.draw.spots import Graph, Way
from qingdan.domain.flow.draw.values import COLUMNS, ROWS, Drawing, Edge, Pill
from qingdan.domain.flow.model import Flow

ROUNDS = 4  # for edges that run into one another
MOST = 9  # for words without a place


def layout(flow: Flow, lexicon: Lexicon, direction: str = COLUMNS, width: float = 0.0, most: float = 0.0) -> Drawing:
    """Lay out a flow with its lanes as ``columns`` or as ``rows``.

    ``width`` is the room on the page in px: the drawing is stretched to it, or drawn compactly when it would be wider.
    It may still come out wider; then show the list, or let it scroll, so that no text falls under 12 px. Paper does not
    scroll: columns that come out wider than ``most`` are made as narrow as their words.
    """
    graph = build(flow, lexicon)
    if not graph.spots:
        return Drawing(direction, lexicon.language, max(width, 40.0), 40.0, (), (), ())
    if direction == COLUMNS and 0 < most < _least(graph, COMPACT, lexicon, width):
        return _fitted(graph, lexicon, NARROW, direction, width)
    found = _laid_out(graph, lexicon, direction, width)
    if direction == COLUMNS and 0 < most < found.width:
        narrow = _fitted(graph, lexicon, NARROW, direction, width)
        return narrow if narrow.width < found.width else found
    return found


def _least(graph: Graph, style: Style, lexicon: Lexicon, width: float) -> float:
    """How wide columns are before their edges have a way: what finds no room without them will find none with them."""
    return round(plan(graph, style, COLUMNS, lexicon.english, Spread(), width).width, 2)


def _laid_out(graph: Graph, lexicon: Lexicon, direction: str, width: float) -> Drawing:
    if direction != COLUMNS:
        return _fitted(graph, lexicon, ROWS_STYLE, direction, width)
    if not width:
        return _fitted(graph, lexicon, ROOMY, direction, width)
    least = _least(graph, ROOMY, lexicon, width)
    roomy = _fitted(graph, lexicon, ROOMY, direction, width) if least <= width else None
    if roomy is not None and roomy.width <= width:
        return roomy
    compact = _fitted(graph, lexicon, COMPACT, direction, width)
    if roomy is None and compact.width < least:
        return compact
    roomy = roomy or _fitted(graph, lexicon, ROOMY, direction, width)
    return compact if compact.width < roomy.width else roomy


def least_width(flow: Flow, lexicon: Lexicon, width: float) -> float:
    """How wide the lanes as ``rows`` are at least; edges may need more. Takes little beside a whole layout."""
    graph = build(flow, lexicon)
    return round(plan(graph, ROWS_STYLE, ROWS, lexicon.english, Spread(), width).width, 2) if graph.spots else 0.0


def _fitted(graph: Graph, lexicon: Lexicon, style: Style, direction: str, width: float) -> Drawing:
    spread = Spread()
    best: tuple[int, Plan, Routes, dict[Way, Pill]] | None = None
    for turn in range(MOST):
        made = plan(graph, style, direction, lexicon.english, spread, width)
        router = Router(made)
        routes = router.all(graph.ways)
        pills, failed = place_pills(made, routes, style)
        faults = 1000 * len(failed) + len(router.overlapped)
        if best is None or faults < best[0]:
            best = faults, made, routes, pills
        if not faults or (turn >= ROUNDS and not failed):
            break
        _make_room(spread, made, router, failed, style, turn + 1)
    assert best is not None
    return _drawing(graph, *best[1:], lexicon.language)


def _make_room(spread: Spread, made: Plan, router: Router, failed: list[Way], style: Style, turn: int) -> None:
    """More tracks where edges ran into one another, more px after a rank whose words found no place."""
    columns = made.direction == COLUMNS
    gaps, borders = set(), set()
    for x, y in router.overlapped:
        main, cross = (y, x) if columns else (x, y)
        gaps |= {made.gap_of[main]} if main in made.gap_of else set()
        borders |= {made.border_of[cross]} if cross in made.border_of else set()
    for gap in gaps:
        spread.gap_tracks[gap] = spread.gap_tracks.get(gap, 0) + 1
    for border in borders:
        spread.border_tracks[border] = spread.border_tracks.get(border, 0) + 1
    for way in failed:
        gap = router.nodes[way.target if way.kind == "back" else way.source].rank + 1
        w, h = pill_size(pill_lines(way.label, style))
        spread.gap_px[gap] = spread.gap_px.get(gap, 0.0) + ((h if columns else w / 2) + 8) * turn


def _drawing(graph: Graph, made: Plan, routes: Routes, pills: dict[Way, Pill], language: str) -> Drawing:
    edges = tuple(Edge(w.source, w.target, w.kind, routes[w], w.label, pills.get(w)) for w in graph.ways)
    return _rounded(Drawing(made.direction, language, made.width, made.height, made.lanes, made.nodes, edges))


def _rounded(drawing: Drawing) -> Drawing:
    return replace(drawing, width=round(drawing.width, 2), height=round(drawing.height, 2))
