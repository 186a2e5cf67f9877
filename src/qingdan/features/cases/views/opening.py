"""Opening a case at the desk: which power, for whom, and on to its first step."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.flow.machine import machine
from qingdan.features.cases.acts.opening import open_case
from qingdan.features.cases.forms import OpenForm
from qingdan.features.cases.gates import case_gate
from qingdan.features.cases.parties import applicant_person
from qingdan.records.editions.queries import current_edition
from qingdan.records.people.gates import Viewer, acting_from, viewer_of
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import AlreadyDone, Refused

CODE = "cases.code"  # session key: the tracking code just given, shown once


def openable(viewer: Viewer, edition: Edition) -> list[tuple[Power, list[Division]]]:
    """The powers whose first step this person may do or record, each with the villages where the lists apply today."""
    villages = {v for v in _villages_of(viewer) if v.runs_on(viewer.day)}
    found = []
    for power in edition.powers.values():
        first = first_roles(power, edition)
        where = [v for v in sorted(villages, key=lambda v: v.path) if first & viewer.posts_for(v)]
        if where:
            found.append((power, where))
    return found


def _villages_of(viewer: Viewer) -> set[Division]:
    """The villages in which the person holds a post."""
    return {h.division for _p, h in viewer.posts if h.division.level == "village"}


def first_roles(power: Power, edition: Edition) -> set[str]:
    """The roles that may do the first step of a power."""
    running = machine(power.flow, edition.limits)
    return {role for key in running.start()["open"] for role in running.step(key).by}


def wants_applicant(power: Power, edition: Edition) -> bool:
    """Whether the case is somebody's request: its first step may be done by an applicant."""
    return "applicant" in first_roles(power, edition)


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Which power? Those that I may begin."""
    viewer = viewer_of(request)
    edition = current_edition(viewer.day)
    rows = openable(viewer, edition)
    norms = [
        {"norm": norm, "powers": [p for p, _v in rows if p.norm == slug]}
        for slug, norm in edition.norms.items()
        if any(p.norm == slug for p, _v in rows)
    ]
    not_begun = [v for v in _villages_of(viewer) if not v.runs_on(viewer.day)]
    return render(request, "cases/choose.html", {"section": "cases", "norms": norms, "not_begun": not_begun})


@require_http_methods(["GET", "HEAD", "POST"])
def open_power(request: HttpRequest, power: str) -> HttpResponse:
    """Give the case its title and applicant, and go on to its first step."""
    viewer = viewer_of(request)
    edition = current_edition(viewer.day)
    where = next((v for p, v in openable(viewer, edition) if p.slug == power), None)
    if not where:
        raise Http404
    entry = edition.powers[power]
    asked = request.POST.get("village", str(where[0].pk))
    village = next((v for v in where if str(v.pk) == asked), None)
    if village is None:  # a village that the page did not offer
        raise Http404
    form = OpenForm(request.POST or None, wants_applicant=wants_applicant(entry, edition))
    if request.method == "POST" and form.is_valid():
        try:
            return _open(request, form, edition, entry, village)
        except AlreadyDone as before:
            return redirect("cases:case", pk=before.entry.subject_id)
        except Refused as fault:
            form.add_error(None, fault.message)
    context = {"section": "cases", "power": entry, "form": form, "villages": where, "village": village}
    context["demo"] = village.is_demo
    return render(request, "cases/open.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _open(request: HttpRequest, form: OpenForm, edition: Edition, power: Power, village: Division) -> HttpResponse:
    # A case that is refused leaves no applicant behind.
    roles = first_roles(power, edition)
    acting = acting_from(request, roles=roles & viewer_of(request).posts_for(village), division=village)
    parties = {}
    if "applicant" in form.fields:
        parties["applicant"] = applicant_person(acting, form, village)
    opened = open_case(
        acting=acting,
        edition=edition,
        power=power.slug,
        village=village,
        title=form.cleaned_data["title"],
        happened_at=form.when() if form.cleaned_data.get("happened_at") else acting.at,
        parties=parties,
    )
    request.session[CODE] = [opened.case.pk, opened.code]
    messages.success(request, _("已立项，编号 %(number)s。") % {"number": opened.case.number})
    return redirect("cases:code", pk=opened.case.pk)


@require_safe
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """The slip for the applicant: number and tracking code, shown once and kept nowhere."""
    seen = case_gate(request, pk)
    kept = request.session.pop(CODE, None)
    if not kept or kept[0] != pk:
        return redirect("cases:case", pk=pk)
    context = {"section": "cases", "case": seen.case, "code": kept[1], "demo": seen.case.village.is_demo}
    return render(request, "cases/code.html", {**context, "now": timezone.now()})
