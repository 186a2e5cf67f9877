"""Plain SQL that writes what an act writes: its own writing statements, with the values put in, and nothing else.

An act is watched once. What it read is left out, and so is any statement that changed no row; what remains is rewritten
for other cases and sent on the same connection between ``BEGIN`` and ``COMMIT``. So both sides write the same rows into
the same tables, past the same indexes, constraints and triggers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from bench.house import Desk, Ready

WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Watched:
    """What one act sent: every statement that changed rows, and how many it sent in all with BEGIN and COMMIT."""

    writes: list[tuple[str, Any]] = field(default_factory=list)
    count: int = 2

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """For ``connection.execute_wrapper``."""
        result = execute(sql, params, many, context)
        self.count += 1
        if sql.lstrip().startswith(WRITES) and context["cursor"].rowcount:
            self.writes.append((sql, params))
        return result


def watch(desk: Desk, ready: Ready) -> Watched:
    """Do the act on one case and remember what it wrote."""
    watched = Watched()
    with connection.execute_wrapper(watched):
        desk.hand_in(ready)
    return watched


def rewritten(watched: Watched, one: Ready, other: Ready) -> list[str]:
    """The statements for another case, with all values put in."""
    names: Mapping[Any, Any] = dict(
        zip((one.case, *one.files, one.token), (other.case, *other.files, other.token), strict=True)
    )
    with connection.cursor() as cursor:
        return [cursor.cursor.mogrify(sql, _put(params, names)) for sql, params in watched.writes]


def _put(params: Any, names: Mapping[Any, Any]) -> Any:
    if isinstance(params, list | tuple):
        return type(params)(_put(p, names) for p in params)
    return names.get(params, params) if isinstance(params, int | str) else params


def send(statements: Sequence[str]) -> None:
    """One transaction, statement by statement, through the same library."""
    raw = connection.connection
    with raw.transaction(), raw.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
