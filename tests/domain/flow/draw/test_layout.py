"""What must hold for the drawing of any flow: nothing overlaps, no edge runs behind a node, all text fits."""

from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingdan.domain.flow.draw import COLUMNS, ROWS, Lexicon, Progress, layout, write
from qingdan.domain.flow.draw.metrics import LINE, text_width, widest
from qingdan.domain.flow.draw.sizes import ASK, BOLD, HEAD, LEAF_LEFT, NAME, PILL, RULE, leaves_height
from qingdan.domain.flow.draw.values import Box, Drawing
from qingdan.domain.flow.model import Flow, Sequence
from tests.budget import rounds
from tests.domain.flow.draw.samples import owed_after_endings, petty
from tests.domain.flow.strategies import TITLES, flows

quick = settings(
    max_examples=rounds(12), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
directions = st.sampled_from([(COLUMNS, 0.0), (COLUMNS, 566.0), (COLUMNS, 250.0, 250.0), (ROWS, 1378.0)])
languages = st.sampled_from(["zh", "en"])


def drawn(flow: Flow, direction: tuple[str | float, ...], language: str = "zh") -> Drawing:
    return layout(flow, Lexicon(TITLES, {"petty": "¥5,000"}, {}, language), *direction)


@quick
@given(flows(depth=1), directions, languages)
def test_no_two_nodes_overlap_and_each_lies_in_its_lane(flow, direction, language):
    drawing = drawn(flow, direction, language)
    for a, b in combinations(drawing.nodes, 2):
        assert not a.whole.touches(b.whole), (a, b)
    for node in drawing.nodes:
        assert drawing.lanes[node.lane].band.holds(node.whole), node


@quick
@given(flows(depth=1), directions, languages)
def test_edges_turn_at_right_angles_and_never_run_behind_a_node(flow, direction, language):
    drawing = drawn(flow, direction, language)
    for edge in drawing.edges:
        for a, b in pairwise(edge.points):
            assert a[0] == b[0] or a[1] == b[1]
            for node in drawing.nodes:
                own = node.id in (edge.source, edge.target)
                wall = node.box.grown(-0.01) if own else node.whole
                touching = own and (a == edge.points[0] or b == edge.points[-1])
                assert touching or not wall.cut_by(a, b), (edge, node)
        assert all(-0.01 <= x <= drawing.width + 0.01 and -0.01 <= y <= drawing.height + 0.01 for x, y in edge.points)


@settings(quick, max_examples=rounds(3))
@given(flows(depth=2), directions, languages)
def test_big_flows_hold_too(flow, direction, language):
    drawing = drawn(flow, direction, language)
    walls = [n.whole for n in drawing.nodes]
    assert not any(a.touches(b) for a, b in combinations(walls, 2))
    assert all(e.pill for e in drawing.edges if e.label)


@quick
@given(flows(depth=1), directions, languages)
def test_every_word_on_an_edge_finds_its_place(flow, direction, language):
    drawing = drawn(flow, direction, language)
    page = Box(0, 0, drawing.width, drawing.height)
    pills = [e.pill for e in drawing.edges if e.label]
    assert all(pills), [e.label for e in drawing.edges if e.label and not e.pill]
    for pill in pills:
        assert page.holds(pill.box)
        assert not any(pill.box.touches(n.whole) for n in drawing.nodes)
        assert widest(pill.lines, PILL, BOLD) <= pill.box.w
    for a, b in combinations(pills, 2):
        assert not a.box.touches(b.box)


@quick
@given(flows(depth=1), directions, languages)
def test_all_text_fits_its_box(flow, direction, language):
    drawing = drawn(flow, direction, language)
    for node in drawing.nodes:
        size = {"question": ASK, "end": RULE, "from": RULE}.get(node.kind, NAME)
        assert len(node.lines) <= (3 if node.kind == "question" else 2)
        assert widest(node.lines, size, BOLD) <= node.box.w
        assert widest(node.rule, RULE, 400) <= node.box.w
        assert widest(node.ending, RULE, BOLD) <= node.whole.w
        assert all(LEAF_LEFT + widest(leaf.lines, RULE, 400) <= node.box.w for leaf in node.leaves)
        assert leaves_height(node.leaves) + len(node.lines) * NAME * LINE + len(node.rule) * RULE * LINE <= node.box.h
    for lane in drawing.lanes:
        assert widest(lane.lines, HEAD, BOLD) <= lane.head.w


@quick
@given(flows(depth=1), directions)
def test_the_same_flow_is_drawn_the_same(flow, direction):
    assert drawn(flow, direction) == drawn(flow, direction)


@quick
@given(flows(depth=1), directions, languages, st.data())
def test_the_svg_is_well_formed_and_small_text_never_occurs(flow, direction, language, data):
    ids = sorted(flow.steps())
    progress = Progress(
        dict.fromkeys(data.draw(st.lists(st.sampled_from(ids), unique=True)), "11月12日"),
        frozenset(data.draw(st.lists(st.sampled_from(ids), unique=True))),
        frozenset(data.draw(st.lists(st.sampled_from(ids), unique=True))),
        data.draw(st.sampled_from([None, *flow.outcomes])),
    )
    text = write(drawn(flow, direction, language), "<流程> & 图", progress, dress="paper")
    root = ElementTree.fromstring(text)  # our own text
    assert root.get("role") == "img"
    sizes = [float(t.get("font-size")) for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert min(sizes) >= 12


@quick
@given(flows(depth=1), directions)
def test_every_step_and_duty_is_in_the_drawing_and_time_goes_one_way(flow, direction):
    drawing = drawn(flow, direction)
    assert set(flow.steps()) <= {n.ref for n in drawing.nodes}
    rank = {n.id: n.rank for n in drawing.nodes}
    for edge in drawing.edges:
        assert edge.kind == "back" or rank[edge.source] < rank[edge.target]


def test_a_flow_without_steps_says_so():
    empty = Flow("empty", Sequence(()), Sequence(()), {}, {})
    assert "还没有步骤" in write(drawn(empty, (COLUMNS, 300.0)), "空")


@pytest.mark.parametrize("width", [300.0, 1200.0])
def test_columns_are_stretched_to_the_room_that_there_is(width):
    drawing = drawn(petty(), (COLUMNS, width))
    assert drawing.width >= width
    assert text_width("提出申请", NAME, BOLD) < drawing.node("n1").box.w


def test_columns_for_paper_are_as_narrow_as_their_words():
    wide, narrow = drawn(petty(), (COLUMNS, 250.0)), drawn(petty(), (COLUMNS, 250.0, 250.0))
    assert narrow.width < wide.width
    assert drawn(petty(), (COLUMNS, 250.0, wide.width)) == wide


@pytest.mark.parametrize("width", [250.0, 300.0, 520.0])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_owed_after_an_ending_finds_its_way_between_two_narrow_lanes(width, language):
    """Under both steps hangs an ending, beside each stands the other, and both lead on."""
    drawing = drawn(owed_after_endings(), (COLUMNS, width, width), language)
    endings = {n.id for n in drawing.nodes if n.ending}
    assert {e.source for e in drawing.edges if e.kind == "owed"} == endings
    assert len(endings) == 2
    walls = [n.whole for n in drawing.nodes]
    for edge in drawing.edges:
        for a, b in pairwise(edge.points[1:-1]):
            assert not any(wall.cut_by(a, b) for wall in walls), edge
