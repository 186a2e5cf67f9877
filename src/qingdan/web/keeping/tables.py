"""Which tables a backup holds, and how a row becomes a line of JSON and a row again, on any database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.db import models

# Left out, and why: Django makes the first two anew with every migration; sessions and counters of failed sign-ins
# are over with the machine; the worker's sign of life is of this machine; a spreadsheet that nobody has said yes to
# is no record.
LEFT_OUT = ("contenttypes", "auth", "sessions", "axes", "web.Heartbeat", "rolls.ImportDraft")
ROWS_IN_A_PART = 2000

Model = type[models.Model]


def kept_models() -> list[Model]:
    """Every table that a backup holds, those that others refer to first."""
    found = [m for m in apps.get_models(include_auto_created=True) if _is_kept(m)]
    ordered: list[Model] = []
    while found:
        free = [m for m in found if not (_refers_to(m) - {m}) & set(found)]
        ordered += free or found  # a ring of references: the database checks them at the end in any case
        found = [m for m in found if m not in ordered]
    return ordered


def _is_kept(model: Model) -> bool:
    meta = model._meta
    return meta.managed and not meta.proxy and meta.app_label not in LEFT_OUT and meta.label not in LEFT_OUT


def _refers_to(model: Model) -> set[Model]:
    return {f.related_model for f in model._meta.concrete_fields if f.remote_field}  # type: ignore[misc]


def columns(model: Model) -> list[str]:
    """The names of a table's columns as a backup lists them."""
    return [f.attname for f in model._meta.concrete_fields]


def parts(model: Model) -> Iterator[tuple[bytes, int]]:
    """The rows of a table in the order of their keys, as lines of JSON, some thousands at a time with their number."""
    rows = model._base_manager.order_by("pk").values_list(*columns(model))
    lines: list[str] = []
    for row in rows.iterator(chunk_size=ROWS_IN_A_PART):
        lines.append(json.dumps([_plain(value) for value in row], ensure_ascii=False, separators=(",", ":")))
        if len(lines) == ROWS_IN_A_PART:
            yield _joined(lines), len(lines)
            lines = []
    if lines:
        yield _joined(lines), len(lines)


def _joined(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    # A new type of column must be taught here and in rows(), not guessed at.
    raise TypeError(f"a backup does not know how to keep a {type(value).__name__}")


def rows(model: Model, names: list[str], part: bytes) -> Iterator[models.Model]:
    """The rows of a part, ready to be written. ``names`` are the columns in the order of the lines."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    chosen = [fields[name] for name in names]
    for line in part.splitlines():
        values = json.loads(line)
        pairs = zip(chosen, values, strict=True)
        yield model(**{f.attname: _typed(f, value) for f, value in pairs})


def _typed(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.DateTimeField | models.DateField):
        return field.to_python(value)
    return value
