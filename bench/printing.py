"""Pages per second of one form, warm: from values to a PDF/A file, each page with words of its own.

There is no peer in this table: WeasyPrint, which would be it, is not a dependency of the house and is not installed.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable

from bench.measure import Row, rounds

LINES = 8
CHARACTERS = 30


def form() -> Callable[[], int]:
    """One page with a table of eight fields, 30 random characters in each, a QR code and signatures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingdan.web.settings")
    import django

    django.setup()
    from qingdan.web.printing import engine
    from qingdan.web.printing.paper import code_svg
    from qingdan.web.printing.sheet import Cell, Document, Sheet, rows, signatures, words

    code = code_svg("https://qingdan.example/track/")

    def page(dice: random.Random) -> Document:
        said = ["".join(chr(dice.randint(0x4E00, 0x9F00)) for _ in range(CHARACTERS)) for _ in range(LINES)]
        blocks = [rows([Cell(f"第{n}项", [words(text)]) for n, text in enumerate(said)]), signatures([("经办人", "")])]
        sheet = Sheet(
            name="bench", title="采购申请单", above="清单", under=["示例一村"], code=code,
            code_text="https://qingdan.example/track/", code_words="扫码", telephones="0391", note="注",
            version="1", blocks=blocks,
        )  # fmt: skip
        return Document("示例", (2026, 11, 23), "示例", "zh", "cn", "第{page}页 共{pages}页", "示例", [sheet])

    def work(pages: int = 40) -> int:
        dice = random.Random(7)
        for _ in range(pages):
            assert engine.pdf(page(dice).plain()).startswith(b"%PDF")
        return pages

    return work


def run() -> list[Row]:
    """Ours alone."""
    return [
        rounds(
            "qingdan (Typst)", form(), note="one page, 240 characters of its own, PDF/A-2b; WeasyPrint not installed"
        )
    ]


if __name__ == "__main__":
    from bench.measure import table

    print(table("Printing: forms per second", run()))
