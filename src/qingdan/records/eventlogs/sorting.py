"""Brings the events of each case together and into the order of time, on disk: a log may be larger than memory."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, time, tzinfo
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

T = TypeVar("T")
DAY, QUARTER = 86_400, 900  # seconds; every zone is whole quarters of an hour from UTC
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


def days_as_told(
    found: Sequence[T], at: Callable[[T], float | None], told: Callable[[T], Any], zone: tzinfo
) -> Iterator[T]:
    """What is in the order of time, but a day of which something tells no clock in the order ``told``: it may have been
    at any hour of the day. A day alone is written as its beginning, as spreadsheets do."""
    number = 0
    while number < len(found):
        begun, behind = at(found[number]), number + 1
        if begun is not None and begun % QUARTER == 0 and _begins_a_day(begun, zone):
            while behind < len(found) and (at(found[behind]) or 0) < begun + DAY:
                behind += 1
        yield from sorted(found[number:behind], key=told)
        number = behind


@lru_cache(maxsize=65_536)  # the same days stand in a log again and again
def _begins_a_day(at: float, zone: tzinfo) -> bool:
    return datetime.fromtimestamp(at, zone).time() == time()
