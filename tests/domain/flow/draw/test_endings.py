"""How endings are drawn: inside the step that decides them, and again where something is still done about them."""

from dataclasses import replace

import pytest

from qingdan.domain.flow.conditions import parse_condition
from qingdan.domain.flow.draw import COLUMNS, Progress, layout, write
from qingdan.domain.flow.draw.marks import Marks
from qingdan.domain.flow.draw.values import Drawing, Node
from qingdan.domain.flow.model import Branch, Choose, End, Flow, Repeat, StepKind
from qingdan.domain.words import Words
from tests.domain.flow.draw.samples import ENGLISH, LEXICON, petty, seq, step

K = StepKind
TELL = step("tell", K.SERVE, "书面告知结果", "clerk", to="applicant")
FILE = step("file", K.ARCHIVE, "归档", "clerk")


def told_at_the_end(when: str = "outcome == bought") -> Flow:
    """The purchase of the samples; whoever gets nothing is told before it is filed."""
    choose = Choose((Branch(parse_condition(when, set()), seq()), Branch(None, seq(TELL))))
    return replace(petty(), finally_=seq(choose, FILE))


def signed() -> Flow:
    """A request that goes back to its start when it is returned, three times at most."""
    request, sign = step("request", K.DO, "提出申请", "clerk"), step("sign", K.APPROVE, "签批", "secretary")
    sign = replace(sign, results={"refused": seq(End("no"))})
    until = parse_condition("sign.result == passed", set())
    body = seq(Repeat(seq(request, sign), until, 3, seq(End("no"))), step("do", K.DO, "办理", "clerk"))
    return Flow("signed", body, seq(), {}, {"ok": Words("办成", "ok"), "no": Words("没批", "refused")})


def drawn(flow: Flow, lexicon=LEXICON) -> Drawing:
    return layout(flow, lexicon, COLUMNS)


def node(drawing: Drawing, ref: str) -> Node:
    return next(n for n in drawing.nodes if n.ref == ref)


def leaves(found: Node) -> list[str]:
    return ["".join(leaf.lines).replace(" ", "") for leaf in found.leaves]


def test_a_decision_needs_no_question_after_it_and_its_endings_stand_inside():
    drawing = drawn(signed())
    assert [n.kind for n in drawing.nodes] == ["do", "approve", "do"]
    assert leaves(node(drawing, "sign")) == ["不同意/3次还不行：没批"]
    back = next(e for e in drawing.edges if e.kind == "back")
    assert (drawing.node(back.target).ref, back.label) == ("request", "退回，最多办3次")


def test_a_condition_that_no_step_decides_is_still_asked():
    repeat = signed().body.children[0]
    asked = replace(signed(), body=seq(replace(repeat, until=parse_condition("request.result == done", set()))))
    assert "question" in [n.kind for n in drawn(asked).nodes]


def test_the_bodys_way_and_all_other_endings_meet_in_finally():
    drawing = drawn(told_at_the_end())
    begin = next(n for n in drawing.nodes if n.kind == "from")
    assert begin.ref == "refused,moved,stopped"
    assert "".join(begin.lines) == "“不予采购”等3种结果"
    ways = {(drawing.node(e.source).ref, drawing.node(e.target).ref) for e in drawing.edges if e.kind == "next"}
    assert {(begin.ref, "tell"), ("tell", "file"), ("show", "file")} <= ways
    assert begin.rank > node(drawing, "show").rank
    assert leaves(node(drawing, "show")) == ["已采购"]
    assert node(drawing, "file").rule == ("不论怎样结束",) and node(drawing, "file").ending == ("办结",)


def test_two_endings_are_both_named_and_english_counts_the_others():
    two = told_at_the_end("outcome == bought or outcome == moved")
    assert "".join(next(n for n in drawn(two).nodes if n.kind == "from").lines) == "“不予采购”、“监委会不同意”"
    many = drawn(told_at_the_end(), ENGLISH)
    assert " ".join(next(n for n in many.nodes if n.kind == "from").lines) == "refused, or 2 others"


@pytest.mark.parametrize(
    ("progress", "marked"),
    [
        pytest.param(
            Progress({"request": "1日", "check": "2日", "study": "3日"}, frozenset({"tell"}), frozenset(), "refused"),
            {"tell": "is-now", "from": "is-done", "file": ""},
            id="refused and to be told",
        ),
        pytest.param(
            Progress({"show": "9日"}, frozenset({"file"}), frozenset({"tell"}), "bought"),
            {"tell": "is-off", "from": "is-off", "file": "is-now"},
            id="bought",
        ),
        pytest.param(Progress({"request": "1日"}, frozenset({"check"})), {"tell": "", "from": ""}, id="not yet known"),
    ],
)
def test_how_far_the_end_has_come(progress, marked):
    drawing = drawn(told_at_the_end())
    marks = Marks(drawing, progress.plain())
    state = {n.kind if n.kind == "from" else n.ref: marks.nodes[n.id] for n in drawing.nodes}
    assert {k: state[k] for k in marked} == marked
    assert "<svg" in write(drawing, "图", progress)


def test_only_the_step_where_the_case_ended_shows_its_ending_as_taken():
    drawing = drawn(told_at_the_end())
    gone = Progress({"request": "1日", "check": "2日", "study": "3日"}, frozenset({"tell"}), frozenset(), "refused")
    marks = Marks(drawing, gone)
    study, review = node(drawing, "study"), node(drawing, "review")
    assert marks.leaf(study, study.leaves[0]) == "is-done"
    assert marks.leaf(review, review.leaves[0]) == ""
    on = Progress({"study": "3日", "quote": "4日"}, frozenset(), frozenset(), "refused")
    assert Marks(drawing, on).leaf(study, study.leaves[0]) == ""


def test_of_two_ends_alike_only_the_one_that_the_case_came_to_is_marked_and_the_question_before_it():
    def asked(name: str) -> tuple:
        ways = (Branch(parse_condition("budget > 900", {"budget"}), seq(End("no"))), Branch(None, seq()))
        return step(name, K.DO, name, "clerk"), Choose(ways)

    flow = replace(signed(), body=seq(*asked("first"), *asked("second")), facts=petty().facts)
    drawing = drawn(flow)
    ends = [n for n in drawing.nodes if n.ref == "no"]
    marks = Marks(drawing, Progress({"first": "1日", "second": "2日"}, frozenset(), frozenset(), "no"))
    assert [marks.nodes[n.id] for n in ends] == ["is-off", "is-done"]
    assert [marks.nodes[n.id] for n in drawing.nodes if n.kind == "question"] == ["is-done", "is-done"]
