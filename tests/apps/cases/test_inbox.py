"""The inbox and the list of cases are read in parts, for speed; together they are what the plain definition says."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qingdan.features.cases import queries
from qingdan.features.cases.models import Case, Party, Task
from qingdan.records.people.gates import Viewer
from qingdan.records.people.queries import holdings_on
from qingdan.records.regions.paths import path_at
from tests.budget import rounds
from tests.cast import Cast, give_post, today

pytestmark = pytest.mark.both_databases
WHO = ("clerk", "both", "secretary", "group_leader", "civil_affairs", "city_discipline", "villager", "kin", "expired")
ROLES = ("village-clerk", "party-secretary", "village-director", "group-leader", "town-civil-affairs",
         "city-discipline", "applicant", "supplier", "opener")  # fmt: skip
SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, rounds(2)))]
KINDS = ("do", "approve", "meet", "owed")
DUE = [None, *(datetime(2026, 11, day, 15, 59, tzinfo=UTC) for day in (3, 3, 7, 9))]


def viewer_of(cast: Cast, key: str) -> Viewer:
    member = cast[key]
    return Viewer(member.account, member.person, today(), tuple(holdings_on(member.person, today())))


@pytest.fixture
def strewn(cast: Cast, edition, monkeypatch, request) -> list[Task]:
    """Steps of many cases in two villages and in another town's, open for whomever the dice say."""
    dice, now = Random(request.param), timezone.now()
    monkeypatch.setattr(queries, "PAGE", 3)
    give_post(cast, "kin", "group-leader", cast.one)  # and ``group_leader`` has the post in a second village
    give_post(cast, "group_leader", "group-leader", cast.two)
    persons = [cast[key].person for key in WHO]
    places = [cast.one, cast.one, cast.two, cast.other_town]
    for number in range(25):
        place = dice.choice(places)
        phase = dice.choice(["running", "over"])
        case = Case.objects.create(
            number=f"n{number}", title="示例", village=place, place=place.path, power="small-buy",
            edition=edition.digest, definition="x", limits={}, state={}, phase=phase, outcome="bought", opened_at=now,
            opened_by=dice.choice(persons), salt="s",
        )  # fmt: skip
        parties = {("opener", case.opened_by), *((dice.choice(ROLES[6:8]), dice.choice(persons)) for _ in range(2))}
        Party.objects.bulk_create([Party(case=case, role=role, person=person) for role, person in parties])
        for key in dice.sample(["request", "sign", "pay#1", "pay#2"], dice.randint(0, 3)):
            due, kind, waiting = dice.choice(DUE), dice.choice(KINDS), dice.random() < 0.1
            for role in dice.sample(ROLES, dice.randint(1, 6)):
                given = dice.choice(persons) if dice.random() < 0.2 else None
                Task.objects.create(case=case, key=key, kind=kind, role=role, place=case.place, opened_at=now,
                                    due_at=due, waiting=waiting, assignee=given)  # fmt: skip
    return list(Task.objects.all())


def may_do(viewer: Viewer, task: Task, roles: set[str]) -> bool:
    """The plain definition. ``roles`` are those that the person has in the case itself."""
    if task.waiting or task.assignee_id is not None:
        return not task.waiting and task.assignee_id == viewer.person.pk
    reach = [path_at(h.division.path, post.level) for post, h in viewer.posts if post.slug == task.role]
    return task.role in roles or any(task.place.startswith(place) for place in reach if place)


def mine(viewer: Viewer, tasks: list[Task]) -> dict[tuple[int, str], str]:
    """Every step that the person may do, in the order of the inbox, with its kind."""
    roles: dict[int, set[str]] = {}
    for case_id, role in Party.objects.filter(person=viewer.person).values_list("case_id", "role"):
        roles.setdefault(case_id, set()).add(role)
    may = [t for t in tasks if may_do(viewer, t, roles.get(t.case_id, set()))]
    may.sort(key=lambda t: (t.due_at is None, t.due_at.isoformat() if t.due_at else "", t.case_id, t.key))
    return {(t.case_id, t.key): t.kind for t in may}


def leafed(viewer: Viewer, kind: str | None = None) -> list[tuple[int, str]]:
    """All pages of the inbox, one after the other."""
    found: list[tuple[int, str]] = []
    page = queries.inbox(queries.tasks_for(viewer), kind=kind)
    while page.after:
        assert len(page.tasks) == queries.PAGE
        found += [(t.case_id, t.key) for t in page.tasks]
        page = queries.inbox(queries.tasks_for(viewer), after=page.after, kind=kind)
    return found + [(t.case_id, t.key) for t in page.tasks]


@pytest.mark.parametrize("strewn", SEEDS, indirect=True)
def test_the_inbox_is_what_the_plain_definition_says(cast, strewn):
    found = 0
    for who in WHO:
        viewer = viewer_of(cast, who)
        wanted = mine(viewer, strewn)
        assert leafed(viewer) == list(wanted), who
        for kind in KINDS:
            assert leafed(viewer, kind) == [step for step, of in wanted.items() if of == kind], (who, kind)
        kinds = list(wanted.values())
        counted = {kind: kinds.count(kind) for kind in sorted(set(kinds))}
        assert queries.inbox_counts(queries.tasks_for(viewer)) == counted, who
        found += len(wanted)
    assert found > 40  # the dice gave something to look at


@pytest.mark.parametrize("strewn", SEEDS, indirect=True)
def test_the_list_of_cases_is_what_the_plain_definition_says(cast, strewn):
    for who in WHO:
        viewer = viewer_of(cast, who)
        party = set(Party.objects.filter(person=viewer.person).exclude(role="opener").values_list("case_id", flat=True))
        for phases in ((), ("running",), ("running", "closing"), ("over",)):
            wanted = [
                case.pk
                for case in Case.objects.order_by("-pk")
                if (viewer.sees_officials_papers(case.place) or case.pk in party)
                and (not phases or case.phase in phases)
            ]
            found: list[int] = []
            while page := queries.cases_for(viewer, before=found[-1] if found else None, phases=phases):
                found += [case.pk for case in page[: queries.PAGE]]
                if len(page) <= queries.PAGE:
                    break
            assert found == wanted, (who, phases)


@pytest.mark.parametrize("strewn", [7], indirect=True)
def test_the_number_of_queries_does_not_hang_on_what_is_found(cast, strewn):
    def asked() -> list[int]:
        counts = []
        for who in WHO:
            viewer = viewer_of(cast, who)
            assert viewer.posts is not None
            with CaptureQueriesContext(connection) as captured:
                parts = queries.tasks_for(viewer)
                queries.inbox(parts), queries.inbox_counts(parts), queries.cases_for(viewer)
            counts.append(len(captured))
        return counts

    assert set(asked()) <= {4, 5}  # none, when there is no step to be read whole
    assert asked().count(5) > 3
