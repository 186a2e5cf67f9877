"""Reads of boards, named for their reader. Each costs a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from qingdan.domain.rules.audience import Audience
from qingdan.records.people.gates import Viewer
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import below
from qingdan.watch.boards.models import Notice, Objection

PAGE = 20
MOST_WAITING = 50


def key_in(written: str) -> int | None:
    """The key of a page in an address (``?before=``); None when there is none that could be one."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 18 else None


def _for(village: Division, audiences: Iterable[Audience]) -> QuerySet[Notice]:
    found = Notice.objects.filter(village=village, audience__in=[str(a) for a in audiences])
    return found.select_related("case")


def board_page(village: Division, board: str, audiences: Iterable[Audience], before: int | None = None) -> list[Notice]:
    """Notices on a village's board that the reader belongs to, newest first; one more than a page. One query."""
    found = _for(village, audiences).filter(board=board)
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
        Notice.objects.select_related("village", "village__parent", "case", "case__village")
        .filter(code=code.lower())
        .first()
    )


def objections_to(notice: Notice) -> list[Objection]:
    """Every objection to a notice, oldest first. One query."""
    return list(notice.objections.order_by("pk"))


def objection_counts(notice: Notice) -> dict[str, int]:
    """``{"all", "answered"}`` of a notice's objections. One query."""
    return notice.objections.aggregate(all=Count("pk"), answered=Count("answered_at"))


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
    found = Notice.objects.filter(below("place", viewer.scopes), taken_down_at=None).select_related("village", "case")
    if before:
        found = found.filter(pk__lt=before)
    return list(found.annotate(waiting=_waiting()).order_by("-pk")[: PAGE + 1])


def _waiting() -> Count:
    return Count("objections", filter=Q(objections__answered_at=None))


def down_after(now: datetime, limit: int = 200) -> list[Notice]:
    """Notices whose days are over and that still stand, oldest first. One query."""
    return list(Notice.objects.filter(taken_down_at=None, stands_until__lt=now).order_by("stands_until")[:limit])
