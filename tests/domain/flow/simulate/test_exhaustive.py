"""The search finds all that brute force finds and nothing else; forgetting changes nothing; the list is sound."""

from __future__ import annotations

from random import Random

import pytest

from qingdan.domain.flow.explore import at_step, sample_value, thresholds
from qingdan.domain.flow.machine import machine
from qingdan.domain.flow.model import FactType
from qingdan.domain.flow.separation.checks import watched_of
from qingdan.domain.flow.simulate import exhaustive
from qingdan.domain.flow.simulate.exhaustive import TooManyStates, assignments, explore
from qingdan.domain.flow.state import base
from tests.budget import rounds
from tests.domain.flow.reading_flows import running
from tests.domain.flow.simulate.small import SMALL, by_brute_force
from tests.loaded import one_of_each_norm, powers_at_random, shipped

EDITION = shipped()
OUTCOMES = {slug: tuple(power.flow.outcomes) for slug, power in EDITION.powers.items()}


@pytest.mark.parametrize("name", SMALL)
def test_the_search_finds_what_brute_force_finds(name):
    small = running(SMALL[name])
    searched, brute = explore(small), by_brute_force(small)
    found = {(step, result) for step, one in searched.reached.items() for result in one.results}
    assert found == brute["results"]
    spans = {
        outcome: (
            min(n for o, n in brute["endings"] if o == outcome),
            max(n for o, n in brute["endings"] if o == outcome),
        )
        for outcome, _ in brute["endings"]
    }
    assert {o: (e.shortest, e.longest) for o, e in searched.endings.items()} == spans
    assert searched.sound and not searched.untaken


@pytest.mark.parametrize("slug", powers_at_random())
def test_every_step_branch_and_ending_of_the_list_is_reached(slug):
    found = explore(machine(EDITION.powers[slug].flow, EDITION.limits), OUTCOMES)
    assert found.sound, (found.unreached, found.missing, found.dead_ends)
    assert not found.untaken
    assert all(1 <= e.shortest <= e.longest or e.shortest == 0 for e in found.endings.values())


@pytest.mark.parametrize("slug", powers_at_random())
def test_random_runs_stay_within_what_was_searched(slug):
    small, dice = machine(EDITION.powers[slug].flow, EDITION.limits), Random(slug)
    found = explore(small, OUTCOMES)
    for _ in range(rounds(15)):
        outcome, done = _random_run(small, dice)
        assert all(result in found.reached[step].results for step, result in done), done
        ending = found.endings[outcome]
        assert ending.shortest <= len(done) <= ending.longest


def _random_run(running_, dice):
    state, done, person = running_.start(), [], 0
    cuts = sorted({max(n + d, 0) for n in (0, *thresholds(running_)) for d in (-1, 0, 1)})

    def value(fact):
        if fact.type is FactType.CHOICE:
            return dice.choice(list(fact.choices))
        if fact.type is FactType.YES_NO:
            return dice.random() < 0.5
        return dice.choice(cuts) if fact.type in (FactType.MONEY, FactType.COUNT) else sample_value(fact)

    def somebody(role, key, at):
        nonlocal person
        person += 1
        return person

    while state["phase"] != "over":
        key = dice.choice(list(state["open"]))
        step = running_.step(key)
        if step.power:
            outcome = dice.choice(OUTCOMES[step.power])
            facts = {} if outcome in step.results else {f.name: value(f) for f in running_.flow.set_at(step.id)}
            event = {"type": "sub", "key": key, "outcome": outcome, "facts": facts}
        else:
            event = dice.choice(list(at_step(running_, state, key, somebody, value)))
        seen = []
        complete = type(running_).complete

        def noted(self, key, result, after, seen=seen, complete=complete):
            seen.append((base(key), result))
            complete(self, key, result, after)

        type(running_).complete = noted
        try:
            state = running_.advance(state, event)
        finally:
            type(running_).complete = complete
        done += seen
    return state["outcome"], done


@pytest.mark.parametrize("slug", sorted(one_of_each_norm())[:4])
def test_what_is_forgotten_is_never_missed(slug, monkeypatch):
    """With everything kept there are more states, and the same steps, results, endings and spans."""
    small = machine(EDITION.powers[slug].flow, EDITION.limits)
    short = explore(small, OUTCOMES, watched_of(small.flow))
    everything = frozenset(f"{letter}:{name}" for letter in "frw" for name in (*small.flow.facts, *small.steps))
    monkeypatch.setattr(exhaustive, "live_at_steps", lambda *a: dict.fromkeys(small.steps, everything))
    monkeypatch.setattr(exhaustive, "MOST_STATES", 40_000)
    whole = explore(small, OUTCOMES, watched_of(small.flow))
    assert whole.states >= short.states
    assert {n: set(r.results) for n, r in whole.reached.items()} == {
        n: set(r.results) for n, r in short.reached.items()
    }
    assert {o: (e.shortest, e.longest) for o, e in whole.endings.items()} == {
        o: (e.shortest, e.longest) for o, e in short.endings.items()
    }
    assert whole.contexts == short.contexts


def test_a_branch_that_no_value_takes_and_a_step_behind_it_are_told():
    found = explore(
        running("""
        facts: {sum: {type: money, set_by: ask, audience: internet, title: {zh: 例, en: example}}}
        outcomes: {done: {zh: 办成, en: done}}
        flow:
        - {do: ask, by: clerk, N}
        - choose:
          - {when: sum < 5, then: [{choose: [{when: sum > 7, then: [{do: never, by: clerk, N}]}, {otherwise: []}]}]}
          - {otherwise: []}
        finally: [{archive: file, by: clerk, N}]
        """)
    )
    assert found.unreached == ("never",)
    assert [b.taken for b in found.untaken] == [(1,)]
    assert not found.sound


def test_a_list_is_gone_through_with_none_one_and_two_items():
    small = running("""
        facts: {parts: {type: list, set_by: ask, audience: internet, title: {zh: 例, en: example}}}
        outcomes: {done: {zh: 办成, en: done}}
        flow:
        - {do: ask, by: clerk, N}
        - {for_each: parts, as: part, do: [{do: pay-one, by: clerk, N}]}
        finally: [{archive: file, by: clerk, N}]
    """)
    ending = explore(small).endings["done"]
    assert (ending.shortest, ending.longest) == (2, 4)


def test_the_ways_to_sign_are_counted():
    small = running(SMALL["choices"])
    assert assignments(small.step("sign")) == 2  # one after the other, either first
    assert assignments(small.step("ask")) == 1


def test_more_states_than_may_be_held_is_said(monkeypatch):
    monkeypatch.setattr(exhaustive, "MOST_STATES", 3)
    with pytest.raises(TooManyStates):
        explore(running(SMALL["choices"]))
