"""How a meeting was called: who asked for it, whether notice was given early enough, whether it came too soon again.

A meeting that was called badly was still held: what is wrong stands as a flaw beside its result, for those who watch
over it and for a court, and does not change the count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qingdan.domain.rules.bodies import Body, Call, cite
from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.domain.rules.limits import Limit
from qingdan.domain.rules.reasons import Part, Reason, day_words
from qingdan.domain.words import Words


@dataclass(frozen=True, slots=True)
class Demand:
    """Somebody demanded the meeting: ``who`` is which of the body's ``must_call``, ``asked`` how many of ``of``."""

    who: int
    asked: int
    of: int
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Convening:
    """How a meeting was called. ``notice`` is the step's own limit where it is not the body's; ``urgent`` says that
    notice was given at short term for a special reason; ``called_for`` is the day that the notice named; ``last`` is
    the day of the attempt before this one."""

    held_on: date
    noticed_on: date | None = None
    urgent: bool = False
    demand: Demand | None = None
    notice: Limit | None = None
    called_for: date | None = None
    last: date | None = None
    again_after: Limit | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What is to be said of a convening: what is in order, and what is not."""

    reasons: tuple[Reason, ...] = ()
    flaws: tuple[Reason, ...] = ()


GOOD = frozenset({"notice-kept", "notice-urgent", "demand-reached", "demand-open", "asked-in-time", "again-kept"})


def hear(body: Body, how: Convening, calendar: WorkCalendar) -> Heard:
    """Judge how a meeting was called. Never raises: what is unknown is said to be unknown."""
    found = [*_notice(body, how, calendar), *_demand(body, how, calendar), *_again(how, calendar)]
    return Heard(tuple(r for r in found if r.code in GOOD), tuple(r for r in found if r.code not in GOOD))


def latest_notice(body: Body, how: Convening, calendar: WorkCalendar) -> date | None:
    """The last day on which notice of the meeting is early enough; None where no law asks for any."""
    limit = how.notice or (body.notice.limit if body.notice else None)
    return calendar.before(how.held_on, limit).due if limit else None


def _notice(body: Body, how: Convening, calendar: WorkCalendar) -> Iterator[Reason]:
    due = latest_notice(body, how, calendar)
    limit = how.notice or (body.notice.limit if body.notice else None)
    if due is None or limit is None:
        return
    rule, aside = limit.words, _why(body, limit)
    held = day_words(how.held_on)
    if how.noticed_on is None:
        zh = f"没有登记哪天通知的，要求提前{rule.zh}{aside.zh}"
        yield Reason("notice-unknown", Words(zh, f"No day of notice; {rule.en} are required{aside.en}"))
        return
    told, days = day_words(how.noticed_on), (how.held_on - how.noticed_on).days
    zh = f"{told.zh}通知，{held.zh}开会，提前{days}天，要求提前{rule.zh}"
    en = f"Notice on {told.en} for {held.en}: {days} days; {rule.en} required"
    data: dict[str, Part] = {
        "noticed": how.noticed_on.isoformat(),
        "held": how.held_on.isoformat(),
        "days": days,
        "limit": str(limit),
    }
    if how.called_for is not None and how.called_for != how.held_on:
        named = day_words(how.called_for)
        words = Words(f"通知的是{named.zh}，实际是{held.zh}开的", f"Called for {named.en}, held on {held.en}")
        yield Reason("held-elsewhen", words, {"called": how.called_for.isoformat(), "held": how.held_on.isoformat()})
    if how.noticed_on <= due:
        yield Reason("notice-kept", Words(f"{zh}，够了{aside.zh}", f"{en}: kept{aside.en}"), data)
    elif how.urgent and body.notice and body.notice.urgent:
        words = Words(f"{zh}，属于特殊情况临时通知{aside.zh}", f"{en}: at short term, special circumstances{aside.en}")
        yield Reason("notice-urgent", words, data)
    else:
        last = day_words(due)
        words = Words(f"{zh}，通知晚了，最迟{last.zh}{aside.zh}", f"{en}: too late, {last.en} at the latest{aside.en}")
        yield Reason("notice-short", words, data)


def _why(body: Body, limit: Limit) -> Words:
    """The article behind a notice limit; a longer one is the flow's own rule, and no law is quoted for it."""
    if body.notice and body.notice.limit == limit:
        law = cite(body.notice.basis)
        return Words(f"（{law.zh}）", f" ({law.en})")
    return Words("（本流程规定）", " (this flow's own rule)")


def _demand(body: Body, how: Convening, calendar: WorkCalendar) -> Iterator[Reason]:
    demand = how.demand
    if demand is None or not 0 <= demand.who < len(body.must_call):
        return
    call = body.must_call[demand.who]
    yield demanded(call, demand.asked, demand.of)
    if body.on_demand is None or demand.on is None:
        return
    law = cite(body.on_demand.basis)
    due = calendar.add(demand.on, body.on_demand.within).due
    asked, last = day_words(demand.on), day_words(due)
    data = {"asked": demand.on.isoformat(), "due": due.isoformat(), "held": how.held_on.isoformat()}
    late = how.held_on > due
    zh = f"{asked.zh}提出，最迟{last.zh}开会，{'超过了期限' if late else '没有超期'}（{law.zh}）"
    en = f"Asked for on {asked.en}, due on {last.en}: {'too late' if late else 'in time'} ({law.en})"
    yield Reason("asked-late" if late else "asked-in-time", Words(zh, en), data)


def demanded(call: Call, asked: int, of: int) -> Reason:
    """Whether so many who ask are enough that the meeting must be called."""
    least, share, law = call.threshold.least(of), call.threshold.words, cite(call.threshold.basis)
    aside = Words("，本地设置", ", local setting") if call.threshold.setting else Words("", "")
    reached = of > 0 and asked >= least
    short = Words(f"还差{least - asked}人，由召集人决定", f"{least - asked} short: the conveners decide")
    said = Words("应当召集", "it must be called") if reached else short
    zh = f"{call.name.zh}{of}人中{asked}人提议，{share.zh}为{least}人，{said.zh}（{law.zh}{aside.zh}）"
    en = f"{asked} of {of} {call.name.en} ask; {share.en} is {least}: {said.en} ({law.en}{aside.en})"
    data: dict[str, Part] = {"asked": asked, "of": of, "least": least, "law": law.zh}
    return Reason("demand-reached" if reached else "demand-open", Words(zh, en), data)


def _again(how: Convening, calendar: WorkCalendar) -> Iterator[Reason]:
    if how.last is None or how.again_after is None:
        return
    first = calendar.add(how.last, how.again_after).due
    before, start, rule = day_words(how.last), day_words(first), how.again_after.words
    kept = how.held_on >= first
    zh = f"上次{before.zh}没有开成，要隔{rule.zh}，最早{start.zh}{'，够了' if kept else '，这次开早了'}"
    en = f"Not held on {before.en}; again after {rule.en}, from {start.en}: {'kept' if kept else 'too early'}"
    yield Reason("again-kept" if kept else "again-soon", Words(zh, en), {"first": first.isoformat()})
