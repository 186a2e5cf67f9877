"""A table as people type or paste it: cells parted by tabs (a spreadsheet's), by bars, or by two blanks and more."""

from __future__ import annotations

import csv
import io
import re

from django.utils.translation import gettext as _

MOST_ROWS, MOST_COLUMNS, MOST_CELL = 300, 8, 200
_BARS, _BLANKS = re.compile(r"\s*[|｜]\s*"), re.compile(r"(?:[ \u00a0]{2,}|\u3000+)")


class TableFault(ValueError):
    """What is wrong with a table, in the person's words."""


def read_table(text: str) -> tuple[list[str], list[list[str]]]:
    """Heads and rows. :raises TableFault: naming the line whose cells do not fit the head, or what is too much."""
    lines = _lines(text)
    if len(lines) < 2:
        raise TableFault(_("表格至少要两行：第一行写栏目名，下面写内容。"))
    (_n, heads), *rows = lines
    if len(heads) > MOST_COLUMNS or len(rows) > MOST_ROWS:
        raise TableFault(
            _("表格最多%(rows)d行、%(columns)d列，再多就做成附件。") % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
        )
    if len(heads) < 2:
        raise TableFault(_("没有看出分几列。从电子表格里复制过来，或者用竖线“|”把每一格隔开。"))
    for number, cells in rows:
        if len(cells) != len(heads):
            said = {"line": number, "cells": len(cells), "heads": len(heads)}
            raise TableFault(_("第%(line)d行有%(cells)d格，第一行有%(heads)d格，对不上。空着的格写“无”。") % said)
    if any(len(cell) > MOST_CELL for _number, cells in lines for cell in cells):
        raise TableFault(_("有一格的字太多了，一格最多%(most)d个字。") % {"most": MOST_CELL})
    return heads, [cells for _number, cells in rows]


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """The cells of each line that is not empty, with the line's number."""
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    if "\t" in text:
        reader = csv.reader(io.StringIO(text), delimiter="\t")
        rows = [(reader.line_num, [" ".join(cell.split()) for cell in row]) for row in reader]
        return [(n, _without_tail(cells)) for n, cells in rows if any(cells)]
    parted = _BARS if re.search(r"[|｜]", text) else _BLANKS
    numbered = ((n, line.strip().strip("|｜").strip()) for n, line in enumerate(text.split("\n"), 1))
    return [(n, [cell.strip() for cell in parted.split(line)]) for n, line in numbered if line]


def _without_tail(cells: list[str]) -> list[str]:
    """A spreadsheet's selection may have empty columns at its right."""
    while len(cells) > 1 and not cells[-1]:
        cells = cells[:-1]
    return cells


def written(heads: list[str], rows: list[list[str]]) -> str:
    """A table as it stands in the form, one line each, bars between the cells."""
    return "\n".join(" | ".join(cells) for cells in [heads, *rows])
