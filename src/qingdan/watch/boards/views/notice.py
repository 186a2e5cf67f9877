"""A notice as the official sheet, at the address that its QR code says; its attachments and photographs."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from qingdan.records.editions.queries import current_edition
from qingdan.records.files import serving
from qingdan.records.people.gates import viewer_or_none
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting
from qingdan.watch.boards import presenting, queries
from qingdan.watch.boards.acts.writing import may_write
from qingdan.watch.boards.answering import edition_for
from qingdan.watch.boards.gates import SeenNotice, notice_gate
from qingdan.watch.boards.models import Notice, NoticeDraft
from qingdan.watch.boards.photos import photo_rows
from qingdan.watch.boards.proving import proof_lines
from qingdan.watch.boards.qr import address, qr_svg


@login_not_required
@require_safe
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet: what was published, how long it hangs, on what basis, and the way to object."""
    seen = notice_gate(request, code)
    return guarded(render(request, "boards/notice.html", notice_context(request, seen)), seen)


def notice_context(request: HttpRequest, seen: SeenNotice) -> dict[str, Any]:
    """What every page about one notice shows."""
    shown, now = seen.notice, seen.now
    edition, newer = edition_for(shown), presenting.newer_of(shown)
    where = reverse("boards:notice", args=[seen.code])
    request.village = shown.village  # type: ignore[attr-defined]
    until = shown.objections_until
    return {
        "section": "boards",
        "village": shown.village,
        "village_name": f"{shown.village.parent.short_name} {shown.village.short_name}",  # type: ignore[union-attr]
        "demo": shown.village.is_demo,
        "seen": seen,
        "notice": shown,
        "power": presenting.power_of(shown),
        "board": presenting.board_words(edition, shown.board),
        "mark": presenting.mark_words(edition, shown.mark),
        "issuer": presenting.issuer_words(shown),
        "fields": presenting.sheet_fields(seen.rows, shown.audience),
        "files": [f for f in shown.files.select_related("file").order_by("pk") if seen.sees(f.audience)],
        "photos": photo_rows(shown),
        "newer": newer,
        "older": shown.corrects,
        "may_correct": may_correct(request, shown) if newer is None else False,
        "objecting": presenting.period(shown.posted_at, until, now) if until else None,
        "standing": presenting.period(shown.posted_at, shown.stands_until, now),
        "bases": presenting.bases_of(shown, local_date(now)),
        "next_steps": presenting.next_steps(shown),
        "objections": queries.objection_counts(shown),
        "released": queries.released_answers(shown),
        "proof": proof_lines(shown),
        "qr": qr_svg(address(where), presenting.side(shown.title)),
        "address": address(where),
    }


def may_correct(request: HttpRequest, notice: Notice) -> bool:
    """Whether the reader begins corrections of this notice: shown to him alone."""
    viewer = viewer_or_none(request)
    if viewer is None or not viewer.sees_officials_papers(notice.place):
        return False
    edition = current_edition(viewer.day)
    draft = NoticeDraft(village=notice.village, edition=edition.digest, board=notice.board, corrects=notice)
    return may_write(Acting(viewer.person.pk, viewer.person.name, timezone.now()), draft)


@login_not_required
@require_safe
def attachment(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """An attachment, for those for whom it is."""
    seen = notice_gate(request, code)
    found = seen.notice.files.select_related("file").filter(pk=pk).first()
    if found is None or not seen.sees(found.audience):
        raise Http404
    return guarded(serving.answer(found.file, found.name, request=request), seen)


@login_not_required
@require_safe
def picture(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A photograph of the posted sheet, drawn anew: nothing that the camera wrote into it goes out."""
    seen = notice_gate(request, code)
    found = seen.notice.photos.select_related("file").filter(pk=pk).first()
    if found is None:
        raise Http404
    size: Any = "thumb" if request.GET.get("size") == "thumb" else "large"
    return guarded(serving.answer(found.file, "photo.jpg", preview=size, request=request), seen)


def guarded(response: HttpResponse, seen: SeenNotice) -> HttpResponse:
    """What is not for the internet is kept by no cache and listed by no robot."""
    if not seen.is_public:
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        add_never_cache_headers(response)
    return response
