"""One form as PDF, warm, each page with words of its own: ours beside WeasyPrint, which lays out HTML; in turn.

Both get the same words, the same QR code and the same two faces, and both hold their faces open between pages.
"""

from __future__ import annotations

import base64
import os
import random
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from bench.measure import Row, Section, Size, in_turn, rates

LINES = 8
CHARACTERS = 30
PROMISED = 20  # ms for one page
ADDRESS = "https://qingdan.example/track/"
NO_PEER = "WeasyPrint is not measured: it, or the library pango that it needs, is not here"
Words = list[str]


def words(dice: random.Random) -> Words:
    """Eight fields of 30 characters each that no page before had."""
    return ["".join(chr(dice.randint(0x4E00, 0x9F00)) for _ in range(CHARACTERS)) for _ in range(LINES)]


def ours() -> Callable[[Words], bytes]:
    """The house's own way: a sheet of plain values, set by Typst."""
    from qingdan.web.printing import engine
    from qingdan.web.printing import sheet as of
    from qingdan.web.printing.paper import code_svg

    code = code_svg(ADDRESS)

    def page(said: Words) -> bytes:
        cells = [of.Cell(f"第{n}项", [of.words(text)]) for n, text in enumerate(said)]
        sheet = of.Sheet(
            name="bench", title="采购申请单", above="清单", under=["示例一村"], code=code, code_text=ADDRESS,
            code_words="扫码", telephones="0391", note="注", version="1",
            blocks=[of.rows(cells), of.signatures([("经办人", "")])],
        )  # fmt: skip
        made = of.Document("示例", (2026, 11, 23), "示例", "zh", "cn", "第{page}页 共{pages}页", "示例", [sheet])
        return engine.pdf(made.plain())

    return page


STYLE = """
@font-face {{font-family: S; src: url({regular})}} @font-face {{font-family: S; font-weight: bold; src: url({bold})}}
@page {{size: A4; margin: 18mm;
  @bottom-center {{content: '第' counter(page) '页 共' counter(pages) '页'; font: 9pt S}}}}
body {{font: 10.5pt S}} h1 {{font-size: 18pt; text-align: center}} img {{float: right; width: 22mm}}
table {{width: 100%; border-collapse: collapse}} td, th {{border: 0.5pt solid; padding: 2mm; text-align: left}}
"""


def weasyprint() -> Callable[[Words], bytes] | None:
    """The peer's way, the same form as HTML; None where it cannot be imported."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError):  # OSError: pango is not here
        return None
    from qingdan.web.printing import fonts
    from qingdan.web.printing.paper import code_svg

    held, faces = FontConfiguration(), fonts.faces(fonts.folder())
    where = {name.lower(): file.resolve().as_uri() for name, file in faces.items()}
    style = CSS(string=STYLE.format(**where), font_config=held)
    code = "data:image/svg+xml;base64," + base64.b64encode(code_svg(ADDRESS).encode()).decode()

    def page(said: Words) -> bytes:
        rows = "".join(f"<tr><th>第{n}项</th><td>{escape(text)}</td></tr>" for n, text in enumerate(said))
        html = (
            f'<html lang="zh"><title>示例</title><img src="{code}"><p>清单</p><h1>采购申请单</h1><p>示例一村</p>'
            f"<table>{rows}</table><p>经办人 ____________</p><p>0391 注</p></html>"
        )
        made: Any = HTML(string=html).write_pdf(stylesheets=[style], font_config=held)
        return bytes(made)

    return page


def _work(page: Callable[[Words], bytes], pages: int) -> Callable[[], int]:
    def work() -> int:
        dice = random.Random(7)
        for _ in range(pages):
            assert page(words(dice)).startswith(b"%PDF")
        return pages

    return work


def pages_per_second(size: Size = Size.NORMAL) -> list[Row]:
    """Ours, and the peer where it is here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingdan.web.settings")
    import django

    django.setup()
    peer = weasyprint()
    works: Mapping[str, Callable[[], int]] = {
        "qingdan (Typst)": _work(ours(), 2 if size is Size.TINY else 40),
        **({"WeasyPrint": _work(peer, 1 if size is Size.TINY else 5)} if peer else {}),
    }
    return in_turn(works, 1 if size is Size.TINY else 5)


def run(size: Size) -> list[Section]:
    """The table, and whether a page takes no longer than is promised."""
    rows = pages_per_second(size)
    took = 1000 / rows[0].per_second
    notes = [
        f"one page, {LINES * CHARACTERS} characters of its own; ours is PDF/A-2b",
        f"a page of ours: {took:.1f} ms where {PROMISED} ms are promised: {'kept' if took <= PROMISED else 'MISSED'}",
        *([] if len(rows) > 1 else [NO_PEER]),
    ]
    return [rates("Printing: forms per second", rows, notes)]
