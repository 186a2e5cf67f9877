"""What changes the law of the house: an edition is loaded, and a year's holidays. A town's own limits: limits.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import IntegrityError
from django.utils.translation import gettext as _

from qingdan.domain.catalogue import model
from qingdan.domain.catalogue.canonical import canonical, digest_of
from qingdan.domain.catalogue.load import build_edition, check_edition, kind_of, read_places, spelled_out
from qingdan.domain.catalogue.read_calendar import read_year
from qingdan.domain.complaints import DefinitionError, gather
from qingdan.records.editions.acts.limits import refuse_own_limits_that_do_not_fit
from qingdan.records.editions.kinds import CALENDAR_PUBLISHED, EDITION_ADOPTED
from qingdan.records.editions.models import CalendarYear, Definition, Edition, EditionEntry
from qingdan.records.editions.queries import calendar_digests
from qingdan.records.register.acts import Acting, Record, Refused, act


@dataclass(frozen=True, slots=True)
class Prepared:
    """An edition read and checked, with its files and their canonical forms by path, ready to be written."""

    edition: model.Edition
    sources: Mapping[str, str]
    canonical: Mapping[str, str]


def prepare(files: Mapping[str, str], progress: Callable[[int, int], None] = lambda done, of: None) -> Prepared:
    """Read and check the files of an edition, outside any transaction: it takes seconds.

    :raises DefinitionError: with everything that is wrong in them.
    """
    places = spelled_out(read_places(files, progress))
    edition = build_edition(places)
    complaints = check_edition(edition)
    if complaints:
        raise DefinitionError(complaints)
    return Prepared(edition, {p: files[p] for p in places}, {p: canonical(place) for p, place in places.items()})


@act(EDITION_ADOPTED)
def adopt_edition(*, acting: Acting, prepared: Prepared) -> Record[Edition]:
    """Keep an edition for ever.

    :raises Refused: when this very edition is here already, or the limits that some place has set do not go with it.
    """
    edition = prepared.edition
    if Edition.objects.filter(digest=edition.digest).exists():
        raise Refused(_("这一版清单已经载入过了，不用再载入。"))
    refuse_own_limits_that_do_not_fit(edition)
    head = edition.head
    try:
        row = Edition.objects.create(
            slug=head.slug,
            version=head.version,
            city=head.city,
            digest=edition.digest,
            in_force=head.in_force,
            status=head.status,
            loaded_at=acting.at,
        )
    except IntegrityError:  # somebody else loaded it a moment ago
        raise Refused(_("这一版清单已经载入过了，不用再载入。")) from None
    kept = _keep(prepared.canonical, prepared.sources)
    EditionEntry.objects.bulk_create(
        [EditionEntry(edition=row, path=path, definition_id=number) for path, number in kept.items()]
    )
    data = {
        "title": head.title.zh,
        "version": head.version,
        "in_force": head.in_force.isoformat(),
        "powers": len(edition.powers),
        "digest": edition.digest,
    }
    return Record(value=row, subject=("edition", row.pk), place="", data=data)


def _keep(canonical_by_path: Mapping[str, str], sources: Mapping[str, str]) -> dict[str, int]:
    """Write the definitions that are new, and give the row of each by its path."""
    digests = {path: digest_of(text) for path, text in canonical_by_path.items()}
    rows = [
        Definition(digest=digests[path], kind=kind_of(path), path=path, source=sources[path], canonical=text)
        for path, text in canonical_by_path.items()
    ]
    Definition.objects.bulk_create(rows, ignore_conflicts=True)  # most of an edition is in the one before it
    found = dict(Definition.objects.filter(digest__in=digests.values()).values_list("digest", "pk"))
    return {path: found[digest] for path, digest in digests.items()}


@dataclass(frozen=True, slots=True)
class PreparedYear:
    """A year's calendar file, read and checked."""

    year: int
    path: str
    source: str
    canonical: str


def prepare_years(files: Mapping[str, str]) -> list[PreparedYear]:
    """The calendar files that are not loaded as they are. :raises DefinitionError: with all that is wrong in any."""
    places = read_places(files)
    years = gather(partial(read_year, place) for place in places.values())
    rows = zip(years, places.items(), strict=True)
    prepared = [PreparedYear(year, path, files[path], canonical(place)) for year, (path, place) in rows]
    loaded = calendar_digests()
    return [p for p in prepared if digest_of(p.canonical) != loaded.get(p.year)]


@act(CALENDAR_PUBLISHED)
def publish_years(*, acting: Acting, years: Sequence[PreparedYear]) -> Record[list[int]]:
    """Keep the holidays of these years. Whoever has provisional dates hears of it by ``editions.calendar-published``.

    :raises Refused: when there is none.
    """
    if not years:
        raise Refused(_("这些年份的节假日安排已经载入过了，不用再载入。"))
    kept = _keep({y.path: y.canonical for y in years}, {y.path: y.source for y in years})
    CalendarYear.objects.bulk_create(
        [CalendarYear(year=y.year, definition_id=kept[y.path], loaded_at=acting.at) for y in years]
    )
    numbers = sorted(y.year for y in years)
    data = {"years": numbers, "shown": "、".join(map(str, numbers))}
    topics = [("editions.calendar-published", {"years": numbers})]
    return Record(value=numbers, subject=("calendar", None), place="", data=data, topics=topics)
