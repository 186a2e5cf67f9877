"""Our machine and SpiffWorkflow side by side: the same choices on both sides, and what is open compared at every state.

Tests play a few cases of a few powers so, ``bench/equalities.py`` many of all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from qingdan.domain.catalogue.lexicon import lexicon
from qingdan.domain.flow.bpmn import to_bpmn
from qingdan.domain.flow.bpmn.names import ncname
from qingdan.domain.flow.explore import possible
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Fact, FactType
from qingdan.domain.flow.simulate.liveness import results_at
from qingdan.domain.flow.state import Event, State, base
from tests.domain.flow.bpmn.spiffing import Run
from tests.domain.flow.test_random_runs import EDITION, FLOWS, _thrown, somebody_new, sub_ends

MOST_EVENTS = 300
WORDS = lexicon(EDITION, "zh")
OUTCOMES = {slug: tuple(power.flow.outcomes) for slug, power in EDITION.powers.items()}
LEADS_TO = {"inquorate": "not-held", "void": "not-held", "expire": "expired", "object": "objected"}

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
    """A power's process as a BPMN file."""
    power = EDITION.powers[slug]
    return to_bpmn(power.flow, WORDS, power.title.zh, EDITION.limits)


@dataclass
class Walked:
    """One case from beginning to end on both sides: how many states were compared, the events between them, which
    steps came to which result; ``wrong`` is what differed at the last state, or nothing."""

    slug: str
    states: int = 0
    events: list[str] = field(default_factory=list)
    results: set[tuple[str, str]] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.slug}: after {' · '.join(self.events) or 'the beginning'}: {'; '.join(self.wrong)}"


def walk(data: bytes, player: Player) -> Walked:
    """Play one case until it ends, or until the two sides differ. ``data`` is the power's file."""
    slug, dice = player.slug, player.dice
    ours, walked = FLOWS[slug], Walked(slug)
    begun = {n: thrown(ours, f, dice) for n, f in ours.flow.facts.items() if not f.personal and dice.random() < 0.3}
    begun = {n: v for n, v in begun.items() if n in given_by_others(slug)}
    theirs = Run(data, tuple({s.power for s in ours.flow.steps().values() if s.power}))
    theirs.begin(begun)
    state = ours.start(begun)
    while len(walked.events) < MOST_EVENTS:
        walked.states += 1
        walked.wrong = list(differences(ours, state, theirs))
        if walked.wrong or state["phase"] == "over":
            return walked
        event = player.event(state)
        after = ours.advance(state, event)
        told = follow(state, event, after, theirs)
        walked.events.append(f"{event['key']} {told or event['type']}")
        if told and told != "interrupt":
            walked.results.add((base(event["key"]), told))
        state = after
    walked.wrong = [f"still {list(state['open'])} after {MOST_EVENTS} events"]
    return walked


def differences(ours: Machine, state: State, theirs: Run) -> Iterator[str]:
    """What the other side allows otherwise than we do."""
    if (there := theirs.open()) != (here := set(state["open"])):
        yield f"open here {sorted(here)}, there {sorted(there)}"
    if theirs.over != (state["phase"] == "over"):
        yield f"over here: {state['phase'] == 'over'}, there: {theirs.over}"
    if state["outcome"] is not None and (ended := theirs.known("outcome", "")) != state["outcome"]:
        yield f"ended here {state['outcome']}, there {ended}"
    every, interrupts = set(ours.flow.any_time), theirs.interrupts()
    may = {n for n, r in ours.flow.any_time.items() if not (r.until and r.until in state["results"])}
    if not (may <= interrupts == every if state["phase"] == "running" else not interrupts):  # the exception "until"
        yield f"interrupted here by {sorted(may)}, there by {sorted(interrupts)}"


def thrown(ours: Machine, fact: Fact, dice: Random):
    """A value near the limits; a list of up to three."""
    if fact.type is FactType.LIST:
        return [{"name": "示例", "sum": dice.choice((0, 100_000))} for _ in range(dice.choice((1, 2, 3, 0)))]
    return _thrown(ours, fact, dice)


def given_by_others(slug: str) -> set[str]:
    """The facts that a power which starts this one may pass on."""
    steps = [s for power in EDITION.powers.values() for s in power.flow.steps().values() if s.power == slug]
    return {theirs for step in steps for theirs in step.passes}


@dataclass
class Player:
    """Plays one case. At each step it wants a result, the ``usual`` one or one that was seldom ``tried``, and mostly
    does what leads there."""

    slug: str
    dice: Random
    tried: Counter[tuple[str, str]] = field(default_factory=Counter)
    wanted: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.usual = self.dice.choice((0.5, 0.8, 0.95))  # how likely; far ends are only reached by the willing

    def event(self, state: State) -> Event:
        """An event that the state allows."""
        ours, dice = FLOWS[self.slug], self.dice
        if dice.random() < 0.02 and (every := list(possible(ours, state, somebody_new, self._value))):
            return dice.choice(every)
        self.wanted = {key: result for key, result in self.wanted.items() if key in state["open"]}
        key = dice.choice(list(state["open"]))
        if power := ours.step(key).power:
            found = [sub_ends(ours, key, outcome, self._value) for outcome in EDITION.powers[power].flow.outcomes]
        else:
            found = [e for e in possible(ours, state, somebody_new, self._value) if e["key"] == key]
        wanted = self._wanted(key)
        good = [e for e in found if wanted in (said(e), LEADS_TO.get(said(e) or e["type"]))]
        return dice.choice(good if good and dice.random() < 0.8 else found)

    def _value(self, fact: Fact):
        return thrown(FLOWS[self.slug], fact, self.dice)

    def _wanted(self, key: str) -> str:
        if key not in self.wanted:
            step = FLOWS[self.slug].step(key)
            offered = results_at(FLOWS[self.slug], step, OUTCOMES)
            weights = [1 / (1 + self.tried[step.id, result]) for result in offered]
            (result,) = self.dice.choices(offered, weights)
            if step.default in offered and self.dice.random() < self.usual:
                result = step.default
            self.tried[step.id, result] += 1
            self.wanted[key] = result
        return self.wanted[key]


def said(event: Event) -> str | None:
    """The result that an event speaks of, where it does."""
    return event.get("result") or event.get("verdict") or event.get("outcome")


def follow(state: State, event: Event, after: State, theirs: Run) -> str | None:
    """Tell the other side what it can hear of an event; the rest is the exception "inside". Gives the result to which
    the event brought its step, where it did."""
    key, kind = event["key"], event["type"]
    if kind == "interrupt":
        theirs.interrupt(ncname(key))
    elif kind == "post" and after["open"].get(key, {}).get("posted"):
        theirs.put_up(event)
    elif key in state["open"] and completed(key, after):
        result = result_of(kind, "expired" if kind == "expire" else said(event), key, state, after)
        theirs.do(event, result)
        return result
    else:
        theirs.note(event)
    return "interrupt" if kind == "interrupt" else None


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
