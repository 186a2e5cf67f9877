"""What must hold for the wall chart of any flow: it fits its room, nothing overlaps, no arrow runs behind a box."""

from __future__ import annotations

from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingdan.domain.catalogue.lexicon import lexicon
from qingdan.domain.catalogue.settled import power_under
from qingdan.domain.flow.draw import Lexicon, numbers
from qingdan.domain.flow.draw.metrics import LINE, widest
from qingdan.domain.flow.draw.sizes import BOLD
from qingdan.domain.flow.draw.stops import fewer, stops
from qingdan.domain.flow.draw.values import Box
from qingdan.domain.flow.draw.wall import Wall, wall, write_wall
from qingdan.domain.flow.draw.wall.heads import HEAD, broken
from qingdan.domain.flow.draw.wall.routes import arrows
from qingdan.domain.flow.draw.wall.values import LATIN_SIZES, SIZES, SMALLEST
from qingdan.domain.flow.model import Flow
from qingdan.domain.words import Words
from tests.budget import rounds
from tests.domain.flow.strategies import TITLES, flows
from tests.loaded import shipped, shipped_powers

quick = settings(
    max_examples=rounds(20), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
WIDE, HIGH = 1488.0, 900.0
languages = st.sampled_from(["zh", "en"])


def holds(chart: Wall, flow: Flow) -> None:
    """Everything that a chart promises."""
    assert len(chart.tiles) + chart.left_out == len(stops(flow))
    assert chart.height <= HIGH + 0.01
    room = Box(0, chart.head, WIDE, max(0.0, chart.height - chart.head))
    wide = WIDE / max(1, len(chart.lanes))
    for tile in chart.tiles:
        assert room.holds(tile.box)
        assert Box(wide * tile.lane, 0, wide, HIGH).holds(tile.box)
        assert widest(tile.lines, chart.size, BOLD) <= tile.box.w
        assert len(tile.lines) * chart.size * LINE + len(tile.rule) * chart.small * LINE <= tile.box.h
    assert not [(a, b) for a, b in combinations(chart.tiles, 2) if a.box.touches(b.box)]
    assert chart.size in (LATIN_SIZES if chart.language == "en" else SIZES)
    assert chart.small >= SMALLEST
    for way in arrows(chart):
        assert way.points[-1][1] >= way.points[0][1] - 8, "no arrow leads back up"
        for a, b in pairwise(way.points):
            assert abs(a[0] - b[0]) < 0.01 or abs(a[1] - b[1]) < 0.01
        for a, b in pairwise(way.points[1:-1]):
            assert not [t for t in chart.tiles if t.box.grown(-0.5).cut_by(a, b)], "an arrow runs behind a box"


@quick
@given(flows(depth=2), languages)
def test_any_flow_fits_the_wall(flow: Flow, language: str) -> None:
    chart = wall(flow, Lexicon(TITLES, {"petty": "¥5,000"}, {}, language), WIDE, HIGH)
    holds(chart, flow)
    assert ElementTree.fromstring(write_wall(chart, "a<b")).get("role") == "img"


@quick
@given(flows(depth=2))
def test_every_stop_has_its_number_and_follows_earlier_ones(flow: Flow) -> None:
    found = stops(flow)
    assert {stop.step.id: stop.number for stop in found} == numbers(flow)
    seen: set[str] = set()
    for stop in found:
        assert set(stop.before) <= seen
        seen.add(stop.step.id)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_power_fits_the_wall_in_type_that_is_read(language: str) -> None:
    words = lexicon(shipped(), language, shipped().limits)
    for slug in shipped_powers():
        flow = power_under(shipped().powers[slug], shipped().limits).flow
        chart = wall(flow, words, WIDE, HIGH)
        holds(chart, flow)
        assert chart.tiles[0].stop.step.id == stops(flow)[0].step.id
        assert len(chart.tiles) >= len(stops(flow)) / 2, slug


def test_what_is_left_out_is_bridged() -> None:
    flow = power_under(shipped().powers["petty-goods"], shipped().limits).flow
    found = stops(flow)
    first, second, third = (stop.step.id for stop in found[:3])
    shorter = fewer(found, {second})
    assert second not in {stop.step.id for stop in shorter}
    assert next(stop for stop in shorter if stop.step.id == third).before == (first,)


def test_less_room_means_smaller_type_and_then_fewer_steps() -> None:
    flow = power_under(shipped().powers["minimum-living"], shipped().limits).flow
    words = lexicon(shipped(), "zh", shipped().limits)
    large, small, tiny = (wall(flow, words, WIDE, high) for high in (1200.0, 800.0, 400.0))
    assert large.size >= small.size >= tiny.size
    assert large.left_out == 0 < tiny.left_out
    assert wall(flow, words, 60, 40).tiles == ()
    assert wall(flow, words, 60, 40).left_out == len(stops(flow))


def test_a_lanes_title_breaks_between_office_and_post() -> None:
    names = ("村民委员会主任", "村民委员会副主任", "村务监督委员会主任", "村务监督委员会成员", "镇政府负责人")
    words = Lexicon({str(n): Words(name, name) for n, name in enumerate(names)})
    assert broken("村务监督委员会主任", 8 * HEAD, words) == ("村务监督委员会", "主任")
    assert broken("村民委员会主任", 6 * HEAD, words) == ("村民委员会", "主任")
    assert broken("镇政府负责人", 9 * HEAD, words) == ("镇政府负责人",)
    assert broken("镇政府负责人", 5 * HEAD, words) == ("镇政府负", "责人")


def test_names_and_titles_are_text() -> None:
    flow = power_under(shipped().powers["petty-goods"], shipped().limits).flow
    lanes = {role: Words("</text><script>", "x") for role in shipped().roles()}
    drawn = write_wall(wall(flow, Lexicon(lanes), WIDE, HIGH), '"><script>')
    assert "<script" not in drawn
    assert ElementTree.fromstring(drawn).tag.endswith("svg")
