"""Definitions as models: whatever a run of the machine leaves fits, and nothing else does."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingdan.domain.flow.conform import flow_states
from qingdan.domain.flow.conform import flows as conform_flows
from qingdan.domain.flow.conform.flow_states import Done
from qingdan.domain.flow.conform.flows import FlowModel
from qingdan.domain.flow.conform.judging import Kind, deviations
from qingdan.domain.flow.conform.log import Case, Event
from qingdan.domain.flow.conform.report import Counts, headline, judged
from qingdan.domain.flow.conform.sentences import sentence
from qingdan.domain.flow.machine import Machine, machine
from qingdan.domain.flow.parse import read_flow
from qingdan.domain.reading import read_yaml
from qingdan.domain.words import Words
from tests.budget import rounds
from tests.domain.flow.conform.runs import every_trace, random_run, recording
from tests.domain.flow.reading_flows import running
from tests.domain.flow.strategies import flows
from tests.loaded import powers_at_random, shipped

MOST = 5
PETTY = 500_000
VALUES = {"budget": [PETTY, PETTY + 1], "payments": [[{"sum": 1}] * n for n in range(5)]}


@pytest.mark.parametrize("slug", powers_at_random())
def test_what_a_run_of_a_power_leaves_fits(slug, monkeypatch):
    edition, completed, ended = shipped(), [], 0
    recording(monkeypatch, completed)
    running, dice = machine(edition.powers[slug].flow, edition.limits), Random(slug)
    judge = FlowModel(running)
    for _ in range(rounds(15)):
        trace = random_run(running, edition, dice, completed)
        if trace is not None:
            ended += 1
            assert deviations(judge, trace) == (), trace
    assert ended


@settings(max_examples=rounds(50), deadline=None)
@given(flow=flows(depth=1), data=st.data())
def test_the_verdict_is_that_of_trying_everything(flow, data):
    running = machine(flow, {"petty": PETTY})
    allowed = every_trace(running, MOST, VALUES)
    judge = FlowModel(running)
    names = [*running.steps, *running.owed, *flow.any_time, "nowhere"]
    listed = sorted(allowed)
    traces = [data.draw(st.sampled_from(listed)) for _ in range(5)] if listed else []
    for trace in list(traces):
        at, name = data.draw(st.integers(0, len(trace))), data.draw(st.sampled_from(names))
        traces += [(*trace[:at], name, *trace[at:])[:MOST], (*trace[:at], *trace[at + 1 :])]
    for trace in traces:
        assert (not judge.judge([Done(step) for step in trace])) == (trace in allowed), trace


W = "{zh: 例, en: example}"
ROUTE = f"""
facts:
  budget: {{type: money, title: {W}, set_by: ask, audience: internet}}
outcomes: {{bought: {W}, refused: {W}, withdrawn: {W}}}
any_time: {{withdraw: {{by: clerk, until: buy, end: withdrawn, name: {W}}}}}
flow:
- {{do: ask, by: clerk, name: {W}, how: {W}}}
- choose:
  - when: budget <= limits.petty
    then: [{{approve: sign, by: head, name: {W}, how: {W}, results: {{refused: [{{end: refused}}]}}}}]
  - {{when: budget > limits.petty, then: [{{do: debate, by: clerk, name: {W}, how: {W}}}]}}
- {{do: buy, by: clerk, name: {W}, how: {W}}}
finally:
- {{archive: file, by: clerk, name: {W}, how: {W}}}
"""
MODEL = FlowModel(machine(read_flow(read_yaml("route.yaml", ROUTE), "route"), {"petty": PETTY}))


@pytest.mark.parametrize(
    ("trace", "found"),
    [
        ("ask sign buy file", []),
        ("ask debate buy file", []),
        ("ask withdraw file", []),
        ("ask sign file", []),  # refused, as far as anybody can tell
        ("ask sign=passed file", [(Kind.SKIPPED, "buy", "file")]),
        ("ask sign=refused buy file", [(Kind.OTHER_WAY, "buy", "sign")]),
        ("ask buy file", [(Kind.SKIPPED, "sign", "buy")]),
        ("ask:budget=1 debate buy file", [(Kind.OTHER_WAY, "debate", "ask"), (Kind.SKIPPED, "sign", "buy")]),
        ("ask:budget=600000 debate buy file", []),
        ("ask sign buy withdraw file", [(Kind.OTHER_WAY, "withdraw", "buy")]),
        ("sign ask buy file", [(Kind.OUT_OF_ORDER, "ask", "sign")]),
        ("ask sign buy buy file", [(Kind.REPEATED, "buy", None)]),
        ("ask sign pay buy file", [(Kind.UNKNOWN, "pay", None)]),
        ("ask sign buy", [(Kind.SKIPPED, "file", None)]),
        ("", [(Kind.SKIPPED, "ask", None), (Kind.SKIPPED, "sign", None), (Kind.SKIPPED, "file", None)]),
    ],
)
def test_what_is_said_of_a_trace(trace, found):
    said = [(d.kind, d.step, d.other) for d in deviations(MODEL, [read(word) for word in trace.split()])]
    assert said == found


def read(word: str) -> Done:
    """``ask``, ``sign=passed`` or ``ask:budget=1``."""
    word, _mark, fact = word.partition(":")
    step, _mark, result = word.partition("=")
    name, _mark, value = fact.partition("=")
    return Done(step, result or None, None, ((name, int(value)),) if fact else ())


EACH = f"""
facts:
  parts: {{type: list, title: {W}, set_by: ask, audience: internet}}
outcomes: {{done: {W}}}
flow:
- {{do: ask, by: clerk, name: {W}, how: {W}}}
- for_each: parts
  as: part
  do:
  - {{do: check, by: clerk, name: {W}, how: {W}}}
  - {{do: pay, by: clerk, name: {W}, how: {W}}}
- {{do: file, by: clerk, name: {W}, how: {W}}}
"""


def test_items_that_the_log_does_not_tell_apart_and_those_that_it_names():
    judge = FlowModel(machine(read_flow(read_yaml("each.yaml", EACH), "each"), {}))
    alike = lambda words: [Done(word) for word in words.split()]  # noqa: E731
    assert not judge.judge(alike("ask check check pay pay check pay file"))
    assert judge.judge(alike("ask check pay pay check file"))
    named = [Done("ask"), Done("check", item=0), Done("check", item=1), Done("pay", item=1), Done("pay", item=0)]
    assert not judge.judge([*named, Done("file")])
    twice = [Done("ask"), Done("check", item=0), Done("check", item=1), Done("pay", item=1), Done("pay", item=1)]
    assert judge.judge([*twice, Done("file")])


def test_steps_that_nobody_records_are_not_missed():
    running = MODEL.machine
    judge = FlowModel(running, unrecorded=frozenset({"sign", "debate", "file"}))
    assert not judge.judge([Done("ask"), Done("buy")])
    assert judge.judge([Done("buy")])


LOOP = """
    facts:
      parts: {type: list, set_by: ask, audience: internet, title: {zh: 例, en: example}}
    outcomes: {done: {zh: 办成, en: done}}
    flow:
    - {do: ask, by: clerk, N}
    - for_each: parts
      as: part
      do: [{do: one, by: clerk, N}, {do: two, by: clerk, N}, {do: three, by: clerk, N}]
"""


def test_what_can_have_gone_in_too_many_ways_is_not_decided_and_never_a_deviation(monkeypatch):
    trace = [Done("ask"), *[Done(step) for step in ("one", "two", "three") for _ in range(9)]]
    assert FlowModel(running(LOOP)).judge(trace) == []
    monkeypatch.setattr(flow_states, "MOST_POSSIBLE", 40)
    counts, judge = Counts(), FlowModel(running(LOOP))
    for _again in range(2):  # the second time it is known
        (found,) = deviations(judge, trace)
        assert (found.kind, found.position > 0) == (Kind.NOT_DECIDED, True)
    (one,) = judged(judge, lambda event: Done(event.activity), [Case("1", [Event(d.step) for d in trace])], counts)
    assert (counts.traces, counts.fitting, counts.not_decided, counts.deviations) == (1, 0, 1, 0)
    assert "没有再判" in sentence(one.deviations[0], lambda step: Words(str(step), str(step))).zh
    assert headline(counts).zh.endswith("找到0处不合。有1件没有判完。")
    assert judge.opened(trace)[-1] is None


def test_a_case_of_many_faults_is_explained_as_far_as_that_and_what_came_later_is_not_called_skipped(monkeypatch):
    monkeypatch.setattr(conform_flows, "MOST_FOUND", 2)
    found = deviations(
        FlowModel(running(LOOP)), [Done(s) for s in ("three", "nowhere", "nowhere", "two", "one", "ask")]
    )
    assert [one.kind for one in found] == [*[Kind.OUT_OF_ORDER] * 3, Kind.UNKNOWN, Kind.NOT_DECIDED]


def test_more_events_of_steps_outside_a_loop_do_not_make_a_list_longer():
    judge = FlowModel(running(LOOP))
    judge.judge([Done("ask")] * 500)
    assert [items for items, *_more in judge._tables] == [2]


@pytest.mark.parametrize("slug", ["housing-reconstruction"])
def test_a_case_in_which_nothing_is_in_order_ends_within_the_bounds(slug, monkeypatch):
    edition, tried = shipped(), []
    complete = Machine.complete
    monkeypatch.setattr(Machine, "complete", lambda *told: (tried.append(1), complete(*told)))
    flow = edition.powers[slug].flow
    judge = FlowModel(machine(flow, edition.limits))
    trace = [Done(step) for step in flow.steps() for _ in range(9)]
    assert judge.judge(trace)[-1].stopped
    judge.judge(trace * 4)
    assert len(tried) < 100_000, "some seconds of work, however long the trace"
