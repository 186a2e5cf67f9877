"""Reads ledgers as they are kept on paper: a line for each case, a column of dates for each step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from math import isfinite
from operator import itemgetter
from typing import Any

from qingdan.domain.complaints import Complaint
from qingdan.domain.flow.conform.log import Case, Event
from qingdan.domain.rules.reasons import Unusable
from qingdan.domain.rules.written import plain
from qingdan.domain.words import Words
from qingdan.records.eventlogs.layout import BEGAN, CASE, DONE, TITLE, Column, Layout, Line, Steps, letters
from qingdan.records.eventlogs.moments import seconds
from qingdan.records.eventlogs.sorting import days_as_told

MOST_FAULTS = 50
LONGEST = 300  # characters of a cell with dates
NOT_DONE = frozenset(
    ["", "-", "—", "——", "/", "\\", "无", "否", "未", "未办", "没有", "空", "×", "x", "不需要", "不适用"]
)
ONLY_DONE = frozenset(["√", "✓", "✔", "是", "有", "已办", "已完成", "完成", "yes", "done"])
_APART = re.compile(r"[、；;，,\n\r]+")
_DAY = r"\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?"
_RANGE = re.compile(
    rf"({_DAY})\s*(?:-|—+|–+|~|～|至|到)\s*((?:\d{{4}}\s*[-./年]\s*)?\d{{1,2}}\s*[-./月]\s*\d{{1,2}}\s*日?)"
)
_FOOT = re.compile(
    r"(合\s*计|小\s*计|总\s*计|共\s*计|填表人|制表人|审核人|填报单位|注|备注|说明|total)\s*[:：]?.*", re.IGNORECASE
)
REMEDY = Words("请改好这一格再试。", "Correct this cell and try again.")


@dataclass(frozen=True, slots=True)
class When:
    """One time that a step was done: when it began and when it was done, seconds since 1970; None: not told."""

    began: float | None
    done: float | None


@dataclass(slots=True)
class Row:
    """A case of a wide ledger: its number, title, first line, and its events in the order of time."""

    number: str
    title: str
    line: int
    zone: tzinfo
    found: list[Event] = field(default_factory=list)

    def case(self, steps: Steps) -> Case:
        """Its events in order: what was done on one day in the order of the definition, for no ledger tells which came
        first; what has no day stands behind what stands before it."""
        dated: list[tuple[float, int, int, Event]] = []
        last = float("-inf")
        for number, event in enumerate(self.found):
            last = event.time if event.time is not None else last
            dated.append((last, steps.order.get(event.activity, len(steps.order)), number, event))
        dated.sort(key=itemgetter(0, 1, 2))
        return Case(self.number, [event for *_at, event in days_as_told(dated, _time, itemgetter(1, 2), self.zone)])


def _time(dated: tuple[float, int, int, Event]) -> float | None:
    return dated[0] if isfinite(dated[0]) else None


class WideReader:
    """Reads lines into rows. ``faults`` is what cannot be read; ``unread`` are the numbers of lines left aside."""

    def __init__(self, file: str, layout: Layout, steps: Steps, zone: tzinfo) -> None:
        self.file, self.layout, self.zone, self._steps = file, layout, zone, steps
        self.faults: list[Complaint] = []
        self.unread: list[int] = []
        self._header = tuple(c.title for c in layout.columns)
        self._by_step: dict[str, list[Column]] = {}
        for column in layout.columns:
            if column.step and column.field:
                self._by_step.setdefault(column.step, []).append(column)
        self._numbers: dict[str, int] = {}

    def rows(self, lines: Iterable[Line]) -> Iterator[Row]:
        """The cases. A line without number and title goes on with the case above it: its cells were merged."""
        kept: Row | None = None
        for line, cells in lines:
            if line <= self.layout.last or not any(_text(cell) for cell in cells):
                continue
            if self._is_aside(cells):
                self.unread.append(line)
                continue
            number, title = self._cell(cells, CASE), self._cell(cells, TITLE)
            found = list(self._events(line, cells))
            if kept is not None and not number and not title and (self._has(CASE) or self._has(TITLE)):
                kept.found += found
                continue
            if not found and not title:
                self.unread.append(line)
                continue
            if kept is not None:
                yield kept
            kept = Row(self._named(line, number, title), title, line, self.zone, found)
        if kept is not None:
            yield kept

    def _has(self, name: str) -> bool:
        return self.layout.at(name) is not None

    def _cell(self, cells: Sequence[Any], name: str) -> str:
        place = self.layout.at(name)
        return _text(cells[place])[:LONGEST] if place is not None and place < len(cells) else ""

    def _named(self, line: int, number: str, title: str) -> str:
        place = self.layout.at(CASE)
        if place is not None and not number:
            self.fault(line, place, Words("没有编号", "the number is missing"))
        name = number or title or str(line)
        first = self._numbers.setdefault(name, line)
        if number and place is not None and first != line:
            what = Words(f"编号“{number[:20]}”和第{first}行重复", f"number “{number[:20]}” stands in line {first} too")
            remedy = Words("是同一件事就并成一行，不是就改编号。", "Make one line of one case, or correct the number.")
            self.fault(line, place, what, remedy)
        return name

    def _is_aside(self, cells: Sequence[Any]) -> bool:
        """Whether a line is a sum, a foot, or the header once more."""
        words = [text for cell in cells if (text := _text(cell))]
        again = [c.title for c in self.layout.columns if c.place < len(cells) and _text(cells[c.place])]
        repeated = tuple(_text(cells[c.place]) for c in self.layout.columns if c.place < len(cells))
        return bool(_FOOT.fullmatch(words[0])) or (len(again) > 1 and repeated == self._header)

    def _events(self, line: int, cells: Sequence[Any]) -> Iterator[Event]:
        for step, columns in self._by_step.items():
            times: dict[str, list[tuple[float | None, When]]] = {DONE: [], BEGAN: []}
            more: dict[str, str] = {}
            for column in columns:
                cell = cells[column.place] if column.place < len(cells) else None
                if column.field in times:
                    times[column.field] += [(when.done, when) for when in self._whens(line, column.place, cell)]
                elif text := _text(cell):
                    more[column.field] = text[:LONGEST]
            yield from self._of_step(line, step, [w for _d, w in times[DONE]], [w for _d, w in times[BEGAN]], more)

    def _of_step(
        self, line: int, step: str, done: list[When], began: list[When], more: dict[str, str]
    ) -> Iterator[Event]:
        """An event for each time that a step was done. A beginning alone does not say that it was ever done."""
        own = [more.get(name) for name in ("person", "role", "result")]
        others = {name: text for name, text in more.items() if name not in ("person", "role", "result")}
        alone = len(done) == 1  # who and how many is told once: of several rounds it is not known of which
        for number, when in enumerate(done):
            start = began[number].done if number < len(began) else when.began
            told = (*own, others or None) if alone else (None, None, None, None)
            yield Event(step, when.done, line, start, None, *told)

    def _whens(self, line: int, place: int, cell: Any) -> Iterator[When]:
        for part in _parts(cell):
            text = part if isinstance(part, str) else ""
            if isinstance(part, str) and text.casefold() in NOT_DONE:
                continue
            if isinstance(part, str) and text.casefold() in ONLY_DONE:
                yield When(None, None)
                continue
            try:
                yield self._when(part)
            except Unusable as fault:
                self.fault(line, place, fault.reason.words)

    def _when(self, part: Any) -> When:
        if isinstance(part, datetime):
            return When(None, (part if part.tzinfo else part.replace(tzinfo=self.zone)).timestamp())
        if isinstance(part, date):
            return When(None, datetime.combine(part, time(), self.zone).timestamp())
        text = str(part)
        span = _RANGE.fullmatch(text)
        if span:
            first, second = span[1], span[2]
            if not re.match(r"\d{4}", second):
                second = first[:5] + second  # 2024年5月1日至5月8日: of the same year
            return When(seconds(first, self.zone), seconds(second, self.zone))
        return When(None, seconds(text, self.zone))

    def fault(self, line: int, place: int, what: Words, remedy: Words = REMEDY) -> None:
        """Remember what is wrong in a cell."""
        if len(self.faults) < MOST_FAULTS:
            cell = f"{letters(place)}{line}"
            self.faults.append(Complaint(self.file, line, Words(f"{cell}：{what.zh}", f"{cell}: {what.en}"), remedy))


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else plain(str(cell))


def _parts(cell: Any) -> Iterator[Any]:
    """A cell's days: several rounds stand in one cell, apart by ``、`` ``；`` or in lines."""
    if cell is None or cell == "":
        return
    if not isinstance(cell, str):
        yield cell
        return
    for part in _APART.split(cell[:LONGEST]):
        if text := plain(part):
            yield text
