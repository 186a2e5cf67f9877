"""Handovers follow when villages merge or move."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qingdan.features.handovers.models import Handover
from qingdan.records.regions import rebasing
from qingdan.records.regions.rebasing import Counted, Move, Rebaser, move_rows
from qingdan.records.register.acts import Acting


def count(move: Move) -> list[Counted]:
    """Handovers that are not done."""
    return [Counted(_("没办完的移交"), Handover.objects.filter(move.below("place"), done_at=None).count(), _("接着办"))]


def apply(acting: Acting, move: Move) -> None:
    """Let them follow."""
    move_rows(Handover, move, path="place", village="village")


def register() -> None:
    """Called when the app is ready."""
    rebasing.register_rebaser(Rebaser("handovers", ((Handover, "village"), (Handover, "place")), count, apply))
