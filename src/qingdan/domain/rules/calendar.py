"""The working calendar: which days people work, and when a time limit is over.

The day of the event itself is not counted (民法典 201, not verified: its text was not at hand). A period of calendar
days or months that ends on a day off ends on the next working day only where the caller says so (``roll``; 民法典 203,
not verified): a notice period does not grow because it ends on a Sunday. Days are local days (Asia/Shanghai).
While a limit is stopped no day counts, of whatever kind (:class:`Stop`).
"""

from __future__ import annotations

import calendar as months
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import takewhile

from qingdan.domain.rules.deadlines import ONE_DAY, WEEKEND, Deadline, Span, Stop, spans_of
from qingdan.domain.rules.limits import Limit, Unit, parse_limit
from qingdan.domain.words import Words

_CHINA = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Holidays and make-up working days of the published years; other years are Monday to Friday, provisionally."""

    years: frozenset[int] = frozenset()
    holidays: Mapping[date, Words] = field(default_factory=dict)
    make_up: frozenset[date] = frozenset()

    def published(self, year: int) -> bool:
        """Whether the holidays of ``year`` are known."""
        return year in self.years

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on ``day``."""
        return self.day_off(day) is None

    def day_off(self, day: date) -> Words | None:
        """Why ``day`` is no working day (the holiday's name, or weekend); None for a working day."""
        if day in self.make_up:
            return None
        return self.holidays.get(day) or (WEEKEND if day.weekday() >= 5 else None)

    def add(self, start: date, limit: Limit, *, roll: bool = False, stops: Iterable[Stop] = ()) -> Deadline:
        """The deadline ``limit`` after an event on ``start`` (for hours: at the moment ``start``).

        ``roll``: a period of days or months that ends on a day off ends on the next working day. ``stops``: when the
        limit stood still, in order; what comes after its end changes nothing.
        :raises ValueError: hours from a day without a time; a moment that is not in China's time; past the year 9999.
        """
        stops = tuple(stops)
        if limit.unit is Unit.HOURS:
            return _stopped_hours(_hours(start, limit, 1), stops)
        try:
            if stops:
                return self._with_stops(_day(start), limit, stops, roll)
            return self._forward(_day(start), limit, roll)
        except OverflowError:
            raise ValueError(f"{limit} after {start.isoformat()} is later than any date that can be written") from None

    def before(self, end: date, limit: Limit) -> Deadline:
        """The latest day that is still ``limit`` before ``end``, the day of ``end`` not counted ("at least 10 days
        before the meeting"). :raises ValueError: as :meth:`add`."""
        if limit.unit is Unit.HOURS:
            return _hours(end, limit, -1)
        try:
            return self._backward(_day(end), limit)
        except OverflowError:
            raise ValueError(f"{limit} before {end.isoformat()} is earlier than any date that can be written") from None

    def left(self, start: date, limit: Limit, day: date, stops: Iterable[Stop] = ()) -> int:
        """How much of ``limit`` is left when it stops on ``day`` (counted still): working days for a limit in working
        days, whole hours for one in hours, days for any other; 0 when it is over."""
        due = self.add(start, limit, stops=stops).due
        if limit.unit is Unit.HOURS:
            return max(0, (due - day) // timedelta(hours=1))
        last, days = _day(due), _days_from(_day(day), 1)
        stopped = _stopped(tuple(stops))
        counts = (d for d in days if d > last or not stopped(d))
        rest = takewhile(lambda d: d <= last, counts)
        return sum(limit.unit is not Unit.WORKING_DAYS or self.is_working_day(d) for d in rest)

    # -- counting ------------------------------------------------------------------------------------------------
    def _with_stops(self, start: date, limit: Limit, stops: tuple[Stop, ...], roll: bool) -> Deadline:
        """Day by day: whatever the unit, a day on which the limit stood still is left out with its reason."""
        amount, stopped = limit.amount, _stopped(stops)
        if limit.unit is Unit.MONTHS:
            amount = (_months_on(start, limit.amount) - start).days
        working = limit.unit is Unit.WORKING_DAYS
        counted: list[date] = []
        skipped: list[tuple[date, Words]] = []
        for day in _days_from(start, 1):
            why = stopped(day) or (self.day_off(day) if working else None)
            if why is None:
                counted.append(day)
            else:
                skipped.append((day, why))
            if len(counted) == amount:
                break
        found = Deadline(
            due=counted[-1],
            limit=limit,
            start=start,
            counted=tuple(spans_of(counted)),
            skipped=tuple(skipped),
            make_up=tuple(d for d in counted if d.weekday() >= 5) if working else (),
            unpublished=self._unpublished(start + ONE_DAY, counted[-1]) if working else (),
        )
        return self._rolled(found) if roll and not working else found

    def _forward(self, start: date, limit: Limit, roll: bool) -> Deadline:
        if limit.unit is Unit.WORKING_DAYS:
            return self._working_days(start, limit, 1)
        end = start + timedelta(days=limit.amount) if limit.unit is Unit.DAYS else _months_on(start, limit.amount)
        found = Deadline(due=end, limit=limit, start=start, counted=(Span(start + ONE_DAY, end),))
        return self._rolled(found) if roll else found

    def _rolled(self, found: Deadline) -> Deadline:
        """The same, moved to the next working day where it ends on a day off."""
        due, passed = found.due, []
        while why := self.day_off(due):
            passed.append((due, why))
            due += ONE_DAY
        return replace(
            found,
            due=due,
            skipped=(*found.skipped, *passed),
            rolled_from=found.due if passed else None,
            unpublished=self._unpublished(found.due, due),
        )

    def _backward(self, end: date, limit: Limit) -> Deadline:
        if limit.unit is Unit.WORKING_DAYS:
            return self._working_days(end, limit, -1)
        due = end - timedelta(days=limit.amount) if limit.unit is Unit.DAYS else _months_on(end, -limit.amount)
        return Deadline(due, limit, end, counted=(Span(due, end - ONE_DAY),), backward=True)

    def _working_days(self, start: date, limit: Limit, step: int) -> Deadline:
        counted: list[date] = []
        skipped: list[tuple[date, Words]] = []
        for day in _days_from(start, step):
            why = self.day_off(day)
            if why is None:
                counted.append(day)
            else:
                skipped.append((day, why))
            if len(counted) == limit.amount:
                break
        due = counted[-1]
        return Deadline(
            due=due,
            limit=limit,
            start=start,
            counted=tuple(spans_of(sorted(counted))),
            skipped=tuple(sorted(skipped, key=lambda pair: pair[0])),
            make_up=tuple(day for day in sorted(counted) if day.weekday() >= 5),
            unpublished=self._unpublished(*sorted((start + step * ONE_DAY, due))),
            backward=step < 0,
        )

    def _unpublished(self, first: date, last: date) -> tuple[int, ...]:
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)


def _day(moment: date) -> date:
    """The local day of a day or of a moment in China's time."""
    if not isinstance(moment, datetime):
        return moment
    if moment.utcoffset() not in (None, _CHINA):
        raise ValueError(
            f"{moment.isoformat()} is not in China's time: turn it into Asia/Shanghai before counting days"
        )
    return moment.date()


def _hours(start: date, limit: Limit, sign: int) -> Deadline:
    if not isinstance(start, datetime):
        raise ValueError(f"{limit} runs from a moment: give a date with a time, not only {start.isoformat()}")
    return Deadline(start + sign * timedelta(hours=limit.amount), limit, start, backward=sign < 0)


def _stopped_hours(found: Deadline, stops: tuple[Stop, ...]) -> Deadline:
    """Hours go on after a stop where they stood."""
    due, held = found.due, []
    for stop in stops:
        if stop.began < due and stop.ended > found.start:
            due += stop.ended - max(stop.began, found.start)
            held.append(stop)
    return replace(found, due=due, stops=tuple(held))


def _stopped(stops: tuple[Stop, ...]) -> Callable[[date], Words | None]:
    """Why a day does not count because a limit stood still on it; None for a day on which it ran."""
    spans = [(_day(stop.began), _day(stop.ended), stop.why) for stop in stops]
    return lambda day: next((why for began, ended, why in spans if began < day <= ended), None)


def _months_on(start: date, count: int) -> date:
    """The same day ``count`` months on; the last day of the month where that month is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    return date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1]))


def _days_from(start: date, step: int) -> Iterator[date]:
    while True:
        start += step * ONE_DAY
        yield start


__all__ = ["Deadline", "Limit", "Span", "Stop", "Unit", "WorkCalendar", "parse_limit"]
