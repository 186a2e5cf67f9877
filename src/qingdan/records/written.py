"""Statements written out, for the few that every act sends: Django takes five times as long to put such a statement
together as the database takes to answer it. Everything else is a query set.

Only SQL that PostgreSQL and SQLite read alike; values go in as ``%s`` and never into the text.
"""

from __future__ import annotations

from collections.abc import Sized
from typing import Any

from django.db import connection


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Send a statement and give the rows that it answers with; none when it is one that answers nothing."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def marks(values: Sized) -> str:
    """As many ``%s`` as there are values, for ``IN (…)``."""
    return ", ".join(["%s"] * len(values))
