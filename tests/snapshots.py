"""Rows that cost many acts to make, kept in memory after the first time and put back in a few statements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction


class Snapshot:
    """Every row of some tables, which are given in the order in which they may be inserted."""

    def __init__(self, tables: Sequence[type[models.Model]]) -> None:
        self.rows = [(table, list(table._base_manager.order_by("pk"))) for table in tables]
        self.statements: list[tuple[str, Any]] = []  # as the first time sends them; written once, sent many times

    def put_back(self) -> None:
        """Insert the rows as they were, with their numbers, and let the database count on from there."""
        # In one transaction, or the first time would write down a BEGIN of its own and no COMMIT.
        with transaction.atomic(), connection.cursor() as cursor:
            if self.statements:
                for sql, params in self.statements:
                    cursor.execute(sql, params)
                return
            with connection.execute_wrapper(self._write_down):
                for table, rows in self.rows:
                    table._base_manager.bulk_create(rows)
                for sql in connection.ops.sequence_reset_sql(no_style(), [table for table, _ in self.rows]):
                    cursor.execute(sql)

    def _write_down(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        self.statements.append((sql, params))
        return execute(sql, params, many, context)


def is_empty(tables: Sequence[type[models.Model]]) -> bool:
    return not any(table._base_manager.exists() for table in tables)
