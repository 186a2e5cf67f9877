"""A member of a household: leaving it, and setting right what was written of the membership."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from qingdan.records.rolls import acts
from qingdan.records.rolls.forms import CorrectMemberForm, LeaveForm
from qingdan.records.rolls.gates import member_gate
from qingdan.records.rolls.models import HouseholdMember
from qingdan.records.rolls.views.common import acting_as, attempt
from qingdan.records.rolls.views.overview import KEEPERS


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves a household that I keep; on the rolls that I keep, too, unless I say otherwise."""
    seen, member = member_gate(request, pk)
    keeping = seen.rolls.households
    assert keeping is not None
    others = HouseholdMember.objects.filter(household=member.household, ends=None).exclude(pk=member.pk)
    form = LeaveForm(
        keeping, member, list(others.select_related("person").order_by("pk")), request.POST or None,
        initial={"last_day": seen.viewer.day},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        done, _value = attempt(
            form,
            lambda: acts.end_membership(
                acting=acting_as(request, seen, keeping),
                member=member,
                keeping=keeping,
                last_day=words["last_day"],
                why=words["why"],
                new_head=form.heir,
                also=seen.kept if words["also"] else (),
            ),
        )
        if done:
            messages.success(request, _("登记好了。"))
            return redirect("rolls:household", member.household_id)
    return _page(request, seen, member, form, _("登记离户"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Set right what is written of somebody in a household that I keep."""
    seen, member = member_gate(request, pk)
    keeping = seen.rolls.households
    assert keeping is not None
    initial = {"relation": member.relation, "starts": member.starts}
    form = CorrectMemberForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        acting = acting_as(request, seen, keeping)
        done, _value = attempt(form, lambda: acts.correct_member(acting=acting, member=member, **form.cleaned_data))
        if done:
            messages.success(request, _("改好了。"))
            return redirect("rolls:household", member.household_id)
    return _page(request, seen, member, form, _("更正"))


def _page(request: HttpRequest, seen: Any, member: HouseholdMember, form: Any, word: str) -> HttpResponse:
    context = {
        "section": KEEPERS,
        "seen": seen,
        "village": seen.village,
        "demo": seen.village.is_demo,
        "member": member,
        "form": form,
        "word": word,
    }
    return render(request, "rolls/member.html", context, status=422 if form.errors else 200)
