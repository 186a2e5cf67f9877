"""Reads of cases, named for their reader. Each costs a fixed number of queries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from qingdan.domain.rules.standing_in import WORDS, Why
from qingdan.features.cases.gates import SeenCase
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case, CaseEvent, CaseFile, Deadline, Party, PersonalFact, Task
from qingdan.features.cases.running import edition_of
from qingdan.records.people.gates import Viewer
from qingdan.records.people.models import Person
from qingdan.records.people.posts import all_posts
from qingdan.records.people.queries import path_at, who_may
from qingdan.records.regions.paths import path_after

PAGE = 30
MOST_COUNTED = 2000
AFTER = re.compile(r"(?P<due>-|[0-9T:.+-]{19,40})\|(?P<case>[0-9]{1,18})\|(?P<key>[^\x00]{1,60})")  # see _key


@dataclass(frozen=True)
class InboxPage:
    """A page of the inbox, ordered by deadline; ``after`` is the key of the next page or None."""

    tasks: list[Task]
    after: str | None


def tasks_for(viewer: Viewer) -> QuerySet[Task]:
    """Every open step that the person may do: by post in its reach, as a party, or assigned to the person."""
    mine = Q(assignee=viewer.person)
    for post, holding in viewer.posts:
        place = path_at(holding.division.path, post.level)
        if place:
            here = Q(role=post.slug, place__gte=place, place__lt=path_after(place))
            # A holder who must stand aside is told so, and one who is away may come back and do it.
            mine |= here & (Q(assignee=None) | Q(stand_in__in=(Why.RECUSED, Why.ABSENT)))
    mine |= Q(case__parties__person=viewer.person, case__parties__role=F("role"), assignee=None)
    return Task.objects.filter(mine, waiting=False)


def inbox(viewer: Viewer, after: str | None = None, kind: str | None = None) -> InboxPage:
    """The person's open steps by deadline, those without one last. Two roles at one step give one row. One query."""
    found = tasks_for(viewer).select_related("case", "case__village")
    if kind:
        found = found.filter(kind=kind)
    rows = found.order_by(F("due_at").asc(nulls_last=True), "case_id", "key").distinct()
    beyond = _beyond(after or "")
    if beyond is not None:
        rows = rows.filter(beyond)
    page: dict[tuple[int, str], Task] = {}
    for task in rows[: PAGE * 3]:
        page.setdefault((task.case_id, task.key), task)
        if len(page) > PAGE:
            break
    tasks = list(page.values())
    return InboxPage(tasks[:PAGE], _key(tasks[PAGE - 1]) if len(tasks) > PAGE else None)


def _key(task: Task) -> str:
    return f"{task.due_at.isoformat() if task.due_at else '-'}|{task.case_id}|{task.key}"


def _beyond(after: str) -> Q | None:
    """The rows beyond a page's key; None when the address has no such key, and the page is then the first."""
    found = AFTER.fullmatch(after)
    try:
        due = datetime.fromisoformat(found["due"]) if found and found["due"] != "-" else None
    except ValueError:
        found = None
    if found is None or (due is not None and (due.tzinfo is None or not 1900 < due.year < 9000)):
        return None
    case_id, key = int(found["case"]), found["key"]
    later = Q(case_id__gt=case_id) | Q(case_id=case_id, key__gt=key)
    if due is None:
        return Q(due_at=None) & later
    return Q(due_at__gt=due) | Q(due_at=None) | (Q(due_at=due) & later)


def inbox_counts(viewer: Viewer) -> dict[str, int]:
    """How many steps of each kind wait for the person. One query."""
    rows = tasks_for(viewer).values_list("kind", "case_id", "key").distinct()
    counts: dict[str, int] = {}
    for kind, _case, _key in rows[:MOST_COUNTED]:
        counts[kind] = counts.get(kind, 0) + 1
    return dict(sorted(counts.items()))


def cases_for(viewer: Viewer, before: int | None = None, phase: str | None = None) -> list[Case]:
    """Cases of the places whose papers the person reads, and those the person is a party of; newest first, one more
    than a page. One query."""
    # To have opened a case gives no right to it (gates.case_gate).
    where = Q(parties__in=Party.objects.filter(person=viewer.person).exclude(role="opener"))
    for path in viewer.scopes:
        where |= Q(place__gte=path, place__lt=path_after(path))
    found = Case.objects.filter(where).select_related("village").distinct()
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


def who_else(seen: SeenCase, key: str | None) -> list[Person]:
    """Who else may do an open step by post, for handing it over. At most two queries."""
    if key is None:
        return []
    roles = [r for r in seen.running.wanted(seen.case.state, key) if r in all_posts()]
    found = {h.person.pk: h.person for h in who_may(roles, seen.case.village, seen.viewer.day)}
    found.pop(seen.viewer.person.pk, None)
    return list(found.values())


def stand_ins_at(case: Case, key: str | None) -> list[tuple[str, str, str]]:
    """Who stands in at an open step by the village's rule: (post in words, name, why in words). One query."""
    edition = edition_of(case)
    found = case.tasks.filter(key=key, stand_in__isnull=False).select_related("assignee").order_by("role")
    return [
        (local(edition.role_words(task.role)), task.assignee.name, local(WORDS[Why(task.stand_in)]))
        for task in found
        if task.assignee and task.stand_in
    ]
