"""Robots and subscriptions follow when villages merge or move: whoever wanted to know of the one hears of the next."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qingdan.records.regions import rebasing
from qingdan.records.regions.rebasing import Counted, Move, Rebaser, move_rows
from qingdan.records.register.acts import Acting
from qingdan.watch.reach import queries
from qingdan.watch.reach.acts import end_subscription
from qingdan.watch.reach.models import Robot, Subscription


def count(move: Move) -> list[Counted]:
    """What is still at work."""
    robots = Robot.objects.filter(move.below("place"), ended_at=None).count()
    readers = Subscription.objects.filter(move.below("place"), ended_at=None).count()
    return [
        Counted(_("群机器人"), robots, _("接着发新的村的公示")),
        Counted(_("订阅"), readers, _("接着收新的村的公示")),
    ]


def apply(acting: Acting, move: Move) -> None:
    """Let the rows follow. Who had subscribed to both villages has two subscriptions to one: the older one stays."""
    _end_doubles(acting, move)
    move_rows(Robot, move, path="place", village="division")
    move_rows(Subscription, move, path="place", village="village")


def _end_doubles(acting: Acting, move: Move) -> None:
    for successor in set(move.successors.values()):
        ended = [number for number, after in move.successors.items() if after == successor]
        there = set(queries.open_subscriptions([successor.pk]).values_list("known_by", flat=True))
        for one in queries.open_subscriptions(ended):
            if one.known_by in there:
                end_subscription(acting=acting, subscription=one, why=Subscription.Why.STOPPED)
            there.add(one.known_by)


def register() -> None:
    """Called when the app is ready."""
    covers = ((Robot, "division"), (Robot, "place"), (Subscription, "village"), (Subscription, "place"))
    rebasing.register_rebaser(Rebaser("reach", covers, count, apply))
