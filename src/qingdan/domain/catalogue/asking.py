"""Which powers somebody without a post may ask for, and with which step: from the edition's mark on its parties."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from qingdan.domain.flow.kinds import StepKind
from qingdan.domain.flow.machine import machine
from qingdan.domain.flow.model import Clock, FactType, Flow, Step
from qingdan.domain.words import Words

ANSWER = "answer-to-request"  # the clock that an edition gives to a request whose definition has none


@dataclass(frozen=True, slots=True)
class Asking:
    """How a request begins: the step, and the party who does it.

    ``name`` and ``phone`` are the step's facts that are the party's own (None where the step has none).
    """

    step: str
    role: str
    name: str | None = None
    phone: str | None = None


def asking_of(flow: Flow, asks: frozenset[str], limits: Mapping[str, int]) -> Asking | None:
    """The first step that one of the parties ``asks`` may do by itself; None when no such party begins the power."""
    running = machine(flow, limits)
    for key in running.start()["open"]:
        step = running.step(key)
        roles = [role for role in step.by if role in asks]
        if roles and step.kind is StepKind.DO and step.persons == 1 and not step.with_:
            return Asking(key, roles[0], *_own(flow, step, roles[0]))
    return None


def _own(flow: Flow, step: Step, role: str) -> Iterator[str | None]:
    mine = [fact for fact in flow.set_at(step.id) if fact.of == role]
    for wanted in (FactType.PERSON, FactType.PHONE):
        yield next((fact.name for fact in mine if fact.type is wanted), None)


def first_asked(flow: Flow, asks: Collection[str]) -> tuple[Step, str] | None:
    """The step with which a flow begins, and the party who may come with it; None when it begins otherwise."""
    step = next(iter(flow.body.children), None)
    role = next((r for r in step.by if r in asks), None) if isinstance(step, Step) else None
    return (step, role) if isinstance(step, Step) and role is not None else None


def answered_in_time(flow: Flow, step: str) -> bool:
    """Whether a time limit runs once ``step`` is done: a clock from it, or the limit of the step right after it."""
    after = _after(flow, step)
    return any(clock.start == step for clock in flow.clocks.values()) or (
        after is not None and after.within is not None
    )


def with_answer(flow: Flow, answers: Mapping[str, str]) -> Flow:
    """The same flow with a clock for the answer, where a party of ``answers`` (role → limit) may ask for it and its
    definition names no limit of its own: nobody waits without knowing for how long."""
    asked = first_asked(flow, answers)
    if asked is None or answered_in_time(flow, asked[0].id):
        return flow
    after = _after(flow, asked[0].id)
    if after is None:
        return flow
    clock = Clock(ANSWER, Words("答复", "Answer"), asked[0].id, after.id, answers[asked[1]])
    return replace(flow, clocks={**flow.clocks, ANSWER: clock})


def _after(flow: Flow, step: str) -> Step | None:
    """The step right after the one with which a flow begins; None where a question or several steps come next."""
    first, *rest = flow.body.children or (None,)
    after = next(iter(rest), None)
    return after if isinstance(first, Step) and first.id == step and isinstance(after, Step) else None
