"""A text within a limit: whole parts in order of importance, never a part cut off in its middle."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_CLAUSE = re.compile(r"[^。；！？]*[。；！？]?")
_CLAUSE_EN = re.compile(r".*?(?:[.;!?](?=\s|$)|$)\s*", re.DOTALL)
_ASIDE = re.compile(r"\s*[（(\[〔【][^（）()\[\]〔〕【】]*[）)\]〕】]")


class TooLong(ValueError):
    """Even the parts that must be there do not fit."""


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a text: ``ways`` to say it, each whole in itself and longer than the one before. Parts of a low
    ``rank`` come into the text first; of rank 0 the first way must be there."""

    ways: tuple[str, ...]
    rank: int = 0


def units(text: str) -> int:
    """How long a short message is as the carrier counts it: UTF-16 units, so a rare character counts twice."""
    return len(text.encode("utf-16-le")) // 2


def composed(parts: Sequence[Part], limit: int, measure: Callable[[str], int] = units, join: str = "") -> str:
    """The parts in their order, as many and as long as the limit allows. First every part gets its first way, by rank;
    then the second ways are tried, and so on.

    :raises TooLong: when the parts of rank 0 alone are longer.
    """
    chosen = [part.ways[0] if part.rank == 0 and part.ways else "" for part in parts]
    if measure(_joined(chosen, join)) > limit:
        raise TooLong(_joined(chosen, join))
    by_rank = sorted(range(len(parts)), key=lambda n: parts[n].rank)
    for level in range(max((len(part.ways) for part in parts), default=0)):
        for n in by_rank:
            longer = parts[n].ways[level : level + 1]
            if longer and chosen[n] == (parts[n].ways[level - 1] if level else ""):
                tried = [*chosen[:n], *longer, *chosen[n + 1 :]]
                if measure(_joined(tried, join)) <= limit:
                    chosen = tried
    return _joined(chosen, join)


def _joined(texts: Sequence[str], join: str) -> str:
    return join.join(text for text in texts if text)


def clauses(phrase: str, english: bool = False) -> list[str]:
    """A phrase cut where a full thought ends (。；！？), each with its stop; a ； at an end reads as a 。"""
    found = [c.strip() for c in (_CLAUSE_EN if english else _CLAUSE).findall(phrase)]
    return [_closed(c[:1].upper() + c[1:], english) for c in found if c]


def _closed(clause: str, english: bool) -> str:
    stop = "." if english else "。"
    return clause[:-1] + stop if clause[-1] in ";；" else clause


def sentence(phrase: str, english: bool = False) -> str:
    """The phrase with a stop at its end."""
    ends = ".!?" if english else "。！？"
    return phrase if not phrase or phrase[-1] in ends else phrase.rstrip("；;，,") + ("." if english else "。")


def without_asides(phrase: str) -> str:
    """The phrase without what stands in brackets, also in brackets inside brackets."""
    before = ""
    while before != phrase:
        before, phrase = phrase, _ASIDE.sub("", phrase)
    return phrase


def ways(phrases: Sequence[str], english: bool = False, label: str = "") -> tuple[str, ...]:
    """Ever longer ways to say several phrases: the first thought without asides, the first thought, the first phrase,
    the first two phrases, and so on."""
    if not phrases:
        return ()
    space = " " if english else ""
    first = clauses(phrases[0], english)[0]
    found = [without_asides(first), first]
    found += [space.join(sentence(p, english) for p in phrases[: n + 1]) for n in range(len(phrases))]
    return tuple(label + one for one in dict.fromkeys(found) if one)
