"""Reads about places. Every function costs the same few queries however many places there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from qingdan.records.regions.managers import DivisionQuerySet
from qingdan.records.regions.models import (
    Adoption,
    Change,
    Division,
    DivisionCode,
    FormerPath,
    SupervisionContact,
)
from qingdan.records.regions.paths import LEVELS, below, ids_of

PAGE_SIZE = 50
LONGEST_SEARCH = 40


@dataclass(frozen=True, slots=True)
class Page:
    """Some divisions, and the key to ask for the next ones with (``after``); None when these are the last."""

    items: list[Division]
    after: str | None


def cities() -> list[Division]:
    """The cities (county-level units) there are, in the order of their codes when first loaded. One query."""
    return list(Division.objects.filter(level="city").order_by("path"))


def towns_of(city: Division) -> list[Division]:
    """The towns and subdistricts of a city. One query."""
    return list(Division.objects.filter(parent=city, level="town").order_by("path"))


def villages_of(town: Division, *, after: str | None = None, size: int = PAGE_SIZE) -> Page:
    """The villages of a town, ``size`` at a time, in official order. ``after`` is the key of the page before."""
    found = Division.objects.filter(parent=town, level="village").standing().order_by("path")
    if after and after.isascii() and after.isdigit():
        found = found.filter(path__gt=after)
    return _page(found, size, lambda village: village.path)


def groups_of(village: Division) -> list[Division]:
    """The villager groups of a village. One query."""
    return list(Division.objects.filter(parent=village, level="group").order_by("path"))


def find_villages(text: str, within: Division, *, after: str | None = None, size: int = PAGE_SIZE) -> Page:
    """Villages below ``within`` whose name begins with ``text``, or whose pinyin initials do (``mlc`` → 毛岭村).

    In the order of the initials; a village that was merged into another is found by its old name, with that other as
    ``successor``. Empty text finds nothing. One query; the towns come with it.
    """
    text = text.strip()[:LONGEST_SEARCH]
    if not text:
        return Page([], None)
    begins = Q(short_name__startswith=text) | Q(name__startswith=text)
    if text.isascii():
        begins |= Q(initials__startswith=text.lower().replace(" ", ""))
    found = Division.objects.below(within).villages().filter(begins).select_related("parent", "successor__parent")
    found = found.order_by("initials", "pk")
    letters, _dot, number = (after or "").rpartition(".")
    if number.isascii() and number.isdigit():
        found = found.filter(Q(initials__gt=letters) | Q(initials=letters, pk__gt=int(number[:18])))
    return _page(found, size, lambda village: f"{village.initials}.{village.pk}")


def _page(found: DivisionQuerySet, size: int, key: Callable[[Division], str]) -> Page:
    items = list(found[: size + 1])
    return Page(items[:size], key(items[size - 1]) if len(items) > size else None)


def division_by_code(code: str, day: date | None = None) -> Division | None:
    """The division that has the code today, or had it on ``day``; None when no one does. One query."""
    held = DivisionCode.objects.filter(code=code).select_related("division", "division__parent")
    if day is None:
        held = held.filter(valid_to=None)
    else:
        held = held.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day).order_by("-valid_from", "-pk")
    found = held.first()
    return found.division if found else None


def village_by_code(code: str, day: date | None = None) -> Division | None:
    """The village that has the code today, or had it on ``day``, with its town; None otherwise. One query."""
    found = division_by_code(code, day)
    return found if found and found.level == "village" else None


def village_by_id(number: int) -> Division | None:
    """The village with this lasting id, or the one that it was merged into, with its town; None otherwise. One query.

    So a QR code on a wall, a cookie and an old address lead to the village that answers today.
    """
    found = village_ever(number)
    return standing_for(found) if found else None


def village_ever(number: int) -> Division | None:
    """The village with this lasting id, also when it is no more, with its town and successor; None otherwise. One
    query."""
    return Division.objects.villages().select_related("parent", "successor__parent").filter(pk=number).first()


def merged_into(village: Division) -> list[Division]:
    """The villages that ended in this one, in the order in which they did. One query."""
    return list(Division.objects.filter(successor=village).order_by("ended_on", "pk"))


def standing_for(village: Division) -> Division:
    """The village that stands for ``village`` today: itself, or the one that it was merged into. No query when the
    successor came with it."""
    return village.successor or village


def as_of(village: Division, day: date, origin: Division | None = None) -> Division:
    """The village that ``village`` was on ``day``, for judging what happened then: the one that it was merged from, or
    itself in its former town (a copy with the path of that day).

    ``origin`` is the village in which a matter began, None when it is ``village`` itself. No query unless the village
    has changed since that day.
    """
    if origin is None and (village.placed_on is None or day >= village.placed_on):
        return village
    now = origin or village
    while now.ended_on is not None and day >= now.ended_on:
        merged = Change.objects.filter(division=now, kind=Change.Kind.MERGED_INTO).select_related("other").first()
        if merged is None or merged.other is None:
            break
        now = merged.other
    if now.placed_on is not None and day < now.placed_on:
        former = FormerPath.objects.filter(division=now, own=True, until__gt=day).order_by("until").first()
        if former is not None:
            now = copy(now)
            now.path = former.path
    return now


def former_paths_below(scopes: Iterable[str]) -> list[str]:
    """Paths at which once stood what lies below ``scopes`` today: where its entries in the register are. One query."""
    return list(FormerPath.objects.filter(below("division__path", scopes)).values_list("path", flat=True).distinct())


def changes_of(village: Division) -> list[Change]:
    """What became of a village, the newest first. One query."""
    return list(village.changes.select_related("other").order_by("-day", "-pk"))


def adoptions_of(village: Division) -> list[Adoption]:
    """Every stretch of days on which the lists applied in a village, the newest first. One query."""
    return list(village.adoptions.order_by("-since"))


def codes_of(village: Division) -> list[DivisionCode]:
    """Every code and name that a village ever had, the newest first. One query."""
    return list(village.codes.order_by("-valid_from", "-pk"))


def state_counts(within: Division) -> dict[str, int]:
    """How many villages below ``within`` are in each state today. One query."""
    found = Division.objects.below(within).villages().standing().order_by()
    return dict(found.values_list("state").annotate(Count("pk")))


def code_of(division: Division) -> str | None:
    """The official code of today; None for a villager group. One query; for lists use ``with_code()``."""
    held = DivisionCode.objects.filter(division=division, valid_to=None)
    return held.values_list("code", flat=True).first()


def line_of(division: Division) -> list[Division]:
    """The division and all above it, from the city down. One query."""
    return list(Division.objects.filter(pk__in=ids_of(division.path)).order_by("path"))


def full_name(division: Division) -> str:
    """How people write an address: 济源市坡头镇毛岭村. One query."""
    return "".join(place.short_name for place in line_of(division))


def contacts_for(village: Division) -> list[SupervisionContact]:
    """The supervision numbers to show for a place: its own and always those of its town and city, nearest first.

    A village without a number of its own so falls back to its town and city. One query.
    """
    found = SupervisionContact.objects.filter(division__in=ids_of(village.path)).select_related("division")
    return sorted(found, key=lambda contact: (-LEVELS.index(contact.tier), contact.pk))


def contacts_of_the_city() -> list[SupervisionContact]:
    """The numbers to show where no village has been chosen: the city's, if the house holds one city. Two queries."""
    found = list(Division.objects.filter(level="city")[:2])
    return contacts_for(found[0]) if len(found) == 1 else []


def count_below(division: Division, level: str) -> int:
    """How many divisions of ``level`` there are in and below ``division``. One query."""
    return Division.objects.below(division).standing().filter(level=level).count()


def joined_villages() -> list[int]:
    """The lasting ids of the villages in which the lists apply, or did. One query."""
    return list(Division.objects.villages().exclude(joined_on=None).order_by("pk").values_list("pk", flat=True))
