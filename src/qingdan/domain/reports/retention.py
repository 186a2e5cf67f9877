"""How long a report is kept after its ending, when its reporter is warned, and what deletion leaves.

Deleted with the thread: every envelope, slot, salt and statement, the receipt's locator, the handling's events. Left:
the leaf in the public log (a salted digest whose salt is gone), and how many reports there were in a month.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qingdan.domain.reports.handling import Handling, Stage
from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.domain.rules.limits import parse_limit, settled

KEPT = {
    Stage.REFUSED: "limits.report-keep-refused months",
    Stage.MERGED: "limits.report-keep-closed months",
    Stage.HANDED_ON: "limits.report-keep-handed-on months",
    Stage.ANSWERED: "limits.report-keep-closed months",
    Stage.WITHDRAWN: "limits.report-keep-withdrawn months",
}
# Where an edition sets none. Whatever it sets, at least as long as somebody may ask again.
SETTINGS = {
    "report-keep-refused": 6,
    "report-keep-closed": 12,
    "report-keep-handed-on": 24,
    "report-keep-withdrawn": 1,
}
WARNED = parse_limit("30 days")


@dataclass(frozen=True, slots=True)
class Keeping:
    """``until``: the last day on which it is kept. ``warned``: from which day its page says so."""

    until: date
    warned: date

    def over(self, day: date) -> bool:
        """Whether it is to be deleted."""
        return day > self.until


def keeping(
    handling: Handling, calendar: WorkCalendar, limits: Mapping[str, int] | None = None, main: Handling | None = None
) -> Keeping | None:
    """How long a report is kept; None while it is open, or already deleted.

    ``main``: the report with which it was merged. While that is open this one stays, and then as long as that one.
    """
    if handling.stage is Stage.MERGED and main is not None:
        if main.stage.is_open:
            return None
        if main.stage is not Stage.DELETED:
            handling = max(handling, main, key=lambda one: one.since)
    if handling.stage not in KEPT:
        return None
    limit = parse_limit(settled(KEPT[handling.stage], SETTINGS | dict(limits or {})))
    until = calendar.add(handling.since, limit).due
    return Keeping(until, max(handling.since, calendar.before(until, WARNED).due))
