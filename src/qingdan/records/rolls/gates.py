"""May this person see or keep this roll? Whoever may not, finds that there is no such page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.http import Http404, HttpRequest

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.rolls import Keeping, Roll, Rolls
from qingdan.records.people.gates import Viewer, viewer_of
from qingdan.records.people.models import Person
from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import standing_for, village_ever
from qingdan.records.rolls.catalogue import Cited, cited, edition_on, readers_of
from qingdan.records.rolls.models import (
    CapacityFinding,
    ClosedRoll,
    Household,
    HouseholdMember,
    ImportDraft,
    RollEntry,
)

LARGEST = 2**63 - 1  # what a database's number holds


@dataclass(frozen=True)
class Seen:
    """A village whose rolls this person may see, some or all of them.

    Of a village that was merged into another they are read by those who read that one's, and kept by nobody.
    """

    viewer: Viewer
    village: Division
    edition: Edition | None

    @property
    def rolls(self) -> Rolls:
        """What the edition in force says of rolls."""
        return self.edition.rolls if self.edition else Rolls()

    @cached_property
    def posts(self) -> frozenset[str]:
        return self.viewer.posts_for(standing_for(self.village))

    @property
    def is_over(self) -> bool:
        """Whether the village is no more."""
        return self.village.ended_on is not None

    @property
    def day(self) -> date:
        """The day that is shown when none is asked for: today, or the last day of a village that is no more."""
        return self.village.ended_on - timedelta(days=1) if self.village.ended_on else self.viewer.day

    def reads(self, roll: Roll) -> bool:
        """Whether the names of this roll are open to the person."""
        return bool(self.posts & readers_of(roll))

    def keeps(self, roll: Roll) -> bool:
        """Whether the person keeps this roll."""
        return not self.is_over and bool(self.posts & set(roll.keeping.keeps))

    @cached_property
    def readable(self) -> tuple[Roll, ...]:
        """The rolls that are open to the person, in the order of the edition."""
        return tuple(roll for roll in self.rolls.kinds.values() if self.reads(roll))

    @cached_property
    def kept(self) -> tuple[Roll, ...]:
        """The rolls that the person keeps."""
        return tuple(roll for roll in self.rolls.kinds.values() if self.keeps(roll))

    @property
    def households(self) -> Keeping | None:
        """The keeping of households, when the person may read them."""
        found = self.rolls.households
        return found if found and self.posts & {*found.keeps, *found.reads} else None

    @property
    def keeps_households(self) -> bool:
        found = self.rolls.households
        return bool(found and not self.is_over and self.posts & set(found.keeps))

    @property
    def following(self) -> tuple[Roll, ...]:
        """Rolls kept by the person that a new member of a household comes onto by himself."""
        return tuple(roll for roll in self.kept if roll.with_household)


@dataclass(frozen=True)
class SeenRoll(Seen):
    """One of its rolls, open to the person."""

    roll: Roll

    @property
    def is_kept(self) -> bool:
        return self.keeps(self.roll)

    @property
    def cited(self) -> list[Cited]:
        """What the roll rests on."""
        return cited(self.roll, self.edition)


def seen_in(viewer: Viewer, village: Division) -> Seen | None:
    """What of a village's rolls is open to the person; None when nothing is. One query."""
    seen = Seen(viewer, village, edition_on(viewer.day))
    return seen if seen.readable or seen.households else None


def village_gate(request: HttpRequest, pk: int) -> Seen:
    """A village of which some roll, or its households, are open to the person; 404 otherwise."""
    viewer = viewer_of(request)
    village = village_ever(pk) if pk <= LARGEST else None
    seen = seen_in(viewer, village) if village else None
    if seen is None:
        raise Http404
    return seen


def roll_gate(request: HttpRequest, pk: int, kind: str, *, keep: bool = False) -> SeenRoll:
    """One roll of a village that is open to the person, or with ``keep`` one that he keeps; 404 otherwise."""
    return _roll(village_gate(request, pk), kind, keep)


def _roll(seen: Seen, kind: str, keep: bool) -> SeenRoll:
    roll = seen.rolls.kinds.get(kind)
    if roll is None or not (seen.keeps(roll) if keep else seen.reads(roll)):
        raise Http404
    return SeenRoll(seen.viewer, seen.village, seen.edition, roll)


def entry_gate(request: HttpRequest, pk: int, *, keep: bool = False) -> tuple[SeenRoll, RollEntry]:
    """An entry of a roll that is open to the person, or with ``keep`` that he keeps; 404 otherwise."""
    found = RollEntry.objects.select_related("village", "person", "person__identity", "group")
    entry = found.filter(pk=pk).first() if pk <= LARGEST else None
    seen = seen_in(viewer_of(request), entry.village) if entry else None
    if entry is None or seen is None:
        raise Http404
    return _roll(seen, entry.kind, keep), entry


def household_gate(request: HttpRequest, pk: int, *, keep: bool = False) -> tuple[Seen, Household]:
    """A household that is open to the person, or with ``keep`` that he keeps; 404 otherwise."""
    found = Household.objects.select_related("village", "group")
    household = found.filter(pk=pk).first() if pk <= LARGEST else None
    seen = seen_in(viewer_of(request), household.village) if household else None
    if household is None or seen is None or not (seen.keeps_households if keep else seen.households):
        raise Http404
    return seen, household


def member_gate(request: HttpRequest, pk: int) -> tuple[Seen, HouseholdMember]:
    """A membership of a household that the person keeps; 404 otherwise."""
    found = HouseholdMember.objects.select_related("village", "household", "household__group", "person")
    member = found.filter(pk=pk).first() if pk <= LARGEST else None
    seen = seen_in(viewer_of(request), member.village) if member else None
    if member is None or seen is None or not seen.keeps_households:
        raise Http404
    return seen, member


def households_gate(request: HttpRequest, pk: int, *, keep: bool = False) -> Seen:
    """A village whose households are open to the person, or with ``keep`` that he keeps; 404 otherwise."""
    seen = village_gate(request, pk)
    if not (seen.keeps_households if keep else seen.households):
        raise Http404
    return seen


def person_gate(request: HttpRequest, village: int, pk: int) -> tuple[Seen, Person]:
    """A person of a village, for those who keep a roll that he is or was on, or its households; 404 otherwise."""
    seen = village_gate(request, village)
    person = Person.objects.select_related("identity").filter(pk=pk).first() if pk <= LARGEST else None
    if person is None or not _is_kept_by(seen, person):
        raise Http404
    return seen, person


def _is_kept_by(seen: Seen, person: Person) -> bool:
    lives = HouseholdMember.objects.filter(person=person, village=seen.village)
    if seen.keeps_households and lives.exists():
        return True
    kinds = [roll.slug for roll in seen.kept]
    return RollEntry.objects.filter(person=person, village=seen.village, kind__in=kinds).exists()


def finding_gate(request: HttpRequest, village: int, pk: int) -> tuple[Seen, CapacityFinding]:
    """A finding on the capacity of a person whom this person keeps on a roll that counts it; 404 otherwise."""
    finding = CapacityFinding.objects.select_related("person").filter(pk=pk).first() if pk <= LARGEST else None
    if finding is None:
        raise Http404
    seen, _person = person_gate(request, village, finding.person_id)
    if not any(roll.counts_capacity for roll in seen.kept):
        raise Http404
    return seen, finding


def closed_gate(request: HttpRequest, pk: int) -> tuple[SeenRoll, ClosedRoll]:
    """A closed roll whose kind is open to the person; 404 otherwise."""
    found = ClosedRoll.objects.select_related("village", "names")
    closed = found.filter(pk=pk).first() if pk <= LARGEST else None
    seen = seen_in(viewer_of(request), closed.village) if closed else None
    if closed is None or seen is None:
        raise Http404
    return _roll(seen, closed.kind, keep=False), closed


def draft_gate(request: HttpRequest, pk: int) -> tuple[SeenRoll, ImportDraft]:
    """One's own spreadsheet that waits for one's word, for a roll that one keeps; 404 otherwise."""
    found = ImportDraft.objects.select_related("village").filter(owner=viewer_of(request).person)
    draft = found.filter(pk=pk).first() if pk <= LARGEST else None
    seen = seen_in(viewer_of(request), draft.village) if draft else None
    if draft is None or seen is None:
        raise Http404
    return _roll(seen, draft.kind, keep=True), draft
