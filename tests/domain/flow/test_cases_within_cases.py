"""What passes between a case and its sub-cases, facts that belong to one result, and times that are settings."""

from __future__ import annotations

import pytest

from qingdan.domain.flow.machine import machine
from qingdan.domain.flow.settle import times_of
from qingdan.domain.flow.state import Rejected
from tests.domain.flow.reading_flows import act, flow, running

STAGES = [{"name": "第一期", "sum": 300}, {"name": "第二期", "sum": 700}]

WORKS = """
    facts:
      budget: {type: money, title: {zh: 预算, en: budget}, set_by: plan, audience: internet}
      payments: {type: list, title: {zh: 付款, en: payments}, set_by: build, audience: internet}
    outcomes: {built: {zh: 建成, en: built}, stopped: {zh: 停办, en: stopped}}
    flow:
    - {do: plan, by: clerk, N}
    - {start: build, power: small-works, with: {limit: budget}, returns: {payments: stages},
       results: {failed: [{end: stopped}]}, N}
    - for_each: payments
      as: stage
      do: [{start: pay, power: reimbursement, with: {amount: stage.sum, purpose: stage.name}, N}]
    - {owed: retention, by: clerk, after: 12 months, start: reimbursement, with: {amount: budget}, N}
"""


def built(**facts):
    m = running(WORKS)
    state = m.advance(m.start(), act("plan", 1, "clerk", budget=1000))
    return m, m.advance(state, {"type": "sub", "key": "build", "outcome": "done", "facts": facts})


def test_a_sub_case_is_given_facts_and_gives_facts_back():
    m = running(WORKS)
    state = m.advance(m.start(), act("plan", 1, "clerk", budget=1000))
    assert m.passed_on(state, "build") == {"limit": 1000}
    _, state = built(payments=STAGES)
    assert list(state["open"]) == ["pay#0", "pay#1"]
    assert m.passed_on(state, "pay#1") == {"amount": 700, "purpose": "第二期"}


def test_what_the_case_needs_to_go_on_must_come_back():
    with pytest.raises(Rejected, match="fact-missing"):
        built()


def test_a_sub_case_that_came_to_nothing_brings_nothing_back():
    m = running(WORKS)
    state = m.advance(m.start(), act("plan", 1, "clerk", budget=1000))
    assert m.advance(state, {"type": "sub", "key": "build", "outcome": "failed"})["outcome"] == "stopped"


def test_a_duty_owed_begins_its_power_with_facts_too():
    m, state = built(payments=[])
    assert state["owed"] == ["retention"]
    assert m.passed_on(state, "retention") == {"amount": 1000}


NESTED = """
    facts:
      groups: {type: list, title: {zh: 组, en: groups}, set_by: plan, audience: internet}
      shares: {type: list, title: {zh: 份, en: shares}, set_by: plan, audience: internet}
    outcomes: {done: {zh: 办成, en: done}}
    flow:
    - {do: plan, by: clerk, N}
    - for_each: groups
      as: group
      do:
      - for_each: shares
        as: share
        do: [{start: pay, power: reimbursement, with: {amount: share.sum, purpose: group.name}, N}]
"""


def test_in_loops_within_loops_each_item_is_that_of_its_own_loop():
    m = running(NESTED)
    groups = [{"name": "一组", "sum": 1}, {"name": "二组", "sum": 2}]
    state = m.advance(m.start(), act("plan", 1, "clerk", groups=groups, shares=STAGES))
    assert m.passed_on(state, "pay#1#0") == {"amount": 300, "purpose": "二组"}
    assert m.passed_on(state, "pay#0#1") == {"amount": 700, "purpose": "一组"}


ON = """
    facts:
      missing: {type: text, title: {zh: 缺什么, en: missing}, set_by: look, audience: parties, on: [incomplete]}
      receipt: {type: text, title: {zh: 回执, en: receipt}, set_by: look, audience: parties, on: [done]}
    outcomes: {done: {zh: 办成, en: done}, lapsed: {zh: 终止, en: lapsed}}
    flow:
    - {do: look, by: clerk, results: {incomplete: [{end: lapsed}]}, N}
"""


@pytest.mark.parametrize(
    ("result", "facts", "fault"),
    [
        ("done", {"receipt": "r"}, None),
        ("incomplete", {"missing": "户口簿"}, None),
        ("incomplete", {}, "fact-missing"),
        ("done", {}, "fact-missing"),
        ("done", {"receipt": "r", "missing": "户口簿"}, "fact-not-here"),
    ],
)
def test_a_fact_may_belong_to_one_result(result, facts, fault):
    m = running(ON)
    event = act("look", 1, "clerk", result, **facts)
    if fault:
        with pytest.raises(Rejected, match=fault):
            m.advance(m.start(), event)
    else:
        assert m.advance(m.start(), event)["phase"] == "over"


SETTING = """
    outcomes: {done: {zh: 办成, en: done}}
    clocks: {whole: {name: {zh: 全程, en: whole}, from: look, to: show, limit: limits.whole wd, extend: 45 wd}}
    flow:
    - {do: look, by: clerk, within: limits.look days, N}
    - {disclose: show, by: clerk, board: finance, audience: internet, stands: limits.stand days, objections: 7 days,
       answer: limits.answer wd, N}
    - {owed: again, by: clerk, every: limits.again months, N}
"""


def test_a_time_may_be_a_setting_and_is_written_out_when_it_runs():
    under = machine(flow(SETTING), {"whole": 30, "look": 3, "stand": 15, "answer": 3, "again": 12}).flow
    assert list(times_of(under)) == ["3 days", "7 days", "3 wd", "15 days", "12 months", "30 wd", "45 wd"]
