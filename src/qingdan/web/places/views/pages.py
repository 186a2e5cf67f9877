"""The villages within my reach, and one of them: what it is, who is there, who stands in, what is handed over."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from qingdan.features.handovers import presenting as handing
from qingdan.features.handovers.queries import open_in
from qingdan.records.regions import queries as regions
from qingdan.records.regions.models import Division
from qingdan.records.regions.wording import change_words, state_of
from qingdan.web.limits.gates import set_by
from qingdan.web.places import queries
from qingdan.web.places.forms import AwayForm, DeputyForm
from qingdan.web.places.gates import MANAGERS, SeenVillage, reader_gate, village_gate
from qingdan.web.simulation.gates import revises_lists


@require_safe
def villages(request: HttpRequest) -> HttpResponse:
    """The villages whose papers I read, or that I manage; of one only, its page at once. ``?after=`` pages by key."""
    viewer = reader_gate(request)
    managed = [h.division for _post, h in viewer.posts if h.post in MANAGERS]
    scopes = sorted({*viewer.scopes, *(city.path for city in managed)})
    after = request.GET.get("after", "")
    found = queries.villages_below(scopes, after if after.isascii() and after.isdigit() else "")
    if len(found) == 1 and not after:
        return redirect("places:village", pk=found[0].pk)
    page = found[: queries.PAGE]
    context = {
        "section": "villages",
        "villages": page,
        "after": page[-1].path if len(found) > queries.PAGE else None,
        "manages": bool(managed),
        "sets_limits": bool(set_by(viewer)),
        "counts": _counts(managed[0]) if managed else {},
        "demo": any(village.is_demo for village in page),
    }
    return render(request, "places/list.html", context)


def _counts(city: Division) -> dict[str, int]:
    found = regions.state_counts(city)
    return {"joined": found.get("joined", 0), "pilot": found.get("pilot", 0), "rest": found.get("not-joined", 0)}


@require_safe
def village(request: HttpRequest, pk: int) -> HttpResponse:
    """One village."""
    return render_village(request, village_gate(request, pk))


def render_village(
    request: HttpRequest,
    seen: SeenVillage,
    *,
    deputy_form: DeputyForm | None = None,
    away_form: AwayForm | None = None,
) -> HttpResponse:
    """Answer with the village's page; a form is one that was refused, shown again with what was typed."""
    place, day = seen.village, seen.viewer.day
    rows = queries.posts_of_village(place, day)
    persons = list({h.person.pk: h.person for row in rows for h in row.holders}.values())
    others = [person for person in persons if person != seen.viewer.person]
    adoptions = regions.adoptions_of(place)
    context = {
        "section": "villages",
        "demo": place.is_demo,
        "village": place,
        "village_name": f"{place.parent.short_name} {place.short_name}",  # type: ignore[union-attr]
        "seen": seen,
        "simulates": revises_lists(seen.viewer),
        "state": state_of(place, adoptions),
        "adoptions": adoptions,
        "rows": rows,
        "decisions": queries.decisions_of(rows),
        "unruled": [row.post.name for row in rows if not row.rules],
        "away": queries.away(rows, day),
        "handovers": [handing.row_of(handover, day) for handover in open_in(place)],
        "changes": [(change, change_words(change)) for change in regions.changes_of(place)],
        "codes": regions.codes_of(place),
        "deputy_form": (deputy_form or DeputyForm(persons)) if seen.rules else None,
        "away_form": (away_form or AwayForm(others, day)) if seen.says_who_is_away and others else None,
    }
    failed = deputy_form is not None or away_form is not None
    return render(request, "places/village.html", context, status=422 if failed else 200)
