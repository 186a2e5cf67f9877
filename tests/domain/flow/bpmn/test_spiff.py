"""SpiffWorkflow as an oracle: whatever happens, a file of ours allows the next steps that our machine allows."""

from __future__ import annotations

from random import Random

import pytest

from qingdan.domain.catalogue.lexicon import lexicon
from qingdan.domain.flow.bpmn import to_bpmn
from qingdan.domain.flow.bpmn.names import ncname, result_variable, variable
from qingdan.domain.flow.explore import possible
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Fact, FactType
from qingdan.domain.flow.state import Event, State
from tests.budget import rounds
from tests.domain.flow.bpmn.spiffing import Run
from tests.domain.flow.test_random_runs import EDITION, FLOWS, _thrown, somebody_new, sub_ends
from tests.loaded import HOUSE, powers_at_random

MOST_EVENTS = 300
WORDS = lexicon(EDITION, "zh")

# What BPMN cannot say, so that here the two may differ. docs/spec/bpmn.md has the same table.
EXCEPTIONS = {
    "until": "`any_time` until a step is done: a message on the border of the body is taken as long as the body runs",
    "inside": "what happens inside one step (signatures, disputes, calls, attempts, objections): it is one task",
    "who": "who may sign (`not_by`, `distinct`, relatives): a lane names roles, not hands",
    "owed": "duties that do not hold the case: a note, for a token would hold it",
    "clocks": "a limit from one step to another, its stops and its extension: a token would hold the case",
    "working days": "working days have no ISO 8601 form: they stand in a language of their own",
    "rounds": "how often a loop was gone round: an event on the way back says what to count",
}


def written(slug: str) -> bytes:
    power = EDITION.powers[slug]
    return to_bpmn(power.flow, WORDS, power.title.zh, EDITION.limits)


@pytest.mark.parametrize("slug", powers_at_random())
def test_both_allow_the_same_steps_at_every_state(slug):
    data, dice = written(slug), Random(slug)
    for _ in range(rounds(2)):
        walk(slug, data, dice)


def walk(slug: str, data: bytes, dice: Random) -> None:
    """One case from beginning to end, on both sides."""
    ours = FLOWS[slug]
    begun = {n: thrown(ours, f, dice) for n, f in ours.flow.facts.items() if not f.personal and dice.random() < 0.3}
    begun = {n: v for n, v in begun.items() if n in given_by_others(slug)}
    theirs = Run(data, tuple({s.power for s in ours.flow.steps().values() if s.power}))
    theirs.begin(begun)
    state = ours.start(begun)
    for _ in range(MOST_EVENTS):
        compare(ours, state, theirs)
        if state["phase"] == "over":
            return
        event = thrown_event(slug, state, dice)
        after = ours.advance(state, event)
        follow(state, event, after, theirs)
        state = after
    raise AssertionError(f"still {list(state['open'])}")


def thrown(ours: Machine, fact: Fact, dice: Random):
    """A value near the limits; a list of up to three."""
    if fact.type is FactType.LIST:
        return [{"name": "示例", "sum": dice.choice((0, 100_000))} for _ in range(dice.choice((1, 2, 3, 0)))]
    return _thrown(ours, fact, dice)


def given_by_others(slug: str) -> set[str]:
    """The facts that a power which starts this one may pass on."""
    steps = [s for power in EDITION.powers.values() for s in power.flow.steps().values() if s.power == slug]
    return {theirs for step in steps for theirs in step.passes}


def compare(ours: Machine, state: State, theirs: Run) -> None:
    assert theirs.open() == set(state["open"])
    assert theirs.over == (state["phase"] == "over")
    if state["outcome"] is not None:
        assert theirs.known("outcome", "") == state["outcome"]
    if state["phase"] == "running":
        may = {n for n, r in ours.flow.any_time.items() if not (r.until and r.until in state["results"])}
        assert may <= theirs.interrupts() == set(ours.flow.any_time)  # the exception "until"
    else:
        assert not theirs.interrupts()


def thrown_event(slug: str, state: State, dice: Random) -> Event:
    ours = FLOWS[slug]

    def values(fact: Fact):
        return thrown(ours, fact, dice)

    if dice.random() > 0.02:
        key = dice.choice(list(state["open"]))
        if power := ours.step(key).power:
            return sub_ends(ours, key, dice.choice(list(EDITION.powers[power].flow.outcomes)), values)
        found = [e for e in possible(ours, state, somebody_new, values) if e["key"] == key]
        good = [e for e in found if (e.get("result") or e.get("verdict")) == ours.step(key).default]
        return dice.choice(good if good and dice.random() < 0.6 else found)
    return dice.choice([*possible(ours, state, somebody_new, values)] or [thrown_event(slug, state, dice)])


def follow(state: State, event: Event, after: State, theirs: Run) -> None:
    """Tell the other side what it can hear of an event; the rest is the exception "inside"."""
    key, kind = event["key"], event["type"]
    if kind == "interrupt":
        theirs.interrupt(ncname(key))
    elif kind == "post" and after["open"].get(key, {}).get("posted"):
        theirs.put_up(event)
    elif key in state["open"] and completed(key, after):
        result = "expired" if kind == "expire" else event.get("result") or event.get("verdict") or event.get("outcome")
        theirs.do(event, result_of(kind, result, key, state, after))
    else:
        theirs.note(event)


def completed(key: str, after: State) -> bool:
    """Whether an event completed its step: it is not open any more, or anew."""
    return not after["open"].get(key)  # whoever contributed has left a trace there


def result_of(kind: str, said: str | None, key: str, state: State, after: State) -> str:
    if kind == "close":
        return (
            "objected" if state["open"][key].get("objections") and after["results"].get(key) == "objected" else "clear"
        )
    if kind == "post":
        return "clear"
    if kind == "meet" and said in ("inquorate", "void"):
        return "not-held"
    return str(said)


def test_the_exceptions_stand_in_the_specification_too():
    said = (HOUSE / "docs" / "spec" / "bpmn.md").read_text(encoding="utf-8")
    assert [row for name, why in EXCEPTIONS.items() if (row := f"| {name} | {why} |") not in said] == []


def test_no_two_names_of_a_flow_are_one_variable():
    for running in FLOWS.values():
        named = [result_variable(s) for s in running.steps] + [variable(f) for f in running.flow.facts]
        assert len(set(named)) == len(named) and "outcome" not in named
