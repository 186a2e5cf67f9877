"""Timing and tables, shared by the benchmarks."""

from __future__ import annotations

import enum
import gc
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Clock = Callable[[], float]


class Size(enum.Enum):
    """How much is measured: ``TINY`` only shows that the benchmarks run, and its figures mean nothing."""

    TINY = "tiny"
    NORMAL = "normal"
    FULL = "full"


@dataclass(frozen=True)
class Row:
    """One line of a table: who, how many per second (median of the rounds), and what is to be said about it."""

    name: str
    per_second: float
    low: float
    high: float
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A table with its title, and sentences to be read with it. ``cells`` are rows of text, as wide as ``head``."""

    title: str
    head: Sequence[str]
    cells: Sequence[Sequence[str]]
    notes: Sequence[str] = field(default_factory=tuple)

    def markdown(self) -> str:
        """Title, table and sentences."""
        lines = [f"### {self.title}", ""]
        if self.cells:
            # The first column is a name and the last one mostly words; figures stand to the right.
            lines += [_line(self.head), "|" + "|".join([":---", *["---:"] * (len(self.head) - 1)]) + "|"]
            lines += [_line(row) for row in self.cells] + [""]
        lines += [f"- {note}" for note in self.notes]
        return "\n".join(lines).rstrip() + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def rounds(
    name: str, work: Callable[[], int], count: int = 5, note: str = "", before: Callable[[], object] = lambda: None
) -> Row:
    """Run ``work`` ``count`` times after one warm-up; it returns how many things it did."""
    before()
    work()
    rates = []
    for _ in range(count):
        before()
        rates.append(_rate(work))
    return Row(name, statistics.median(rates), min(rates), max(rates), note)


def in_turn(works: Mapping[str, Callable[[], int]], count: int = 5, clock: Clock = time.perf_counter) -> list[Row]:
    """Like ``rounds`` for several, one round of each at a time, so that a busy moment of the machine hits them all.

    What waits for nothing but the processor may be timed by ``time.process_time``, which leaves out whatever else the
    machine does meanwhile.
    """
    for work in works.values():
        work()
    rates: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(count):
        for name, work in works.items():
            rates[name].append(_rate(work, clock))
    return [Row(name, statistics.median(r), min(r), max(r)) for name, r in rates.items()]


def _rate(work: Callable[[], int], clock: Clock = time.perf_counter) -> float:
    gc.collect()  # nobody pays for what another left lying
    start = clock()
    done = work()
    return done / (clock() - start)


def rates(title: str, rows: Sequence[Row], notes: Sequence[str] = (), unit: str = "per second") -> Section:
    """A section that compares each row with the last one, the peer."""
    peer = rows[-1]
    head = ["who", f"{unit}, median", "lowest", "highest", f"against {peer.name}", "note"]
    cells = [
        [
            r.name,
            *(_rate_in_words(rate) for rate in (r.per_second, r.low, r.high)),
            f"{r.per_second / peer.per_second:.2f} ×",
            r.note,
        ]
        for r in rows
    ]
    return Section(title, head, cells, notes)


def _rate_in_words(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.2f}"


def table(title: str, rows: Sequence[Row], unit: str = "per second") -> str:
    """The same as Markdown."""
    return rates(title, rows, unit=unit).markdown()


def verdict(what: str, found: float, wanted: float) -> str:
    """Whether a promise is kept, in words."""
    return f"{what}: {found:.2f} × where {wanted:g} × is promised: {'kept' if found >= wanted else 'MISSED'}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def flushes(folder: Path, count: int = 200) -> float:
    """How many times in a second this disk takes 8 KB and swears to keep them: the limit of every commit."""
    with (folder / "flushed").open("wb", buffering=0) as file:

        def work() -> int:
            for _ in range(count):
                file.write(b"\0" * 8192)
                os.fdatasync(file.fileno())
            return count

        found = _rate(work)
    (folder / "flushed").unlink()
    return found


def filesystem(folder: Path) -> str:
    """The kind of file system that holds a folder, as the kernel names it."""
    try:
        mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    except OSError:
        return "unknown"
    there = folder.resolve()
    holding = [(len(at), kind) for at, kind in mounts if there == Path(at) or Path(at) in there.parents]
    return max(holding)[1] if holding else "unknown"


def machine() -> str:
    """What the figures were measured on."""
    try:
        info = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        info = []
    names = {line.split(":", 1)[1].strip() for line in info if line.startswith("model name")}
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    processor = ", ".join(sorted(names)) or platform.machine()
    return f"{processor}, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}"
