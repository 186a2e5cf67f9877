"""A town or the city sets limits of its own, and only so that every process still fits with all the others it has set.

A limit holds from a day to a day; what another place or another document has set may begin or end in between. So the
flows are checked for each stretch of days in which nothing changes, in each place where the limit would hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from qingdan.domain.catalogue import model
from qingdan.domain.catalogue.load import check_limits
from qingdan.domain.catalogue.parts import Limit
from qingdan.domain.rules.money import MOST, format_money
from qingdan.records.editions.kinds import LIMIT_ENDED, LIMIT_SET
from qingdan.records.editions.models import LimitOverride
from qingdan.records.editions.queries import current_edition, laid_over, later_editions
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import ids_of
from qingdan.records.register.acts import Acting, Record, Refused, act

FOR_EVER = date.max


@dataclass(frozen=True, slots=True)
class Setting:
    """What a place wants: a limit's value from ``starts`` to ``ends`` (None: open), by the document ``basis``."""

    division: Division
    name: str
    value: int
    starts: date
    basis: str
    ends: date | None = None

    def row(self) -> LimitOverride:
        """The setting as it would be kept."""
        return LimitOverride(
            division=self.division, name=self.name, value=self.value, starts=self.starts, ends=self.ends,
            basis=self.basis.strip(),
        )  # fmt: skip


def check_setting(wanted: Setting) -> model.Edition:
    """The edition in force when it starts. :raises Refused: when the law fixes the limit, or some process would have a
    gap or an overlap with it, in any place where it would hold."""
    edition = current_edition(wanted.starts)
    _settable(edition, wanted.name)
    if wanted.division.level not in (Division.Level.CITY, Division.Level.TOWN):
        raise Refused(_("只有市和镇（街道）可以定限额，%(place)s不可以。") % {"place": wanted.division.short_name})
    if wanted.value < 0:
        raise Refused(_("限额不能小于零。请填写零或更大的数。"))
    if wanted.value > MOST:
        raise Refused(_("这个数太大，请检查是否多写了零。"))
    if wanted.ends is not None and wanted.ends < wanted.starts:
        raise Refused(_("最后一天早于开始的那天。请改正日期。"))
    if not wanted.basis.strip():
        raise Refused(_("请写明依据哪份文件定这个限额。"))
    rows = [*_rows_of(wanted.division), wanted.row()]
    _refuse_gaps(wanted.division, rows, wanted.name, wanted.starts, wanted.ends or FOR_EVER)
    return edition


@act(LIMIT_SET)
def set_limit(*, acting: Acting, wanted: Setting) -> Record[LimitOverride]:
    """Set a limit for a town or the city. :raises Refused: see :func:`check_setting`."""
    edition = check_setting(wanted)
    limit = edition.head.limits[wanted.name]
    row = wanted.row()
    row.save()
    data = {
        "place_name": wanted.division.short_name,
        "name": wanted.name,
        "limit": limit.title.zh,
        "value": wanted.value,
        "shown": shown(limit, wanted.value),
        "starts": wanted.starts.isoformat(),
        "ends": wanted.ends.isoformat() if wanted.ends else None,
        "basis": row.basis,
    }
    return Record(value=row, subject=("limit", row.pk), place=wanted.division.path, data=data)


@act(LIMIT_ENDED)
def end_limit(*, acting: Acting, override: LimitOverride, ends: date) -> Record[LimitOverride]:
    """Let a place's own limit end after ``ends``.

    :raises Refused: when it has ended or did not begin before that, or what then holds does not go with the others.
    """
    override = LimitOverride.objects.select_for_update().select_related("division").get(pk=override.pk)
    last = override.ends or FOR_EVER
    if last <= ends:
        raise Refused(_("这个限额到%(day)s就已停用。") % {"day": override.ends})
    if ends < override.starts:
        raise Refused(_("这个限额从%(day)s才开始执行，不能在那以前停用。") % {"day": override.starts})
    override.ends = ends
    rows = [override if row.pk == override.pk else row for row in _rows_of(override.division)]
    _refuse_gaps(override.division, rows, override.name, ends + timedelta(days=1), last)
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


def refuse_own_limits_that_do_not_fit(edition: model.Edition) -> None:
    """Hold a new edition against every limit that a place has set and that holds when it comes into force, or later.

    :raises Refused: naming the place, the limit and what would be wrong.
    """
    since = edition.head.in_force
    rows = LimitOverride.objects.filter(Q(ends=None) | Q(ends__gte=since)).select_related("division")
    for row in rows.order_by("pk"):
        if row.name in edition.head.limits:
            first = max(since, row.starts)
            _refuse_gaps(row.division, _rows_of(row.division), row.name, first, row.ends or FOR_EVER, edition)


def _rows_of(division: Division) -> list[LimitOverride]:
    """Whatever is set above a place, in it and below it. One query."""
    around = Q(division__in=ids_of(division.path)) | Q(division__path__startswith=division.path)
    return list(LimitOverride.objects.filter(around).select_related("division").order_by("pk"))


def _refuse_gaps(
    division: Division, rows: Sequence[LimitOverride], name: str, first: date, last: date,
    only: model.Edition | None = None,
) -> None:  # fmt: skip
    for edition, limits, path in _held(division, rows, first, last, only):
        wrong = check_limits(edition, limits, name)
        if wrong:
            place = next((r.division.short_name for r in rows if r.division.path == path), division.short_name)
            said = {"what": wrong[0], "place": place}
            raise Refused(_("这个数会使%(place)s的流程出现漏洞，不能用：%(what)s") % said)


def _held(
    division: Division, rows: Sequence[LimitOverride], first: date, last: date, only: model.Edition | None
) -> Iterator[tuple[model.Edition, Mapping[str, int], str]]:
    """Every different set of limits that would hold between the two days, in the place or in one below it."""
    editions = [only] if only else [current_edition(first), *later_editions(first, last)]
    seen: set[object] = set()
    for path in {division.path, *(r.division.path for r in rows if r.division.path.startswith(division.path))}:
        above = [row for row in rows if path.startswith(row.division.path)]
        for day in _turns(above, editions, first, last):
            edition = next(e for e in reversed(editions) if e.head.in_force <= max(day, editions[0].head.in_force))
            limits = laid_over(edition.limits, above, day)
            key = (edition.digest, tuple(sorted(limits.items())))
            if key not in seen:
                seen.add(key)
                yield edition, limits, path


def _turns(rows: Iterable[LimitOverride], editions: Iterable[model.Edition], first: date, last: date) -> list[date]:
    """The days on which the limits change, from the first to the last."""
    ends = (row.ends + timedelta(days=1) for row in rows if row.ends and row.ends < FOR_EVER)
    days = {first, *(row.starts for row in rows), *ends, *(edition.head.in_force for edition in editions)}
    return sorted(day for day in days if first <= day <= last)


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
