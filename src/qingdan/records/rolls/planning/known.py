"""The village as it is, as far as an import must know it: the same few queries however long the file is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q

from qingdan.domain.catalogue.rolls import Roll
from qingdan.domain.rules.written import parse_group
from qingdan.records.people.models import Holding, Person
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import path_after
from qingdan.records.regions.queries import groups_of
from qingdan.records.rolls.models import Household, HouseholdMember, RollEntry
from qingdan.records.rolls.queries.counts import elsewhere
from qingdan.records.rolls.sheets.rows import PersonRow

CHUNK = 800  # values of one question; SQLite takes some thousands


class Known:
    """What stands in the database about a village, a roll and the persons of a file on a day."""

    def __init__(self, village: Division, roll: Roll, rows: Sequence[PersonRow], day: date) -> None:
        self.village, self.roll, self.day = village, roll, day
        self.groups = groups_of(village)
        self.persons = {p.pk: p for p in _of_village(village)}
        self.local = frozenset(self.persons)
        self.by_number = self._by_number(rows)
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        for pk in self.local:
            self.by_name[self.persons[pk].name].append(self.persons[pk])
        self.houses = {h.number: h for h in _open_houses(village)}
        self.members = self._members()
        self.entries = self._entries()

    def _by_number(self, rows: Sequence[PersonRow]) -> dict[str, Person]:
        """Persons of this village, and of any other, by their identity number."""
        found = {p.identity.id_number: p for p in self.persons.values() if hasattr(p, "identity")}
        missing = [r.id_number for r in rows if r.id_number and r.id_number not in found]
        for some in _chunks(missing):
            for person in Person.objects.select_related("identity").filter(identity__id_number__in=some):
                found[person.identity.id_number] = self.persons[person.pk] = person
        return {number: person for number, person in found.items() if number}

    def _members(self) -> dict[int, HouseholdMember]:
        """Where each known person lives on the day or later, by person; in this village or another."""
        found: dict[int, HouseholdMember] = {}
        for some in _chunks(self.persons):
            rows = HouseholdMember.objects.filter(Q(ends=None) | Q(ends__gte=self.day), person__in=some)
            found |= {m.person_id: m for m in rows.select_related("household__group").order_by("starts")}
        return found

    def _entries(self) -> dict[int, list[RollEntry]]:
        """Every standing entry of this roll by person, the newest last."""
        found: dict[int, list[RollEntry]] = defaultdict(list)
        rows = RollEntry.objects.standing().filter(village=self.village, kind=self.roll.slug)
        for entry in rows.select_related("person").order_by("starts", "pk"):
            found[entry.person_id].append(entry)
        return found

    def living_in(self, number: str) -> dict[int, HouseholdMember]:
        """The members of a household by person."""
        return {
            p: m for p, m in self.members.items() if m.village_id == self.village.pk and m.household.number == number
        }

    def group_named(self, text: str) -> Division | None:
        """The villager group that somebody means by ``text``: by its number, else by its name."""
        meant = parse_group(text)
        for group in self.groups:
            if meant in (parse_group(group.short_name), group.short_name):
                return group
        return None

    def elsewhere(self) -> set[int]:
        """Who of these is on the same roll of another village, where the law forbids it."""
        if not self.roll.one_village:
            return set()
        return {p for some in _chunks(self.persons) for p in elsewhere(some, self.village, self.roll, self.day)}


def _of_village(village: Division) -> Iterable[Person]:
    """Everybody who lives or lived in a household of the village, is or was on a roll of it, or held a post there."""
    held = Holding.objects.filter(division__path__gte=village.path, division__path__lt=path_after(village.path))
    some = (
        Q(pk__in=HouseholdMember.objects.filter(village=village).values("person"))
        | Q(pk__in=RollEntry.objects.filter(village=village).values("person"))
        | Q(pk__in=held.values("person"))
    )
    return Person.objects.filter(some).select_related("identity").order_by("pk")


def _open_houses(village: Division) -> Iterable[Household]:
    return Household.objects.filter(village=village, closed_on=None).select_related("group")


def _chunks(values: Iterable[object]) -> Iterable[list[object]]:
    rest = list(values)
    return [rest[at : at + CHUNK] for at in range(0, len(rest), CHUNK)]
