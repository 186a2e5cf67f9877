"""One person or one household: where they live, what they are on, who looked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from qingdan.records.people.models import Holding, Person
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import path_after
from qingdan.records.register.models import Entry
from qingdan.records.rolls.kinds import EXPORTED_WITH_NUMBERS, LOOKED_UP
from qingdan.records.rolls.models import CapacityFinding, Change, Household, HouseholdMember, RollEntry

MOST_NAMESAKES = 8
MOST_LOOKUPS = 30


def namesakes(village: Division, name: str) -> list[Person]:
    """Persons of exactly this name who belong to a village: by household, roll or post. One query."""
    return list(belonging(village).filter(name=name).select_related("identity").order_by("pk")[:MOST_NAMESAKES])


def belonging(village: Division) -> QuerySet[Person]:
    """Everybody who belongs, or belonged, to a village: by household, roll or post."""
    held = Holding.objects.filter(division__path__gte=village.path, division__path__lt=path_after(village.path))
    belongs = (
        Q(pk__in=HouseholdMember.objects.filter(village=village).values("person"))
        | Q(pk__in=RollEntry.objects.filter(village=village).values("person"))
        | Q(pk__in=held.values("person"))
    )
    return Person.objects.filter(belongs)


def living_in(household: Household, day: date) -> list[HouseholdMember]:
    """Who lives in a household on ``day``, in no particular order. One query."""
    found = HouseholdMember.objects.on(day).filter(household=household)
    return list(found.select_related("person", "person__identity").order_by("pk"))


def lived_in(household: Household) -> list[HouseholdMember]:
    """Every membership of a household, the newest first. One query."""
    found = HouseholdMember.objects.filter(household=household).select_related("person", "person__identity")
    return list(found.order_by("-starts", "-pk"))


def home_of(person: Person, village: Division, day: date) -> HouseholdMember | None:
    """Where a person lives in a village on ``day``. One query."""
    found = HouseholdMember.objects.on(day).filter(person=person, village=village)
    return found.select_related("household", "household__group").first()


def my_home(person: Person, day: date) -> tuple[HouseholdMember | None, list[HouseholdMember]]:
    """A person's own membership today, in whatever village, and everybody in that household. Two queries at most."""
    mine = HouseholdMember.objects.on(day).filter(person=person)
    member = mine.select_related("household", "household__group", "village").first()
    return member, living_in(member.household, day) if member else []


def my_rolls(person: Person) -> list[RollEntry]:
    """Every entry of a person on any roll, the newest first. One query."""
    found = RollEntry.objects.standing().filter(person=person).select_related("village")
    return list(found.order_by("-starts", "-pk"))


def lookups_of(person: Person, places: Iterable[str]) -> list[Entry]:
    """Who read this person's identity number, newest first: alone, or in a file of a roll of ``places`` (paths).

    One query. Which of the files hold the person, the caller knows from the roll and the day in an entry's data.
    """
    alone = Q(kind=LOOKED_UP.name, subject_type="person", subject_id=person.pk)
    files = Q(kind=EXPORTED_WITH_NUMBERS.name, place__in=list(places))
    return list(Entry.objects.filter(alone | files).select_related("personal").order_by("-pk")[:MOST_LOOKUPS])


def findings_of(person: Person) -> list[CapacityFinding]:
    """What was found of a person's civil capacity, the newest first. One query."""
    return list(CapacityFinding.objects.filter(person=person).order_by("-starts"))


def history_of_person(person: Person, village: Division) -> list[Change]:
    """What was corrected of a person in a village, apart from rolls and households. One query."""
    found = Change.objects.filter(person=person, village=village, entry=None, household=None)
    return list(found.order_by("-pk")[:MOST_LOOKUPS])


def history_of_household(household: Household) -> list[Change]:
    """What was done to a household, the newest first. One query."""
    found = Change.objects.filter(household=household).select_related("person")
    return list(found.order_by("-pk")[:MOST_LOOKUPS])
