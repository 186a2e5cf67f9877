"""Handovers: those within my reach, and one with its list and its signatures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qingdan.features.handovers import presenting, queries
from qingdan.features.handovers.forms import ItemForm, item_forms
from qingdan.features.handovers.gates import SeenHandover, handover_gate
from qingdan.features.handovers.models import Item, Signature
from qingdan.features.handovers.rules import Candidate, rule_of
from qingdan.records.people.gates import viewer_of
from qingdan.records.people.posts import post_name


@require_safe
def handovers(request: HttpRequest) -> HttpResponse:
    """The handovers of my places and my own, newest first; ``?before=`` pages by key."""
    viewer = viewer_of(request)
    before = request.GET.get("before", "")[:18]
    found = queries.handovers_for(viewer, int(before) if before.isascii() and before.isdigit() else None)
    page = found[: queries.PAGE]
    context = {
        "section": "villages",
        "rows": [presenting.row_of(h, viewer.day) for h in page],
        "older": page[-1].pk if len(found) > queries.PAGE else None,
        "demo": any(h.village.is_demo for h in page),
    }
    return render(request, "handovers/list.html", context)


@require_safe
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """One handover."""
    return render_handover(request, handover_gate(request, pk))


def render_handover(
    request: HttpRequest, seen: SeenHandover, forms: list[ItemForm] | None = None, status: int = 200
) -> HttpResponse:
    """Answer with the page; ``forms`` are lines that were refused, shown again as they were filled in."""
    handover, day = seen.handover, seen.viewer.day
    rows = presenting.named(handover, queries.items_of(handover))
    editable = seen.may_record and not seen.signed
    context = {
        "section": "villages",
        "demo": handover.village.is_demo,
        "seen": seen,
        "handover": handover,
        "row": presenting.row_of(handover, day),
        "limit": presenting.limit_words(handover),
        "basis": rule_of(handover).basis,
        "notes": presenting.notes_of(handover),
        "rows": rows,
        "forms": (forms or item_forms(rows)) if editable else [],
        "left": sum(item.state == Item.State.OPEN for item, _name in rows),
        "differs": [(name, item) for item, name in rows if item.state == Item.State.DIFFERS],
        "parts": [(part, Signature.Part(part).label) for part in seen.parts()],
        "signatures": _signatures(seen),
        "on_paper": _on_paper(seen),
    }
    return render(request, "handovers/handover.html", context, status=status)


def _signatures(seen: SeenHandover) -> list[dict[str, Any]]:
    """The three parts with who signed, or who may."""
    may = {Signature.Part.TAKER: seen.takers, Signature.Part.WITNESS: seen.witnesses}
    found = []
    for part in Signature.Part:
        signature = seen.signed.get(part)
        names = [_name(c) for c in may.get(part, ())]
        if part is Signature.Part.GIVER:
            names = [seen.handover.holding.person.name]
        role = post_name(signature.role) if signature and signature.role else ""
        found.append({"part": part, "label": part.label, "signature": signature, "role": role, "may": names})
    return found


def _name(candidate: Candidate) -> str:
    return f"{candidate.person.name} {post_name(candidate.role)}"


def _on_paper(seen: SeenHandover) -> list[dict[str, Any]]:
    """Whose signature on paper this person may record: only whoever watches records for others."""
    if not seen.watches or seen.handover.done_at is not None:
        return []
    giver = Candidate(seen.handover.holding.person, seen.handover.holding.post)
    may = {Signature.Part.GIVER: [giver], Signature.Part.TAKER: seen.takers}
    taken = {s.person_id for s in seen.signed.values()} | {seen.viewer.person.pk}
    return [
        {"part": part, "label": part.label, "people": people}
        for part, several in may.items()
        if part not in seen.signed
        and (people := [(c.person.pk, _name(c)) for c in several if c.person.pk not in taken])
    ]
