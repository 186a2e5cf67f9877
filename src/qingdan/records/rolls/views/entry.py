"""One entry of a roll and its history; striking it off, setting it right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qingdan.records.regions.queries import groups_of
from qingdan.records.rolls import acts
from qingdan.records.rolls.catalogue import why_words
from qingdan.records.rolls.forms import CorrectEntryForm, ReasonForm, StrikeForm
from qingdan.records.rolls.gates import SeenRoll, entry_gate
from qingdan.records.rolls.models import RollEntry
from qingdan.records.rolls.queries.lists import changes_of, groups_ever
from qingdan.records.rolls.queries.people import home_of
from qingdan.records.rolls.views.common import acting_as, attempt, masked, told
from qingdan.records.rolls.views.overview import KEEPERS


@never_cache
@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry: who, since when, why, and everything that was done to it."""
    seen, found = entry_gate(request, pk)
    return _page(request, seen, found)


def _page(request: HttpRequest, seen: SeenRoll, found: RollEntry, **bound: Form) -> HttpResponse:
    keeping = seen.roll.keeping
    context: dict[str, Any] = {
        "section": KEEPERS,
        "seen": seen,
        "village": seen.village,
        "demo": seen.village.is_demo,
        "roll": seen.roll,
        "entry": found,
        "home": home_of(found.person, seen.village, found.ends or max(found.starts, seen.viewer.day)),
        "why_on": why_words(keeping, found.why_on),
        "why_off": why_words(keeping, found.why_off),
        "told": told(changes_of(found), keeping, {g.pk: g.short_name for g in groups_ever(seen.village)}),
        "number": masked(found.person) if seen.is_kept else "",
        "is_over": found.voided_on is not None or (found.ends is not None and found.ends < seen.viewer.day),
        "not_yet": found.starts > seen.viewer.day,
    }
    if seen.is_kept and found.voided_on is None:
        context["strike"] = bound.get("strike") or StrikeForm(
            seen.roll, initial={"last_day": seen.viewer.day}, auto_id="strike_%s"
        )
        context["correct"] = bound.get("correct") or CorrectEntryForm(
            seen.roll, groups_of(seen.village), found, auto_id="correct_%s"
        )
        context["void"] = bound.get("void") or ReasonForm(auto_id="void_%s")
    return render(request, "rolls/entry.html", context, status=422 if bound else 200)


def _do(
    request: HttpRequest,
    pk: int,
    name: str,
    make: Callable[[SeenRoll, RollEntry], Form],
    run: Callable[..., Any],
    said: str,
) -> HttpResponse:
    """Hand in one of the forms of an entry that I keep; refused, the page shows it again."""
    seen, found = entry_gate(request, pk, keep=True)
    form = make(seen, found)
    if form.is_valid():
        acting = acting_as(request, seen, seen.roll.keeping)
        done, _value = attempt(form, lambda: run(acting=acting, entry=found, roll=seen.roll, **form.cleaned_data))
        if done:
            messages.success(request, said)
            return redirect("rolls:entry", pk)
    return _page(request, seen, found, **{name: form})


@require_POST
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike somebody off a roll that I keep."""
    return _do(
        request, pk, "strike", lambda seen, _e: StrikeForm(seen.roll, request.POST, auto_id="strike_%s"),
        acts.strike_off, _("划掉了。"),
    )  # fmt: skip


@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Set an entry of a roll that I keep right."""
    return _do(
        request, pk, "correct",
        lambda seen, found: CorrectEntryForm(
            seen.roll, groups_of(seen.village), found, request.POST, auto_id="correct_%s"
        ),
        acts.correct_entry, _("改好了。原来写的留在下面的经过里。"),
    )  # fmt: skip


@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an entry that should never have been."""
    return _do(
        request, pk, "void", lambda _s, _e: ReasonForm(request.POST, auto_id="void_%s"), acts.void_entry,
        _("作废了。这一条哪一天都不算数。"),
    )  # fmt: skip
