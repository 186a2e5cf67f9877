"""Backup and restore: what comes back is what there was, on either database; anything doubtful is refused whole."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import tarfile
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from qingdan.features.cases.models import Case
from qingdan.records.editions.queries import forget
from qingdan.records.files import disk
from qingdan.records.files.models import StoredFile
from qingdan.records.register.models import Entry, Seal
from qingdan.web.keeping import manifest, tables
from qingdan.web.keeping.restoring import Restore, Unfit
from qingdan.web.keeping.snapshot import snapshot
from qingdan.web.keeping.writing import Backup
from qingdan.web.working import seal


@pytest.fixture
def lived_in(house):
    """A house with a finished case, a running one, files, personal words and seals."""
    house.noticed(timezone.now() - timedelta(days=1))
    case = house.open(timezone.now())
    house.request(case, timezone.now())
    seal(timezone.now())
    return house


@pytest.fixture
def tar(tmp_path) -> Path:
    return tmp_path / "house.tar"


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every kept row by table, as values."""
    return {
        m._meta.label: list(m._base_manager.order_by("pk").values_list(*tables.columns(m)))
        for m in tables.kept_models()
    }


def emptied() -> None:
    """The same database with nothing in it, and another folder for files."""
    call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(disk.root())
    disk.root().mkdir()
    forget()


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_a_house_comes_back_as_it_was_and_goes_on(lived_in, tar, capsys):
    before = everything()
    call_command("backup", str(tar))
    emptied()
    call_command("restore", str(tar))
    assert everything() == before
    assert len([rows for rows in before.values() if rows]) > 12
    assert "stand as they were written" in capsys.readouterr().out
    highest = Entry.objects.latest("pk").pk
    case = lived_in.open(timezone.now())  # numbers go on behind the restored ones
    assert Entry.objects.latest("pk").pk > highest
    assert case.number.endswith("-0004")  # two purchases and a sub-case came before


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_a_restored_register_is_append_only(lived_in, tar):
    call_command("backup", str(tar), verbosity=0)
    emptied()
    call_command("restore", str(tar), verbosity=0)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.update(kind="x.y")


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_into_an_empty_folder_whatever_database_it_came_from(lived_in, tar, tmp_path, capfd):
    """PostgreSQL → SQLite, and SQLite → SQLite, in a process of its own, as an operator does it."""
    call_command("backup", str(tar), verbosity=0)
    there = tmp_path / "there"
    call_command("restore", str(tar), into=str(there))
    assert "stand as they were written" in capfd.readouterr().out
    with sqlite3.connect(there / "qingdan.sqlite3") as database:
        count = database.execute("SELECT count(*) FROM register_entry").fetchone()[0]
        newest = database.execute("SELECT digest FROM register_seal ORDER BY id DESC").fetchone()[0]
    assert count == Entry.objects.count()
    assert newest == Seal.objects.latest("pk").digest
    digest = StoredFile.objects.first().digest
    assert (there / "files" / digest[:2] / digest[2:4] / digest).read_bytes() == disk.path_of(digest).read_bytes()


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_a_backup_shows_one_moment_and_nobody_waits_for_it(lived_in):
    written = threading.Event()
    faults: list[Exception] = []

    def meanwhile() -> None:
        try:
            lived_in.open(timezone.now(), title="备份的时候新开的")
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()
            written.set()

    with snapshot():
        before = Case.objects.count()
        writer = threading.Thread(target=meanwhile)
        writer.start()
        assert written.wait(10)
        writer.join()
        assert not faults
        assert Case.objects.count() == before
    assert Case.objects.count() == before + 1


# -- what a backup is ------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_only_the_owner_may_read_it_and_nothing_is_written_over(lived_in, tar):
    call_command("backup", str(tar), verbosity=0)
    assert stat.S_IMODE(tar.stat().st_mode) == 0o600
    before = tar.read_bytes()
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(tar), verbosity=0)
    assert tar.read_bytes() == before
    assert [p.name for p in tar.parent.glob("*.part")] == []


@pytest.mark.django_db
def test_nothing_is_left_where_it_cannot_be_written(tmp_path):
    with pytest.raises(CommandError, match="could not be written"):
        call_command("backup", str(tmp_path / "no" / "house.tar"), verbosity=0)


@pytest.mark.django_db
def test_a_missing_file_is_named_and_all_else_is_kept(lived_in, tar, capsys):
    digest = StoredFile.objects.first().digest
    disk.path_of(digest).unlink()
    with pytest.raises(CommandError, match="1 files of the house are missing or altered"):
        call_command("backup", str(tar), verbosity=0)
    assert f"{digest}: missing" in capsys.readouterr().err
    restore = Restore(tar)
    restore.verify()
    restore.close()


@pytest.mark.django_db
def test_sessions_and_signs_of_life_stay_behind():
    kept = {m._meta.label for m in tables.kept_models()}
    assert not kept & {"sessions.Session", "axes.AccessAttempt", "web.Heartbeat", "contenttypes.ContentType"}
    assert {"register.Entry", "register.PersonalWords", "cases.Case", "web.DemoMark", "people.Account"} <= kept


def test_a_new_type_of_column_is_not_guessed_at():
    with pytest.raises(TypeError, match="does not know how to keep a complex"):
        tables._plain(1j)


# -- the key ---------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("in_environment", "option", "kept"), [(False, False, True), (False, True, False), (True, False, False)]
)
def test_the_key_goes_with_it_unless_it_is_kept_elsewhere(lived_in, tar, monkeypatch, in_environment, option, kept):
    monkeypatch.delenv("QINGDAN_SECRET_KEY", raising=False)
    if in_environment:
        monkeypatch.setenv("QINGDAN_SECRET_KEY", "x")
    call_command("backup", str(tar), verbosity=0, without_key=option)
    with tarfile.open(tar) as file:
        assert (manifest.KEY in file.getnames()) is kept


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("with_key", "in_environment", "warning"),
    [
        (True, False, None),
        (False, False, "the secret key is not in the backup"),
        (True, True, "QINGDAN_SECRET_KEY is another key"),
    ],
)
def test_where_the_key_goes(tar, settings, monkeypatch, with_key, in_environment, warning):
    monkeypatch.delenv("QINGDAN_SECRET_KEY", raising=False)
    given = settings.SECRET_KEY
    Backup(tar, timezone.now(), with_key).write(lambda total: lambda n: None)
    settings.SECRET_KEY = "just made"
    if in_environment:
        monkeypatch.setenv("QINGDAN_SECRET_KEY", "just made")
    restore = Restore(tar)
    said = restore.put_key()
    restore.close()
    kept = Path(settings.VAR) / manifest.KEY
    assert (warning in said) if warning else said is None
    assert (kept.exists() and kept.read_text() == given) is (warning is None)
    if warning is None:
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600


# -- what is refused -------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_house_that_is_lived_in_is_not_overwritten(lived_in, tar):
    call_command("backup", str(tar), verbosity=0)
    before = everything()
    with pytest.raises(CommandError, match=r"this database is not empty .* Nothing was changed"):
        call_command("restore", str(tar), verbosity=0)
    assert everything() == before


@pytest.mark.django_db
def test_a_folder_with_anything_in_it_is_refused(lived_in, tar, tmp_path):
    call_command("backup", str(tar), verbosity=0)
    there = tmp_path / "there"
    there.mkdir()
    (there / "letter.txt").write_text("x")
    with pytest.raises(CommandError, match=r"is not an empty folder\. Nothing was changed"):
        call_command("restore", str(tar), into=str(there))
    assert [p.name for p in there.iterdir()] == ["letter.txt"]


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"not a tar", b"\0" * 20_000])
def test_what_is_no_backup_says_so(tar, content):
    tar.write_bytes(content)
    with pytest.raises(CommandError, match="is not a whole backup"):
        call_command("restore", str(tar), verbosity=0)


@pytest.mark.django_db
def test_a_file_that_is_not_there_says_so(tar):
    with pytest.raises(CommandError, match="there is no such file"):
        call_command("restore", str(tar), verbosity=0)


@pytest.mark.django_db
def test_a_tar_of_somebody_elses_says_so(tar):
    note = tar.parent / "manifest.json"
    note.write_text('{"format": "other"}')
    with tarfile.open(tar, "w") as file:
        file.add(note, "manifest.json")
    with pytest.raises(CommandError, match="is not a whole backup"):
        call_command("restore", str(tar), verbosity=0)


@pytest.mark.django_db
@pytest.mark.parametrize("member", ["tables/register.Entry/000000.jsonl", "files/000000.jsonl", "upload"])
def test_one_changed_byte_is_found_before_anything_is_written(lived_in, tar, member):
    call_command("backup", str(tar), verbosity=0)
    digest = StoredFile.objects.first().digest
    name = f"files/{digest[:2]}/{digest[2:4]}/{digest}" if member == "upload" else member
    with tarfile.open(tar) as file:
        at = file.getmember(name).offset_data + 5
    content = bytearray(tar.read_bytes())
    content[at] ^= 1
    tar.write_bytes(content)
    with pytest.raises(CommandError, match=f"the backup is damaged: {name}"):
        call_command("restore", str(tar), verbosity=0)


@pytest.mark.django_db
def test_half_a_backup_is_refused(lived_in, tar):
    call_command("backup", str(tar), verbosity=0)
    tar.write_bytes(tar.read_bytes()[: tar.stat().st_size // 2])
    with pytest.raises(CommandError, match="is not a whole backup"):
        call_command("restore", str(tar), verbosity=0)


@pytest.mark.django_db
def test_a_backup_of_other_tables_names_its_version(tar, monkeypatch):
    Backup(tar, timezone.now(), False).write(lambda total: lambda n: None)
    restore = Restore(tar)
    restore.manifest.migrations["cases"].append("0099_tomorrow")
    with pytest.raises(Unfit, match="with other tables \\(cases\\)"):
        restore.check_target()
    restore.close()


@pytest.mark.django_db
def test_old_tables_are_migrated_before_a_backup(tar, monkeypatch):
    monkeypatch.setattr("qingdan.web.management.commands.backup.MigrationExecutor.migration_plan", lambda *a: ["x"])
    with pytest.raises(CommandError, match="qingdan manage migrate"):
        call_command("backup", str(tar))
