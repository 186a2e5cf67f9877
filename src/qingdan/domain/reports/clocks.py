"""Which time limits run for a petition or a report, from when to when, and until what day.

The petition regulations' own (信访工作条例 22-23, 34-36) hold for petitions; 34-36 only for those that ask for
something (申诉求决, 31(6)). How a discipline body answers a report is left to other rules (23, last paragraph), whose
text was not at hand: those limits are settings of the edition, never said to be law.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qingdan.domain.reports import handling
from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.domain.rules.deadlines import Deadline, Stop
from qingdan.domain.rules.limits import parse_limit, settled
from qingdan.domain.words import Words

LAW = "信访工作条例"


class Matter(StrEnum):
    """What somebody brings (信访工作条例 29-31)."""

    SUGGESTION = "suggestion"  # 建议意见
    REPORT = "report"  # 检举控告
    APPEAL = "appeal"  # 申诉求决, and of those the ones of 31(6)


class Event(StrEnum):
    """What starts and ends a clock, each with its day."""

    AT_PETITION_OFFICE = "at-petition-office"  # 信访部门收到
    RECEIVED = "received"  # 其他机关、单位收到本人直接提出的
    TRANSFERRED_HERE = "transferred-here"  # 收到转送、交办
    FORWARDED = "forwarded"
    TOLD = "told"  # 告知本人
    DECLINED = "declined"  # 对转送提出异议
    ACCEPTED = "accepted"  # 受理
    ANSWERED = "answered"  # 处理意见送达
    REVIEW_ASKED = "review-asked"
    REVIEWED = "reviewed"
    RECHECK_ASKED = "recheck-asked"
    RECHECKED = "rechecked"
    FILED = "filed"  # 举报收下
    HANDED_ON = "handed-on"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Clock:
    """``limit`` is a time as a definition writes it, or a setting of the edition (``limits.x days``). ``of_asker``: the
    asker's own time, which ends on a working day (民法典 203, not verified); an office's does not grow."""

    slug: str
    title: Words
    starts: Event
    ends: tuple[Event, ...]
    limit: str
    article: str = ""  # of LAW; empty: a setting
    matters: tuple[Matter, ...] = tuple(Matter)
    extend: str = ""  # at most so much more, by the head's approval, and the reason told
    of_asker: bool = False

    @property
    def stands_still_for_hearings(self) -> bool:
        """信访工作条例 36: the time of a hearing is not counted."""
        return self.article == "36" and not self.of_asker


_APPEAL, _REPORT = (Matter.APPEAL,), (Matter.REPORT,)
_E = Event
CLOCKS = (
    Clock("forward", Words("信访部门登记并转送", "The petition office registers and forwards"),
          _E.AT_PETITION_OFFICE, (_E.FORWARDED,), "15 days", "22"),
    Clock("tell", Words("书面告知接收情况和处理途径", "Tell in writing that it came in, and which way it goes"),
          _E.RECEIVED, (_E.TOLD,), "15 days", "23", (Matter.SUGGESTION, Matter.APPEAL)),
    Clock("tell-transferred", Words("对转送来的，书面告知", "Tell in writing of one that was transferred"),
          _E.TRANSFERRED_HERE, (_E.TOLD, _E.DECLINED), "15 days", "23", (Matter.SUGGESTION, Matter.APPEAL)),
    Clock("decline", Words("不属于本单位的，对转送提出异议", "Object to a transfer that is not ours"),
          _E.TRANSFERRED_HERE, (_E.DECLINED, _E.TOLD, _E.ACCEPTED), "5 wd", "23"),
    Clock("handle", Words("办结", "Handle it"),
          _E.ACCEPTED, (_E.ANSWERED,), "60 days", "34", _APPEAL, "30 days"),
    Clock("ask-review", Words("不服的，请求复查", "Ask for a review"),
          _E.ANSWERED, (_E.REVIEW_ASKED,), "30 days", "35", _APPEAL, of_asker=True),
    Clock("review", Words("提出复查意见并书面答复", "Review, and answer in writing"),
          _E.REVIEW_ASKED, (_E.REVIEWED,), "30 days", "35", _APPEAL),
    Clock("ask-recheck", Words("仍不服的，请求复核", "Ask for a second review"),
          _E.REVIEWED, (_E.RECHECK_ASKED,), "30 days", "36", _APPEAL, of_asker=True),
    Clock("recheck", Words("提出复核意见", "Review a second time"),
          _E.RECHECK_ASKED, (_E.RECHECKED,), "30 days", "36", _APPEAL),
    Clock("first-answer", Words("凭回执告诉举报人收没收下", "Tell the reporter by the receipt if it is taken up"),
          _E.FILED, (_E.ACCEPTED, _E.CLOSED), "limits.report-first-answer days", matters=_REPORT),
    Clock("verify", Words("核查并答复举报人", "Verify, and answer the reporter"),
          _E.ACCEPTED, (_E.HANDED_ON, _E.CLOSED), "limits.report-verify days", matters=_REPORT),
    Clock("feedback", Words("向举报人反馈线索办到哪一步", "Tell the reporter how far the lead has come"),
          _E.HANDED_ON, (_E.CLOSED,), "limits.report-feedback days", matters=_REPORT),
)  # fmt: skip
BY_SLUG = {clock.slug: clock for clock in CLOCKS}
SETTINGS = {"report-first-answer": 15, "report-verify": 60, "report-feedback": 90}  # where an edition sets none
_HEARING = Words("听证", "hearing")


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that began, until when, and on what day it ended, if it did."""

    clock: Clock
    deadline: Deadline
    ended: date | None

    def late(self, day: date) -> bool:
        """Whether it ended after its last day, or is still open on a ``day`` after it."""
        return (self.ended or day) > self.deadline.due


def running(
    matter: Matter,
    happened: Mapping[Event, date],
    calendar: WorkCalendar,
    limits: Mapping[str, int] | None = None,
    *,
    extended: Mapping[str, int] | None = None,
    hearings: Iterable[tuple[date, date]] = (),
) -> tuple[Running, ...]:
    """Every clock of the matter that has begun, in the order of :data:`CLOCKS`.

    ``extended``: clock → days by which it was extended. ``hearings``: the first and last day of each.
    :raises ValueError: an extension that the clock does not have, or longer than it may be.
    """
    more, stops = dict(extended or {}), tuple(Stop(first, last, _HEARING) for first, last in hearings)
    settings, found = SETTINGS | dict(limits or {}), []
    for clock in CLOCKS:
        began = happened.get(clock.starts)
        if matter not in clock.matters or began is None:
            continue
        limit = _extended(clock, settled(clock.limit, settings), more.pop(clock.slug, 0))
        still = stops if clock.stands_still_for_hearings else ()
        deadline = calendar.add(began, parse_limit(limit), roll=clock.of_asker, stops=still)
        ends = [day for event in clock.ends if (day := happened.get(event)) is not None and day >= began]
        found.append(Running(clock, deadline, min(ends, default=None)))
    if more:
        raise ValueError(f"no such clock runs: {', '.join(more)}")
    return tuple(found)


_HAPPENED = {
    handling.Act.ACCEPT: Event.ACCEPTED,
    handling.Act.HAND_ON: Event.HANDED_ON,
    handling.Act.REFUSE: Event.CLOSED,
    handling.Act.MERGE: Event.CLOSED,
    handling.Act.ANSWER: Event.CLOSED,
    handling.Act.WITHDRAW: Event.CLOSED,
}


def of_report(filed: date, events: Iterable[handling.Event]) -> dict[Event, date]:
    """What happened to a report, for its clocks: they begin anew when it is reopened or handed up."""
    happened = {Event.FILED: filed}
    for event in events:
        if event.act in (handling.Act.REOPEN, handling.Act.HAND_UP):
            happened = {Event.FILED: event.on}
        elif event.act in _HAPPENED:
            happened[_HAPPENED[event.act]] = event.on
    return happened


def _extended(clock: Clock, limit: str, days: int) -> str:
    if not days:
        return limit
    if not clock.extend or not 0 < days <= parse_limit(clock.extend).amount:
        raise ValueError(f"{clock.slug} cannot be extended by {days} days")
    return f"{parse_limit(limit).amount + days} days"
