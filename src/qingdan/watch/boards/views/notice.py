"""A notice as the official sheet, at the address that its QR code says."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from qingdan.features.cases.running import edition_of
from qingdan.records.regions.days import local_date
from qingdan.watch.boards import presenting, queries
from qingdan.watch.boards.gates import SeenNotice, notice_gate
from qingdan.watch.boards.qr import address, qr_svg


@login_not_required
@require_safe
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet: what was published, how long it hangs, on what basis, and the way to object."""
    seen = notice_gate(request, code)
    return guarded(render(request, "boards/notice.html", notice_context(request, seen)), seen)


def notice_context(request: HttpRequest, seen: SeenNotice) -> dict[str, Any]:
    """What every page about one notice shows."""
    shown, now = seen.notice, seen.now
    edition = edition_of(shown.case)
    power = edition.powers[shown.case.power]
    where = reverse("boards:notice", args=[shown.code])
    request.village = shown.village  # type: ignore[attr-defined]
    until = shown.objections_until
    return {
        "section": "boards",
        "village": shown.village,
        "village_name": f"{shown.village.parent.short_name} {shown.village.short_name}",  # type: ignore[union-attr]
        "demo": shown.village.is_demo,
        "seen": seen,
        "notice": shown,
        "power": power,
        "board": presenting.board_words(edition, shown.board),
        "fields": presenting.sheet_fields(shown),
        "objecting": presenting.period(shown.posted_at, until, now) if until else None,
        "standing": presenting.period(shown.posted_at, shown.stands_until, now),
        "bases": presenting.bases_of(shown, local_date(now)),
        "next_steps": presenting.next_steps(shown),
        "objections": queries.objection_counts(shown),
        "qr": qr_svg(address(where), presenting.side(shown.title)),
        "address": address(where),
    }


def guarded(response: HttpResponse, seen: SeenNotice) -> HttpResponse:
    """What is not for the internet is kept by no cache and listed by no robot."""
    if not seen.is_public:
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        add_never_cache_headers(response)
    return response
