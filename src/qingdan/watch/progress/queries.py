"""Reads of the process in public, named for their reader. Each costs a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Q

from qingdan.domain.rules.audience import Audience, Viewer
from qingdan.features.cases.models import Case, CaseEvent, Deadline, PersonalFact
from qingdan.records.regions.models import Division
from qingdan.watch.boards.models import Notice
from qingdan.watch.progress.openness import ABOVE, each_for_itself, may_follow, of_pairs, perhaps_followed

PAGE = 20
MOST = 300  # cases of a village that are looked at one by one
ROOTS = Q(parent=None)  # a sub-case is told on the page of the case above it
RUNNING = Q(phase__in=("running", "closing"))


def finished_since(now: datetime, days: int) -> Q:
    """Cases that were over not more than ``days`` ago."""
    return Q(phase="over", closed_at__gte=now - timedelta(days=days))


def followed(village: Division, reader: Viewer, where: Q, before: int | None = None) -> tuple[list[Case], int | None]:
    """Cases of a village that the reader may follow, newest first: a page of them, and the key of the next. Two
    queries. Where a case turns out to be its parties' own, the page is shorter."""
    own = Case.objects.filter(ROOTS, where, village=village)
    pairs = own.order_by().values_list("edition", "power").distinct()
    rows = own.filter(of_pairs(perhaps_followed(pairs, reader)))
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    page = [case for case in found[:PAGE] if may_follow(case, reader)]
    return page, found[PAGE - 1].pk if len(found) > PAGE else None


def running_counts(village: Division, reader: Viewer) -> tuple[int, int]:
    """How many cases of a village run: those that the reader may follow, and all others. Two queries."""
    own = Case.objects.filter(ROOTS, RUNNING, village=village)
    counts = {(e, p): n for e, p, n in own.order_by().values_list("edition", "power").annotate(Count("pk"))}
    open_ = perhaps_followed(counts, reader)
    apart = [pair for pair in open_ if each_for_itself(pair)]
    yes = sum(counts[pair] for pair in open_ if pair not in apart)
    yes += sum(may_follow(case, reader) for case in own.filter(of_pairs(apart))[:MOST])
    return yes, sum(counts.values()) - yes


def case_by_code(code: str) -> Case | None:
    """A case by its public code, with the cases above it. One query."""
    found = Case.objects.select_related("village", "village__parent", ABOVE)
    return found.filter(public_code=code).first()


def parts_of(case: Case) -> list[Case]:
    """The sub-cases of a case, in the order in which they began. One query."""
    return list(case.children.select_related(ABOVE).order_by("pk")[:MOST])


def events_of(case: Case) -> list[CaseEvent]:
    """Every event of a case in order. One query."""
    return list(case.events.order_by("seq"))


def limits_of(case: Case) -> list[Deadline]:
    """The limits of a case for those who do its steps, by the day they are due; those of single objections are nobody
    else's. Two queries, with the stops and extensions."""
    rows = case.deadlines.exclude(name__startswith="answer:").select_related("extension").prefetch_related("stops")
    return list(rows.order_by("due_at", "pk"))


def notices_of(case: Case, audiences: Iterable[Audience]) -> list[Notice]:
    """The notices of a case that the reader may see, oldest first. One query."""
    return list(Notice.objects.filter(case=case, audience__in=[str(a) for a in audiences]).order_by("pk"))


# -- meetings and hearings ---------------------------------------------------------------------------------------------
def called_in(village: Division) -> list[CaseEvent]:
    """Every notice of a meeting of the running cases of a village, newest first, with its case. One query."""
    rows = CaseEvent.objects.filter(type="call", case__village=village, case__phase="running")
    return list(rows.select_related("case", f"case__{ABOVE}").order_by("-pk")[:MOST])


def words_of(events: Sequence[CaseEvent]) -> dict[tuple[int, str], dict[str, str]]:
    """What is kept beside such notices: place and agenda, by case and name. One query."""
    names = {f"call:{event.seq}" for event in events}
    rows = PersonalFact.objects.filter(case__in={event.case_id for event in events}, name__in=names)
    return {(row.case_id, row.name): row.value for row in rows}


def of_powers(village: Division, powers: Iterable[str]) -> list[Case]:
    """The running cases of some powers in a village. One query."""
    rows = Case.objects.filter(village=village, phase="running", power__in=list(powers))
    return list(rows.select_related(ABOVE).order_by("-pk")[:MOST])
