"""The worker's round: what clocks and the outbox ask for, piece by piece, by one worker at a time.

A round does everything that is due, so a week's rest is caught up in one: limits in the order in which they fell due,
each once, because every piece asks the database what is still undone and never remembers anything itself.
"""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from qingdan.features.cases import sweep as clocks
from qingdan.features.cases.handing_out import look_through
from qingdan.features.handovers import sweep as handovers
from qingdan.features.ledgers import drafts as ledgers
from qingdan.records.files import sweeping
from qingdan.records.register import outbox
from qingdan.records.register.acts import Acting, Refused
from qingdan.records.register.seals import seal_new
from qingdan.records.rolls import drafts
from qingdan.records.transparency import sequencing
from qingdan.watch.boards.acts import take_down
from qingdan.watch.boards.queries import down_after
from qingdan.watch.duties import sweep as duties
from qingdan.watch.hearings import sweep as hearings
from qingdan.watch.reach import sweep as reach

log = logging.getLogger("qingdan.worker")
ADVISORY_LOCK = 419001  # any number that nobody else in this database uses
LEFT_FILES_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Piece:
    """One kind of work. ``do`` does a batch of what is due at a moment and says how much it did; 0 ends the piece."""

    name: str
    do: Callable[[datetime], int]


def run_clocks(now: datetime) -> int:
    """The one limit that fell due first. What it begins may have fallen due too, and then comes before later ones."""
    # A limit that cannot be settled stands at the head for ever; the whole batch goes past it.
    return clocks.sweep(now, limit=1) or clocks.sweep(now)


def take_notices_down(now: datetime) -> int:
    """Notices whose days are over, oldest first."""
    return sum(_take_down(notice, Acting.system("clock", now)) for notice in down_after(now))


def _take_down(notice: object, house: Acting) -> bool:
    try:
        take_down(acting=house, notice=notice)  # type: ignore[arg-type]
    except Refused:
        return False  # somebody else did it a moment ago
    return True


def seal(now: datetime) -> int:
    """Entries that have no seal yet."""
    made = seal_new(now)
    return made.count if made else 0


def append_to_the_log(now: datetime) -> int:
    """Public acts that wait for the public log; a log that does not fit the database is left as it is, and named."""
    return sequencing.append()


def remove_left_files(now: datetime) -> int:
    """Files of refused uploads. 0: all of them are gone in one go."""
    if removed := sweeping.sweep(before=now - LEFT_FILES_AFTER):
        log.info("left files removed", extra={"count": removed})
    return 0


EVERY_ROUND = (
    Piece("outbox", outbox.sweep),
    Piece("handovers", handovers.sweep),  # before the inbox is looked through: the sheet lists what the person had
    Piece("staffing", look_through),  # before the clocks: what falls due has its owner then
    Piece("clocks", run_clocks),
    Piece("outbox", outbox.sweep),  # what the clocks have just announced
    Piece("boards", take_notices_down),
    Piece("errands", outbox.run_errands),  # after taking down: what hangs no more is not sent
    Piece("duties", duties.sweep),  # after the outbox: what was put up counts
    Piece("reach", reach.sweep),
    Piece("seals", seal),
    Piece("public log", append_to_the_log),
)
ONCE_A_DAY = (
    Piece("files", remove_left_files),
    Piece("drafts", drafts.sweep),
    Piece("ledgers", ledgers.sweep),
    Piece("hearings", hearings.sweep),
)


def work(pieces: tuple[Piece, ...], now: datetime, go_on: Callable[[], bool] = lambda: True) -> list[str]:
    """Do each piece until nothing of it is left, or until ``go_on`` says no. Returns the names of those that failed."""
    failing = []
    for piece in pieces:
        try:
            done = _finish(piece, now, go_on)
        except Exception:  # a piece that breaks must not stop the others; the next round tries it again
            log.exception("piece failed", extra={"piece": piece.name})
            failing.append(piece.name)
        else:
            if done:
                log.info("piece done", extra={"piece": piece.name, "count": done})
    return failing


def _finish(piece: Piece, now: datetime, go_on: Callable[[], bool]) -> int:
    total = 0
    while go_on() and (done := piece.do(now)):
        total += done
    return total


@contextmanager
def alone() -> Iterator[bool]:
    """Whether this is the one worker that may act now; true for one of all workers of a database."""
    with (_alone_on_postgresql if connection.vendor == "postgresql" else _alone_on_this_machine)() as mine:
        yield mine


@contextmanager
def _alone_on_postgresql() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
        mine = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine and connection.connection is not None:  # with the connection the lock is gone, too
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])


@contextmanager
def _alone_on_this_machine() -> Iterator[bool]:
    with (Path(settings.VAR) / "worker.lock").open("a") as file:  # closing it gives the lock back, and so does a crash
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
