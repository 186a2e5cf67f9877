"""Makes handbooks beside the pages: in a process of its own, one at a time in the house, each only once.

Whoever asks first takes the lock of the shelf and hands it to the new process, which holds it for as long as it lives;
when it is done, or dies, the lock is free again without anybody's help. How far it is stands in a file beside the book.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from qingdan.records.files.disk import write_whole
from qingdan.records.regions.queries import code_of
from qingdan.web.handbook import paper, shelf
from qingdan.web.handbook.figures import usual_processes
from qingdan.web.handbook.order import Order

LOCK = "making.lock"
PATIENCE = 60  # seconds after which what failed, or died too often, is tried again
MOST_TRIES = 3
# Begun by this process; asked after when the next one begins, so that none lingers once it is over.
_children: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True, slots=True)
class State:
    """How far an order is: ``done`` of ``of`` powers. ``ready``: it is on the shelf; ``failed``: the last try came to
    nothing; ``mine``: it is this one that is being made now, and not another before it."""

    ready: bool = False
    failed: bool = False
    mine: bool = False
    done: int = 0
    of: int = 0

    @property
    def percent(self) -> int:
        """Of the powers, as a whole number."""
        return 100 * self.done // self.of if self.of else 0


def ask(order: Order) -> State:
    """Begin to make an order unless it is there, is being made, or waits for another; and say how far it is."""
    key = shelf.key_of(order)
    if shelf.book(key):
        return State(ready=True)
    lock = _lock()
    if lock is None:
        return _far(key, len(order.powers))
    with lock:
        if shelf.book(key):  # made since we looked
            return State(ready=True)
        before = _read(key)  # of one that died, if there is any: then this one takes its place
        if _wait(before):
            return State(failed=True)
        tries = before.get("tries", 0) + 1 if before.get("tries", 0) < MOST_TRIES else 1
        lock.truncate(0)
        lock.write(key)  # whoever waits sees for whom; who comes a moment earlier sees it when he looks again
        lock.flush()
        _write(key, done=0, tries=tries, begun=time.time())
        begin(order, lock.fileno())
    return State(mine=True, done=0, of=len(order.powers))


def begin(order: Order, lock: int) -> None:
    """Start the process that makes an order; the lock goes over to it."""
    if not settings.HANDBOOKS_MADE_BESIDE:
        return
    _children[:] = [child for child in _children if child.poll() is None]
    asked = ["handbook", "--shelf", f"--norm={order.norm}", f"--language={order.language}"]
    if order.place:
        asked.append(f"--village={code_of(order.place.village)}")
    ours = {"DJANGO_SETTINGS_MODULE": "qingdan.web.settings", "QINGDAN_BASE_URL": settings.BASE_URL}
    words = [sys.executable, "-m", "django", *asked]
    child = subprocess.Popen(words, env={**ours, **os.environ}, pass_fds=[lock], start_new_session=True)  # noqa: S603
    _children.append(child)


def make(order: Order, processes: int | None = None) -> Path:
    """Make an order and put it on the shelf, writing down how far it is; whoever calls holds the lock."""
    key, done = shelf.key_of(order), 0

    def told() -> None:
        nonlocal done
        done += 1
        _write(key, **{**_read(key), "done": min(done, len(order.powers))})

    try:
        content = paper.pdf(order, told, processes or usual_processes(), shelf.Pictures())
    except BaseException:
        _write(key, failed_at=time.time())
        raise
    kept = shelf.keep(key, content)
    _status(key).unlink(missing_ok=True)
    return kept


def _lock() -> IO[str] | None:
    """The shelf's lock, if nobody holds it; closing it gives it back."""
    file = (shelf.folder() / LOCK).open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _status(key: str) -> Path:
    return shelf.folder() / f"{key}.far"


def _write(key: str, **values: float) -> None:
    write_whole(_status(key), json.dumps(values).encode())


def _read(key: str) -> dict[str, float]:
    try:
        found: dict[str, float] = json.loads(_status(key).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return {}
    return found


def _wait(before: Mapping[str, float]) -> bool:
    """Whether the last try came to nothing, or several died, only just now."""
    now = time.time()
    often = before.get("tries", 0) >= MOST_TRIES and now - before.get("begun", 0.0) < PATIENCE
    return often or now - before.get("failed_at", 0.0) < PATIENCE


def _far(key: str, powers: int) -> State:
    """How far it is while somebody holds the lock: for this order, or for another before it."""
    found = _read(key)
    if (shelf.folder() / LOCK).read_text(encoding="ascii") == key:
        return State(mine=True, done=int(found.get("done", 0)), of=powers)
    return State(failed=_wait(found), of=powers)
