"""SpiffWorkflow as an oracle: whatever happens, a file of ours allows the next steps that our machine allows."""

from __future__ import annotations

from random import Random

import pytest
from SpiffWorkflow.bpmn.parser import BpmnParser

from qingdan.domain.flow.bpmn import to_bpmn
from qingdan.domain.flow.bpmn.names import result_variable, variable
from tests.budget import rounds
from tests.domain.flow.bpmn.beside import EXCEPTIONS, FLOWS, WORDS, Player, walk, written
from tests.domain.flow.bpmn.spiffing import Parser, Run
from tests.domain.flow.reading_flows import running
from tests.loaded import HOUSE, powers_at_random


@pytest.mark.parametrize("slug", powers_at_random())
def test_both_allow_the_same_steps_at_every_state(slug):
    data, player = written(slug), Player(slug, Random(slug))
    for _ in range(rounds(2)):
        walked = walk(data, player)
        assert not walked.wrong, str(walked)


# A loop with a parallel block in it: in the second round the branch goes first that came last in the first.
ROUNDS = """
    outcomes: {done: {zh: 办成, en: done}, stopped: {zh: 停办, en: stopped}}
    flow:
    - repeat:
      - together:
        - [{approve: left, by: director, N, results: {returned: []}}]
        - [{review: right, by: supervisor, N, results: {objected: []}}]
      until: left.result == passed and right.result == passed
      at_most: 3
      else: [{end: stopped}]
    finally: [{archive: file, by: clerk, N}]
"""


@pytest.mark.parametrize(("parser", "opened"), [(Parser, {"right"}), (BpmnParser, {"left", "right"})])
def test_a_join_waits_for_every_branch_in_each_round(parser, opened):
    """``Parser`` mends it; when SpiffWorkflow as it comes does too, the mending can go."""
    small = running(ROUNDS)
    theirs = Run(to_bpmn(small.flow, WORDS, "例", small.limits), parser=parser)
    theirs.begin({})
    for step, result in (("right", "objected"), ("left", "passed"), ("left", "passed")):
        theirs.do({"type": "act", "key": step}, result)
    assert theirs.open() == opened


def test_the_exceptions_stand_in_the_specification_too():
    said = (HOUSE / "docs" / "spec" / "bpmn.md").read_text(encoding="utf-8")
    assert [row for name, why in EXCEPTIONS.items() if (row := f"| {name} | {why} |") not in said] == []


def test_no_two_names_of_a_flow_are_one_variable():
    for ours in FLOWS.values():
        named = [result_variable(s) for s in ours.steps] + [variable(f) for f in ours.flow.facts]
        assert len(set(named)) == len(named) and "outcome" not in named
