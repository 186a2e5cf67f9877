"""A village's duties to publish, for everybody: what is overdue, due, put up and to come, and one of them closely."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from qingdan.domain.rules.audience import Audience, may_see
from qingdan.features.cases.messages import local
from qingdan.records.editions.queries import NoEdition, current_edition, limits_for
from qingdan.records.files.serving import answer
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.watch.boards.citing import citations
from qingdan.watch.boards.gates import seeing, village_gate
from qingdan.watch.duties import presenting, queries
from qingdan.watch.duties.finding import occasions_of
from qingdan.watch.duties.gates import known_to, occasion_gate, photo_gate


@login_not_required
@require_safe
def village(request: HttpRequest, pk: int) -> HttpResponse:
    """The calendar of a village's duties, and what each of them asks."""
    where, today = village_gate(pk), local_date(timezone.now())
    found = known_to(seeing(request, where), occasions_of(where, today))
    context: dict[str, Any] = {"parts": presenting.parts(found), "any": bool(found), "lines": []}
    try:
        edition = current_edition(today)
    except NoEdition:
        return _page(request, where, "duties/village.html", context)
    if edition.disclosure.duties:
        settlements = queries.settlements_in([where]).get(where.pk, [])
        limits = limits_for(where, today, edition)
        context["lines"] = presenting.duty_lines(edition, limits, settlements, today)
        context["ordered_by"] = citations(edition, edition.disclosure.ordered_by, today)
    return _page(request, where, "duties/village.html", context)


@login_not_required
@require_safe
def occasion(request: HttpRequest, pk: int, duty: str, occasion: str) -> HttpResponse:
    """One time at which a duty is due: how its last day was reckoned, what was put up, and what was said since."""
    found = occasion_gate(request, pk, duty, occasion)
    where, reader, today = found.village, seeing(request, found.village), found.today
    try:
        edition = current_edition(today)
    except NoEdition:
        edition = None
    may_read = found.put is not None and may_see(Audience(found.put.audience), reader)
    return _page(
        request,
        where,
        "duties/occasion.html",
        {
            "row": presenting.row_of(found),
            "occasion": found,
            "state": str(found.state),
            "how": [local(words) for words in found.how],
            "contains": [local(words) for words in found.duty.contains] if found.duty else [],
            "board": local(edition.head.boards[found.board]) if edition and found.board in edition.head.boards else "",
            "bases": presenting.bases_of(edition, found.duty, today),
            "setting": local(found.duty.setting) if found.duty and found.duty.setting else "",
            "said": presenting.said(found, reader),
            "notice": found.put.code if found.put and may_read else "",
            "was": found.lapse.origin.short_name if found.lapse and found.origin != where.pk else "",
            "ordered_by": citations(edition, edition.disclosure.ordered_by, today) if edition else [],
            "official": reader.official_here,
        },
    )


@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The photograph of a paper that hung, as we draw it anew."""
    said = photo_gate(request, pk)
    assert said.photo is not None
    return answer(said.photo, f"disclosure-{pk}", preview="large", request=request)


def _page(request: HttpRequest, where: Division, template: str, context: dict[str, Any]) -> HttpResponse:
    request.village = where  # type: ignore[attr-defined]  # whose telephones stand at the foot
    context |= {"section": "boards", "village": where, "demo": where.is_demo}
    context["village_name"] = f"{where.parent.short_name} {where.short_name}"  # type: ignore[union-attr]
    response = render(request, template, context)
    if request.user.is_authenticated:  # a reader who may know more than everybody: nothing for a cache to keep
        add_never_cache_headers(response)
    return response
