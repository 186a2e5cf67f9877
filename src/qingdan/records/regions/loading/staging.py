"""The temporary table in which the rows of a file wait: memory stays flat, and the database compares whole sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection

from qingdan.records.regions.loading.formats import Row
from qingdan.records.regions.models import Division
from qingdan.records.regions.names import initials, short_town_name, short_village_name

BATCH = 2000

_CREATE = """
CREATE TEMPORARY TABLE regions_loading (
    seq integer PRIMARY KEY, file varchar(255), line integer, level varchar(8), code varchar(12), name varchar(80),
    short_name varchar(80), initials varchar(40), above varchar(80), parent_code varchar(12), former varchar(12),
    division_id bigint, parent_id bigint, fresh integer)
"""
_INSERT = """
INSERT INTO regions_loading
    (seq, file, line, level, code, name, short_name, initials, above, parent_code, former, fresh)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 0)
"""
_COPY = """
COPY regions_loading
    (seq, file, line, level, code, name, short_name, initials, above, parent_code, former, fresh) FROM STDIN
"""
_INDEXES = (
    "CREATE INDEX regions_loading_code ON regions_loading (code)",
    "CREATE INDEX regions_loading_level ON regions_loading (level, seq)",
)


def run(statement: str, parameters: Iterable[object] = ()) -> int:
    """Run one statement on the default database. Returns how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        return int(cursor.rowcount)


def fetch(statement: str, parameters: Iterable[object] = ()) -> list[tuple[object, ...]]:
    """The rows of one statement that gives only a few."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        return list(cursor.fetchall())


def fill(rows: Iterable[Row]) -> int:
    """Make the table and stream the rows into it, with their short names. Returns how many there were."""
    run("DROP TABLE IF EXISTS regions_loading")
    run(_CREATE)
    # Only cities are remembered (2,978 in the whole country): a town's short name leaves out its city's name. They are
    # read first, for nothing else may ask the database while the rows flow in.
    cities = dict(Division.objects.filter(level="city", codes__valid_to=None).values_list("codes__code", "name"))
    count = _stream(_parameters(rows, cities))
    for statement in _INDEXES:
        run(statement)
    run("ANALYZE regions_loading")  # the database has never seen this table: without this it would guess its size
    return count


def _stream(waiting: Iterator[tuple[object, ...]]) -> int:
    count = 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # many times faster than INSERT, and as flat in memory
            with cursor.copy(_COPY) as copy:
                for values in waiting:
                    copy.write_row((*values, 0))
                    count += 1
            return count
        while batch := list(islice(waiting, BATCH)):
            cursor.executemany(_INSERT, batch)
            count += len(batch)
    return count


def drop() -> None:
    """Remove the table; a transaction that fails removes it by itself."""
    run("DROP TABLE IF EXISTS regions_loading")


def _parameters(rows: Iterable[Row], cities: dict[str, str]) -> Iterator[tuple[object, ...]]:
    for seq, row in enumerate(rows, start=1):
        if row.level == "city":
            cities[row.code] = row.name
        short = _short_name(row, cities)
        yield (
            *(seq, row.file, row.line, row.level, row.code, row.name, short, initials(short)),
            *(row.above, row.parent_code, row.former),
        )


def _short_name(row: Row, cities: dict[str, str]) -> str:
    if row.level == "village":
        return short_village_name(row.name)
    return short_town_name(row.name, cities.get(row.parent_code or "")) if row.level == "town" else row.name
