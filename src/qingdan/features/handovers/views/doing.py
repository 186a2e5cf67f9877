"""Going through the list, signing, and what whoever watches may say: each a form, an act and an answer."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qingdan.features.handovers import presenting, queries
from qingdan.features.handovers.acts import close_as_not_needed, giver_is_missing, record_items, reopen, sign
from qingdan.features.handovers.forms import item_forms
from qingdan.features.handovers.gates import SeenHandover, handover_gate
from qingdan.features.handovers.models import Signature
from qingdan.features.handovers.views.pages import render_handover
from qingdan.records.people.gates import acting_from
from qingdan.records.people.models import Person
from qingdan.records.register.acts import Acting, AlreadyDone, Refused

MOST_REASON = 300


@require_POST
def items(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down how it stands with the list. What is wrong is said with everything filled in still there."""
    seen = handover_gate(request, pk)
    rows = presenting.named(seen.handover, queries.items_of(seen.handover))
    forms = item_forms(rows, request.POST)
    if not seen.may_record:
        return _refused(request, pk, _("清单由移交人、接手人或者监交人来填。"))
    if not all(form.is_valid() for form in forms):
        return render_handover(request, seen, forms, status=422)
    try:
        record_items(acting=_acting(request, seen), handover_id=pk, lines=[form.line() for form in forms])
    except AlreadyDone:
        pass
    except Refused as fault:
        messages.error(request, str(fault.message))
        return render_handover(request, seen, forms, status=409)
    messages.success(request, _("清单存好了。逐样核对完，三个人就可以签字。"))
    return redirect("handovers:handover", pk=pk)


@require_POST
def sign_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign for a part, or record that somebody has signed on paper (``person``)."""
    seen = handover_gate(request, pk)
    part = request.POST.get("part", "")
    asked = request.POST.get("person", "")[:18]
    person = Person.objects.filter(pk=int(asked)).first() if asked.isascii() and asked.isdigit() else None
    if part not in Signature.Part.values or (asked and person is None):
        return _refused(request, pk, _("请选签哪一项、谁签的。"))
    return _do(
        request, pk, lambda: sign(acting=_acting(request, seen), handover_id=pk, part=part, person=person),
        _("签字记下了。"),
    )  # fmt: skip


@require_POST
def missing(request: HttpRequest, pk: int) -> HttpResponse:
    """Who leaves did not come."""
    seen = handover_gate(request, pk)
    return _do(
        request, pk, lambda: giver_is_missing(acting=_acting(request, seen), handover_id=pk, why=_why(request)),
        _("记下了，接手人和监交人照样签字。"),
    )  # fmt: skip


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the signatures back, to put the list right."""
    seen = handover_gate(request, pk)
    return _do(
        request, pk, lambda: reopen(acting=_acting(request, seen), handover_id=pk, why=_why(request)),
        _("签字撤销了，清单可以改了。"),
    )  # fmt: skip


@require_POST
def not_needed(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing is to be handed over."""
    seen = handover_gate(request, pk)
    return _do(
        request, pk, lambda: close_as_not_needed(acting=_acting(request, seen), handover_id=pk, why=_why(request)),
        _("记下了：这次不用移交。"),
    )  # fmt: skip


def _acting(request: HttpRequest, seen: SeenHandover) -> Acting:
    return acting_from(request, division=seen.handover.village)


def _why(request: HttpRequest) -> str:
    return request.POST.get("why", "").replace("\x00", "").strip()[:MOST_REASON]


def _do(request: HttpRequest, pk: int, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except AlreadyDone:
        pass
    except Refused as fault:
        return _refused(request, pk, str(fault.message))
    messages.success(request, done)
    return redirect("handovers:handover", pk=pk)


def _refused(request: HttpRequest, pk: int, words: str) -> HttpResponse:
    messages.error(request, words)
    return render_handover(request, handover_gate(request, pk), status=409)
