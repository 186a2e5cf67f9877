"""Reads an Excel workbook line by line. The zip was bounded and looked through by ``records.files`` before."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from qingdan.records.register.acts import Refused
from qingdan.records.rolls.sheets.tables import LONGEST_CELL, MOST_COLUMNS, Formula, Line, Sheet, Value, bounded

MOST_UNPACKED = 32 * 1024**2  # bytes of all parts; twenty thousand full lines are half of it
MOST_SHEETS = 60  # a village with a sheet for each group has fewer


def sheets(content: bytes) -> tuple[list[Sheet], list[str]]:
    """The visible sheets, and the names of hidden ones. :raises Refused: when it is broken, or unpacks to too much."""
    _bound(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # whatever is wrong in a stranger's file, the reader of it fails in its own way
        raise _broken() from error
    try:
        return _read(book)
    finally:
        book.close()


def _read(book: Any) -> tuple[list[Sheet], list[str]]:
    found, hidden = [], []
    for page in book.worksheets[:MOST_SHEETS]:
        if page.sheet_state != "visible":
            hidden.append(page.title)
            continue
        try:
            page.reset_dimensions()  # what a file says of its size is not believed
            found.append(Sheet(page.title, bounded(_lines(page))))
        except Refused:
            raise
        except Exception as error:
            raise _broken() from error
    return found, hidden


def _bound(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise Refused(_("表太大，解开以后放不下。请分成几份，或者删掉图片和没有用的行再传。"))
        for part in archive.infolist():
            if part.filename.lower().endswith((".xml", ".rels")):
                _refuse_entities(archive.read(part))


def _refuse_entities(xml: bytes) -> None:
    # No program writes a document type into a workbook; entities in one would unfold without end.
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"\0" in xml:
        raise Refused(_("文件的结构不正常，可能被人改动过。请用 Excel 或 WPS 打开，另存一份再传。"))


def _broken() -> Refused:
    return Refused(_("文件不完整，打不开。请用 Excel 或 WPS 打开，另存一份再传。"))


def _lines(page: Any) -> Iterator[Line]:
    for number, cells in enumerate(page.iter_rows(max_col=MOST_COLUMNS), start=1):
        yield Line(number, tuple(map(_value, cells)))


def _value(cell: Any) -> Value:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return Formula(str(value)[:LONGEST_CELL])
    if isinstance(value, datetime):
        return value if value.time() else value.date()
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        value = str(value)
    return value[: LONGEST_CELL + 1] if isinstance(value, str) else value
