"""What is typed in Latin letters: whole pinyin or its initials, and English words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


@lru_cache(maxsize=4096)
def syllables(text: str) -> tuple[str, ...]:
    """The pinyin of each Chinese character without tones; other signs are left out: 低保(户) → (di, bao, hu)."""
    from pypinyin import lazy_pinyin  # its dictionary takes a fifth of a second, and only who searches needs it

    return tuple(s for s in lazy_pinyin(text, errors="ignore") if s.isascii())


@dataclass(frozen=True)
class Spelled:
    """One word of an entry as it may be typed in letters."""

    whole: str
    initials: str

    @classmethod
    def of(cls, word: str) -> Spelled:
        found = syllables(word)
        return cls("".join(found), "".join(s[0] for s in found))


WHOLE, BEGINS, LATER = 3.0, 1.0, 0.05


def spelled_alike(typed: str, words: Iterable[Spelled]) -> float:
    """How well the letters fit the best of the words: all of it, or its beginning; of one letter, nothing. The first
    words say most: a keyword further down is what an entry has to do with besides."""
    if len(typed) < 2:
        return 0.0
    fits = (max(_fit(typed, word.whole), _fit(typed, word.initials)) / (1 + n * LATER) for n, word in enumerate(words))
    return max(fits, default=0.0)


def _fit(typed: str, spelling: str) -> float:
    if typed == spelling:
        return WHOLE
    return BEGINS * len(typed) / len(spelling) if spelling.startswith(typed) else 0.0
