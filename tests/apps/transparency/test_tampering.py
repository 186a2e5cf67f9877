"""Whoever changes a covered row, a file of the log or a checkpoint is found out; whoever rewrites all, by the witness.

An ordinary run makes a hundred edits, ``ROUNDS=10`` the thousand.
"""

from __future__ import annotations

import json
import random
import shutil

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from qingdan.domain.transparency import checkpoints, policies, verifying, witnessing
from qingdan.records.transparency import folder, policy, sequencing
from qingdan.records.transparency.auditing import audit
from qingdan.records.transparency.covers import COVERS
from qingdan.records.transparency.models import Fact, Salt
from tests.apps.transparency.tampering import spoken, unlock
from tests.budget import rounds

pytestmark = pytest.mark.django_db


def verified() -> verifying.Report:
    return verifying.verify_log(folder.read, policies.Policy(logs=policy.log_keys()))


def cells() -> list[tuple[str, str, str, QuerySet]]:
    """(table, key, column, rows) of everything that the log answers for, its own tables included."""
    found = []
    for cover in COVERS.values():
        names = {f.attname: f.column for f in cover.model._meta.concrete_fields}
        rows = cover.model._base_manager.filter(cover.only)
        for telling in cover.tellings:
            done = rows.exclude(**{telling.mark: None})  # before that the columns are nobody's business
            each = dict.fromkeys(telling.columns())
            found += [(cover.table, "id", names[name], rows if name == telling.mark else done) for name in each]
    facts, salts = Fact.objects.all(), Salt.objects.all()
    found += [("transparency_fact", "entry_id", name, facts) for name in ("kind", "noun", "row", "leaf", "number")]
    return [*found, *(("transparency_salt", "id", name, salts) for name in ("salt", "part"))]


def changed(dice: random.Random, value: object) -> object:
    """Something else of the same kind; a text differs in one character."""
    match value:
        case None:
            return "2026-01-05 00:00:00"
        case bool():
            return not value
        case int():
            return value + dice.choice((1, -1, 1000))
        case str() if value[:1] in "[{":
            return json.dumps([value]) if dice.random() < 0.3 else _one_letter(dice, value)
        case _:
            return _one_letter(dice, str(value))


def _one_letter(dice: random.Random, text: str) -> str:
    digits = [at for at, letter in enumerate(text) if letter.isdigit()] or list(range(len(text)))
    if not text:
        return "x"
    at = dice.choice(digits)
    return text[:at] + dice.choice([c for c in "0123456789" if c != text[at]]) + text[at + 1 :]


def edit_a_row(dice: random.Random) -> str | None:
    """Change one covered column of one row; what was changed, or None where the table is empty or refuses it."""
    table, key, column, rows = dice.choice(cells())
    row = dice.choice(list(rows.values_list("pk", flat=True)) or [None])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {key} = %s", [row])
        for (value,) in cursor.fetchall():
            new = changed(dice, value)
            try:
                with transaction.atomic():
                    cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", [new, row])
            except DatabaseError:  # a constraint that nobody can take away by a single edit
                return None
            return f"{table}.{column} of {row}: {value!r} is now {new!r}"
    return None


def edit_a_file(dice: random.Random) -> str:
    """Flip a bit, cut or lengthen a file of the log."""
    file = dice.choice(sorted(f for f in folder.public().rglob("*") if f.is_file() and f.name != policies.PATH))
    data = bytearray(file.read_bytes())
    match dice.randrange(4):
        case 0:
            del data[-dice.randint(1, min(40, len(data))) :]
        case 1:
            data += b"x"
        case _:
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    file.write_bytes(data)
    return file.name


def found_out() -> bool:
    """Whether an audit says that something is wrong, or can no longer read what it should."""
    try:
        return bool(audit().faults)
    except (ValueError, TypeError, DatabaseError):
        return True


def test_every_single_edit_is_found(stage, tmp_path):
    dice = random.Random(20261130)
    spoken(stage)
    sequencing.append()
    shutil.copytree(folder.public(), tmp_path / "kept")
    assert not audit().faults
    unlock()
    tried = 0
    while tried < rounds(100):
        with transaction.atomic():
            what = edit_a_row(dice) if dice.random() < 0.7 else edit_a_file(dice)
            assert what is None or found_out(), what
            transaction.set_rollback(True)
        tried += what is not None
        shutil.rmtree(folder.public())
        shutil.copytree(tmp_path / "kept", folder.public())
    assert not audit().faults


@pytest.mark.parametrize("table", ["boards_notice", "boards_objection", "transparency_fact"])
def test_a_row_that_was_taken_away_is_found(stage, table):
    spoken(stage)
    sequencing.append()
    unlock()
    with transaction.atomic(), connection.cursor() as cursor:
        key = "entry_id" if table == "transparency_fact" else "id"
        cursor.execute(f"DELETE FROM {table} WHERE {key} = (SELECT MIN({key}) FROM {table})")
        assert audit().faults
        transaction.set_rollback(True)


def test_whoever_holds_the_key_and_rewrites_history_is_caught_by_the_witness(stage):
    spoken(stage)
    sequencing.append()
    seen = folder.read(checkpoints.PATH)
    unlock()
    with connection.cursor() as cursor:
        cursor.execute('UPDATE transparency_fact SET leaf = replace(leaf, \'"at":"20\', \'"at":"19\')')
    shutil.rmtree(folder.public())
    sequencing.append()
    assert verified().is_sound  # by itself it looks well
    for _ in range(2):  # at the same size, and after it has grown
        newest = folder.read(checkpoints.PATH)
        with pytest.raises(witnessing.Refused) as refused:
            witnessing.judge(newest, seen, folder.read, policy.log_keys())
        assert refused.value.evidence["last"] == seen and refused.value.evidence["newest"] == newest
        assert not verifying.verify_log(folder.read, policies.Policy(logs=policy.log_keys()), against=seen).is_sound
        stage.purchase()
        sequencing.append()
