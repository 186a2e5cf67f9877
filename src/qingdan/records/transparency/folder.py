"""Where the log's files lie: ``LOG_ROOT/public`` is what everybody may read, ``LOG_ROOT/keys`` what nobody may.

Files are written whole and flushed before anything that points to them; under one name stands always the same content,
but for the checkpoint, which is replaced.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from qingdan.domain.transparency import checkpoints
from qingdan.domain.transparency.tiles import LONGEST_BUNDLE
from qingdan.records.files.disk import write_whole

READABLE = 0o644
LONGEST = LONGEST_BUNDLE


def home() -> Path:
    """The folder of everything that belongs to the log."""
    return Path(settings.LOG_ROOT)


def public() -> Path:
    """The log's prefix, as tlog-tiles calls it: any web server may serve it as it is."""
    return home() / "public"


def read(path: str) -> bytes | None:
    """A file of the log by its path under the prefix; None when there is none."""
    file = public() / path
    return file.read_bytes() if file.is_file() else None


def write(path: str, data: bytes) -> None:
    """Write a file of the log. :raises OSError: when the disk is full or closed to us."""
    file = public() / path
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, data, READABLE)


def published() -> checkpoints.Checkpoint | None:
    """What the checkpoint in the folder says; None before the first."""
    data = read(checkpoints.PATH)
    return checkpoints.peek(data) if data is not None else None


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else on this machine writes the log meanwhile; the lock goes with the process that holds it."""
    home().mkdir(parents=True, exist_ok=True)
    with (home() / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
