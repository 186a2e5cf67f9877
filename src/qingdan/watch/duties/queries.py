"""Reads of duties to publish, for several villages at once. Each costs a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import zip_longest
from typing import TypeVar

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from qingdan.domain.flow.model import StepKind
from qingdan.features.cases.models import Task
from qingdan.records.editions.models import Edition, LimitOverride
from qingdan.records.regions.days import local_date
from qingdan.records.regions.kinds import VILLAGE_JOINED
from qingdan.records.regions.models import Adoption, Division
from qingdan.records.regions.paths import below, ids_of
from qingdan.records.register.models import Entry
from qingdan.watch.boards.models import Notice
from qingdan.watch.duties.models import Lapse, Naming, Settlement, Statement

Row = TypeVar("Row", Adoption, Settlement, Lapse)
PAGE = 30
Villages = Sequence[Division]
Of = tuple[int, str, str]  # the village that owed it, the duty, the occasion


def editions_since(first: date, today: date) -> list[tuple[date, str]]:
    """(first day, digest) of the editions that were in force on a day from ``first`` until today, in the order in which
    they took one another's place; of several for one day the last loaded. One query."""
    rows = Edition.objects.filter(slug=settings.EDITION, in_force__lte=today).order_by("in_force", "id")
    last = list(dict(rows.values_list("in_force", "digest")).items())
    return [row for row, after in zip_longest(last, last[1:]) if after is None or after[0] > first]


def adoptions_in(villages: Villages) -> Mapping[int, list[Adoption]]:
    """Every stretch of days on which the lists applied, by village, the earliest first. One query."""
    return _grouped(Adoption.objects.filter(village__in=villages).order_by("since"))


def heard_in(villages: Villages) -> dict[tuple[int, str], date]:
    """The day on which the house was told that a village joined from a day on (ISO), by village and that day. One
    query of the register."""
    entries = Entry.objects.filter(
        subject_type="division", subject_id__in=[v.pk for v in villages], kind=VILLAGE_JOINED.name
    )
    rows = entries.order_by("pk").values_list("subject_id", "data__since", "at")
    return {(village, since): local_date(at) for village, since, at in rows if village is not None}


def own_limits_in(villages: Villages) -> Mapping[int, list[LimitOverride]]:
    """What each village's town and city have set for themselves, by village, as ``editions.own_limits``. One query."""
    above = {village.pk: ids_of(village.path) for village in villages}
    everything = {pk for pks in above.values() for pk in pks}
    rows = LimitOverride.objects.filter(division__in=everything).select_related("division").order_by("starts", "pk")
    by_place = defaultdict(list)
    for row in rows:
        by_place[row.division_id].append(row)
    found = {village: [row for pk in pks for row in by_place[pk]] for village, pks in above.items()}
    return {village: sorted(mine, key=lambda row: (row.starts, row.pk)) for village, mine in found.items()}


def settlements_in(villages: Villages) -> Mapping[int, list[Settlement]]:
    """What the villages have settled, by village, in the order in which it was recorded. One query."""
    return _grouped(Settlement.objects.filter(village__in=villages).order_by("pk"))


def notices_in(villages: Villages, powers: Iterable[str], since: datetime) -> list[Notice]:
    """Notices of these powers that were put up since then, with their cases, the earliest first. One query."""
    found = Notice.objects.filter(village__in=villages, case__power__in=list(powers), posted_at__gte=since)
    fields = ("code", "village", "key", "posted_at", "audience", "case__power", "case__state")
    return list(found.select_related("case").only(*fields).order_by("posted_at", "pk"))


def notices_at(steps: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Notice]:
    """The first notice of each (case, step). One query."""
    wanted = set(steps)
    rows = Notice.objects.filter(case__in={case for case, _step in wanted}).order_by("-posted_at", "-pk")
    return {(row.case_id, row.key): row for row in rows if (row.case_id, row.key) in wanted}


def namings_in(villages: Villages) -> dict[Of, Naming]:
    """Which notice somebody has named, by what it does. One query."""
    rows = Naming.objects.filter(village__in=villages).select_related("notice").order_by("pk")
    return {(row.origin_id, row.duty, row.occasion): row for row in rows}


def waiting_in(villages: Villages) -> list[Task]:
    """The open steps that put up a notice and have not, with their cases, each once. One query."""
    rows = Task.objects.filter(case__village__in=villages, kind=StepKind.DISCLOSE, waiting=False)
    found = {(row.case_id, row.key): row for row in rows.select_related("case").order_by("-pk")}
    return sorted(found.values(), key=lambda row: (row.opened_at, row.pk))


def lapses_in(villages: Villages, since: date) -> Mapping[int, list[Lapse]]:
    """Duties that were not done in time: those still open, and those due since then; by village. One query."""
    rows = Lapse.objects.filter(Q(good_at=None) | Q(due_on__gte=since), village__in=villages)
    return _grouped(rows.select_related("notice", "origin").order_by("due_on", "pk"))


def statements_in(villages: Villages) -> Mapping[Of, list[Statement]]:
    """What was said of each, the earliest first. One query."""
    found: dict[Of, list[Statement]] = defaultdict(list)
    rows = Statement.objects.filter(village__in=villages).select_related("by", "photo").order_by("pk")
    for row in rows:
        found[row.origin_id, row.duty, row.occasion].append(row)
    return found


def _grouped(rows: QuerySet[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.village_id].append(row)
    return found


# -- of officials ------------------------------------------------------------------------------------------------------
def villages_page(scopes: Iterable[str], after: str = "", late_only: bool = False) -> list[Division]:
    """Villages in which the lists apply, by path; one more than a page. ``late_only``: with something still late that
    the clock has written. One query."""
    found = Division.objects.villages().filter(below("path", scopes), ended_on=None).exclude(joined_on=None)
    if after.isascii() and after.isdigit():
        found = found.filter(path__gt=after)
    if late_only:
        found = found.filter(pk__in=Lapse.objects.filter(good_at=None).values("village"))
    return list(found.select_related("parent").order_by("path")[: PAGE + 1])


def villages_after(path: str, size: int) -> list[Division]:
    """Every village in which the lists ever applied, by path, for the clock. One query."""
    found = Division.objects.villages().filter(path__gt=path)
    found = found.filter(Q(joined_on__isnull=False) | Q(pk__in=Adoption.objects.values("village")))
    return list(found.select_related("parent").order_by("path")[:size])


def late_below(scopes: Iterable[str]) -> dict[str, int]:
    """How much is late in these places, in how many villages, as the clock has written it. One query."""
    return Lapse.objects.filter(below("place", scopes), good_at=None).aggregate(
        lapses=Count("pk"), villages=Count("village", distinct=True)
    )


def nameable(village: Division, board: str, since: date, taken: Iterable[int] = ()) -> list[Notice]:
    """Notices on a board that nobody has named yet, newest first. One query."""
    found = Notice.objects.filter(village=village, board=board, posted_at__date__gte=since, naming=None)
    return list(found.exclude(pk__in=list(taken)).order_by("-pk")[:PAGE])
