"""What a printed document is made of: plain values, no layout. ``*.typ`` says how each looks.

A cell is a label and runs beside it: words, boxes for digits, tick boxes, lines for a pen. A given value stands where
the pen would have written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from string import Formatter
from typing import Any

Run = dict[str, Any]


def words(text: str, *, bold: bool = False, small: bool = False) -> Run:
    """A piece of text."""
    return {"k": "words", "t": text, "bold": bold, "small": small}


def boxes(count: int, value: object = "") -> Run:
    """``count`` boxes for digits, filled from the right when there is a value; too many digits stand as words."""
    digits = "" if value is None or value == "" else str(value)
    if len(digits) > count:
        return words(f" {digits} ", bold=True)
    return {"k": "boxes", "n": count, "t": digits.rjust(count) if digits else ""}


def tick(text: str, on: bool = False) -> Run:
    """A box to tick, and its words."""
    return {"k": "tick", "t": text, "on": on}


def pen(millimetres: int) -> Run:
    """A line to write on."""
    return {"k": "line", "n": millimetres}


def gap(millimetres: int) -> Run:
    """Room between two runs."""
    return {"k": "gap", "n": millimetres}


def mixed(sentence: str, **parts: Run) -> list[Run]:
    """A sentence with runs in it: ``mixed("{y}年{m}月", y=boxes(4), m=boxes(2))``."""
    found: list[Run] = []
    for text, name, _spec, _conversion in Formatter().parse(sentence):
        if text:
            found.append(words(text))
        if name:
            found.append(parts[name])
    return found


@dataclass(frozen=True, slots=True)
class Cell:
    """A label, the runs beside it, and ``lines`` ruled lines below them; ``sub`` stands small under the label.

    ``short`` cells may share a row with another; ``room``: a hint stands below an empty place for the pen.
    """

    label: str
    runs: Sequence[Run] = ()
    sub: str = ""
    lines: int = 0
    short: bool = False
    room: bool = False


Block = dict[str, Any]


def rows(cells: Iterable[Cell], above: float = 0) -> Block:
    """A table of cells: neighbours that are both short share a row. ``above`` in mm."""
    found: list[list[Cell]] = []
    for cell in cells:
        if cell.short and found and len(found[-1]) == 1 and found[-1][0].short:
            found[-1].append(cell)
        else:
            found.append([cell])
    return {"k": "rows", "above": above, "rows": [[asdict(cell) for cell in row] for row in found]}


def lattice(
    head: Sequence[str], lines: Sequence[Sequence[str | dict[str, str]]], *, title: str = "", note: str = "",
    widths: Sequence[int] | None = None, height: float = 4,
) -> Block:  # fmt: skip
    """A list with a head. ``widths`` in mm, 0 for what is left; an empty place is ``height`` mm high for a pen."""
    return {
        "k": "lattice", "title": title, "note": note, "head": list(head), "rows": [list(line) for line in lines],
        "widths": list(widths or [0] * len(head)), "height": height,
    }  # fmt: skip


def page_of(sheet: str) -> dict[str, str]:
    """A place of a lattice that shows the page on which the sheet of that name begins."""
    return {"page": sheet}


def signatures(lines: Iterable[tuple[str, str]]) -> Block:
    """Lines to sign on: (as what, who did it in the house and when)."""
    return {"k": "signatures", "lines": [{"role": role, "note": note} for role, note in lines]}


def paragraphs(texts: Iterable[str]) -> Block:
    """The body of a letter."""
    return {"k": "paragraphs", "paragraphs": [t for t in texts if t]}


def remarks(texts: Iterable[str]) -> Block:
    """Small print under a table."""
    return {"k": "remarks", "paragraphs": [t for t in texts if t]}


def next_page() -> Block:
    """What follows begins on a page of its own."""
    return {"k": "page"}


def cut(title: str) -> Block:
    """A dashed line along which the paper is cut, with what is to be done with the lower part."""
    return {"k": "cut", "title": title}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form. ``above`` and ``under`` are the small lines around the title; ``code`` is the QR code's SVG of
    ``code_text``."""

    name: str
    title: str
    above: str
    under: Sequence[str]
    code: str
    code_text: str
    code_words: str
    telephones: str
    note: str
    version: str
    demo: bool = False
    demo_words: str = ""
    blocks: Sequence[Block] = ()
    kind: str = "form"


@dataclass(frozen=True, slots=True)
class NoticeSheet(Sheet):
    """The sheet for the board: ``issuer`` is the red head, ``days`` its periods, ``day`` when it was put up. ``proof``:
    lines that prove it, in a slot of their own at its end; ``paper`` is a4 or a3."""

    kind: str = "notice"
    issuer: str = ""
    lead: Sequence[str] = ()
    fields: Sequence[dict[str, Any]] = ()
    days: Sequence[dict[str, Any]] = ()
    objecting: Sequence[str] = ()
    day: Sequence[Run] = ()
    basis: Sequence[str] = ()
    tables: Sequence[dict[str, Any]] = ()
    attached: Sequence[str] = ()
    proof: Sequence[str] = ()
    paper: str = "a4"


@dataclass(frozen=True, slots=True)
class Document:
    """Sheets one after another, with what a PDF says of itself; ``date`` is its year, month and day."""

    title: str
    date: tuple[int, int, int]
    publisher: str
    language: str
    region: str | None
    page_words: str
    demo: str
    sheets: Sequence[Sheet] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """The document as JSON holds it."""
        return asdict(self)
