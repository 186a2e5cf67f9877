"""The sheet for the board for Word: red head, big type, its days, and where to object."""

from __future__ import annotations

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import RGBColor

from qingdan.web.printing.word.pieces import GREY, SEAL, WIDTH, Data, code, rule, ruled, runs, say


def notice(made: Document, sheet: Data) -> None:
    """The sheet of a notice."""
    _centred(made, sheet["issuer"], size=24 if len(sheet["issuer"]) > 12 else 32, color=SEAL)
    rule(made.add_paragraph())
    say(made.add_paragraph(), "　　".join([sheet["above"], *sheet["under"]]), size=11, color=GREY)
    _centred(made, sheet["title"], size=20 if len(sheet["title"]) > 14 else 26)
    for text in sheet["lead"]:
        say(made.add_paragraph(), text, size=16)
    table = ruled(made, (46, WIDTH - 46), len(sheet["fields"]))
    for line, field in zip(table.rows, sheet["fields"], strict=True):
        say(line.cells[0].paragraphs[0], field["label"], size=14, color=GREY)
        runs(line.cells[1].paragraphs[0], field["runs"], size=14)
    made.add_paragraph()
    box = ruled(made, (WIDTH - 40, 40), 1)
    left, right = box.rows[0].cells
    for day in sheet["days"]:
        paragraph = left.add_paragraph()
        say(paragraph, f"{day['label']}　", size=12.5, bold=True, color=SEAL)
        runs(paragraph, day["runs"], size=12.5)
    for text in sheet["objecting"]:
        say(left.add_paragraph(), text, size=12.5)
    code(right, sheet)
    issued = made.add_paragraph()
    issued.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    say(issued, f"{sheet['issuer']}\n", size=14)
    runs(issued, sheet["day"], size=14)
    for text in sheet["basis"]:
        say(made.add_paragraph(), text, size=9.5, color=GREY)


def _centred(made: Document, text: str, *, size: float, color: RGBColor | None = None) -> None:
    paragraph = made.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    say(paragraph, text, size=size, bold=True, color=color)
