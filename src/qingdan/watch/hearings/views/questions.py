"""Putting a question to a coming meeting without an account, and reading the answer by the code of the receipt."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.domain.rules.audience import ANYONE
from qingdan.records.people.gates import form_token
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting, AlreadyDone, Refused
from qingdan.watch.boards.forms import ReceiptForm
from qingdan.watch.boards.tries import Tries, source_of
from qingdan.watch.hearings import queries
from qingdan.watch.hearings.acts import ask, receipt_hash
from qingdan.watch.hearings.forms import QuestionForm
from qingdan.watch.progress.gates import gathering_gate
from qingdan.watch.progress.gatherings import Gathering
from qingdan.watch.progress.views.answering import answer

ASKING = Tries("question", most=10, minutes=60)
READING = Tries("question-receipt", most=10, minutes=15)
RECEIPT = "qd-question"  # signed cookie of the asker's own browser: number and code, for half an hour
HALF_AN_HOUR = 30 * 60


@login_not_required
@never_cache
@sensitive_post_parameters("words", "contact")
@require_http_methods(["GET", "HEAD", "POST"])
def ask_one(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The form of a question; what is wrong is said beside the field, with the words still there."""
    gathering = gathering_gate(request, code, key)
    form = QuestionForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, gathering, form, 422 if form.is_bound else 200)
    source = f"{source_of(request)} {code} {key}"
    if ASKING.used_up(source):
        form.add_error(None, _("这里一小时内已经提了好几个问题。请过一会儿再提，或者到会上问。"))
        return _form(request, gathering, form, 429)
    try:
        return _asked(request, gathering, form, source, code)
    except AlreadyDone:
        return redirect("hearings:receipt", code=code, key=key)
    except Refused as fault:
        form.add_error(None, fault.message)
        return _form(request, gathering, form, 409)


def _asked(request: HttpRequest, gathering: Gathering, form: QuestionForm, source: str, code: str) -> HttpResponse:
    acting = Acting(person_id=None, name=_("一位村民"), at=timezone.now(), once=form_token(request))
    asked = ask(
        acting=acting, case_id=gathering.case_id, key=gathering.key, held_on=gathering.day,
        words=form.cleaned_data["words"], contact=form.cleaned_data["contact"],
    )  # fmt: skip
    ASKING.count(source)
    response = redirect("hearings:receipt", code=code, key=gathering.key)
    response.set_signed_cookie(
        RECEIPT, f"{asked.question.number} {asked.code}", salt=_salt(code, gathering.key), max_age=HALF_AN_HOUR,
        path=f"/c/{code}/", secure=request.is_secure(), httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


def _salt(code: str, key: str) -> str:
    return f"{RECEIPT} {code} {key}"


def _form(request: HttpRequest, gathering: Gathering, form: QuestionForm, status: int) -> HttpResponse:
    assert gathering.case is not None
    answered = queries.public_questions(gathering.case, gathering.key) if gathering.followed else []
    context = {"g": gathering, "form": form, "answered": answered}
    response = answer(request, gathering.case.village, ANYONE, "hearings/ask.html", public=False, **context)
    response.status_code = status
    return response


@login_not_required
@never_cache
@require_safe
def receipt(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Number and code, in the browser that asked and for half an hour; the house itself keeps no code."""
    gathering = gathering_gate(request, code, key)
    assert gathering.case is not None
    kept = request.get_signed_cookie(RECEIPT, "", salt=_salt(code, key), max_age=HALF_AN_HOUR)
    number, _space, secret = kept.partition(" ")
    return answer(
        request, gathering.case.village, ANYONE, "hearings/receipt.html", public=False, g=gathering, number=number,
        secret=secret,
    )  # fmt: skip


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """What became of a question, by the code of its receipt. One answer for every wrong code."""
    form = ReceiptForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _status_page(request, None, 422 if form.is_bound else 200, form=form)
    source = source_of(request)
    if READING.used_up(source):
        form.add_error(None, _("填错的次数太多了。请过15分钟再试，或者打监督电话问。"))
        return _status_page(request, None, 429, form=form)
    question = queries.question_by_receipt(receipt_hash(form.cleaned_data["code"]))
    if question is None:
        READING.count(source)
        form.add_error("code", _("没有找到。请对照回执再填一遍：回执码里没有0、1和字母O、I、L。"))
        return _status_page(request, None, 422, form=form)
    return _status_page(request, question.case.village, 200, question=question)


def _status_page(request: HttpRequest, village: Division | None, code: int, **context: object) -> HttpResponse:
    if village is not None:
        return answer(request, village, ANYONE, "hearings/answer.html", public=False, **context)
    return render(request, "hearings/answer.html", {"section": "boards", **context}, status=code)
