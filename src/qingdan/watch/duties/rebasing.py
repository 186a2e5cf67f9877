"""What is late, and what was said of it, follows to the village that comes after; who owed it stays written."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qingdan.records.regions import rebasing
from qingdan.records.regions.rebasing import Counted, Move, Rebaser, move_rows
from qingdan.records.register.acts import Acting
from qingdan.watch.duties.models import Lapse, Naming, Settlement, Statement


def count(move: Move) -> list[Counted]:
    """What is still late."""
    late = Lapse.objects.filter(move.below("place"), good_at=None)
    return [Counted(_("逾期没有公开的"), late.count(), _("列在新的村下面，写明原来是哪个村的"))]


def apply(acting: Acting, move: Move) -> None:
    """Let the rows follow."""
    move_rows(Lapse, move, path="place", village="village")
    move_rows(Statement, move, path="place", village="village")
    move_rows(Naming, move, village="village")


def register() -> None:
    """Called when the app is ready."""
    covers = ((Lapse, "village"), (Lapse, "place"), (Statement, "village"), (Statement, "place"), (Naming, "village"))
    rebasing.register_rebaser(Rebaser("duties", covers, count, apply))
    for model in (Lapse, Statement, Naming):
        rebasing.stays(model, "origin", "it says which village owed it")
    rebasing.stays(Settlement, "village", "the village that comes after settles for itself")
