"""How a report is handled: a state that only these events move, and no ending without a reason and a way on.

Pure: ``apply(handling, event)`` gives the next state or refuses in words. Time comes with the events. What was written
is not here: it lies sealed in the thread, and this is all that the host sees of its handling.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import reduce

from qingdan.domain.complaints import Miswritten
from qingdan.domain.reports.ways import WAYS, Reason, Way
from qingdan.domain.words import Words


class Stage(StrEnum):
    """Where a report stands. The first three are open, the rest are endings."""

    FILED = "filed"
    ACCEPTED = "accepted"
    VERIFYING = "verifying"
    REFUSED = "refused"
    MERGED = "merged"
    HANDED_ON = "handed-on"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"

    @property
    def is_open(self) -> bool:
        """Whether an office still has to do something."""
        return self in _OPEN


_OPEN = frozenset({Stage.FILED, Stage.ACCEPTED, Stage.VERIFYING})


class Act(StrEnum):
    """What moves a report. ``HAND_UP``: to the next office; by itself when a clock is over or a conflict comes up."""

    ACCEPT = "accept"
    VERIFY = "verify"
    REFUSE = "refuse"
    MERGE = "merge"
    HAND_ON = "hand-on"
    ANSWER = "answer"
    HAND_UP = "hand-up"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Event:
    """One act on its day. ``reason``: why it ends there. ``to``: whom a lead or a refused report goes to, or the thread
    (its id in hex) with which it is merged; the office, when it is handed up."""

    act: Act
    on: date
    reason: Reason | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class Handling:
    """The state. ``thread``: the report's id in hex. ``since``: the day of the last event. ``tier``: how many times it
    was handed up. ``to``: whom it went to last."""

    thread: str
    stage: Stage
    since: date
    tier: int = 0
    reopened: int = 0
    reason: Reason | None = None
    to: str = ""

    @property
    def ways(self) -> tuple[Way, ...]:
        """What its reporter can do from an ending; empty while it is open."""
        return WAYS[self.reason] if self.reason and not self.stage.is_open else ()


class NotNow(Miswritten):
    """This act is not possible from here; says what is."""


MOST_REOPENINGS = 1  # at the same office; then it goes up
_FROM = {
    Act.ACCEPT: {Stage.FILED},
    Act.VERIFY: {Stage.ACCEPTED},
    Act.REFUSE: {Stage.FILED},
    Act.MERGE: _OPEN,
    Act.HAND_ON: {Stage.ACCEPTED, Stage.VERIFYING},
    Act.ANSWER: {Stage.VERIFYING, Stage.HANDED_ON},  # of a lead: what the other body reported back
    Act.HAND_UP: frozenset(Stage) - {Stage.DELETED},  # by the office, by the clock, or by a reporter not satisfied
    Act.WITHDRAW: _OPEN,
    Act.REOPEN: {Stage.REFUSED, Stage.MERGED, Stage.ANSWERED, Stage.HANDED_ON, Stage.WITHDRAWN},
    Act.DELETE: frozenset(Stage) - _OPEN - {Stage.DELETED},
}
_TO = {
    Act.ACCEPT: Stage.ACCEPTED,
    Act.VERIFY: Stage.VERIFYING,
    Act.REFUSE: Stage.REFUSED,
    Act.MERGE: Stage.MERGED,
    Act.HAND_ON: Stage.HANDED_ON,
    Act.ANSWER: Stage.ANSWERED,
    Act.HAND_UP: Stage.FILED,
    Act.WITHDRAW: Stage.WITHDRAWN,
    Act.REOPEN: Stage.FILED,
    Act.DELETE: Stage.DELETED,
}
_REASONS = {
    Act.REFUSE: {Reason.NOT_OURS, Reason.TOO_LITTLE, Reason.FOR_THE_COURTS, Reason.NO_REPORT},
    Act.MERGE: {Reason.SAME_MATTER},
    Act.HAND_ON: {Reason.LEAD},
    Act.ANSWER: {Reason.BORNE_OUT, Reason.PARTLY, Reason.NOT_BORNE_OUT, Reason.CANNOT_TELL},
    Act.WITHDRAW: {Reason.BY_REPORTER},
    Act.DELETE: {Reason.TIME_OVER, Reason.BY_REPORTER},
}
_NEEDS_TARGET = {Act.MERGE, Act.HAND_ON, Act.HAND_UP}
_TARGET_BY_REASON = {Reason.NOT_OURS, Reason.FOR_THE_COURTS}


def begin(thread: str, on: date) -> Handling:
    """A report that came in."""
    return Handling(thread, Stage.FILED, on)


def possible(handling: Handling) -> tuple[Act, ...]:
    """The acts that can move it now."""
    return tuple(act for act in Act if handling.stage in _FROM[act] and _may(handling, act))


def _may(handling: Handling, act: Act) -> bool:
    if act is Act.REOPEN:
        return handling.reopened < MOST_REOPENINGS * (handling.tier + 1)
    return True


def apply(handling: Handling, event: Event) -> Handling:
    """The state after an event. :raises NotNow: it cannot happen here, or lacks what it needs."""
    if event.act not in possible(handling):
        raise _not_now(handling)
    if event.on < handling.since:
        raise _says("日子早于上一步", "its day is before the last step", "请核对日期。", "Check the date.")
    reasons = _REASONS.get(event.act)
    if (reasons is None) != (event.reason is None) or (reasons and event.reason not in reasons):
        raise _says(
            "没有写明这样处理的理由", "the reason is missing or does not go with this",
            "请从给出的理由中选一个。", "Choose one of the reasons offered.",
        )  # fmt: skip
    needs = event.act in _NEEDS_TARGET or event.reason in _TARGET_BY_REASON
    if needs != bool(event.to.strip()) or (event.act is Act.MERGE and event.to == handling.thread):
        raise _says(
            "没有写明转到哪里", "it is missing where it goes from here",
            "请写明接下来由谁办。", "Say who has it from here on.",
        )  # fmt: skip
    return replace(
        handling,
        stage=_TO[event.act],
        since=event.on,
        tier=handling.tier + (event.act is Act.HAND_UP),
        reopened=handling.reopened + (event.act is Act.REOPEN),
        reason=event.reason,
        to=event.to,
    )


def merge(handling: Handling, into: Handling, on: date) -> Handling:
    """Merge it with another, which must be open itself: so every chain of merged reports ends in one being handled.

    :raises NotNow: it is not, or nothing can be merged now.
    """
    if not into.stage.is_open:
        raise _says(
            "要并入的那一份已经办结", "the one that it would be merged with is closed",
            "请先重新打开那一份，或者单独办理。", "Reopen that one first, or handle this by itself.",
        )  # fmt: skip
    return apply(handling, Event(Act.MERGE, on, Reason.SAME_MATTER, into.thread))


def replay(thread: str, on: date, events: Iterable[Event]) -> Handling:
    """The state that a report's events give. :raises NotNow: they cannot have happened so."""
    return reduce(apply, events, begin(thread, on))


def _not_now(handling: Handling) -> NotNow:
    can = "、".join(possible(handling)) or "-"
    return _says(
        f"举报现在是“{handling.stage}”，不能这样办", f"it is {handling.stage} now, and cannot be moved so",
        f"现在可以：{can}。", f"Possible now: {can}.",
    )  # fmt: skip


def _says(zh: str, en: str, then_zh: str, then_en: str) -> NotNow:
    return NotNow(Words(zh, en), Words(then_zh, then_en))
