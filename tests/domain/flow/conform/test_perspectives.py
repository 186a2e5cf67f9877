"""Who, when and how: each demand of a definition that a log can show as broken, and none that it cannot."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from qingdan.domain.flow.conform.flows import FlowModel
from qingdan.domain.flow.conform.judging import Kind, deviations
from qingdan.domain.flow.conform.log import Event
from qingdan.domain.flow.conform.perspectives import Demands, Missing, Perspectives
from qingdan.domain.flow.conform.sentences import not_judged, sentence
from qingdan.domain.flow.conform.wording import FlowWording
from qingdan.domain.flow.machine import machine
from qingdan.domain.flow.parse import read_flow
from qingdan.domain.reading import read_yaml
from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.domain.rules.limits import Limit, Unit
from qingdan.domain.words import Words
from tests.loaded import shipped

HERE = ZoneInfo("Asia/Shanghai")
W = "{zh: 例, en: example}"
FLOW = f"""
outcomes: {{done: {W}}}
clocks: {{whole: {{name: {{zh: 全程, en: Whole}}, from: ask, to: publish, limit: 20 days}}}}
flow:
- {{do: ask, by: clerk, name: {{zh: 申请, en: Ask}}, how: {W}}}
- {{do: check, by: [clerk, member], persons: 2, not_by: [ask], within: 3 wd, name: {{zh: 核实, en: Check}}, how: {W}}}
- meet: decide
  by: clerk
  body: representatives
  name: {{zh: 开会, en: Meet}}
  how: {W}
  results: {{rejected: [], not-held: []}}
- disclose: publish
  by: clerk
  name: {{zh: 公示, en: Publish}}
  how: {W}
  board: finance
  audience: internet
  fields: []
  objections: 7 days
  answer: 3 days
  stands: 15 days
"""
MODEL = FlowModel(machine(read_flow(read_yaml("flow.yaml", FLOW), "flow"), {}))
ROLES = {"clerk": Words("文书", "Clerk"), "member": Words("委员", "Member"), "head": Words("主任", "Head")}
SIDES = Perspectives(MODEL, Demands(shipped().bodies, ROLES, WorkCalendar(), HERE, Limit(3, Unit.DAYS)))
READS = FlowWording(MODEL)


def at(text: str | None) -> float | None:
    return datetime.fromisoformat(text).replace(tzinfo=HERE).timestamp() if text else None


def event(step: str, day: str, *, began=None, recorded=None, person=None, role=None, **more: str) -> Event:
    return Event(step, at(day), 0, at(began), at(recorded), person, role, None, more or None)


def case(**changes: Event) -> list[Event]:
    found = {
        "ask": event("申请", "2026-01-05", person="示例甲", role="文书"),
        "check": event("核实", "2026-01-07", person="示例乙、示例丙", role="委员"),
        "decide": event("开会", "2026-01-12", entitled="30", present="21"),
        "publish": event("公示", "2026-01-20", began="2026-01-13"),
    }
    return list((found | changes).values())


def found_in(events: list[Event]):
    trace = [READS.done(one) for one in events]
    assert not deviations(MODEL, trace)
    return [(one.kind, str(one.step), sentence(one, READS.named)) for one in SIDES.look(events, trace)]


def test_nothing_is_found_in_a_good_case_nor_in_one_of_which_little_is_told():
    assert found_in(case()) == []
    assert found_in([event(step, "2026-01-05") for step in ("ask", "check", "decide", "publish")]) == []


@pytest.mark.parametrize("role", ["文书", "Clerk", "clerk member", "文书、委员"])
def test_one_role_or_several_however_they_are_called(role):
    assert found_in(case(check=event("核实", "2026-01-07", person="示例乙、示例丙", role=role))) == []


BAD = {
    "one of several": (
        {"check": event("核实", "2026-01-07", role="文书、主任")},
        Kind.WRONG_ACTOR,
        "“核实”：由“文书、主任”办了，应当由文书、委员办。",
        "“Check”: done by “文书、主任”; it is for Clerk, Member.",
    ),
    "an actor": (
        {"check": event("核实", "2026-01-07", role="主任")},
        Kind.WRONG_ACTOR,
        "“核实”：由“主任”办了，应当由文书、委员办。",
        "“Check”: done by “主任”; it is for Clerk, Member.",
    ),
    "one hand for two": (
        {"check": event("核实", "2026-01-07", person="示例乙")},
        Kind.WRONG_ACTOR,
        "“核实”：要2个人一起办，只写了1个。",
        "“Check”: 2 people are wanted, not 1.",
    ),
    "the same hand": (
        {"check": event("核实", "2026-01-07", person="示例甲，示例乙")},
        Kind.WRONG_ACTOR,
        "“核实”：和“申请”是同一个人办的。",
        "“Check”: done by the same person as “Ask”.",
    ),
    "who must stand aside": (
        {"check": event("核实", "2026-01-07", person="示例乙 示例丙", recused="示例丙")},
        Kind.RECUSED,
        "“核实”：应当回避的人参加了。",
        "“Check”: somebody took part who had to stand aside.",
    ),
    "late": (
        {"check": event("核实", "2026-01-09", person="示例乙、示例丙")},
        Kind.LATE,
        "“核实”：期限3个工作日，最迟2026年1月8日，2026年1月9日才办。",
        "“Check”: within 3 working days, by 8 January 2026; done on 9 January 2026.",
    ),
    "a clock": (
        {"publish": event("公示", "2026-01-26", began="2026-01-13")},
        Kind.LATE,
        "“公示”：“全程”期限20日，最迟2026年1月25日，2026年1月26日才办。",
        "“Publish”: “Whole” within 20 days, by 25 January 2026; done on 26 January 2026.",
    ),
    "a notice": (
        {"publish": event("公示", "2026-01-18", began="2026-01-13")},
        Kind.NOTICE_SHORT,
        "“公示”：要满7日，只有2026年1月13日到2026年1月18日。",
        "“Publish”: 7 days are wanted; 13 January 2026 to 18 January 2026.",
    ),
    "a quorum": (
        {"decide": event("开会", "2026-01-12", entitled="30人", present="19人")},
        Kind.QUORUM_SHORT,
        "“开会”：应到30人，实到19人，至少要20人。",
        "“Meet”: 19 of 30 came; 20 are wanted.",
    ),
    "the record": (
        {"ask": event("申请", "2026-01-05", recorded="2026-01-09")},
        Kind.RECORDED_LATE,
        "“申请”：2026年1月5日办的，2026年1月9日才登记。",
        "“Ask”: done on 5 January 2026, recorded on 9 January 2026.",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_found(what):
    changes, kind, zh, en = BAD[what]
    ((found, _step, said),) = found_in(case(**changes))
    assert (found, said.zh, said.en) == (kind, zh, en)


def unjudged(events: list[Event]):
    sides = Perspectives(MODEL, Demands(shipped().bodies, ROLES, WorkCalendar(), HERE, Limit(3, Unit.DAYS)))
    assert not list(sides.look(events, [READS.done(one) for one in events]))
    return {(str(kind), str(missing)): steps for (kind, missing), steps in sides.unjudged.items()}


def test_what_is_not_told_is_counted_and_what_is_told_is_not():
    assert unjudged(case()) == {
        ("wrong-actor", "role"): 2, ("recorded-late", "recorded"): 4, ("recused-person", "recused"): 4,
    }  # fmt: skip
    told = [one._replace(role=one.role or "文书", recorded=one.time) for one in case()]
    assert unjudged([told[0]._replace(more={"recused": "示例己"}), *told[1:]]) == {}
    nothing = [Event(step) for step in ("ask", "check", "decide", "publish")]
    assert unjudged(nothing) == {
        ("wrong-actor", "role"): 4, ("wrong-actor", "person"): 1, ("late", "time"): 2, ("notice-too-short", "began"): 1,
        ("quorum-short", "present"): 1, ("recorded-late", "recorded"): 4, ("recused-person", "recused"): 4,
    }  # fmt: skip


def test_from_when_a_limit_ran_is_not_guessed():
    late = [event("check", "2026-01-30", person="示例乙、示例丙"), event("publish", "2026-03-20", began="2026-01-13")]
    assert unjudged(late)["late", "since"] == 2


@pytest.mark.parametrize("missing", Missing)
def test_what_is_not_judged_is_said_in_both_languages(missing):
    said = not_judged(Kind.LATE, missing, 3)
    assert said.zh.startswith("没有核对“超过期限”：3个步骤看不出") and said.en.startswith(
        "Not judged, “late”: of 3 steps"
    )
