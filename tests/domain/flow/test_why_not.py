"""Why somebody cannot do a step: an explanation exactly where the machine refuses the act."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings

from qingdan.domain.flow.events import NOT_HELD
from qingdan.domain.flow.explore import at_step, sample_value
from qingdan.domain.flow.facts import given_with
from qingdan.domain.flow.machine import Machine, machine
from qingdan.domain.flow.model import StepKind
from qingdan.domain.flow.state import Rejected, State, base, copy, suffix
from qingdan.domain.flow.why_not import leads_from, why_not
from qingdan.domain.words import Words
from tests.budget import rounds
from tests.domain.flow.reading_flows import act, running
from tests.domain.flow.strategies import flows
from tests.domain.flow.test_ahead import PETTY, VALUES, an_event
from tests.loaded import powers_at_random, shipped

PERSONS = range(1, 6)
MOST_TRIED = 400


def accepted(flow: Machine, state: State, key: str, person: int, roles: set[str]) -> bool:
    """Whether the machine takes any act of this person at a step, tried out."""
    if key not in state["open"]:
        events = [{"type": "act", "key": key, "by": [{"person": person, "role": r}]} for r in roles or {"nobody"}]
    else:
        events = list(at_step(flow, state, key, lambda role, *_: person if role in roles else None, sample_value))
    for event in events:
        if event["type"] not in ("act", "meet", "post") or event.get("verdict") in NOT_HELD:
            continue
        try:
            flow.advance(state, event)
        except Rejected:
            continue
        return True
    return False


def as_named(edition):
    return lambda role: edition.role_words(role)


@pytest.mark.parametrize("slug", powers_at_random())
def test_there_is_an_explanation_exactly_where_the_act_is_refused(slug):
    edition, dice = shipped(), Random(slug)
    flow = machine(edition.powers[slug].flow, edition.limits)
    every = sorted({r for key in flow.steps for r in flow.step(key).signers})
    seen: set[str] = set()
    for _ in range(rounds(1)):
        state = flow.start()
        for _turn in range(60):
            leads = leads_from(flow, state)
            for key in [*state["open"], *dice.sample(sorted(flow.steps), 3)]:
                if flow.step(key).election is not None:
                    continue  # a count is more than a signature: what it may say depends on who stands
                person, roles = dice.choice(PERSONS), set(dice.sample(every, min(len(every), 3)))
                reason = why_not(flow, state, key, person, roles, as_named(edition), leads)
                assert (reason is None) == accepted(flow, state, key, person, roles), (key, reason)
                if reason is not None:
                    seen.add(reason.code)
                    assert reason.words.zh and reason.words.en
            if state["phase"] == "over":
                break
            try:
                state = flow.advance(state, an_event(edition, flow, state, dice, dice.choice(PERSONS)))
            except Rejected:
                continue
    assert "wrong-role" in seen or "not-reached" in seen


@settings(max_examples=rounds(15), deadline=None)
@given(flow=flows(depth=2))
def test_what_comes_first_is_the_least_of_all_ways(flow):
    """Against trying everything: the same steps may come, and none after fewer steps than was said,
    unless the case goes back."""
    running = machine(flow, {"petty": PETTY})
    leads = leads_from(running, running.start())
    if not leads.whole and len(leads.to) < len(flow.steps()):
        return  # too much may happen for the search, and nothing is said
    onward, all_onward = fewest(running, going_back=False)
    every, all_of_them = fewest(running, going_back=True)
    least = {**(every if all_onward else {}), **onward}
    assert {step: len(way) for step, way in leads.to.items() if step in least} == least
    if all_onward and all_of_them:
        assert least.keys() == leads.to.keys()


def fewest(flow: Machine, going_back: bool) -> tuple[dict[str, int], bool]:
    """After how many steps each step can be open, by trying everything; and whether everything was tried."""
    found: dict[str, int] = {}
    level, seen, steps = unseen(flow, [flow.start()]), set[str](), 0
    while level and len(seen) < MOST_TRIED:
        for key in (key for state in level for key in state["open"]):
            found.setdefault(base(key), steps)
        pairs = [(s, after) for s in level for after in one_step_on(flow, s)]
        new = {repr(sorted(a.items())): a for s, a in pairs if going_back or not again(s, a)}
        level = unseen(flow, [s for mark, s in new.items() if mark not in seen])
        seen |= new.keys()
        steps += 1
    return found, not level


def again(before: State, after: State) -> bool:
    return any(after["round"].get(token, 0) > number for token, number in before["round"].items())


def unseen(flow: Machine, states: list[State]) -> list[State]:
    """The states, and those to which limits that ran out lead."""
    found = list(states)
    for state in found:  # grows as we go
        found += [completed(flow, state, k, "expired", {}) for k in state["open"] if "expired" in flow.results_of(k)]
    return found


def completed(flow: Machine, state: State, key: str, result: str, facts: dict) -> State:
    after = copy(state)
    after["facts"].update(facts)
    after["open"][key] = {}
    flow.complete(key, result, after)
    return after


def one_step_on(flow: Machine, state: State):
    for key in state["open"]:
        block = flow.step(key)
        results = [*block.results, "*"] if block.kind is StepKind.START else flow.results_of(key)
        for result in (r for r in results if r != "expired"):
            own = [f.name for f in flow.flow.set_at(block.id) if f.name in VALUES and given_with(f, block, result)]
            for values in product(*(VALUES[name] for name in own)):
                facts = {name + suffix(key): v for name, v in zip(own, values, strict=True)}
                yield completed(flow, state, key, result, facts)


SMALL = """
facts: {}
outcomes: {shown: {zh: 办完, en: Done}, refused: {zh: 没批准, en: Refused}}
flow:
- {do: ask, N, by: clerk}
- {approve: sign, N, by: [head, chair], all: true, results: {refused: [{end: refused}]}}
- {do: check, N, by: clerk, with: witness, not_by: ask}
- {do: close, N, by: clerk}
"""


def reason_of(flow: Machine, state: State, key: str, person: int = 1, *roles: str):
    return why_not(flow, state, key, person, roles, lambda role: Words(role, role), leads_from(flow, state))


def test_each_reason_in_its_words():
    flow = running(SMALL)
    start = flow.start()
    assert reason_of(flow, start, "ask", 1, "clerk") is None
    cases = [
        (start, "ask", 1, "head", "wrong-role", "现在轮到这一步，要由clerk来办，您现在不是。"),
        (start, "close", 1, "clerk", "not-reached", "还没有轮到。最少要先办完“例”。"),
    ]
    asked = flow.advance(start, act("ask", 1, "clerk"))
    signed = flow.advance(asked, act("sign", 2, "head"))
    cases += [
        (asked, "ask", 1, "clerk", "done", "这一步已经办完。"),
        (signed, "sign", 2, "head", "role-signed", "您这一签已经有人签了，还要等chair签。"),
    ]
    both = flow.advance(signed, act("sign", 3, "chair"))
    cases += [(both, "check", 1, "clerk", "not-by", "“例”是您办的，这一步就要换人办，这样才能互相把关。")]
    half = flow.advance(both, act("check", 4, "clerk"))
    cases += [(half, "check", 4, "witness", "same-person", "您已经签过了，还要等witness签。")]
    no = flow.advance(asked, act("sign", 2, "head", "refused"))
    cases += [(no, "close", 1, "clerk", "case-over", "这件事已经办结，不用再办。")]
    for state, key, person, role, code, words in cases:
        reason = reason_of(flow, state, key, person, role)
        assert (reason.code, reason.words.zh) == (code, words)
