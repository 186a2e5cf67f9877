"""Triggers that make a table append-only, on both databases; used by migrations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

_IS = {"postgresql": "IS NOT DISTINCT FROM", "sqlite": "IS"}
MESSAGE = "append-only: this table is never changed"

_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION qingdan_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{MESSAGE}: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def protect(*tables: str) -> Callable[[Any, Any], None]:
    """A RunPython step that puts the triggers on ``tables``."""

    def forward(apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(_POSTGRES_FUNCTION, params=None)  # its % is no placeholder
        for table in tables:
            for statement in _statements(editor.connection.vendor, table):
                editor.execute(statement)

    return forward


def unprotect(*tables: str) -> Callable[[Any, Any], None]:
    """The way back, for a migration undone on a developer's machine."""

    def backward(apps: Any, editor: Any) -> None:
        on = (lambda t: f" ON {t}") if editor.connection.vendor == "postgresql" else (lambda t: "")
        for table in tables:
            for what in ("update", "delete", "truncate"):
                editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{what}{on(table)}")

    return backward


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f"CREATE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table} "
            f"FOR EACH {'STATEMENT' if what == 'truncate' else 'ROW'} EXECUTE FUNCTION qingdan_append_only()"
            for what in ("update", "delete", "truncate")
        ]
    return [
        f"CREATE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}: {table}'); END"
        for what in ("update", "delete")
    ]


def fill_once(table: str, column: str, fixed: Sequence[str]) -> Callable[[Any, Any], None]:
    """A RunPython step: of a row only ``column`` is ever changed, once, from NULL; the ``fixed`` columns stay as they
    are, and no row goes."""

    def forward(apps: Any, editor: Any) -> None:
        vendor = editor.connection.vendor
        if vendor == "postgresql":
            editor.execute(_POSTGRES_FUNCTION, params=None)
        same = " AND ".join(f"OLD.{name} {_IS[vendor]} NEW.{name}" for name in fixed)
        allowed = f"OLD.{column} IS NULL AND NEW.{column} IS NOT NULL AND {same}"
        for statement in _statements(vendor, table):
            changes = f"{table}_no_update" in statement
            editor.execute(_unless(vendor, statement, allowed) if changes else statement)

    return forward


def _unless(vendor: str, statement: str, allowed: str) -> str:
    """The trigger, but for rows that change as is allowed."""
    before = "EXECUTE FUNCTION" if vendor == "postgresql" else "BEGIN"
    return statement.replace(before, f"WHEN (NOT ({allowed})) {before}", 1)


def keep(*tables: str) -> Callable[[Any, Any], None]:
    """A RunPython step: rows of ``tables`` may be erased, and are never changed."""

    def forward(apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(_POSTGRES_FUNCTION, params=None)
        for table in tables:
            editor.execute(next(s for s in _statements(editor.connection.vendor, table) if "_no_update" in s))

    return forward
