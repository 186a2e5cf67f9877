"""The days on which a village owes anything: those on which the lists apply there, from the day the house heard of it.

No duty runs before a village has joined (``records/regions/running.py``); nor for days of which nobody here could know
that it had: a village that is entered today as one that joined last year is not late today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from qingdan.records.regions.models import Adoption, Division
from qingdan.watch.duties import queries

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from ``first`` to ``last``, both included; ``last`` None: still."""

    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def stretches_of(villages: Sequence[Division]) -> Mapping[int, list[Stretch]]:
    """By village, the earliest first, those that touch one another as one. Two queries."""
    adoptions, heard = queries.adoptions_in(villages), queries.heard_in(villages)
    return {village.pk: list(_joined(_each(adoptions.get(village.pk, ()), heard))) for village in villages}


def _each(adoptions: Iterable[Adoption], heard: Mapping[tuple[int, str], date]) -> Iterator[Stretch]:
    for row in adoptions:
        first = max(row.since, heard.get((row.village_id, row.since.isoformat()), row.since))
        if row.until is None or first <= row.until:
            yield Stretch(first, row.until)


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    before: Stretch | None = None
    for stretch in stretches:
        if before is not None and before.last is not None and stretch.first <= before.last + _ONE_DAY:
            before = replace(before, last=stretch.last)
            continue
        if before is not None:
            yield before
        before = stretch
    if before is not None:
        yield before
