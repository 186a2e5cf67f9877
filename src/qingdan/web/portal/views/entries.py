"""One duty, one prohibition: whom it binds, on what law it rests, and what enforces it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from qingdan.domain.catalogue.model import Edition
from qingdan.features.cases.messages import local
from qingdan.records.editions.queries import limits_for
from qingdan.records.regions.days import local_date
from qingdan.watch.boards.citing import citations
from qingdan.web.portal import enforcement
from qingdan.web.portal.guide import drawing_words
from qingdan.web.portal.queries import edition_today
from qingdan.web.portal.village import chosen_village, page


@login_not_required
@require_safe
def duty(request: HttpRequest, number: str) -> HttpResponse:
    """A duty by its number: the post it goes with, and the steps by which it is done."""
    edition = _edition()
    found = next((duty for duty in edition.duties.values() if duty.id == number), None)
    if found is None:
        raise Http404
    village, today = chosen_village(request), local_date(timezone.now())
    words = drawing_words(edition, limits_for(village, today, edition) if village else edition.limits)
    return page(
        request,
        "portal/duty.html",
        village,
        section="powers",
        edition=edition,
        duty=found,
        post=local(edition.role_words(found.post)),
        guarding=enforcement.of_duty(edition, found, words),
        bases=citations(edition, found.basis, today),
    )


@login_not_required
@require_safe
def prohibition(request: HttpRequest, number: str) -> HttpResponse:
    """A prohibition by its number: whom it binds, and the steps that guard it."""
    edition = _edition()
    found = next((one for one in edition.prohibitions.values() if one.id == number), None)
    if found is None:
        raise Http404
    village, today = chosen_village(request), local_date(timezone.now())
    words = drawing_words(edition, limits_for(village, today, edition) if village else edition.limits)
    return page(
        request,
        "portal/prohibition.html",
        village,
        section="powers",
        edition=edition,
        prohibition=found,
        binds=[local(edition.role_words(role)) for role in found.binds],
        guarding=enforcement.of_prohibition(edition, found, words),
        bases=citations(edition, found.basis, today),
    )


def _edition() -> Edition:
    edition = edition_today()
    if edition is None:
        raise Http404
    return edition
