"""Reads comma-separated text as Excel, WPS and others save it here: UTF-8 with or without a mark, GBK, UTF-16."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator

from django.utils.translation import gettext as _

from qingdan.records.register.acts import Refused
from qingdan.records.rolls.sheets.tables import LONGEST_CELL, MOST_COLUMNS, Line, Sheet, bounded

SEPARATORS = (",", "\t", ";", "，")
LONGEST_RECORD = 64 * 1024  # characters of one record; a quote left open would take the whole file into one cell


def sheets(content: bytes) -> tuple[list[Sheet], list[str]]:
    """The one sheet of a file. :raises Refused: when it is no text, in no known encoding, or a quote is left open."""
    text = decoded(content)
    return [Sheet("", bounded(_lines(text)))], []


def decoded(content: bytes) -> str:
    """The text, whatever it was saved in. :raises Refused: naming the line that cannot be read."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as broken:
            raise Refused(_("文件不完整，打不开。请重新选一次文件，或者另存一份再传。")) from broken
    if b"\0" in content:
        raise Refused(_("这不是表格文件。请传 Excel（XLSX）或 CSV。"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as broken:
        line = content[: broken.start].count(b"\n") + 1
        raise Refused(
            _("第%(line)d行的字认不出来。请用 Excel 或 WPS 打开，另存为“CSV UTF-8”或 XLSX 再传。") % {"line": line}
        ) from broken


def _lines(text: str) -> Iterator[Line]:
    separator = _separator(text)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator)
    while True:
        begins = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as broken:
            raise Refused(_quotes(begins)) from broken
        if sum(map(len, fields)) > LONGEST_RECORD or any(f.count("\n") > 20 for f in fields):
            raise Refused(_quotes(begins))
        yield Line(begins, tuple(f[: LONGEST_CELL + 1] for f in fields[:MOST_COLUMNS]))


def _quotes(line: int) -> str:
    return _("第%(line)d行起的引号没有配对，或者这一行太长。请检查引号，或者另存为 XLSX 再传。") % {"line": line}


def _separator(text: str) -> str:
    """The sign that most of the first lines agree on."""
    first = text.splitlines()[:12]
    return max(SEPARATORS, key=lambda s: sum(line.count(s) for line in first))
