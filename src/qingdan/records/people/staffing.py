"""When who is there to act changes, work that waits for somebody finds its owner again in the same transaction.

Records know nothing of features: an app that hands work to people registers a hook in its ``AppConfig.ready``, and
every act by which somebody comes, goes, is away or must stand aside calls :func:`changed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from qingdan.records.people import queries
from qingdan.records.people.models import Person
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import path_at


@dataclass(frozen=True, slots=True)
class Staffing:
    """What has changed: the paths of the villages concerned, and the persons whose own work may have to go on without
    them. ``day`` is today."""

    day: date
    villages: frozenset[str]
    persons: frozenset[int]


Hook = Callable[[Staffing], None]
_HOOKS: dict[str, Hook] = {}


def on_change(name: str, hook: Hook) -> None:
    """Called once by each app; the same name again takes the place of the first."""
    _HOOKS[name] = hook


def changed(day: date, *, places: Iterable[Division] = (), persons: Iterable[int] = ()) -> None:
    """Tell every app. ``places`` are where posts are held: a group stands for its village."""
    villages = frozenset(path for place in places if (path := path_at(place.path, "village")))
    told = Staffing(day, villages, frozenset(persons))
    for hook in _HOOKS.values():
        hook(told)


def person_changed(day: date, person: Person | int) -> None:
    """The same for somebody's absence, kin or interests: wherever he holds a post in a village. One query."""
    number = person if isinstance(person, int) else person.pk
    changed(day, places=queries.villages_of(number, day), persons=[number])
