"""A file is kept once, whole or not at all, also when two come at once or the machine stops half-way."""

from __future__ import annotations

import os
import threading
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from qingdan.records.files import disk
from qingdan.records.files.models import StoredFile
from qingdan.records.files.sweeping import sweep
from qingdan.records.files.verify import verify_files
from tests.apps.files.samples import AT, SALT, pdf, picture, store, stored, upload

both_databases = pytest.mark.both_databases


def on_disk(root: Path) -> list[str]:
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file() and p.name != disk.LOCK)


@pytest.mark.django_db
def test_it_lies_under_its_salted_digest(files_root: Path) -> None:
    content = picture()
    row = stored(content)
    assert row.digest == sha256(SALT.encode() + content).hexdigest()
    assert on_disk(files_root) == [f"{row.digest[:2]}/{row.digest[2:4]}/{row.digest}"]
    assert row.stored_at == AT


@pytest.mark.django_db
def test_the_same_twice_is_one(files_root: Path) -> None:
    assert stored(picture(), "一.jpg") == stored(picture(), "二.jpeg")
    assert len(on_disk(files_root)) == StoredFile.objects.count() == 1


@pytest.mark.django_db
def test_two_cases_cannot_be_seen_to_hold_the_same(files_root: Path) -> None:
    assert stored(picture()).digest != stored(picture(), salt="b" * 64).digest
    assert len(on_disk(files_root)) == 2


@pytest.mark.django_db
def test_without_a_salt_nothing_is_kept(files_root: Path) -> None:
    with pytest.raises(ValueError, match="salt"):
        stored(picture(), salt="")
    assert not files_root.exists()


@pytest.mark.django_db
def test_a_damaged_file_is_made_good_by_the_same_upload() -> None:
    row = stored(picture())
    path = disk.path_of(row.digest)
    path.chmod(0o600)
    path.write_bytes(b"damaged")
    assert [f.kind for f in verify_files()] == ["altered"]
    stored(picture())
    assert not list(verify_files())


@pytest.mark.django_db
@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_a_crash_before_the_rename_leaves_nothing(broken: str, files_root: Path, monkeypatch: object) -> None:
    def crash(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    disk.keep("0" * 64, SALT, b"x")  # so that the folders are there
    disk.path_of("0" * 64).unlink()
    (files_root / "f").mkdir()
    monkeypatch.setattr(disk, "_make_folders", lambda folder: folder.mkdir(parents=True, exist_ok=True))
    monkeypatch.setattr(os if broken == "fsync" else Path, broken, crash)
    with pytest.raises(OSError, match="No space"):
        stored(picture())
    assert not StoredFile.objects.exists()
    assert on_disk(files_root) == []


@pytest.mark.django_db(transaction=True)
def test_a_process_that_is_killed_leaves_nothing_under_the_name(files_root: Path) -> None:
    """A child dies between writing and renaming, as by kill -9: only an unfinished file is left, and swept."""
    digest = disk.digest_of(SALT, picture())
    child = os.fork()
    if child == 0:
        Path.replace = lambda self, target: os._exit(9)
        disk.keep(digest, SALT, picture())
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert not disk.path_of(digest).exists()
    assert [name.endswith(disk.UNFINISHED) for name in on_disk(files_root)] == [True]
    assert [f.kind for f in verify_files()] == ["unknown"]
    assert sweep(before=timezone.now() + timedelta(minutes=1)) == 1
    assert on_disk(files_root) == []
    assert disk.path_of(stored(picture()).digest).exists()


@pytest.mark.django_db
def test_what_a_refused_act_leaves_is_swept_later(files_root: Path) -> None:
    kept = stored(picture())
    with pytest.raises(RuntimeError), transaction.atomic():
        stored(pdf(), "发票.pdf")
        raise RuntimeError("the act was refused")
    assert StoredFile.objects.count() == 1
    assert len(on_disk(files_root)) == 2
    assert sweep(before=timezone.now() - timedelta(days=1)) == 0, "too young: its act may be under way"
    assert sweep(before=timezone.now() + timedelta(minutes=1)) == 1
    assert on_disk(files_root) == [disk.path_of(kept.digest).relative_to(files_root).as_posix()]


@pytest.mark.django_db
def test_storing_again_keeps_a_leftover_from_the_sweep() -> None:
    digest = disk.digest_of(SALT, picture())
    path = disk.keep(digest, SALT, picture())
    os.utime(path, (0, 0))
    disk.keep(digest, SALT, picture())  # an act is under way, its row not yet committed
    assert sweep(before=timezone.now() - timedelta(days=1)) == 0


@pytest.mark.django_db
def test_nothing_to_sweep() -> None:
    assert sweep(before=timezone.now()) == 0
    assert not list(verify_files())


@both_databases
@pytest.mark.django_db(transaction=True)
def test_the_same_at_the_same_instant_is_one(files_root: Path) -> None:
    start, rows, faults = threading.Barrier(6), [], []

    def one() -> None:
        start.wait()
        try:
            with transaction.atomic():
                rows.append(store(upload=upload(picture(), "照片.jpg"), salt=SALT, at=AT).pk)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert len(set(rows)) == StoredFile.objects.count() == len(on_disk(files_root)) == 1
    assert not list(verify_files())
