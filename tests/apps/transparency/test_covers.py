"""Overdue duties, what was said of them, and answers to questions stand under the log like notices do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from qingdan.records.regions.days import local_date
from qingdan.records.transparency import sequencing
from qingdan.records.transparency.auditing import audit
from qingdan.records.transparency.models import Fact
from qingdan.watch.duties.acts import explain
from qingdan.watch.duties.finding import occasions_of
from qingdan.watch.duties.models import Lapse, Statement
from qingdan.watch.hearings import acts as hearings
from tests.apps.duties.stage import month_end
from tests.apps.duties.stage import owing as owing  # the fixture
from tests.apps.duties.test_overdue import due_of
from tests.apps.permissions.conftest import scene as scene
from tests.apps.transparency.tampering import unlock

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return list(Fact.objects.order_by("number").values_list("kind", flat=True))


def edited(table: str, column: str, value: object, row: int) -> bool:
    """Whether the audit finds that somebody with the database's password changed one value."""
    assert not audit(lambda _n: None).faults
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, row])
    return bool(audit(lambda _n: None).faults)


@pytest.fixture
def late(owing):
    """The accounts of this month, four days overdue, explained; put up a day later."""
    last = month_end()
    owing.on(due_of(last) + timedelta(days=4))
    owing.work()
    money = next(o for o in occasions_of(owing.cast.one, local_date(timezone.now())) if o.slug == "money")
    explain(acting=owing.cast.acting("clerk", at=timezone.now()), occasion=money, words="会计住院。")
    owing.on(due_of(last) + timedelta(days=5))
    owing.account("money", last)
    owing.work()
    sequencing.append()
    unlock()
    return owing


def test_an_overdue_its_explanation_and_its_end_are_in_the_log(late):
    assert {"duties.overdue", "duties.explained", "duties.made-good", "boards.put-up"} <= set(kinds())


@pytest.mark.parametrize(
    ("model", "column", "value"),
    [
        (Lapse, "due_on", "2031-01-01"),
        (Lapse, "audience", "officials"),
        (Lapse, "good_on", "2020-01-01"),
        (Statement, "words", "没有迟"),
        (Statement, "post", "village-director"),
    ],
)
def test_who_rewrites_what_was_overdue_is_found(late, model, column, value):
    made_good = Lapse.objects.get(good_how="notice", duty="money")
    row = made_good if model is Lapse else Statement.objects.get()
    assert edited(model._meta.db_table, column, value, row.pk)


def test_an_overdue_that_is_taken_out_is_missed(late):
    row = Lapse.objects.filter(duty="money").latest("pk")
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Lapse._meta.db_table} WHERE id = %s", [row.pk])
    assert audit(lambda _n: None).faults


def test_an_answer_let_out_cannot_be_rewritten(scene):
    scene.answered.refresh_from_db()
    hearings.check_answer(
        acting=scene.cast.acting("supervision_head"), question=scene.answered, passes=True, public=True
    )
    sequencing.append()
    assert kinds()[-1] == "hearings.checked"
    (fact,) = Fact.objects.filter(kind="hearings.checked")
    before = {fault.to("zh") for fault in audit(lambda _n: None).faults}  # rows that the scene made without an act
    unlock()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE hearings_question SET answer = %s WHERE id = %s", ["另一种说法", scene.answered.pk])
    (fault,) = {fault.to("zh") for fault in audit(lambda _n: None).faults} - before
    assert str(fact.row) in fault
