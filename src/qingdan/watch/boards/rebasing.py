"""Notices follow when villages merge or move: they hang on, on the board of the village that comes after."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qingdan.records.regions import rebasing
from qingdan.records.regions.rebasing import Counted, Move, Rebaser, move_rows
from qingdan.records.register.acts import Acting
from qingdan.watch.boards.models import Notice, NoticeDraft


def count(move: Move) -> list[Counted]:
    """Sheets that still hang, those that were taken down, and what is being written."""
    notices = Notice.objects.filter(move.below("place"))
    drafts = NoticeDraft.objects.filter(move.below("place"), state__in=NoticeDraft.OPEN)
    return [
        Counted(_("还贴着的公示"), notices.filter(taken_down_at=None).count(), _("贴到原定的日子，编码和二维码不变")),
        Counted(_("取下的公示"), notices.exclude(taken_down_at=None).count(), _("查得到")),
        Counted(_("正在写的公示"), drafts.count(), _("由新村的人接着写")),
    ]


def apply(acting: Acting, move: Move) -> None:
    """Let the sheets follow, and what is being written."""
    move_rows(Notice, move, path="place", village="village")
    move_rows(NoticeDraft, move, path="place", village="village")


def register() -> None:
    """Called when the app is ready."""
    keys = tuple((model, field) for model in (Notice, NoticeDraft) for field in ("village", "place"))
    rebasing.register_rebaser(Rebaser("boards", keys, count, apply))
