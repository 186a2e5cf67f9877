"""What the clock does: who never said yes is forgotten."""

from __future__ import annotations

from datetime import datetime

from qingdan.records.register.acts import Acting, Refused
from qingdan.watch.reach import queries
from qingdan.watch.reach.acts import WAIT_FOR_YES, end_subscription
from qingdan.watch.reach.models import Subscription


def sweep(now: datetime) -> int:
    """End what was asked for and not confirmed in time. Returns how many."""
    return sum(_lapse(one, now) for one in queries.never_confirmed(now - WAIT_FOR_YES))


def _lapse(subscription: Subscription, now: datetime) -> bool:
    try:
        end_subscription(acting=Acting.system("clock", now), subscription=subscription, why=Subscription.Why.LAPSED)
    except Refused:
        return False  # it ended a moment ago
    return True
