"""The screen in the village hall or at the office: what hangs on the boards, one screen after another, for
everybody."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qingdan.domain.catalogue.model import Edition
from qingdan.records.editions.queries import NoEdition, current_edition
from qingdan.records.regions.days import local_date
from qingdan.records.regions.queries import contacts_for
from qingdan.watch.boards import presenting, queries
from qingdan.watch.boards.content import for_everybody
from qingdan.watch.boards.gates import village_gate
from qingdan.watch.boards.models import Notice
from qingdan.watch.boards.qr import address, qr_svg
from qingdan.watch.boards.screens import Screen, screens_of

EMPTY_SECONDS = 60


@login_not_required
@never_cache
@require_safe
def wall(request: HttpRequest, pk: int) -> HttpResponse:
    """One screen; ``?at=N`` says which. It names the next one, so that it goes on without a script. Whoever is
    signed in at the machine, it shows what everybody on the internet may see and nothing else."""
    where, now = village_gate(pk), timezone.now()
    rows = [(notice, screen) for notice in queries.wall_notices(where, now) for screen in _screens(notice)]
    at = (queries.key_in(request.GET.get("at", "")) or 0) % len(rows) if rows else 0
    following = f"{reverse('boards:wall', args=[where.pk])}?at={(at + 1) % len(rows) if rows else 0}"
    context = {
        "village": where,
        "village_name": f"{where.parent.short_name} {where.short_name}",  # type: ignore[union-attr]
        "demo": where.is_demo,
        "now": now,
        "next": following,
        "seconds": EMPTY_SECONDS,
        "contacts": contacts_for(where),
        "at": at + 1,
        "count": len(rows),
    }
    if rows:
        context |= _shown(*rows[at], now=now)
    return render(request, "boards/wall.html", context)


def _screens(notice: Notice) -> list[Screen]:
    return screens_of(presenting.sheet_fields(for_everybody(notice)))


def _shown(notice: Notice, screen: Screen, *, now: Any) -> dict[str, Any]:
    where = address(reverse("boards:notice", args=[notice.code]))
    until, edition = notice.objections_until, _edition(now)
    return {
        "notice": notice,
        "screen": screen,
        "seconds": screen.seconds,
        "board": presenting.board_words(edition, notice.board),
        "mark": presenting.mark_words(edition, notice.mark),
        "objecting": presenting.period(notice.posted_at, until, now) if until and now <= until else None,
        "standing": presenting.period(notice.posted_at, notice.stands_until, now),
        "qr": qr_svg(where, presenting.side(notice.title)),
    }


def _edition(now: Any) -> Edition | None:
    try:
        return current_edition(local_date(now))
    except NoEdition:
        return None
