"""Files and functions stay small enough to be read in one look."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.guards.house import name_of, our_sources, parsed

FILE_LINES = 300
FUNCTION_LINES = 40


def long_functions(tree: ast.AST) -> Iterator[tuple[int, str, int]]:
    """(line, name, length) of each function that is too long; its docstring is not counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if ast.get_docstring(node):
                length -= (node.body[0].end_lineno or 0) - node.body[0].lineno + 1
            if length > FUNCTION_LINES:
                yield node.lineno, node.name, length


def test_files_are_short() -> None:
    sizes = {name_of(file): len(file.read_text(encoding="utf-8").splitlines()) for file in our_sources()}
    long = [f"{name}: {lines} lines" for name, lines in sizes.items() if lines > FILE_LINES]
    assert not long, f"split into a folder, one file per noun (limit {FILE_LINES}):\n" + "\n".join(long)


def test_functions_are_short() -> None:
    long = [
        f"{name_of(f)}:{line} {name}: {n} lines" for f in our_sources() for line, name, n in long_functions(parsed(f))
    ]
    assert not long, f"give its parts names of their own (limit {FUNCTION_LINES}):\n" + "\n".join(long)


def test_the_guard_sees_a_long_function() -> None:
    body = "\n".join(["    x = 1"] * FUNCTION_LINES)
    assert list(long_functions(ast.parse(f"def f():\n{body}"))) == [(1, "f", FUNCTION_LINES + 1)]
    assert not list(long_functions(ast.parse(f'def f():\n    """A\n\n    B."""\n{body[:-10]}')))
