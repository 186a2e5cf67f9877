"""Whether a step can be done, and whether its check is one, by whoever there is: exact over all assignments of persons.

What binds who may do a step are the steps of its ``not_by`` and those that bind these: nothing else in a run decides
it. So instead of all runs it is enough to go through the sets of those steps that may be done when the step opens (the
exhaustive search gives them) and, for each, through all ways in which they may have been signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.separation.checks import Check, Source, Steps, bound, checks_of
from qingdan.domain.flow.separation.hands import NOBODY, Persons, Signed, Signing, persons_of
from qingdan.domain.flow.separation.staff import Staff
from qingdan.domain.flow.signing import slots

Contexts = Mapping[str, frozenset[Steps]]
Who = tuple[tuple[str, Persons], ...]
NOTHING_DONE: Steps = frozenset()


class Verdict(IntEnum):
    """How it stands with a step or a check: fine; wrong in some runs, which people can avoid; wrong in every run."""

    FINE = 0
    SOMETIMES = 1
    ALWAYS = 2


@dataclass(frozen=True, slots=True)
class Target:
    """What is judged: whether ``step`` can be done (``check`` None), or whether its check on another step holds.

    ``needed`` are the steps whose doers decide it, each after those that bind it; ``contexts`` which of them may be
    done when the step opens.
    """

    step: str
    check: Check | None
    needed: tuple[str, ...]
    contexts: frozenset[Steps]


def targets_of(machine: Machine, contexts: Contexts) -> tuple[Target, ...]:
    """Everything that can be judged in a flow."""
    flow, binding = machine.flow, bound(machine.flow)
    found = [_target(machine, contexts, name, None, binding[name]) for name, step in flow.steps().items() if step.by]
    for check in checks_of(flow):
        if check.enforced:
            continue
        needed = binding[check.by] if check.source is Source.WITHIN else binding[check.by] | binding[check.of]
        target = _target(machine, contexts, check.by, check, needed | ({check.of} - {check.by}))
        if check.source is Source.WITHIN or any(check.of in context for context in target.contexts):
            found.append(target)
    return tuple(found)


def _target(machine: Machine, contexts: Contexts, step: str, check: Check | None, needed: Steps) -> Target:
    ordered: dict[str, None] = {}
    begun: set[str] = set()

    def add(name: str) -> None:
        if name in needed and name not in begun:
            begun.add(name)
            for other in machine.step(name).not_by:
                add(other)
            ordered[name] = None

    for name in machine.steps:
        add(name)
    seen = contexts.get(step, frozenset({NOTHING_DONE}))
    return Target(step, check, tuple(ordered), frozenset(c & needed for c in seen))


class Judge:
    """Judges the targets of one flow under any staffing."""

    def __init__(self, machine: Machine, contexts: Contexts) -> None:
        self.machine, self.contexts = machine, contexts

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Everything that can be judged here."""
        return targets_of(self.machine, self.contexts)

    def roles(self, target: Target) -> frozenset[str]:
        """The roles that decide a target."""
        return frozenset(role for name in (target.step, *target.needed) for role in self.machine.step(name).signers)

    def roles_at(self, target: Target) -> frozenset[str]:
        """The roles of the step itself, and of the step that it checks."""
        names = {target.step, *([target.check.of] if target.check else [])}
        return frozenset(role for name in names for role in self.machine.step(name).signers)

    def place_of(self, target: Target, post: str) -> tuple[Any, ...]:
        """Where a post stands in the steps that decide a target: posts with equal places are interchangeable there."""
        steps = [self.machine.step(name) for name in (*target.needed, target.step)]
        return tuple((post in step.by, tuple(post in slot for slot in step.with_)) for step in steps)

    def signature(self, target: Target) -> tuple[Any, ...]:
        """What decides the verdict, without the names of the steps: equal ones are judged alike."""
        names = (*target.needed, target.step)
        place = {name: n for n, name in enumerate(names)}
        shapes = []
        for name in names:
            step = self.machine.step(name)
            not_by = tuple(place[o] for o in step.not_by if o in place)
            sure = tuple(self._surely_before(o, name) for o in step.not_by if o in place)
            offered = frozenset(self.machine.offered[name]) & {"expired", "not-held", "returned", "refused", "objected"}
            shape = (step.kind, step.by, step.with_, step.every, step.persons, step.distinct)
            shapes.append((*shape, not_by, sure, offered))
        done = frozenset(frozenset(place[n] for n in context) for context in target.contexts)
        check = target.check and (target.check.source, place[target.check.of])
        return (tuple(shapes), done, check)

    def verdict(self, target: Target, staff: Staff, known: Verdict = Verdict.FINE) -> Verdict:
        """How it stands with a target under a staffing. ``known``: that it is at least as bad as this, so that it is
        enough to find whether it is worse."""
        signing, check = Signing(self.machine, staff), target.check
        if check is not None and check.of != check.by and not signing.pool(check.of) & signing.pool(check.by):
            return Verdict.FINE  # nobody is there who could do both
        if check is None and self._enough(target, signing):
            return Verdict.FINE
        wrong = right = False
        for context in target.contexts:
            for who in self.assignments(target, context, signing):
                for bad in self._bad(target, who, signing):
                    wrong, right = wrong or bad, right or not bad
                    if right and (wrong or known is not Verdict.FINE):
                        return Verdict.SOMETIMES
        return Verdict.ALWAYS if wrong else Verdict.FINE

    def _bad(self, target: Target, who: Mapping[str, Persons], signing: Signing) -> Iterator[bool]:
        if target.check is None:
            yield self.kept(target, who, signing) is None
        else:
            yield from (not self._keeps(target, who, signed) for signed in self._ways(target, who, signing))

    def kept(self, target: Target, who: Mapping[str, Persons], signing: Signing) -> Signed | None:
        """A way to sign the step with which all is well, given who did the steps before it."""
        ways = self._ways(target, who, signing)
        return next((signed for signed in ways if self._keeps(target, who, signed)), None)

    def _ways(self, target: Target, who: Mapping[str, Persons], signing: Signing) -> Iterator[Signed]:
        """Every way to sign the step; none where there is nothing that it would check."""
        check, binding = target.check, self.of(target.step, who)
        if check is not None and check.source is not Source.WITHIN:
            if not who.get(check.of):
                return iter(())
            binding = {**binding, check.of: who[check.of]}
        return signing.whole(target.step, binding)

    def _keeps(self, target: Target, who: Mapping[str, Persons], signed: Signed) -> bool:
        """Whether the check holds when so many have signed."""
        check, persons = target.check, persons_of(signed)
        if check is None:
            return True
        if check.source is Source.WITHIN:
            return len(persons) == len(signed)
        return not who[check.of] & persons

    def of(self, name: str, who: Mapping[str, Persons]) -> dict[str, Persons]:
        """Who did the steps that bind a step."""
        return {other: who[other] for other in self.machine.step(name).not_by if other in who}

    def _enough(self, target: Target, signing: Signing) -> bool:
        """Whether there are so many persons for each signature that whoever is barred or has signed, one is left."""
        step, pool = self.machine.step(target.step), signing.pool(target.step)
        barred = sum(signing.most_of(pool, other) for other in step.not_by)
        wanted = slots(step)
        return all(
            len({p for role in slot for p in signing.staff.able(role)}) >= barred + len(wanted) for slot in wanted
        )

    def assignments(self, target: Target, context: Steps, signing: Signing) -> Iterator[dict[str, Persons]]:
        """Every way in which the steps that are done may have been signed, as far as it matters later who did."""
        done = [name for name in target.needed if name in context]
        pools = [self.pool(target, name, done, signing) for name in done]
        seen: set[Who] = set()
        waiting: list[Who] = [()]
        while waiting:
            who = waiting.pop()
            if len(who) == len(done):
                yield dict(who)
                continue
            name, pool = done[len(who)], pools[len(who)]
            for binding in self.variants(name, context):
                before = {other: persons for other, persons in who if other in binding}
                for persons in signing.either(name, before, pool):
                    further = (*who, (name, persons))
                    if further not in seen:
                        seen.add(further)
                        waiting.append(further)

    def pool(self, target: Target, name: str, done: list[str], signing: Signing) -> Persons:
        """Of whom it matters later whether they did the step ``name``."""
        later = {n for n in (*done, target.step) if name in self.machine.step(n).not_by}
        if target.check is not None and target.check.of == name:
            later.add(target.step)
        return NOBODY.union(*(signing.pool(n) for n in later))

    def variants(self, name: str, context: Steps) -> list[Steps]:
        """Which of the steps that bind ``name`` were done before it: all that are done, unless one may come later."""
        not_by = frozenset(self.machine.step(name).not_by) & context
        unsure = [other for other in not_by if not self._surely_before(other, name)]
        variants = [not_by]
        for other in unsure:
            variants += [v - {other} for v in variants]
        return variants

    def _surely_before(self, other: str, name: str) -> bool:
        seen = self.contexts.get(name)
        return seen is None or all(other in context for context in seen)
