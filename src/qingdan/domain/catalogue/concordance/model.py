"""A concordance: every article of a law's older and newer text, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from qingdan.domain.flow.model import Basis
from qingdan.domain.words import Words


class Change(StrEnum):
    """What became of an article from one version to the next."""

    SAME = "same"  # number and words as they were
    RENUMBERED = "renumbered"  # another number, the same words
    REWORDED = "reworded"  # other words, perhaps another number
    MERGED = "merged"  # several articles became one
    SPLIT = "split"  # one article became several
    NEW = "new"
    DROPPED = "dropped"
    MOVED = "moved"  # part of it is in another law now: no row says so, its `moved_to` does

    @property
    def words(self) -> Words:
        return _WORDS[self]


_WORDS: Mapping[Change, Words] = {
    Change.SAME: Words("未变", "the same"),
    Change.RENUMBERED: Words("改号", "renumbered"),
    Change.REWORDED: Words("改写", "reworded"),
    Change.MERGED: Words("合并", "merged"),
    Change.SPLIT: Words("拆分", "split"),
    Change.NEW: Words("新增", "new"),
    Change.DROPPED: Words("删去", "dropped"),
    Change.MOVED: Words("移入他法", "moved"),
}
ROW_CHANGES = tuple(change for change in Change if change is not Change.MOVED)


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a law. ``until`` is the first day on which it was no longer in force; ``text`` names the file that
    was read, ``articles`` are the digests of all its articles by number."""

    name: str
    passed: date
    in_force: date
    until: date | None
    text: str
    checked: date
    articles: Mapping[str, str]
    line: int = 0

    @property
    def year(self) -> str:
        """The year in which it was passed: what people call a version by."""
        return str(self.passed.year)

    def is_called(self, word: str) -> bool:
        """Whether ``word`` names it: its year, the day it was passed, or the day since when it is in force."""
        return word in (self.year, self.passed.isoformat(), self.in_force.isoformat())


@dataclass(frozen=True, slots=True)
class Row:
    """What became of some articles.

    ``part_in``: further articles of the new text that have taken over a part. ``moved_to``: where in other laws a part
    went. ``gist``: what changed, in our own words.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    change: Change
    gist: Words | None = None
    part_in: tuple[str, ...] = ()
    moved_to: tuple[Basis, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Concordance:
    """The rows from ``older`` to ``newer`` of the law ``law`` (its key). Each article of either text is in one row."""

    law: str
    older: Version
    newer: Version
    rows: tuple[Row, ...]
    file: str = ""

    @property
    def versions(self) -> tuple[Version, Version]:
        return self.older, self.newer

    @cached_property
    def by_old(self) -> Mapping[str, Row]:
        """The row of each article of the older text."""
        return {number: row for row in self.rows for number in row.old}

    @cached_property
    def by_new(self) -> Mapping[str, Row]:
        """The row of each article of the newer text."""
        return {number: row for row in self.rows for number in row.new}

    def became(self, old: str) -> tuple[str, ...]:
        """The articles of the newer text in which an older article lives on. :raises KeyError: no such article."""
        row = self.by_old[old]
        return in_order((*row.new, *row.part_in))

    def came_from(self, new: str) -> tuple[str, ...]:
        """The older articles of which a newer one is made; () when it is new. :raises KeyError: no such one."""
        parts = (number for row in self.rows if new in row.part_in for number in row.old)
        return in_order((*self.by_new[new].old, *parts))


def in_order(numbers: Iterable[str]) -> tuple[str, ...]:
    """Articles as they stand in the law, each once: 9 before 10, 133-1 after 133."""
    return tuple(sorted(set(numbers), key=lambda number: [int(part) for part in number.split("-")]))
