"""Lists for pages: a roll, the households of a village, closed rolls. Each page costs the same few queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from qingdan.records.regions.models import Division
from qingdan.records.rolls.managers import runs_on
from qingdan.records.rolls.models import Change, ClosedRoll, Household, HouseholdMember, RollEntry
from qingdan.records.rolls.queries.counts import on_roll

PAGE = 50
LONGEST_SEARCH = 40
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows, and the key to ask for the next with (``after``); None when these are the last."""

    items: Sequence[T]
    after: int | None


def page_of_roll(
    village: Division, kind: str, day: date, *, q: str = "", group: int | None = None, after: int | None = None
) -> Page[RollEntry]:
    """Who is on a roll on ``day``, in the order of the paper: by group, household, entry. ``q``: part of a name.

    ``after`` is the entry that the page before ended with. One query, and one more to find its place.
    """
    found = on_roll(village, kind, day).select_related("person", "person__identity")
    if q:
        found = found.filter(person__name__contains=q[:LONGEST_SEARCH])
    if group is not None:
        found = found.filter(at_group=group)
    if after is not None:
        found = found.filter(_behind(village, kind, day, after))
    rows = list(found.order_by("by_group", "by_house", "pk")[: PAGE + 1])
    return Page(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)


def _behind(village: Division, kind: str, day: date, after: int) -> Q:
    """The condition of coming after an entry in this order; nothing at all when there is no such entry."""
    last: Any = RollEntry.objects.filter(village=village, kind=kind, pk=after).placed(day).first()
    if last is None:
        return Q(pk__in=[])
    same_group = Q(by_group=last.by_group)
    same_house = same_group & Q(by_house=last.by_house)
    return (
        Q(by_group__gt=last.by_group) | (same_group & Q(by_house__gt=last.by_house)) | (same_house & Q(pk__gt=last.pk))
    )


def page_of_households(village: Division, day: date, *, q: str = "", after: int | None = None) -> Page[Household]:
    """Households of a village on ``day`` by number, each with ``head`` (a person or None) and ``people`` (how many).

    ``q``: a number, or part of the name of somebody in it. Three queries at most.
    """
    there = Q(closed_on=None) | Q(closed_on__gte=day)
    found = Household.objects.filter(there, village=village, opened_on__lte=day).select_related("group")
    if q:
        named = HouseholdMember.objects.on(day).filter(village=village, person__name__contains=q[:LONGEST_SEARCH])
        found = found.filter(Q(number=q[:LONGEST_SEARCH]) | Q(pk__in=named.values("household")))
    if after is not None:
        last = Household.objects.filter(village=village, pk=after).first()
        found = found.filter(Q(order__gt=last.order) | Q(order=last.order, pk__gt=last.pk) if last else Q(pk__in=[]))
    found = found.annotate(people=Count("members", filter=runs_on(day, "members__")))
    heads = HouseholdMember.objects.on(day).filter(relation="head").select_related("person")
    rows = list(found.prefetch_related(Prefetch("members", heads, to_attr="heads")).order_by("order", "pk")[: PAGE + 1])
    return Page(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)


def groups_ever(village: Division) -> list[Division]:
    """The villager groups of a village, and those that were its own before villages merged or split. One query."""
    was_here = Q(pk__in=Household.objects.filter(village=village).values("group"))
    was_here |= Q(pk__in=RollEntry.objects.filter(village=village).values("group"))
    found = Division.objects.filter(Q(parent=village) | was_here, level=Division.Level.GROUP)
    return list(found.order_by("path"))


def last_changes(village: Division, kinds: Iterable[str]) -> dict[str, datetime]:
    """When each roll was last changed. One query, on its index."""
    rows = Change.objects.filter(village=village, kind__in=list(kinds)).values("kind").annotate(at=Max("at"))
    return {row["kind"]: row["at"] for row in rows.order_by("kind")}


def closed_rolls(village: Division, kinds: Iterable[str], limit: int = 12) -> list[ClosedRoll]:
    """The rolls of a village that were closed for posting, the newest first. One query."""
    found = ClosedRoll.objects.filter(village=village, kind__in=list(kinds)).order_by("-pk")
    return list(found[:limit])


def closed_by_digest(digest: str) -> ClosedRoll | None:
    """The closed roll that a notice refers to. One query."""
    return ClosedRoll.objects.select_related("village", "names").filter(digest=digest).first()


def changes_of(entry: RollEntry) -> QuerySet[Change]:
    """What was done to an entry, the oldest first."""
    return Change.objects.filter(entry=entry).order_by("pk")
