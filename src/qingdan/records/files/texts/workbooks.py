"""Excel files: every sheet, hidden ones too, numbers as they were typed, comments, headers, what formulas and caches
hold, properties."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from html import unescape
from pathlib import PurePosixPath
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from qingdan.records.files.texts.parts import EMBEDDED, is_quiet, parts_of, sweep, sweep_part, tree
from qingdan.records.files.texts.passages import Reader, table_lines

_EDGES = re.compile(rb"<(?:odd|even|first)(?:Header|Footer)>([^<]{1,2000})<")
_CODES = re.compile(r'&(?:"[^"]*"|[0-9]{1,3}(?![0-9])|[A-Za-z])')  # how an edge is set: &C, &"font,bold", &12
_FORMULA = re.compile(rb"<f[ >]")


def read_workbook(reader: Reader, content: bytes) -> list[bytes]:
    """Take everything that an Excel file says; the value: workbooks and documents embedded in it."""
    inner, formulas = [], False
    shown = _cells(reader, content, data_only=True)
    for name, part in parts_of(content):
        path = PurePosixPath(name.lower())
        if path.parent == PurePosixPath("xl/worksheets"):
            formulas = formulas or bool(_FORMULA.search(part))
            for edge in _EDGES.findall(part):
                reader.take("header", _CODES.sub(" ", unescape(edge.decode("utf-8", "replace"))))
        elif path.suffix in EMBEDDED:
            inner.append(part)
        elif path.name == "sharedstrings.xml":
            _left_over(reader, part, shown)
        elif not is_quiet(name):
            sweep_part(reader, name, part, _where(path))
    if formulas:
        _cells(reader, content, data_only=False)
    return inner


def _left_over(reader: Reader, part: bytes, shown: set[str]) -> None:
    """Texts that no cell shows any more."""
    root = tree(part)
    for text in sweep(root) if root is not None else ():
        if text not in shown:
            reader.take("hidden", text)


def _where(path: PurePosixPath) -> str:
    if "comment" in path.as_posix():
        return "comment"
    if path.parts[0] == "docprops":
        return "properties"
    return "drawing" if {"drawings", "charts", "diagrams"} & set(path.parts) else "hidden"


def _cells(reader: Reader, content: bytes, data_only: bool) -> set[str]:
    """Take the cells of every sheet; the value: the texts in them."""
    shown: set[str] = set()
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        rows = [[as_typed(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        shown.update(text for row in rows for text in row)
        for r, c, text in table_lines(rows):
            reader.take("cell", text, f"{sheet.title}!{get_column_letter(c)}{r}")
    book.close()
    return shown


def as_typed(value: Any) -> str:
    """A cell's value as it was typed: a whole number without its exponent, a day as 2026-11-23."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    text = str(value)
    return text.replace('"&"', "") if text.startswith("=") else text  # ="138"&"1234…" is one number
