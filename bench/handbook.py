"""The whole handbook as one PDF: every power of the list with its diagrams, from an empty shelf.

There is no peer: nothing else makes a handbook of a process language. The table says where the time goes instead.
"""

from __future__ import annotations

import io
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from pypdfium2 import PdfDocument

from bench.measure import Section, Size
from bench.shipped import shipped

PROMISED = 60.0  # seconds, for the whole in Chinese


@dataclass(frozen=True)
class Made:
    """One book: seconds for its content with the diagrams, for that again with the diagrams kept, and for the setting;
    and what came of it."""

    name: str
    drawn: float
    kept: float
    set: float
    pages: int
    megabytes: float

    @property
    def whole(self) -> float:
        return self.drawn + self.set


def books(size: Size) -> list[Made]:
    """The whole in both languages, each from nothing."""
    from bench import up  # noqa: F401 makes Django ready for the imports below
    from qingdan.web.handbook.order import Order

    edition, today = shipped(), datetime.now(UTC).date()
    if size is Size.TINY:
        edition = replace(edition, powers=dict(list(edition.powers.items())[:2]), duties={})
    return [
        _make(name, language, Order.of(edition, today)) for name, language in (("Chinese", "zh"), ("English", "en"))
    ]


def _make(name: str, language: str, order: object) -> Made:
    from qingdan.web.handbook import paper
    from qingdan.web.handbook.figures import usual_processes
    from qingdan.web.handbook.shelf import Pictures
    from qingdan.web.management.speaking import speaking

    with speaking(language):
        began = time.perf_counter()
        document = paper.document(order, processes=usual_processes(), kept=Pictures())
        drawn = time.perf_counter()
        content = paper.typeset(document)
        done = time.perf_counter()
        paper.document(order, kept=Pictures())
        again = time.perf_counter()
    with PdfDocument(io.BytesIO(content)) as found:
        return Made(name, drawn - began, again - done, done - drawn, len(found), len(content) / 1e6)


def run(size: Size) -> list[Section]:
    """A row for each book, and whether the promise is kept."""
    made = books(size)
    head = ["in", "content and diagrams, s", "diagrams kept, s", "setting, s", "from nothing, s", "pages", "MB"]
    rows = []
    for one in made:
        seconds = [f"{part:.1f}" for part in (one.drawn, one.kept, one.set, one.whole)]
        rows.append([one.name, *seconds, f"{one.pages:,}", f"{one.megabytes:.1f}"])
    verdict = "kept" if made[0].whole < PROMISED else "MISSED"
    notes = [
        "diagrams are drawn by as many processes as there are cores and kept for the next book; Typst sets the pages",
        f"in Chinese from nothing: {made[0].whole:.0f} s where under {PROMISED:.0f} s are promised: {verdict}",
    ]
    return [Section("The whole handbook", head, rows, notes)]
