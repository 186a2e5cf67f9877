"""The files of a kit: which there are, and how each is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from qingdan.web.printing import engine
from qingdan.web.publicity.card import card_png
from qingdan.web.publicity.kit import Kit
from qingdan.web.publicity.poster import poster_pdf, poster_png
from qingdan.web.publicity.strip import strip
from qingdan.web.publicity.tokens import tongue

HERE = Path(__file__).parent
PICTURE = HERE / "picture.typ"
STRIP_PPI = 108  # 2600 px wide: enough to be printed on a page


@dataclass(frozen=True, slots=True)
class File:
    """A file of a kit: its type, and what makes it of a kit."""

    type: str
    make: Callable[[Kit], bytes]


def strip_svg(kit: Kit) -> bytes:
    """The strip as a drawing."""
    return strip(kit).svg.encode()


def strip_png(kit: Kit) -> bytes:
    """The strip as a picture."""
    drawn = strip(kit)
    data = {"svg": drawn.svg, "width": drawn.width, "height": drawn.height, "alt": drawn.words, **tongue()}
    return engine.as_png(PICTURE, data, STRIP_PPI)


FILES: Mapping[str, File] = {
    "poster.pdf": File("application/pdf", poster_pdf),
    "poster.png": File("image/png", poster_png),
    "strip.svg": File("image/svg+xml", strip_svg),
    "strip.png": File("image/png", strip_png),
    "card.png": File("image/png", card_png),
}
