"""Opening a case at the desk: a matter of the village's own, or the request of somebody at the counter."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.domain.catalogue.beginning import first_roles
from qingdan.domain.catalogue.model import Edition, Power
from qingdan.features.cases.acts.asking import lodge_request
from qingdan.features.cases.acts.opening import Opened, open_case
from qingdan.features.cases.forms import OpenForm
from qingdan.features.cases.gates import case_gate
from qingdan.features.cases.receipts import receipt_of
from qingdan.features.cases.request_forms import DeskRequestForm, request_context
from qingdan.records.editions.queries import NoEdition, current_edition
from qingdan.records.people.gates import Viewer, acting_from, viewer_of
from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import contacts_for
from qingdan.records.register.acts import AlreadyDone, Refused

CODE = "cases.code"  # session key: the tracking code just given, shown once
Form = OpenForm | DeskRequestForm


def openable(viewer: Viewer, edition: Edition) -> list[tuple[Power, list[Division]]]:
    """The powers whose first step this person may do or record, each with the villages where the lists apply today."""
    villages = {v for v in _villages_of(viewer) if v.runs_on(viewer.day)}
    found: list[tuple[Power, list[Division]]] = []
    if not villages:
        return found
    for power in edition.powers.values():
        first = first_roles(power, edition)
        where = [v for v in sorted(villages, key=lambda v: v.path) if first & viewer.posts_for(v)]
        if where:
            found.append((power, where))
    return found


def may_begin(viewer: Viewer) -> bool:
    """Whether there is a power that this person may begin; without a catalogue, none."""
    try:
        return bool(openable(viewer, current_edition(viewer.day)))
    except NoEdition:
        return False


def _villages_of(viewer: Viewer) -> set[Division]:
    """The villages in which the person holds a post."""
    return {h.division for _p, h in viewer.posts if h.division.level == "village"}


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


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def open_power(request: HttpRequest, power: str) -> HttpResponse:
    """Give the case its title and go on to its first step; or take a party's request in whole."""
    viewer = viewer_of(request)
    edition = current_edition(viewer.day)
    where = next((v for p, v in openable(viewer, edition) if p.slug == power), None)
    if not where:
        raise Http404
    entry = edition.powers[power]
    asked = request.POST.get("village", request.GET.get("village", str(where[0].pk)))
    village = next((v for v in where if str(v.pk) == asked), None)
    if village is None:  # a village that the page did not offer
        raise Http404
    form = _form(request, edition, entry, village)
    if form.is_bound and form.is_valid():
        try:
            return _opened(request, _open(request, form, edition, entry, village))
        except AlreadyDone as before:
            return redirect("cases:case", pk=before.entry.subject_id)
        except Refused as fault:
            form.add_error(None, fault.message)
    context = {"section": "cases", "power": entry, "form": form, "villages": where, "village": village}
    context |= {"demo": village.is_demo, "asking": edition.askings.get(power)}
    return render(request, "cases/open.html", context, status=422 if form.is_bound else 200)


def _form(request: HttpRequest, edition: Edition, power: Power, village: Division) -> Form:
    given: Any = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    if power.slug in edition.askings:
        context = request_context(edition, power.slug, village)
        return DeskRequestForm(context, edition.askings[power.slug], *given)
    return OpenForm(given[0])


def _open(request: HttpRequest, form: Form, edition: Edition, power: Power, village: Division) -> Opened:
    roles = first_roles(power, edition)
    acting = acting_from(request, roles=roles & viewer_of(request).posts_for(village), division=village)
    when = form.cleaned_data.get("happened_at") or acting.at
    if isinstance(form, DeskRequestForm):
        lodged = form.lodged(form.cleaned_data["channel"])
        return lodge_request(
            acting=acting, edition=edition, power=power.slug, village=village, lodged=lodged, happened_at=when
        )
    return open_case(
        acting=acting, edition=edition, power=power.slug, village=village, title=form.cleaned_data["title"],
        happened_at=when,
    )  # fmt: skip


def _opened(request: HttpRequest, opened: Opened) -> HttpResponse:
    request.session[CODE] = [opened.case.pk, opened.code]
    messages.success(request, _("已立项，编号 %(number)s。") % {"number": opened.case.number})
    return redirect("cases:code", pk=opened.case.pk)


@require_safe
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt to print and sign: number and tracking code, shown once and kept nowhere."""
    seen = case_gate(request, pk)
    kept = request.session.pop(CODE, None)
    if not kept or kept[0] != pk:
        return redirect("cases:case", pk=pk)
    context = {
        "section": "cases",
        "case": seen.case,
        "code": kept[1],
        "receipt": receipt_of(seen.case),
        "contacts": contacts_for(seen.case.village),
        "demo": seen.case.village.is_demo,
        "now": timezone.now(),
    }
    return render(request, "cases/code.html", context)
