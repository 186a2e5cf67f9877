"""``qingdan worker``: clocks, outbox, boards and seals, for as long as the house runs. ``make run`` starts it."""

from __future__ import annotations

import logging
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from qingdan.web import working
from qingdan.web.models import Heartbeat

log = logging.getLogger("qingdan.worker")
NAME = "worker"
BEAT_EVERY = timedelta(seconds=10)


class Command(BaseCommand):
    """Runs rounds until SIGTERM or Ctrl-C, and stops between two batches, never in the middle of an act."""

    help = "Do what clocks and the outbox ask for. Any number may run; one at a time acts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How often, and whether only once."""
        parser.add_argument("--once", action="store_true", help="one round, then stop; exit code 1 if a piece failed")
        parser.add_argument("--every", type=float, default=5.0, metavar="SECONDS", help="pause between rounds")

    def handle(self, *, once: bool, every: float, **options: Any) -> None:
        """Work. :raises SystemExit: with 1, after ``--once`` with something that failed."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        worker = Worker(stop)
        if once:
            if worker.round(timezone.now):
                raise SystemExit(1)
            return
        log.info("worker started")
        while not stop.is_set():
            close_old_connections()  # one that broke is opened anew
            worker.round(timezone.now)
            stop.wait(every)
        log.info("worker stopped")


class Worker:
    """Rounds of work with signs of life between them."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.beaten: datetime | None = None
        self.cleaned: datetime | None = None
        self.failing: list[str] = []

    def round(self, clock: Callable[[], datetime]) -> list[str]:
        """Do all that is due, if no other worker is at it. Returns the names of the pieces that failed."""
        try:
            with working.alone() as mine:
                if mine:
                    self._work(clock)
        except Exception:  # the database is away: say so, and try again in the next round
            log.exception("round failed")
            self.failing = ["database"]
        return self.failing

    def _work(self, clock: Callable[[], datetime]) -> None:
        now = clock()
        if self.beaten is None:
            self._beat(now)  # a first round may be long
        pieces = working.EVERY_ROUND
        if self.cleaned is None or now - self.cleaned >= timedelta(days=1):
            pieces, self.cleaned = (*pieces, *working.ONCE_A_DAY), now
        self.failing = working.work(pieces, now, lambda: self._go_on(clock))
        self._beat(clock())

    def _go_on(self, clock: Callable[[], datetime]) -> bool:
        """Called between two batches: a long catching-up shows that it lives, and stops when told to."""
        if self.beaten and clock() - self.beaten >= BEAT_EVERY:
            self._beat(clock())
        return not self.stop.is_set()

    def _beat(self, now: datetime) -> None:
        Heartbeat.objects.update_or_create(name=NAME, defaults={"at": now, "failing": self.failing})
        self.beaten = now
