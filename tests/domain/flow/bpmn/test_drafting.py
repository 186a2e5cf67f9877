"""A model of another tool becomes the flow of a definition that allows the same orders of steps, or is refused."""

from __future__ import annotations

import json
from itertools import product

import pytest
from hypothesis import given, settings

from qingdan.domain.complaints import DefinitionError
from qingdan.domain.flow.bpmn import draft
from qingdan.domain.flow.conform import process_tree as model
from qingdan.domain.flow.conform.flow_states import Done
from qingdan.domain.flow.conform.flows import FlowModel
from qingdan.domain.flow.conform.process_tree import walk
from qingdan.domain.flow.machine import machine
from qingdan.domain.flow.model import Flow
from qingdan.domain.flow.parse import read_flow
from qingdan.domain.reading import read_yaml
from tests.budget import rounds
from tests.domain.flow.bpmn.drawn import Drawing, element, file, level
from tests.domain.flow.conform.languages import language, trees

CLERK = {None: "clerk"}.get
MOST = 4


def flow_of(data: bytes, most_rounds: int = 9) -> Flow:
    """The flow of a model, read as a definition's is."""
    found = draft("x.bpmn", data, CLERK, most_rounds)
    text = json.dumps({"facts": found.facts, "outcomes": found.outcomes, "flow": found.flow}, ensure_ascii=False)
    return read_flow(read_yaml("x.yaml", text), "x")


def allowed(flow: Flow) -> set[str]:
    """Every trace of at most ``MOST`` steps; steps have one letter."""
    judge = FlowModel(machine(flow, {}))
    words = ("".join(t) for n in range(MOST + 1) for t in product(sorted(flow.steps()), repeat=n))
    return {word for word in words if not judge.judge([Done(letter) for letter in word])}


def plain(items: str, ways: str) -> bytes:
    return file(level(items, ways))


def refusal(data: bytes, **asked: object) -> str:
    with pytest.raises(DefinitionError) as caught:
        draft("x.bpmn", data, asked.get("who", CLERK), 9)  # type: ignore[arg-type]
    (complaint,) = caught.value.complaints
    assert complaint.line > 1
    return f"{complaint.what.en} {complaint.remedy.en}"


@settings(max_examples=rounds(40), deadline=None)
@given(trees().filter(lambda tree: sum(1 for _ in walk(tree)) <= 10))
def test_a_draft_allows_what_the_model_allows(tree):
    """With a step before it that can decide; what is refused is refused in words."""
    whole = model.Sequence((model.Activity("z"), tree))
    try:
        flow = flow_of(Drawing().file(whole))
    except DefinitionError as refused:
        assert all(complaint.what.en and complaint.remedy.zh for complaint in refused.complaints)
        return
    assert allowed(flow) == {"".join(map(str, word)) for word in language(whole, MOST)}


@pytest.mark.parametrize(
    ("items", "ways", "traces"),
    [
        ("start:s task:a and:g task:b task:c and:j end:e", "s>a>g>b>j>e g>c>j", {"abc", "acb"}),
        ("start:s task:a xor:g task:b task:c xor:j end:e", "s>a>g>b>j>e g>c>j g>j", {"a", "ab", "ac"}),
        ("start:s xor:j task:a xor:g end:e", "s>j>a>g>e g>j", {"a", "aa", "aaa", "aaaa"}),
        ("start:s task:a xor:j xor:g task:b end:e", "s>a>j>g>e g>b>j", {"a", "ab", "abb", "abbb"}),
        ("start:s task:a xor:g task:b end:e task:c end:f:terminate", "s>a>g>b>e g>c>f", {"ab", "ac"}),
        ("start:s task:a xor:g end:f:terminate task:b end:e", "s>a>g>b>e g>f", {"a", "ab"}),
    ],
)
def test_blocks(items, ways, traces):
    assert allowed(flow_of(plain(items, ways))) == traces


def test_a_loop_goes_round_no_more_than_was_said_and_then_has_an_outcome_of_its_own():
    flow = flow_of(plain("start:s xor:j task:a xor:g end:e", "s>j>a>g>e g>j"), 2)
    assert allowed(flow) == {"a", "aa"} and list(flow.outcomes) == ["done", "rounds-used-up"]


def test_who_does_a_step_is_said_by_its_lane_and_how_by_its_documentation():
    held = "".join(f"<flowNodeRef>{id_}</flowNodeRef>" for id_ in "au")
    lanes = f'<laneSet id="l"><lane id="l1" name="Clerk">{held}</lane></laneSet>'
    inside = level("task:b", "")
    nodes = element("task:a", "<documentation>Look it\n over.</documentation>", name="Check  form")
    found = draft("x.bpmn", file(lanes, nodes, element("sub:u", inside), level("", "a>u")), {"Clerk": "x"}.get, 9)
    assert [(step["do"], step["by"], step["how"]["en"]) for step in found.flow] == [
        ("check-form", "x", "Look it over."), ("b", "x", "To be written: how it is done."),
    ]  # fmt: skip


def test_ids_are_made_of_names_and_never_given_twice():
    names = ("Café crème!", "申请", "Cafe creme", "2nd")
    nodes = [element(f"task:{id_}", name=name) for id_, name in zip("abcd", names, strict=True)]
    found = draft("x.bpmn", file(*nodes, level("", "a>b>c>d")), CLERK, 9)
    assert [step["do"] for step in found.flow] == ["cafe-creme", "b", "cafe-creme-2", "d"]
    assert [step["name"]["zh"] for step in found.flow] == list(names)


A_OR_B = "start:s {}:g task:a task:b {}:j end:e"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (plain(A_OR_B.format("xor", "xor"), "s>g>a>j>e g>b>j"), ("task “a”", "before any step was done", "Put a task")),
        (
            plain(A_OR_B.format("or", "or"), "s>g>a>j>e g>b>j"),
            ("inclusiveGateway “g”", "one way or several", "conform"),
        ),
        (
            file(
                element("border:x:timer", attachedToRef="u"),
                element("sub:u", level("start:t task:b task:c end:f", "t>b>c>f")),
                level("start:s end:e end:o", "s>u>e x>o"),
            ),
            ("boundaryEvent “x”", "something interrupts", "conform"),
        ),
        (
            plain("start:s task:z xor:i xor:g task:a task:b xor:j xor:k end:e", "s>z>i>g>a>j>k>e g>b>j k>i"),
            ("task “a”", "before any step of its loop was done", "Put a task"),
        ),
        (
            plain("start:s task:a and:g task:b end:e end:f:terminate", "s>a>g>b>e g>f"),
            ("endEvent “f”", "when the others stop is open", "conform"),
        ),
        (plain("start:s end:e", "s>e"), ("There is no task",)),
        (plain("start:s task:a xor:g task:b and:j end:e", "s>a>g>b>j>e g>j"), ("it waits for ever",)),
    ],
)
def test_what_our_language_cannot_say_is_refused_by_name(data, words):
    said = refusal(data)
    assert all(word in said for word in words), said


def test_lanes_that_are_no_posts_are_refused_by_name():
    lane = '<laneSet id="l"><lane id="l1" name="Employee"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
    data = file(lane, level("task:a", ""))
    assert "“Employee” is not the name of a post. Add --who “Employee=POST”." in refusal(data)
    assert "stands in no lane" in refusal(plain("task:a", ""), who={}.get)
