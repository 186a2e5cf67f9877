"""What is read out of a file: passages with where each stands, and what could not be read. Plain values, no Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

MOST_CHARACTERS = 2_000_000
MOST_HEAD = 12  # characters of a column's head that go before each number below it
MOST_NUMERALS = 6  # Chinese numerals in a word: more are a number
_NOTHING = ("无", "/", "-", "—", "同上")  # what people put into a cell that is empty
_SPACE = re.compile(r"[^\S\n]+")


class Passage(NamedTuple):
    """Some text and where it stands: ``where`` is body, table, header, page, cell …; ``at`` the page, sheet or cell."""

    where: str
    at: str
    text: str


class TooLong(Exception):
    """There is more text than is read."""


class Reader:
    """Gathers passages, each once, as many as fit; ``unread`` says what cannot be read and how often."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self.unread: dict[str, int] = {}
        self._seen: set[tuple[str, str]] = set()
        self._left = MOST_CHARACTERS

    def take(self, where: str, text: str, at: str = "") -> None:
        """:raises TooLong: when it no longer fits."""
        text = _SPACE.sub(lambda m: "\t" if "\t" in m[0] else " ", text).strip()
        if not text or (where, text) in self._seen:
            return
        self._left -= len(text)
        if self._left < 0:
            raise TooLong
        self._seen.add((where, text))
        self.passages.append(Passage(where, at, text))

    def miss(self, what: str, count: int = 1) -> None:
        """Say that something is there and was not read."""
        if count:
            self.unread[what] = self.unread.get(what, 0) + count


def table_lines(rows: Iterable[Sequence[str]]) -> Iterator[tuple[int, int, str]]:
    """The cells of a table as (row, column, text), counted from 1. A cell with digits has its column's head before it,
    as 账号：6217…, for a bare number says nothing; cells of one character each are one word (a box for each digit)."""
    heads: dict[int, list[str]] = {}
    for r, row in enumerate(rows, 1):
        cells = [(c, text.strip(), _has_number(text)) for c, text in _words_of(row) if text.strip()]
        of_words = not any(number for _c, _text, number in cells)
        for c, text, number in cells:
            if of_words and text not in _NOTHING and len(text) <= MOST_HEAD:
                # The first words of a column stay: a row of words below may be somebody without a number.
                heads[c] = [*heads.get(c, [])[:1], text]
            yield r, c, f"{' '.join(heads[c])}：{text}" if number and c in heads else text


def _has_number(text: str) -> bool:
    """Digits, or as many numerals as make up a number of somebody; 三组 is a word."""
    return any(sign.isdigit() for sign in text) or sum(sign.isnumeric() for sign in text) >= MOST_NUMERALS


def _words_of(row: Sequence[str]) -> Iterator[tuple[int, str]]:
    c = 0
    while c < len(row):
        end = c
        while end < len(row) and len(row[end].strip()) == 1:
            end += 1
        if end - c >= 4:
            yield c + 1, "".join(cell.strip() for cell in row[c:end])
            c = end
        else:
            yield c + 1, row[c]
            c += 1
