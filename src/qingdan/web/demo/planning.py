"""Finds, in the definition alone, a way to each stage that a case should be shown at. Knows no power by name.

A plan is tried at random in the pure machine, many times if need be, until one run arrives at the stage; the run's
events are then played by real people through the real acts (``playing.py``).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.explore import Cast, possible, thresholds
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Step, StepKind, walk
from qingdan.domain.flow.signing import distinct, open_slots
from qingdan.domain.flow.state import Event, Rejected, State, base, suffix
from qingdan.web.demo import hearings
from qingdan.web.demo.values import Values

TRIES = 150
TRIES_ELSEWHERE = 400
LONGEST = 120  # events
Arrived = Callable[[Machine, State, Sequence[Event]], bool]
FINE = frozenset({"done", "passed", "elected", "clear", "served", "paid", "filed", "*"})
# What clocks do, what is due only later, and notices of meetings, which have their day by what comes after them.
WAITED = frozenset({"expire", "discharge", "call"})


@dataclass(frozen=True)
class Stage:
    """A stage to show: when a run has arrived there, how often its people say no, and which events it may use.

    ``ago`` is how many days before today its last event lies: the least and the most. ``suits`` says whether a flow
    has such a stage at all.
    """

    name: str
    arrived: Arrived
    contrary: float = 0.0
    uses: frozenset[str] = frozenset()
    ago: tuple[float, float] = (0.2, 1.5)
    suits: Callable[[Machine], bool] = lambda machine: True


def _first(machine: Machine) -> str:
    return next(iter(machine.flow.outcomes))


def _opened(machine: Machine, state: State, done: Sequence[Event]) -> bool:
    return not done


def _midway(machine: Machine, state: State, done: Sequence[Event]) -> bool:
    return (
        state["phase"] == "running"
        and len(done) >= max(2, len(machine.steps) // 3)
        and _somebody_is_asked(machine, state)
    )


def _somebody_is_asked(machine: Machine, state: State) -> bool:
    return any(machine.step(k).kind is not StepKind.START and not state["open"][k].get("posted") for k in state["open"])


def _publishes(machine: Machine) -> bool:
    return any(step.disclosure for step in machine.flow.steps().values())


def _noticed(machine: Machine, state: State, done: Sequence[Event]) -> bool:
    return bool(done) and done[-1]["type"] == "post"


def _waits_for_objections(machine: Machine) -> bool:
    return any(step.disclosure and step.disclosure.objections for step in machine.flow.steps().values())


def _objected(machine: Machine, state: State, done: Sequence[Event]) -> bool:
    return bool(done) and done[-1]["type"] == "object"


def _finished(machine: Machine, state: State, done: Sequence[Event]) -> bool:
    return state["phase"] == "over" and state["outcome"] == _first(machine)


def _refused(machine: Machine, state: State, done: Sequence[Event]) -> bool:
    return state["phase"] == "over" and state["outcome"] != _first(machine)


def _telling(machine: Machine, state: State, done: Sequence[Event]) -> bool:
    own = state["phase"] == "closing" and state["outcome"] != _first(machine)
    return own and any(machine.step(key).kind is not StepKind.ARCHIVE for key in state["open"])


def _tells(machine: Machine) -> bool:
    return any(isinstance(b, Step) and b.kind is not StepKind.ARCHIVE for b in walk(machine.flow.finally_))


def _withdrawn(machine: Machine, state: State, done: Sequence[Event]) -> bool:
    return state["phase"] == "over" and any(e["type"] == "interrupt" for e in done)


def _may_be_interrupted(machine: Machine) -> bool:
    return bool(machine.flow.any_time)


def _called(machine: Machine, state: State, done: Sequence[Event]) -> bool:
    return hearings.is_called(machine, state)


def _hears(machine: Machine) -> bool:
    return bool(hearings.steps_of(machine))


def _left_lying(machine: Machine, state: State, done: Sequence[Event]) -> bool:
    return state["phase"] == "running" and len(done) > 1 and bool(waiting_step(machine, state))


def waiting_step(machine: Machine, state: State) -> str | None:
    """The limit of an open step that is not simply ended when its time is over."""
    for key in state["open"]:
        step = machine.step(key)
        if step.within and "expired" not in machine.results_of(key):
            return step.within
    return None


STAGES = (
    Stage("finished", _finished, ago=(4, 12)),
    Stage("refused", _refused, contrary=0.3, ago=(6, 20)),
    Stage("telling", _telling, contrary=0.3, suits=_tells),
    Stage("withdrawn", _withdrawn, uses=frozenset({"interrupt"}), ago=(5, 15), suits=_may_be_interrupted),
    Stage("objected", _objected, uses=frozenset({"object"}), ago=(0.1, 0.4), suits=_waits_for_objections),
    Stage("noticed", _noticed, ago=(0.3, 1.0), suits=_publishes),
    Stage("overdue", _left_lying),
    Stage("midway", _midway),
    Stage("opened", _opened),
)


# Of the few powers at which people are heard: shown in the first village beside the other stages.
CALLED = Stage("called", _called, ago=(0.3, 1.0), suits=_hears)


class Planner:
    """Plans for one power in one village: the persons of each role there, and those who stand in for them by rule.

    ``stops_before`` are steps that no plan does. ``posts_first``: a notice goes up before anything else that may be
    done beside it.
    """

    def __init__(
        self,
        edition: Edition,
        holders: Mapping[str, Sequence[int]],
        standing_in: Mapping[str, Sequence[int]],
        luck: random.Random,
        stops_before: Collection[str] = (),
        posts_first: bool = False,
    ) -> None:
        self.edition, self.holders, self.standing_in, self.luck = edition, holders, standing_in, luck
        self.stops_before, self.posts_first = stops_before, posts_first

    def plan(self, machine: Machine, state: State, stage: Stage, values: Values) -> list[Event] | None:
        """Events from ``state`` to the stage; None when no run arrives there.

        The usual values are tried first, then others near the numbers that the flow compares with.
        """
        found = self._tried(machine, state, stage, values, TRIES)
        if found is None:
            values.look_around(thresholds(machine))
            found = self._tried(machine, state, stage, values, TRIES_ELSEWHERE)
            values.look_no_further()
        return found

    def _tried(self, machine: Machine, state: State, stage: Stage, values: Values, tries: int) -> list[Event] | None:
        runs = (self._run(machine, state, stage, values) for _ in range(tries))
        return next((found for found in runs if found is not None), None)

    def _run(self, machine: Machine, state: State, stage: Stage, values: Values) -> list[Event] | None:
        done: list[Event] = []
        cast = self._cast(machine)
        while len(done) < LONGEST:
            if stage.arrived(machine, state, done):
                return done
            options = [*possible(machine, state, cast, values), *self._sub_cases(machine, state, values)]
            event = self._choose(machine, state, stage, options)
            if event is None:
                return None
            try:
                state = machine.advance(state, event)
            except Rejected:
                return None  # these values lead nowhere
            done.append(event)
        return None

    def _choose(self, machine: Machine, state: State, stage: Stage, options: Sequence[Event]) -> Event | None:
        allowed = [e for e in options if e["type"] not in WAITED and self._serves(machine, state, stage, e)]
        fine = [e for e in allowed if _is_fine(machine, e)]
        if self.posts_first:
            fine = [e for e in fine if e["type"] == "post"] or fine
        contrary = [e for e in allowed if not _is_fine(machine, e)]
        wanted = contrary if contrary and (not fine or self.luck.random() < self._contrariness(stage)) else fine
        return self.luck.choice(wanted) if wanted else None

    def _contrariness(self, stage: Stage) -> float:
        return 0.25 if stage.uses else stage.contrary

    def _serves(self, machine: Machine, state: State, stage: Stage, event: Event) -> bool:
        if event["type"] in ("interrupt", "object"):
            return event["type"] in stage.uses
        if event["type"] == "answer" or event.get("verdict") == "inquorate":
            return False
        if base(event["key"]) in self.stops_before:
            return False
        return _is_fine(machine, event) or stage.contrary > 0

    def _sub_cases(self, machine: Machine, state: State, values: Values) -> list[Event]:
        """The end of each open sub-case, as it ends when all goes well, with what it then has found."""
        found: list[Event] = []
        for key in state["open"]:
            step = machine.step(key)
            if step.kind is StepKind.START and step.power:
                outcome = next(iter(self.edition.powers[step.power].flow.outcomes))
                facts = {fact.name: values(fact) for fact in machine.flow.set_at(step.id)}
                found.append({"type": "sub", "key": key, "outcome": outcome, "facts": facts})
        return found

    def _cast(self, machine: Machine) -> Cast:
        def cast(role: str, key: str, state: State) -> int | None:
            def free(post: str) -> list[int]:
                return [p for p in self.holders.get(post, ()) if not excluded(machine, state, key, p)]

            if free(role):
                return self.luck.choice(free(role))
            # Somebody stands in, in the order of the village's rule, where no other post may do it as well.
            if key not in state["open"]:
                return None
            signed = [r for _person, r in state["open"][key].get("signed", ())]
            slots = [slot for slot in open_slots(machine.step(key), signed) if role in slot]
            if any(free(post) for slot in slots for post in slot):
                return None
            return next((p for p in self.standing_in.get(role, ()) if not excluded(machine, state, key, p)), None)

        return cast


def excluded(machine: Machine, state: State, key: str, person: int) -> bool:
    """Whether the step must be somebody else's: this person has signed it, or did a step that it checks."""
    node = machine.steps.get(base(key))
    if node is None or key not in state["open"]:
        return False  # an interrupt
    step: Any = node.block
    if distinct(step) and any(p == person for p, _ in state["open"][key].get("signed", [])):
        return True
    at = suffix(key)
    return any(person in state["who"].get(other + at, state["who"].get(other, [])) for other in step.not_by)


def _is_fine(machine: Machine, event: Event) -> bool:
    if event["type"] in ("interrupt", "object"):
        return False
    result = event.get("result") or event.get("verdict") or "*"
    return result in FINE
