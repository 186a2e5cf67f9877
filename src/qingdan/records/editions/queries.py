"""Reads of the editions. What was once loaded never changes, so values are kept per process by their digest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db.models import Q, QuerySet

from qingdan.domain.catalogue import model
from qingdan.domain.catalogue.canonical import from_canonical
from qingdan.domain.catalogue.load import build_edition
from qingdan.domain.catalogue.read_power import read_power
from qingdan.domain.rules.bodies import Body
from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.domain.rules.read_years import calendar_from
from qingdan.records.editions.models import Definition, Edition, EditionEntry, LimitOverride
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import ids_of
from qingdan.records.written import rows


class NoEdition(LookupError):
    """No edition of this house's catalogue is in force on the day asked for."""

    def __init__(self, day: date) -> None:
        super().__init__(f"no edition of {settings.EDITION!r} is in force on {day}: run `qingdan catalogue load`")


def current_digest(day: date) -> str | None:
    """The digest of the edition in force on ``day``: the latest to come into force, and of those the last loaded."""
    rows = Edition.objects.filter(slug=settings.EDITION, in_force__lte=day).order_by("-in_force", "-id")
    return rows.values_list("digest", flat=True).first()


def current_edition(day: date) -> model.Edition:
    """The edition in force on ``day``, in one query once this process has read it. :raises NoEdition: without one."""
    digest = current_digest(day)
    if digest is None:
        raise NoEdition(day)
    return edition_of(digest)


def later_editions(after: date, until: date) -> list[model.Edition]:
    """The editions that come into force after one day and until another, in their order; of two on one day the later
    loaded."""
    rows = Edition.objects.filter(slug=settings.EDITION, in_force__gt=after, in_force__lte=until)
    last = dict(rows.order_by("in_force", "id").values_list("in_force", "digest"))
    return [edition_of(digest) for digest in last.values()]


@lru_cache(maxsize=8)
def edition_of(digest: str) -> model.Edition:
    """The edition with this digest. :raises Edition.DoesNotExist: when it was never loaded here."""
    row = Edition.objects.get(digest=digest)
    entries = EditionEntry.objects.filter(edition=row).order_by("path")
    kept = list(entries.values_list("path", "definition__digest", "definition__canonical"))
    places = {path: from_canonical(path, text) for path, _, text in kept}
    return build_edition(places, {path: known for path, known, _ in kept})


@lru_cache(maxsize=512)
def definition(digest: str) -> model.Power:
    """The power with this digest, whatever edition holds it. :raises Definition.DoesNotExist: when there is none."""
    found = Definition.objects.only("path", "canonical").get(digest=digest, kind="power")
    return read_power(from_canonical(found.path, found.canonical), digest)


def bodies(digest: str) -> Mapping[str, Body]:
    """The deciding bodies of an edition by slug. :raises Edition.DoesNotExist: when it was never loaded here."""
    return edition_of(digest).bodies


def work_calendar() -> WorkCalendar:
    """Holidays and make-up days of every year loaded, as of now; one query. Without any: Monday to Friday."""
    return _calendar(tuple(sorted(calendar_digests().items())))


CALENDARS = """
SELECT y.year, d.digest FROM editions_calendaryear y JOIN editions_definition d ON d.id = y.definition_id ORDER BY y.id
"""


def calendar_digests() -> dict[int, str]:
    """The digest of the calendar that counts for each year loaded."""
    return dict(rows(CALENDARS))


@lru_cache(maxsize=4)
def _calendar(digests: tuple[tuple[int, str], ...]) -> WorkCalendar:
    wanted = {digest: year for year, digest in digests}
    rows = Definition.objects.filter(digest__in=wanted).values_list("digest", "canonical")
    return calendar_from({wanted[digest]: json.loads(text) for digest, text in rows})


def source_of(digest: str) -> str:
    """A definition's text as it was written. :raises Definition.DoesNotExist: when there is none."""
    return Definition.objects.values_list("source", flat=True).get(digest=digest)


def limits_for(village: Division, day: date, of: model.Edition | None = None) -> dict[str, int]:
    """The limits that hold in a village on ``day``: the edition's, with those of its city and its town laid over them.

    Whole fen, days or counts by name. ``of`` defaults to the one in force on that day. One query for the
    overrides.
    """
    rows = own_limits(village).filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day)
    return laid_over((of or current_edition(day)).limits, rows, day)


def own_limits(place: Division) -> QuerySet[LimitOverride]:
    """What a place, and those above it, have ever set for themselves, with who set it."""
    found = LimitOverride.objects.filter(division__in=ids_of(place.path))
    return found.select_related("division").order_by("starts", "pk")


def laid_over(limits: Mapping[str, int], rows: Iterable[LimitOverride], day: date) -> dict[str, int]:
    """The edition's limits with those that places have set laid over them."""
    return {**limits, **{name: row.value for name, row in holding(rows, day).items() if name in limits}}


def holding(rows: Iterable[LimitOverride], day: date) -> dict[str, LimitOverride]:
    """Which setting of each limit holds on ``day``: of two the nearer place's, of one place the one recorded last."""
    now = [row for row in rows if row.starts <= day and (row.ends is None or day <= row.ends)]
    return {row.name: row for row in sorted(now, key=lambda r: (len(r.division.path), r.pk is None, r.pk))}


def forget() -> None:
    """Empty what this process has kept; tests that reuse a process with other databases need it."""
    edition_of.cache_clear()
    definition.cache_clear()
    _calendar.cache_clear()
