"""Handbooks for tests: of the edition that ships, of the small one, and a shelf whose diagrams cost nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from django.utils.translation import override
from pypdfium2 import PdfDocument

from qingdan.domain.catalogue.model import Edition
from qingdan.web.handbook import paper
from qingdan.web.handbook.figures import Picture, Wanted
from qingdan.web.handbook.order import Order
from tests.apps.printing.reading import squeezed
from tests.domain.catalogue.helpers import mini_files
from tests.loaded import load

DAY = date(2026, 11, 28)
PLAIN = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="none"/></svg>'
)


class Blank:
    """Keeps for every power a diagram with nothing on it."""

    def find(self, wanted: Wanted) -> list[Picture]:
        return [Picture(PLAIN, 40.0, False)]

    def keep(self, wanted: Wanted, pages: Sequence[Picture]) -> None:
        raise AssertionError("there is nothing to keep")


def small() -> Edition:
    return load(mini_files()).edition


def order_for(edition: Edition, norm: str = "") -> Order:
    return Order(edition, edition.limits, DAY, None, norm)


def book(edition: Edition, norm: str = "", language: str = "zh-hans", drawn: bool = False) -> bytes:
    """A handbook as PDF; ``drawn`` with its diagrams."""
    with override(language):
        return paper.pdf(order_for(edition, norm), kept=None if drawn else Blank())


def raw_texts(content: bytes) -> list[str]:
    """The words of each page as they stand in its lines."""
    found = []
    with PdfDocument(content) as document:
        for page in document:
            text = page.get_textpage()
            found.append(text.get_text_range())
            text.close()
            page.close()
    return found


def texts(content: bytes) -> list[str]:
    """The words of each page without white space."""
    return [squeezed(text) for text in raw_texts(content)]


def says(contents: str, title: str, page: int) -> bool:
    """Whether a table of contents, as it stands in its lines, says that a title is on a page."""
    spelled = r"\s*".join(re.escape(sign) for sign in squeezed(title))
    return re.search(rf"{spelled}[\s.·]*\s{page}\s", f"{contents} ") is not None


def bookmarks(content: bytes) -> list[tuple[int, str, int]]:
    """Level, title and page (from 1) of every bookmark."""
    with PdfDocument(content) as document:
        return [(one.level, one.get_title(), one.get_dest().get_index() + 1) for one in document.get_toc()]
