"""What was done, by whom, in the places whose papers I read; and everything that I did myself."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from qingdan.features.cases.models import Party
from qingdan.records.people.gates import Viewer, viewer_of
from qingdan.records.people.queries import near_kin_ids
from qingdan.records.regions.queries import former_paths_below
from qingdan.records.register import queries

# The first word of a kind, as people say it; a family that is not here is not offered as a filter.
FAMILIES = {
    "cases": _("办事"),
    "boards": _("公示"),
    "people": _("人员"),
    "handovers": _("移交"),
    "ledgers": _("以前的台账"),
    "regions": _("村和小组"),
    "rolls": _("名册和户"),
    "editions": _("清单和限额"),
}


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """A page of the register, newest first; ``?about=cases``, ``?mine=1``, ``?before=NUMBER``.

    Who must stand aside from a case as a party's near kin does not read here how it goes. Seven queries.
    """
    viewer = viewer_of(request)
    about = request.GET.get("about", "")
    about = about if about in FAMILIES else ""
    mine = request.GET.get("mine") == "1"
    before = request.GET.get("before", "")[:18]
    number = int(before) if before.isascii() and before.isdigit() else None
    scopes = (*viewer.scopes, *former_paths_below(viewer.scopes))  # the register keeps the places of its time
    found = queries.entries_for(
        scopes, viewer.person.pk, hidden=_of_kin(viewer), mine=mine, family=about, before=number
    )
    shown = [queries.say(entry) for entry in found[: queries.PAGE]]
    context = {
        "section": "register",
        "rows": shown,
        "filters": _filters(about, mine),
        "older": shown[-1].number if len(found) > queries.PAGE else None,
        "seal": queries.last_seal(),
        "reads_papers": bool(viewer.scopes),
    }
    return render(request, "ledger/entries.html", context)


def _filters(about: str, mine: bool) -> list[dict[str, object]]:
    known = [family for family in FAMILIES if family in queries.families()]
    filters: list[dict[str, object]] = [
        {"url": _address("", False), "word": _("全部"), "on": not about and not mine},
        {"url": _address("", True), "word": _("我自己办的"), "on": mine and not about},
    ]
    return filters + [{"url": _address(f, mine), "word": FAMILIES[f], "on": f == about} for f in known]


def _of_kin(viewer: Viewer) -> list[int]:
    kin = near_kin_ids([viewer.person.pk], viewer.day)
    return list(Party.objects.filter(person__in=kin).values_list("case_id", flat=True)) if kin else []


def _address(about: str, mine: bool) -> str:
    asked = {**({"about": about} if about else {}), **({"mine": 1} if mine else {})}
    return reverse("register:entries") + (f"?{urlencode(asked)}" if asked else "")
