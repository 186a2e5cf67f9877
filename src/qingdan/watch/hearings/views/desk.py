"""Questions at the desk: those that wait, answering one, and the second person's look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.features.cases.messages import local
from qingdan.features.cases.running import edition_of, machine_of
from qingdan.records.people.gates import acting_from
from qingdan.records.register.acts import Acting, AlreadyDone, Refused
from qingdan.watch.hearings import queries
from qingdan.watch.hearings.acts import answer_question, check_answer
from qingdan.watch.hearings.forms import AnswerForm, CheckForm
from qingdan.watch.hearings.gates import SeenQuestion, desk_gate, mine_of, question_gate
from qingdan.watch.hearings.leaking import readers_of_answers, spots_of, subject
from qingdan.watch.hearings.models import Question
from qingdan.watch.progress.periods import days_of


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Every question that the person may answer or look at, the next meeting first."""
    viewer = desk_gate(request)
    mine = mine_of(viewer, queries.waiting_for(viewer))
    rows = [{**_about(q), "question": q, "own": q.answered_by_id == viewer.person.pk} for q in mine]
    demo = any(q.case.village.is_demo for q in mine)
    return render(request, "hearings/waiting.html", {"section": "boards", "rows": rows, "demo": demo})


def _about(question: Question) -> dict[str, Any]:
    case = question.case
    due = question.held_on + timedelta(days=days_of(case.limits, "question-answer"))
    return {
        "power": local(edition_of(case).powers[case.power].plain),
        "step": local(machine_of(case).words(question.key)),
        "due": due,
        "late": timezone.localdate() > due,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, number: str) -> HttpResponse:
    """One question: its words, and the form of its answer while it wants one."""
    seen = question_gate(request, number)
    form = _answer_form(seen, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, seen, answer=form, status=422 if form.is_bound else 200)
    try:
        answer_question(
            acting=_acting(request, seen), question=seen.question, answer=form.cleaned_data["answer"],
            leaks_why=form.leaks_why,
        )  # fmt: skip
        messages.success(request, _("答复已经记下。另一个人看过以后，提问的人和大家才看得到。"))
    except AlreadyDone:
        messages.info(request, _("这份答复刚才已经交过了，没有重复记录。"))
    except Refused as fault:
        form.add_error(None, fault.message)
        return _page(request, seen, answer=form, status=409)
    return redirect("hearings:waiting")


@require_POST
def check(request: HttpRequest, number: str) -> HttpResponse:
    """The second person's look at question and answer."""
    seen = question_gate(request, number)
    form = _check_form(seen, request.POST)
    if not form.is_valid():
        return _page(request, seen, check=form, status=422)
    says = form.cleaned_data["says"]
    try:
        check_answer(
            acting=_acting(request, seen), question=seen.question, passes=says != CheckForm.BACK,
            public=says == CheckForm.PUBLIC, why=form.cleaned_data["why"], leaks_why=form.leaks_why,
        )  # fmt: skip
        messages.success(request, _("已经退回重写。") if says == CheckForm.BACK else _("已经记下：答复可以给人看了。"))
    except AlreadyDone:
        messages.info(request, _("刚才已经交过了，没有重复记录。"))
    except Refused as fault:
        form.add_error(None, fault.message)
        return _page(request, seen, check=form, status=409)
    return redirect("hearings:waiting")


def _answer_form(seen: SeenQuestion, typed: Any = None) -> AnswerForm:
    return AnswerForm(typed, **_readers(seen))


def _check_form(seen: SeenQuestion, typed: Any = None) -> CheckForm:
    return CheckForm(typed, spots=spots_of(seen.question.case, seen.question), **_readers(seen))


def _readers(seen: SeenQuestion) -> dict[str, Any]:
    case = seen.question.case
    return {"village": case.village, "audience": readers_of_answers(case), "about": subject(seen.question)}


def _acting(request: HttpRequest, seen: SeenQuestion) -> Acting:
    return acting_from(request, roles=seen.roles, division=seen.question.case.village)


def _page(
    request: HttpRequest, seen: SeenQuestion, answer: AnswerForm | None = None, check: CheckForm | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    question = seen.question
    context = {
        "section": "boards",
        "question": question,
        "answer_form": answer or _answer_form(seen),
        "check_form": check or _check_form(seen),
        "own": question.answered_by_id == seen.viewer.person.pk,
        "demo": question.case.village.is_demo,
        **_about(question),
    }
    return render(request, "hearings/question.html", context, status=status)
