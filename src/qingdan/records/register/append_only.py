"""Triggers that make a table append-only, on both databases; used by migrations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
