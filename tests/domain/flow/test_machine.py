"""The machine, block by block: what opens, what goes on, what is refused."""

from __future__ import annotations

import json

import pytest

from qingdan.domain.flow.state import Rejected
from tests.domain.flow.reading_flows import act, running

TWO_STEPS = """
    outcomes: {done: {zh: 办成, en: done}}
    flow:
    - {do: ask, by: clerk, N}
    - {do: give, by: clerk, N}
    finally: [{archive: file, by: clerk, N}]
"""


def test_a_sequence_opens_one_step_after_the_other_and_ends_with_its_first_outcome():
    m = running(TWO_STEPS)
    state = m.start()
    assert list(state["open"]) == ["ask"]
    state = m.advance(state, act("ask", 1, "clerk"))
    assert list(state["open"]) == ["give"]
    state = m.advance(state, act("give", 1, "clerk"))
    assert (state["phase"], state["outcome"], list(state["open"])) == ("closing", "done", ["file"])
    state = m.advance(state, act("file", 1, "clerk"))
    assert (state["phase"], state["open"]) == ("over", {})


def test_the_state_before_is_never_changed_and_survives_storage():
    m = running(TWO_STEPS)
    before = m.start()
    kept = json.dumps(before)
    after = m.advance(before, act("ask", 1, "clerk"))
    assert json.dumps(before) == kept
    assert m.advance(json.loads(json.dumps(after)), act("give", 1, "clerk"))["phase"] == "closing"


@pytest.mark.parametrize(
    ("event", "code"),
    [
        pytest.param(act("give", 1, "clerk"), "not-open", id="a step whose turn has not come"),
        pytest.param(act("ask", 1, "director"), "wrong-role", id="a role that may not"),
        pytest.param(act("ask", 1, "clerk", "refused"), "result-not-offered", id="a result that the step has not"),
        pytest.param(act("ask", 1, "clerk", colour="red"), "fact-not-here", id="a field that the form has not"),
        pytest.param({"type": "act", "key": "ask", "by": []}, "nobody", id="nobody acts"),
        pytest.param(act("nowhere", 1, "clerk"), "no-such-step", id="a step that the flow has not"),
        pytest.param({"type": "close", "key": "ask"}, "not-posted", id="closing what is no notice"),
        pytest.param({"type": "dance", "key": "ask"}, "unknown-event", id="an event of no known type"),
        pytest.param({"type": "meet", "key": "ask", "verdict": "passed", "by": []}, "wrong-event", id="no meeting"),
        pytest.param({"type": "sub", "key": "ask", "outcome": "x"}, "wrong-event", id="no sub-case"),
        pytest.param({"type": "expire", "key": "ask"}, "result-not-offered", id="a step without a limit expires"),
        pytest.param({"type": "interrupt", "key": "withdraw", "by": []}, "no-such-interrupt", id="no such interrupt"),
    ],
)
def test_what_cannot_happen_is_rejected_with_its_code(event, code):
    m = running(TWO_STEPS)
    with pytest.raises(Rejected) as rejected:
        m.advance(m.start(), event)
    assert rejected.value.code == code


def test_a_step_done_twice_says_that_it_is_done():
    m = running(TWO_STEPS)
    state = m.advance(m.start(), act("ask", 1, "clerk"))
    with pytest.raises(Rejected) as rejected:
        m.advance(state, act("ask", 2, "clerk"))
    assert rejected.value.params["done"] is True


AMOUNT = """
    facts:
      budget: {type: money, title: {zh: 预算, en: budget}, set_by: ask, audience: internet}
    outcomes: {bought: {zh: 买了, en: bought}, elsewhere: {zh: 另办, en: elsewhere}}
    flow:
    - {do: ask, by: clerk, N}
    - choose:
      - {when: budget <= limits.petty, then: [{do: small, by: clerk, N}]}
      - {when: budget > limits.petty, then: [{end: elsewhere}]}
"""


@pytest.mark.parametrize(("budget", "opens"), [(500_000, ["small"]), (500_001, []), (0, ["small"])])
def test_a_choice_takes_the_branch_whose_condition_holds(budget, opens):
    m = running(AMOUNT, petty=500_000)
    state = m.advance(m.start(), act("ask", 1, "clerk", budget=budget))
    assert list(state["open"]) == opens


@pytest.mark.parametrize("value", [-1, "5000", 1.5, True, None])
def test_money_is_whole_fen_and_nothing_else(value):
    m = running(AMOUNT, petty=500_000)
    with pytest.raises(Rejected) as rejected:
        m.advance(m.start(), act("ask", 1, "clerk", budget=value))
    assert rejected.value.code == "fact-wrong-type"


def test_a_required_fact_that_is_missing_is_named():
    m = running(AMOUNT, petty=500_000)
    with pytest.raises(Rejected) as rejected:
        m.advance(m.start(), act("ask", 1, "clerk"))
    assert (rejected.value.code, rejected.value.params["fact"]) == ("fact-missing", "budget")


SIGNING = """
    outcomes: {signed: {zh: 签了, en: signed}, refused: {zh: 不同意, en: refused}, stopped: {zh: 停, en: stopped}}
    flow:
    - repeat:
      - {do: request, by: clerk, N}
      - {approve: sign, by: [secretary, director], all: true, distinct: true, results: {refused: [{end: refused}]}, N}
      - {review: committee, by: supervisors, N}
      until: committee.result == passed
      at_most: 2
      else: [{end: stopped}]
"""


def asked(m):
    return m.advance(m.start(), act("request", 1, "clerk"))


def test_both_posts_must_sign_and_one_person_with_both_posts_signs_once():
    m = running(SIGNING)
    state = m.advance(asked(m), act("sign", 7, "secretary"))
    assert list(state["open"]) == ["sign"]
    assert m.wanted(state, "sign") == ("director",)
    with pytest.raises(Rejected) as rejected:
        m.advance(state, act("sign", 7, "director"))
    assert rejected.value.code == "same-person"
    with pytest.raises(Rejected) as rejected:
        m.advance(state, act("sign", 8, "secretary"))
    assert rejected.value.code == "role-signed"
    assert list(m.advance(state, act("sign", 8, "director"))["open"]) == ["committee"]


def test_one_refusal_is_enough():
    m = running(SIGNING)
    state = m.advance(m.advance(asked(m), act("sign", 7, "secretary")), act("sign", 8, "director", "refused"))
    assert (state["outcome"], state["phase"]) == ("refused", "over")


def test_an_objection_of_the_committee_begins_the_round_anew_until_the_rounds_are_used_up():
    m = running(SIGNING)

    def one_round(state):
        state = m.advance(state, act("request", 1, "clerk"))
        state = m.advance(state, act("sign", 7, "secretary"))
        state = m.advance(state, act("sign", 8, "director"))
        return m.advance(state, act("committee", 9, "supervisors", "objected"))

    state = one_round(m.start())
    assert (list(state["open"]), state["results"]) == (["request"], {})
    assert one_round(state)["outcome"] == "stopped"


PERSONS = """
    facts:
      income: {type: money, title: {zh: 收入, en: income}, set_by: survey, audience: parties}
    outcomes: {done: {zh: 办成, en: done}}
    flow:
    - {do: survey, by: town, persons: 2, N}
    - {do: again, by: town, not_by: [survey], N}
"""


def test_the_second_of_two_persons_confirms_and_does_not_rewrite():
    m = running(PERSONS)
    state = m.advance(m.start(), act("survey", 1, "town", income=5))
    assert list(state["open"]) == ["survey"]
    with pytest.raises(Rejected, match="same-person"):
        m.advance(state, act("survey", 1, "town"))
    with pytest.raises(Rejected, match="facts-given"):
        m.advance(state, act("survey", 2, "town", income=6))
    state = m.advance(state, act("survey", 2, "town"))
    assert (list(state["open"]), state["who"]["survey"]) == (["again"], [1, 2])
    with pytest.raises(Rejected, match="not-by"):
        m.advance(state, act("again", 2, "town"))
    assert m.advance(state, act("again", 3, "town"))["phase"] == "over"


def test_the_second_person_may_dispute_and_the_step_begins_anew():
    m = running(PERSONS)
    state = m.advance(m.start(), act("survey", 1, "town", income=5))
    state = m.advance(state, {"type": "dispute", "key": "survey", "by": [{"person": 2, "role": "town"}]})
    assert state["open"] == {"survey": {}}


NOTICE = """
    outcomes: {shown: {zh: 公示完, en: shown}}
    flow:
    - {disclose: notice, by: clerk, board: finance, audience: internet, objections: 7 days, stands: 15 days, N}
"""


def test_a_notice_holds_the_case_until_its_period_is_over_and_every_objection_is_answered():
    m = running(NOTICE)
    state = m.start()
    with pytest.raises(Rejected, match="not-posted"):
        m.advance(state, {"type": "close", "key": "notice"})
    state = m.advance(state, {"type": "post", "key": "notice", "by": [{"person": 1, "role": "clerk"}]})
    with pytest.raises(Rejected, match="already-posted"):
        m.advance(state, {"type": "post", "key": "notice", "by": [{"person": 1, "role": "clerk"}]})
    state = m.advance(state, {"type": "object", "key": "notice", "number": "a"})
    with pytest.raises(Rejected, match="unanswered"):
        m.advance(state, {"type": "close", "key": "notice"})
    with pytest.raises(Rejected, match="no-such-objection"):
        m.advance(state, {"type": "answer", "key": "notice", "number": "b", "upheld": False})
    state = m.advance(state, {"type": "answer", "key": "notice", "number": "a", "upheld": False})
    assert m.advance(state, {"type": "close", "key": "notice"})["phase"] == "over"


def test_a_flow_that_handles_objections_goes_that_way():
    m = running(NOTICE.replace("N}", "results: {objected: [{do: resurvey, by: town, N}]}, N}"))
    state = m.advance(m.start(), {"type": "post", "key": "notice", "by": [{"person": 1, "role": "clerk"}]})
    state = m.advance(state, {"type": "object", "key": "notice", "number": "a"})
    assert list(m.advance(state, {"type": "close", "key": "notice"})["open"]) == ["resurvey"]


def test_a_notice_that_only_stands_does_not_hold_the_case():
    m = running(NOTICE.replace("objections: 7 days, ", ""))
    state = m.advance(m.start(), {"type": "post", "key": "notice", "by": [{"person": 1, "role": "clerk"}]})
    assert state["phase"] == "over"


RECALLED = """
    outcomes: {agreed: {zh: 通过, en: agreed}, not-held: {zh: 没开成, en: not held}, no: {zh: 没通过, en: no}}
    flow:
    - {meet: assembly, by: clerk, body: villagers-assembly, notice: 10 days, recall: {after: 3 days, at_most: 2}, results: {not-held: [{end: not-held}], rejected: [{end: no}]}, N}
"""  # noqa: E501


def test_a_meeting_without_quorum_is_called_again_as_often_as_the_flow_says():
    m = running(RECALLED)
    inquorate = {"type": "meet", "key": "assembly", "verdict": "inquorate", "by": [{"person": 1, "role": "clerk"}]}
    state = m.advance(m.advance(m.start(), inquorate), inquorate)
    assert state["open"]["assembly"]["attempts"] == 2
    assert m.advance(state, {**inquorate, "verdict": "passed"})["outcome"] == "agreed"
    assert m.advance(state, inquorate)["outcome"] == "not-held"


STAGES = """
    facts:
      payments: {type: list, title: {zh: 分期, en: stages}, set_by: plan, audience: internet}
    outcomes: {built: {zh: 建成, en: built}, stopped: {zh: 停了, en: stopped}}
    flow:
    - {do: plan, by: clerk, N}
    - for_each: payments
      as: stage
      do:
      - choose:
        - {when: stage.sum > 10, then: [{do: big, by: clerk, N}]}
        - {otherwise: [{do: small, by: clerk, may: [stop], N}]}
    - {do: last, by: clerk, N}
"""


def test_for_each_runs_its_body_for_every_item_side_by_side():
    m = running(STAGES)
    state = m.advance(m.start(), act("plan", 1, "clerk", payments=[{"sum": 5}, {"sum": 50}, {"sum": 7}]))
    assert list(state["open"]) == ["small#0", "big#1", "small#2"]
    for key in ("big#1", "small#2", "small#0"):
        state = m.advance(state, act(key, 1, "clerk"))
    assert list(state["open"]) == ["last"]


def test_for_each_over_nothing_goes_on():
    m = running(STAGES)
    assert list(m.advance(m.start(), act("plan", 1, "clerk", payments=[]))["open"]) == ["last"]


TOGETHER = """
    outcomes: {both: {zh: 都办了, en: both}, stopped: {zh: 停了, en: stopped}, withdrawn: {zh: 撤回, en: withdrawn}}
    any_time: {withdraw: {name: {zh: 撤回, en: withdraw}, by: applicant, until: join, end: withdrawn}}
    flow:
    - together:
      - [{do: left, by: clerk, results: {stop: [{end: stopped}]}, N}]
      - [{do: right, by: clerk, N}]
    - {owed: recheck, by: clerk, every: 12 months, N}
    - {do: join, by: clerk, N}
    - {do: after, by: clerk, N}
    finally: [{archive: file, by: clerk, N}]
"""


def test_together_goes_on_when_every_branch_is_done_in_any_order():
    m = running(TOGETHER)
    state = m.advance(m.start(), act("right", 1, "clerk"))
    assert list(state["open"]) == ["left"]
    state = m.advance(state, act("left", 1, "clerk"))
    assert (list(state["open"]), state["owed"], state["left"]) == (["join"], ["recheck"], {})


def test_an_end_in_one_branch_closes_the_others_and_runs_finally():
    m = running(TOGETHER)
    state = m.advance(m.start(), act("left", 1, "clerk", "stop"))
    assert (state["outcome"], list(state["open"]), state["left"]) == ("stopped", ["file"], {})


def test_what_may_happen_at_any_time_may_not_happen_too_late():
    m = running(TOGETHER)
    withdraw = {"type": "interrupt", "key": "withdraw", "by": [{"person": 5, "role": "applicant"}]}
    assert m.advance(m.start(), withdraw)["outcome"] == "withdrawn"
    with pytest.raises(Rejected, match="wrong-role"):
        m.advance(m.start(), {**withdraw, "by": [{"person": 5, "role": "clerk"}]})
    state = m.replay([act("left", 1, "clerk"), act("right", 1, "clerk"), act("join", 1, "clerk")])
    with pytest.raises(Rejected, match="too-late"):
        m.advance(state, withdraw)


def test_an_owed_duty_outlives_the_case_and_is_discharged_once():
    m = running(TOGETHER)
    state = m.replay([act(k, 1, "clerk") for k in ("left", "right", "join", "after", "file")])
    assert (state["phase"], state["owed"]) == ("over", ["recheck"])
    discharge = {"type": "discharge", "key": "recheck", "by": [{"person": 1, "role": "clerk"}]}
    again = m.advance(state, discharge)
    assert (again["owed"], again["round"]) == (["recheck"], {"recheck": 2})  # it comes back every so often
    state = m.advance(again, {**discharge, "over": True})
    assert (state["owed"], state["round"]) == ([], {})
    with pytest.raises(Rejected, match="not-owed"):
        m.advance(state, discharge)


SUB_CASE = """
    facts:
      amount: {type: money, title: {zh: 金额, en: amount}, set_by: ask, audience: internet}
    outcomes: {paid: {zh: 付了, en: paid}, unpaid: {zh: 没付, en: unpaid}}
    flow:
    - {do: ask, by: clerk, N}
    - {start: reimburse, power: reimbursement, with: {amount: amount}, results: {refused: [{end: unpaid}]}, N}
"""


@pytest.mark.parametrize(("theirs", "ours"), [("paid", "paid"), ("refused", "unpaid")])
def test_a_case_goes_on_with_the_outcome_of_its_sub_case(theirs, ours):
    m = running(SUB_CASE)
    state = m.advance(m.start(), act("ask", 1, "clerk", amount=5))
    assert list(state["open"]) == ["reimburse"]
    assert m.advance(state, {"type": "sub", "key": "reimburse", "outcome": theirs})["outcome"] == ours


PERSONAL = """
    facts:
      name: {type: person, title: {zh: 姓名, en: name}, set_by: ask, audience: parties}
    outcomes: {done: {zh: 办成, en: done}}
    flow: [{do: ask, by: clerk, N}]
"""


def test_personal_words_never_enter_the_state():
    m = running(PERSONAL)
    with pytest.raises(Rejected, match="fact-personal"):
        m.advance(m.start(), act("ask", 1, "clerk", name="示例"))
    with pytest.raises(Rejected, match="fact-missing"):
        m.advance(m.start(), act("ask", 1, "clerk"))
    state = m.advance(m.start(), {**act("ask", 1, "clerk"), "kept": ["name"]})
    assert (state["phase"], state["given"], state["facts"]) == ("over", ["name"], {})


ANY_ENDING = """
    outcomes: {done: {zh: 办成, en: done}, refused: {zh: 不同意, en: refused}}
    flow:
    - {approve: sign, by: director, results: {refused: [{end: refused}]}, N}
    finally:
    - choose:
      - {when: outcome != done, then: [{serve: reasons, by: clerk, to: opener, N}]}
      - {otherwise: []}
    - {archive: file, by: clerk, N}
"""


@pytest.mark.parametrize(("result", "opens"), [("passed", "file"), ("refused", "reasons")])
def test_what_follows_an_ending_may_depend_on_the_outcome(result, opens):
    m = running(ANY_ENDING)
    assert list(m.advance(m.start(), act("sign", 1, "director", result))["open"]) == [opens]
