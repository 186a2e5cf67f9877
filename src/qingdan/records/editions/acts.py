"""What changes the law of the house: an edition is loaded, a town sets a limit of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import IntegrityError
from django.utils.translation import gettext as _

from qingdan.domain.catalogue import model
from qingdan.domain.catalogue.canonical import canonical, digest_of
from qingdan.domain.catalogue.load import build_edition, check_edition, check_limits, kind_of, read_places, spelled_out
from qingdan.domain.catalogue.parts import Limit
from qingdan.domain.catalogue.read_calendar import read_year
from qingdan.domain.complaints import DefinitionError, gather
from qingdan.domain.rules.money import MOST, format_money
from qingdan.records.editions.kinds import CALENDAR_PUBLISHED, EDITION_ADOPTED, LIMIT_ENDED, LIMIT_SET
from qingdan.records.editions.models import CalendarYear, Definition, Edition, EditionEntry, LimitOverride
from qingdan.records.editions.queries import calendar_digests, current_edition
from qingdan.records.regions.models import Division
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
    """Keep an edition for ever. :raises Refused: when this very edition is here already."""
    edition = prepared.edition
    if Edition.objects.filter(digest=edition.digest).exists():
        raise Refused(_("这一版清单已经载入过了，不用再载入。"))
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


@act(LIMIT_SET)
def set_limit(
    *,
    acting: Acting,
    division: Division,
    name: str,
    value: int,
    starts: date,
    basis: str,
    ends: date | None = None,
) -> Record[LimitOverride]:
    """Set a limit for a town or the city. ``value`` in whole fen, days or a count.

    :raises Refused: when the law fixes the limit, or some process would have a gap or an overlap with it.
    """
    edition = current_edition(starts)
    limit = _settable(edition, name)
    if division.level not in (Division.Level.CITY, Division.Level.TOWN):
        raise Refused(_("只有市和镇（街道）可以定限额，%(place)s不可以。") % {"place": division.short_name})
    if value < 0:
        raise Refused(_("限额不能小于零。请填写零或更大的数。"))
    if value > MOST:
        raise Refused(_("这个数太大，请检查是否多写了零。"))
    if ends is not None and ends < starts:
        raise Refused(_("最后一天早于开始的那天。请改正日期。"))
    if not basis.strip():
        raise Refused(_("请写明依据哪份文件定这个限额。"))
    wrong = check_limits(edition, {**edition.limits, name: value})
    if wrong:
        raise Refused(_("这个数会使流程出现漏洞，不能用：%(what)s") % {"what": wrong[0]})
    row = LimitOverride.objects.create(
        division=division, name=name, value=value, starts=starts, ends=ends, basis=basis.strip()
    )
    data = {
        "place_name": division.short_name,
        "name": name,
        "limit": limit.title.zh,
        "value": value,
        "shown": shown(limit, value),
        "starts": starts.isoformat(),
        "ends": ends.isoformat() if ends else None,
        "basis": row.basis,
    }
    return Record(value=row, subject=("limit", row.pk), place=division.path, data=data)


@act(LIMIT_ENDED)
def end_limit(*, acting: Acting, override: LimitOverride, ends: date) -> Record[LimitOverride]:
    """Let a town's own limit end after ``ends``. :raises Refused: when it has ended or did not begin before that."""
    override = LimitOverride.objects.select_for_update().select_related("division").get(pk=override.pk)
    if override.ends is not None and override.ends <= ends:
        raise Refused(_("这个限额到%(day)s就已停用。") % {"day": override.ends})
    if ends < override.starts:
        raise Refused(_("这个限额从%(day)s才开始执行，不能在那以前停用。") % {"day": override.starts})
    override.ends = ends
    override.save(update_fields=["ends"])
    edition = current_edition(override.starts)
    limit = edition.head.limits.get(override.name)
    data = {
        "place_name": override.division.short_name,
        "name": override.name,
        "limit": limit.title.zh if limit else override.name,
        "ends": ends.isoformat(),
    }
    return Record(value=override, subject=("limit", override.pk), place=override.division.path, data=data)


def _settable(edition: model.Edition, name: str) -> Limit:
    limit = edition.head.limits.get(name)
    if limit is None:
        known = _("、").join(edition.head.limits)
        raise Refused(_("清单里没有限额“%(name)s”。可以定的有：%(known)s。") % {"name": name, "known": known})
    if not limit.setting:
        raise Refused(_("“%(limit)s”由法律或上级规定，镇里不能自定。") % {"limit": limit.title.zh})
    return limit


def shown(limit: Limit, value: int) -> str:
    """A limit's value as a page writes it: ¥5,000.00, 15天, 3."""
    if limit.type == "money":
        return format_money(value)
    return _("%(n)d天") % {"n": value} if limit.type == "days" else str(value)
