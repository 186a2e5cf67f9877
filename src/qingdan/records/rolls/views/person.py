"""A person whom I keep on a roll or in a household: what is registered, the number for a purpose, civil capacity."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qingdan.domain.catalogue.rolls import Keeping
from qingdan.domain.rules.rolls import Finding, is_capable
from qingdan.records.people.models import Person
from qingdan.records.register.acts import AlreadyDone, Refused
from qingdan.records.rolls import acts
from qingdan.records.rolls.catalogue import title_of
from qingdan.records.rolls.forms import CapacityForm, CorrectPersonForm, EndForm, PurposeForm
from qingdan.records.rolls.gates import Seen, finding_gate, person_gate
from qingdan.records.rolls.models import RollEntry
from qingdan.records.rolls.queries.people import findings_of, history_of_person, home_of
from qingdan.records.rolls.views.common import acting_as, attempt, masked, told
from qingdan.records.rolls.views.overview import KEEPERS


@never_cache
@require_safe
def person(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """What is registered of a person, and the rolls that I keep him on."""
    return _page(request, *person_gate(request, pk, person))


def _page(request: HttpRequest, seen: Seen, found: Person, *, number: str = "", **bound: Form) -> HttpResponse:
    kinds = [roll.slug for roll in seen.kept]
    entries = RollEntry.objects.filter(person=found, village=seen.village, kind__in=kinds).order_by("-starts", "-pk")
    findings = findings_of(found)
    born = getattr(getattr(found, "identity", None), "born_on", None)
    held = [Finding(f.full, f.starts, f.ends) for f in findings]
    counts = any(roll.counts_capacity for roll in seen.kept)
    context: dict[str, Any] = {
        "section": KEEPERS,
        "seen": seen,
        "village": seen.village,
        "demo": seen.village.is_demo,
        "person": found,
        "masked": masked(found),
        "number": number,
        "home": home_of(found, seen.village, seen.viewer.day),
        "entries": [{"entry": e, "title": title_of(seen.rolls, e.kind)} for e in entries],
        "findings": findings if counts else [],
        "counts_capacity": counts,
        "capable": is_capable(born, seen.viewer.day, held),
        "told": told(history_of_person(found, seen.village), None, {}),
        "correct": bound.get("correct") or CorrectPersonForm(found, auto_id="correct_%s"),
        "purpose": bound.get("purpose") or PurposeForm(auto_id="purpose_%s"),
        "capacity": bound.get("capacity") or CapacityForm(initial={"starts": seen.viewer.day}, auto_id="capacity_%s"),
        "end": bound.get("end") or EndForm(initial={"last_day": seen.viewer.day}, auto_id="end_%s"),
    }
    return render(request, "rolls/person.html", context, status=422 if bound else 200)


def _keeping(seen: Seen) -> Keeping:
    """What the person is kept for: a roll, else the households."""
    found = seen.kept[0].keeping if seen.kept else seen.rolls.households
    assert found is not None
    return found


@never_cache
@require_POST
def look_up(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Show the identity number once, for a purpose that is recorded and that the person sees."""
    seen, found = person_gate(request, pk, person)
    form = PurposeForm(request.POST, auto_id="purpose_%s")
    if form.is_valid():
        acting = acting_as(request, seen, _keeping(seen))
        try:
            number = acts.look_up_identity(
                acting=acting, village=seen.village, person=found, purpose=form.cleaned_data["purpose"]
            )
        except AlreadyDone:
            form.add_error(None, _("这张表已经交过了，号码只显示一次。还要看，请再写一次用途。"))
        except Refused as refusal:
            form.add_error("purpose", refusal.message)
        else:
            return _page(request, seen, found, number=number)
    return _page(request, seen, found, purpose=form)


@require_POST
def correct(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Set right what is registered of a person."""
    seen, found = person_gate(request, pk, person)
    form = CorrectPersonForm(found, request.POST, auto_id="correct_%s")
    if form.is_valid():
        done, _value = attempt(
            form,
            lambda: acts.correct_person(
                acting=acting_as(request, seen, _keeping(seen)),
                village=seen.village,
                person=found,
                particulars=form.particulars,
                rolls=seen.rolls,
                reason=form.cleaned_data["reason"],
            ),
        )
        if done:
            messages.success(request, _("改好了。"))
            return redirect("rolls:person", pk, person)
    return _page(request, seen, found, correct=form)


@require_POST
def find_capacity(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Register a finding on a person's civil capacity, where a roll that I keep counts it."""
    seen, found = person_gate(request, pk, person)
    if not any(roll.counts_capacity for roll in seen.kept):
        raise Http404
    form = CapacityForm(request.POST, auto_id="capacity_%s")
    if form.is_valid():
        words = form.cleaned_data
        done, _value = attempt(
            form,
            lambda: acts.find_capacity(
                acting=acting_as(request, seen, _keeping(seen)),
                village=seen.village,
                person=found,
                full=words["full"] == "yes",
                starts=words["starts"],
                basis=words["basis"],
            ),
        )
        if done:
            messages.success(request, _("登记好了。"))
            return redirect("rolls:person", pk, person)
    return _page(request, seen, found, capacity=form)


@require_POST
def end_capacity(request: HttpRequest, pk: int, finding: int) -> HttpResponse:
    """Let a finding end: from the day after, age decides again."""
    seen, found = finding_gate(request, pk, finding)
    form = EndForm(request.POST, auto_id="end_%s")
    if form.is_valid():
        acting = acting_as(request, seen, _keeping(seen))
        done, _value = attempt(
            form, lambda: acts.end_capacity(acting=acting, village=seen.village, finding=found, **form.cleaned_data)
        )
        if done:
            messages.success(request, _("登记好了。"))
            return redirect("rolls:person", pk, found.person_id)
    return _page(request, seen, found.person, end=form)
