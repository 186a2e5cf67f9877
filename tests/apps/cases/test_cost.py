"""What an act asks of the database, counted as ``make bench`` counts it: on the very step that it measures."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from bench import acts as benchmark
from bench.house import Desk
from bench.plain import Watched, watch
from qingdan.features.cases.acts import complete_step
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Handed
from tests.apps.cases.test_walk import paper
from tests.editions import load_shipped

SAVEPOINT = 2  # the test's own transaction makes BEGIN and COMMIT a savepoint and its release


def queries(watched: Watched) -> int:
    """As the benchmark says it: BEGIN and COMMIT not counted."""
    return watched.count - 2 - SAVEPOINT


@pytest.mark.slow  # reads the whole catalogue
@pytest.mark.both_databases
def test_the_act_that_the_benchmark_measures_costs_at_most_fifteen_queries(cast):
    """With evidence, personal words, limits and a legal clock, the form's token and its draft."""
    load_shipped()
    desk = Desk.find()
    first, ready = desk.open(2)
    desk.hand_in(first)  # what a process reads once is read
    watched = watch(desk, ready)
    assert queries(watched) <= benchmark.MOST_QUERIES
    case = Case.objects.get(pk=ready.case)
    assert (case.version, case.files.filter(seq=1).count()) == (1, len(desk.evidence))
    assert case.deadlines.exists() and case.tasks.exists()


@pytest.mark.parametrize("applicant", [False, True])
def test_a_step_costs_at_most_fifteen_queries(cast, opened, applicant):
    """With evidence, personal words, a legal clock, a form's token and perhaps a party whose kin must stand aside."""
    case = opened(**({"applicant": cast["villager"].person.pk} if applicant else {}))
    files = paper(case, "request", "photo", cast["clerk"].person)
    now = timezone.now()
    handed = Handed(now, personal={"account": "6222 0000 0000 0000"}, files=files, draft_of=cast["clerk"].person.pk)
    watched = Watched()
    with connection.execute_wrapper(watched):
        complete_step(
            acting=cast.acting("clerk", at=now, once="token"),
            case_id=case.pk,
            key="request",
            role="village-clerk",
            handed=handed,
            facts={"budget": 300_000},
        )
    assert queries(watched) <= benchmark.MOST_QUERIES
