"""Meetings and hearings to come, as a page and as a calendar file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from qingdan.domain.rules.audience import ANYONE
from qingdan.records.regions.days import local_date
from qingdan.watch.boards.gates import seeing, village_gate
from qingdan.watch.progress.calendars import ahead, known
from qingdan.watch.progress.ics import calendar_of
from qingdan.watch.progress.periods import days_in
from qingdan.watch.progress.views.answering import answer


@login_not_required
@require_safe
def coming(request: HttpRequest, pk: int) -> HttpResponse:
    """What a village has before it, the next days first and then what was called further ahead."""
    where, now = village_gate(pk), timezone.now()
    reader = seeing(request, where)
    days = days_in(where, local_date(now), "calendar-ahead")
    near, later = ahead(where, reader, now, days)
    return answer(request, where, reader, "progress/coming.html", near=near, later=later, days=days)


@login_not_required
@require_safe
@cache_control(max_age=900)
def ics(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for the calendar of a telephone, which asks without a sign-in: as anybody may know it."""
    where, now = village_gate(pk), timezone.now()
    content = calendar_of(where, known(where, ANYONE, now))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="village-{where.pk}.ics"'
    return response
