"""What a table of past cases looks like: where its header stands, which form it has, and what each column is.

Two forms are found in practice. **Long**: a line for each event, with a column for the case and one for the step.
**Wide**: a line for each case, with a column of dates for each step; often below a title, its header in two lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from qingdan.domain.flow.conform.flows import FlowModel
from qingdan.domain.flow.conform.wording import FlowWording, bare
from qingdan.domain.flow.events import MEETINGS
from qingdan.domain.rules.written import plain
from qingdan.records.eventlogs.columns import FIELDS, NEEDED

SEARCHED = 15  # lines in which a header is looked for
CASE, TITLE, DONE, BEGAN = "case", "title", "done", "began"
TOLD = ("person", "role", "result", "present", "entitled", "recused")  # of a step, beside its days
TITLES = (
    "事项",
    "事项名称",
    "名称",
    "项目",
    "项目名称",
    "标题",
    "内容",
    "事由",
    "案由",
    "办理事项",
    "title",
    "subject",
)
# What people write behind a step's name.
_BEHIND: Mapping[str, str] = {
    BEGAN: "开始日期 开始时间 起始日期 起始时间 张贴日期 张贴时间 通知日期 通知时间 开始 起始 张贴 起 began start",
    DONE: "结束日期 结束时间 截止日期 截止时间 完成日期 完成时间 办理日期 办理时间 办结日期 办结时间 年月日 日期 "
    "时间 结束 截止 完成 办理 办结 止 date time end done",
    "person": "经办人 承办人 办理人 责任人 签字人 签字 人员 人 by",
    "present": "实到人数 到会人数 出席人数 实到 到会",
    "entitled": "应到人数 应到",
    "result": "结果 意见 结论",
    "role": "职务 岗位",
}
_FIGURES = re.compile(r"[\d\s.,/:年月日-]*\d[\d\s.,/:年月日-]*")
_SUFFIXES = sorted(((w, f) for f, words in _BEHIND.items() for w in words.split()), key=lambda pair: -len(pair[0]))


class Form(StrEnum):
    """How a table tells its events."""

    LONG = "long"
    WIDE = "wide"


@dataclass(frozen=True)
class Steps:
    """What a model calls its steps: the step that a word names, their order, and which of them are meetings."""

    called: Callable[[str], str | None]
    order: Mapping[str, int]
    meetings: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)  # step → its Chinese name, bare
    main: tuple[str, ...] = ()  # the steps themselves, without what may happen at any time or is owed afterwards
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # a name that several steps have → those

    @classmethod
    def of_labels(cls, labels: Iterable[str]) -> Steps:
        """Those of a model from outside, which knows nothing of a step but its label."""
        known = {bare(label): label for label in reversed(list(labels))}
        names = {label: word for word, label in reversed(known.items())}
        order = {label: number for number, label in enumerate(names)}
        return cls(lambda word: known.get(bare(word)), order, names=names, main=tuple(names))

    @classmethod
    def of(cls, model: FlowModel) -> Steps:
        """Those of a definition; what happens at any time and what is owed stand behind the steps."""
        flow = model.machine.flow
        wording = FlowWording(model)
        order = {name: number for number, name in enumerate([*flow.steps(), *flow.any_time, *model.machine.owed])}
        order |= {name: order[steps[0]] for name, steps in model.shared.items()}
        meetings = frozenset(step.id for step in flow.steps().values() if step.kind in MEETINGS)
        names = {step: bare(wording.named(step).zh) for step in order}
        return cls(wording.step_called, order, meetings, names, tuple(flow.steps()), model.shared)

    def like(self, word: str) -> str | None:
        """The only step whose name holds the word, or is held by it; None where there is none or several."""
        word = bare(word)
        found = [step for step, name in self.names.items() if len(word) > 1 and name and (word in name or name in word)]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its place, counted from 0, and what its header says. ``field`` is "" where nothing reads it;
    ``step`` is whose date or person it is. ``guessed``: the header only resembles the step's name."""

    place: int
    title: str
    field: str = ""
    step: str = ""
    guessed: bool = False

    @property
    def letters(self) -> str:
        """``C``: how spreadsheets call it."""
        return letters(self.place)

    @property
    def key(self) -> str:
        """``done:request``, ``case``, "": field and step in one word."""
        return f"{self.field}:{self.step}" if self.step else self.field

    def as_(self, key: str) -> Column:
        """The same column taken for something else."""
        name, _mark, step = key.partition(":")
        return replace(self, field=name, step=step, guessed=False)


@dataclass(frozen=True, slots=True)
class Layout:
    """The form of a table, the numbers of the first and the last line of its header, and its columns."""

    form: Form
    first: int
    last: int
    columns: tuple[Column, ...]

    def at(self, name: str) -> int | None:
        """Where a field of the whole line stands."""
        return next((c.place for c in self.columns if c.field == name and not c.step), None)

    def without_column(self, steps: Steps) -> tuple[str, ...]:
        """The steps that a wide table has no column for: whether they were done it cannot tell. A long one can name
        any step."""
        if self.form is Form.LONG:
            return ()
        dated = {c.step for c in self.columns if c.field == DONE}
        dated |= {step for name in dated for step in steps.shared.get(name, ())}
        return tuple(step for step in steps.main if step not in dated)


def letters(place: int) -> str:
    """``0`` → ``A``, ``26`` → ``AA``."""
    text, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


Line = tuple[int, Sequence[Any]]


def layout_of(lines: Sequence[Line], steps: Steps, *, guess: bool = False) -> Layout | None:
    """The layout of a table by its first lines; None when no line of them looks like a header.

    With ``guess``, a header that resembles one step's name is taken for it: for those who look at it before it counts.
    """
    best: tuple[tuple[int, int], Layout] | None = None
    for at, (number, cells) in enumerate(lines[:SEARCHED]):
        if _has_figures(cells):
            continue
        found = [_long(number, cells), _wide(number, number, [_said(c) for c in cells], steps, guess)]
        if at + 1 < len(lines) and _is_words(lines[at + 1][1]):
            below, under = lines[at + 1]
            found.append(_wide(number, below, _joined(cells, under), steps, guess))
        for one in filter(None, found):
            rank = (sum(1 if c.guessed else 2 for c in one.columns if c.field), one.last - one.first)
            if best is None or rank > best[0]:
                best = (rank, one)
    return best[1] if best else None


def plain_layout(lines: Sequence[Line]) -> Layout | None:
    """For a table whose header says nothing that we know: its first line of several words, with nothing read."""
    for number, cells in lines[:SEARCHED]:
        titles = [_said(cell) for cell in cells]
        if sum(map(bool, titles)) > 1:
            columns = tuple(Column(place, title) for place, title in enumerate(titles) if title)
            return Layout(Form.WIDE, number, number, columns)
    return None


def _said(cell: Any) -> str:
    return plain(str(cell))[:60] if isinstance(cell, str) else ""


def _has_figures(cells: Sequence[Any]) -> bool:
    """Whether some cell is a number or a date, as in a line of a case and in no header; it may name a step as well."""
    said = [cell for cell in cells if cell not in (None, "")]
    return any(not isinstance(cell, str) or _FIGURES.fullmatch(cell) for cell in said)


def _is_words(cells: Sequence[Any]) -> bool:
    """Whether a line can be the lower half of a header: words only, and none with a figure."""
    words = [cell for cell in cells if cell not in (None, "")]
    return len(words) > 1 and all(isinstance(cell, str) and not re.search(r"\d", cell) for cell in words)


def _joined(upper: Sequence[Any], under: Sequence[Any]) -> list[str]:
    """Two lines as one: a cell merged over several columns holds its words in the first of them only."""
    joined, above = [], ""
    for place in range(max(len(upper), len(under))):
        top = _said(upper[place]) if place < len(upper) else ""
        low = _said(under[place]) if place < len(under) else ""
        above = top or (above if low else "")
        joined.append(low if low.startswith(above) else f"{above}{low}")
    return joined


def _long(number: int, cells: Sequence[Any]) -> Layout | None:
    columns, seen = [], set[str]()
    for place, title in enumerate(map(_said, cells)):
        if title:
            known = field_of(title)
            columns.append(Column(place, title, known if known not in seen else ""))
            seen.add(known)
    return Layout(Form.LONG, number, number, tuple(columns)) if seen.issuperset(NEEDED) else None


def field_of(title: str) -> str:
    """The field of a line that a header names, "" for none."""
    return FIELDS.get(title.casefold().replace(" ", "_")) or FIELDS.get(_bare(title)) or ""


def _bare(title: str) -> str:
    """``公示结束日期（年月日）：`` → ``公示结束日期``."""
    return re.sub(r"[\s*:：、_/]+", "", re.sub(r"[(\[（【].*?[)\]）】]", "", title)).casefold()


def _wide(first: int, last: int, titles: Iterable[str], steps: Steps, guess: bool) -> Layout | None:
    columns: list[Column] = []
    for place, title in enumerate(titles):
        if title:
            columns.append(_column(place, title, steps, guess))
    found = settled(columns, steps)
    return Layout(Form.WIDE, first, last, found) if any(c.field == DONE for c in found) else None


def _column(place: int, title: str, steps: Steps, guess: bool) -> Column:
    word = _bare(title)
    if step := steps.called(word):
        return Column(place, title, DONE, step)
    behind = [(kind, word.removesuffix(suffix)) for suffix, kind in _SUFFIXES if word.endswith(suffix)]
    for kind, name in behind:
        if name and (step := steps.called(name)):
            return Column(place, title, kind, step)
    if word in TITLES:
        return Column(place, title, TITLE)
    known = field_of(word)
    if known == CASE or known in TOLD:
        return Column(place, title, known)
    if guess:
        for kind, name in [*behind, (DONE, word)]:
            if step := steps.like(name):
                return Column(place, title, kind, step, guessed=True)
    return Column(place, title)


def settled(columns: Sequence[Column], steps: Steps) -> tuple[Column, ...]:
    """Columns of a wide table, each with the step that it belongs to; number and title once each."""
    return tuple(_once(_of_steps(columns, steps)))


def _of_steps(columns: Sequence[Column], steps: Steps) -> list[Column]:
    """Columns without a step of their own belong to the date on their left: how many came to the last meeting there, or
    to the only one. What stands before every step says nothing of any single one."""
    dated = [c for c in columns if c.field in (DONE, BEGAN)]
    meetings = list(dict.fromkeys(c.step for c in dated if c.step in steps.meetings))
    found = []
    for column in columns:
        if column.field in TOLD and not column.step:
            left = [c.step for c in dated if c.place < column.place]
            if column.field in ("present", "entitled"):
                left = [step for step in left if step in meetings] or (meetings if len(meetings) == 1 else [])
            column = replace(column, step=left[-1]) if left else replace(column, field="")
        found.append(column)
    return found


def _once(columns: Iterable[Column]) -> list[Column]:
    """Number and title once each: what is called so again is not read."""
    seen, found = set[str](), []
    for column in columns:
        again = column.field in (CASE, TITLE) and column.field in seen
        found.append(replace(column, field="") if again else column)
        seen.add(column.field)
    return found
