"""Writing a notice by hand, its review, and putting it up."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.domain.catalogue.model import Edition
from qingdan.records.editions.queries import current_edition
from qingdan.records.editions.queries import edition_of as edition_by_digest
from qingdan.records.files import serving
from qingdan.records.files.store import store
from qingdan.records.leaks.acts import MOST_WHY
from qingdan.records.leaks.showing import stands_shown
from qingdan.records.people.gates import Viewer, acting_from
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting, AlreadyDone, Refused
from qingdan.watch.boards import presenting
from qingdan.watch.boards.acts import (
    begin_correction,
    begin_draft,
    drop_draft,
    pass_draft,
    publish,
    publish_correction,
    return_draft,
    save_draft,
    submit_draft,
)
from qingdan.watch.boards.acts.reviewing import faults, why_not_review
from qingdan.watch.boards.acts.writing import Papers, Stale, may_write
from qingdan.watch.boards.answering import desk_of, role_list
from qingdan.watch.boards.gates import boards_to_write, draft_gate, my_notice_gate, writing_gate
from qingdan.watch.boards.leaking import Found, Leaking, subject
from qingdan.watch.boards.models import NoticeDraft
from qingdan.watch.boards.views.notice import may_correct
from qingdan.watch.boards.writing_forms import Writing

MOST_REASON = 1000


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """A new notice for a board of a village."""
    village, viewer, boards = writing_gate(request, pk)
    edition = current_edition(viewer.day)
    if request.method != "POST":
        return _form(request, village, edition, Writing(edition, boards))
    writing = Writing(edition, boards, None, request.POST, request.FILES)
    if not writing.is_valid():
        return _form(request, village, edition, writing, 422)
    acting, salt = _acting(request, village), secrets.token_hex(16)
    try:
        papers = _papers(request, writing, acting, salt)
        made = begin_draft(acting=acting, village=village, content=writing.content(), salt=salt, papers=papers)
    except AlreadyDone as done:
        return redirect("boards:draft", pk=done.entry.data["draft"])
    except Refused as fault:
        writing.form.add_error(None, fault.message)
        return _form(request, village, edition, writing, 409)
    return _saved(request, made.pk, _("草稿存好了。看一遍，没有问题就交给监委会审核。"))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on writing. Whoever was overtaken by another keeps his words in the form and is told what changed."""
    draft, viewer = draft_gate(request, pk)
    acting = _acting(request, draft.village)
    if draft.state not in NoticeDraft.OPEN or not may_write(acting, draft):
        raise Http404
    edition = edition_by_digest(draft.edition)
    boards = [draft.board] if draft.corrects else boards_to_write(viewer, draft.village) or [draft.board]
    if request.method != "POST":
        return _form(request, draft.village, edition, Writing(edition, boards, draft))
    writing = Writing(edition, boards, draft, request.POST, request.FILES)
    if not writing.is_valid():
        return _form(request, draft.village, edition, writing, 422)
    try:
        save_draft(
            acting=acting, draft=draft, version=_version(request), content=writing.content(),
            papers=_papers(request, writing, acting, draft.salt),
        )  # fmt: skip
    except AlreadyDone:
        return redirect("boards:draft", pk=draft.pk)
    except Stale as fault:
        writing.form.add_error(None, fault.message)
        return _form(request, draft.village, edition, writing, 409, overtaken=_overtaken(pk))
    except Refused as fault:
        writing.form.add_error(None, fault.message)
        return _form(request, draft.village, edition, writing, 409)
    return _saved(request, draft.pk, _("存好了。"))


def _overtaken(pk: int) -> NoticeDraft:
    """The draft as another has saved it meanwhile."""
    return NoticeDraft.objects.select_related("saved_by").get(pk=pk)


def _papers(request: HttpRequest, writing: Writing, acting: Acting, salt: str) -> Papers:
    """The attachments that came with the form; their files lie on disk before the act names them."""
    given = writing.form.cleaned_data
    to = given.get("files_for") or given["audience"]
    added = [(store(upload=f, salt=salt, at=acting.at), (f.name or "")[-100:], to) for f in given["files"]]
    return Papers(added, writing.removed(request.POST))


def _saved(request: HttpRequest, pk: int, said: str) -> HttpResponse:
    """To the draft as it would hang; with “存下，再加几行” back to the form, which then has more lines."""
    messages.success(request, said)
    return redirect("boards:edit" if "more" in request.POST else "boards:draft", pk=pk)


def _form(
    request: HttpRequest, village: Division, edition: Edition, writing: Writing, status: int = 200,
    overtaken: NoticeDraft | None = None,
) -> HttpResponse:  # fmt: skip
    draft = writing.draft
    context = {
        "section": "boards",
        "village": village,
        "demo": village.is_demo,
        "writing": writing,
        "draft": draft,
        "version": _version(request) if request.method == "POST" else draft.version if draft else 0,
        "kept": list(draft.files.order_by("pk")) if draft else [],
        "corrects": draft.corrects if draft else None,
        "old": presenting.sheet_fields(draft.corrects.body) if draft and draft.corrects else [],
        "overtaken": overtaken,
        "theirs": presenting.sheet_fields(overtaken.body, overtaken.audience) if overtaken else [],
        "rule": edition.notices,
    }
    return render(request, "boards/write.html", context, status=status)


@require_safe
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as it would hang, each part with those for whom it is; what comes next, and who may do it."""
    found, viewer = draft_gate(request, pk)
    return _draft_page(request, found, viewer)


def _draft_page(
    request: HttpRequest, found: NoticeDraft, viewer: Viewer, status: int = 200, *, leaks: Found | None = None,
    **typed: str,
) -> HttpResponse:  # fmt: skip
    acting = _acting(request, found.village)
    edition = edition_by_digest(found.edition)
    writes = found.state in NoticeDraft.OPEN and may_write(acting, found)
    why_not = why_not_review(viewer.person.pk, found, viewer.day) if found.state == NoticeDraft.REVIEW else ""
    context = {
        "section": "boards",
        "draft": found,
        "village": found.village,
        "demo": found.village.is_demo,
        "board": presenting.board_words(edition, found.board),
        "mark": presenting.mark_words(edition, found.mark),
        "audience": presenting.audience_words(found.audience),
        "fields": presenting.sheet_fields(found.body, found.audience),
        "files": [
            (f, presenting.audience_words(f.audience)) for f in found.files.select_related("file").order_by("pk")
        ],
        "missing": list(faults(found)) if writes else [],
        "writes": writes,
        "reviews": found.state == NoticeDraft.REVIEW and not why_not,
        "why_not": why_not,
        "reviewers": role_list(edition, desk_of(found, viewer.day).reviews),
        "reviews_done": list(found.reviews.select_related("by").order_by("-pk")),
        "state": presenting.STATES[found.state],
        "leaks": leaks,
        "stands": stands_shown(subject(found)),
        "typed": typed,
    }
    return render(request, "boards/draft.html", context, status=status)


@require_safe
def draft_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """An attachment of a draft, for those who read the draft."""
    found, _viewer = draft_gate(request, pk)
    kept = found.files.select_related("file").filter(pk=file).first()
    if kept is None:
        raise Http404
    return serving.answer(kept.file, kept.name, request=request)


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a draft to the supervision committee."""
    given = {"why": _why(request), "looked": request.POST.get("looked") == "yes"}
    return _step(request, pk, submit_draft, _("交上去了，等监委会审核。"), **given)


@require_POST
def passed(request: HttpRequest, pk: int) -> HttpResponse:
    """A reviewer passes it."""
    return _step(request, pk, pass_draft, _("已经审过，写稿的人可以贴出了。"))


@require_POST
def returned(request: HttpRequest, pk: int) -> HttpResponse:
    """A reviewer sends it back, with a reason."""
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:MOST_REASON]
    return _step(request, pk, return_draft, _("退回去了，写稿的人看得到理由。"), reason=reason)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it up."""
    return _step(request, pk, drop_draft, _("这份稿子放弃了，登记簿里还查得到。"), to="boards:desk")


@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it up."""
    found, _viewer = draft_gate(request, pk)
    done = publish_correction if found.corrects else publish
    said = _("已经贴出。请打印纸质件贴到墙上，贴好拍张照片传上来。")
    return _step(request, pk, done, said, to="boards:photo", why=_why(request))


def _step(
    request: HttpRequest, pk: int, act: Callable[..., Any], said: str, to: str = "boards:draft", **given: Any
) -> HttpResponse:
    """One act on a draft. What is refused is said on the draft's page, with what was typed still there."""
    found, viewer = draft_gate(request, pk)
    acting = _acting(request, found.village)
    try:
        made = act(acting=acting, draft=found, version=_version(request), **given)
    except AlreadyDone:
        messages.info(request, _("刚才已经办过了，没有重复记录。"))
        return redirect("boards:draft", pk=pk)
    except Refused as fault:
        messages.error(request, str(fault.message))
        again, viewer = draft_gate(request, pk)
        typed = {"reason": given.get("reason", ""), "why": given.get("why", "")}
        leaks = fault.found if isinstance(fault, Leaking) else None
        return _draft_page(request, again, viewer, 409, leaks=leaks, **typed)
    messages.success(request, said)
    if to == "boards:draft":
        return redirect(to, pk=pk)
    return redirect(to) if to == "boards:desk" else redirect(to, code=made.code)


@require_POST
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the version that is to correct a notice."""
    notice, _viewer, _roles = my_notice_gate(request, code)
    if not may_correct(request, notice):
        raise Http404
    acting = _acting(request, notice.village)
    try:
        made = begin_correction(acting=acting, notice=notice)
    except AlreadyDone as done:
        return redirect("boards:edit", pk=done.entry.data["draft"])
    except Refused as fault:
        messages.error(request, str(fault.message))
        return redirect("boards:notice", code=notice.code)
    return redirect("boards:edit", pk=made.pk)


def _why(request: HttpRequest) -> str:
    return request.POST.get("leaks_why", "").replace("\x00", "").strip()[:MOST_WHY]


def _acting(request: HttpRequest, village: Division) -> Acting:
    return acting_from(request, division=village)


def _version(request: HttpRequest) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0
