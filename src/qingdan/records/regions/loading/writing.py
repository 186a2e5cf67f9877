"""Makes the divisions that are new and changes those whose name or code changed, a level at a time."""

from __future__ import annotations

from datetime import date

from qingdan.records.regions.loading.staging import fetch, run
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import DIGITS

_COUNT_NEW = "SELECT count(*) FROM regions_loading WHERE level = %s AND division_id IS NULL"
_NUMBER = """
UPDATE regions_loading SET division_id = %s + n.place - 1, fresh = 1
FROM (SELECT seq, row_number() OVER (ORDER BY seq) AS place FROM regions_loading
      WHERE level = %s AND division_id IS NULL) n
WHERE regions_loading.seq = n.seq
"""
_PARENTS_OF_NEW = """
UPDATE regions_loading SET parent_id = (SELECT p.division_id FROM regions_loading p
                                        WHERE p.code = regions_loading.parent_code)
WHERE level = %s AND parent_id IS NULL
"""
_INSERT = """
INSERT INTO regions_division
    (id, parent_id, level, name, short_name, initials, above, path, state, is_demo)
SELECT s.division_id, s.parent_id, s.level, s.name, s.short_name, s.initials, s.above,
       COALESCE(p.path, '') || substr(CAST(%s + s.division_id AS varchar(20)), 2),
       CASE WHEN s.level = 'village' THEN 'not-joined' END, FALSE
FROM regions_loading s LEFT JOIN regions_division p ON p.id = s.parent_id
WHERE s.level = %s AND s.fresh = 1 ORDER BY s.division_id
"""
_INSERT_CODES = """
INSERT INTO regions_divisioncode (division_id, code, name, valid_from)
SELECT division_id, code, name, %s FROM regions_loading WHERE fresh > 0 ORDER BY seq
"""
_MARK_CHANGED = """
UPDATE regions_loading SET fresh = 2
WHERE fresh = 0 AND NOT EXISTS (
    SELECT 1 FROM regions_divisioncode c WHERE c.division_id = regions_loading.division_id AND c.valid_to IS NULL
      AND c.code = regions_loading.code AND c.name = regions_loading.name)
"""
_CLOSE_CODES = """
UPDATE regions_divisioncode SET valid_to = %s
WHERE valid_to IS NULL AND division_id IN (SELECT division_id FROM regions_loading WHERE fresh = 2)
"""
_RENAME = """
UPDATE regions_division SET name = s.name, short_name = s.short_name, initials = s.initials
FROM (SELECT division_id, name, short_name, initials FROM regions_loading WHERE fresh = 2) s
WHERE regions_division.id = s.division_id AND regions_division.name <> s.name
"""
_ABOVE = """
UPDATE regions_division SET above = s.above
FROM (SELECT division_id, above FROM regions_loading WHERE above IS NOT NULL AND level = 'city') s
WHERE regions_division.id = s.division_id AND (regions_division.above IS NULL OR regions_division.above <> s.above)
"""
_COUNTS = "SELECT level, count(*) FROM regions_loading GROUP BY level"


def write(since: date) -> tuple[int, int]:
    """Write what the checked rows say. Returns how many divisions are new and how many changed name or code."""
    added = sum(_add_level(level) for level in ("city", "town", "village"))
    changed = run(_MARK_CHANGED)
    run("ANALYZE regions_loading")
    run(_CLOSE_CODES, [since])
    run(_INSERT_CODES, [since])
    run(_RENAME)
    run(_ABOVE)
    Division.objects.catch_up()
    return added, changed


def counts() -> dict[str, int]:
    """How many rows of each level were read."""
    return {str(level): int(str(count)) for level, count in fetch(_COUNTS)}


def _add_level(level: str) -> int:
    run(_PARENTS_OF_NEW, [level])
    new = int(str(fetch(_COUNT_NEW, [level])[0][0]))
    if new:
        run(_NUMBER, [Division.objects.reserve(new), level])
        run("ANALYZE regions_loading")  # or the database still plans for the few rows it saw before
        run(_INSERT, [10**DIGITS, level])
        run("ANALYZE regions_division")
    return new
