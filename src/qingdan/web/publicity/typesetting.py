"""Breaking words into lines before they are set, so that what stands on a sheet is known to fit. Sizes in mm."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qingdan.domain.flow.draw.metrics import balance, text_width, wrap

LEADING = 1.32  # height of a line as a multiple of the size
SLACK = 0.985  # share of a line that words may fill
REGULAR, BOLD = 400, 700
WORTH = 0.62  # of its size is what a title gives for whole phrases on a line
_PHRASES = re.compile(r"[^，、；：。,;:]+[，、；：。,;:]*\s*")


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of one size. Where ``text`` is the whole that was broken in ``room``, they are set evenly long: no word
    stands alone on the last."""

    lines: tuple[str, ...]
    size: float
    bold: bool = False
    text: str = ""
    room: float = 0.0

    @property
    def height(self) -> float:
        """In mm."""
        return len(self.lines) * self.size * LEADING

    def plain(self) -> dict[str, object]:
        """As a template reads it."""
        return {"lines": list(self._evenly()), "size": self.size, "bold": self.bold, "leading": self.size * LEADING}

    def _evenly(self) -> tuple[str, ...]:
        few = len(self.lines)
        if not self.text or few < 2:
            return self.lines
        lines = balance(self.text, self.size, BOLD if self.bold else REGULAR, self.room * SLACK, at_most=few)
        return lines if len(lines) == few else self.lines


def words(text: str, width: float, size: float, *, bold: bool = False) -> Words:
    """A text broken at ``width``."""
    return Words(wrap(text, size, BOLD if bold else REGULAR, width * SLACK), size, bold, text, width)


def headline(text: str, width: float, height: float, sizes: Sequence[float], most: int) -> Words:
    """A title as large as it can be in ``width`` by ``height`` on at most ``most`` lines: broken between its phrases,
    unless that costs too much of its size."""
    broken = [_largest(way, text, width, height, sizes, most) for way in (_by_phrases, _anywhere)]
    between, anywhere = broken
    if between and (not anywhere or between.size >= anywhere.size * WORTH):
        return between
    return anywhere or words(text, width, sizes[-1], bold=True)


def _largest(
    way: Callable[[str, float, float], tuple[str, ...]], text: str, width: float, height: float,
    sizes: Sequence[float], most: int,
) -> Words | None:  # fmt: skip
    for size in sizes:
        made = Words(way(text, width, size), size, bold=True)
        fits = all(text_width(line, size, BOLD) <= width * SLACK for line in made.lines)
        if fits and len(made.lines) <= most and made.height <= height:
            return made
    return None


def _anywhere(text: str, width: float, size: float) -> tuple[str, ...]:
    return wrap(text, size, BOLD, width * SLACK)


def _by_phrases(text: str, width: float, size: float) -> tuple[str, ...]:
    lines: list[str] = []
    for phrase in _PHRASES.findall(text) or [text]:
        if lines and text_width((lines[-1] + phrase).rstrip(), size, BOLD) <= width * SLACK:
            lines[-1] += phrase
        else:
            lines.append(phrase)
    return tuple(line.strip() for line in lines)
