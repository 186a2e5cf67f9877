"""Nothing with a due day is begun without asking whether the village runs the lists (records/regions/running.py)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from tests.guards.house import name_of, our_sources, parsed

DUE = ("due_at", "due_on")
ASKED = {"runs_duties", "require_running"}
# What has a due day and is no duty of a village, or follows from a row that was asked for; and why.
OTHERS = {
    "Message": "when the outbox tries again",
    "Task": "shows the day of a Deadline, which was asked",
}
ADVICE = "ask runs_duties(village, day) (or require_running in an act) in that file before such a row is made"


def with_due_day() -> set[str]:
    """The names of our models that have a due day."""
    ours = [m for m in apps.get_models() if m.__module__.startswith("qingdan.")]
    dated = [m for m in ours if {f.name for f in m._meta.concrete_fields if isinstance(f, models.DateField)} & set(DUE)]
    return {m.__name__ for m in dated}


def made_in(tree: ast.Module, names: set[str]) -> Iterator[tuple[int, str]]:
    """(line, model) of each ``Model(…)`` and ``Model.objects.create(…)``."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        made = node.func
        if isinstance(made, ast.Attribute) and made.attr in ("create", "get_or_create", "update_or_create"):
            made = made.value.value if isinstance(made.value, ast.Attribute) else made.value
        if isinstance(made, ast.Name) and made.id in names:
            yield node.lineno, made.id


def asks(tree: ast.Module) -> bool:
    return any(isinstance(n, ast.Call) and getattr(n.func, "id", "") in ASKED for n in ast.walk(tree))


def test_whatever_is_due_asks_whether_the_village_has_begun() -> None:
    names = with_due_day() - set(OTHERS)
    assert "Deadline" in names
    found = [
        f"{name_of(file)}:{line} {name}"
        for file in our_sources()
        if "domain" not in file.parts  # which has no rows
        for line, name in made_in(parsed(file), names)
        if not asks(parsed(file))
    ]
    assert not found, f"{ADVICE}:\n" + "\n".join(found)


def test_the_list_of_others_is_true() -> None:
    assert set(OTHERS) <= with_due_day(), "take it off the list of OTHERS"


@pytest.mark.parametrize("code", ["Deadline(case=c)", "Deadline.objects.create(case=c)", "x = [Deadline() for d in y]"])
def test_the_guard_sees_it(code: str) -> None:
    tree = ast.parse(code)
    assert list(made_in(tree, {"Deadline"})) and not asks(tree)
    assert asks(ast.parse(f"if runs_duties(v, d):\n    {code}"))
