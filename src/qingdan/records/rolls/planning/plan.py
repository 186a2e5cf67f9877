"""The shape of a plan: for each person what would be added, changed or struck, and what that needs beneath it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from qingdan.records.people.models import Person
from qingdan.records.rolls.models import Household, HouseholdMember, RollEntry
from qingdan.records.rolls.sheets.rows import PersonRow


@dataclass(frozen=True, slots=True)
class Options:
    """How a spreadsheet is to be taken: from which day it holds, whether it is the whole roll, reasons to assume."""

    effective: date
    why: str
    whole: bool = False
    why_off: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"effective": self.effective.isoformat(), "why": self.why, "whole": self.whole, "why_off": self.why_off}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Options:
        return cls(**{**kept, "effective": date.fromisoformat(kept["effective"])})


@dataclass(slots=True)
class MemberPlan:
    """``join`` a household by its number, ``move`` to it (ending ``member``), or only change the ``relation``."""

    op: str
    household: str
    relation: str
    member: HouseholdMember | None = None


@dataclass(slots=True)
class EntryPlan:
    """``enter``, ``strike``, ``redate`` or ``void``; the days and reasons are those afterwards."""

    op: str
    since: date
    starts: date
    ends: date | None
    why_on: str
    why_off: str | None = None
    note: str | None = None
    group: str | None = None  # by name, for who has no household
    entry: RollEntry | None = None


@dataclass(slots=True)
class Item:
    """What happens to one person. ``changes``: name → [before, after] of what is registered of the person.

    ``merged``: taken for somebody who was registered without a number, by the name alone.
    """

    name: str
    row: PersonRow | None = None
    person: Person | None = None
    merged: bool = False
    changes: dict[str, list[Any]] = field(default_factory=dict)
    member: MemberPlan | None = None
    entry: EntryPlan | None = None

    @property
    def outcome(self) -> str:
        """added, struck, changed or same."""
        if self.entry and self.entry.op in ("enter", "strike", "void"):
            return "added" if self.entry.op == "enter" else "struck"
        return "changed" if self.entry or self.member or self.changes else "same"


@dataclass(slots=True)
class Plan:
    """All of it. ``groups``: new villager groups by name. ``houses``: new households, number → name of the group.

    ``regrouped``: households and the name of their right group. ``emptied``: households that nobody is left in.
    """

    options: Options
    items: list[Item] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    houses: dict[str, str | None] = field(default_factory=dict)
    regrouped: list[tuple[Household, str]] = field(default_factory=list)
    emptied: list[Household] = field(default_factory=list)

    def of(self, outcome: str) -> list[Item]:
        """The items with this outcome, in the order of the file."""
        return [item for item in self.items if item.outcome == outcome]

    def counts(self) -> dict[str, int]:
        """How many persons have each outcome."""
        return {outcome: len(self.of(outcome)) for outcome in ("added", "changed", "struck", "same")}

    @property
    def is_empty(self) -> bool:
        """Whether everything is so already."""
        return len(self.of("same")) == len(self.items) and not (self.groups or self.houses or self.regrouped)

    def digest(self) -> str:
        """SHA-256 (hex) of everything that would be done: what was shown and what is done are the same plan."""
        said = json.dumps([self.options.as_json(), *self._said()], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()

    def _said(self) -> Iterator[Any]:
        yield self.groups
        yield self.houses
        yield [[h.pk, group] for h, group in self.regrouped]
        for item in self.items:
            member, entry = item.member, item.entry
            yield [
                item.name,
                item.person.pk if item.person else None,
                item.row.as_json() if item.row else None,
                item.changes,
                [member.op, member.household, member.relation, member.member and member.member.pk] if member else None,
                _entry_said(entry) if entry else None,
            ]


def _entry_said(entry: EntryPlan) -> list[Any]:
    days = [entry.since.isoformat(), entry.starts.isoformat(), entry.ends.isoformat() if entry.ends else None]
    return [entry.op, entry.entry and entry.entry.pk, *days, entry.why_on, entry.why_off, entry.note, entry.group]
