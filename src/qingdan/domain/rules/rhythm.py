"""How often something must be made public: the periods of a rhythm, and the last day on which each may be put up.

Months, quarters and years are those of the calendar. A period that had begun before the lists applied counts from the
day on which they did. Days are local days (Asia/Shanghai).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.domain.rules.deadlines import Deadline
from qingdan.domain.rules.limits import Limit, Unit
from qingdan.domain.rules.reasons import Reason, day_words
from qingdan.domain.words import Words

_QUARTERS = (("第一", "first"), ("第二", "second"), ("第三", "third"), ("第四", "fourth"))
_ONE_DAY = timedelta(days=1)


class Rhythm(StrEnum):
    """How often; ``at-once`` is after each event and has no periods."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    AT_ONCE = "at-once"

    @property
    def months(self) -> int:
        """The length of a period. :raises KeyError: at-once has none."""
        return {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.YEARLY: 12}[self]

    @property
    def words(self) -> Words:
        """As it stands on a page."""
        return _RHYTHMS[self]


_RHYTHMS = {
    Rhythm.MONTHLY: Words("每月一次", "every month"),
    Rhythm.QUARTERLY: Words("每季度一次", "every quarter"),
    Rhythm.YEARLY: Words("每年一次", "every year"),
    Rhythm.AT_ONCE: Words("随时公布", "at once"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter or year, from ``first`` (later than ``begins`` where the lists came later) to ``last``."""

    rhythm: Rhythm
    begins: date
    first: date
    last: date

    @property
    def key(self) -> str:
        """A lasting short name, in the order of time among those of its rhythm: 2026-10, 2026-q3, 2026."""
        match self.rhythm:
            case Rhythm.MONTHLY:
                return f"{self.begins:%Y-%m}"
            case Rhythm.QUARTERLY:
                return f"{self.begins.year}-q{self._quarter + 1}"
        return str(self.begins.year)

    @property
    def _quarter(self) -> int:
        return (self.begins.month - 1) // 3

    @property
    def words(self) -> Words:
        """2026年10月, 2026年第三季度, 2026年."""
        year = self.begins.year
        match self.rhythm:
            case Rhythm.MONTHLY:
                name = day_words(self.begins).en.split()[1]
                return Words(f"{year}年{self.begins.month}月", f"{name} {year}")
            case Rhythm.QUARTERLY:
                zh, en = _QUARTERS[self._quarter]
                return Words(f"{year}年{zh}季度", f"the {en} quarter of {year}")
        return Words(f"{year}年", str(year))

    def is_told_until(self, day: date) -> bool:
        """Whether an account that runs until ``day`` is that of this period: it comes into the period's last month."""
        return (day.year, day.month) == (self.last.year, self.last.month)


def period_of(rhythm: Rhythm, day: date) -> Period:
    """The whole period that ``day`` lies in. :raises KeyError: for at-once."""
    length = rhythm.months
    begins = date(day.year, (day.month - 1) // length * length + 1, 1)
    return Period(rhythm, begins, begins, _after(begins, length) - _ONE_DAY)


def periods(rhythm: Rhythm, first: date, until: date) -> Iterator[Period]:
    """Every period of which a day lies from ``first`` to ``until``, the earliest first. The one under way on ``first``
    begins with that day; the one under way on ``until`` is given whole."""
    found = period_of(rhythm, first)
    while found.begins <= until:
        yield Period(rhythm, found.begins, max(found.begins, first), found.last)
        found = period_of(rhythm, found.last + _ONE_DAY)


def _after(begins: date, months: int) -> date:
    years, month = divmod(begins.month - 1 + months, 12)
    return date(begins.year + years, month + 1, 1)


def due_after(day: date, within: Limit, calendar: WorkCalendar) -> Deadline:
    """The last day ``within`` a limit after ``day``; one that would be a day off is the next working day."""
    return calendar.add(day, within, roll=True)


def due_on(last: date, start: date, within: Limit) -> Deadline:
    """A last day that was reckoned elsewhere: extended, or stopped for a time."""
    return Deadline(last, within, start)


def calculation(period: Period, due: Deadline) -> tuple[Reason, ...]:
    """How the last day was reckoned, part by part, as a page says it."""
    return (*_clipped(period), _opening(period, due), *_rest(due))


def calculation_from(what: Words, due: Deadline) -> tuple[Reason, ...]:
    """The same for an event that was on the day from which the limit runs; ``what`` names it."""
    start, limit = day_words(due.start), due.limit.words
    zh, en = f"{what.zh}：{start.zh}，之后{limit.zh}内公布", f"{what.en}: {start.en}, within {limit.en} after that"
    return (Reason("event", Words(zh, en), {"day": due.start.isoformat()}), *_rest(due))


def _clipped(period: Period) -> Iterator[Reason]:
    if period.first != period.begins:
        day = day_words(period.first)
        words = Words(f"从{day.zh}开始用清单，从这天算起", f"The lists apply from {day.en}: counted from that day")
        yield Reason("joined", words, {"first": period.first.isoformat()})


def _opening(period: Period, due: Deadline) -> Reason:
    last, limit = day_words(period.last), due.limit.words
    zh = f"{period.words.zh}到{last.zh}止，之后{limit.zh}内公布"
    en = f"{period.words.en} ends on {last.en}; it is published within {limit.en} after that"
    return Reason("period", Words(zh, en[0].upper() + en[1:]), {"period": period.key})


def _rest(due: Deadline) -> Iterator[Reason]:
    """Days of calendar need no list; working days do. Then how it moved, and when it is."""
    shown = {"rolled", "due", "provisional"}
    if due.limit.unit is Unit.WORKING_DAYS:
        shown |= {"make-up", "skipped"}
    return (reason for reason in due.explain() if reason.code in shown)
