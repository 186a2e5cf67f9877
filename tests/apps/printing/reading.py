"""Looks into a PDF: its words, its pages, its fonts, its picture."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from pathlib import Path

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument

from qingdan.domain.catalogue.model import Power
from qingdan.domain.flow.model import Fact, StepKind


@dataclass(frozen=True)
class Read:
    """What a PDF says: its pages' words without any white space, whether each font is inside it, and how far to the
    right its words reach (of the page's width, 1)."""

    pages: list[str]
    fonts: dict[str, bool]
    title: str
    reach: float

    @property
    def text(self) -> str:
        return "".join(self.pages)

    def __contains__(self, words: str) -> bool:
        return squeezed(words) in self.text


def squeezed(words: str) -> str:
    """Words without white space: lines break anywhere."""
    return re.sub(r"[\s\u200b]+", "", words)


def asked_on_paper(power: Power) -> list[Fact]:
    """The facts for which a form of the power has a place; what a sub-case brings back stands on that power's forms."""
    starts = {step.id for step in power.flow.steps().values() if step.kind is StepKind.START}
    return [fact for fact in power.flow.facts.values() if fact.set_by not in starts]


def read(content: bytes) -> Read:
    """Open a PDF and read it."""
    assert content.startswith(b"%PDF-")
    with PdfDocument(content) as document:
        pages, fonts, reach = [], {}, 0.0
        for page in document:
            text = page.get_textpage()
            pages.append(squeezed(text.get_text_range()))
            text.close()
            for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=4):
                font = pdfium.FPDFTextObj_GetFont(thing.raw)
                reach = max(reach, thing.get_bounds()[2] / page.get_width())
                fonts[_name(font)] = bool(pdfium.FPDFFont_GetIsEmbedded(font))
            page.close()
        return Read(pages, fonts, document.get_metadata_value("Title"), reach)


def _name(font: object) -> str:
    length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    room = ctypes.create_string_buffer(length)
    pdfium.FPDFFont_GetBaseFontName(font, room, length)
    return room.value.decode()


def picture(content: bytes, file: Path, page: int = 0) -> Path:
    """A page as a picture, for a person to look at."""
    with PdfDocument(content) as document:
        document[page].render(scale=1.4).to_pil().save(file)
    return file
