"""A village of the demonstration with everybody who may act in its cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qingdan.records.people.models import Person
from qingdan.records.people.posts import all_posts
from qingdan.records.people.queries import rules_of, who_may
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division


@dataclass
class Village:
    """A village with everybody who may act in its cases: persons by role, who stands in by rule, names by number."""

    place: Division
    holders: dict[str, list[int]]
    standing_in: dict[str, list[int]]
    names: dict[int, str]
    villagers: Sequence[Person]

    @classmethod
    def of(cls, place: Division, villagers: Sequence[Person], day: datetime) -> Village:
        """Read them, in two queries."""
        found = who_may(all_posts(), place, local_date(day))
        holders: dict[str, list[int]] = {}
        for holder in found:
            holders.setdefault(holder.holding.post, []).append(holder.person.pk)
        names = {h.person.pk: h.person.name for h in found} | {p.pk: p.name for p in villagers}
        standing_in: dict[str, list[int]] = {}
        for rule in rules_of(place, local_date(day)):  # each post's in its order
            standing_in.setdefault(rule.post, []).extend(holders.get(rule.deputy_post or "", []))
        return cls(place, holders, standing_in, names, villagers)
