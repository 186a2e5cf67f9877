"""Whose signature a step wants: one person, one of each role, or several persons, never the same hand twice."""

from __future__ import annotations

from qingdan.domain.flow.model import Step, StepKind


def slots(step: Step) -> list[tuple[str, ...]]:
    """Who must sign: each slot is a set of roles of which one is wanted."""
    own: list[tuple[str, ...]] = [(role,) for role in step.by] if step.every else [step.by] * step.persons
    return own + list(step.with_)


def still_wanted(step: Step, signed: list[str]) -> list[str]:
    """The roles of which a signature is still wanted, given the roles that have signed."""
    if not step.every and step.persons == 1 and not step.with_:  # the common step: one signature
        return [] if signed else list(step.by)
    return list(dict.fromkeys(role for slot in open_slots(step, signed) for role in slot))


def open_slots(step: Step, signed: list[str]) -> list[tuple[str, ...]]:
    """The slots that nobody has filled yet, given the roles that have signed."""
    wanted = slots(step)
    for role in signed:
        slot = next((s for s in wanted if role in s), None)
        if slot is not None:
            wanted.remove(slot)
    return wanted


def distinct(step: Step) -> bool:
    """Whether one person may sign only once here, whatever posts that person holds."""
    return step.distinct or step.persons > 1 or bool(step.with_)


def stops(step: Step, result: str) -> bool:
    """A refusal, return or objection takes effect at the first signature: nobody needs company to say no."""
    return step.kind in (StepKind.APPROVE, StepKind.REVIEW, StepKind.PAY) and result != step.default
