"""Timing and tables, shared by the benchmarks."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One line of a table: who, how many per second (median of the rounds), and what is to be said about it."""

    name: str
    per_second: float
    low: float
    high: float
    note: str = ""


def rounds(
    name: str, work: Callable[[], int], count: int = 5, note: str = "", before: Callable[[], object] = lambda: None
) -> Row:
    """Run ``work`` ``count`` times after one warm-up; it returns how many things it did."""
    before()
    work()
    rates = []
    for _ in range(count):
        before()
        start = time.perf_counter()
        done = work()
        rates.append(done / (time.perf_counter() - start))
    return Row(name, statistics.median(rates), min(rates), max(rates), note)


def table(title: str, rows: Sequence[Row], unit: str = "per second") -> str:
    """A Markdown table; the last column compares each row with the last one, the peer."""
    peer = rows[-1].per_second
    lines = [
        f"### {title}",
        "",
        f"| who | {unit}, median | lowest | highest | against {rows[-1].name} | note |",
        "|---|---:|---:|---:|---:|---|",
    ]
    lines += [
        f"| {r.name} | {r.per_second:,.0f} | {r.low:,.0f} | {r.high:,.0f} | {r.per_second / peer:.2f} × | {r.note} |"
        for r in rows
    ]
    return "\n".join(lines) + "\n"


def machine() -> str:
    """What the figures were measured on."""
    info = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").splitlines()
    names = {line.split(":", 1)[1].strip() for line in info if line.startswith("model name")}
    named = ", ".join(sorted(names)) or platform.machine()
    return f"{named}, {os.cpu_count()} cores, Python {platform.python_version()}"
