"""Tests that really commit leave an empty database behind, and the append-only triggers in their place."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from qingdan.records.register.models import Entry
from tests.flushing import triggers_aside

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_begins_with_an_empty_protected_register(time: str) -> None:
    assert not Entry.objects.exists()
    words = {"actor_name": "示例", "subject_type": "case", "place": "0000001", "digest": "0" * 64}
    entry = Entry.objects.create(at=timezone.now(), kind="test.done", **words)
    for change in (lambda: Entry.objects.update(kind="test.other"), lambda: Entry.objects.filter(pk=entry.pk).delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_the_triggers_stand_aside_only_inside() -> None:
    before = _triggers()
    with triggers_aside(connection):
        pass
    assert _triggers() == before
    assert before


def _triggers() -> list[object]:
    catalogue = (
        "pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "sqlite_master WHERE type = 'trigger'"
    )
    name = "tgname" if connection.vendor == "postgresql" else "name"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {catalogue} ORDER BY 1")
        return cursor.fetchall()
