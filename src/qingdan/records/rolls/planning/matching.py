"""Whom a line of a spreadsheet means: by identity number, else by name and what else is known. Never by guessing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qingdan.records.people.models import Person
from qingdan.records.rolls.planning.known import Known
from qingdan.records.rolls.sheets.rows import PersonRow


@dataclass(frozen=True, slots=True)
class Match:
    """``person`` None: somebody new. ``merged``: a registered person without number, known by the name alone.

    ``fault``: (field, what) when it cannot be said who is meant.
    """

    person: Person | None = None
    merged: bool = False
    fault: tuple[str, str] | None = None


class Matching:
    """Matches the lines of one file; a name that several lines bear is not enough to know somebody by."""

    def __init__(self, known: Known, rows: Sequence[PersonRow]) -> None:
        self.known = known
        self.names = Counter(row.name for row in rows)
        self.taken: dict[int, PersonRow] = {}
        self.nameless: dict[str, PersonRow] = {}  # new persons without number, by name

    def match(self, row: PersonRow) -> Match:
        """Whom the line means, and that no line before meant the same."""
        found = self._by_number(row) if row.id_number else self._by_name(row)
        if found.fault:
            return found
        if found.person is None:
            return self._new(row)
        before = self.taken.setdefault(found.person.pk, row)
        if before is not row:
            what = _("和第%(line)d行是同一个人，请删掉一行") % {"line": before.line}
            return Match(fault=("name", what))
        return found

    def _by_number(self, row: PersonRow) -> Match:
        assert row.id_number is not None
        person = self.known.by_number.get(row.id_number)
        if person is not None:
            if person.pk not in self.known.local and person.name != row.name:
                return Match(fault=("id_number", _("这个号码已经登记在别的姓名下，请核对号码和姓名")))
            return Match(person)
        alike = [p for p in self.known.by_name[row.name] if not _number(p) and _may_be(p, row)]
        if len(alike) > 1:
            what = _("村里有%(n)d个叫这个名字、没有登记身份证号的人，分不清是哪一个。请先给他们补上身份证号")
            return Match(fault=("name", what % {"n": len(alike)}))
        if alike and self.names[row.name] == 1:
            return Match(alike[0], merged=True)
        return Match()

    def _by_name(self, row: PersonRow) -> Match:
        alike = [p for p in self.known.by_name[row.name] if _may_be(p, row)]
        if row.household and len(alike) > 1:
            living = self.known.living_in(row.household)
            alike = [p for p in alike if p.pk in living] or alike
        if len(alike) > 1:
            what = _("村里有%(n)d个叫这个名字的人，分不清是哪一个。请填身份证号") % {"n": len(alike)}
            return Match(fault=("name", what))
        return Match(alike[0], merged=not _was_born(alike[0], row)) if alike else Match()

    def _new(self, row: PersonRow) -> Match:
        if row.id_number is None:
            before = self.nameless.setdefault(row.name, row)
            if before is not row and (not before.born_on or not row.born_on or before.born_on == row.born_on):
                what = _("和第%(line)d行同名，又没有身份证号，分不清是不是同一个人。请填身份证号")
                return Match(fault=("name", what % {"line": before.line}))
        return Match()


def _number(person: Person) -> str | None:
    return person.identity.id_number if hasattr(person, "identity") else None


def _born(person: Person) -> object:
    return person.identity.born_on if hasattr(person, "identity") else None


def _may_be(person: Person, row: PersonRow) -> bool:
    """Whether nothing that is known of both speaks against it."""
    born = _born(person)
    return born is None or row.born_on is None or born == row.born_on


def _was_born(person: Person, row: PersonRow) -> bool:
    """Whether the birthdays are known and the same: then the name is not all that speaks for it."""
    return row.born_on is None or _born(person) == row.born_on


def double_heads(rows: Sequence[PersonRow]) -> Iterator[tuple[PersonRow, str]]:
    """Lines that name a second head of one household, or another group for one household."""
    heads: dict[str, PersonRow] = {}
    groups: dict[str, PersonRow] = {}
    for row in rows:
        if row.household and row.relation == "head" and heads.setdefault(row.household, row) is not row:
            what = _("这一户在第%(line)d行已经有户主“%(name)s”")
            yield row, what % {"line": heads[row.household].line, "name": heads[row.household].name}
        if row.household and row.group:
            first = groups.setdefault(row.household, row)
            if first.group != row.group:
                what = _("和第%(line)d行是同一户（%(house)s），小组却不一样：%(one)s、%(other)s")
                words = {"line": first.line, "house": row.household, "one": first.group, "other": row.group}
                yield row, what % words
