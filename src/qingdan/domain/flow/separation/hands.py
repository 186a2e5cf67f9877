"""Which sets of persons can do a step, given who did the steps that bind it. The rules are those by which cases run.

Persons who cannot be told apart are interchangeable, so of several such only the first is tried: whatever can happen
with another can happen with him. Told apart are those who did a step before, those of whom it matters later whether
they did this one (``pool``), each by his posts, and all others only by which signatures their posts can give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Step, StepKind
from qingdan.domain.flow.separation.checks import JUDGING
from qingdan.domain.flow.separation.staff import Staff
from qingdan.domain.flow.signing import distinct, open_slots, slots, still_wanted
from qingdan.domain.flow.standing import stand_in_at
from qingdan.domain.flow.state import State

Persons = frozenset[int]
Signed = tuple[tuple[int, str], ...]  # (person, role), one after the other
Slots = tuple[tuple[str, ...], ...]
NOBODY: Persons = frozenset()
SOMEBODY: Persons = frozenset({0})  # persons whose having done a step decides nothing


def persons_of(signed: Signed) -> Persons:
    """Who signed."""
    return frozenset(person for person, _ in signed)


def told(signed: Signed, pool: Persons) -> Persons:
    """Who of ``pool`` signed, and ``SOMEBODY`` for all others."""
    persons = persons_of(signed)
    return persons if persons <= pool else (persons & pool) | SOMEBODY


class Signing:
    """The ways to sign the steps of one flow under one staffing."""

    def __init__(self, machine: Machine, staff: Staff) -> None:
        self.machine, self.staff = machine, staff
        self._wanted: dict[tuple[str, tuple[str, ...]], tuple[tuple[str, ...], Slots]] = {}
        self._either: dict[Any, frozenset[Persons]] = {}
        self._places: dict[tuple[str, int], Any] = {}
        self._kind = {person: staff.kind_of(person) for person in staff.persons}

    def whole(self, name: str, who: Mapping[str, Persons]) -> Iterator[Signed]:
        """The signatures with which the step is done."""
        step = self.machine.step(name)
        if step.kind is StepKind.START:
            yield ()
            return
        yield from (signed for signed, done in self._walk(step, who, NOBODY) if done)

    def either(self, name: str, who: Mapping[str, Persons], pool: Persons) -> frozenset[Persons]:
        """Who of ``pool`` may stand as having done the step, whatever its result: a no of one is enough, or its time
        ran out. ``SOMEBODY`` stands for whoever else did it."""
        mark = (name, frozenset(who.items()), pool)
        if mark not in self._either:
            self._either[mark] = frozenset(told(signed, pool) for signed in self.each(name, who, pool))
        return self._either[mark]

    def each(self, name: str, who: Mapping[str, Persons], pool: Persons) -> Iterator[Signed]:
        """The signatures behind ``either``."""
        step = self.machine.step(name)
        if step.kind is StepKind.START:
            yield ()
            return
        offered = self.machine.offered[name]
        stops = step.kind in JUDGING and bool(set(offered) - {step.default, "expired"})
        if "not-held" in offered:
            yield ()
        for signed, done in self._walk(step, who, pool):
            if done or "expired" in offered or (stops and len(signed) == 1):
                yield signed

    def pool(self, name: str) -> Persons:
        """Everybody who might sign the step at all, or whose having done another step says who stands in here."""
        roles = self.machine.step(name).signers
        found = {p for role in roles for p in self.staff.able(role)}
        found |= {p for role in roles for p in self.staff.posts.get(role, ()) if role in self.staff.rules}
        found |= {c.person for role in roles for c in self.staff.candidates(role)}
        return frozenset(found | set(self.staff.kin_of(found)))

    def most_of(self, pool: Persons, name: str) -> int:
        """How many of ``pool`` can at most have done the step ``name``: one for each signature that one can give."""
        able = [{p for role in slot for p in self.staff.able(role)} for slot in slots(self.machine.step(name))]
        roles = {role for slot in slots(self.machine.step(name)) for role in slot}
        if roles & self.staff.rules.keys():
            return len(able)  # whoever stands in may be of them
        return sum(bool(one & pool) for one in able)

    def _walk(self, step: Step, who: Mapping[str, Persons], pool: Persons) -> Iterator[tuple[Signed, bool]]:
        barred = NOBODY.union(*(who.get(other, NOBODY) for other in step.not_by))
        apart = (NOBODY.union(*who.values()), pool)
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
                for person in self._able(step, role, signed, barred, asked, apart):
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
        apart: tuple[Persons, Persons],
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
            if person not in apart[0] and person not in here:
                kind = self._kind_at(step, person, apart[1])
                if kind is not None and kind in kinds:
                    continue
                kinds.add(kind)
            chosen.append(person)
        return chosen

    def _kind_at(self, step: Step, person: int, pool: Persons) -> Any:
        """What tells a person apart at a step; None for one who is like nobody else."""
        kind = self._kind.get(person)
        if kind is None or person in pool or self.staff.rules:
            return kind
        mark = (step.id, person)
        if mark not in self._places:
            held = [post for post in kind[0] if post in step.signers]
            self._places[mark] = frozenset(tuple(post in slot for slot in slots(step)) for post in held)
        return self._places[mark]
