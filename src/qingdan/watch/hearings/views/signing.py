"""Signing in at a hearing: the code on the wall of the room, on anybody's telephone, around the hearing only."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.domain.rules.audience import ANYONE
from qingdan.features.cases.messages import local
from qingdan.features.cases.running import edition_of, machine_of
from qingdan.records.people.gates import form_token
from qingdan.records.register.acts import Acting, AlreadyDone, Refused
from qingdan.watch.boards.tries import Tries, source_of
from qingdan.watch.hearings.acts import sign_in
from qingdan.watch.hearings.forms import ComerForm
from qingdan.watch.hearings.gates import sheet_gate
from qingdan.watch.hearings.models import SignInSheet
from qingdan.watch.progress.periods import days_of
from qingdan.watch.progress.views.answering import answer

SIGNING = Tries("sign-in-sheet", most=120, minutes=60)  # a whole room may share one address


@login_not_required
@never_cache
@sensitive_post_parameters("name", "household", "group", "absent")
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, code: str) -> HttpResponse:
    """The form on a telephone; before and after the time it says when."""
    sheet, now = sheet_gate(code), timezone.now()
    form = ComerForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, sheet, form, 422 if form.is_bound else 200)
    source = f"{source_of(request)} {sheet.code}"
    if SIGNING.used_up(source):
        form.add_error(None, _("从这里签到的人太多了。请告诉村文书，由他登记。"))
        return _page(request, sheet, form, 429)
    acting = Acting(person_id=None, name=_("一位村民"), at=now, once=form_token(request))
    try:
        sign_in(acting=acting, sheet=sheet, comer=form.comer())
    except AlreadyDone:
        return redirect("hearings:signed", code=sheet.code)
    except Refused as fault:
        form.add_error(None, fault.message)
        return _page(request, sheet, form, 409)
    SIGNING.count(source)
    return redirect("hearings:signed", code=sheet.code)


@login_not_required
@never_cache
@require_safe
def done(request: HttpRequest, code: str) -> HttpResponse:
    """That it is done; no name is on it."""
    sheet = sheet_gate(code)
    return answer(request, sheet.case.village, ANYONE, "hearings/signed.html", public=False, **_about(sheet))


def _page(request: HttpRequest, sheet: SignInSheet, form: ComerForm, status: int) -> HttpResponse:
    now = timezone.now()
    context = {**_about(sheet), "form": form, "open": sheet.opens_at <= now <= sheet.closes_at}
    response = answer(request, sheet.case.village, ANYONE, "hearings/sign.html", public=False, **context)
    response.status_code = status
    return response


def _about(sheet: SignInSheet) -> dict[str, object]:
    case = sheet.case
    return {
        "sheet": sheet,
        "name": local(edition_of(case).powers[case.power].title),
        "step": local(machine_of(case).words(sheet.key)),
        "kept": days_of(case.limits, "attendance-kept"),
    }
