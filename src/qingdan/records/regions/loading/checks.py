"""What does not fit together in a file of divisions, found by comparing whole sets in the database."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from qingdan.records.regions.loading.faults import MOST_FAULTS, Faults
from qingdan.records.regions.loading.staging import fetch, run

_DUPLICATES = """
SELECT s.file, s.line, s.code, f.file, f.line FROM regions_loading s
JOIN (SELECT code, min(seq) AS seq FROM regions_loading GROUP BY code HAVING count(*) > 1) d ON d.code = s.code
JOIN regions_loading f ON f.seq = d.seq
WHERE s.seq > d.seq ORDER BY s.seq LIMIT %s
"""
_ORPHANS = """
SELECT s.file, s.line, s.code, s.parent_code FROM regions_loading s
WHERE s.parent_code IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM regions_loading p WHERE p.code = s.parent_code)
  AND NOT EXISTS (SELECT 1 FROM regions_divisioncode c WHERE c.code = s.parent_code AND c.valid_to IS NULL)
ORDER BY s.seq LIMIT %s
"""
_UNKNOWN_FORMER = """
SELECT file, line, code, former FROM regions_loading WHERE former IS NOT NULL AND division_id IS NULL
ORDER BY seq LIMIT %s
"""
_ONE_FOR_TWO = """
SELECT s.file, s.line, s.code, f.line FROM regions_loading s
JOIN (SELECT division_id, min(seq) AS seq FROM regions_loading WHERE division_id IS NOT NULL
      GROUP BY division_id HAVING count(*) > 1) d ON d.division_id = s.division_id
JOIN regions_loading f ON f.seq = d.seq
WHERE s.seq > d.seq ORDER BY s.seq LIMIT %s
"""
_CODE_HELD = """
SELECT s.file, s.line, s.code, c.name FROM regions_loading s
JOIN regions_divisioncode c ON c.code = s.code AND c.valid_to IS NULL
WHERE (s.division_id IS NULL OR s.division_id <> c.division_id)
  AND NOT EXISTS (SELECT 1 FROM regions_loading o WHERE o.division_id = c.division_id AND o.code <> s.code)
ORDER BY s.seq LIMIT %s
"""
_MOVED = """
SELECT s.file, s.line, s.name, p.name FROM regions_loading s
JOIN regions_division d ON d.id = s.division_id JOIN regions_division p ON p.id = d.parent_id
WHERE s.parent_id IS NULL OR s.parent_id <> d.parent_id ORDER BY s.seq LIMIT %s
"""
_TOO_EARLY = """
SELECT s.file, s.line, c.name, c.valid_from FROM regions_loading s
JOIN regions_divisioncode c ON c.division_id = s.division_id AND c.valid_to IS NULL
WHERE (c.code <> s.code OR c.name <> s.name) AND c.valid_from > %s ORDER BY s.seq LIMIT %s
"""

# What an act has changed since (a merger, a new name or code) is not undone by a table that was made before.
_OUTDATED = """
DELETE FROM regions_loading WHERE former IS NULL AND level = 'village'
  AND EXISTS (SELECT 1 FROM regions_divisioncode c
              JOIN regions_change h ON h.division_id = c.division_id AND h.day >= c.valid_to
              WHERE c.code = regions_loading.code AND c.name = regions_loading.name)
  AND NOT EXISTS (SELECT 1 FROM regions_divisioncode n
                  WHERE n.code = regions_loading.code AND n.name = regions_loading.name AND n.valid_to IS NULL)
"""

# A row with a former code means the division that had it; when that is already done, the one that has the new code.
_BY_FORMER = """
UPDATE regions_loading SET division_id = COALESCE(
  (SELECT c.division_id FROM regions_divisioncode c WHERE c.code = regions_loading.code AND c.valid_to IS NULL
     AND EXISTS (SELECT 1 FROM regions_divisioncode o
                 WHERE o.division_id = c.division_id AND o.code = regions_loading.former AND o.valid_to IS NOT NULL)),
  (SELECT c.division_id FROM regions_divisioncode c WHERE c.code = regions_loading.former AND c.valid_to IS NULL))
WHERE former IS NOT NULL
"""
_BY_CODE = """
UPDATE regions_loading SET division_id =
  (SELECT c.division_id FROM regions_divisioncode c WHERE c.code = regions_loading.code AND c.valid_to IS NULL)
WHERE former IS NULL
"""
_PARENTS = """
UPDATE regions_loading SET parent_id = COALESCE(
  (SELECT p.division_id FROM regions_loading p WHERE p.code = regions_loading.parent_code),
  (SELECT c.division_id FROM regions_divisioncode c WHERE c.code = regions_loading.parent_code AND c.valid_to IS NULL))
WHERE level = %s
"""
# A new code under a name that its parent already has, while the old code is gone from the file: the same place.
_BY_NAME = """
UPDATE regions_loading SET division_id =
  (SELECT min(d.id) FROM regions_division d JOIN regions_divisioncode c ON c.division_id = d.id AND c.valid_to IS NULL
   WHERE d.parent_id = regions_loading.parent_id AND d.name = regions_loading.name AND NOT d.is_demo
     AND NOT EXISTS (SELECT 1 FROM regions_loading o WHERE o.code = c.code OR o.former = c.code)
   HAVING count(*) = 1)
WHERE level = %s AND division_id IS NULL AND former IS NULL AND parent_id IS NOT NULL
"""


def check_rows(faults: Faults) -> None:
    """Codes given twice, and parents that are neither in the file nor in the database."""
    for file, line, code, first_file, first in fetch(_DUPLICATES, [MOST_FAULTS]):
        what = _("代码 %(code)s 重复：%(file)s 第 %(first)s 行已经有了。请删去多余的一行。")
        _add(faults, file, line, what % {"code": code, "file": first_file, "first": first})
    for file, line, code, parent in fetch(_ORPHANS, [MOST_FAULTS]):
        what = _("代码 %(code)s 的上级 %(parent)s 不在文件里，也没有载入过。请补上上级那一行。")
        _add(faults, file, line, what % {"code": code, "parent": parent})
    faults.stop_if_any()


def leave_out_outdated() -> int:
    """Take out rows that say what a village was before an act changed it. Returns how many there were."""
    return run(_OUTDATED)


def match(faults: Faults) -> None:
    """Find the division that each row means, if there is one: by former code, by code, by name in the same parent."""
    run(_BY_FORMER)
    run(_BY_CODE)
    for level in ("city", "town", "village"):
        run(_PARENTS, [level])
        run(_BY_NAME, [level])
    for file, line, code, former in fetch(_UNKNOWN_FORMER, [MOST_FAULTS]):
        what = _("原代码 %(former)s 现在没有地方在用，不能改成 %(code)s。请核对 former_code。")
        _add(faults, file, line, what % {"code": code, "former": former})
    faults.stop_if_any()


def check_matches(since: date, faults: Faults) -> None:
    """One place for two rows, a code in another's hands, a move to another town, a change before its beginning."""
    for file, line, code, first in fetch(_ONE_FOR_TWO, [MOST_FAULTS]):
        what = _("代码 %(code)s 和第 %(first)s 行说的是同一个地方。请用 former_code 写明哪一行是改码，或删去一行。")
        _add(faults, file, line, what % {"code": code, "first": first})
    for file, line, code, name in fetch(_CODE_HELD, [MOST_FAULTS]):
        what = _("代码 %(code)s 现在是“%(name)s”的，而文件没有给它新代码。请补上它改码的那一行。")
        _add(faults, file, line, what % {"code": code, "name": name})
    for file, line, name, parent in fetch(_MOVED, [MOST_FAULTS]):
        what = _(
            "“%(name)s”现在归“%(parent)s”管。载入只改名和改码，不能划归别处。请把它登记为新的地方，去掉 former_code。"
        )
        _add(faults, file, line, what % {"name": name, "parent": parent})
    for file, line, name, begun in fetch(_TOO_EARLY, [since, MOST_FAULTS]):
        what = _("“%(name)s”现在的代码从 %(begun)s 才开始用，新代码不能更早生效。请用 --since 给一个更晚的日期。")
        _add(faults, file, line, what % {"name": name, "begun": begun})
    faults.stop_if_any()


def _add(faults: Faults, file: object, line: object, what: str) -> None:
    faults.add(str(file), int(str(line)), what)
