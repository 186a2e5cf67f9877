"""Meetings: calling one, trying the numbers, and the record of what was decided and why."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.domain.flow.events import MEETINGS
from qingdan.features.cases.acts import call_meeting
from qingdan.features.cases.call_form import CallForm
from qingdan.features.cases.doing import form_of
from qingdan.features.cases.election_forms import whole
from qingdan.features.cases.gates import SeenCase, case_gate
from qingdan.features.cases.leaking import keep_standing
from qingdan.features.cases.meeting_forms import GatheringForm
from qingdan.features.cases.meetings import body_at
from qingdan.features.cases.messages import local
from qingdan.features.cases.minutes import minutes_of
from qingdan.features.cases.presenting import body_choices, rule_lines
from qingdan.features.cases.reckoning import reckon
from qingdan.features.cases.running import edition_of
from qingdan.features.cases.said import body_rules
from qingdan.features.cases.views.case import render_case
from qingdan.records.leaks.guarding import Guard
from qingdan.records.people.gates import acting_from
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, AlreadyDone, Refused

MORE_ROWS = 5  # lines for further names, each time they are asked for


def _seen_meeting(request: HttpRequest, pk: int, key: str) -> SeenCase:
    """A case with a meeting at ``key`` that this person may record and that nobody has recorded yet; else 404."""
    seen = case_gate(request, pk)
    step = seen.running.flow.steps().get(key.partition("#")[0])
    if step is None or step.kind not in MEETINGS or not seen.capacities(key):
        raise Http404
    if seen.case.state["open"][key].get("signed"):
        raise Http404
    return seen


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Register the notice of a meeting: a form, what the law asks, and how it goes on."""
    seen = _seen_meeting(request, pk, key)
    case, step = seen.case, seen.running.step(key)
    slug = request.POST.get("body") or request.GET.get("body")
    body = body_at(case, key, slug if slug in step.bodies else None)
    typed = request.POST if request.method == "POST" else None
    form = CallForm(
        body, local_date(timezone.now()), case.title, bool(step.or_bodies), typed, guard=Guard(case.village)
    )
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        way = seen.capacities(key)[0]
        try:
            _call(seen, key, way.role, form, _acting(request, seen, way.role))
        except AlreadyDone:
            return redirect("cases:case", pk=pk)
        except Refused as fault:
            form.add_error(None, fault.message)
            status = 409
        else:
            messages.success(request, _("会议通知登记好了。可以打印通知和签到表。"))
            return redirect(f"{reverse('cases:case', args=[pk])}?step={key.replace('#', '%23')}")
    edition = edition_of(case)
    context = {
        "section": "cases", "demo": case.village.is_demo, "case": case, "key": key, "step": step, "form": form,
        "body": body, "bodies": body_choices(step, edition, body.slug),
        "rules": rule_lines(body_rules(step, edition), edition),
    }  # fmt: skip
    return render(request, "cases/call.html", context, status=status)


@transaction.atomic
def _call(seen: SeenCase, key: str, role: str, form: CallForm, acting: Acting) -> None:
    case = call_meeting(acting=acting, case_id=seen.case.pk, key=key, role=role, call=form.call())
    within = Acting(acting.person_id, acting.name, acting.at, acting.post, acting.post_name)
    keep_standing(within, case, form.standing())


def _acting(request: HttpRequest, seen: SeenCase, role: str) -> Acting:
    posts = (role,) if role in seen.who.posts else ()
    return acting_from(request, roles=posts, division=seen.case.village)


@require_POST
def try_numbers(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The page of the case with what the numbers typed so far come to; nothing is recorded."""
    seen = _seen_meeting(request, pk, key)
    data = request.POST.copy()
    if "more" in data:
        data["rows"] = str(whole(data.get("rows")) + MORE_ROWS)
    form = form_of(seen, key, data, request.FILES, reckon=True)
    assert isinstance(form, GatheringForm)
    if not form.is_valid():
        return render_case(request, seen, key, form, [], status=422)
    trying = Acting(seen.viewer.person.pk, "", timezone.now())
    reckoned = None if "more" in data else reckon(seen, key, form, trying)
    return render_case(request, seen, key, form, [], reckoned=reckoned)


@require_safe
def record(request: HttpRequest, pk: int, seq: int) -> HttpResponse:
    """What a meeting decided, in numbers and with the reasons; and how it was called."""
    seen = case_gate(request, pk)
    event = get_object_or_404(seen.case.events.select_related("recorded_by"), seq=seq)
    found = minutes_of(seen, event)
    if found is None:
        raise Http404
    context: dict[str, Any] = {
        "section": "cases", "demo": seen.case.village.is_demo, "case": seen.case, "event": event, "minutes": found,
        "step": local(seen.running.step(event.key).name),
    }  # fmt: skip
    return render(request, "cases/meeting.html", context)
