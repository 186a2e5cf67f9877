"""A record is changed by an act and by nothing else, so that whatever changed stands in the register."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.house import SOURCE, our_sources, parsed

# What may write without being an act, and why.
WRITERS = {
    "records/register/acts.py": "makes acts",
    "records/register/outbox.py": "ticks off messages that an act wrote",
    "records/register/seals.py": "seals entries that acts wrote",
    "records/regions/loading/checks.py": "the table in which a file is looked through, gone when it is",
    "records/regions/loading/writing.py": "what a division table brought, inside the act that loads it",
    "records/eventlogs/sorting.py": "a temporary table in which a log is sorted, gone when it is read",
    "records/transparency/staging.py": "what the public log will say of an act, inside that act",
    "records/transparency/sequencing.py": "which number in the log a staged fact has got",
    "records/files/store.py": "the row of a file taken in, inside the act that asked for it",
    "features/cases/running.py": "stores what an act's events made of the case",
    "features/cases/deadlines.py": "stores the limits that an act opened or closed",
    "features/cases/stopping.py": "stores how long a limit stood still while a step was open",
    "features/cases/tasks.py": "stores the inbox rows that follow from the case",
    "features/cases/evidence.py": "makes the files handed in part of the event that is written next",
    "features/ledgers/drafts.py": "a spreadsheet that its writer has not said yes to; no record, seen by him alone",
    "records/rolls/drafts.py": "a spreadsheet that its keeper has not said yes to; no record, seen by him alone",
    "features/cases/handing_out.py": "stores who has which inbox row, inside the act that changed who is there",
    "records/regions/rebasing.py": "lets the rows of any app follow when places merge or move, inside that act",
    "records/regions/following.py": "the same for groups and supervision numbers",
    "records/rolls/rebasing.py": "the same for households and rolls, which end on a day and begin anew",
    "watch/reach/sending.py": "ticks off deliveries that an act wrote, as the outbox does",
    "watch/duties/sweep.py": "how far the clock has gone through the villages today; no record",
    "features/cases/drafts.py": "what somebody typed and has not handed in; no record, seen by its writer alone",
}
ROW = {
    "save": {"update_fields", "force_insert", "force_update", "using"},
    "delete": {"using"},
    "asave": set(),
    "adelete": set(),
}
TABLE = {"create", "bulk_create", "update", "bulk_update", "get_or_create", "update_or_create", "delete"}
WRITTEN_OUT = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM) [a-z_]+ ")
ADVICE = "write it as an act (records/register/acts.py: @act), in the app's acts.py or acts/, and call that"


def writes(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, method) of each call that changes rows: ``row.save()``, ``row.delete()``, ``Model.objects….update()``; and
    each statement written out that does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and WRITTEN_OUT.match(node.value):
            yield node.lineno, node.value.split()[0]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            method = node.func.attr
            # An image's save(file) and a form's save(commit=…) have other arguments than a row's.
            of_row = method in ROW and not node.args and {k.arg for k in node.keywords} <= ROW[method]
            if of_row or (method in TABLE and _from_a_table(node.func.value)):
                yield node.lineno, method


def _from_a_table(node: ast.AST) -> bool:
    return any(isinstance(n, ast.Attribute) and n.attr in ("objects", "_default_manager") for n in ast.walk(node))


def may_write(file: Path) -> bool:
    """Acts, commands and the few named above."""
    place = file.relative_to(SOURCE)
    return "acts" in (*place.parts, place.stem) or "commands" in place.parts or place.as_posix() in WRITERS


def test_only_acts_change_records() -> None:
    found = [
        f"{file.relative_to(SOURCE)}:{line} {method}"
        for file in our_sources()
        if not may_write(file)
        for line, method in writes(parsed(file))
    ]
    assert not found, f"{ADVICE}:\n" + "\n".join(found)


def test_the_list_of_writers_is_true() -> None:
    assert not [name for name in WRITERS if not list(writes(parsed(SOURCE / name)))], "take it off the list of WRITERS"


@pytest.mark.parametrize(
    "code",
    [
        "case.save()",
        "case.save(update_fields=['x'])",
        "case.delete()",
        "Case.objects.create(x=1)",
        "C.objects.filter(a=1).update(b=2)",
        "rows('UPDATE cases_case SET phase = %s', 'over')",
        "GONE = 'DELETE FROM cases_draft WHERE id = %s'",
    ],
)
def test_the_guard_sees_a_write(code: str) -> None:
    assert list(writes(ast.parse(code)))


@pytest.mark.parametrize(
    "code", ["image.save(buffer, 'PNG')", "words.update(x=1)", "digest.update(b'')", "Case.objects.filter(x=1)"]
)
def test_the_guard_lets_others_pass(code: str) -> None:
    assert not list(writes(ast.parse(code)))
