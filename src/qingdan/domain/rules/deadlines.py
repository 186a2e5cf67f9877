"""A deadline and how it was counted: which days counted, which were left out and why, and whether it may yet move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from qingdan.domain.rules.limits import Limit
from qingdan.domain.rules.reasons import Reason, day_words, joined
from qingdan.domain.words import Words

ONE_DAY = timedelta(days=1)
WEEKEND = Words("周末", "weekend")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def words(self) -> Words:
        first, last = day_words(self.first), day_words(self.last)
        if self.first == self.last:
            return first
        return Words(f"{first.zh}至{last.zh}", f"{first.en} to {last.en}")


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which a limit stands still: from an event on ``began`` to an event on ``ended``, and why.

    As with the day on which a limit begins, the day of an event belongs to what was before it: the day on which the
    limit stops still counts, the day on which it goes on does not. For hours both are moments.
    """

    began: date
    ended: date
    why: Words


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a limit is over.

    ``due`` is the last day on which the act is still in time (for hours: the moment). ``counted`` are the days that
    count, ``skipped`` the days left out with the reason of each. ``rolled_from`` is the day on which the limit would
    have ended, had it been a working day. ``make_up`` are counted weekend days on which people work. ``unpublished``
    are the years whose holidays were not known when it was counted: then it is provisional and counted again later.
    ``stops`` are those of a limit in hours; of other limits their days stand among the ``skipped``.
    """

    due: date
    limit: Limit
    start: date
    counted: tuple[Span, ...] = ()
    skipped: tuple[tuple[date, Words], ...] = ()
    make_up: tuple[date, ...] = ()
    rolled_from: date | None = None
    unpublished: tuple[int, ...] = ()
    backward: bool = False
    stops: tuple[Stop, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether the date may change when the holidays of a year are published."""
        return bool(self.unpublished)

    def explain(self) -> tuple[Reason, ...]:
        """How it was counted, part by part, in the order in which a page says it."""
        return tuple(self._parts())

    def _parts(self) -> Iterator[Reason]:
        start, due = day_words(self.start), day_words(self.due)
        data = {"start": self.start.isoformat(), "limit": str(self.limit)}
        yield Reason("limit", self._opening(start), data)
        if self.counted:
            spans = joined(span.words for span in self.counted)
            days = sum(span.days for span in self.counted)
            zh, en = f"计入{days}天：{spans.zh}", f"Days counted: {days} ({spans.en})"
            yield Reason("counted", Words(zh, en), {"days": days, "spans": _spans(self.counted)})
        yield from self._make_up()
        yield from self._skipped()
        for stop in self.stops:
            began, ended = day_words(stop.began), day_words(stop.ended)
            zh, en = (
                f"{stop.why.zh}不算：{began.zh}至{ended.zh}",
                f"Not counted ({stop.why.en}): {began.en} to {ended.en}",
            )
            yield Reason("stopped", Words(zh, en), {"began": stop.began.isoformat(), "ended": stop.ended.isoformat()})
        if self.rolled_from is not None:
            day = day_words(self.rolled_from)
            zh, en = (
                f"原应到{day.zh}止，当天不上班，顺延到{due.zh}",
                f"It would end on {day.en}, a day off: moved to {due.en}",
            )
            yield Reason("rolled", Words(zh, en), {"from": self.rolled_from.isoformat()})
        words = Words(f"最迟{due.zh}", f"On {due.en} at the latest")
        yield Reason("due", words, {"due": self.due.isoformat()})
        if self.unpublished:
            years = [str(year) for year in self.unpublished]
            zh = f"{'、'.join(years)}年的放假安排还没有公布，暂按周一至周五计算，公布后重新计算"
            en = f"The holidays of {', '.join(years)} are not published yet: Monday to Friday are counted for now"
            yield Reason("provisional", Words(zh, en), {"years": years})

    def _opening(self, start: Words) -> Words:
        limit = self.limit.words
        if self.backward:
            zh, en = f"{start.zh}之前{limit.zh}", f"{limit.en} before {start.en}"
        else:
            zh, en = f"自{start.zh}起{limit.zh}", f"{limit.en} from {start.en}"
        if not self.counted:  # hours run from the moment itself
            return Words(zh, en)
        return Words(f"{zh}，当天不算", f"{en}, not counting that day")

    def _make_up(self) -> Iterator[Reason]:
        if self.make_up:
            days = joined(map(day_words, self.make_up))
            zh, en = f"{days.zh}是调休上班日，计入", f"Weekend days worked as make-up days, counted: {days.en}"
            yield Reason("make-up", Words(zh, en), {"days": [d.isoformat() for d in self.make_up]})

    def _skipped(self) -> Iterator[Reason]:
        """The days left out, one reason for each cause in the order in which they first come."""
        causes = list(dict.fromkeys(cause for _, cause in self.skipped))
        for cause in causes:
            spans = tuple(spans_of(day for day, why in self.skipped if why == cause))
            where = joined(span.words for span in spans)
            words = Words(f"{cause.zh}不算：{where.zh}", f"Not counted ({cause.en}): {where.en}")
            yield Reason("skipped", words, {"cause": cause.zh, "spans": _spans(spans)})


def spans_of(days: Iterable[date]) -> Iterator[Span]:
    """Days in rising order, gathered into runs without a gap."""
    first = last = None
    for day in days:
        if first is None or last is None:
            first = last = day
        elif day - last == ONE_DAY:
            last = day
        else:
            yield Span(first, last)
            first = last = day
    if first is not None and last is not None:
        yield Span(first, last)


def _spans(spans: Iterable[Span]) -> list[str]:
    return [f"{s.first.isoformat()}/{s.last.isoformat()}" for s in spans]
