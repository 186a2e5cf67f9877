"""Random runs over every flow of the catalogue: they end, nobody is ever stuck, and replay gives the state."""

from __future__ import annotations

import json
from collections import Counter
from itertools import count
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingdan.domain.flow.explore import at_step, possible, sample_value, thresholds
from qingdan.domain.flow.machine import Machine, machine
from qingdan.domain.flow.model import Fact, FactType
from qingdan.domain.flow.state import Rejected, State
from tests.budget import rounds
from tests.loaded import powers_at_random, shipped

MOST_EVENTS = 400
EDITION = shipped()
FLOWS = {slug: machine(power.flow, EDITION.limits) for slug, power in EDITION.powers.items()}


def values_of(data: st.DataObject, running: Machine):
    """Values near the limits, where the branches part."""

    def pick(fact: Fact):
        if fact.type in (FactType.MONEY, FactType.COUNT):
            return data.draw(st.sampled_from(cuts(running)))
        if fact.type is FactType.CHOICE:
            return data.draw(st.sampled_from(list(fact.choices)))
        if fact.type is FactType.YES_NO:
            return data.draw(st.booleans())
        return sample_value(fact)

    return pick


def cuts(running: Machine) -> list[int]:
    """Zero, and every number that a condition compares with, each with its neighbours."""
    return sorted({max(n + d, 0) for n in (0, *thresholds(running)) for d in (-1, 0, 1)})


PERSONS = count(1)


def somebody_new(role: str, key: str, state: State) -> int:
    """A new person for every signature: whether the rules of separation can be kept is for whom the village has."""
    return next(PERSONS)


def passed_facts(running: Machine, data: st.DataObject) -> dict:
    """What a parent case would pass on, for facts that no step of the flow itself must set first."""
    names = {
        theirs
        for power in EDITION.powers.values()
        for step in power.flow.steps().values()
        if step.power == running.flow.slug
        for theirs in step.passes
    }
    pick = values_of(data, running)
    return {n: pick(running.flow.facts[n]) for n in names if data.draw(st.booleans())}


@pytest.mark.parametrize("slug", powers_at_random())
@settings(max_examples=rounds(10), deadline=None)
@given(data=st.data())
def test_every_run_ends_and_nobody_is_stuck(slug, data):
    running = FLOWS[slug]
    begun = passed_facts(running, data)
    state: State = running.start(begun)
    events = []
    for _ in range(MOST_EVENTS):
        if state["phase"] == "over":
            break
        event = _next(running, state, data)
        state = running.advance(json.loads(json.dumps(state)), event)
        events.append(event)
    assert state["phase"] == "over", f"still {list(state['open'])} after {MOST_EVENTS} events"
    assert state["outcome"] in running.flow.outcomes
    assert running.replay(events, begun) == state


def _next(running: Machine, state: State, data: st.DataObject):
    values = values_of(data, running)
    subs = [
        sub_ends(running, key, outcome, values)
        for key in state["open"]
        if (power := running.step(key).power)
        for outcome in EDITION.powers[power].flow.outcomes
    ]
    found = [*possible(running, state, somebody_new, values), *subs]
    for key in state["open"]:
        here = [e for e in found if e["key"] == key]
        assert here, f"nobody can do anything at {key}"
    # Going round and round is possible for a while; leaning towards going on keeps the runs short.
    forward = [e for e in found if e["type"] not in ("object", "interrupt", "discharge")]
    return data.draw(st.sampled_from(forward if forward and data.draw(st.integers(0, 9)) else found))


def sub_ends(running: Machine, key: str, outcome: str, values) -> dict:
    """The end of a sub-case, with what it found where its parent then goes on."""
    step = running.step(key)
    found = {} if outcome in step.results else {f.name: values(f) for f in running.flow.set_at(step.id)}
    return {"type": "sub", "key": key, "outcome": outcome, "facts": found}


@pytest.mark.parametrize("slug", powers_at_random())
@settings(max_examples=rounds(8), deadline=None)
@given(data=st.data())
def test_an_event_that_is_rejected_changes_nothing(slug, data):
    running = FLOWS[slug]
    state = running.start()
    for _ in range(data.draw(st.integers(0, 6))):
        if state["phase"] == "over":
            return
        state = running.advance(state, _next(running, state, data))
    kept = json.dumps(state)
    kinds = st.sampled_from(
        ["act", "meet", "post", "object", "answer", "close", "sub", "expire", "dispute", "interrupt"]
    )
    key = data.draw(st.sampled_from([*running.steps, "nowhere"]))
    event = {"type": data.draw(kinds), "key": key, "by": [{"person": 1, "role": "nobody"}], "number": "x"}
    try:
        running.advance(state, event)
    except Rejected as rejected:
        assert rejected.code
    assert json.dumps(state) == kept


MOST_RUNS = 3000


@pytest.mark.parametrize("slug", powers_at_random())
def test_every_outcome_can_be_reached(slug):
    running, dice, reached, tried = FLOWS[slug], Random(slug), set(), Counter()
    for _ in range(MOST_RUNS):
        reached.add(_ending(running, dice, tried))
        if reached == set(running.flow.outcomes):
            return
    assert reached == set(running.flow.outcomes)


def _ending(running: Machine, dice: Random, tried: Counter) -> str | None:
    """The outcome of one run in which everything is thrown for; what was seldom ``tried`` is the likelier."""
    state = running.start()
    while state["outcome"] is None:
        key = dice.choice(list(state["open"]))
        if power := running.step(key).power:
            outcome = dice.choice(list(EDITION.powers[power].flow.outcomes))
            state = running.advance(state, sub_ends(running, key, outcome, lambda f: _thrown(running, f, dice)))
            continue
        events = list(at_step(running, state, key, somebody_new, lambda f: _thrown(running, f, dice)))
        ways = [(key, e["type"], e.get("result") or e.get("verdict")) for e in events]
        weights = [(5 if running.step(key).default == way[2] else 1) / (1 + tried[way]) for way in ways]
        (chosen,) = dice.choices(range(len(events)), weights)
        tried[ways[chosen]] += 1
        state = running.advance(state, events[chosen])
        for rule in running.flow.any_time.values():
            if dice.random() < 0.01 and state["outcome"] is None and rule.until not in state["results"]:
                by = [{"person": 1, "role": rule.by[0]}]
                state = running.advance(state, {"type": "interrupt", "key": rule.id, "by": by})
    return state["outcome"]


def _thrown(running: Machine, fact: Fact, dice: Random):
    if fact.type is FactType.CHOICE:
        return dice.choice(list(fact.choices))
    if fact.type is FactType.YES_NO:
        return dice.random() < 0.5
    return dice.choice(cuts(running)) if fact.type in (FactType.MONEY, FactType.COUNT) else sample_value(fact)
