"""Sets the same documents as ``engine`` for Word: whoever must type on a form, or keep it in an office's own way.

Nothing is decided here that the PDF does not show: the blocks are those of ``sheet``, each with its place in a table.
The page is A4, the Chinese face is one that every Word has (宋体), and the numbers of pages are Word's own fields.
"""

from __future__ import annotations

import io
from typing import Any

from docx import Document as new_document
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from qingdan.web.printing.word.forms import form
from qingdan.web.printing.word.notices import notice
from qingdan.web.printing.word.pieces import BODY, FACE, GREY, LATIN, Data, say


def docx(document: Data) -> bytes:
    """A document (see ``sheet.Document.plain``) as a Word file."""
    made = new_document()
    _set_up(made, document)
    for at, sheet in enumerate(document["sheets"]):
        section = made.sections[0] if not at else made.add_section()
        section.footer.is_linked_to_previous = False
        _foot(section.footer, sheet, document["page_words"])
        (notice if sheet["kind"] == "notice" else form)(made, sheet)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def _set_up(made: Document, document: Data) -> None:
    style = made.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(BODY)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    style.paragraph_format.space_after = Pt(2)
    about = made.core_properties
    about.title, about.author, about.language = document["title"], document["publisher"], document["language"]
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = Mm(15)
    section.bottom_margin = Mm(22)


def _foot(footer: Any, sheet: Data, page_words: str) -> None:
    first = footer.paragraphs[0]
    for text in (sheet["telephones"], sheet["note"]):
        if text:
            say(first, f"{text}\n", size=8, color=GREY)
    say(first, f"{sheet['version']}　", size=8, color=GREY)
    before, _page_mark, rest = page_words.partition("{page}")
    between, _pages_mark, after = rest.partition("{pages}")
    say(first, before, size=8)
    _counted(first, "PAGE")
    say(first, between, size=8)
    _counted(first, "NUMPAGES")
    say(first, after, size=8)


def _counted(paragraph: Paragraph, field: str) -> None:
    """A number that Word works out."""
    run = paragraph.add_run()
    run.font.size = Pt(8)
    for kind, text in (("begin", ""), ("", field), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
