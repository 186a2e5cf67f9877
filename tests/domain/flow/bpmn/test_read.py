"""Block-structured models of any tool are read exactly; what is not gets an error that names the element and why."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings

from qingdan.domain.flow.bpmn import read_bpmn
from qingdan.domain.flow.conform.process_tree import labels, walk
from qingdan.domain.flow.conform.trees import TreeModel
from tests.budget import rounds
from tests.domain.flow.bpmn.drawn import Drawing, element, file, level
from tests.domain.flow.conform.languages import language, trees


def allowed(data: bytes, most: int = 4) -> set[str]:
    """Every trace of at most ``most`` steps that a model allows; steps have one letter."""
    tree = read_bpmn("x.bpmn", data)
    model, letters = TreeModel(tree), sorted({str(label) for label in labels(tree)})
    traces = ("".join(t) for n in range(most + 1) for t in product(letters, repeat=n))
    return {trace for trace in traces if not model.judge(trace)}


def plain(items: str, ways: str) -> bytes:
    return file(level(items, ways))


A_OR_B = "start:s xor:g task:a task:b xor:j end:e"


@pytest.mark.parametrize(
    ("items", "ways", "traces"),
    [
        ("start:s task:a task:b end:e", "s>a>b>e", {"ab"}),
        (A_OR_B, "s>g>a>j>e g>b>j", {"a", "b"}),
        (A_OR_B, "s>g>a>j>e g>b>j g>j", {"", "a", "b"}),
        ("start:s and:g task:a task:b and:j end:e", "s>g>a>j>e g>b>j", {"ab", "ba"}),
        ("start:s or:g task:a task:b or:j end:e", "s>g>a>j>e g>b>j", {"a", "b", "ab", "ba"}),
        ("start:s xor:g task:a task:b or:j end:e", "s>g>a>j>e g>b>j", {"a", "b"}),
        ("start:s event:g catch:x:timer catch:y:message task:a xor:j end:e", "s>g>x>a>j>e g>y>j", {"", "a"}),
        ("start:s xor:j task:a xor:g end:e", "s>j>a>g>e g>j", {"a", "aa", "aaa", "aaaa"}),
        ("start:s xor:j task:a xor:g task:b end:e", "s>j>a>g>e g>b>j", {"a", "aba"}),
        ("start:s xor:m task:a task:b end:e", "s>m>a>m>b>e", {"b", "ab", "aab", "aaab"}),  # joins and splits
        ("start:s task:a task:b task:c end:e end:f", "s>a>b>e a>c>f", {"abc", "acb"}),  # implicit split, two ends
        ("start:s xor:g task:a task:b task:c end:e", "s>g>a>c>e g>b>c", {"ac", "bc"}),  # implicit merge
        ("start:s xor:g task:a end:e task:b end:f", "s>g>a>e g>b>f", {"a", "b"}),
        ("start:s start:t task:a task:b xor:j end:e", "s>a>j>e t>b>j", {"a", "b"}),
        ("task:a task:b", "a>b", {"ab"}),  # neither start nor end
        ("start:s and:g task:a task:b end:e end:f:terminate", "s>g>a>e g>b>f", {"ab", "ba", "b"}),
        ("start:s xor:g task:a xor:h task:b end:e end:f", "s>g>a>h>b>e g>f h>f", {"", "a", "ab"}),
    ],
)
def test_blocks(items, ways, traces):
    assert allowed(plain(items, ways)) == traces


BODY = level("start:t task:b task:c end:f", "t>b>c>f")


@pytest.mark.parametrize(
    ("ways", "traces"),
    [
        ("s>a>u>e x>d>e", {"abc", "abd", "ad"}),
        ("s>a>u>d>e x>e", {"a", "ab", "abcd"}),
        ("s>a>u>j>d>e x>j", {"ad", "abd", "abcd"}),
        ("s>a>u x>d>e", {"abc", "abd", "ad"}),
    ],
)
def test_an_interrupting_border_stops_a_sub_process(ways, traces):
    nodes = level("start:s task:a task:d end:e" + (" xor:j" if "j" in ways else ""), ways)
    assert allowed(file(element("border:x:timer", attachedToRef="u"), element("sub:u", BODY), nodes)) == traces


def test_an_interrupting_border_of_a_task_is_taken_in_its_place():
    nodes = level("start:s task:a task:b task:c end:e end:f", "s>a>b>e x>c>f")
    assert allowed(file(element("border:x:timer", attachedToRef="a"), nodes)) == {"ab", "c"}


def test_a_border_may_lead_back():
    nodes = level("start:s xor:j task:a task:b end:e", "s>j>a>e x>b>j")
    assert allowed(file(element("border:x:timer", attachedToRef="a"), nodes)) == {"a", "ba", "bba", "bbba"}


def test_an_error_goes_where_it_is_caught():
    inside = level("start:t xor:g task:b end:f end:x:error", "t>g>b>f g>x")
    nodes = level("start:s task:c task:d end:e end:z", "s>u>c>e y>d>z")
    data = file(element("border:y:error", attachedToRef="u"), element("sub:u", inside), nodes)
    assert allowed(data) == {"bc", "d"}


def test_a_terminate_end_ends_its_own_sub_process_only():
    inside = level("start:t and:g task:a task:b end:f end:x:terminate", "t>g>a>f g>b>x")
    data = file(element("sub:u", inside), level("start:s task:c end:e", "s>u>c>e"))
    assert allowed(data) == {"abc", "bac", "bc"}


def test_an_event_sub_process_stands_in_place_of_what_was_left():
    handler = element("sub:h", level("start:t:message task:c end:f", "t>c>f"), triggeredByEvent="true")
    assert allowed(file(handler, level("start:s task:a task:b end:e", "s>a>b>e"))) == {"ab", "c", "ac"}


def test_events_that_only_note_change_nothing():
    data = file(
        element("border:x:timer", attachedToRef="a", cancelActivity="false"),
        level("start:s task:a end:e end:l", "s>a>e x>l"),
    )
    assert allowed(data) == {"a"}


def test_markers():
    loop = element("task:a", "<standardLoopCharacteristics/>")
    maybe = element("task:b", '<standardLoopCharacteristics testBefore="true"/>')
    each = element("task:c", "<multiInstanceLoopCharacteristics/>")
    end = level("start:s end:e", "s>a>b>c>e")
    assert allowed(file(loop, maybe, each, end), 2) == {"a", "aa", "ab", "ac"}
    many = element("sub:u", BODY + "<multiInstanceLoopCharacteristics/>")
    assert "bbcc" in allowed(file(many, level("start:s end:e", "s>u>e")))


def test_names_are_labels_and_ids_where_there_are_none():
    data = file(
        element("userTask:a", name=" 提出\n 申请 "), element("callActivity:b"), level("start:s end:e", "s>a>b>e")
    )
    assert labels(read_bpmn("x.bpmn", data)) == ("提出 申请", "b")


def test_text_in_a_model_is_never_run(tmp_path):
    there = tmp_path / "there"
    script = element("scriptTask:a", f"<script>open({str(there)!r}, 'w')</script>", scriptFormat="python")
    way = f'<sequenceFlow id="f" sourceRef="a" targetRef="e"><conditionExpression>open({str(there)!r}, "w")'
    nodes = level("start:s end:e", "s>a") + f"{way}</conditionExpression></sequenceFlow>"
    assert allowed(file(script, nodes)) == {"a"}
    assert not there.exists()


def test_nothing_outside_is_asked_for():
    nodes = level("start:s task:a end:e", "s>a>e")
    imported = '<import importType="x" location="http://127.0.0.1:9/x.xsd" namespace="n"/>'
    assert allowed(file(nodes, more=imported)) == {"a"}


def test_other_names_for_the_same_namespace_and_other_encodings():
    text = plain("start:s task:a end:e", "s>a>e").decode()
    for name in sorted({"definitions", "process", "startEvent", "task", "endEvent", "sequenceFlow"}):
        text = text.replace(f"<{name} ", f"<bpmn2:{name} ").replace(f"</{name}>", f"</bpmn2:{name}>")
    text = text.replace("xmlns=", "xmlns:bpmn2=").replace("UTF-8", "UTF-16")
    assert allowed(text.encode("utf-16")) == {"a"}


# -- at random ---------------------------------------------------------------------------------------------------------
@settings(max_examples=rounds(60), deadline=None)
@given(trees().filter(lambda tree: sum(1 for _ in walk(tree)) <= 14))
def test_a_tree_drawn_and_read_allows_the_same(tree):
    read = read_bpmn("x.bpmn", Drawing().file(tree))
    assert language(read, 4) == language(tree, 4)
