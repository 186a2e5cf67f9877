"""Many cases quickly: copies of the demonstration's own cases, row by row of every table, made inside the database.

A tenth of them goes to the first invented village, so that one village grows as well as the city; the rest is strewn
over all villages. What must be unique is made so; everything else is as the acts wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.apps import apps
from django.db import connection

from bench.house import GROUND, VILLAGE
from qingdan.records.regions.queries import division_by_code

# Table → how a column of the copy is made; m is the copy (new, old, village, place), t the row it is copied from.
CASE = {
    "id": "m.new",
    "village_id": "m.village",
    "place": "m.place",
    "number": "'B' || m.new",
    "parent_id": "NULL",
    "parent_key": "NULL",
    "track_hash": "NULL",
    "public_code": "substr(md5('public' || m.new), 1, 12)",
}
OF_A_CASE = {"case_id": "m.new", "village_id": "m.village", "place": "m.place"}
ENTRY = {"subject_id": "m.new", "place": "m.place", "once": "NULL", "personal_digest": "NULL"}
NOTICE = {**OF_A_CASE, "code": "substr(md5(m.new || t.key || t.seq), 1, 12)"}
TABLES: tuple[tuple[str, Mapping[str, str], str], ...] = (
    ("cases.Case", CASE, "t.id = m.old"),
    ("cases.CaseEvent", OF_A_CASE, "t.case_id = m.old"),
    ("cases.Task", OF_A_CASE, "t.case_id = m.old"),
    ("cases.Deadline", OF_A_CASE, "t.case_id = m.old"),
    ("cases.Party", OF_A_CASE, "t.case_id = m.old"),
    ("cases.PersonalFact", OF_A_CASE, "t.case_id = m.old"),
    ("cases.CaseFile", OF_A_CASE, "t.case_id = m.old"),
    ("boards.Notice", NOTICE, "t.case_id = m.old"),
    ("register.Entry", ENTRY, "t.subject_type = 'case' AND t.subject_id = m.old"),
)
STREWN = """
CREATE TEMP TABLE copies AS
SELECT n + %(after)s AS new, t.id AS old, v.id AS village, v.path AS place
FROM (SELECT n, floor(random() * (SELECT count(*) FROM cases_case WHERE id <= %(ground)s)) AS a,
             CASE WHEN random() < 0.1 THEN -1
                  ELSE floor(random() * (SELECT count(*) FROM regions_division WHERE level = 'village')) END AS b
      FROM generate_series(1, %(count)s) n) dice
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS r FROM cases_case WHERE id <= %(ground)s) t ON t.r = a
JOIN (SELECT id, path, row_number() OVER (ORDER BY id) - 1 AS r FROM regions_division WHERE level = 'village'
      UNION ALL SELECT id, path, -1 FROM regions_division WHERE id = %(home)s) v ON v.r = b
"""


def cases_there() -> int:
    """How many cases the database holds, without those on which acts are measured."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case WHERE id < %s", [GROUND])
        return int(cursor.fetchone()[0])


def grow_to(cases: int) -> None:
    """Copy until there are so many cases, then tell the planner."""
    home = division_by_code(VILLAGE)
    assert home is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.419), coalesce(max(id), 0) FROM cases_case WHERE id < %s", [GROUND])
        after = 1_000_000 + int(cursor.fetchone()[1])
        known = {"after": after, "ground": _originals(), "count": max(0, cases - cases_there()), "home": home.pk}
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("DROP TABLE IF EXISTS copies")
        cursor.execute(STREWN, known)
        for model, made, where in TABLES:
            cursor.execute(_copying(model, made, where))
        cursor.execute("SET synchronous_commit = on")
        cursor.execute("VACUUM ANALYZE")


def _originals() -> int:
    """The highest number of a case that the demonstration made; copies begin at a million."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM cases_case WHERE id < 1000000")
        return int(cursor.fetchone()[0])


def _copying(label: str, made: Mapping[str, str], where: str) -> str:
    model = apps.get_model(label)
    table = model._meta.db_table
    columns = [f.column for f in model._meta.concrete_fields if f.column != "id" or "id" in made]
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(made.get(column, f't."{column}"') for column in columns)
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t JOIN copies m ON {where}"


def weight() -> tuple[int, int]:
    """(register entries, bytes on disk) of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), pg_database_size(current_database()) FROM register_entry")
        entries, size = cursor.fetchone()
        return int(entries), int(size)
