"""A full case-step act on PostgreSQL against plain SQL writing the same rows, both kept by fsync before they return."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from bench.house import Desk, durable
from bench.measure import Section, Size, filesystem, flushes, percentile, verdict
from bench.plain import WRITES, rewritten, send, watch

MOST_QUERIES = 15
Times = list[float]  # seconds


def run(size: Size = Size.NORMAL) -> list[Section]:
    """The act beside plain SQL, and where its time goes."""
    each, turns = {Size.TINY: (3, 1), Size.NORMAL: (60, 5), Size.FULL: (200, 5)}[size]
    server, desk = durable(), Desk.find()
    first, *warm = desk.open(1 + 10)
    watched = watch(desk, first)
    for ready in warm:
        desk.hand_in(ready)
    ours: Times = []
    plain: Times = []
    for _ in range(turns):  # in turn, so that a busy moment of the machine hits both
        ours += _timed([lambda r=r: desk.hand_in(r) for r in desk.open(each)])
        texts = [rewritten(watched, first, other) for other in desk.open(each)]
        plain += _timed([lambda t=t: send(t) for t in texts])
    share = statistics.median(plain) / statistics.median(ours)
    head = ["who", "acts per second", "ms, median", "ms, 99 of 100", "statements with BEGIN and COMMIT"]
    cells = [_row("qingdan", ours, watched.count), _row("plain SQL", plain, len(watched.writes) + 2)]
    folder = Path(tempfile.gettempdir())
    notes = [
        f"PostgreSQL {server['server_version']}, fsync {server['fsync']}, synchronous_commit "
        f"{server['synchronous_commit']} ({server['wal_sync_method']}), on {filesystem(folder)}; one connection, "
        f"{len(ours)} acts each, in turn",
        f"the act: step “{desk.key}” of a purchase, handed in as the page does it: rights, evidence, process, event, "
        "state, tasks, limits, register entry, the form's token",
        verdict("the share of the plain rate that the act reaches", share, 0.2),
        f"queries of the act: {watched.count - 2} where {MOST_QUERIES} are promised, BEGIN and COMMIT not counted",
        f"the disk alone: {flushes(folder):,.0f} writes of 8 KB a second, each flushed",
    ]
    return [Section("A case-step act against plain SQL", head, cells, notes), _parts(desk, each)]


def _timed(deeds: list[Callable[[], None]]) -> Times:
    times = []
    for deed in deeds:
        start = time.perf_counter()
        deed()
        times.append(time.perf_counter() - start)
    return times


def _row(name: str, times: Times, statements: int) -> list[str]:
    middle = statistics.median(times)
    return [
        name,
        f"{1 / middle:,.0f}",
        f"{middle * 1000:.2f}",
        f"{percentile(times, 0.99) * 1000:.2f}",
        str(statements),
    ]


class Clock:
    """Adds up what a statement takes, by kind: reading, writing, committing."""

    def __init__(self) -> None:
        self.spent = {"reads": 0.0, "writes": 0.0, "commit": 0.0}

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """For ``connection.execute_wrapper``."""
        kind = "writes" if sql.lstrip().startswith(WRITES) else "reads"
        with self.counting(kind):
            return execute(sql, params, many, context)

    @contextmanager
    def counting(self, kind: str) -> Iterator[None]:
        """Add what the block takes."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.spent[kind] += time.perf_counter() - start


def _parts(desk: Desk, count: int) -> Section:
    """Where an act's time goes, on average; measured apart, because measuring costs."""
    clock, cases, commit = Clock(), desk.open(count), connection.commit

    def timed_commit() -> None:
        with clock.counting("commit"):
            commit()

    connection.commit = timed_commit
    try:
        with connection.execute_wrapper(clock):
            whole = sum(_timed([lambda r=r: desk.hand_in(r) for r in cases]))
    finally:
        del connection.commit
    spent = {"our Python": whole - sum(clock.spent.values()), **clock.spent}
    cells = [[name, f"{s / count * 1000:.2f}", f"{s / whole:.0%}"] for name, s in spent.items()]
    most = max(spent, key=lambda name: spent[name])
    notes = [
        f"bounded by: {most}. Reads and writes include Django's and the driver's own work and the way to the server"
    ]
    return Section("Where the act's time goes", ["part", "ms, mean", "share"], cells, notes)
