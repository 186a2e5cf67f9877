"""Households of a village: the list, one household with who lives and lived there, and changes to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.domain.rules.households import ORDER, Relation
from qingdan.domain.rules.rolls import NAMED_FROM, age_on
from qingdan.records.regions.queries import groups_of
from qingdan.records.rolls import acts
from qingdan.records.rolls.catalogue import why_words
from qingdan.records.rolls.forms import ChangeHouseholdForm, HouseholdForm, MemberForm
from qingdan.records.rolls.gates import Seen, household_gate, households_gate
from qingdan.records.rolls.models import Household, HouseholdMember
from qingdan.records.rolls.queries.counts import count_households
from qingdan.records.rolls.queries.lists import page_of_households
from qingdan.records.rolls.queries.people import history_of_household, lived_in
from qingdan.records.rolls.views.common import (
    acting_as,
    attempt,
    day_asked,
    key_asked,
    masked,
    text_asked,
    told,
    which_person,
)
from qingdan.records.rolls.views.overview import KEEPERS


@never_cache
@require_safe
def households(request: HttpRequest, pk: int) -> HttpResponse:
    """The households of a village on a day; ``?q=`` a number or part of a name, ``?day=``, ``?after=``."""
    seen = households_gate(request, pk)
    day, q = day_asked(request, seen.day), text_asked(request)
    page = page_of_households(seen.village, day, q=q, after=key_asked(request))
    context = {
        "section": KEEPERS,
        "seen": seen,
        "village": seen.village,
        "demo": seen.village.is_demo,
        "day": day,
        "today": seen.day,
        "q": q,
        "rows": page.items,
        "after": page.after,
        "all": sum(count_households(seen.village, day).values()),
    }
    return render(request, "rolls/households.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Found a household in a village whose households I keep."""
    seen = households_gate(request, pk, keep=True)
    keeping = seen.rolls.households
    assert keeping is not None
    form = HouseholdForm(keeping, groups_of(seen.village), request.POST or None, initial={"since": seen.viewer.day})
    if request.method == "POST" and form.is_valid() and which_person(form, seen):
        words = form.cleaned_data
        done, household = attempt(
            form,
            lambda: acts.add_household(
                acting=acting_as(request, seen, keeping),
                village=seen.village,
                keeping=keeping,
                number=words["number"],
                group=words["group"],
                head=form.newcomer,
                since=words["since"],
                why=words["why"],
                also=seen.following,
            ),
        )
        if done:
            messages.success(request, _("立户好了，接着可以添家里的人。"))
            return redirect("rolls:household", household.pk) if household else redirect("rolls:households", pk)
    context = {"section": KEEPERS, "seen": seen, "village": seen.village, "form": form}
    return render(request, "rolls/household_add.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def household(request: HttpRequest, pk: int) -> HttpResponse:
    """A household on a day: who lives there; below, everybody who ever did, and what was done."""
    seen, found = household_gate(request, pk)
    return household_page(request, seen, found)


def household_page(request: HttpRequest, seen: Seen, found: Household, **bound: Form) -> HttpResponse:
    """The page of a household, with a form that was refused when there is one."""
    day = day_asked(request, seen.day)
    keeping = seen.rolls.households
    assert keeping is not None
    every = [_member(seen, member) for member in lived_in(found)]
    now = [m for m in every if m["member"].starts <= day and (m["member"].ends is None or m["member"].ends >= day)]
    groups = groups_of(seen.village)
    context: dict[str, Any] = {
        "section": KEEPERS,
        "seen": seen,
        "village": seen.village,
        "demo": seen.village.is_demo,
        "household": found,
        "day": day,
        "today": seen.day,
        "members": sorted(now, key=lambda m: (ORDER[Relation(m["member"].relation)], m["member"].pk)),
        "before": [m for m in every if m not in now],
    }
    if seen.keeps_households:
        names = {g.pk: g.short_name for g in groups}
        context["told"] = told(history_of_household(found), keeping, names, named=True)
        context["add"] = bound.get("add") or MemberForm(keeping, initial={"since": seen.viewer.day}, auto_id="add_%s")
        context["change"] = bound.get("change") or ChangeHouseholdForm(groups, found, auto_id="change_%s")
    return render(request, "rolls/household.html", context, status=422 if bound else 200)


def _member(seen: Seen, member: HouseholdMember) -> dict[str, Any]:
    """A member as this person may see him: a child under fourteen is named to the keepers only."""
    born = getattr(getattr(member.person, "identity", None), "born_on", None)
    is_child = born is not None and age_on(born, seen.viewer.day) < NAMED_FROM
    kept = seen.keeps_households
    keeping = seen.rolls.households
    return {
        "member": member,
        "name": member.person.name if kept or not is_child else "",
        "why_on": why_words(keeping, member.why_on),
        "why_off": why_words(keeping, member.why_off),
        "number": masked(member.person) if kept else "",
        "born": born if kept else None,
    }


@require_POST
def add_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody into a household that I keep."""
    seen, found = household_gate(request, pk, keep=True)
    keeping = seen.rolls.households
    assert keeping is not None
    form = MemberForm(keeping, request.POST, auto_id="add_%s")
    if form.is_valid() and which_person(form, seen):
        words = form.cleaned_data
        done, _member = attempt(
            form,
            lambda: acts.add_member(
                acting=acting_as(request, seen, keeping),
                household=found,
                keeping=keeping,
                newcomer=form.newcomer,
                relation=words["relation"],
                since=words["since"],
                why=words["why"],
                also=seen.following,
            ),
        )
        if done:
            messages.success(request, _("添好了。"))
            return redirect("rolls:household", pk)
    return household_page(request, seen, found, add=form)


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the number or group of a household that I keep right."""
    seen, found = household_gate(request, pk, keep=True)
    keeping = seen.rolls.households
    assert keeping is not None
    form = ChangeHouseholdForm(groups_of(seen.village), found, request.POST, auto_id="change_%s")
    if form.is_valid():
        acting = acting_as(request, seen, keeping)
        done, _value = attempt(form, lambda: acts.change_household(acting=acting, household=found, **form.cleaned_data))
        if done:
            messages.success(request, _("改好了。"))
            return redirect("rolls:household", pk)
    return household_page(request, seen, found, change=form)
