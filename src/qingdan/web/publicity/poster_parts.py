"""The parts of a poster whose size follows from their words: the answers, the red lines, how to watch. Sizes in mm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from qingdan.domain.publicity.fitting import clauses, sentence
from qingdan.domain.publicity.told import Told
from qingdan.records.regions.models import SupervisionContact
from qingdan.web.publicity.typesetting import Words, words

LABEL = 5.4  # size of the word above an answer
CELL = 6.0  # around the words of a cell
FACT_SIZES = (8.4, 7.8, 7.2, 6.6, 6.0, 5.6)  # of an answer's first thought
FACT_REST, FACT_LEAST = 0.78, 4.8  # of its other thoughts
FACT_HIGH = 64.0
NARROWEST, WIDEST = 0.19, 0.34  # share of the room that an answer gets
HEAD = 9.0  # size of a heading
LIST_SIZES = (6.6, 6.2, 5.8, 5.4, 5.0, 4.6)
LIST_HIGH = 78.0
RED_WIDE, WATCH_WIDE, MARK = 122.0, 156.0, 10.0
MOST_RED_LINES = 6
PEN = "_" * 18  # a line to write on
AFTER = 2.4  # below an item of a list


@dataclass(frozen=True, slots=True)
class Parts:
    """A heading with items below it."""

    CODE: ClassVar[float] = 76.0  # height of the QR code with its words

    heading: str
    items: tuple[tuple[str, Words], ...]  # the mark before it, the words

    @property
    def height(self) -> float:
        return HEAD * 1.6 + sum(said.height + AFTER for _sign, said in self.items)

    def plain(self) -> dict[str, Any]:
        """As the template reads it."""
        items = [{"mark": sign, **said.plain()} for sign, said in self.items]
        return {"heading": self.heading, "head": HEAD, "items": items, "after": AFTER}


@dataclass(frozen=True, slots=True)
class Facts:
    """The answers side by side: for each its word, its width and its texts."""

    cells: tuple[tuple[str, float, tuple[Words, ...]], ...]

    @property
    def height(self) -> float:
        return max(_cell_height(texts) for _label, _wide, texts in self.cells)

    def plain(self) -> dict[str, Any]:
        """As the template reads it."""
        cells = [{"label": w, "wide": wide, "texts": [t.plain() for t in texts]} for w, wide, texts in self.cells]
        return {"cells": cells, "height": self.height, "label": LABEL, "pad": CELL}


def _cell_height(texts: Sequence[Words]) -> float:
    return 2 * CELL + LABEL * 1.5 + sum(text.height for text in texts) + 1.5 * max(0, len(texts) - 1)


def facts(told: Told, room: float) -> Facts:
    """Who, what to bring, where, how long: as large as fits; of an answer that is too long its last thoughts go."""
    english = told.english
    nothing = (_("您不用带什么，这件事由村里来办。"),)
    asked = [
        (_("找谁办"), _thoughts(told.who, english)),
        (_("要带的东西"), [sentence(_("、").join(told.bring), english)] if told.bring else list(nothing)),
        (_("去哪儿办"), _thoughts(told.where, english)),
        (_("多久有结果"), _thoughts(told.how_long, english)),
    ]
    wide = _widths([sum(map(len, thoughts)) for _label, thoughts in asked], room)
    for size in FACT_SIZES:
        made = Facts(tuple((la, w, _answer(th, w, size)) for (la, th), w in zip(asked, wide, strict=True)))
        if made.height <= FACT_HIGH:
            return made
    cells = [(la, w, _shortened(th, w)) for (la, th), w in zip(asked, wide, strict=True)]
    return Facts(tuple(cells))


def _thoughts(phrases: Sequence[str], english: bool) -> list[str]:
    return [clause for phrase in phrases for clause in clauses(phrase, english)]


def _widths(lengths: Sequence[int], room: float) -> list[float]:
    whole = sum(lengths) or 1
    shares = [min(WIDEST, max(NARROWEST, n / whole)) for n in lengths]
    return [room * share / sum(shares) for share in shares]


def _answer(thoughts: Sequence[str], wide: float, size: float) -> tuple[Words, ...]:
    first, rest = thoughts[0], thoughts[1:]
    inner, small = wide - 2 * CELL, max(FACT_LEAST, size * FACT_REST)
    return (words(first, inner, size, bold=True), *(words(one, inner, small) for one in rest))


def _shortened(thoughts: Sequence[str], wide: float) -> tuple[Words, ...]:
    for count in range(len(thoughts), 1, -1):
        made = _answer(thoughts[:count], wide, FACT_SIZES[-1])
        if _cell_height(made) <= FACT_HIGH:
            return made
    return _answer(thoughts[:1], wide, FACT_SIZES[-1])


def red_lines(told: Told) -> Parts:
    """What officials must not do."""
    said = [("line", line) for line in told.red_lines[:MOST_RED_LINES]] or [("line", _("负面清单里的，这件事都管。"))]
    return _list(_("干部的红线"), said, (), RED_WIDE)


def watching(told: Told) -> Parts:
    """How a villager watches, and whom to call; lines for the pen where no telephone is known."""
    numbers = [("phone", f"{t.name}  {t.number}") for t in told.telephones]
    numbers = numbers or [("phone", f"{tier.label}  {PEN}") for tier in SupervisionContact.Tier]
    return _list(_("您来盯着办"), [("eye", phrase) for phrase in told.watch], numbers, WATCH_WIDE)


def _list(heading: str, said: Sequence[tuple[str, str]], always: Sequence[tuple[str, str]], wide: float) -> Parts:
    """As many items as fit, and ``always`` those; rather smaller than fewer."""
    for count in range(len(said), -1, -1):
        for size in LIST_SIZES:
            items = [
                (sign, words(text, wide - MARK, size, bold=sign == "phone")) for sign, text in (*said[:count], *always)
            ]
            made = Parts(heading, tuple(items))
            if made.height <= LIST_HIGH or (count == 0 and size == LIST_SIZES[-1]):
                return made
    return Parts(heading, ())
