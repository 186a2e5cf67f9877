"""Which step is a check on which: the pairs that must, or should, be done by different hands.

Three sources. *Declared*: ``not_by`` (the machine refuses the same hand). *Within*: several signatures on one step
(refused twice from one hand where the step is ``distinct``). *Implied*: an approval, a review or a payment judges what
was done just before it, so whoever did that must not give it; the machine does not refuse that, people must see to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from qingdan.domain.flow.model import (
    Block,
    Choose,
    End,
    Flow,
    ForEach,
    Repeat,
    Sequence,
    Step,
    StepKind,
    Together,
)
from qingdan.domain.flow.signing import distinct, slots

WORK = frozenset({StepKind.DO, StepKind.MEET, StepKind.ELECT})
JUDGING = frozenset({StepKind.APPROVE, StepKind.REVIEW, StepKind.PAY})
Steps = frozenset[str]
NOTHING: Steps = frozenset()


class Source(StrEnum):
    """Why two steps are to be done by different hands."""

    DECLARED = "declared"  # not_by
    WITHIN = "within"  # several signatures under one step
    IMPLIED = "implied"  # an approval of what was done before it


@dataclass(frozen=True, slots=True)
class Check:
    """``by`` is a check on ``of``; both the same step for the signatures within one. ``enforced``: the machine itself
    refuses the same hand."""

    of: str
    by: str
    source: Source
    enforced: bool


def checks_of(flow: Flow) -> tuple[Check, ...]:
    """Every check relation of a flow, in the order of the steps that check."""
    implied, found = _implied(flow), []
    for step in flow.steps().values():
        found += [Check(other, step.id, Source.DECLARED, True) for other in step.not_by]
        if len(slots(step)) > 1:
            found.append(Check(step.id, step.id, Source.WITHIN, distinct(step)))
        others = implied.get(step.id, NOTHING) - set(step.not_by) - {step.id}
        found += [Check(other, step.id, Source.IMPLIED, False) for other in flow.steps() if other in others]
    return tuple(found)


def bound(flow: Flow) -> Mapping[str, Steps]:
    """For each step all steps that bind who may do it: those of its ``not_by``, and those that bind these in turn."""
    steps = flow.steps()
    found: dict[str, Steps] = {}

    def of(name: str, on_the_way: Steps) -> Steps:
        if name not in found:
            ours = {o for o in steps[name].not_by if o not in on_the_way}
            found[name] = frozenset(ours).union(*(of(o, on_the_way | {name}) for o in ours))
        return found[name]

    return {name: of(name, NOTHING) for name in steps}


def watched_of(flow: Flow) -> Mapping[str, Steps]:
    """For each step that is bound or checks another: the steps of which must be known whether they are done."""
    binding, found = bound(flow), {}
    for name, ours in binding.items():
        of = {c.of for c in checks_of(flow) if c.by == name and c.of != name}
        wanted = ours.union(of, *(binding[o] for o in of))
        if wanted - {name}:
            found[name] = wanted - {name}
    return found


def _implied(flow: Flow) -> Mapping[str, Steps]:
    walk = _Walk()
    last = walk.after(flow.body, NOTHING)
    walk.after(flow.finally_, last or NOTHING)
    return walk.judged


class _Walk:
    """Carries through the flow what a judgment would be passed on: the last work done, and the judgments since."""

    def __init__(self) -> None:
        self.judged: dict[str, Steps] = {}

    def after(self, block: Block, chain: Steps) -> Steps | None:
        """What stands to be judged after ``block``; None when nothing comes after it."""
        match block:
            case Sequence(children=children):
                so_far: Steps | None = chain
                for child in children:
                    if so_far is None:
                        return None
                    so_far = self.after(child, so_far)
                return so_far
            case Choose(branches=branches):
                return _joined([self.after(b.then, chain) for b in branches])
            case Together(branches=parts):
                return _joined([self.after(b, chain) for b in parts])
            case ForEach(body=body):
                return _joined([chain, self.after(body, chain)])
            case Repeat(body=body, otherwise=otherwise):
                once = self.after(body, chain)
                again = self.after(body, chain | (once or NOTHING))
                return _joined([again, self.after(otherwise, again or NOTHING)])
            case Step():
                return self._step(block, chain)
            case End():
                return None
            case _:
                return chain

    def _step(self, step: Step, chain: Steps) -> Steps | None:
        if step.kind in WORK:
            chain = frozenset({step.id})
        elif step.kind in JUDGING:
            self.judged[step.id] = self.judged.get(step.id, NOTHING) | chain
            chain |= {step.id}
        ways = [self.after(way, chain) for way in step.results.values()]
        return _joined([chain if step.default not in step.results else None, *ways])


def _joined(ways: list[Steps | None]) -> Steps | None:
    there = [way for way in ways if way is not None]
    return NOTHING.union(*there) if there else None
