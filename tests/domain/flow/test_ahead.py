"""What happens next, against trying everything, and in the very words that people read."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingdan.domain.catalogue.lexicon import lexicon
from qingdan.domain.flow.ahead import Looking
from qingdan.domain.flow.ahead_words import what_next
from qingdan.domain.flow.explore import possible
from qingdan.domain.flow.facts import given_with
from qingdan.domain.flow.machine import Machine, machine
from qingdan.domain.flow.model import StepKind
from qingdan.domain.flow.state import Rejected, State, base, copy, suffix
from tests.budget import rounds
from tests.domain.flow.conform.runs import value_of
from tests.domain.flow.strategies import flows
from tests.domain.flow.test_random_runs import sub_ends
from tests.loaded import powers_at_random, shipped

PETTY = 500_000
VALUES = {"budget": [PETTY, PETTY + 1], "payments": [[{"sum": 1}] * n for n in range(3)]}


def told(opens, waits, owed, outcome, over):
    """What a way comes to, whatever the number of items."""
    plain = (frozenset(map(base, keys)) for keys in (opens, waits, owed))
    return (*plain, outcome, over)


def came_to(before: State, after: State, key: str):
    opens = [k for k in after["open"] if k == key or k not in before["open"]]
    outcome = after["outcome"] if before["outcome"] is None else None
    over = after["phase"] == "over"
    waits = [] if opens or outcome or over else list(after["open"])
    return told(opens, waits, [k for k in after["owed"] if k not in before["owed"]], outcome, over)


def everything(running: Machine, state: State, key: str, result: str):
    """Whatever comes of a result, with every value tried; and a state after it for each."""
    step = running.step(key)
    asked = [f.name for f in running.flow.set_at(step.id) if f.name in VALUES and given_with(f, step, result)]
    for values in product(*(VALUES[name] for name in asked)):
        after = copy(state)
        after["facts"].update({n + suffix(key): v for n, v in zip(asked, values, strict=True)})
        after["open"][key] = {}
        running.complete(key, result, after)
        yield came_to(state, after, key), after


@settings(max_examples=rounds(40), deadline=None)
@given(flow=flows(depth=2), data=st.data())
def test_the_ways_are_those_of_trying_everything(flow, data):
    running = machine(flow, {"petty": PETTY})
    looking, state = Looking(running), running.start()
    for _ in range(8):
        if state["phase"] == "over":
            return
        key = data.draw(st.sampled_from(list(state["open"])))
        ways, reached = looking.ways(state, key), []
        for result in dict.fromkeys(r for way in ways for r in way.results):
            tried = list(everything(running, state, key, result))
            said = {told(w.opens, w.waits_for, w.owed, w.outcome, w.over) for w in ways if result in w.results}
            assert said == {found for found, _after in tried}
            reached += [after for _found, after in tried]
        offered = running.results_of(key)
        assert set(offered) <= {r for way in ways for r in way.results}
        state = data.draw(st.sampled_from(reached))


@pytest.mark.parametrize("slug", powers_at_random())
def test_what_happens_in_a_power_was_told_before(slug):
    edition, dice = shipped(), Random(slug)
    running = machine(edition.powers[slug].flow, edition.limits)
    looking, lanes = Looking(running), lexicon(edition, "zh")
    for _ in range(rounds(2)):
        state = running.start()
        for turn in range(200):
            if state["phase"] == "over":
                break
            event = an_event(edition, running, state, dice, turn)
            before = what_next(looking, state, lanes, lambda s: edition.powers[s.power].flow.outcomes, frozenset())
            try:
                after = running.advance(state, event)
            except Rejected:
                continue
            if event["key"] in state["open"] and event["key"] in after["results"] and event["type"] != "interrupt":
                result = after["results"][event["key"]]
                ways = [w for w in looking.ways(state, event["key"]) if result in w.results or "*" in w.results]
                assert came_to(state, after, event["key"]) in {
                    told(w.opens, w.waits_for, w.owed, w.outcome, w.over) for w in ways
                }
            assert [one.key for one in before] == list(state["open"])
            assert all(way.when.zh and way.when.en for one in before for way in one.ways)
            state = after


def an_event(edition, running: Machine, state: State, dice: Random, person: int):
    subs = [
        sub_ends(running, key, outcome, lambda f: value_of(running, dice, f))
        for key in state["open"]
        if running.step(key).kind is StepKind.START
        for outcome in edition.powers[running.step(key).power].flow.outcomes
    ]
    found = [*possible(running, state, lambda *_: person, lambda f: value_of(running, dice, f)), *subs]
    return dice.choice([e for e in found if e["type"] != "discharge"])


def test_both_ways_are_told_where_a_sum_decides_and_is_not_known():
    edition = shipped()
    running = machine(edition.powers["petty-goods"].flow, edition.limits)
    state = running.start()
    check = next(k for k in running.steps if k == "limit-check")
    (one,) = what_next(
        Looking(running), {**state, "open": {check: {}}}, lexicon(edition, "zh"), lambda _step: {}, frozenset()
    )
    zh = [way.when.zh for way in one.ways]
    assert any("超过" in when and "¥" in when and when.startswith("如果同意，并且") for when in zh)
    assert [way.ending.zh for way in one.ways if way.ending]
    assert "If returned" in [way.when.en for way in one.ways]


def test_of_a_sum_that_is_known_only_one_way_is_told():
    edition = shipped()
    running = machine(edition.powers["petty-goods"].flow, edition.limits)
    state = {**running.start(), "open": {"limit-check": {}}, "facts": {"budget": 1}}
    looking = Looking(running)
    asked = {f.name for f in running.flow.set_at("limit-check")}
    ways = looking.ways(state, "limit-check", given=asked)
    assert [turn for way in ways for turn in way.turns] == []
