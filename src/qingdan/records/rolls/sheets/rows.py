"""Reads the lines of a table as persons, each checked by itself and against the lines before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.rules.households import Relation
from qingdan.domain.rules.identity import IdNumber
from qingdan.domain.rules.reasons import Unusable
from qingdan.domain.rules.written import plain
from qingdan.records.people.wording import said
from qingdan.records.register.acts import Refused
from qingdan.records.rolls.sheets.cells import bounded_text, is_empty, read_cell
from qingdan.records.rolls.sheets.columns import OWN, Header, field_of, header_of
from qingdan.records.rolls.sheets.faults import CellFault, SheetFaults
from qingdan.records.rolls.sheets.tables import Formula, Line, Table

FOOT = re.compile(
    r"(合计|总计|小计|共计|填表|制表|审核|负责人|填报|单位|说明|备注|注)(人|日期|单位|时间)?([:：（(].*|\d.*)?"
)
DAYS = ("born_on", "since", "ends")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A line of a spreadsheet as one person. ``household``, ``group`` and the reasons are as written."""

    sheet: str
    line: int
    name: str
    id_number: str | None = None
    born_on: date | None = None
    sex: str | None = None
    mobile: str | None = None
    group: str | None = None
    household: str | None = None
    relation: str | None = None
    since: date | None = None
    why_on: str | None = None
    ends: date | None = None
    why_off: str | None = None
    note: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {k: v.isoformat() if isinstance(v, date) else v for k, v in asdict(self).items() if v is not None}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> PersonRow:
        return cls(**{k: date.fromisoformat(v) if k in DAYS else v for k, v in kept.items()})


@dataclass(frozen=True, slots=True)
class Read:
    """A table as persons. ``called``: what this file calls each column. ``unread``: in words, what was left aside."""

    rows: tuple[PersonRow, ...]
    called: dict[str, str]
    unread: tuple[str, ...]


def read_rows(table: Table) -> Read:
    """:raises SheetFaults: with every cell that cannot be read. :raises Refused: when there is no header or no line."""
    headers = [(sheet, header_of(sheet)) for sheet in table.sheets]
    with_header = [(sheet, header) for sheet, header in headers if header is not None]
    if not with_header:
        raise Refused(_no_header(table))
    several = len(with_header) > 1
    unread = [_("表“%(sheet)s”是隐藏的，没有读") % {"sheet": name} for name in table.hidden]
    unread += [_("表“%(sheet)s”没有表头，没有读") % {"sheet": s.name} for s, h in headers if h is None and s.lines]
    rows: list[PersonRow] = []
    faults: list[CellFault] = []
    for sheet, header in with_header:
        reader = _Reader(sheet.name if several else "", header)
        rows += [row for line in sheet.lines if (row := reader.read(line))]
        faults += reader.faults
        unread += reader.unread
    faults += _given_twice(rows, with_header[0][1].called)
    if faults:
        raise SheetFaults(table.name, sorted(faults, key=lambda f: (f.sheet, f.line)))
    if not rows:
        raise Refused(_("“%(name)s”没有收下：表头下面一个人也没有。") % {"name": table.name})
    return Read(tuple(rows), dict(with_header[0][1].called), tuple(dict.fromkeys(unread)))


def _no_header(table: Table) -> str:
    wanted = _("、").join(_(OWN[field]) for field in ("name", "id_number", "household", "relation"))
    return _(
        "“%(name)s”没有收下：没有找到表头。表头要有“姓名”，还要有别的列，例如：%(wanted)s。可以下载模板照着填。"
    ) % {"name": table.name, "wanted": wanted}


class _Reader:
    """The lines of one sheet below its header; cells merged downwards are taken over from the line above."""

    def __init__(self, sheet: str, header: Header) -> None:
        self.sheet, self.header = sheet, header
        self.faults: list[CellFault] = []
        self.unread = [_("列“%(column)s”没有用到") % {"column": c} for c in header.unread]
        self._above: dict[str, Any] = {}

    def read(self, line: Line) -> PersonRow | None:
        """A person; None for a line above the data, without any, at the foot, or with faults."""
        if line.number <= self.header.line or self._is_aside(line):
            return None
        cells = {f: c for f, at in self.header.at.items() if not is_empty(c := _cell(line, at))}
        if not cells:
            return None
        values: dict[str, Any] = {}
        before = len(self.faults)
        for field, cell in cells.items():
            if not (isinstance(cell, Formula) and field in ("born_on", "sex") and "id_number" in cells):
                self._read_cell(line, field, cell, values)
        if "name" not in cells:
            self._fault(line, "name", _("没有填姓名。不是一个人的行，请删掉。"))
        self._know_by_number(line, values)
        self._check_together(line, values)
        self._take_over(values)
        return PersonRow(self.sheet, line.number, **values) if len(self.faults) == before else None

    def _is_aside(self, line: Line) -> bool:
        """Whether a line is a header repeated for print, a sum, or what stands below a table."""
        first = next((c for c in line.cells if not is_empty(c)), None)
        if sum(1 for c in line.cells if field_of(c)) >= len(self.header.at) > 0:
            return True
        words = [plain(c) for c in line.cells if isinstance(c, str) and not is_empty(c)]
        foot = isinstance(first, str) and FOOT.fullmatch(plain(first).replace(" ", "")) is not None
        name = _cell(line, self.header.at["name"])
        if foot or (isinstance(name, str) and FOOT.fullmatch(plain(name).replace(" ", ""))):
            self.unread.append(
                _("第%(line)d行没有读：%(words)s") % {"line": line.number, "words": " ".join(words)[:30]}
            )
            return True
        return False

    def _read_cell(self, line: Line, field: str, cell: Any, values: dict[str, Any]) -> None:
        try:
            values[field] = bounded_text(field, read_cell(field, cell))
        except Unusable as fault:
            self._fault(line, field, said(fault.reason.words))

    def _know_by_number(self, line: Line, values: dict[str, Any]) -> None:
        """Birthday and sex from the identity number; what the file says otherwise is a fault."""
        number = values.get("id_number")
        if not isinstance(number, IdNumber):
            return
        if values.get("born_on", number.born) != number.born:
            words = {"born": values["born_on"].isoformat(), "said": number.born.isoformat()}
            self._fault(line, "born_on", _("这里是 %(born)s，身份证号里却是 %(said)s，请核对是哪一个写错了") % words)
        if values.get("sex", number.sex) != number.sex:
            self._fault(line, "sex", _("和身份证号第17位不一致，请核对是哪一个写错了"))
        values |= {"id_number": number.number, "born_on": number.born, "sex": number.sex}

    def _check_together(self, line: Line, values: dict[str, Any]) -> None:
        born, since, ends = (values.get(day) for day in DAYS)
        if since and ends and ends < since:
            self._fault(line, "ends", _("比列入日期还早，请核对两个日期"))
        if born and since and since < born:
            self._fault(line, "since", _("比出生日期还早，请核对两个日期"))
        if values.get("why_off") and not ends:
            self._fault(line, "ends" if "ends" in self.header.at else "why_off", _("写了划掉原因，没有写划掉日期"))

    def _take_over(self, values: dict[str, Any]) -> None:
        """Merged cells hold their value in the first line only: who is no head belongs to the household above."""
        if "household" in values:
            self._above["household"] = values["household"]
        elif values.get("relation") == Relation.HEAD:
            self._above.pop("household", None)
        elif "relation" in values and "household" in self._above:
            values["household"] = self._above["household"]
        if "group" in values:
            self._above["group"] = values["group"]
        elif "group" in self._above:
            values["group"] = self._above["group"]

    def _fault(self, line: Line, field: str, what: str) -> None:
        self.faults.append(CellFault(self.sheet, line.number, self.header.called.get(field, _(OWN[field])), what))


def _cell(line: Line, at: int) -> Any:
    return line.cells[at] if at < len(line.cells) else None


def _given_twice(rows: list[PersonRow], called: dict[str, str]) -> Iterator[CellFault]:
    """One identity number in two lines."""
    first: dict[str, PersonRow] = {}
    for row in rows:
        if row.id_number is None:
            continue
        before = first.setdefault(row.id_number, row)
        if before is not row:
            where = f"“{before.sheet}”" if before.sheet and before.sheet != row.sheet else ""
            what = _("和%(sheet)s第%(line)d行的“%(name)s”重复了，请删掉一行")
            words = {"sheet": where, "line": before.line, "name": before.name}
            yield CellFault(row.sheet, row.line, called["id_number"], what % words)
