"""Rows that cost many acts to make, kept in memory after the first time and put back in a few statements."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.management.color import no_style
from django.db import connection, models

Rows = list[tuple[type[models.Model], list[models.Model]]]


def take(tables: Sequence[type[models.Model]]) -> Rows:
    """Every row of ``tables``, which are given in the order in which they may be inserted."""
    return [(table, list(table._base_manager.order_by("pk"))) for table in tables]


def is_empty(tables: Sequence[type[models.Model]]) -> bool:
    return not any(table._base_manager.exists() for table in tables)


def put_back(rows: Rows) -> None:
    """Insert the rows as they were, with their numbers, and let the database count on from there."""
    for table, kept in rows:
        table._base_manager.bulk_create(kept)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table for table, _ in rows]):
            cursor.execute(statement)
