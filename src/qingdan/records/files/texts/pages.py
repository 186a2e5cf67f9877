"""PDF: the text of every page, notes and filled-in fields, bookmarks and properties. A scanned page has no text."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from qingdan.records.files.texts.passages import Reader

MOST_PAGES = 500
FULL = 0.8  # of the longest line of a page: such a line ended at the edge
FEW = 8  # characters: a scanner's page number is no text
NOTE_PARTS = (b"Contents", b"T", b"V", b"RC")


def read_pages(reader: Reader, content: bytes) -> list[bytes]:
    """Take everything that a PDF says; nothing is embedded in one that was taken in."""
    with pypdfium2.PdfDocument(content) as document:
        for name, value in document.get_metadata_dict().items():
            if name not in ("CreationDate", "ModDate"):
                reader.take("properties", value)
        for mark in document.get_toc():
            reader.take("bookmark", mark.get_title())
        reader.miss("page", max(0, len(document) - MOST_PAGES))
        for number in range(min(len(document), MOST_PAGES)):
            _page(reader, document[number], str(number + 1))
    return []


def _page(reader: Reader, page: pypdfium2.PdfPage, number: str) -> None:
    text = page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\ufffe", "")
    reader.take("page", text, number)
    for line in cut_lines(text):
        reader.take("page", line, number)
    drawn = any(True for _object in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH]))
    if len(text.strip()) < FEW and drawn:
        reader.miss("scan")
    elif any(True for _object in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])):
        reader.miss("picture")
    for n in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, n)
        for part in NOTE_PARTS:
            reader.take("note", _said(note, part), number)
        reader.take("note", _leads_to(page, note), number)
        pdfium.FPDFPage_CloseAnnot(note)


def cut_lines(text: str) -> Iterator[str]:
    """Lines whose numbers the right edge of the page may have cut, put together: a full line that ends in a digit, and
    the next that begins with one. Rows of a table look the same, so this is read beside the page and not instead."""
    lines = text.split("\n")
    full = max(map(len, lines)) * FULL
    for line, after in pairwise(lines):
        if len(line) >= full and line[-1:].isnumeric() and after[:1].isnumeric():
            yield line + after


def _said(note: pdfium.FPDF_ANNOTATION, part: bytes) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(note, part, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFAnnot_GetStringValue(note, part, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return buffer.raw[:-2].decode("utf-16-le", "replace")


def _leads_to(page: pypdfium2.PdfPage, note: pdfium.FPDF_ANNOTATION) -> str:
    """Where a link leads: tel:, mailto:; "" for anything else."""
    link = pdfium.FPDFAnnot_GetLink(note)
    action = pdfium.FPDFLink_GetAction(link) if link else None
    if not action:
        return ""
    document = page.pdf.raw
    length = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    pdfium.FPDFAction_GetURIPath(document, action, buffer, length)
    return buffer.value.decode("utf-8", "replace")
