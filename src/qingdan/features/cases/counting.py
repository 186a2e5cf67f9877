"""When a limit is over, and how that was counted: the working calendar asked about a row's instants."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from qingdan.domain.rules.calendar import Deadline, Stop, WorkCalendar
from qingdan.domain.rules.limits import Unit, parse_limit
from qingdan.domain.words import Words
from qingdan.records.editions.queries import work_calendar
from qingdan.records.regions.days import end_of_day, local_date

Held = tuple[datetime, datetime, Words]  # a limit stood still from … to … , and why


def count(
    limit: str, started_at: datetime, stops: Iterable[Held] = (), calendar: WorkCalendar | None = None
) -> Deadline:
    """The deadline of a limit that began at an instant and stood still in between. One query without a calendar."""
    parsed = parse_limit(limit)
    day = _as_counted(parsed.unit)
    held = [Stop(day(began), day(ended), why) for began, ended, why in stops]
    return (calendar or work_calendar()).add(day(started_at), parsed, stops=held)


def left(
    limit: str, started_at: datetime, at: datetime, stops: Iterable[Held] = (), calendar: WorkCalendar | None = None
) -> int:
    """How much of a limit is left when it stops at an instant: working days, days, or whole hours."""
    parsed = parse_limit(limit)
    day = _as_counted(parsed.unit)
    held = [Stop(day(began), day(ended), why) for began, ended, why in stops]
    return (calendar or work_calendar()).left(day(started_at), parsed, day(at), held)


def _as_counted(unit: Unit) -> Callable[[datetime], date]:
    """Hours run from the moment, everything else from the local day."""
    return (lambda moment: moment) if unit is Unit.HOURS else local_date


def end_of(counted: Deadline) -> datetime:
    """The last instant at which the act is still in time."""
    return counted.due if isinstance(counted.due, datetime) else end_of_day(counted.due)
