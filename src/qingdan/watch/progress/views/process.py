"""What runs in a village, and how one case comes along."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from qingdan.features.cases.queries import next_due
from qingdan.records.regions.days import local_date
from qingdan.watch.boards.gates import audiences_of, seeing, village_gate
from qingdan.watch.boards.presenting import chip_of, side
from qingdan.watch.boards.queries import key_in
from qingdan.watch.progress import presenting, queries
from qingdan.watch.progress.gates import SeenProcess, posted_gate, process_gate
from qingdan.watch.progress.gatherings import gatherings_of
from qingdan.watch.progress.openness import may_follow
from qingdan.watch.progress.periods import days_in
from qingdan.watch.progress.views.answering import answer


@login_not_required
@require_safe
def village(request: HttpRequest, pk: int) -> HttpResponse:
    """Cases that run in a village, newest first, or with ``?done=1`` those over lately; ``?before=`` pages by key."""
    where, now = village_gate(pk), timezone.now()
    reader, done = seeing(request, where), request.GET.get("done") == "1"
    days = days_in(where, local_date(now), "process-finished")
    wanted = queries.finished_since(now, days) if done else queries.RUNNING
    page, older = queries.followed(where, reader, wanted, key_in(request.GET.get("before", "")))
    due = next_due(page)
    return answer(
        request,
        where,
        reader,
        "progress/village.html",
        rows=[presenting.row_of(case, due.get(case.pk), now) for case in page],
        older=older,
        done=done,
        days=days,
        others=queries.running_counts(where, reader)[1],
    )


@login_not_required
@require_safe
def case(request: HttpRequest, code: str) -> HttpResponse:
    """One case: its steps and days, whose turn it is, its limits with their reckoning, what comes next, its notices."""
    return _page(request, process_gate(request, code))


@login_not_required
@require_safe
def posted(request: HttpRequest, code: str) -> HttpResponse:
    """The same for whoever scanned the code on a posted sheet of the case."""
    return _page(request, posted_gate(request, code))


def _page(request: HttpRequest, seen: SeenProcess) -> HttpResponse:
    found, reader = seen.case, seen.reader
    # Whoever only scanned a sheet opens no other page of the case: nothing leads him where he would find nothing.
    linked = may_follow(found, seeing(request, found.village))
    limits = queries.limits_of(found)
    notices = queries.notices_of(found, audiences_of(reader))
    return answer(
        request,
        found.village,
        reader,
        "progress/case.html",
        public=seen.is_public,
        process=presenting.process_of(found, queries.events_of(found), limits),
        gatherings=gatherings_of(found, reader),
        notices=[{"notice": n, "title": side(n.title), "chip": chip_of(n, seen.now)} for n in notices],
        linked=linked,
        parts=[
            presenting.row_of(p, None, seen.now) for p in queries.parts_of(found) if linked and may_follow(p, reader)
        ],
        above=found.parent if linked and found.parent and may_follow(found.parent, reader) else None,
        now=seen.now,
    )


@login_not_required
@require_safe
def drawing(request: HttpRequest, code: str) -> HttpResponse:
    """The whole drawing of a case, with where it stands."""
    seen = process_gate(request, code)
    process = presenting.process_of(seen.case, queries.events_of(seen.case), [])
    return answer(
        request, seen.case.village, seen.reader, "progress/drawing.html", public=seen.is_public, process=process
    )
