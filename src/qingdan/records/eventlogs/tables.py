"""Event logs in tables: a line for each event, as CSV or as a workbook."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from qingdan.domain.complaints import Complaint, DefinitionError
from qingdan.domain.flow.conform.log import Case, Event
from qingdan.domain.rules.reasons import Unusable
from qingdan.domain.words import Words
from qingdan.records.eventlogs.columns import Columns, columns_of
from qingdan.records.eventlogs.layout import SEARCHED, Form, Layout, Steps, layout_of, letters
from qingdan.records.eventlogs.moments import seconds
from qingdan.records.eventlogs.sorting import by_case, days_as_told
from qingdan.records.eventlogs.wide import WideReader

SEPARATORS = (",", "\t", ";", "，", "|")
SAMPLE = 65_536  # bytes in which encoding and separator are found
LONGEST_CELL = 4_000
MOST_FAULTS = 50
TIMES = ("began", "recorded")
OWN = ("person", "role", "result")
Line = tuple[int, Sequence[Any]]


def csv_lines(file: str, stream: BinaryIO) -> Iterator[Line]:
    """The lines of a CSV file as Excel, WPS and others save it: UTF-8, GBK or UTF-16; ``,`` ``;`` tab or ``，``."""
    sample = stream.read(SAMPLE)
    stream.seek(0)
    text = io.TextIOWrapper(stream, _encoding(sample), newline="")
    first = sample.decode(_encoding(sample), "ignore").splitlines()[:12]
    separator = max(SEPARATORS, key=lambda s: sum(line.count(s) for line in first))
    reader = csv.reader(text, delimiter=separator)
    try:
        for fields in reader:
            yield reader.line_num, fields
    except (csv.Error, UnicodeDecodeError) as fault:
        what = Words(f"这一行读不出：{fault}", f"this line cannot be read: {fault}")
        remedy = Words("请另存为“CSV UTF-8”再试。", "Save it as CSV UTF-8 and try again.")
        raise DefinitionError([Complaint(file, reader.line_num + 1, what, remedy)]) from fault


def workbook_lines(file: str, path: Path) -> Iterator[Line]:
    """The lines of the first sheet of a workbook; formulas give the value last worked out."""
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, ["" if cell is None else cell for cell in row]
    except (OSError, ValueError, KeyError, IndexError, BadZipFile, InvalidFileException) as fault:
        what = Words("这个工作簿打不开。", "This workbook cannot be opened.")
        remedy = Words("请用 Excel 或 WPS 另存为 XLSX 再试。", "Save it again as XLSX and try again.")
        raise DefinitionError([Complaint(file, 1, what, remedy)]) from fault


def cases_of(file: str, lines: Iterator[Line], asked: Mapping[str, str], zone: tzinfo) -> Iterator[Case]:
    """The cases of a table, each with its events in the order of time; without a time, in the order of the lines.

    :raises DefinitionError: for a header that is not understood, and with every line (the first 50) that cannot be
        read: what is half read is not judged.
    """
    header = next(((n, row) for n, row in lines if any(str(cell).strip() for cell in row)), None)
    if header is None:
        what = Words("文件是空的", "the file is empty")
        raise DefinitionError([Complaint(file, 1, what, Words("请换一个文件。", "Choose another file."))])
    columns = columns_of(file, [str(cell) for cell in header[1]], asked, header[0])
    yield from long_cases(file, columns, lines, zone)


def long_cases(file: str, columns: Columns, lines: Iterator[Line], zone: tzinfo) -> Iterator[Case]:
    """The cases of the lines below a header. :raises DefinitionError: see :func:`cases_of`."""
    reader = _Reader(file, columns, zone)
    for name, rows in by_case(reader.rows(lines), len(reader.kept)):
        told = days_as_told(list(rows), itemgetter(1), itemgetter(2), zone)
        yield Case(name, [reader.event(row) for row in told])


def cases_by_layout(
    file: str, lines: Iterator[Line], asked: Mapping[str, str], zone: tzinfo, steps: Steps
) -> Iterator[Case]:
    """The cases of a table whose columns may be a model's steps: in the long or in the wide form, as it looks.

    :raises DefinitionError: see :func:`cases_of`.
    """
    first = list(islice(lines, SEARCHED + 1))
    layout = None if asked else layout_in(first, steps)
    rest = chain(first, lines)
    if layout is None:
        yield from cases_of(file, rest, asked, zone)
    elif layout.form is Form.LONG:
        below = (line for line in rest if line[0] >= layout.first)
        yield from cases_of(file, below, asked, zone)
    else:
        reader = WideReader(file, layout, steps, zone)
        yield from (row.case(steps) for row in reader.rows(rest))
        if reader.faults:
            raise DefinitionError(reader.faults)


def layout_in(lines: Iterable[Line], steps: Steps) -> Layout | None:
    """The layout of a table by its first lines; None when no line of them looks like a header."""
    return layout_of([line for line in islice(lines, SEARCHED + 1) if any(map(str, line[1]))], steps)


class _Reader:
    """Turns lines into rows to be sorted, and sorted rows into events."""

    def __init__(self, file: str, columns: Columns, zone: tzinfo) -> None:
        self.file, self.zone = file, zone
        self.at = columns.at
        self.kept = [field for field in self.at if field not in ("case", "time")]
        self.faults: list[Complaint] = []
        self._place = {field: number for number, field in enumerate(self.kept, start=3)}
        self._others = [(f, n) for f, n in self._place.items() if f not in (*TIMES, *OWN, "activity")]

    def rows(self, lines: Iterator[Line]) -> Iterator[tuple[Any, ...]]:
        """(case, seconds, line, then the kept cells). :raises DefinitionError: at the end, when a line was not read."""
        case, activity, when = self.at["case"], self.at["activity"], self.at.get("time")
        kept = [(self.at[field], self._moment if field in TIMES else _as_text) for field in self.kept]
        widest = max(self.at.values())
        for number, cells in lines:
            if len(cells) <= widest:
                if not any(cells):
                    continue
                cells = [*cells, *[""] * (widest + 1 - len(cells))]
            name = str(cells[case]).strip()
            if not name or not str(cells[activity]).strip():
                if not any(cells):
                    continue
                self._fault(number, case if not name else activity, Words("没有案号或步骤", "case or step is missing"))
            time = self._moment(number, when, cells[when]) if when is not None else None
            if when is not None and time is None:
                self._fault(number, when, Words("没有时间", "the time is missing"))
            yield (name, time, number, *[read(number, place, cells[place]) for place, read in kept])
        if self.faults:
            raise DefinitionError(self.faults)

    def event(self, row: tuple[Any, ...]) -> Event:
        """An event of a sorted row."""
        if len(row) == 4:
            return Event(row[3], row[1], row[2])
        own = [row[self._place[field]] if field in self._place else None for field in (*TIMES, *OWN)]
        more = {field: row[place] for field, place in self._others if row[place]}
        return Event(row[self._place["activity"]], row[1], row[2], *own, more or None)

    def _moment(self, line: int, place: int, cell: Any) -> float | None:
        if isinstance(cell, datetime):
            return (cell if cell.tzinfo else cell.replace(tzinfo=self.zone)).timestamp()
        text = str(cell).strip()
        if not text:
            return None
        try:
            return seconds(text, self.zone)
        except Unusable as fault:
            self._fault(line, place, fault.reason.words)
            return 0.0  # it is said already

    def _fault(self, line: int, place: int, what: Words) -> None:
        if len(self.faults) < MOST_FAULTS:
            remedy = Words("请改好这一行再试。", "Correct this line and try again.")
            cell = f"{letters(place)}{line}"
            self.faults.append(Complaint(self.file, line, Words(f"{cell}：{what.zh}", f"{cell}: {what.en}"), remedy))


def _as_text(_line: int, _place: int, cell: Any) -> str | None:
    return str(cell).strip()[:LONGEST_CELL] or None


def _encoding(sample: bytes) -> str:
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(sample)  # a character may be cut at the end
        except UnicodeDecodeError:
            continue
        return encoding
    return "utf-8-sig"
