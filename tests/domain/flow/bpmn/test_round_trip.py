"""What we export we can read, and what happens in a case is allowed by what was read."""

from __future__ import annotations

from random import Random

import pytest

from qingdan.domain.flow.bpmn import read_bpmn
from qingdan.domain.flow.conform.process_tree import labels
from qingdan.domain.flow.conform.trees import TreeModel
from qingdan.domain.flow.state import State, base
from tests.budget import rounds
from tests.domain.flow.bpmn.beside import (
    FLOWS,
    MOST_EVENTS,
    Player,
    completed,
    given_by_others,
    thrown,
    written,
)
from tests.loaded import powers_at_random, shipped_powers


@pytest.mark.parametrize("slug", powers_at_random())
def test_what_happens_in_a_case_is_allowed_by_its_exported_model(slug):
    model = TreeModel(read_bpmn(f"{slug}.bpmn", written(slug), own_ids=True))
    for number in range(rounds(8)):
        trace = walk(slug, Random(f"{slug}{number}"))
        assert not model.judge(trace), trace


@pytest.mark.parametrize("slug", powers_at_random())
def test_a_step_left_out_or_done_twice_is_seen(slug):
    model = TreeModel(read_bpmn(f"{slug}.bpmn", written(slug), own_ids=True))
    trace = walk(slug, Random(slug))
    assert model.judge([*trace, trace[0]])  # what begins a case does not happen after its papers are filed
    assert model.judge(trace[:-1])  # and they are filed on every ending


def walk(slug: str, dice: Random) -> list[str]:
    """The steps that one case completes, in their order. A step whose time ran out was not done."""
    ours, done = FLOWS[slug], []
    facts = {n: thrown(ours, f, dice) for n, f in ours.flow.facts.items() if not f.personal and dice.random() < 0.3}
    player = Player(slug, dice)
    state: State = ours.start({n: v for n, v in facts.items() if n in given_by_others(slug)})
    for _ in range(MOST_EVENTS):
        if state["phase"] == "over":
            return done
        event = player.event(state)
        after = ours.advance(state, event)
        key = event["key"]
        if key in state["open"] and event["type"] not in ("expire", "interrupt") and completed(key, after):
            done.append(base(key))
        state = after
    raise AssertionError(f"still {list(state['open'])}")


def test_every_power_can_be_read_back_with_all_its_steps():
    for slug in shipped_powers():
        tree = read_bpmn(f"{slug}.bpmn", written(slug), own_ids=True)
        assert set(labels(tree)) == set(FLOWS[slug].steps)
        named = read_bpmn(f"{slug}.bpmn", written(slug))
        assert set(labels(named)) == {step.name.zh for step in FLOWS[slug].flow.steps().values()}
