"""The ledgers within my reach; their numbers by village, and by step of a power."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qingdan.features.ledgers import presenting, queries
from qingdan.features.ledgers.gates import LARGEST, reader_gate
from qingdan.features.ledgers.queries import PAGE, VillageRow
from qingdan.features.ledgers.rules import villages_for
from qingdan.records.editions.queries import current_edition

SECTION = "more"  # the menu entry that leads here
LONGEST_PATH = 64


@require_safe
def ledgers(request: HttpRequest) -> HttpResponse:
    """The ledgers of my places, newest first; ``?before=`` pages by key."""
    viewer = reader_gate(request)
    found = queries.ledgers_for(viewer, number_asked(request, "before"))
    page, edition = found[:PAGE], current_edition(viewer.day)
    rows = [
        {
            "ledger": ledger,
            "title": presenting.title_of(edition, ledger.power),
            "share": presenting.percent(ledger.fitting / ledger.cases if ledger.cases else 1.0),
        }
        for ledger in page
    ]
    context = {
        "section": SECTION,
        "rows": rows,
        "imports": bool(villages_for(viewer)),
        "older": page[-1].pk if len(found) > PAGE else None,
        "demo": any(ledger.village.is_demo for ledger in page),
    }
    return render(request, "ledgers/list.html", context)


def number_asked(request: HttpRequest, name: str) -> int | None:
    """``?before=123``: the row that the page before ended with."""
    given = request.GET.get(name, "")[:18]
    return int(given) if given.isascii() and given.isdigit() and int(given) <= LARGEST else None


@require_safe
def villages(request: HttpRequest) -> HttpResponse:
    """Each village with the numbers of its ledgers, of all powers or of one; ``?after=`` pages by key."""
    viewer = reader_gate(request)
    edition, powers = current_edition(viewer.day), queries.powers_within(viewer)
    asked = request.GET.get("power", "")
    chosen = asked if asked in powers else ""
    after = request.GET.get("after", "")[:LONGEST_PATH]
    found = queries.villages_within(viewer, chosen, after if after.isascii() and after.isdigit() else "")
    page = found[:PAGE]
    context = {
        "section": SECTION,
        "powers": [(slug, presenting.title_of(edition, slug)) for slug in powers],
        "chosen": chosen,
        "title": presenting.title_of(edition, chosen) if chosen else "",
        "rows": [_village(row, edition) for row in page],
        "after": page[-1].village.path if len(found) > PAGE else None,
        "demo": any(row.village.is_demo for row in page),
    }
    return render(request, "ledgers/villages.html", context)


def _village(row: VillageRow, edition: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"row": row, "share": presenting.percent(row.share)}
    if row.most:
        power, step, kind, number = row.most
        names = presenting.names_of(edition, power)
        said["most"] = f"{presenting.kind_words(kind)} · {presenting.step_words(names, step)}"
        said["number"], said["of"] = number, presenting.title_of(edition, power)
    return said


@require_safe
def power(request: HttpRequest, power: str) -> HttpResponse:
    """The steps of a power against what was found at each, over all villages within reach."""
    viewer = reader_gate(request)
    numbers = queries.power_within(viewer, power)
    if not numbers.villages:
        raise Http404
    edition = current_edition(viewer.day)
    context = {
        "section": SECTION,
        "power": power,
        "title": presenting.title_of(edition, power),
        "numbers": numbers,
        "share": presenting.percent(numbers.fitting / numbers.cases if numbers.cases else 1.0),
        "matrix": presenting.matrix(numbers.matrix, presenting.names_of(edition, power)),
    }
    return render(request, "ledgers/power.html", context)
