"""Time limits as rows: begun and ended by the events of a case, swept when they are over.

The sweep is a compare-and-set on ``missed_at``, so that two sweeps, or a sweep that was down for a week, act once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Step
from qingdan.domain.flow.state import State
from qingdan.domain.rules.deadlines import Deadline as Counted
from qingdan.domain.rules.limits import Unit, parse_limit
from qingdan.features.cases.models import Case, Deadline
from qingdan.records.editions.queries import work_calendar
from qingdan.records.regions.days import end_of_day, local_date
from qingdan.records.regions.queries import as_of
from qingdan.records.regions.running import runs_duties


def follow(case: Case, running: Machine, before: State, after: State, happened_at: datetime) -> list[Deadline]:
    """End the limits of what closed, and begin those of what opened, was put up, or was completed; gives the latter."""
    ended = [*_ended(running, before, after), *_clocks_stopped(running, before, after)]
    if ended:
        running_now = Deadline.objects.filter(case=case, state=Deadline.RUNNING, name__in=ended)
        running_now.update(state=Deadline.MET, ended_at=happened_at)
    if after["phase"] != "running" and before["phase"] == "running":
        _drop_all(case, after, happened_at)
    begun = list(_begun(case, running, before, after, happened_at))
    if before["round"]:
        begun = _without_running_clocks(case, begun)
    _write(case, begun)
    return begun


def _write(case: Case, begun: list[Deadline]) -> None:
    """Begin limits. That a case began where the lists apply is opening's to refuse; here is the second lock on it.

    A case that began while they applied runs on to its end, also when its village has left as a pilot since.
    """
    if not begun:
        return
    if not _ran_when_begun(case):
        raise ValueError(f"{case.number}: no limit begins where the lists do not apply")
    Deadline.objects.bulk_create(begun)


def _ran_when_begun(case: Case) -> bool:
    """Whether the lists applied when the case began, or the case that it is part of."""
    began = local_date(case.opened_at)
    if runs_duties(as_of(case.village, began, case.origin), began):
        return True
    return case.parent is not None and _ran_when_begun(case.parent)


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
        if key not in after["open"]:
            step = running.step(key)
            if step.within:
                yield f"within:{key}"
            if step.disclosure:
                yield f"notice:{key}"


def _clocks_stopped(running: Machine, before: State, after: State) -> Iterator[str]:
    for clock in running.flow.clocks.values():
        if clock.to in after["results"] and clock.to not in before["results"]:
            yield f"clock:{clock.id}"


def _without_running_clocks(case: Case, begun: list[Deadline]) -> list[Deadline]:
    """In a further round of a ``repeat`` a step is done anew, and the clock that its first time began runs on."""
    clocks = [d.name for d in begun if d.name.startswith("clock:")]
    if not clocks or case.version <= 1:
        return begun
    there = Deadline.objects.filter(case=case, state=Deadline.RUNNING, name__in=clocks).values_list("name", flat=True)
    running_on = set(there)
    return [d for d in begun if d.name not in running_on]


def _drop_all(case: Case, after: State, happened_at: datetime) -> None:
    """The case has its outcome: what was still running is dropped, except what ``finally`` opened."""
    still = [f"within:{k}" for k in after["open"]]
    Deadline.objects.filter(case=case, state=Deadline.RUNNING).exclude(name__in=still).exclude(
        name__startswith="owed:"
    ).update(state=Deadline.DROPPED, ended_at=happened_at)


def _begun(case: Case, running: Machine, before: State, after: State, happened_at: datetime) -> Iterator[Deadline]:
    for key in after["open"]:
        step = running.step(key)
        if key not in before["open"] and step.within:
            yield _deadline(case, f"within:{key}", key, step.within, happened_at)
        if after["open"][key].get("posted") and not before["open"].get(key, {}).get("posted"):
            yield from _notice(case, step, key, happened_at)
    if after["phase"] == "running":
        for clock in running.flow.clocks.values():
            if clock.start in after["results"] and clock.start not in before["results"]:
                yield _deadline(case, f"clock:{clock.id}", clock.to, clock.limit, happened_at)
    for key in duties_begun(before, after):
        yield _deadline(case, f"owed:{key}", key, running.duty(key).due, happened_at)
    yield from _to_answer(case, running, before, after, happened_at)


def _to_answer(case: Case, running: Machine, before: State, after: State, happened_at: datetime) -> Iterator[Deadline]:
    """Each new objection has its own limit, where the definition names one."""
    for key in after["open"]:
        shown = running.step(key).disclosure
        if shown is not None and shown.answer:
            for number in _objections(after, key).keys() - _objections(before, key).keys():
                yield _deadline(case, f"answer:{number}", key, shown.answer, happened_at)


def _notice(case: Case, step: Step, key: str, happened_at: datetime) -> Iterator[Deadline]:
    if step.disclosure and step.disclosure.objections:
        yield _deadline(case, f"notice:{key}", key, step.disclosure.objections, happened_at)


def _deadline(case: Case, name: str, key: str, limit: str, happened_at: datetime) -> Deadline:
    counted = count(limit, happened_at)
    return Deadline(
        case=case,
        name=name,
        key=key,
        place=case.place,
        limit=limit,
        started_at=happened_at,
        due_at=end_of(counted),
        provisional=counted.provisional,
    )


def count(limit: str, started_at: datetime) -> Counted:
    """When a limit that began at an instant is over, and how that was counted."""
    parsed = parse_limit(limit)
    return work_calendar().add(started_at if parsed.unit is Unit.HOURS else local_date(started_at), parsed)


def end_of(counted: Counted) -> datetime:
    """The last instant at which the act is still in time."""
    return counted.due if isinstance(counted.due, datetime) else end_of_day(counted.due)


def recount(deadline: Deadline) -> bool:
    """Count a provisional limit again with the holidays now known; True when its day or its doubt has changed."""
    counted = count(deadline.limit, deadline.started_at)
    due_at = end_of(counted)
    if (due_at, counted.provisional) == (deadline.due_at, deadline.provisional):
        return False
    deadline.due_at, deadline.provisional = due_at, counted.provisional
    deadline.save(update_fields=["due_at", "provisional"])
    return True


def begin(case: Case, running: Machine, happened_at: datetime) -> list[Deadline]:
    """The limits of a case that has just been opened."""
    nothing: State = {**running.start(case.begun_with), "open": {}, "owed": []}
    rows = list(_begun(case, running, nothing, case.state, happened_at))
    _write(case, rows)
    return rows


def overdue(now: datetime, limit: int) -> list[Deadline]:
    """Limits that are over and that nothing has been done about, oldest first."""
    found = Deadline.objects.filter(state=Deadline.RUNNING, missed_at=None, due_at__lt=now)
    return list(found.select_related("case", "case__village").order_by("due_at", "id")[:limit])


def claim(deadline: Deadline, now: datetime) -> bool:
    """Mark a limit as missed; False when another sweep has done so already."""
    return bool(Deadline.objects.filter(pk=deadline.pk, state=Deadline.RUNNING, missed_at=None).update(missed_at=now))
