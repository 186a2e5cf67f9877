"""How wide a text is and where it may break. Sizes in px; the widths are the font's own, never guessed.

On screen the reader's system font may differ a little from Noto Sans SC in Latin letters: boxes keep ``SLACK`` for it.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from qingdan.domain.flow.draw.widths import CHARACTERS, WIDTHS

SLACK = 1.04  # share of extra room that a box gives its text
LINE = 1.3  # height of a line as a multiple of the size

_TABLES = {weight: dict(zip(CHARACTERS, widths, strict=True)) for weight, widths in WIDTHS.items()}
_NO_START = set("，。、；：？！）》”’…·,.;:?!)%")
_NO_END = set("（《“‘(¥")


def advance(character: str, weight: int = 400) -> int:
    """The advance width of one character in thousandths of an em (combining marks are 0, unknown narrow ones 600)."""
    found = _TABLES[weight].get(character)
    if found is not None:
        return found
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Cc"):
        return 0
    return 1000 if unicodedata.east_asian_width(character) in "WFA" else 600


@lru_cache(maxsize=20_000)  # a layout asks for the same few words again and again
def text_width(text: str, size: float, weight: int = 400) -> float:
    """The width of a line of text in px."""
    return sum(advance(c, weight) for c in text) * size / 1000


def pieces(text: str) -> list[str]:
    """The text cut wherever a line may break: between Chinese characters, after a space or a hyphen.

    Never before closing or after opening punctuation, never inside a Latin word or a number.
    """
    found: list[str] = []
    for character in text:
        if found and not _may_break(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return found


def _may_break(before: str, character: str) -> bool:
    last = before[-1]
    if character in _NO_START or character == " " or last in _NO_END:
        return False
    return last in " -" or _is_wide(last) or _is_wide(character)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


@lru_cache(maxsize=4_000)
def wrap(text: str, size: float, weight: int, width: float) -> tuple[str, ...]:
    """The lines of ``text`` that fit in ``width``; a piece that is wider by itself stands on a line alone."""
    lines: list[str] = []
    line = ""
    for piece in pieces(text):
        if line and text_width((line + piece).rstrip(), size, weight) > width:
            lines.append(line.strip())
            line = ""
        line += piece
    lines.append(line.strip())
    return tuple(lines)


@lru_cache(maxsize=4_000)
def balance(text: str, size: float, weight: int, width: float, at_most: int = 2) -> tuple[str, ...]:
    """The text in as few lines as ``width`` allows, evenly long; never more than ``at_most``, so perhaps wider.

    The caller sizes its box by the widest line of the answer.
    """
    few = min(len(wrap(text, size, weight, width)), at_most)
    cut = text.find("（")
    if few == 2 and cut > 1 and text_width(text[:cut], size, weight) <= width >= text_width(text[cut:], size, weight):
        return (text[:cut], text[cut:])
    if few == 2 and len(text) >= 6:  # most Chinese words have two characters: four and the rest reads best
        tried = wrap(text, size, weight, max(4 * size, 1))
        if len(tried) == 2 and len(tried[1]) > 1:
            return tried
    low, high = max(text_width(p.strip(), size, weight) for p in pieces(text) or [""]), text_width(text, size, weight)
    best = wrap(text, size, weight, high + 1)
    for _ in range(12):  # halves the search range each time: well under a pixel
        middle = (low + high) / 2
        tried = wrap(text, size, weight, middle)
        if len(tried) <= few:
            best, high = tried, middle
        else:
            low = middle
    return best if len(best) <= few else wrap(text, size, weight, high + 1)


def widest(lines: tuple[str, ...], size: float, weight: int) -> float:
    """The width of the longest line."""
    return max((text_width(line, size, weight) for line in lines), default=0.0)
