"""Duties to publish at the desk: a town's villages at a glance, and one village's with what can be done now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingdan.records.editions.queries import NoEdition, current_edition, limits_for
from qingdan.records.regions.models import Division
from qingdan.watch.boards.gates import seeing
from qingdan.watch.duties import presenting, queries
from qingdan.watch.duties.finding import occasions_in, occasions_of
from qingdan.watch.duties.gates import Speaker, known_to, overview_gate, speaker_gate
from qingdan.watch.duties.occasions import Occasion, State
from qingdan.watch.duties.ways import by_hand, ways


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Who is overdue: every village of the places whose papers the person reads; ``?after=`` pages by key. Whoever has
    only one village goes straight to it."""
    viewer = overview_gate(request)
    late_only, after = request.GET.get("only") == "late", request.GET.get("after", "")[:64]
    found = queries.villages_page(viewer.scopes, after, late_only)
    if len(found) == 1 and not after and not late_only:
        return redirect("duties:desk", pk=found[0].pk)
    page = found[: queries.PAGE]
    occasions = occasions_in(page, viewer.day)
    context = {
        "section": "boards",
        "rows": [_village(place, occasions[place.pk]) for place in page],
        "after": page[-1].path if len(found) > queries.PAGE else None,
        "late": queries.late_below(viewer.scopes),
        "filters": [
            {"url": request.path, "word": _("全部村"), "on": not late_only},
            {"url": f"{request.path}?only=late", "word": _("有逾期的"), "on": late_only},
        ],
        "demo": any(place.is_demo for place in page),
    }
    return render(request, "duties/overview.html", context)


def _village(place: Division, occasions: list[Occasion]) -> dict[str, Any]:
    over = [o for o in occasions if o.state is State.OVERDUE and o.is_public]
    due = [o for o in occasions if o.state is State.DUE and o.is_public]
    done = [o for o in occasions if o.state in (State.PUT_UP, State.LATE, State.PAPER)]
    return {
        "place": place,
        "over": len(over),
        "longest": max((o.late for o in over), default=0),
        "first": presenting.row_of(over[0]).title if over else "",
        "due": len(due),
        "done": len(done),
    }


@require_safe
def village(request: HttpRequest, pk: int) -> HttpResponse:
    """What a village must publish now and next, each with the way to do it; and what it has settled."""
    speaker = speaker_gate(request, pk)
    where, today = speaker.village, speaker.viewer.day
    found = known_to(seeing(request, where), occasions_of(where, today))
    context: dict[str, Any] = {"section": "boards", "village": where, "demo": where.is_demo, "speaker": speaker}
    try:
        edition = current_edition(today)
    except NoEdition:
        return render(request, "duties/desk.html", context)
    parts = presenting.parts(found)
    settlements = queries.settlements_in([where]).get(where.pk, [])
    lines = presenting.duty_lines(edition, limits_for(where, today, edition), settlements, today)
    context |= {
        "now": [_do(edition, speaker, row) for row in (*parts["over"], *parts["due"])],
        "coming": [_do(edition, speaker, row) for row in parts["coming"]],
        "past": parts["past"][: queries.PAGE],
        "lines": [line for line in lines if line.duty.settled],
    }
    return render(request, "duties/desk.html", context)


def _do(edition: Any, speaker: Speaker, row: presenting.Row) -> dict[str, Any]:
    occasion = row.occasion
    may_speak = bool(speaker.speaks) and occasion.case is None and occasion.state is not State.COMING
    return {
        "row": row,
        "args": (occasion.origin, occasion.slug, occasion.key),
        "ways": ways(edition, speaker, occasion) if speaker.posts else [],
        "by_hand": by_hand(occasion) if speaker.speaks and occasion.case is None else "",
        "late": occasion.state is State.OVERDUE,
        "may_name": may_speak,
    }
