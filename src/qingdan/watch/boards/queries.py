"""Reads of boards, named for their reader. Each costs a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from qingdan.domain.rules.audience import Audience
from qingdan.records.regions.models import Division
from qingdan.watch.boards.models import Notice, Objection

PAGE = 20


def board_page(village: Division, board: str, audiences: Iterable[Audience], before: int | None = None) -> list[Notice]:
    """Notices on a village's board that the reader belongs to, newest first; one more than a page. One query."""
    found = Notice.objects.filter(village=village, board=board, audience__in=[str(a) for a in audiences])
    if before:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[: PAGE + 1])


def newest(village: Division, audiences: Iterable[Audience], count: int = 5) -> list[Notice]:
    """The newest notices of a village on any board. One query."""
    found = Notice.objects.filter(village=village, audience__in=[str(a) for a in audiences])
    return list(found.order_by("-pk")[:count])


def notice_by_code(code: str) -> Notice | None:
    """A notice by the code on its sheet. One query."""
    return Notice.objects.select_related("village", "case").filter(code=code.lower()).first()


def objections_to(notice: Notice) -> list[Objection]:
    """Every objection to a notice, oldest first. One query."""
    return list(notice.objections.order_by("pk"))


def down_after(now: datetime, limit: int = 200) -> list[Notice]:
    """Notices whose days are over and that still stand, oldest first. One query."""
    return list(Notice.objects.filter(taken_down_at=None, stands_until__lt=now).order_by("stands_until")[:limit])
