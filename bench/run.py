"""``python -m bench.run [--full]``: every promise beside its peer, printed and written to docs/benchmarks.md.

The house is made anew on a throwaway PostgreSQL, with its files in a temporary folder; nothing listens anywhere but on
this machine, and everything stops by itself after a quarter of an hour.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import importlib
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.measure import Section, Size, machine

REPORT = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
LONGEST = 15 * 60  # seconds
INSIDE = "QINGDAN_BENCH_INSIDE"
ALL = (
    "engine",
    "flows",
    "conformance",
    "equalities",
    "simulate",
    "search",
    "printing",
    "handbook",
    "acts",
    "growth",
    "pages",
    "publishing",
    "transparency",
)
IN_THE_HOUSE = ("acts", "growth", "pages", "publishing", "transparency")  # measured in a house with villages and cases
PEERS = ("Django", "psycopg", "gunicorn", "SpiffWorkflow", "pm4py", "typst", "WeasyPrint")


class TooLong(Exception):
    """It takes longer than it may."""


def main(words: Sequence[str]) -> int:
    """Prepare a throwaway place and measure in it; 0 when everything was measured."""
    asked = _parser().parse_args(words)
    if os.environ.get(INSIDE):
        return measure(asked)
    from tests import postgres

    if asked.bring:
        from bench.tools import bring

        if why := bring():
            print(why, file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="qingdan-bench-") as var:
        os.environ |= {INSIDE: "1", "QINGDAN_VAR": var, "DJANGO_SETTINGS_MODULE": "qingdan.web.settings"}
        os.environ.pop("QINGDAN_HOSTS", None)
        return postgres.run([sys.executable, "-m", "bench.run", *words])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__)
    sizes = parser.add_mutually_exclusive_group()
    sizes.add_argument("--full", dest="size", action="store_const", const=Size.FULL, help="the large sizes too")
    sizes.add_argument("--tiny", dest="size", action="store_const", const=Size.TINY, help="only to see that it runs")
    parser.add_argument("--bring", action="store_true", help="install nginx and wrk by apt-get where they are missing")
    parser.add_argument("--only", nargs="+", choices=ALL, default=ALL, metavar="NAME", help=", ".join(ALL))
    parser.add_argument("--to", type=Path, help="the report (default: docs/benchmarks.md when all is measured)")
    parser.set_defaults(size=Size.NORMAL)
    return parser


def measure(asked: argparse.Namespace) -> int:
    """Run the benchmarks one after the other and write what they found."""
    started, load = time.monotonic(), os.getloadavg()[0]
    sections: list[Section] = []
    failed = []
    with _bounded(LONGEST):
        for name in asked.only:
            began = time.monotonic()
            try:
                found = _sections(name, asked.size)
            except TooLong:
                failed.append(f"{name} and what follows: stopped after {LONGEST / 60:.0f} minutes")
                break
            except Exception as fault:  # one that breaks must not hide what the others found
                failed.append(f"{name}: {type(fault).__name__}: {fault}")
                continue
            sections += found
            for section in found:
                print(section.markdown(), flush=True)
            print(f"({name}: {time.monotonic() - began:.0f} s)\n", flush=True)
    took = time.monotonic() - started
    to = asked.to or (REPORT if set(asked.only) == set(ALL) and asked.size is not Size.TINY else None)
    if to:
        to.write_text(report(sections, failed, asked.size, took, load), encoding="utf-8")
        print(f"written to {to.name} after {took:.0f} s")
    for line in failed:
        print(f"not measured: {line}", file=sys.stderr)
    return 1 if failed else 0


def _sections(name: str, size: Size) -> list[Section]:
    if name in IN_THE_HOUSE:
        _move_in(size)
    return importlib.import_module(f"bench.{name}").run(size)


@functools.cache
def _move_in(size: Size) -> None:
    """Once: make the house, a tiny one with the cases of one power. Its own words are kept unless it fails."""
    from bench import house

    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            house.move_in(lambda what: None, (house.POWER,) if size is Size.TINY else ())
    except BaseException:
        print(said.getvalue(), file=sys.stderr)
        raise


@contextlib.contextmanager
def _bounded(seconds: int) -> Iterator[None]:
    def stop(number: int, frame: object) -> None:
        raise TooLong

    before: Callable[..., object] | int | None = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def report(sections: Sequence[Section], failed: Sequence[str], size: Size, took: float, load: float) -> str:
    """The whole page."""
    today = datetime.now(UTC).date().isoformat()
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {today}: every promise beside its peer or its limit, measured in the same run "
        f"({size.value} sizes, {took:.0f} s). Run it on your own machine before you believe a figure.",
        "",
        f"- machine: {machine()}; load when it began {load:.1f} (other work that ran beside it)",
        f"- versions: {', '.join(f'{name} {version(name)}' for name in PEERS)}{_nginx()}",
        "",
    ]
    lines += [section.markdown() for section in sections]
    lines += [f"Not measured: {line}" for line in failed]
    return "\n".join(lines).rstrip() + "\n"


def _nginx() -> str:
    from bench.servers import program

    where = program("nginx")
    if where is None:
        return ""
    said = subprocess.run([where, "-v"], capture_output=True, text=True, check=False, timeout=10).stderr
    return f", {said.rpartition(': ')[2].strip().replace('/', ' ')}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
