"""Who did a step, when and how, against what the definition demands: as far as a log tells, and never further.

What a log does not say is not held against anybody: without a role, a name, a day or a count nothing is found. It is
not passed over in silence: how often something was demanded and could not be judged is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from qingdan.domain.flow.conform.flows import FlowModel
from qingdan.domain.flow.conform.judging import Deviation, Kind
from qingdan.domain.flow.conform.log import Event
from qingdan.domain.flow.conform.table import Label
from qingdan.domain.flow.conform.wording import bare
from qingdan.domain.flow.events import MEETINGS
from qingdan.domain.flow.model import Clock, Step
from qingdan.domain.rules.bodies import Body
from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.domain.rules.limits import Limit, Unit, parse_limit
from qingdan.domain.rules.reasons import day_words, joined
from qingdan.domain.words import Words

_NAMES = re.compile(r"[、,，;；/\s]+")


@dataclass(frozen=True, slots=True)
class Demands:
    """What the edition and the place demand beside the flow. ``roles``: what each role is called; ``late``: so long
    after it was done may a step be recorded."""

    bodies: Mapping[str, Body]
    roles: Mapping[str, Words]
    calendar: WorkCalendar
    zone: tzinfo
    late: Limit | None = None


class Missing(StrEnum):
    """What a log does not tell, so that something that is demanded cannot be judged."""

    ROLE = "role"
    PERSON = "person"
    TIME = "time"
    BEGAN = "began"
    RECORDED = "recorded"
    PRESENT = "present"
    BODY = "body"
    SINCE = "since"
    RECUSED = "recused"


class Perspectives:
    """Looks at the events of a case from the sides of people, time and meetings. ``unjudged``: how many steps could not
    be judged, by the kind of deviation and by what the log does not tell of them."""

    def __init__(self, model: FlowModel, demands: Demands) -> None:
        self._model, self._demands = model, demands
        self._steps = model.machine.flow.steps()
        self._clocks = model.machine.flow.clocks
        self._roles = {bare(word): role for role, w in demands.roles.items() for word in (w.en, w.zh, role)}
        self._timed = any(step.within for step in self._steps.values())
        self._unjudged: Counter[tuple[Kind, Missing]] = Counter()
        self._tells_recused = False

    @property
    def unjudged(self) -> Counter[tuple[Kind, Missing]]:
        """Who has to stand aside, a log that ever says it says of every step."""
        kept = {pair: n for pair, n in self._unjudged.items() if pair[1] != Missing.RECUSED or not self._tells_recused}
        return Counter(kept)

    def _cannot(self, kind: Kind, missing: Missing) -> None:
        self._unjudged[kind, missing] += 1

    def look(self, events: Sequence[Event], trace: Sequence[Label]) -> Iterator[Deviation]:
        """What was wrong beside the order, event by event, then clock by clock."""
        names = [str(self._model.step_of(label)) for label in trace]
        opened = self._model.opened(trace) if self._timed and any(event.time for event in events) else []
        before: dict[str, Set[str]] = {}
        for position, (event, name) in enumerate(zip(events, names, strict=True)):
            step = self._steps.get(name)
            if step is not None:
                for kind, detail in self._of_event(step, event, before):
                    yield Deviation(kind, name, position, None, detail)
                if step.within:
                    since = opened[position] if opened else None
                    begun = None if since is None or since < 0 else events[since]
                    limit, since_when = parse_limit(step.within), begun.time if begun else None
                    detail_ = self._kept(limit, since_when, event.time, begun is not None or not opened)
                    if detail_:
                        yield Deviation(Kind.LATE, name, position, None, detail_)
            before[name] = before.get(name, frozenset()) | people(event.person)
        yield from self._clocks_kept(events, names)

    def _of_event(self, step: Step, event: Event, before: Mapping[str, Set[str]]) -> Iterator[tuple[Kind, Words]]:
        yield from self._actor(step, event)
        yield from self._hands(step, event, before)
        yield from self._notice(step, event)
        yield from self._quorum(step, event)
        yield from self._lag(event)

    # -- people --------------------------------------------------------------------------------------------------
    def _actor(self, step: Step, event: Event) -> Iterator[tuple[Kind, Words]]:
        allowed = step.signers
        if not allowed:
            return
        if not event.role:
            self._cannot(Kind.WRONG_ACTOR, Missing.ROLE)
            return
        if not self._may(event.role, allowed):
            who = joined(self._demands.roles.get(role, Words(role, role)) for role in allowed)
            zh, en = f"由“{event.role}”办了，应当由{who.zh}办", f"done by “{event.role}”; it is for {who.en}"
            yield Kind.WRONG_ACTOR, Words(zh, en)

    def _may(self, written: str, allowed: Collection[str]) -> bool:
        """Whether every role that a cell names is one of those that may act; several stand one after another."""
        roles = [written] if bare(written) in self._roles else [part for part in _NAMES.split(written) if part]
        return all(self._roles.get(bare(role)) in allowed for role in roles)

    def _hands(self, step: Step, event: Event, before: Mapping[str, Set[str]]) -> Iterator[tuple[Kind, Words]]:
        """``before``: everybody who had a hand in each step until then."""
        hands, aside = people(event.person), people((event.more or {}).get("recused"))
        self._tells_recused = self._tells_recused or bool(aside)
        bound = [name for name in step.not_by if name in before]
        if not aside:
            self._cannot(Kind.RECUSED, Missing.RECUSED)
        if not hands:
            if step.persons > 1 or bound:
                self._cannot(Kind.WRONG_ACTOR, Missing.PERSON)
            return
        if len(hands) < step.persons:
            zh, en = (
                f"要{step.persons}个人一起办，只写了{len(hands)}个",
                f"{step.persons} people are wanted, not {len(hands)}",
            )
            yield Kind.WRONG_ACTOR, Words(zh, en)
        same = next((name for name in bound if hands & before[name]), None)
        if same is not None:
            done = self._model.machine.words(same)
            zh, en = f"和“{done.zh}”是同一个人办的", f"done by the same person as “{done.en}”"
            yield Kind.WRONG_ACTOR, Words(zh, en)
        elif not all(before[name] for name in bound):
            self._cannot(Kind.WRONG_ACTOR, Missing.PERSON)
        if hands & aside:
            yield Kind.RECUSED, Words("应当回避的人参加了", "somebody took part who had to stand aside")

    # -- time ----------------------------------------------------------------------------------------------------
    def _day(self, seconds: float) -> datetime:
        return datetime.fromtimestamp(seconds, self._demands.zone)

    def _kept(self, limit: Limit, since: float | None, done: float | None, begun: bool = True) -> Words | None:
        """How late a step was, or None. ``begun``: it is known which event the limit runs from."""
        if not begun:
            self._cannot(Kind.LATE, Missing.SINCE)
        elif since is None or done is None:
            self._cannot(Kind.LATE, Missing.TIME)
        else:
            return self._overdue(limit, since, done)
        return None

    def _overdue(self, limit: Limit, since: float, done: float) -> Words | None:
        """A day's limit is kept until the end of its last day."""
        begun, ended = self._day(since), self._day(done)
        deadline = self._demands.calendar.add(begun if limit.unit is Unit.HOURS else begun.date(), limit)
        reached = ended if limit.unit is Unit.HOURS else ended.date()
        if reached <= deadline.due:
            return None
        due, at = day_words(deadline.due), day_words(reached)
        zh = f"期限{limit.words.zh}，最迟{due.zh}，{at.zh}才办"
        return Words(zh, f"within {limit.words.en}, by {due.en}; done on {at.en}")

    def _notice(self, step: Step, event: Event) -> Iterator[tuple[Kind, Words]]:
        body = self._demands.bodies.get(step.body or "")
        limit = step.notice or (str(body.notice.limit) if body and body.notice and step.kind in MEETINGS else None)
        if step.disclosure and step.disclosure.objections:
            limit = step.disclosure.objections
        if limit is None:
            return
        if event.began is None or event.time is None:
            self._cannot(Kind.NOTICE_SHORT, Missing.BEGAN if event.began is None else Missing.TIME)
            return
        wanted = parse_limit(limit)
        begun, ended = self._day(event.began), self._day(event.time)
        hours = wanted.unit is Unit.HOURS
        due = self._demands.calendar.add(begun if hours else begun.date(), wanted).due
        if (ended if hours else ended.date()) < due:
            from_, to = day_words(begun.date()), day_words(ended.date())
            zh, en = (
                f"要满{wanted.words.zh}，只有{from_.zh}到{to.zh}",
                f"{wanted.words.en} are wanted; {from_.en} to {to.en}",
            )
            yield Kind.NOTICE_SHORT, Words(zh, en)

    def _lag(self, event: Event) -> Iterator[tuple[Kind, Words]]:
        late = self._demands.late
        if late is None:
            return
        if event.recorded is None or event.time is None:
            self._cannot(Kind.RECORDED_LATE, Missing.RECORDED if event.recorded is None else Missing.TIME)
            return
        done, recorded = self._day(event.time).date(), self._day(event.recorded).date()
        if recorded > self._demands.calendar.add(done, late).due:
            at, put = day_words(done), day_words(recorded)
            yield Kind.RECORDED_LATE, Words(f"{at.zh}办的，{put.zh}才登记", f"done on {at.en}, recorded on {put.en}")

    def _clocks_kept(self, events: Sequence[Event], names: Sequence[str]) -> Iterator[Deviation]:
        for clock in self._clocks.values():
            if clock.to not in names:
                continue
            done = len(names) - 1 - names[::-1].index(clock.to)
            # What counts from a date or back to one needs facts that logs seldom have; for how long a clock stood
            # still, a log of completions does not say.
            begun = names.index(clock.start) if clock.start in names else None
            told = begun is not None and not (clock.before or clock.since or set(clock.stops_in) & {*names[begun:done]})
            since = events[begun].time if begun is not None else None
            detail = self._kept(_longest(clock), since, events[done].time, told)
            if detail:
                whole = Words(f"“{clock.name.zh}”{detail.zh}", f"“{clock.name.en}” {detail.en}")
                yield Deviation(Kind.LATE, clock.to, done, None, whole)

    # -- meetings ------------------------------------------------------------------------------------------------
    def _quorum(self, step: Step, event: Event) -> Iterator[tuple[Kind, Words]]:
        body = self._demands.bodies.get(step.body or "")
        present, entitled = (whole((event.more or {}).get(field)) for field in ("present", "entitled"))
        shares = [t for t in body.quorum if t.of == body.voters] if body else []
        if not shares:
            return
        if step.or_bodies or present is None or entitled is None:
            self._cannot(Kind.QUORUM_SHORT, Missing.BODY if step.or_bodies else Missing.PRESENT)
            return
        least = [t.least(entitled) for t in shares]
        if present < min(least):
            zh = f"应到{entitled}人，实到{present}人，至少要{min(least)}人"
            yield Kind.QUORUM_SHORT, Words(zh, f"{present} of {entitled} came; {min(least)} are wanted")


def _longest(clock: Clock) -> Limit:
    """An extension, which a log of steps does not tell, is not held against anybody."""
    return parse_limit(clock.extend or clock.limit)


def people(text: str | None) -> frozenset[str]:
    """The names in a cell: ``张三、李四``."""
    return frozenset(filter(None, map(bare, _NAMES.split(text)))) if text else frozenset()


def whole(text: str | None) -> int | None:
    """A count in a cell, or None where there is none."""
    digits = (text or "").removesuffix("人").strip()
    return int(digits) if digits.isascii() and digits.isdigit() else None
