"""One roll: who is on it on a day, putting somebody on it, closing it for posting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.domain.rules.rolls import posted_digest
from qingdan.records.regions.queries import groups_of
from qingdan.records.rolls import acts
from qingdan.records.rolls.catalogue import why_words
from qingdan.records.rolls.forms import CloseForm, EnterForm, ExportForm
from qingdan.records.rolls.gates import SeenRoll, closed_gate, roll_gate
from qingdan.records.rolls.models import RollEntry
from qingdan.records.rolls.queries.counts import count_on_roll
from qingdan.records.rolls.queries.lists import closed_rolls, groups_ever, last_changes, page_of_roll
from qingdan.records.rolls.views.common import (
    acting_as,
    attempt,
    day_asked,
    key_asked,
    masked,
    text_asked,
    which_person,
)
from qingdan.records.rolls.views.overview import KEEPERS, by_group


@never_cache
@require_safe
def roll(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A page of a roll; ``?q=`` part of a name, ``?group=``, ``?day=``, ``?after=`` an entry."""
    return roll_page(request, roll_gate(request, pk, kind))


def roll_page(
    request: HttpRequest, seen: SeenRoll, *, close: CloseForm | None = None, export: ExportForm | None = None
) -> HttpResponse:
    """The page of a roll, with a form that was refused when there is one."""
    day = day_asked(request, seen.day)
    groups = groups_ever(seen.village)
    named = {group.pk: group.short_name for group in groups}
    wanted = key_asked(request, "group")
    q = text_asked(request)
    page = page_of_roll(seen.village, seen.roll.slug, day, q=q, group=wanted, after=key_asked(request))
    count = count_on_roll(seen.village, seen.roll.slug, day)
    failed = close is not None or export is not None
    context = {
        "section": KEEPERS,
        "seen": seen,
        "village": seen.village,
        "demo": seen.village.is_demo,
        "roll": seen.roll,
        "day": day,
        "today": seen.day,
        "q": q,
        "group": wanted,
        "groups": groups,
        "count": count,
        "by_group": by_group(count, groups),
        "rows": [_row(seen, entry, named) for entry in page.items],
        "after": page.after,
        "at": last_changes(seen.village, [seen.roll.slug]).get(seen.roll.slug),
        "closed": closed_rolls(seen.village, [seen.roll.slug]),
    }
    if seen.is_kept:
        context["close"] = close or CloseForm(initial={"as_of": day}, auto_id="close_%s")
        context["export"] = export or ExportForm(auto_id="export_%s")
    return render(request, "rolls/roll.html", context, status=422 if failed else 200)


def _row(seen: SeenRoll, entry: RollEntry, groups: dict[int, str]) -> dict[str, Any]:
    found: Any = entry
    return {
        "entry": entry,
        "group": groups.get(found.at_group, ""),
        "house": found.house_number,
        "why": why_words(seen.roll.keeping, entry.why_on),
        "number": masked(entry.person) if seen.is_kept else "",
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Put somebody on a roll that I keep."""
    seen = roll_gate(request, pk, kind, keep=True)
    groups = groups_of(seen.village)
    form = EnterForm(seen.roll, groups, request.POST or None, initial={"since": seen.viewer.day})
    if request.method == "POST" and form.is_valid() and which_person(form, seen):
        words = form.cleaned_data
        done, entry = attempt(
            form,
            lambda: acts.enter_on_roll(
                acting=acting_as(request, seen, seen.roll.keeping),
                village=seen.village,
                roll=seen.roll,
                newcomer=form.newcomer,
                since=words["since"],
                why=words["why"],
                note=words["note"],
                group=words["group"],
            ),
        )
        if done:
            messages.success(request, _("列好了。"))
            return redirect("rolls:entry", entry.pk) if entry else redirect("rolls:roll", pk, kind)
    context = {"section": KEEPERS, "seen": seen, "village": seen.village, "roll": seen.roll, "form": form}
    return render(request, "rolls/enter.html", context, status=422 if form.errors else 200)


@require_POST
def close(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Close a roll that I keep for posting."""
    seen = roll_gate(request, pk, kind, keep=True)
    form = CloseForm(request.POST, auto_id="close_%s")
    if form.is_valid():
        done, closed = attempt(
            form,
            lambda: acts.close_roll(
                acting=acting_as(request, seen, seen.roll.keeping),
                village=seen.village,
                roll=seen.roll,
                as_of=form.cleaned_data["as_of"],
                purpose=form.cleaned_data["purpose"],
            ),
        )
        if done:
            messages.success(request, _("定稿好了，以后再改名册，这一份也不会变。"))
            return redirect("rolls:closed", closed.pk) if closed else redirect("rolls:roll", pk, kind)
    return roll_page(request, seen, close=form)


@never_cache
@require_safe
def closed(request: HttpRequest, pk: int) -> HttpResponse:
    """A roll as it was closed for posting: its numbers, digest and names."""
    seen, found = closed_gate(request, pk)
    names = getattr(found, "names", None)
    context = {
        "section": KEEPERS,
        "seen": seen,
        "village": seen.village,
        "demo": seen.village.is_demo,
        "roll": seen.roll,
        "closed": found,
        "names": _in_groups(names.rows) if names else None,
        "is_true": names is None or posted_digest(names.salt, names.rows) == found.digest,
    }
    return render(request, "rolls/closed.html", context)


def _in_groups(rows: list[list[Any]]) -> list[tuple[str, list[str]]]:
    """The names of each group, in the order of the sheet."""
    found: dict[str, list[str]] = {}
    for _entry, name, group, _house in rows:
        found.setdefault(group or "", []).append(name)
    return list(found.items())
