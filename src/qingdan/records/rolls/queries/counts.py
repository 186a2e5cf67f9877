"""Who and how many were on a roll on a day: what the denominator of a meeting starts from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from qingdan.domain.catalogue.rolls import Measure, Roll, Rolls, Tally
from qingdan.records.people.models import Holding
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import path_after
from qingdan.records.rolls.catalogue import rolls_on
from qingdan.records.rolls.managers import EntryQuerySet
from qingdan.records.rolls.models import Household, RollEntry


@dataclass(frozen=True, slots=True)
class GroupCount:
    """The numbers of one villager group; ``group`` is its lasting id, None for those who belong to none."""

    group: int | None
    persons: int
    households: int
    capable: int


@dataclass(frozen=True, slots=True)
class RollCount:
    """The numbers of a roll on a day, by group. A household lives in one group, so the groups add up."""

    by_group: tuple[GroupCount, ...] = ()

    @property
    def persons(self) -> int:
        return sum(g.persons for g in self.by_group)

    @property
    def households(self) -> int:
        """Households with somebody on the roll."""
        return sum(g.households for g in self.by_group)

    @property
    def capable(self) -> int:
        """Persons of full civil capacity."""
        return sum(g.capable for g in self.by_group)

    def of(self, measure: Measure) -> int:
        """The number that a tally asks for."""
        return {Measure.PERSONS: self.persons, Measure.HOUSEHOLDS: self.households, Measure.CAPABLE: self.capable}[
            measure
        ]

    def within(self, group: Division | None) -> RollCount:
        """The numbers of one group; of the whole village without one."""
        return self if group is None else RollCount(tuple(g for g in self.by_group if g.group == group.pk))


def on_roll(village: Division, kind: str, day: date) -> EntryQuerySet:
    """Who is on a roll of ``village`` on ``day``, with household and group of that day (see ``placed``)."""
    found: EntryQuerySet = RollEntry.objects.on(day).filter(village=village, kind=kind).placed(day)
    return found


def count_on_roll(village: Division, kind: str, day: date) -> RollCount:
    """How many persons and households were on a roll on ``day``, and how many of full civil capacity. One query."""
    return counts_of(village, [kind], day)[kind]


def counts_of(village: Division, kinds: Iterable[str], day: date) -> dict[str, RollCount]:
    """The same for several rolls. One query."""
    kinds = list(kinds)
    entries: Any = RollEntry.objects.on(day).filter(village=village, kind__in=kinds).placed(day)
    rows = entries.values("kind", "at_group").annotate(
        people=Count("pk", distinct=True),
        houses=Count("house", distinct=True),
        able=Count("pk", distinct=True, filter=entries.capable(day)),
    )
    found: dict[str, list[GroupCount]] = {kind: [] for kind in kinds}
    for row in rows.order_by("at_group"):
        found[row["kind"]].append(GroupCount(row["at_group"], row["people"], row["houses"], row["able"]))
    return {kind: RollCount(tuple(groups)) for kind, groups in found.items()}


def count_households(village: Division, day: date) -> dict[int | None, int]:
    """How many households there were on ``day``, by villager group (None: in none). One query."""
    there = Q(closed_on=None) | Q(closed_on__gte=day)
    rows = Household.objects.filter(there, village=village, opened_on__lte=day).values("group").annotate(n=Count("pk"))
    return {row["group"]: row["n"] for row in rows.order_by("group")}


def entitled(
    village: Division, body: str, day: date, *, group: Division | None = None, rolls: Rolls | None = None
) -> dict[str, int] | None:
    """Who ought to come to a meeting of ``body`` on ``day``, by the body's own counts; None when it counts on no roll.

    ``group``: for a meeting of one villager group. ``rolls`` default to those of the edition in force. Two queries, and
    one more when holders of posts are counted with the roll.
    """
    known = rolls or rolls_on(day)
    found = known.tally_of(body)
    if found is None:
        return None
    roll, tally = found
    count = count_on_roll(village, roll.slug, day).within(group)
    more = _holders_besides(village, roll.slug, tally, day) if tally.also else 0
    return {name: count.of(measure) + more for name, measure in tally.of.items()}


def _holders_besides(village: Division, kind: str, tally: Tally, day: date) -> int:
    """Holders of the posts that are counted with a roll, each once and not twice when on the roll too."""
    held = Holding.objects.on(day).filter(
        post__in=tally.also, division__path__gte=village.path, division__path__lt=path_after(village.path)
    )
    listed = RollEntry.objects.on(day).filter(village=village, kind=kind).values("person")
    return held.exclude(person__in=listed).values("person").distinct().count()


def elsewhere(persons: Iterable[int], village: Division, roll: Roll, starts: date) -> set[int]:
    """Who of these is on the same roll of another village on ``starts`` or later. One query."""
    others = RollEntry.objects.standing().filter(Q(ends=None) | Q(ends__gte=starts), kind=roll.slug)
    return set(others.filter(person__in=list(persons)).exclude(village=village).values_list("person_id", flat=True))
