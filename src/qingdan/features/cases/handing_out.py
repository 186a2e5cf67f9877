"""Open work finds who may do it, when somebody comes, goes, is away, comes back, or must stand aside.

Called inside the act that changed it (``records.people.staffing``), and once a day for what changes with the date. The
inbox follows from who is there and is no record of its own; what somebody signs for another is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from qingdan.features.cases.about import whom_about
from qingdan.features.cases.capacity import capacities, standing
from qingdan.features.cases.models import Case, Party, Round, Task
from qingdan.features.cases.running import machine_of
from qingdan.features.cases.tasks import hand_to_stand_ins
from qingdan.records.people import staffing
from qingdan.records.people.bench import Bench
from qingdan.records.people.models import Absence, Deputy, Holding, KinTie, OwnInterest
from qingdan.records.people.staffing import Staffing
from qingdan.records.regions.days import local_date
from qingdan.records.regions.paths import below, path_at

A_DAY = timedelta(days=1)


def on_staffing(told: Staffing) -> None:
    """What waits in these villages, and what was handed to these persons, finds its owner again."""
    settle(Q(assignee__in=told.persons) | below("place", told.villages), told.day)


def settle(where: Q, day: date) -> int:
    """Look through open work and hand it to whoever may do it on ``day``. Returns how many rows changed hands.

    What a colleague was given stays with him while he may do it. Five queries a village, and two for each case in
    which a colleague was given something.
    """
    found = Task.objects.filter(where, waiting=False).select_related("case", "case__village", "case__origin")
    rows = list(found.order_by("case_id", "key", "role"))
    if not rows:
        return 0
    parties = _parties({task.case_id for task in rows})
    benches: dict[int, Bench] = {}
    by_case: dict[int, list[Task]] = defaultdict(list)
    for task in rows:
        by_case[task.case_id].append(task)
    before = {task.pk: (task.assignee_id, task.stand_in) for task in rows}
    for tasks in by_case.values():
        case = tasks[0].case
        running = machine_of(case)
        bench = benches.setdefault(case.village_id, Bench(case.village, day))
        kept = [task for task in tasks if _given_and_may(case, task, day)]
        about = whom_about(case, running, parties[case.pk])
        hand_to_stand_ins(running, case.state, [t for t in tasks if t not in kept], bench, lambda about=about: about)
    changed = [task for task in rows if (task.assignee_id, task.stand_in) != before[task.pk]]
    Task.objects.bulk_update(changed, ["assignee", "stand_in"])
    return len(changed)


def _given_and_may(case: Case, task: Task, day: date) -> bool:
    """Whether a colleague gave it to somebody who may still do it; where he may not, it is the post's again."""
    if task.assignee_id is None or task.stand_in is not None:
        return False
    who = standing(case, machine_of(case), task.assignee_id, day)
    if task.key in case.state["open"]:
        may = any(not way.recorded_for for way in capacities(machine_of(case), case.state, task.key, who))
    else:
        may = task.role in who.posts and not who.conflicts
    if not may:
        task.assignee_id = None
    return may


def _parties(cases: Iterable[int]) -> dict[int, dict[str, tuple[int, ...]]]:
    found: dict[int, dict[str, tuple[int, ...]]] = {case: {} for case in cases}
    for case, role, person in Party.objects.filter(case__in=found).values_list("case_id", "role", "person_id"):
        found[case][role] = (*found[case].get(role, ()), person)
    return found


def look_through(now: datetime) -> int:
    """Once a day: what began or ended with the date since the last time. Returns 1 when it was done now, else 0.

    Days on which nobody looked are caught up; the first time, everything is looked through.
    """
    today = local_date(now)
    last = Round.objects.order_by("-day").values_list("day", flat=True).first()
    if last is not None and last >= today:
        return 0
    with transaction.atomic():
        _made, new = Round.objects.get_or_create(day=today)
        if not new:
            return 0  # another worker has it
        if last is None:
            settle(Q(), today)
        else:
            _catch_up(last, today)
    return 1


def _catch_up(last: date, today: date) -> None:
    """Terms and absences that began in (last, today], and all that ended in [last, today)."""
    begun, ended = Q(starts__gt=last, starts__lte=today), Q(ends__gte=last, ends__lt=today)
    over = Q(ended_on__gte=last, ended_on__lt=today)
    terms = Holding.objects.filter(begun | ended).select_related("division")
    persons = {
        *Absence.objects.filter(begun | ended).values_list("person_id", flat=True),
        *OwnInterest.objects.filter(over).values_list("person_id", flat=True),
        *KinTie.objects.filter(over).values_list("person_id", flat=True),
        *KinTie.objects.filter(over, relative__isnull=False).values_list("relative_id", flat=True),
    }
    paths = {path_at(term.division.path, "village") for term in terms}
    held = Holding.objects.on(today).filter(person__in=persons).values_list("division__path", flat=True)
    paths |= {path_at(path, "village") for path in held}
    paths |= set(Deputy.objects.filter(over).values_list(F("village__path"), flat=True))
    villages = frozenset(path for path in paths if path)
    on_staffing(Staffing(today, villages, frozenset(persons | {term.person_id for term in terms})))


def register() -> None:
    """Called when the app is ready."""
    staffing.on_change("cases", on_staffing)
