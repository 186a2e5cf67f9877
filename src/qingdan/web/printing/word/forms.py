"""A form for Word: its head and its blocks, one function for each kind that ``sheet`` knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.table import _Cell

from qingdan.web.printing.word.pieces import (
    CODE,
    GREY,
    LABEL,
    SMALL,
    WIDTH,
    Data,
    code,
    grid,
    repeat,
    rule,
    ruled,
    runs,
    say,
    shade,
)


def form(made: Document, sheet: Data) -> None:
    """The form of a sheet, whatever its blocks."""
    head = grid(made, (WIDTH - CODE - 2, CODE + 2))
    left, right = head.rows[0].cells
    say(left.paragraphs[0], sheet["above"], size=9, color=GREY)
    say(left.add_paragraph(), sheet["title"], size=16 if len(sheet["title"]) > 14 else 22, bold=True)
    under = left.add_paragraph()
    say(under, "　　".join(sheet["under"]), size=9.5)
    if sheet["demo"]:
        say(under, f"　【{sheet['demo_words']}】", size=9.5, bold=True)
    code(right, sheet)
    rule(made.add_paragraph())
    for block in sheet["blocks"]:
        _BLOCKS[block["k"]](made, block)


def _rows(made: Document, block: Data) -> None:
    half = (WIDTH - 2 * LABEL) // 2
    table = ruled(made, (LABEL, half, LABEL, half), len(block["rows"]))
    for line, cells in zip(table.rows, block["rows"], strict=True):
        places = line.cells
        if len(cells) == 1:
            places = (places[0], places[1].merge(places[3]))
        for n, cell in enumerate(cells):
            _label(places[2 * n], cell)
            _beside(places[2 * n + 1], cell)


def _label(place: _Cell, cell: Data) -> None:
    shade(place)
    middle = place.paragraphs[0]
    middle.alignment = WD_ALIGN_PARAGRAPH.CENTER
    say(middle, cell["label"])
    if cell["sub"]:
        say(middle, f"\n{cell['sub']}", size=SMALL, color=GREY)


def _beside(place: _Cell, cell: Data) -> None:
    runs(place.paragraphs[0], cell["runs"])
    for _line in range(cell["lines"] + bool(cell["room"])):
        place.add_paragraph()


def _lattice(made: Document, block: Data) -> None:
    if block["title"]:
        title = made.add_paragraph()
        say(title, block["title"], bold=True)
        say(title, f"　{block['note']}", size=9, color=GREY)
        title.paragraph_format.keep_with_next = True
    fixed = sum(block["widths"])
    free = max(sum(1 for width in block["widths"] if not width), 1)
    widths = [width or (WIDTH - fixed) // free for width in block["widths"]]
    table = ruled(made, widths, len(block["rows"]) + 1)
    for place, word in zip(table.rows[0].cells, block["head"], strict=True):
        shade(place)
        place.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        say(place.paragraphs[0], word)
    repeat(table)
    for line, words in zip(table.rows[1:], block["rows"], strict=True):
        for place, word in zip(line.cells, words, strict=True):
            say(place.paragraphs[0], word if isinstance(word, str) else "", size=9.5)


def _signatures(made: Document, block: Data) -> None:
    lines = block["lines"]
    made.add_paragraph()
    table = grid(made, (WIDTH // 2, WIDTH // 2), -(-len(lines) // 2))
    for n, line in enumerate(lines):
        place = table.rows[n // 2].cells[n % 2]
        say(place.paragraphs[0], f"{line['role']}：＿＿＿＿＿＿＿＿＿")
        say(place.add_paragraph(), line["note"], size=8, color=GREY)


def _paragraphs(made: Document, block: Data) -> None:
    for text in block["paragraphs"]:
        paragraph = made.add_paragraph()
        paragraph.paragraph_format.line_spacing = 1.5
        say(paragraph, text, size=12)


def _remarks(made: Document, block: Data) -> None:
    for text in block["paragraphs"]:
        say(made.add_paragraph(), text, size=9, color=GREY)


def _page(made: Document, block: Data) -> None:
    made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _cut(made: Document, block: Data) -> None:
    rule(made.add_paragraph(), "dashed")
    middle = made.add_paragraph()
    middle.alignment = WD_ALIGN_PARAGRAPH.CENTER
    say(middle, block["title"], size=9, color=GREY)


_BLOCKS: Mapping[str, Callable[[Document, Data], None]] = {
    "rows": _rows,
    "lattice": _lattice,
    "signatures": _signatures,
    "paragraphs": _paragraphs,
    "remarks": _remarks,
    "page": _page,
    "cut": _cut,
}
