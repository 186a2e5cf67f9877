"""Whose a meeting is: those who call and record it, and those who watch over it. The definition says both."""

from __future__ import annotations

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Step, StepKind
from qingdan.features.cases.capacity import Standing


def keepers(running: Machine, step: Step) -> frozenset[str]:
    """Who keeps the records of a hearing: those who sign its step, and those who write down what it names."""
    steps = running.flow.steps()
    named = step.hears.named.values() if step.hears else ()
    writers = (steps[running.flow.facts[name].set_by].by for name in named)
    return frozenset(role for roles in (step.signers, *writers) for role in roles)


def readers(running: Machine, step: Step) -> frozenset[str]:
    """Who reads and answers what is asked of a meeting: its keepers, and whoever reviews a step of the same matter."""
    reviews = (s.by for s in running.flow.steps().values() if s.kind is StepKind.REVIEW and not s.advice)
    return keepers(running, step) | frozenset(role for roles in reviews for role in roles)


def held(roles: frozenset[str], who: Standing) -> list[str]:
    """Those of the roles that the person holds here today; none where kin or interest forbid it."""
    return [] if who.conflicts else sorted(roles & who.posts)
