"""One moment of the database, held still while it is read, without holding up anybody who writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Every query inside sees the database as it was at the first one. Nothing may be written inside."""
    if connection.in_atomic_block:  # somebody holds a moment already
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        yield from _on_sqlite()


def _on_sqlite() -> Iterator[None]:
    # Django's own transactions take the writer's lock at once; a plain BEGIN only keeps a moment of the WAL.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
