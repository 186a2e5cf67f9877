"""A flow as a list: the main way numbered, each step with its side ways, and how far a case has come on it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from qingdan.domain.flow.conditions import parse_condition
from qingdan.domain.flow.draw import Lexicon, Line, Progress, numbers, step_list
from qingdan.domain.flow.model import AnyTime, Branch, Choose, End, Fact, FactType, Flow, ForEach, Repeat, StepKind
from qingdan.domain.rules.audience import Audience
from qingdan.domain.words import Words
from tests.domain.flow.draw.samples import ENGLISH, LEXICON, petty, seq, side_by_side, step
from tests.domain.flow.draw.test_endings import signed, told_at_the_end
from tests.domain.flow.draw.test_layout import quick
from tests.domain.flow.strategies import TITLES, flows

K = StepKind


def told(flow: Flow, lexicon: Lexicon = LEXICON) -> list[str]:
    """The list in one line each: number, name, conditions; side ways set in with what they come to."""

    def one(line: Line, deep: str) -> list[str]:
        head = " ".join(filter(None, [str(line.number or "·"), line.title, *(f"[{w}]" for w in line.when)]))
        inner = [
            text
            for aside in line.asides
            for text in (
                f"{deep}  {aside.when}: {aside.then}",
                *(t for each in aside.lines for t in one(each, deep + "    ")),
            )
        ]
        return [deep + head, *inner]

    return [text for line in step_list(flow, lexicon) for text in one(line, "")]


def by_ref(flow: Flow, progress: Progress) -> dict[str, Line]:
    return {line.ref: line for top in step_list(flow, LEXICON, progress) for line in top.all()}


def test_the_main_way_stands_first_and_side_ways_under_their_step():
    assert told(petty()) == [
        "1 提出申请",
        "2 核对限额",
        "  如果预算超过 ¥5,000: 到此结束：转大宗采购",
        "    · 改走大宗采购",
        "3 集体研究 [条件：预算不超过 ¥5,000]",
        "  如果没通过: 到此结束：不予采购",
        "4 询价比选",
        "5 双签审批",
        "6 整理票据",
        "7 票据审核",
        "  如果有异议: 回到第6步“整理票据”，最多办3次",
        "  如果3次还不行: 到此结束：监委会不同意",
        "8 报账付款",
        "9 结果公开",
        "· 退质保金 [以后还要办]",
        "10 归档 [不论怎样结束]",
    ]


def test_the_same_in_english():
    lines = told(petty(), ENGLISH)
    assert "  if objected: back to step 6, “vouch”; 3 rounds at most" in lines
    assert "3 study [only if: budget up to ¥5,000]" in lines


def test_what_is_done_on_some_endings_says_on_which():
    assert told(told_at_the_end())[-2:] == ["10 书面告知结果 [条件：“不予采购”等3种结果]", "11 归档 [不论怎样结束]"]


def test_a_side_way_that_goes_back_says_where_to_and_one_that_goes_on_says_so():
    again = step("again", K.SERVE, "通知换货", "clerk", to="applicant")
    sign = replace(signed().steps()["sign"], results={"returned": seq(again), "refused": seq(End("no"))})
    repeat = replace(signed().body.children[0], body=seq(signed().steps()["request"], sign))
    lines = told(replace(signed(), body=seq(repeat)))
    assert "  如果退回: 回到第1步“提出申请”，最多办3次" in lines and "    · 通知换货" in lines
    look = replace(step("look", K.REVIEW, "看一看", "committee"), results={"objected": seq(again)})
    assert "  如果有异议: 接着往下办" in told(replace(signed(), body=seq(look)))


def test_a_question_right_after_a_result_makes_a_side_way_of_each_case():
    fact = Fact("who", FactType.YES_NO, Words("联名", "joint"), "ask", Audience.VILLAGE)
    ways = Choose((Branch(parse_condition("who == true", {"who"}), seq()), Branch(None, seq(End("no")))))
    meet = replace(step("meet", K.MEET, "开会", "clerk"), results={"rejected": seq(ways)})
    flow = replace(signed(), body=seq(step("ask", K.DO, "提出", "clerk"), meet), facts={"who": fact})
    assert told(flow)[2:] == ["  如果没通过，联名：是: 接着往下办", "  如果没通过，联名：不是: 到此结束：没批"]


def test_a_condition_that_no_step_decides_and_what_stands_around_several_steps():
    fact = Fact("items", FactType.LIST, Words("付款", "payments"), "pay", Audience.VILLAGE)
    asked = Repeat(
        seq(step("pay", K.DO, "付钱", "clerk")), parse_condition("pay.result == done", set()), 1, seq(End("no"))
    )
    flow = replace(signed(), body=seq(asked, ForEach("items", "one", seq(step("each", K.DO, "核对", "clerk")))))
    assert told(replace(flow, facts={"items": fact})) == [
        "1 付钱", "  如果1次还不行: 到此结束：没批", "2 核对 [每项付款办一遍]"
    ]  # fmt: skip
    assert told(side_by_side())[1:3] == ["2 入户调查 [同时办]", "2 核对家底 [同时办]"]


def test_what_may_interrupt_stands_last():
    rule = AnyTime("withdraw", Words("撤回", "Withdraw"), ("applicant",), "request", "no")
    last = step_list(replace(signed(), any_time={"withdraw": rule}), LEXICON)[-1]
    assert (last.title, last.lane, last.rule, last.number) == ("撤回", "申请人", "到此结束：没批", None)
    assert last.when == ("“提出申请”办完以前，随时",)


def test_a_meeting_stands_with_its_body_and_a_step_with_everybody_who_may():
    lines = {line.ref: line for line in step_list(side_by_side(), LEXICON)}
    assert (lines["decide"].lane, lines["decide"].who) == ("村民代表会议", "村民代表会议")


def test_how_far_a_case_has_come():
    progress = Progress({"request": "11月12日", "check": "11月13日", "study#1": "11月16日"}, frozenset({"quote"}))
    lines = by_ref(petty(), replace(progress, not_taken=frozenset({"bulk"})))
    assert [lines[r].state for r in ("request", "study", "quote", "bulk", "pay")] == [
        "is-done", "is-done", "is-now", "is-off", ""
    ]  # fmt: skip
    assert lines["check"].date == "11月13日" and not lines["check"].opened


def test_the_side_way_that_a_case_is_on_stands_open():
    line = by_ref(petty(), Progress({"check": "1日"}, frozenset({"bulk"})))["check"]
    assert line.opened and line.asides[0].state == "is-now"


@pytest.mark.parametrize(("last", "taken"), [("study", "is-done"), ("quote", "")])
def test_the_ending_a_case_came_to_is_marked_where_it_ended(last, taken):
    done = {"study": "3日", last: "4日", "file": "9日"}
    line = by_ref(petty(), Progress(done, frozenset(), frozenset(), "refused"))["study"]
    assert line.asides[0].state == taken


@quick
@given(flows(depth=2))
def test_every_step_is_told_once_and_drawing_and_list_number_alike(flow):
    lines = [line for top in step_list(flow, Lexicon(TITLES, {"petty": "¥5,000"})) for line in top.all()]
    steps = [line.ref for line in lines if line.ref in flow.steps()]
    assert sorted(steps) == sorted(flow.steps())
    assert {line.ref: line.number for line in lines if line.number} == numbers(flow)
