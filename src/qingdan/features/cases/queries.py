"""Reads of cases, named for their reader. Each costs a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from qingdan.features.cases.models import Case, CaseEvent, CaseFile, Deadline, PersonalFact, Task
from qingdan.records.people.gates import Viewer

PAGE = 30


@dataclass(frozen=True)
class InboxPage:
    """A page of the inbox, ordered by deadline; ``after`` is the key of the next page or None."""

    tasks: list[Task]
    after: str | None


def tasks_for(viewer: Viewer) -> QuerySet[Task]:
    """Every open step that the person may do: by post in its reach, as a party, or assigned to the person."""
    mine = Q(assignee=viewer.person)
    for post, holding in viewer.posts:
        depth = {"city": 7, "town": 14, "village": 21}[post.level]
        place = holding.division.path[:depth]
        mine |= Q(role=post.slug, place__gte=place, place__lt=place + ":", assignee=None)
    mine |= Q(case__parties__person=viewer.person, case__parties__role=F("role"), assignee=None)
    return Task.objects.filter(mine, waiting=False)


def inbox(viewer: Viewer, after: str | None = None, kind: str | None = None) -> InboxPage:
    """The person's open steps by deadline, those without one last. Two roles at one step give one row. One query."""
    found = tasks_for(viewer).select_related("case", "case__village")
    if kind:
        found = found.filter(kind=kind)
    rows = found.order_by(F("due_at").asc(nulls_last=True), "case_id", "key").distinct()
    if after:
        rows = rows.filter(_beyond(after))
    page: dict[tuple[int, str], Task] = {}
    for task in rows[: PAGE * 3]:
        page.setdefault((task.case_id, task.key), task)
        if len(page) > PAGE:
            break
    tasks = list(page.values())
    return InboxPage(tasks[:PAGE], _key(tasks[PAGE - 1]) if len(tasks) > PAGE else None)


def _key(task: Task) -> str:
    return f"{task.due_at.isoformat() if task.due_at else '-'}|{task.case_id}|{task.key}"


def _beyond(after: str) -> Q:
    due, case_id, key = after.split("|", 2)
    later = Q(case_id__gt=int(case_id)) | Q(case_id=int(case_id), key__gt=key)
    if due == "-":
        return Q(due_at=None) & later
    return Q(due_at__gt=due) | Q(due_at=None) | (Q(due_at=due) & later)


def cases_in(paths: Iterable[str], before: int | None = None, phase: str | None = None) -> list[Case]:
    """Cases below the places given, newest first, a page at a time by number. One query."""
    where = Q()
    for path in paths:
        where |= Q(place__gte=path, place__lt=path + ":")
    if not where:
        return []
    found = Case.objects.filter(where).select_related("village")
    if before:
        found = found.filter(pk__lt=before)
    if phase:
        found = found.filter(phase=phase)
    return list(found.order_by("-pk")[: PAGE + 1])


def timeline(case: Case) -> list[CaseEvent]:
    """Every event of a case, newest first, with who recorded it. One query."""
    return list(case.events.select_related("recorded_by").order_by("-seq"))


def deadlines_of(case: Case) -> list[Deadline]:
    """Every limit of a case, by the day it is due. One query."""
    return list(case.deadlines.order_by("due_at"))


def files_of(case: Case) -> list[CaseFile]:
    """Every file handed in, in the order of handing in. One query."""
    return list(case.files.select_related("file", "added_by").order_by("pk"))


def personal_facts_of(case: Case) -> dict[str, PersonalFact]:
    """The personal facts that have not been erased, by name. One query."""
    return {f.name: f for f in case.personal_facts.all()}
