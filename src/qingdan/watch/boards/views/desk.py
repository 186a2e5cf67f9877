"""The boards at the desk: what hangs, which objections wait, answering them and taking sheets down."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.features.cases.leaking import keep_standing
from qingdan.features.cases.messages import local
from qingdan.features.cases.running import edition_of, machine_of
from qingdan.records.people.gates import acting_from
from qingdan.records.register.acts import AlreadyDone, Refused
from qingdan.watch.boards import presenting, queries
from qingdan.watch.boards.acts import settle_objection, take_down
from qingdan.watch.boards.forms import AnswerForm
from qingdan.watch.boards.gates import desk_gate, my_notice_gate, my_objection_gate
from qingdan.watch.boards.models import Notice, Objection


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Unanswered objections first, then every sheet that hangs; ``?before=`` pages by key."""
    viewer, now = desk_gate(request), timezone.now()
    before = queries.key_in(request.GET.get("before", ""))
    hanging = queries.hanging_for(viewer, before)
    page = hanging[: queries.PAGE]
    unanswered = [] if before else queries.unanswered_for(viewer)
    context = {
        "section": "boards",
        "waiting": [_waiting(o, viewer.posts_for(o.notice.village)) for o in unanswered],
        "rows": [_hanging(n, viewer.posts_for(n.village)) for n in page],
        "now": now,
        "older": page[-1].pk if len(hanging) > queries.PAGE else None,
        "demo": any(n.village.is_demo for n in page),
    }
    return render(request, "boards/desk.html", context)


def _waiting(objection: Objection, posts: frozenset[str]) -> dict[str, object]:
    notice = objection.notice
    edition, step = edition_of(notice.case), machine_of(notice.case).step(notice.key)
    return {
        "objection": objection,
        "title": presenting.side(notice.title),
        "who": _("、").join(local(edition.role_words(role)) for role in step.by),
        "mine": bool(posts & set(step.by)),
    }


def _hanging(notice: Notice, posts: frozenset[str]) -> dict[str, object]:
    now = timezone.now()
    state, word = presenting.chip_of(notice, now)
    mine = bool(posts & set(machine_of(notice.case).step(notice.key).by))
    return {
        "notice": notice,
        "board": presenting.board_words(edition_of(notice.case), notice.board),
        "state": state,
        "word": word,
        "may_take_down": mine,
        "full": now > notice.stands_until,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Answer one objection, with a reason."""
    objection, _viewer, roles = my_objection_gate(request, number)
    form = AnswerForm(request.POST or None, notice=objection.notice)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _answered(request, objection, roles[0], form)
            except AlreadyDone:
                messages.info(request, _("这份答复刚才已经交过了，没有重复记录。"))
                return redirect("boards:desk")
            except Refused as fault:
                form.add_error(None, fault.message)
                status = 409
    return _answer_page(request, objection, roles, form, status)


def _answered(request: HttpRequest, objection: Objection, role: str, form: AnswerForm) -> HttpResponse:
    village = objection.notice.village
    held = _viewer_posts(request, objection)
    acting = acting_from(request, roles=[role] if role in held else [], division=village)
    with transaction.atomic():
        settle_objection(
            acting=acting,
            objection=objection,
            role=role,
            upheld=form.cleaned_data["upheld"],
            answer=form.cleaned_data["answer"],
        )
        keep_standing(replace(acting, once=None), objection.notice.case, form.standing())
    messages.success(request, _("答复已经记下，提异议的人凭回执码看得到。"))
    return redirect("boards:desk")


def _viewer_posts(request: HttpRequest, objection: Objection) -> frozenset[str]:
    return desk_gate(request).posts_for(objection.notice.village)


def _answer_page(
    request: HttpRequest, objection: Objection, roles: list[str], form: AnswerForm, status: int
) -> HttpResponse:
    notice = objection.notice
    edition = edition_of(notice.case)
    context = {
        "section": "boards",
        "objection": objection,
        "notice": notice,
        "title": presenting.side(notice.title),
        "fields": presenting.sheet_fields(notice),
        "bases": presenting.bases_of(notice, timezone.localdate()),
        "role": local(edition.role_words(roles[0])),
        "form": form,
        "demo": notice.village.is_demo,
    }
    return render(request, "boards/answer.html", context, status=status)


@require_POST
def down(request: HttpRequest, code: str) -> HttpResponse:
    """Take a sheet down; before its days are full the answer names the day."""
    notice, viewer, roles = my_notice_gate(request, code)
    if not roles:
        raise Http404
    held = viewer.posts_for(notice.village)
    acting = acting_from(request, roles=[r for r in roles if r in held], division=notice.village)
    try:
        take_down(acting=acting, notice=notice)
        messages.success(request, _("已经记下：这份公示期满取下。"))
    except AlreadyDone:
        messages.info(request, _("刚才已经取下了，没有重复记录。"))
    except Refused as fault:
        messages.error(request, str(fault.message))
    return redirect("boards:desk")
