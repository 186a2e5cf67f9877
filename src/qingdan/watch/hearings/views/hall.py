"""The hall of a hearing at the desk: its code, who came, what was said and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qingdan.features.cases.leaking import subject_of
from qingdan.features.cases.messages import local
from qingdan.features.cases.running import edition_of
from qingdan.records.people.gates import acting_from
from qingdan.records.register.acts import Acting, AlreadyDone, Refused
from qingdan.watch.boards.qr import address, qr_svg
from qingdan.watch.hearings import acts, queries
from qingdan.watch.hearings.forms import ComerForm, OpinionForm, ViewForm
from qingdan.watch.hearings.gates import Hall, hall_gate
from qingdan.watch.hearings.leaking import readers_of_views
from qingdan.watch.hearings.models import SignInSheet


@require_safe
def show(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Everything that is recorded of a hearing, with the forms to record more."""
    return _page(request, hall_gate(request, pk, key))


@require_POST
def sheet(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Make the code with which people sign in."""
    hall = hall_gate(request, pk, key)
    try:
        acts.open_sheet(acting=_acting(request, hall), case_id=hall.case.pk, key=hall.key)
        messages.success(request, _("签到码有了，打印签到表，放在会场门口的桌上。"))
    except AlreadyDone:
        pass
    except Refused as fault:
        messages.error(request, str(fault.message))
    return _back(hall)


@require_POST
def came(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Enter somebody without a telephone."""
    hall = hall_gate(request, pk, key)
    made, form = _sheet(hall), ComerForm(request.POST)
    return _do(
        request, hall, "came", form, lambda acting: acts.enter(acting=acting, sheet=made, comer=form.comer()),
        _("记下了。"),
    )  # fmt: skip


@require_POST
def opinion(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Write down an opinion."""
    hall = hall_gate(request, pk, key)
    made = _sheet(hall)
    form = OpinionForm(queries.came_to(made), request.POST, **_readers(hall))
    return _do(
        request, hall, "opinion", form,
        lambda acting: acts.record_opinion(
            acting=acting, sheet=made, words=form.cleaned_data["words"], said_by=form.speaker(),
            leaks_why=form.leaks_why,
        ),
        _("这条意见记下了。"),
    )  # fmt: skip


@require_POST
def view(request: HttpRequest, pk: int, key: str, number: int) -> HttpResponse:
    """Say of an opinion whether it is taken up, and why."""
    hall = hall_gate(request, pk, key)
    found = next((o for o in queries.opinions_of(_sheet(hall)) if o.number == number), None)
    if found is None:
        raise Http404
    form = ViewForm(request.POST, prefix=f"v{number}", **_readers(hall))
    return _do(
        request, hall, f"v{number}", form,
        lambda acting: acts.answer_opinion(
            acting=acting, opinion=found, adopted=form.cleaned_data["adopted"], why=form.cleaned_data["why"],
            leaks_why=form.leaks_why,
        ),
        _("这条意见的回复记下了。"),
    )  # fmt: skip


def _do(
    request: HttpRequest, hall: Hall, name: str, form: forms.Form, do: Callable[[Acting], object], said: str
) -> HttpResponse:
    """Do what a form asks, or show it again with what is wrong."""
    if not form.is_valid():
        return _page(request, hall, status=422, **{name: form})
    try:
        do(_acting(request, hall))
        messages.success(request, said)
    except AlreadyDone:
        messages.info(request, _("刚才已经交过了，没有重复记录。"))
    except Refused as fault:
        form.add_error(None, fault.message)
        return _page(request, hall, status=409, **{name: form})
    return _back(hall)


def _sheet(hall: Hall) -> SignInSheet:
    if hall.sheet is None:
        raise Http404
    return hall.sheet


def _acting(request: HttpRequest, hall: Hall) -> Acting:
    return acting_from(request, roles=hall.roles, division=hall.case.village)


def _back(hall: Hall) -> HttpResponse:
    return redirect("hearings:hall", pk=hall.case.pk, key=hall.key)


def _page(request: HttpRequest, hall: Hall, status: int = 200, **given: Any) -> HttpResponse:
    case, made = hall.case, hall.sheet
    people = queries.came_to(made) if made else []
    opinions = queries.opinions_of(made) if made else []
    where = address(reverse("hearings:sign", args=[made.code])) if made else ""
    context = {
        "section": "boards",
        "demo": case.village.is_demo,
        "case": case,
        "hall": hall,
        "sheet": made,
        "now": timezone.now(),
        "power": local(edition_of(case).powers[case.power].title),
        "step": local(hall.step.name),
        "qr": qr_svg(where, _("签到码")) if made else "",
        "address": where,
        "people": people,
        "views": [(o, given.get(f"v{o.number}") or _view_form(hall, o)) for o in opinions],
        "came_form": given.get("came") or ComerForm(),
        "opinion_form": given.get("opinion") or OpinionForm(people, **_readers(hall)),
        "questions": queries.questions_to(case, hall.key),
        **{name: hall.said(name) for name in ("hour", "place", "subject", "invited")},
    }
    response = render(request, "hearings/hall.html", context, status=status)
    add_never_cache_headers(response)
    return response


def _readers(hall: Hall) -> dict[str, Any]:
    """Who comes to read what is said in a hearing."""
    case = hall.case
    return {"village": case.village, "audience": readers_of_views(case, hall.key), "about": subject_of(case)}


def _view_form(hall: Hall, opinion: Any) -> ViewForm:
    said = {None: None, True: "yes", False: "no"}[opinion.adopted]
    return ViewForm(prefix=f"v{opinion.number}", initial={"adopted": said, "why": opinion.why}, **_readers(hall))
