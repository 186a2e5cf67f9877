"""The diagram of an exported file: every shape has its place, none covers another, and ways cross no shape."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from lxml import etree

from qingdan.domain.flow.bpmn.names import BPMN, DC, DD, DI
from qingdan.domain.flow.draw.values import Box
from tests.domain.flow.bpmn.beside import EDITION, written
from tests.loaded import powers_at_random

FLOW_NODES = ("Task", "Activity", "Gateway", "Event", "Annotation")


def boxes(root) -> dict[str, Box]:
    found = {}
    for shape in root.iter(f"{{{DI}}}BPMNShape"):
        bounds = shape.find(f"{{{DC}}}Bounds")
        found[shape.get("bpmnElement")] = Box(*(float(bounds.get(k)) for k in ("x", "y", "width", "height")))
    return found


def ways(root) -> dict[str, list[tuple[float, float]]]:
    edges = root.iter(f"{{{DI}}}BPMNEdge")
    return {
        e.get("bpmnElement"): [(float(p.get("x")), float(p.get("y"))) for p in e.iter(f"{{{DD}}}waypoint")]
        for e in edges
    }


@pytest.mark.parametrize("slug", powers_at_random())
def test_nothing_covers_anything_and_ways_are_square(slug):
    root = etree.fromstring(written(slug))
    by_id = {e.get("id"): e for e in root.iter() if e.get("id")}
    shapes, edges = boxes(root), ways(root)
    tag = {i: etree.QName(by_id[i]).localname for i in shapes}
    small = {i: b for i, b in shapes.items() if tag[i].endswith(FLOW_NODES)}
    drawn = {i for i, e in by_id.items() if etree.QName(e).localname in ("sequenceFlow", "association")}
    assert set(edges) == drawn
    assert {i for i, e in by_id.items() if is_node(e)} | {"pool_"} <= set(shapes)
    for (one, a), (other, b) in combinations(small.items(), 2):
        assert not a.touches(b) or attached(by_id, one, other), (one, other)
    for id_, points in edges.items():
        ends = {by_id[id_].get("sourceRef"), by_id[id_].get("targetRef")}
        for a, b in pairwise(points):
            assert abs(a[0] - b[0]) < 0.2 or abs(a[1] - b[1]) < 0.2, id_
            crossed = [i for i, box in small.items() if i not in ends and box.grown(-1).cut_by(a, b)]
            hosts = {by_id[e].get("attachedToRef") for e in ends}
            assert not set(crossed) - hosts - {e for e in crossed if by_id[e].get("attachedToRef") in ends}, (
                id_,
                crossed,
            )


def is_node(element) -> bool:
    name = etree.QName(element).localname
    return element.tag.startswith(f"{{{BPMN}}}") and (name.endswith(FLOW_NODES) or name in ("subProcess", "lane"))


def attached(by_id, one: str, other: str) -> bool:
    return by_id[one].get("attachedToRef") == other or by_id[other].get("attachedToRef") == one


@pytest.mark.parametrize("slug", powers_at_random())
def test_every_step_stands_inside_the_lane_that_names_it(slug):
    root = etree.fromstring(written(slug))
    shapes, named = boxes(root), set()
    for lane in root.iter(f"{{{BPMN}}}lane"):
        for ref in lane.iter(f"{{{BPMN}}}flowNodeRef"):
            box = shapes[ref.text]
            named.add(ref.text)
            assert shapes[lane.get("id")].grown(25).holds(box), (lane.get("name"), ref.text)
    assert set(EDITION.powers[slug].flow.steps()) <= named


def test_the_same_flow_gives_the_same_bytes():
    slug = sorted(EDITION.powers)[0]
    assert written(slug) == written(slug)
