"""The board page as the house makes it for every reader and from the static copy, against nginx with the same bytes."""

from __future__ import annotations

import gzip
import statistics
import tempfile
from pathlib import Path

from django.db import connections

from bench import publishing
from bench.growth import board_address
from bench.house import Desk
from bench.measure import Section, Size
from bench.servers import Load, gunicorn, nginx, nginx_with, program, read, wrk
from qingdan.web.publishing.copying import Wanted

TITLE = "The board page against nginx with the same bytes"
HEAD = ["who", "pages per second, median", "ms, middle", "ms, 99 of 100", "against nginx"]


def run(size: Size = Size.NORMAL) -> list[Section]:
    """Both in turn, with 16 connections kept open."""
    missing = [name for name in ("nginx", "wrk") if program(name) is None]
    seconds, turns = {Size.TINY: (1, 1), Size.NORMAL: (4, 3), Size.FULL: (8, 3)}[size]
    address = board_address(Desk.find())
    connections.close_all()
    with tempfile.TemporaryDirectory(prefix="qingdan-bench-") as name, gunicorn(Path(name)) as ours:
        page, kind = read(ours + address)
        notes = [f"the page: {len(page):,} bytes, {len(gzip.compress(page)):,} when compressed"]
        if missing:
            return [Section(TITLE, HEAD, [], [*notes, f"not measured: {' and '.join(missing)} not here"])]
        copy = Path(name) / "copy"
        with publishing.part_of_it(Size.TINY):
            publishing.once(copy, Wanted(publishing.LIVE, publishing.LIVE, papers=False))
        connections.close_all()
        with nginx(Path(name), page, kind) as theirs, nginx_with(Path(name), copy) as static:
            if read(theirs + address)[0] != page:
                raise RuntimeError("nginx does not hand out the page's bytes")
            if read(static + address)[0] != (copy / address.strip("/") / "index.html").read_bytes():
                raise RuntimeError("nginx does not hand out the copy's file")
            found = _in_turn([ours + address, static + address, theirs + address], seconds, turns)
    rows = [
        _row("qingdan, gunicorn with 2 processes", found[0], found[2]),
        _row("the static copy, nginx with 2 workers", found[1], found[2]),
        _row("the same bytes, nginx with 2 workers", found[2], found[2]),
    ]
    notes += [
        f"wrk with 16 connections on the same machine, {turns} rounds of {seconds} s each in turn",
        "bounded by Python: the page is made anew for every reader, with its queries; the copy is a file on disk among "
        "all others of `qingdan publish`, found by nginx as it comes",
    ]
    return [Section(TITLE, HEAD, rows, notes)]


def _in_turn(addresses: list[str], seconds: int, turns: int) -> list[list[Load]]:
    found: list[list[Load]] = [[] for _ in addresses]
    for address in addresses:
        wrk(address, 1)  # warm
    for _ in range(turns):
        for loads, address in zip(found, addresses, strict=True):
            loads.append(wrk(address, seconds))
    return found


def _row(name: str, loads: list[Load], peer: list[Load]) -> list[str]:
    rate = statistics.median(load.per_second for load in loads)
    theirs = statistics.median(load.per_second for load in peer)
    middle, most = (statistics.median(getattr(load, what) for load in loads) for what in ("middle", "most"))
    return [name, f"{rate:,.0f}", f"{middle:.2f}", f"{most:.2f}", f"{rate / theirs:.4f} ×"]
