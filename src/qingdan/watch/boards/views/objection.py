"""Objecting to a notice without an account, and reading the answer by the code of the receipt."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.records.people.gates import form_token
from qingdan.records.register.acts import Acting, AlreadyDone, Refused
from qingdan.watch.boards import presenting, queries
from qingdan.watch.boards.acts import lodge_objection, receipt_hash
from qingdan.watch.boards.forms import ObjectionForm, ReceiptForm
from qingdan.watch.boards.gates import SeenNotice, notice_gate
from qingdan.watch.boards.tries import Tries, source_of
from qingdan.watch.boards.views.notice import guarded, notice_context

OBJECTING = Tries("objection", most=10, minutes=60)
READING = Tries("receipt", most=10, minutes=15)
RECEIPT = "qd-receipt"  # signed cookie of the objector's own browser: number and code, for half an hour
HALF_AN_HOUR = 30 * 60


@login_not_required
@never_cache
@sensitive_post_parameters("words", "contact")
@require_http_methods(["GET", "HEAD", "POST"])
def lodge(request: HttpRequest, code: str) -> HttpResponse:
    """The form of an objection; what is wrong is said beside the field, with the words still there."""
    seen = notice_gate(request, code)
    form = ObjectionForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, seen, form, 422 if form.is_bound else 200)
    source = f"{source_of(request)} {seen.notice.code}"
    if OBJECTING.used_up(source):
        form.add_error(None, _("这里一小时内已经提了好几条。请过一会儿再提，或者打监督电话说。"))
        return _form(request, seen, form, 429)
    try:
        return _lodged(request, seen, form, source)
    except AlreadyDone:
        return redirect("boards:receipt", code=seen.code)
    except Refused as fault:
        form.add_error(None, fault.message)
        return _form(request, seen, form, 409)


def _lodged(request: HttpRequest, seen: SeenNotice, form: ObjectionForm, source: str) -> HttpResponse:
    acting = Acting(person_id=None, name=_("一位村民"), at=seen.now, once=form_token(request))
    lodged = lodge_objection(
        acting=acting, notice=seen.notice, words=form.cleaned_data["words"], contact=form.cleaned_data["contact"]
    )
    OBJECTING.count(source)
    response = redirect("boards:receipt", code=seen.code)
    response.set_signed_cookie(
        RECEIPT,
        f"{lodged.objection.number} {lodged.code}",
        salt=_salt(seen),
        max_age=HALF_AN_HOUR,
        path=f"/n/{seen.code}/",
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _salt(seen: SeenNotice) -> str:
    return f"{RECEIPT} {seen.notice.code}"


def _form(request: HttpRequest, seen: SeenNotice, form: ObjectionForm, status: int) -> HttpResponse:
    context = {**notice_context(request, seen), "form": form}
    return guarded(render(request, "boards/object.html", context, status=status), seen)


@login_not_required
@never_cache
@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Number and code, in the browser that objected and for half an hour; the house itself keeps no code."""
    seen = notice_gate(request, code)
    kept = request.get_signed_cookie(RECEIPT, "", salt=_salt(seen), max_age=HALF_AN_HOUR)
    number, _space, secret = kept.partition(" ")
    context = {**notice_context(request, seen), "number": number, "secret": secret}
    return guarded(render(request, "boards/receipt.html", context), seen)


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """What became of an objection, by the code of its receipt. One answer for every wrong code."""
    form = ReceiptForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _status_page(request, form, 422 if form.is_bound else 200)
    source = source_of(request)
    if READING.used_up(source):
        form.add_error(None, _("填错的次数太多了。请过15分钟再试，或者打监督电话问。"))
        return _status_page(request, form, 429)
    objection = queries.objection_by_receipt(receipt_hash(form.cleaned_data["code"]))
    if objection is None:
        READING.count(source)
        form.add_error("code", _("没有找到。请对照回执再填一遍：回执码里没有0、1和字母O、I、L。"))
        return _status_page(request, form, 422)
    request.village = objection.notice.village  # type: ignore[attr-defined]  # whose telephones stand at the foot
    context = {
        "section": "boards",
        "objection": objection,
        "title": presenting.side(objection.notice.title),
        "demo": objection.notice.village.is_demo,
        "standing": timezone.now() <= objection.notice.stands_until,
    }
    return render(request, "boards/objection.html", context)


def _status_page(request: HttpRequest, form: ReceiptForm, code: int) -> HttpResponse:
    return render(request, "boards/objection.html", {"section": "boards", "form": form}, status=code)
