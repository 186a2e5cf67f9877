"""Which sets of persons can do a step, given who did the steps that bind it. The rules are those by which cases run.

Persons of whom nothing is known but that they hold the same posts are interchangeable, so of several such persons only
the first is tried: whatever can happen with another can happen with him.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Step, StepKind
from qingdan.domain.flow.separation.checks import JUDGING
from qingdan.domain.flow.separation.staff import Staff
from qingdan.domain.flow.signing import distinct, open_slots, still_wanted
from qingdan.domain.flow.standing import stand_in_at
from qingdan.domain.flow.state import State

Persons = frozenset[int]
Signed = tuple[tuple[int, str], ...]  # (person, role), one after the other
Slots = tuple[tuple[str, ...], ...]
NOBODY: Persons = frozenset()


class Signing:
    """The ways to sign the steps of one flow under one staffing."""

    def __init__(self, machine: Machine, staff: Staff) -> None:
        self.machine, self.staff = machine, staff
        self._wanted: dict[tuple[str, tuple[str, ...]], tuple[tuple[str, ...], Slots]] = {}
        self._either: dict[tuple[str, frozenset[tuple[str, Persons]]], frozenset[Persons]] = {}
        self._kind = {person: staff.kind_of(person) for person in staff.persons}

    def whole(self, name: str, who: Mapping[str, Persons]) -> Iterator[tuple[Persons, bool]]:
        """The sets of persons with whose signatures the step is done, and whether one of them signs twice."""
        step = self.machine.step(name)
        if step.kind is StepKind.START:
            yield NOBODY, False
            return
        for signed, done in self._walk(step, who):
            if done:
                persons = frozenset(p for p, _ in signed)
                yield persons, len(persons) < len(signed)

    def either(self, name: str, who: Mapping[str, Persons]) -> frozenset[Persons]:
        """Who may stand as having done the step, whatever its result: a no of one is enough, or its time ran out."""
        mark = (name, frozenset(who.items()))
        if mark not in self._either:
            self._either[mark] = frozenset(self._each(name, who))
        return self._either[mark]

    def _each(self, name: str, who: Mapping[str, Persons]) -> Iterator[Persons]:
        step = self.machine.step(name)
        if step.kind is StepKind.START:
            yield NOBODY
            return
        offered = self.machine.offered[name]
        stops = step.kind in JUDGING and bool(set(offered) - {step.default, "expired"})
        if "not-held" in offered:
            yield NOBODY
        for signed, done in self._walk(step, who):
            if done or "expired" in offered or (stops and len(signed) == 1):
                yield frozenset(p for p, _ in signed)

    def pool(self, name: str) -> Persons:
        """Everybody who might sign the step at all, or whose having done another step says who stands in here."""
        roles = self.machine.step(name).signers
        found = {p for role in roles for p in self.staff.able(role)}
        found |= {p for role in roles for p in self.staff.posts.get(role, ()) if role in self.staff.rules}
        found |= {c.person for role in roles for c in self.staff.candidates(role)}
        return frozenset(found | set(self.staff.kin_of(found)))

    def _walk(self, step: Step, who: Mapping[str, Persons]) -> Iterator[tuple[Signed, bool]]:
        barred = NOBODY.union(*(who.get(other, NOBODY) for other in step.not_by))
        touched = NOBODY.union(*who.values())
        asked = {name: sorted(persons) for name, persons in who.items()}
        seen: set[Any] = set()
        waiting: list[Signed] = [()]
        while waiting:
            signed = waiting.pop()
            roles = tuple(role for _, role in signed)
            wanted, left = self._still(step, roles)
            mark = (frozenset(p for p, _ in signed), left, len(signed))
            if mark in seen:
                continue
            seen.add(mark)
            yield signed, not wanted
            for role in wanted:
                for person in self._able(step, role, signed, barred, asked, touched):
                    waiting.append((*signed, (person, role)))

    def _still(self, step: Step, roles: tuple[str, ...]) -> tuple[tuple[str, ...], Slots]:
        mark = (step.id, roles)
        if mark not in self._wanted:
            wanted = tuple(still_wanted(step, list(roles)))
            self._wanted[mark] = wanted, tuple(sorted(open_slots(step, list(roles)))) if wanted else ()
        return self._wanted[mark]

    def _able(
        self,
        step: Step,
        role: str,
        signed: Signed,
        barred: Persons,
        asked: Mapping[str, list[int]],
        touched: Persons,
    ) -> list[int]:
        """Who may sign next for ``role``: its holders, else whoever stands in; of interchangeable ones the first."""
        here = frozenset(p for p, _ in signed)
        out = barred | here if distinct(step) else barred
        found = [p for p in self.staff.able(role) if p not in out]
        if role in self.staff.rules:
            name = step.id
            state: State = {"open": {name: {"signed": [list(s) for s in signed]}}, "who": asked}  # type: ignore[typeddict-item]
            by_rule = stand_in_at(self.staff, self.machine, state, name, role, lambda: self.staff.recused)
            found += [p for p in (by_rule.persons if by_rule else ()) if p not in out and p not in found]
        kinds: set[Any] = set()
        chosen = []
        for person in found:
            if person not in touched and person not in here:
                kind = self._kind.get(person)
                if kind is not None and kind in kinds:
                    continue
                kinds.add(kind)
            chosen.append(person)
        return chosen
