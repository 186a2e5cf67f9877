"""The pieces of a Word file: words, runs, tables, lines, the QR code."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import segno
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

Data = Mapping[str, Any]
FACE, LATIN = "宋体", "Times New Roman"
GREY, SEAL, WASH = RGBColor(0x44, 0x44, 0x44), RGBColor(0xB3, 0x26, 0x1E), "F4F1EA"
WIDTH, LABEL, CODE = 180, 27, 22  # mm: of what is printed on, of a label, of the code
BODY, SMALL = 10.5, 8.5  # pt


def say(
    paragraph: Paragraph, text: str, *, size: float = BODY, bold: bool = False, color: RGBColor | None = None
) -> None:
    """A piece of text; what a person typed stays text, whatever it looks like."""
    run = paragraph.add_run(_printable(text))
    run.bold, run.font.size, run.font.name = bold, Pt(size), LATIN
    run._element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    if color is not None:
        run.font.color.rgb = color


def _printable(text: str) -> str:
    """Without the characters that XML does not allow, which Word would call a broken file."""
    return "".join(c for c in text if c in "\t\n" or (ord(c) >= 0x20 and ord(c) not in (0xFFFE, 0xFFFF)))


def runs(paragraph: Paragraph, runs: Sequence[Data], size: float = BODY) -> None:
    """Runs of a cell in order (see ``sheet``)."""
    for run in runs:
        match run["k"]:
            case "words":
                color = GREY if run["small"] else None
                say(paragraph, run["t"], size=size * 0.86 if run["small"] else size, bold=run["bold"], color=color)
            case "boxes":
                say(paragraph, _boxes(run), size=size)
            case "tick":
                say(paragraph, f"{'☑' if run['on'] else '☐'} {run['t']}　", size=size)
            case "line":
                say(paragraph, "＿" * max(run["n"] // 4, 2), size=size)
            case "gap":
                say(paragraph, "　" * max(run["n"] // 4, 1), size=size)


def _boxes(run: Data) -> str:
    """Digits as they are typed; where none is known, a place for each."""
    return run["t"].strip() or "＿" * (run["n"] // 2 + 1)


def grid(made: Document, widths: Sequence[int], lines: int = 1) -> Table:
    """A table without lines; ``widths`` in mm."""
    table = made.add_table(rows=lines, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def ruled(made: Document, widths: Sequence[int], lines: int) -> Table:
    """A table with lines."""
    table = grid(made, widths, lines)
    table.style = "Table Grid"
    return table


def repeat(table: Table) -> None:
    """The head stands again on every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)


def shade(cell: _Cell) -> None:
    """The ground of a label."""
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", WASH)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def rule(paragraph: Paragraph, line: str = "thickThinSmallGap") -> None:
    """A line below a paragraph."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", line), ("sz", "18"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().append(borders)


def code(cell: _Cell, sheet: Data) -> None:
    """The QR code with what it is for."""
    picture = io.BytesIO()
    segno.make(sheet["code_text"], error="m", micro=False).save(picture, kind="png", scale=6, border=1)
    middle = cell.paragraphs[0]
    middle.alignment = WD_ALIGN_PARAGRAPH.CENTER
    middle.add_run().add_picture(picture, width=Mm(CODE - 2))
    said = cell.add_paragraph()
    said.alignment = WD_ALIGN_PARAGRAPH.CENTER
    say(said, sheet["code_words"], size=7.5)
