"""Ledgers follow when villages merge or move; what nobody has said yes to goes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qingdan.features.ledgers.drafts import drop_of
from qingdan.features.ledgers.models import Draft, Ledger
from qingdan.records.regions import rebasing
from qingdan.records.regions.rebasing import Counted, Move, Rebaser, move_rows
from qingdan.records.register.acts import Acting


def count(move: Move) -> list[Counted]:
    """Ledgers, and spreadsheets that wait for a word."""
    drafts = Draft.objects.filter(village__in=list(move.successors)).count()
    return [
        Counted(_("以前的台账"), Ledger.objects.filter(move.below("place")).count(), _("跟着到新的村")),
        Counted(_("没有确认的台账表格"), drafts, _("作废，请在新的村重新导入")),
    ]


def apply(acting: Acting, move: Move) -> None:
    """Let them follow."""
    drop_of(list(move.successors))
    move_rows(Ledger, move, path="place", village="village")


def register() -> None:
    """Called when the app is ready."""
    rebasing.register_rebaser(Rebaser("ledgers", ((Ledger, "village"), (Ledger, "place")), count, apply))
    rebasing.stays(Draft, "village", "it goes: it waits for a word about the village of before")
