"""From a spreadsheet to cases: which sheets and columns are read, as what, and everything that cannot be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qingdan.domain.complaints import Complaint, DefinitionError
from qingdan.domain.flow.conform.log import Case
from qingdan.domain.flow.conform.perspectives import people
from qingdan.domain.words import Words
from qingdan.features.ledgers.models import NUMBER, TEXT
from qingdan.records.eventlogs.columns import Columns
from qingdan.records.eventlogs.layout import (
    CASE,
    DONE,
    Column,
    Form,
    Layout,
    Line,
    Steps,
    layout_of,
    letters,
    plain_layout,
    settled,
)
from qingdan.records.eventlogs.tables import long_cases
from qingdan.records.eventlogs.wide import WideReader
from qingdan.records.register.acts import Refused
from qingdan.records.rolls.sheets.tables import Formula, Table

MOST_LINES = 3_000
MOST_FAULTS = 50
SOMEBODY = "某"
_OF_PEOPLE = re.compile(r".*(姓名|人|户主|签字|签名|名字)(?:[(（].*)?", re.DOTALL)
_FORMULA = Words("这里是公式", "this is a formula")
_AS_VALUES = Words(
    "请选中这一列复制，再“选择性粘贴”为“数值”。", "Copy the column and paste it as values before you hand it in."
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's lines that hold something."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """A past case as the ledger tells it. ``number`` and ``title`` are as they may be kept: without persons."""

    case: Case
    number: str
    title: str
    line: int


@dataclass(slots=True)
class Reading:
    """What a spreadsheet says. With ``faults`` there are no cases to be used; ``unread`` says what was left aside."""

    layout: Layout
    cases: list[Past] = field(default_factory=list)
    faults: list[Complaint] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    unrecorded: tuple[str, ...] = ()
    unknown: Counter[str] = field(default_factory=Counter)  # words of a long ledger that name no step


# -- what a draft keeps ----------------------------------------------------------------------------------------------
def sheets_of(table: Table) -> tuple[Sheet, ...]:
    """The sheets of a file. :raises Refused: when there is nothing in it, or too much."""
    sheets = tuple(Sheet(s.name, tuple((line.number, line.cells) for line in s.lines)) for s in table.sheets if s.lines)
    if not sheets:
        raise Refused(_("“%(name)s”没有收下：表里什么也没有。") % {"name": table.name})
    if sum(len(sheet.lines) for sheet in sheets) > MOST_LINES:
        raise Refused(
            _("“%(name)s”没有收下：一次最多收 %(most)d 行。请按年份分成几份再传。")
            % {"name": table.name, "most": MOST_LINES}
        )
    return sheets


def packed(sheets: Sequence[Sheet]) -> list[Any]:
    """Sheets as JSON."""
    return [[s.name, [[number, [_packed(cell) for cell in cells]] for number, cells in s.lines]] for s in sheets]


def _packed(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return {"t": cell.isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    return {"f": cell.text} if isinstance(cell, Formula) else cell


def unpacked(kept: Any) -> tuple[Sheet, ...]:
    """Sheets from JSON."""
    return tuple(Sheet(name, tuple((n, tuple(map(_unpacked, cells))) for n, cells in lines)) for name, lines in kept)


def _unpacked(cell: Any) -> Any:
    if not isinstance(cell, dict):
        return cell
    if "t" in cell:
        return datetime.fromisoformat(cell["t"])
    return date.fromisoformat(cell["d"]) if "d" in cell else Formula(cell["f"])


def layout_as_json(layout: Layout) -> dict[str, Any]:
    """A layout as JSON."""
    columns = [[c.place, c.title, c.key, c.guessed] for c in layout.columns]
    return {"form": str(layout.form), "first": layout.first, "last": layout.last, "columns": columns}


def layout_from_json(kept: Mapping[str, Any]) -> Layout:
    """A layout from JSON."""
    columns = tuple(replace(Column(p, title).as_(key), guessed=guessed) for p, title, key, guessed in kept["columns"])
    return Layout(Form(kept["form"]), kept["first"], kept["last"], columns)


# -- columns ---------------------------------------------------------------------------------------------------------
def layout_found(table_name: str, sheets: Sequence[Sheet], steps: Steps) -> Layout:
    """The layout of the first sheet that has one, with what only resembles a step taken for it.

    :raises Refused: when no line of any sheet can be a header.
    """
    for sheet in sheets:
        found = layout_of(sheet.lines, steps, guess=True)
        if found is not None:
            return found
    for sheet in sheets:
        if (found := plain_layout(sheet.lines)) is not None:
            return found
    raise Refused(_("“%(name)s”没有收下：没有找到表头。请在第一行写上各列是什么。") % {"name": table_name})


def corrected(layout: Layout, keys: Mapping[int, str], steps: Steps) -> Layout:
    """The layout with columns (by place) taken for what a person says. A column of steps makes it a long one."""
    columns = [c.as_(keys[c.place]) if c.place in keys and keys[c.place] != c.key else c for c in layout.columns]
    if any(c.field == "activity" for c in columns):
        return replace(layout, form=Form.LONG, columns=tuple(map(_of_a_line, columns)))
    return replace(layout, form=Form.WIDE, columns=settled(columns, steps))


def _of_a_line(column: Column) -> Column:
    """A column of a long table: it says of its line, and of no step."""
    return column.as_("") if column.field == DONE else column.as_(column.field) if column.step else column


# -- cases -----------------------------------------------------------------------------------------------------------
def read(name: str, sheets: Sequence[Sheet], layout: Layout, steps: Steps, *, titles: bool) -> Reading:
    """The cases of all sheets that have this header. Without ``titles`` only numbers are kept of them: what a party
    asks for is usually called by the party's name."""
    reading = Reading(layout)
    used = [sheet for sheet in sheets if _has_header(sheet, layout)]
    reading.unread += [
        _("表“%(sheet)s”的表头不一样，没有读") % {"sheet": sheet.name} for sheet in sheets if sheet not in used
    ]
    needed = _needed(layout)
    if needed is not None:
        reading.faults.append(Complaint(name, layout.last, *needed))
        return reading
    for sheet in used:
        file = f"{name}“{sheet.name}”" if len(used) > 1 else name
        reading.faults += list(_formulas(file, sheet, layout))
        if not reading.faults:
            reader = _long if layout.form is Form.LONG else _wide
            reader(file, sheet, reading, steps, titles)
    if len(used) > 1:
        reading.unread.append(_("一共读了 %(n)d 张表") % {"n": len(used)})
    reading.unrecorded = layout.without_column(steps)
    if not reading.cases and not reading.faults:
        nothing = Words("表头下面一件事也没有", "there is no case below the header")
        remedy = Words("请核对各列认得对不对，或者换一个文件。", "Check the columns, or choose another file.")
        reading.faults.append(Complaint(name, layout.last, nothing, remedy))
    del reading.faults[MOST_FAULTS:]
    return reading


def _needed(layout: Layout) -> tuple[Words, Words] | None:
    """What is missing among the columns, and what to do."""
    if layout.form is Form.LONG:
        if layout.at(CASE) is not None:
            return None
        what = Words("没有认出哪一列是编号", "no column is known as the number")
        return what, Words("请在上面选出编号那一列。", "Choose the column of the number above.")
    if any(c.field == DONE for c in layout.columns):
        return None
    what = Words("没有认出一个步骤的日期", "no column is known as the day of a step")
    return what, Words("请在上面给每一列选出它是哪一步的日期。", "Say above of which step each column is the day.")


def _has_header(sheet: Sheet, layout: Layout) -> bool:
    """Whether the line of the header, as far as it is read, says the same in this sheet."""
    lines = dict(sheet.lines)
    cells = lines.get(layout.last, ())
    said = [str(cells[c.place]) for c in layout.columns if c.field and c.place < len(cells) and cells[c.place]]
    titles = "".join(c.title for c in layout.columns if c.field)
    return bool(said) and all(re.sub(r"\s+", "", word)[:60] in re.sub(r"\s+", "", titles) for word in said)


def _formulas(file: str, sheet: Sheet, layout: Layout) -> Iterator[Complaint]:
    places = [c.place for c in layout.columns if c.field]
    for number, cells in sheet.lines:
        for place in places:
            if number > layout.last and place < len(cells) and isinstance(cells[place], Formula):
                if _is_sum(cells):
                    break
                cell = f"{letters(place)}{number}"
                what = Words(f"{cell}：{_FORMULA.zh}", f"{cell}: {_FORMULA.en}")
                yield Complaint(file, number, what, _AS_VALUES)


def _is_sum(cells: Sequence[Any]) -> bool:
    first = next((cell for cell in cells if cell not in (None, "")), "")
    return isinstance(first, str) and "计" in first


def _wide(file: str, sheet: Sheet, reading: Reading, steps: Steps, titles: bool) -> None:
    reader = WideReader(file, reading.layout, steps, timezone.get_current_timezone())
    rows = list(reader.rows(sheet.lines))
    lines = dict(sheet.lines)
    for row in rows:
        case = row.case(steps)
        names = _names(case) | _others(lines[row.line], reading.layout)
        number = without(row.number if row.number != row.title else "", names)
        title = without(row.title, names) if titles else ""
        reading.cases.append(Past(case, number[:NUMBER], title[:TEXT], row.line))
    reading.faults += reader.faults
    if reader.unread:
        shown = _("、").join(str(line) for line in reader.unread[:12])
        reading.unread.append(_("第%(lines)s行没有读：合计、填表人，或者没有日期") % {"lines": shown})


def _long(file: str, sheet: Sheet, reading: Reading, steps: Steps, titles: bool) -> None:
    layout = reading.layout
    at = {c.field: c.place for c in layout.columns if c.field and c.field != "title"}
    plain = [(n, ["" if c is None else c for c in cells]) for n, cells in sheet.lines if n > layout.last]
    kept = [(n, cells) for n, cells in plain if not _is_sum(cells)]
    try:
        for case in long_cases(file, Columns(at, ()), iter(kept), timezone.get_current_timezone()):
            number = without(case.name, _names(case))
            reading.cases.append(Past(case, number[:NUMBER], "", case.events[0].line))
            reading.unknown.update(e.activity for e in case.events if steps.called(e.activity) is None)
    except DefinitionError as error:
        reading.faults += error.complaints


def _names(case: Case) -> set[str]:
    """Everybody whom a case's events name."""
    found: set[str] = set()
    for event in case.events:
        found |= people(event.person) | people((event.more or {}).get("recused"))
    return found


def _others(cells: Sequence[Any], layout: Layout) -> set[str]:
    """Everybody in columns that are called by persons and not read."""
    found: set[str] = set()
    for column in layout.columns:
        if not column.field and column.place < len(cells) and _OF_PEOPLE.fullmatch(column.title):
            found |= people(str(cells[column.place] or ""))
    return found


def without(text: str, names: set[str]) -> str:
    """A text in which persons are no longer named."""
    for name in sorted((n for n in names if len(n) > 1), key=len, reverse=True):
        text = re.sub(re.escape(name), SOMEBODY, text, flags=re.IGNORECASE)
    return text
