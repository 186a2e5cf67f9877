"""The kit of a power as a page and as files, open to everybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from qingdan.web.portal.queries import edition_today


@login_not_required
@require_safe
def short(request: HttpRequest, number: int) -> HttpResponse:
    """From the number that a power has in the list of today to its guide: short enough for a text message."""
    edition = edition_today()
    power = next((p for p in edition.powers.values() if p.number == number), None) if edition else None
    if power is None:
        raise Http404
    return redirect("portal:guide", slug=power.slug)
