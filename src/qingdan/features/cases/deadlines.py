"""Time limits as rows: begun and ended by the events of a case, swept when they are over.

The sweep is a compare-and-set on ``missed_at``, so that two sweeps, or a sweep that was down for a week, act once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Clock
from qingdan.domain.flow.state import State
from qingdan.domain.rules.calendar import Deadline as Counted
from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.domain.rules.deadlines import ONE_DAY
from qingdan.features.cases import stopping
from qingdan.features.cases.counting import count, end_of
from qingdan.features.cases.models import Case, Deadline
from qingdan.records.editions.queries import work_calendar
from qingdan.records.regions.days import end_of_day, local_date
from qingdan.records.regions.queries import as_of
from qingdan.records.regions.running import runs_duties

BEFORE = Deadline.BEFORE


class Begun(NamedTuple):
    """A limit that an event began: its name, the key of the step that it is for, how long (``5 wd``), and the day from
    which it counts where that is not the event's."""

    name: str
    key: str
    limit: str
    since: date | None = None


def follow(case: Case, running: Machine, before: State, after: State, happened_at: datetime) -> list[Deadline]:
    """End the limits of what closed, and begin those of what opened, was put up, or was completed; gives the latter."""
    ended = [*_ended(running, before, after), *_clocks_stopped(running, before, after)]
    if ended:
        running_now = Deadline.objects.filter(case=case, state__in=Deadline.COUNTING, name__in=ended)
        running_now.update(state=Deadline.MET, ended_at=happened_at)
    if after["phase"] != "running" and before["phase"] == "running":
        _drop_all(case, after, happened_at)
    begun = list(_begun(running, before, after))
    if before["round"]:
        begun = _without_running_clocks(case, begun)
    rows = _write(case, begun, happened_at)
    stopping.follow(case, running, before, after, happened_at, {row.name for row in rows})
    return [row for row in rows if row.name not in stopping.held(running, after)]


def duties_begun(before: State, after: State) -> list[str]:
    """The duties owed that an event brought, or that began their next round with it."""
    return [k for k in after["owed"] if k not in before["owed"] or _next_round(k, before, after)]


def duties_ended(before: State, after: State) -> list[str]:
    """The duties owed that an event discharged, for good or until their next round."""
    return [k for k in before["owed"] if k not in after["owed"] or _next_round(k, before, after)]


def _next_round(key: str, before: State, after: State) -> bool:
    return after["round"].get(key, 1) > before["round"].get(key, 1)


def _objections(state: State, key: str) -> dict[str, str | None]:
    return state["open"].get(key, {}).get("objections", {})


def _answered(before: State, after: State) -> Iterator[str]:
    """The objections that were answered, or whose notice the flow itself went on from."""
    for key in before["open"]:
        now = _objections(after, key)
        for number, answer in _objections(before, key).items():
            if answer is None and (key not in after["open"] or now.get(number) is not None):
                yield f"answer:{number}"


def _ended(running: Machine, before: State, after: State) -> Iterator[str]:
    yield from (f"owed:{key}" for key in duties_ended(before, after))
    yield from _answered(before, after)
    for key in before["open"]:
        step, gone = running.step(key), key not in after["open"]
        if step.within and (gone or _just_posted(before, after, key)):
            yield f"within:{key}"
        if step.disclosure and gone:
            yield f"notice:{key}"


def over(running: Machine, key: str, rows: Iterable[Deadline], at: datetime) -> Deadline | None:
    """The limit (of ``rows``, those of the case) that has ended for a step whose flow says what then follows: it is
    not done any more, though no sweep came yet. None while it may be done."""
    if "expired" not in running.results_of(key):
        return None
    named = (row for row in rows if row.name == f"within:{key}" and row.state == Deadline.RUNNING)
    return next((row for row in named if row.due_at < at), None)


def _just_posted(before: State, after: State, key: str) -> bool:
    """A notice is in time when it goes up in time; how long it then hangs is another limit."""
    was = before["open"].get(key, {})
    return bool(after["open"].get(key, {}).get("posted") and not was.get("posted"))


def _clocks_stopped(running: Machine, before: State, after: State) -> Iterator[str]:
    for clock in running.flow.clocks.values():
        if clock.to in after["results"] and clock.to not in before["results"]:
            yield f"{BEFORE if clock.before else 'clock:'}{clock.id}"


def _without_running_clocks(case: Case, begun: list[Begun]) -> list[Begun]:
    """In a further round of a ``repeat`` a step is done anew, and the clock that its first time began runs on."""
    clocks = [b.name for b in begun if b.name.startswith("clock:")]
    if not clocks or case.version <= 1:
        return begun
    counting = Deadline.objects.filter(case=case, state__in=Deadline.COUNTING, name__in=clocks)
    running_on = set(counting.values_list("name", flat=True))
    return [b for b in begun if b.name not in running_on]


def _drop_all(case: Case, after: State, happened_at: datetime) -> None:
    """The case has its outcome: what was still running is dropped, except what ``finally`` opened."""
    still = [f"within:{k}" for k in after["open"]]
    Deadline.objects.filter(case=case, state__in=Deadline.COUNTING).exclude(name__in=still).exclude(
        name__startswith="owed:"
    ).update(state=Deadline.DROPPED, ended_at=happened_at)


def _begun(running: Machine, before: State, after: State) -> Iterator[Begun]:
    for key in after["open"]:
        step = running.step(key)
        if key not in before["open"] and step.within:
            yield Begun(f"within:{key}", key, step.within)
        if step.disclosure and step.disclosure.objections and _just_posted(before, after, key):
            yield Begun(f"notice:{key}", key, step.disclosure.objections)
    if after["phase"] == "running":
        for clock in running.flow.clocks.values():
            if clock.before and _shown(after, clock.start) and not _shown(before, clock.start):
                yield Begun(f"{BEFORE}{clock.id}", clock.to, clock.limit)
            elif not clock.before and clock.start in after["results"] and clock.start not in before["results"]:
                yield from _clock_begun(clock, after)
    for key in duties_begun(before, after):
        yield Begun(f"owed:{key}", key, running.duty(key).due)
    yield from _to_answer(running, before, after)


def _clock_begun(clock: Clock, after: State) -> Iterator[Begun]:
    """A clock whose first step is done. One that counts from a date runs only where the date was given, and not for
    what is done already."""
    if clock.since is None:
        yield Begun(f"clock:{clock.id}", clock.to, clock.limit)
    elif clock.since in after["facts"] and clock.to not in after["results"]:
        since = date.fromisoformat(str(after["facts"][clock.since]))
        yield Begun(f"clock:{clock.id}", clock.to, clock.limit, since)


def _to_answer(running: Machine, before: State, after: State) -> Iterator[Begun]:
    """Each new objection has its own limit, where the definition names one."""
    for key in after["open"]:
        shown = running.step(key).disclosure
        if shown is not None and shown.answer:
            for number in _objections(after, key).keys() - _objections(before, key).keys():
                yield Begun(f"answer:{number}", key, shown.answer)


def _write(case: Case, begun: Sequence[Begun], happened_at: datetime) -> list[Deadline]:
    """The rows of limits that begin together, counted with one reading of the calendar.

    That a case began where the lists apply is opening's to refuse; here is the second lock on it. A case that began
    while they applied runs on to its end, also when its village has left as a pilot since.
    """
    if not begun:
        return []
    if not _ran_when_begun(case):
        raise ValueError(f"{case.number}: no limit begins where the lists do not apply")
    anew = [limit.name for limit in begun if limit.name.startswith(BEFORE)]
    if anew:  # what was put up anew counts anew
        Deadline.objects.filter(case=case, name__in=anew, state=Deadline.RUNNING).update(
            state=Deadline.DROPPED, ended_at=happened_at
        )
    calendar, rows = work_calendar(), []
    for limit in begun:
        began = end_of_day(limit.since) if limit.since else happened_at
        rows.append(_row(case, limit, began, count(limit.limit, began, calendar=calendar)))
    return Deadline.objects.bulk_create(rows)


def _shown(state: State, key: str) -> bool:
    """Whether a step from which a clock counts back is done, or its notice is up: that is when the days begin."""
    return key in state["results"] or bool(state["open"].get(key, {}).get("posted"))


def too_early(case: Case, key: str, held_at: datetime) -> list[Deadline]:
    """The clocks that count back to a step and say that ``held_at`` is too early for it; the one that asks for the
    latest day first. One query."""
    rows = Deadline.objects.filter(case=case, key=key, name__startswith=BEFORE, state=Deadline.RUNNING)
    return [d for d in rows.order_by("-due_at") if held_at <= d.due_at]


def _ran_when_begun(case: Case) -> bool:
    """Whether the lists applied when the case began, or the case that it is part of."""
    began = local_date(case.opened_at)
    if runs_duties(as_of(case.village, began, case.origin), began):
        return True
    return case.parent is not None and _ran_when_begun(case.parent)


def _row(case: Case, begun: Begun, began: datetime, counted: Counted) -> Deadline:
    return Deadline(
        case=case,
        name=begun.name,
        key=begun.key,
        place=case.place,
        limit=begun.limit,
        started_at=began,
        due_at=_due(begun.name, counted),
        provisional=counted.provisional,
    )


def _due(name: str, counted: Counted) -> datetime:
    """Until when an act is in time; of a clock that counts back, the last instant that is still too early."""
    return end_of_day(counted.due - ONE_DAY) if name.startswith(BEFORE) else end_of(counted)


def recount(deadline: Deadline, running: Machine, calendar: WorkCalendar) -> bool:
    """Count a provisional limit again with the holidays now known; True when its day or its doubt has changed."""
    counted = stopping.counted(deadline, running, calendar)
    due_at = _due(deadline.name, counted)
    if (due_at, counted.provisional) == (deadline.due_at, deadline.provisional):
        return False
    deadline.due_at, deadline.provisional = due_at, counted.provisional
    deadline.save(update_fields=["due_at", "provisional"])
    return True


def begin(case: Case, running: Machine, happened_at: datetime) -> list[Deadline]:
    """The limits of a case that has just been opened."""
    nothing: State = {**running.start(case.begun_with), "open": {}, "owed": []}
    return _write(case, list(_begun(running, nothing, case.state)), happened_at)


def count_notice_anew(case: Case, key: str, limit: str, at: datetime) -> Deadline:
    """The objection period of a notice whose sheet was put up anew; what was counted before is dropped."""
    name = f"notice:{key}"
    counting = Deadline.objects.filter(case=case, name=name, state__in=Deadline.COUNTING)
    counting.update(state=Deadline.DROPPED, ended_at=at)
    return _write(case, [Begun(name, key, limit)], at)[0]


def overdue(now: datetime, limit: int) -> list[Deadline]:
    """Limits that are over and that nothing has been done about, oldest first. A clock that counts back has nothing to
    be late for: its day is the first, not the last."""
    found = Deadline.objects.filter(state=Deadline.RUNNING, missed_at=None, due_at__lt=now)
    found = found.exclude(name__startswith=BEFORE)
    return list(found.select_related("case", "case__village").order_by("due_at", "id")[:limit])


def claim(deadline: Deadline, now: datetime) -> bool:
    """Mark a limit as missed; False when another sweep has done so already."""
    return bool(Deadline.objects.filter(pk=deadline.pk, state=Deadline.RUNNING, missed_at=None).update(missed_at=now))
