"""Days as villages count them: Beijing time, whatever the clock of the server says."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def local_date(at: datetime) -> date:
    """The day in Beijing of an aware instant."""
    return at.astimezone(BEIJING).date()


def end_of_day(day: date) -> datetime:
    """The last microsecond of a day in Beijing: 以内 and 届满 include the day itself (民法典 1259)."""
    return datetime.combine(day + timedelta(days=1), time(), BEIJING) - timedelta(microseconds=1)


def start_of_day(day: date) -> datetime:
    """The first instant of a day in Beijing."""
    return datetime.combine(day, time(), BEIJING)
