"""Why a rule judged as it did: a code for the machine and a sentence in both languages for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from qingdan.domain.words import Words

Part = str | int | bool | None | list[str]

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NUMERALS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding: ``code`` names its kind, ``words`` say it, ``data`` (fit for JSON) holds its numbers."""

    code: str
    words: Words
    data: Mapping[str, Part] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.words.zh


class Unusable(ValueError):
    """What somebody typed cannot be used; ``reason`` says what is wrong with it and what to write instead."""

    def __init__(self, code: str, zh: str, en: str, **data: Part) -> None:
        self.reason = Reason(code, Words(zh, en), data)
        super().__init__(zh)


def day_words(day: date) -> Words:
    """A day, or a moment to the minute, as it stands on a page: 2026年11月23日, 23 November 2026."""
    zh, en = f"{day.year}年{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    if isinstance(day, datetime):
        return Words(f"{zh}{day:%H:%M}", f"{en}, {day:%H:%M}")
    return Words(zh, en)


def joined(many: Iterable[Words]) -> Words:
    """A list as it is written out: with 、 in Chinese, with commas in English."""
    found = list(many)
    return Words("、".join(w.zh for w in found), ", ".join(w.en for w in found))


def share_words(share: Fraction, strict: bool) -> Words:
    """A share of a whole as laws say it: 过半数 is strictly more than half, 三分之二以上 includes two thirds."""
    if share == 1:
        return Words("全体", "all")
    if share == Fraction(1, 2):
        return Words("过半数", "more than half") if strict else Words("半数以上", "at least half")
    part = f"{_numeral(share.denominator)}分之{_numeral(share.numerator)}"
    en = f"{share.numerator}/{share.denominator}"
    return Words(f"超过{part}", f"more than {en}") if strict else Words(f"{part}以上", f"at least {en}")


def _numeral(number: int) -> str:
    return _NUMERALS[number] if number <= 10 else str(number)
