"""What this app shows on the pages of others."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from qingdan.domain.rules.audience import Viewer
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.watch.boards.gates import SeenNotice, seeing
from qingdan.watch.progress import queries
from qingdan.watch.progress.calendars import ahead
from qingdan.watch.progress.gates import process_of
from qingdan.watch.progress.openness import may_follow
from qingdan.watch.progress.periods import days_in

MOST_SHOWN = 3


def village_panel(request: HttpRequest, village: Division, reader: Viewer) -> SafeString | None:
    """How much is being done in a village, and what meets next. Seven queries."""
    now = timezone.now()
    near, _later = ahead(village, reader, now, days_in(village, local_date(now), "calendar-ahead"))
    running, others = queries.running_counts(village, reader)
    if not (near or running or others):
        return None
    context = {
        "village": village, "near": near[:MOST_SHOWN], "more": len(near) - MOST_SHOWN, "running": running,
        "others": others,
    }  # fmt: skip
    return render_to_string("progress/_panel.html", context, request)


def process_panel(request: HttpRequest, seen: SeenNotice) -> SafeString | None:
    """Beside a notice: the way to how its case comes along, for whoever may follow it. Three queries."""
    try:
        process = process_of(request, seen)
    except Http404:
        return None
    known = reverse("progress:case", args=[process.case.public_code])
    posted = reverse("progress:posted", args=[seen.code])
    where = known if may_follow(process.case, seeing(request, process.case.village)) else posted
    return render_to_string("progress/_of_notice.html", {"where": where}, request)
