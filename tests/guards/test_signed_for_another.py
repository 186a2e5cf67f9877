"""Whoever signs may do so for another by the village's rule: each act that asks for a capacity says so afterwards."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.guards.house import SOURCE, name_of, our_sources, parsed

ASKS, SAYS = "require", {"saying_for_whom", "note_stand_in"}
ACTS = SOURCE / "features" / "cases" / "acts"
ADVICE = "give the event saying_for_whom(handed, way) and call note_stand_in(acting, case, key, way) after it"


def silent(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, function) of each that asks for a capacity and does not say what became of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            called = {n.func.id for n in ast.walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
            if ASKS in called and not called >= SAYS:
                yield node.lineno, node.name


def test_every_signature_says_for_whom_it_stands() -> None:
    acts = [file for file in our_sources() if ACTS in file.parents]
    assert acts
    found = [f"{name_of(file)}:{line} {name}" for file in acts for line, name in silent(parsed(file))]
    assert not found, f"{ADVICE}:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("code", "is_silent"),
    [
        ("def a():\n    require(x)\n    move(x)", True),
        ("def a():\n    way = require(x)\n    move(saying_for_whom(h, way))", True),
        ("def a():\n    way = require(x)\n    move(saying_for_whom(h, way))\n    note_stand_in(way)", False),
        ("def a():\n    move(x)", False),
    ],
)
def test_the_guard_sees_it(code: str, is_silent: bool) -> None:
    assert bool(list(silent(ast.parse(code)))) is is_silent
