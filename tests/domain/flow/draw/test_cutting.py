"""A drawing that is cut for paper loses nothing: every node whole, every way and every word in some piece."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingdan.domain.flow.draw import COLUMNS, ROWS, Lexicon, cut, layout, write
from qingdan.domain.flow.draw.values import Box, Drawing
from qingdan.domain.flow.draw.windows import STUB
from tests.budget import rounds
from tests.domain.flow.draw.samples import petty
from tests.domain.flow.strategies import TITLES, flows

quick = settings(
    max_examples=rounds(12), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
pages = st.sampled_from([(300.0, 420.0), (520.0, 600.0), (900.0, 1200.0)])


def drawn(flow, language="zh", most=400.0) -> Drawing:
    return layout(flow, Lexicon(TITLES, {"petty": "¥5,000"}, {}, language), COLUMNS, 300.0, most)


def lengths(drawing: Drawing) -> float:
    return sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for e in drawing.edges for a, b in pairwise(e.points))


@quick
@given(flows(depth=1), pages, st.sampled_from(["zh", "en"]))
def test_every_node_and_every_word_is_whole_in_one_piece(flow, page, language):
    drawing = drawn(flow, language)
    pieces = cut(drawing, *page)
    assert sorted(n.id for p in pieces for n in p.nodes) == sorted(n.id for n in drawing.nodes)
    words = [e.label for e in drawing.edges if e.pill]
    assert sorted(e.label for p in pieces for e in p.edges if e.pill) == sorted(words)
    for piece in pieces:
        paper = Box(0, 0, piece.width, piece.height)
        for node in piece.nodes:
            assert paper.holds(node.whole), node
            assert piece.lanes[node.lane].band.holds(node.whole), node
        for edge in piece.edges:
            assert edge.pill is None or paper.holds(edge.pill.box), edge
            assert all(-0.01 <= x <= piece.width + 0.01 and -0.01 <= y <= piece.height + 0.01 for x, y in edge.points)
            assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(edge.points))


@quick
@given(flows(depth=1), pages)
def test_no_way_is_lost_between_two_pieces(flow, page):
    drawing = drawn(flow)
    pieces = cut(drawing, *page)
    left = sum(lengths(piece) for piece in pieces) - lengths(drawing)
    assert left >= -0.5  # what is more are the stubs beside the cuts
    assert {(e.source, e.target) for p in pieces for e in p.edges} == {(e.source, e.target) for e in drawing.edges}


@quick
@given(flows(depth=1), pages)
def test_a_piece_fits_its_page_unless_one_node_or_lane_is_larger(flow, page):
    drawing = drawn(flow)
    width, height = page
    widest = max(lane.band.w for lane in drawing.lanes)
    highest = max(n.whole.h for n in drawing.nodes) + max((e.pill.box.h for e in drawing.edges if e.pill), default=0)
    for piece in cut(drawing, width, height):
        assert piece.width <= max(width, widest + 2 * STUB) + 60 or len(piece.lanes) == 1
        assert piece.height <= height or len(piece.nodes) <= len(drawing.lanes) or highest > height / 3


def test_a_petty_purchase_goes_on_pages_that_read_from_above():
    drawing = drawn(petty(), most=500.0)
    pieces = cut(drawing, 2000.0, drawing.height / 2.5)
    assert len(pieces) >= 3
    assert [n.id for p in pieces for n in p.nodes if n.number] == [
        n.id for n in sorted(drawing.nodes, key=lambda n: n.rank) if n.number
    ]
    assert all(lane.lines for piece in pieces for lane in piece.lanes)
    assert all(p.height <= drawing.height / 2.5 for p in pieces)


def test_a_wide_one_is_parted_between_lanes():
    drawing = drawn(petty(), most=500.0)
    pieces = cut(drawing, drawing.width * 0.85, 9_000.0)
    assert len(pieces) == 2
    assert [lane.lines for piece in pieces for lane in piece.lanes] == [lane.lines for lane in drawing.lanes]


def test_what_fits_is_not_cut():
    drawing = drawn(petty())
    assert cut(drawing, drawing.width, drawing.height) == (drawing,)
    rows = layout(petty(), Lexicon(TITLES, {}, {}, "zh"), ROWS, 300.0)
    assert cut(rows, 10.0, 10.0) == (rows,)


@pytest.mark.parametrize("size", [(240.0, 400.0), (400.0, 700.0)])
def test_a_piece_is_a_picture_of_its_own(size):
    for piece in cut(drawn(petty()), *size):
        root = ElementTree.fromstring(write(piece, "示例", dress="paper"))
        assert len(root.findall("{http://www.w3.org/2000/svg}g")) == len(piece.nodes)
