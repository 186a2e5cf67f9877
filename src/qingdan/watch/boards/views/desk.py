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

from qingdan.features.cases.messages import local
from qingdan.records.people.gates import Viewer, acting_from
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import AlreadyDone, Refused
from qingdan.watch.boards import presenting, queries
from qingdan.watch.boards.acts import (
    MOST_WORDS,
    add_photo,
    hold_answer,
    release_answer,
    settle_objection,
    take_down,
    word_answer,
)
from qingdan.watch.boards.answering import desk_of, edition_for, role_list, roles_named
from qingdan.watch.boards.forms import AnswerForm, PhotoForm, WordingForm
from qingdan.watch.boards.gates import boards_to_write, check_gate, desk_gate, my_notice_gate, my_objection_gate
from qingdan.watch.boards.leaking import keep_standing
from qingdan.watch.boards.models import Notice, NoticeDraft, Objection
from qingdan.watch.boards.photos import photo_rows


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
        "checking": [] if before else [_checking(o, viewer) for o in queries.answers_to_check(viewer)],
        "drafts": [] if before else [_draft(d) for d in queries.drafts_for(viewer)],
        "writing": [] if before else _where_to_write(viewer),
        "rows": [_hanging(n, viewer.posts_for(n.village)) for n in page],
        "now": now,
        "older": page[-1].pk if len(hanging) > queries.PAGE else None,
        "demo": any(n.village.is_demo for n in page),
    }
    return render(request, "boards/desk.html", context)


def _waiting(objection: Objection, posts: frozenset[str]) -> dict[str, object]:
    notice = objection.notice
    roles = roles_named(notice)
    return {
        "objection": objection,
        "title": presenting.side(notice.title),
        "who": role_list(edition_for(notice), roles),
        "mine": bool(posts & set(roles)),
    }


def _checking(objection: Objection, viewer: Viewer) -> dict[str, object]:
    """An answer before it is public: to be checked, or to be worded anew by those who gave it."""
    notice = objection.notice
    posts, held = viewer.posts_for(notice.village), bool(objection.held_why)
    roles = roles_named(notice) if held else desk_of(notice, viewer.day).reviews
    mine = bool(posts & set(roles)) and (held or viewer.person.pk != objection.answered_by_id)
    return {"objection": objection, "title": presenting.side(notice.title), "held": held, "mine": mine}


def _draft(draft: NoticeDraft) -> dict[str, object]:
    state, word = presenting.STATES[draft.state]
    return {"draft": draft, "state": state, "word": word}


def _where_to_write(viewer: Viewer) -> list[Division]:
    """The villages for which the person writes notices by hand."""
    places = {h.division_id: h.division for p, h in viewer.posts if p.level == "village"}
    return [place for place in places.values() if place.level == "village" and boards_to_write(viewer, place)]


def _hanging(notice: Notice, posts: frozenset[str]) -> dict[str, object]:
    now = timezone.now()
    state, word = presenting.chip_of(notice, now)
    mine = bool(posts & set(roles_named(notice)))
    return {
        "notice": notice,
        "board": presenting.board_words(edition_for(notice), notice.board),
        "mine": mine,
        "no_photo": not notice.pictures and now <= notice.stands_until,  # type: ignore[attr-defined]
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
            gist=form.cleaned_data["gist"],
        )
        keep_standing(replace(acting, once=None), objection.notice, form.standing())
    messages.success(request, _("答复已经记下，提异议的人凭回执码看得到。监委会核过以后公开。"))
    return redirect("boards:desk")


def _viewer_posts(request: HttpRequest, objection: Objection) -> frozenset[str]:
    return desk_gate(request).posts_for(objection.notice.village)


def _answer_page(
    request: HttpRequest, objection: Objection, roles: list[str], form: AnswerForm, status: int
) -> HttpResponse:
    notice = objection.notice
    edition = edition_for(notice)
    context = {
        "section": "boards",
        "objection": objection,
        "notice": notice,
        "title": presenting.side(notice.title),
        "fields": presenting.sheet_fields(notice.body, notice.audience),
        "bases": presenting.bases_of(notice, timezone.localdate()),
        "role": local(edition.role_words(roles[0])),
        "form": form,
        "demo": notice.village.is_demo,
    }
    return render(request, "boards/answer.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def word(request: HttpRequest, number: str) -> HttpResponse:
    """Word anew what the public is to read of an answer that was held back."""
    objection, _viewer, _roles = my_objection_gate(request, number)
    if objection.answered_at is None or objection.released_at is not None:
        raise Http404
    start = {"gist": objection.gist, "public_answer": objection.public_answer}
    form = WordingForm(request.POST or None, notice=objection.notice, initial=start)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            acting, given = acting_from(request, division=objection.notice.village), form.cleaned_data
            with transaction.atomic():
                wording = {"gist": given["gist"], "public_answer": given["public_answer"]}
                word_answer(acting=acting, objection=objection, **wording)
                keep_standing(replace(acting, once=None), objection.notice, form.standing())
            messages.success(request, _("改好了，等监委会核过以后公开。"))
            return redirect("boards:desk")
        except AlreadyDone:
            return redirect("boards:desk")
        except Refused as fault:
            form.add_error(None, fault.message)
            status = 409
    return _check_page(request, objection, "word", form, status)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Look at an answer before the public does: to the point, and without what concerns nobody else."""
    objection, _viewer = check_gate(request, number)
    if request.method != "POST":
        return _check_page(request, objection, "check")
    why = request.POST.get("why", "").replace("\x00", "").strip()[:MOST_WORDS]
    acting = acting_from(request, division=objection.notice.village)
    try:
        if request.POST.get("release") == "yes":
            release_answer(acting=acting, objection=objection)
            messages.success(request, _("核过了，大意和答复已经公开。"))
        else:
            hold_answer(acting=acting, objection=objection, why=why)
            messages.success(request, _("退回去了，负责答复的人看得到理由。"))
    except AlreadyDone:
        messages.info(request, _("刚才已经办过了，没有重复记录。"))
    except Refused as fault:
        messages.error(request, str(fault.message))
        return _check_page(request, objection, "check", status=409)
    return redirect("boards:desk")


def _check_page(
    request: HttpRequest, objection: Objection, do: str, form: WordingForm | None = None, status: int = 200
) -> HttpResponse:
    notice = objection.notice
    context = {
        "section": "boards", "objection": objection, "notice": notice, "title": presenting.side(notice.title),
        "do": do, "form": form, "demo": notice.village.is_demo,
    }  # fmt: skip
    return render(request, "boards/check.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest, code: str) -> HttpResponse:
    """A photograph of the posted sheet, from a phone."""
    notice, _viewer, roles = my_notice_gate(request, code)
    if not roles:
        raise Http404
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PhotoForm(*typed, notice=notice)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            acting = acting_from(request, division=notice.village)
            given = form.cleaned_data
            add_photo(
                acting=acting, notice=notice, upload=given["photo"], where=given["where"], leaks_why=form.leaks_why
            )
            messages.success(request, _("照片收下了，公示页上已经看得到。"))
            return redirect("boards:notice", code=notice.code)
        except AlreadyDone:
            return redirect("boards:notice", code=notice.code)
        except Refused as fault:
            form.add_error(None, fault.message)
            status = 409
    context = {
        "section": "boards", "notice": notice, "title": presenting.side(notice.title), "form": form,
        "photos": photo_rows(notice), "demo": notice.village.is_demo,
    }  # fmt: skip
    return render(request, "boards/photo.html", context, status=status)


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
