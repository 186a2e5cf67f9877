"""The page of all limits, and the desk's pages on which a town or the city sets its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.features.cases.messages import local
from qingdan.records.editions.acts.limits import Setting, check_setting, end_limit, set_limit, shown
from qingdan.records.editions.models import LimitOverride
from qingdan.records.editions.queries import current_edition, own_limits
from qingdan.records.people.gates import acting_from, viewer_of
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import AlreadyDone, Refused
from qingdan.web.limits.forms import LimitForm
from qingdan.web.limits.gates import SETTERS, set_by, setter_gate
from qingdan.web.limits.showing import by_norm, lines
from qingdan.web.portal.queries import edition_today
from qingdan.web.portal.village import chosen_village, page


@login_not_required
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """The limits that hold in the reader's village, with who set them; without a village the edition's own.

    At first those of money; ``?norm=`` shows the limits of one norm, or with ``every`` those of no single one.
    """
    village, edition, today = chosen_village(request), edition_today(), local_date(timezone.now())
    rows = lines(edition, own_limits(village) if village else (), today) if edition else []
    groups = by_norm(edition, rows) if edition else []
    here = next((group for group in groups if group[0] == request.GET.get("norm")), None)
    shown_now = here[2] if here else [row for row in rows if row.limit.type == "money"]
    context = {
        "section": "powers", "tab": "limits", "edition": edition, "groups": groups, "here": here, "rows": shown_now,
    }  # fmt: skip
    return page(request, "limits/list.html", village, **context)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """On to the first place whose limits I set; its page names the others."""
    places = set_by(viewer_of(request))
    if not places:
        raise Http404
    return redirect("limits:place", pk=places[0].pk)


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """What a place has set, and a form to set more: looked at on a first answer, done on the second."""
    viewer, division = setter_gate(request, pk)
    edition = current_edition(viewer.day)
    rows = lines(edition, own_limits(division), viewer.day)
    form = LimitForm(edition, rows, request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _looked_at_or_done(request, division, form)
        if answer:
            return answer
    own = [(line.limit, one) for line in rows for one in line.own if one.row.division_id == division.pk]
    context: dict[str, Any] = {"section": "limits", "place": division, "form": form, "demo": division.is_demo}
    context["own"] = [pair for pair in own if pair[1].state != "over"]
    context["over"] = [pair for pair in own if pair[1].state == "over"]
    context["today"], context["others"] = viewer.day, [p for p in set_by(viewer) if p != division]
    return render(request, "limits/place.html", context, status=422 if form.is_bound else 200)


def _looked_at_or_done(request: HttpRequest, division: Division, form: LimitForm) -> HttpResponse | None:
    """The page that shows what would change, or the way on once it is done; None with the refusal on the form."""
    words = form.cleaned_data
    wanted = Setting(division, words["name"], words["number"], words["starts"], words["basis"], words["ends"])
    try:
        if request.POST.get("step") != "confirm":
            edition = check_setting(wanted)
            context = {
                "section": "limits", "place": division, "form": form, "demo": division.is_demo,
                "limit": form.limit, "value": shown(form.limit, wanted.value),
                "powers": edition.powers_naming(wanted.name),
            }  # fmt: skip
            return render(request, "limits/look.html", context)
        acting = acting_from(request, SETTERS[division.level], division=division)
        set_limit(acting=acting, wanted=wanted)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return None
    except AlreadyDone:
        pass
    done = {"limit": local(form.limit.title), "value": shown(form.limit, wanted.value)}
    messages.success(request, _("定好了：%(limit)s %(value)s。登记簿里有，村民在限额页上看得到。") % done)
    return redirect("limits:place", pk=division.pk)


def _day(written: str) -> date | None:
    try:
        return parse_date(written)
    except ValueError:  # a day that no month has
        return None


@require_http_methods(["POST"])
def end(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Let a limit of the place end after a day."""
    _viewer, division = setter_gate(request, pk)
    override = LimitOverride.objects.filter(pk=row, division=division).first()
    if override is None:
        raise Http404
    last = _day(request.POST.get("ends", ""))
    try:
        if last is None:
            raise Refused(_("请写最后一天是哪天。"))
        acting = acting_from(request, SETTERS[division.level], division=division)
        end_limit(acting=acting, override=override, ends=last)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    except AlreadyDone:
        messages.success(request, _("停用了。"))
    else:
        messages.success(request, _("停用了。"))
    return redirect("limits:place", pk=division.pk)
