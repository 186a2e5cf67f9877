"""When things happened: in office hours, a few hours or a day apart, well within each step's own limit."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from django.utils import timezone

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.state import Event, base
from qingdan.domain.rules.limits import Unit, parse_limit

DAYS = {Unit.HOURS: 1 / 24, Unit.DAYS: 1.0, Unit.WORKING_DAYS: 1.45, Unit.MONTHS: 30.5}
OPENS, CLOSES = time(8, 30), time(17, 30)
SHARE = 0.2  # of a limit: several steps may stand open at once, and are done one after another


def days_of(limit: str) -> float:
    """About how many days a limit is, weekends included."""
    parsed = parse_limit(limit)
    return parsed.amount * DAYS[parsed.unit]


def pause(machine: Machine, event: Event, luck: random.Random) -> float:
    """How many days before an event of a plan nothing happens in its case. A sub-case is not counted."""
    node = machine.steps.get(base(event["key"]))
    step = node.block if node else None
    shown = getattr(step, "disclosure", None)
    if event["type"] == "close" and shown and shown.objections:
        return days_of(shown.objections) + 2.2  # over at midnight, closed the next night, gone on with after that
    usual = luck.uniform(0.1, 0.8)
    within = getattr(step, "within", None)
    return min(usual, days_of(within) * SHARE) if within else usual


def walk(start: datetime, pauses: Iterable[float]) -> list[datetime]:
    """The moments of the events that follow one another with these pauses (days), each in office hours."""
    found: list[datetime] = []
    for days in pauses:
        start = in_office_hours(start + timedelta(days=days))
        found.append(start)
    return found


def begin_so_that_it_ends_by(end: datetime, pauses: Sequence[float]) -> datetime:
    """When to begin so that the last event is over by then."""
    start = in_office_hours(end - timedelta(days=sum(pauses) + 3))
    for back in range(1, 21):  # days; more each time, for one day before a Monday is that Monday again
        late = walk(start, pauses)[-1] - end if pauses else start - end
        if late <= timedelta(0):
            break
        start = in_office_hours(start - late - timedelta(days=back))
    return start


def in_office_hours(at: datetime) -> datetime:
    """The same moment, or the next in which an office is open; weekends are left out."""
    local = timezone.localtime(at)
    if local.time() > CLOSES:
        local = local + timedelta(days=1)
        local = local.replace(hour=OPENS.hour, minute=OPENS.minute + at.minute // 3)
    elif local.time() < OPENS:
        local = local.replace(hour=OPENS.hour, minute=OPENS.minute + at.minute // 3)
    while local.weekday() > 4:
        local += timedelta(days=1)
    return local
