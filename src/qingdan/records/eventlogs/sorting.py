"""Brings the events of each case together and into the order of time, on disk: a log may be larger than memory."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

CACHE_KIB = 65_536  # what SQLite keeps in memory before it writes to its temporary file


def by_case(rows: Iterable[tuple[Any, ...]], width: int) -> Iterator[tuple[str, Iterator[tuple[Any, ...]]]]:
    """Rows (case, seconds or None, number, then ``width`` more cells) by case, in the order of time, then of number."""
    with contextlib.closing(sqlite3.connect("")) as kept:  # "": a file of SQLite's own, gone with the connection
        kept.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        kept.execute("PRAGMA journal_mode = OFF")
        more = "".join(f", c{n}" for n in range(width))
        kept.execute(f"CREATE TABLE event (name TEXT, at REAL, number INTEGER{more})")
        marks = ", ".join("?" * (3 + width))
        kept.executemany(f"INSERT INTO event VALUES ({marks})", rows)  # noqa: S608
        found = kept.execute("SELECT * FROM event ORDER BY name, at, number")
        yield from groupby(found, itemgetter(0))
