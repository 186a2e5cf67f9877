"""Keeps the inbox in step with a case's state: one row for each open step and role that may do it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import StepKind
from qingdan.domain.flow.state import State, base
from qingdan.domain.rules.recusal import Party
from qingdan.features.cases import deadlines
from qingdan.features.cases.about import organisations, whom_about
from qingdan.features.cases.models import Case, Deadline, Task
from qingdan.features.cases.standing_in import About, stand_in_at
from qingdan.records.people.bench import Bench
from qingdan.records.people.posts import all_posts
from qingdan.records.written import marks, rows

STALE = 'DELETE FROM cases_task WHERE case_id = %s AND "key" IN ({})'
OWED = "owed"  # the kind of a task that is a duty left over and not a step


def follow(
    case: Case,
    running: Machine,
    before: State,
    after: State,
    happened_at: datetime,
    begun: Iterable[Deadline],
    today: date,
) -> None:
    """Remove the tasks of steps that closed or changed, and write those of steps that opened or changed.

    ``begun`` are the limits that this event began; those of a step that merely changed, or that a clock ends at, are
    read again. Who stands in for whom is asked for ``today``, whenever the event happened: it is today that somebody
    opens the inbox.
    """
    stale = [k for k in before["open"] if after["open"].get(k) != before["open"][k]]
    fresh = [k for k in after["open"] if before["open"].get(k) != after["open"][k]]
    changed = [k for k in fresh if k in before["open"]]
    ends = {clock.to for clock in running.flow.clocks.values()}
    timed = [k for k in fresh if k in changed or base(k) in ends]  # limits that began before this event
    kept = dict(case.tasks.filter(key__in=changed).values_list("key", "opened_at")) if changed else {}
    stale += deadlines.duties_ended(before, after)
    if stale:
        rows(STALE.format(marks(stale)), case.pk, *stale)
    due = _due(case, timed, begun) if fresh or begun else {}
    opened = [task for key in fresh for task in _tasks(case, running, after, key, kept.get(key, happened_at), due)]
    opened += [t for key in deadlines.duties_begun(before, after) for t in _duty(case, running, key, happened_at, due)]
    bench = Bench(case.village, today, ruled=getattr(case, "ruled", True))
    if opened:
        hand_to_stand_ins(running, after, opened, bench, lambda: parties_of(case, running))
        Task.objects.bulk_create(opened)
    if organisations(running, after) != organisations(running, before):
        _look_again(case, running, after, fresh, bench)


def _duty(case: Case, running: Machine, key: str, opened_at: datetime, due: dict[str, datetime]) -> Iterator[Task]:
    """A duty owed stands in the inbox like a step, for each role that may discharge it, though the case is over."""
    for role in running.duty(key).by:
        yield Task(case=case, key=key, kind=OWED, role=role, place=case.place, opened_at=opened_at, due_at=due.get(key))


def _due(case: Case, timed: list[str], begun: Iterable[Deadline]) -> dict[str, datetime]:
    """The earliest limit of each step, by key: those that just began, and for ``timed`` those that were running."""
    known = [(d.key, d.due_at) for d in begun if not d.name.startswith(deadlines.BEFORE)]
    if timed:
        running_now = Deadline.objects.filter(case=case, key__in=timed, state=Deadline.RUNNING)
        running_now = running_now.exclude(name__startswith=deadlines.BEFORE)
        known += list(running_now.values_list("key", "due_at"))
    found: dict[str, datetime] = {}
    for key, due_at in known:
        found[key] = min(due_at, found.get(key, due_at))
    return found


def _tasks(
    case: Case, running: Machine, state: State, key: str, opened_at: datetime, due: dict[str, datetime]
) -> list[Task]:
    step = running.step(key)
    if step.kind is StepKind.START:
        return []  # the sub-case has its own tasks
    waiting = bool(state["open"][key].get("posted"))
    roles = step.by if waiting else running.wanted(state, key)
    return [
        Task(
            case=case,
            key=key,
            kind=step.kind,
            role=role,
            place=case.place,
            opened_at=opened_at,
            due_at=due.get(key),
            waiting=waiting,
        )
        for role in roles
    ]


def hand_to_stand_ins(running: Machine, state: State, tasks: Iterable[Task], bench: Bench, about: About) -> None:
    """A signature that nobody holding the post can give now goes to the inbox of who stands in for it; saves nothing.

    What a rule handed out before goes back to the post when a holder can sign again.
    """
    for task in tasks:
        found = None
        if task.role in all_posts() and not task.waiting:
            found = stand_in_at(bench, running, state, task.key, task.role, about)
        if found and found.persons:
            task.assignee_id, task.stand_in = found.persons[0], found.why
        elif task.stand_in:
            task.assignee_id, task.stand_in = None, None


def _look_again(case: Case, running: Machine, state: State, fresh: list[str], bench: Bench) -> None:
    """The event named an organisation: who has a stake in it must stand aside from what is open already, too."""
    others = list(case.tasks.exclude(key__in=fresh))
    hand_to_stand_ins(running, state, others, bench, lambda: parties_of(case, running))
    Task.objects.bulk_update(others, ["assignee", "stand_in"])


def parties_of(case: Case, running: Machine) -> list[Party]:
    """Whom a case is about. One query."""
    parties: dict[str, tuple[int, ...]] = {}
    for role, person in case.parties.values_list("role", "person_id"):
        parties[role] = (*parties.get(role, ()), person)
    return whom_about(case, running, parties)


def begin(case: Case, running: Machine, happened_at: datetime, begun: Iterable[Deadline], today: date) -> None:
    """The tasks of a case that has just been opened."""
    nothing: State = {**running.start(case.begun_with), "open": {}}
    follow(case, running, nothing, case.state, happened_at, begun, today)
