"""Reads of boards, named for their reader. Each costs a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from qingdan.domain.rules.audience import Audience
from qingdan.records.people.gates import Viewer
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import below
from qingdan.watch.boards.models import Notice, NoticeDraft, Objection

PAGE = 20
MOST_WAITING = 50


def key_in(written: str) -> int | None:
    """The key of a page in an address (``?before=``); None when there is none that could be one."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 18 else None


def _for(village: Division, audiences: Iterable[Audience]) -> QuerySet[Notice]:
    found = Notice.objects.filter(village=village, audience__in=[str(a) for a in audiences])
    return found.select_related("case", "corrected_by")


def board_page(
    village: Division, board: str, audiences: Iterable[Audience], before: int | None = None, mark: str = ""
) -> list[Notice]:
    """Notices on a village's board that the reader belongs to, newest first; one more than a page. ``mark``: only those
    that bear it. One query."""
    found = _for(village, audiences).filter(board=board)
    if mark:
        found = found.filter(mark=mark)
    if before:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[: PAGE + 1])


def newest(village: Division, audiences: Iterable[Audience], count: int = 5) -> list[Notice]:
    """The newest notices of a village on any board. One query."""
    return list(_for(village, audiences).order_by("-pk")[:count])


def on_paper_only(village: Division, audiences: Iterable[Audience], now: datetime) -> dict[str, int]:
    """How many standing notices for the village, by board, the reader finds on the wall and not here. One query."""
    if Audience.VILLAGE in audiences:
        return {}
    found = Notice.objects.filter(village=village, audience=str(Audience.VILLAGE), stands_until__gte=now)
    return dict(found.order_by().values_list("board").annotate(Count("pk")))


def standing_counts(village: Division, audiences: Iterable[Audience], now: datetime) -> dict[str, int]:
    """How many notices stand on each board for this reader. One query."""
    found = Notice.objects.filter(village=village, audience__in=[str(a) for a in audiences], stands_until__gte=now)
    return dict(found.order_by().values_list("board").annotate(Count("pk")))


def internet_notices(count: int) -> list[tuple[str, datetime]]:
    """Code and day of the newest notices that are for everybody: what robots may know of. One query."""
    found = Notice.objects.filter(audience=str(Audience.INTERNET)).order_by("-pk")
    return list(found.values_list("code", "posted_at")[:count])


def internet_codes() -> list[str]:
    """The codes of all notices that are for everybody, newest first. One query."""
    return list(Notice.objects.filter(audience=str(Audience.INTERNET)).order_by("-pk").values_list("code", flat=True))


def notice_by_code(code: str) -> Notice | None:
    """A notice by the code on its sheet. One query."""
    return (
        Notice.objects.select_related("village", "village__parent", "case", "case__village", "corrects", "corrected_by")
        .filter(Q(code=code.lower()) | Q(wall_code=code.lower()))
        .first()
    )


def objections_to(notice: Notice) -> list[Objection]:
    """Every objection to a notice, oldest first. One query."""
    return list(notice.objections.order_by("pk"))


def objection_counts(notice: Notice) -> dict[str, int]:
    """``{"all", "answered"}`` of a notice's objections. One query."""
    return notice.objections.aggregate(all=Count("pk"), answered=Count("answered_at"))


def released_answers(notice: Notice) -> list[Objection]:
    """The objections to a notice whose gist and answer a second person has released, oldest first. One query."""
    return list(notice.objections.exclude(released_at=None).order_by("pk"))


def wall_notices(village: Division, now: datetime, most: int = 40) -> list[Notice]:
    """The newest version of every notice for everybody that hangs in a village, newest first. One query."""
    found = _for(village, [Audience.INTERNET]).filter(stands_until__gte=now, taken_down_at=None, corrected_by=None)
    return list(found.order_by("-pk")[:most])


def draft_by_pk(pk: int) -> NoticeDraft | None:
    """A draft with its village and what it corrects. One query."""
    found = NoticeDraft.objects.select_related(
        "village", "village__parent", "corrects", "corrects__case", "saved_by", "notice"
    )
    return found.filter(pk=pk).first()


def drafts_for(viewer: Viewer) -> list[NoticeDraft]:
    """What is being written in the places whose papers the person reads, newest first. One query."""
    found = NoticeDraft.objects.filter(below("place", viewer.scopes), state__in=NoticeDraft.OPEN)
    return list(found.select_related("village", "saved_by", "corrects").order_by("-pk")[:MOST_WAITING])


def answers_to_check(viewer: Viewer) -> list[Objection]:
    """Answers whose public wording waits for somebody in those places, oldest first. One query."""
    found = Objection.objects.filter(
        below("notice__place", viewer.scopes), answered_at__isnull=False, released_at=None
    ).exclude(gist="", held_why="", answered_by=None)  # answered before answers were published at all
    return list(found.select_related("notice", "notice__village", "notice__case").order_by("pk")[:MOST_WAITING])


def objection_by_number(number: str) -> Objection | None:
    """An objection by its number, with its notice and case. One query."""
    found = Objection.objects.select_related("notice", "notice__village", "notice__case", "notice__case__village")
    return found.filter(number=number.upper()).first()


def objection_by_receipt(receipt_hash: str) -> Objection | None:
    """The objection that a receipt code opens. One query."""
    found = Objection.objects.select_related("notice", "notice__village", "notice__village__parent", "notice__case")
    return found.filter(receipt_hash=receipt_hash).first()


def unanswered_for(viewer: Viewer) -> list[Objection]:
    """Objections that wait for an answer in the places whose papers the person reads, oldest first. One query."""
    found = Objection.objects.filter(below("notice__place", viewer.scopes), answered_at=None)
    return list(found.select_related("notice", "notice__village", "notice__case").order_by("pk")[:MOST_WAITING])


def hanging_for(viewer: Viewer, before: int | None = None) -> list[Notice]:
    """Notices not yet taken down in those places, newest first; one more than a page. One query."""
    found = Notice.objects.filter(below("place", viewer.scopes), taken_down_at=None)
    found = found.select_related("village", "case", "corrected_by")
    if before:
        found = found.filter(pk__lt=before)
    found = found.annotate(waiting=_waiting(), pictures=Count("photos", distinct=True))
    return list(found.order_by("-pk")[: PAGE + 1])


def _waiting() -> Count:
    return Count("objections", filter=Q(objections__answered_at=None), distinct=True)


def down_after(now: datetime, limit: int = 200) -> list[Notice]:
    """Notices whose days are over and that still stand, oldest first; but for those written by hand to which an
    objection waits for its answer. One query."""
    waiting = Objection.objects.filter(notice=OuterRef("pk"), answered_at=None)
    found = Notice.objects.filter(taken_down_at=None, stands_until__lt=now)
    return list(found.exclude(Q(case=None) & Exists(waiting)).order_by("stands_until")[:limit])
