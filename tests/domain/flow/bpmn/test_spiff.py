"""SpiffWorkflow as an oracle: whatever happens, a file of ours allows the next steps that our machine allows."""

from __future__ import annotations

from random import Random

import pytest

from qingdan.domain.flow.bpmn.names import result_variable, variable
from tests.budget import rounds
from tests.domain.flow.bpmn.beside import EXCEPTIONS, FLOWS, Player, walk, written
from tests.loaded import HOUSE, powers_at_random


@pytest.mark.parametrize("slug", powers_at_random())
def test_both_allow_the_same_steps_at_every_state(slug):
    data, player = written(slug), Player(slug, Random(slug))
    for _ in range(rounds(2)):
        walked = walk(data, player)
        assert not walked.wrong, str(walked)


def test_the_exceptions_stand_in_the_specification_too():
    said = (HOUSE / "docs" / "spec" / "bpmn.md").read_text(encoding="utf-8")
    assert [row for name, why in EXCEPTIONS.items() if (row := f"| {name} | {why} |") not in said] == []


def test_no_two_names_of_a_flow_are_one_variable():
    for running in FLOWS.values():
        named = [result_variable(s) for s in running.steps] + [variable(f) for f in running.flow.facts]
        assert len(set(named)) == len(named) and "outcome" not in named
