"""Where files lie and how they get there whole: ``FILES_ROOT/ab/cd/<digest>``, never half-written, never twice.

A file is written before its row is committed, so a committed row always has its file. What an act that was refused
leaves behind is a file without a row; :mod:`qingdan.records.files.sweeping` removes it after a while.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

UNFINISHED = ".part"  # the end of a temporary name; a crash may leave one
LOCK = ".lock"


def root() -> Path:
    """The folder of all files (``settings.FILES_ROOT``)."""
    return Path(settings.FILES_ROOT)


def digest_of(salt: str, content: bytes) -> str:
    """SHA-256 (64 hex digits) of the salt, as UTF-8, followed by the content."""
    return hashlib.sha256(salt.encode() + content).hexdigest()


def path_of(digest: str) -> Path:
    """Where the file of a digest lies, whether or not it is there."""
    return root() / digest[:2] / digest[2:4] / digest


def keep(digest: str, salt: str, content: bytes) -> Path:
    """Put content under its digest, once; what is there already and true is left, its time renewed.

    The time keeps :func:`~qingdan.records.files.sweeping.sweep` away until the act that needs the file is committed.
    A file that was damaged on disk is replaced. :raises OSError: when the disk is full or closed to us.
    """
    path = path_of(digest)
    _make_folders(path.parent)
    with shared_with_sweeping():
        if path.exists() and digest_of(salt, path.read_bytes()) == digest:
            os.utime(path)
        else:
            write_whole(path, content)
    return path


def write_whole(path: Path, content: bytes, mode: int = 0o400) -> None:
    """Write a file so that under its name there is all of it or nothing, even after a power cut.

    ``mode``: who may read and write it; nobody edits evidence by mistake.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name[:16], suffix=UNFINISHED)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _sync(path.parent)


def _make_folders(folder: Path) -> None:
    # Each new folder is a line in the folder above, and that line must reach the disk too.
    missing = [f for f in (root(), folder.parent, folder) if not f.exists()]
    for new in missing:
        new.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync(new.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def shared_with_sweeping() -> Iterator[None]:
    """Any number may write at once, but not while files are swept."""
    with _locked(fcntl.LOCK_SH):
        yield


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Nobody else writes or sweeps."""
    with _locked(fcntl.LOCK_EX):
        yield


@contextlib.contextmanager
def _locked(how: int) -> Iterator[None]:
    with (root() / LOCK).open("a") as file:  # closing it gives the lock back, and so does a crash
        fcntl.flock(file, how)
        yield
