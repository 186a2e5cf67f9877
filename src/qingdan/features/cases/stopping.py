"""Clocks that stand still (``stops_in`` of a definition), kept as rows, so that a page can show how a day came about.

A clock stops with the event that opens one of the steps named, and goes on with the event that closes the last of them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Min

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Clock
from qingdan.domain.flow.state import State, base
from qingdan.domain.rules.calendar import Deadline as Counted
from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.domain.words import Words
from qingdan.features.cases.counting import Held, count, end_of
from qingdan.features.cases.models import Case, Deadline, DeadlineStop, Task


def follow(
    case: Case, running: Machine, before: State, after: State, happened_at: datetime, begun: Collection[str]
) -> None:
    """Stop the clocks that the steps now open hold, and let go those that nothing holds any more."""
    for clock in running.flow.clocks.values():
        if not clock.stops_in:
            continue
        name, held, was_held = f"clock:{clock.id}", _holding(clock, after), _holding(clock, before)
        if held and (not was_held or name in begun):
            stop(case, name, held, happened_at)
        elif was_held and not held:
            go_on(case, running, name, happened_at)


def held(running: Machine, state: State) -> set[str]:
    """The clocks that stand still in a state, by the names of their rows."""
    return {f"clock:{c.id}" for c in running.flow.clocks.values() if c.stops_in and _holding(c, state)}


def _holding(clock: Clock, state: State) -> str:
    return next((key for key in state["open"] if base(key) in clock.stops_in), "")


def stop(case: Case, name: str, key: str, at: datetime) -> None:
    """Let a running limit stand still. One that was over before stays as it is."""
    row = Deadline.objects.filter(case=case, name=name, state=Deadline.RUNNING).first()
    if row is None or at > row.due_at:
        return
    DeadlineStop.objects.create(deadline=row, key=key, began_at=at)
    # It may have been marked as missed before the paper came that says otherwise.
    row.state, row.missed_at = Deadline.STOPPED, None
    row.save(update_fields=["state", "missed_at"])
    retime(row)


def go_on(case: Case, running: Machine, name: str, at: datetime) -> None:
    """Let a limit go on, or end its stop where the case is over; the day it is due moves by the time it stood."""
    open_stop = DeadlineStop.objects.filter(deadline__case=case, deadline__name=name, ended_at=None)
    found = open_stop.select_related("deadline").first()
    if found is None:
        return
    found.ended_at = max(at, found.began_at)
    found.save(update_fields=["ended_at"])
    row = found.deadline
    if row.state == Deadline.STOPPED:
        row.state = Deadline.RUNNING
        counted_again = counted(row, running)
        row.due_at, row.provisional = end_of(counted_again), counted_again.provisional
        row.save(update_fields=["state", "due_at", "provisional"])
        retime(row)


def counted(deadline: Deadline, running: Machine, calendar: WorkCalendar | None = None) -> Counted:
    """How a row's day comes about, with every time in which it stood still."""
    return count(deadline.limit, deadline.started_at, stops_of(deadline, running), calendar)


def stops_of(deadline: Deadline, running: Machine) -> list[Held]:
    """The times in which a limit stood still and went on, in order, each with its reason."""
    rows = sorted(deadline.stops.all(), key=lambda s: s.began_at)
    return [(s.began_at, s.ended_at, why(running, s.key)) for s in rows if s.ended_at is not None]


def why(running: Machine, key: str) -> Words:
    """Why a limit stands still: the step that holds it."""
    step = running.step(key).name
    return Words(f"停算（{step.zh}）", f"stopped: {step.en}")


def retime(*rows: Deadline) -> None:
    """Let the inbox follow the rows' days."""
    for case_id, key in {(row.case_id, row.key) for row in rows}:
        running = Deadline.objects.filter(case_id=case_id, key=key, state=Deadline.RUNNING)
        left = running.exclude(name__startswith=Deadline.BEFORE).aggregate(due=Min("due_at"))
        Task.objects.filter(case_id=case_id, key=key).update(due_at=left["due"])
