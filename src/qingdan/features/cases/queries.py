"""Reads of cases, named for their reader. Each costs a fixed number of queries."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from qingdan.domain.rules.standing_in import WORDS, Why
from qingdan.features.cases.gates import SeenCase
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case, CaseEvent, CaseFile, Deadline, Party, PersonalFact, Request, Task
from qingdan.features.cases.running import edition_of
from qingdan.records.people.gates import Viewer
from qingdan.records.people.models import Person
from qingdan.records.people.posts import all_posts
from qingdan.records.people.queries import path_at, who_may
from qingdan.records.regions.paths import ids_of, path_after

PAGE = 30
OPENER = "opener"  # the role of who opened a case; of other parties there are few for one person
MOST_COUNTED = 2000
AFTER = re.compile(r"(?P<due>-|[0-9T:.+-]{19,40})\|(?P<case>[0-9]{1,18})\|(?P<key>[^\x00]{1,60})")  # see _key
SOONEST = (F("due_at").asc(nulls_last=True), "case_id", "key")

Parts = Sequence[QuerySet[Task]]


@dataclass(frozen=True)
class InboxPage:
    """A page of the inbox, ordered by deadline; ``after`` is the key of the next page or None."""

    tasks: list[Task]
    after: str | None


def tasks_for(viewer: Viewer) -> Parts:
    """Every open step that the person may do, in parts that one index answers each: assigned to the person, by a post
    in its reach, by such a post while another stands in for it, as a party of the case, as who opened it. In each part
    a step stands once; in two it may.

    One query, for the cases that the person is a party of: that they are few no planner believes.
    """
    now = Task.objects.filter(waiting=False)
    anybodys = now.filter(assignee=None)
    reaches = dict.fromkeys((p.slug, p.level, path_at(h.division.path, p.level)) for p, h in viewer.posts)
    by_post = [anybodys.filter(_in_reach(level, place), role=role) for role, level, place in reaches if place]
    in_the_role = Exists(Party.objects.filter(case=OuterRef("case"), role=OuterRef("role"), person=viewer.person))
    own = anybodys.filter(in_the_role, case__in=set(_own_cases(viewer).values_list("case", flat=True)))
    opened = anybodys.filter(in_the_role, role=OPENER)
    mine, stood_in = now.filter(assignee=viewer.person), now.filter(_stood_in(reaches))
    return [_once(mine), *by_post, _once(stood_in), _once(own.exclude(role=OPENER)), opened]


def _stood_in(reaches: Iterable[tuple[str, str, str | None]]) -> Q:
    """What somebody else has by the village's rule: a holder who must stand aside is told so, and one who is away may
    come back and do it."""
    here = Q(pk__in=[])
    for role, level, place in reaches:
        if place:
            here |= Q(_in_reach(level, place), role=role)
    return Q(here, stand_in__in=(Why.RECUSED, Why.ABSENT))


def _own_cases(viewer: Viewer) -> QuerySet[Party]:
    """What the person is a party of; to have opened a case gives no right to it (gates.case_gate)."""
    return Party.objects.filter(person=viewer.person).exclude(role=OPENER)


def _in_reach(level: str, place: str) -> Q:
    """Where a post of a level counts that is held at ``place``. Steps are done in villages: the place of a village's
    own post is known to the letter, and one place gives its steps in the order of their limits."""
    return Q(place=place) if level == "village" else Q(place__gte=place, place__lt=path_after(place))


def _once(part: QuerySet[Task]) -> QuerySet[Task]:
    """Of several roles that the person has at one step the first."""
    return part.exclude(Exists(part.filter(case=OuterRef("case"), key=OuterRef("key"), pk__lt=OuterRef("pk"))))


def _soonest(parts: Parts, most: int, *columns: str) -> QuerySet[Any, tuple[Any, ...]]:
    """``columns`` of the first ``most`` of each part by deadline, those without one last."""
    found = [part.order_by(*SOONEST)[:most] for part in parts]
    if not connection.features.supports_slicing_ordering_in_compound:
        found = [Task.objects.filter(pk__in=first.values("pk")) for first in found]
    one, *others = [first.values_list(*columns) for first in found]
    return one.union(*others)


def inbox(parts: Parts, after: str | None = None, kind: str | None = None) -> InboxPage:
    """A person's open steps (``tasks_for``) by deadline, those without one last; each step once. Two queries."""
    where = _beyond(after or "") or Q()
    if kind:
        where &= Q(kind=kind)
    rows = _soonest([part.filter(where) for part in parts], PAGE + 1, "due_at", "case_id", "key", "pk")
    steps: dict[tuple[int, str], int] = {}
    for _due_at, case_id, key, number in rows.order_by(*SOONEST):
        steps.setdefault((case_id, key), number)
    page = list(steps.values())[:PAGE]
    found = Task.objects.select_related("case", "case__village").in_bulk(page)
    tasks = [found[number] for number in page if number in found]  # one may have been done since
    return InboxPage(tasks, _key(tasks[-1]) if tasks and len(steps) > PAGE else None)


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


def inbox_counts(parts: Parts) -> dict[str, int]:
    """How many steps of each kind wait for a person (``tasks_for``). One query."""
    counts: dict[str, int] = {}
    for kind, _case, _key in _soonest(parts, MOST_COUNTED, "kind", "case_id", "key")[:MOST_COUNTED]:
        counts[kind] = counts.get(kind, 0) + 1
    return dict(sorted(counts.items()))


def cases_for(viewer: Viewer, before: int | None = None, phases: Collection[str] = ()) -> list[Case]:
    """Cases of the places whose papers the person reads, and those the person is a party of, of the given phases (all,
    without any); newest first, one more than a page. One query."""
    where = Q(pk__lt=before) if before else Q()
    parts = [Case.objects.filter(where, _of(phases), pk__in=_own_cases(viewer).values("case"))]
    parts += [Case.objects.filter(where, part) for path in viewer.scopes for part in _at_or_below(path, phases)]
    firsts = [Case.objects.filter(pk__in=part.order_by("-pk").values("pk")[: PAGE + 1]).values("pk") for part in parts]
    found = Case.objects.filter(pk__in=firsts[0].union(*firsts[1:])).select_related("village")
    return list(found.order_by("-pk")[: PAGE + 1])


def _of(phases: Collection[str]) -> Q:
    return Q(phase__in=phases) if phases else Q()


def _at_or_below(path: str, phases: Collection[str]) -> list[Q]:
    """Cases of a place: a village's own by its name (and each phase), which an index gives in their order; else those
    of a range."""
    if path_at(path, "village") == path:
        return [Q(village=ids_of(path)[-1], phase=phase) for phase in phases] or [Q(place=path)]
    return [Q(place__gte=path, place__lt=path_after(path)) & _of(phases)]


def next_due(cases: Iterable[Case]) -> dict[int, datetime]:
    """The nearest running limit of several cases; what they only owe for later does not count. One query."""
    running = Deadline.objects.filter(case__in=[case.pk for case in cases], state=Deadline.RUNNING)
    running = running.exclude(name__startswith="owed:")
    return dict(running.order_by("-due_at").values_list("case_id", "due_at"))


def timeline(case: Case) -> list[CaseEvent]:
    """Every event of a case, newest first, with who recorded it. One query."""
    return list(case.events.select_related("recorded_by").order_by("-seq"))


def deadlines_of(case: Case) -> list[Deadline]:
    """Every limit of a case, by the day it is due, with its stops and its extension. Two queries."""
    return list(case.deadlines.select_related("extension").prefetch_related("stops").order_by("due_at"))


def files_of(case: Case) -> list[CaseFile]:
    """Every file handed in, in the order of handing in. One query."""
    return list(case.files.select_related("file", "added_by").order_by("pk"))


def personal_facts_of(case: Case) -> dict[str, PersonalFact]:
    """The personal facts that have not been erased, by name. One query."""
    return {f.name: f for f in case.personal_facts.all()}


def request_of(case: Case) -> Request | None:
    """How a case was asked for, with who verified it; None for a matter of the village's own. One query."""
    return Request.objects.select_related("verified_by").filter(case=case).first()


def party_names(case: Case, role: str) -> str:
    """The names of those who are a party of a case in one role. One query."""
    return _("、").join(case.parties.filter(role=role).order_by("pk").values_list("person__name", flat=True))


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
