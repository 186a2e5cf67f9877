"""Cases follow when villages merge or move: all of them with their tasks and limits, open and finished alike.

Events are never touched: a case keeps its number, its record and the village in which it began.
"""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from qingdan.features.cases.models import Case, Counter, Deadline, Task
from qingdan.records.regions import rebasing
from qingdan.records.regions.rebasing import Counted, Move, Rebaser, move_rows
from qingdan.records.register.acts import Acting


def count(move: Move) -> list[Counted]:
    """Cases, open steps and running limits below the old paths."""
    cases = Case.objects.filter(move.below("place"))
    follow = _("编号不变，转到新的村")
    return [
        Counted(_("还在办的事项"), cases.exclude(phase="over").count(), follow),
        Counted(_("已办结的事项"), cases.filter(phase="over").count(), follow),
        Counted(_("等人办的步骤"), Task.objects.filter(move.below("place")).count(), _("转给新村同一职务的人")),
        Counted(
            _("在走的期限"),
            Deadline.objects.filter(move.below("place"), state=Deadline.RUNNING).count(),
            _("照原来的日子算"),
        ),
    ]


def apply(acting: Acting, move: Move) -> None:
    """Cases first, under their row locks: whoever moves one at this moment meets it at its new place."""
    list(Case.objects.select_for_update(of=("self",)).filter(move.below("place")).order_by("pk").values_list("pk"))
    Case.objects.filter(village__in=list(move.successors), origin=None).update(origin=F("village"))
    move_rows(Case, move, path="place", village="village")
    move_rows(Task, move, path="place")
    move_rows(Deadline, move, path="place")
    _count_on(move)


def _count_on(move: Move) -> None:
    """The successor counts on from the highest number of all, so that a number under a name kept comes once only."""
    for number, successor in move.successors.items():
        for counter in Counter.objects.filter(village=number):
            kept, _made = Counter.objects.select_for_update().get_or_create(
                village=successor, year=counter.year, norm=counter.norm
            )
            kept.last = max(kept.last, counter.last)
            kept.save(update_fields=["last"])


def register() -> None:
    """Called when the app is ready."""
    covers = ((Case, "village"), (Case, "place"), (Task, "place"), (Deadline, "place"))
    rebasing.register_rebaser(Rebaser("cases", covers, count, apply))
    rebasing.stays(Case, "origin", "it says where the case began")
    rebasing.stays(Counter, "village", "the successor has a counter of its own, which counts on")
