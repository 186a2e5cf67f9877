"""What is wrong in a definition, said in both languages so that whoever edits it can act on it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from qingdan.domain.words import Words

T = TypeVar("T")
BOTH = Words("请写成 {zh: 中文, en: English}。", "Write {zh: 中文, en: English}.")
NAME = Words("请写名称：{zh: …, en: …}。", "Name it: {zh: …, en: …}.")
_SHOWN = 40  # known words that a remedy lists: more would hide the sentence before them


class LineElsewhere(int):
    """A line, counted from 1, that was written in another ``file`` than what is around it: in that of a fragment."""

    file: str = ""


def file_of(file: str, line: int) -> str:
    """The file in which a line of ``file`` was written."""
    return line.file if isinstance(line, LineElsewhere) else file


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing wrong in a definition: where it stands, what is wrong, what to write instead."""

    file: str
    line: int
    what: Words
    remedy: Words

    def __post_init__(self) -> None:
        object.__setattr__(self, "file", file_of(self.file, self.line))

    def __str__(self) -> str:
        return self.to("zh")

    def to(self, language: str) -> str:
        """``file:line: what → what to do``, in one line whatever was quoted."""
        said = f"{self.what.to(language)} → {self.remedy.to(language)}"
        return f"{self.file}:{self.line}: {' '.join(said.split())}"


class DefinitionError(ValueError):
    """A definition cannot be used; ``complaints`` says everything that was found wrong."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__(self.to("zh"))

    def to(self, language: str) -> str:
        """The complaints, each on a line of its own."""
        return "\n".join(complaint.to(language) for complaint in self.complaints)


class Miswritten(ValueError):
    """A value of a definition cannot be read. Whoever knows where it stands makes a complaint of it."""

    def __init__(self, what: Words, remedy: Words) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(self.to("zh"))

    def to(self, language: str) -> str:
        """``what → what to do``."""
        return f"{self.what.to(language)} → {self.remedy.to(language)}"


def closest(word: str, known: Iterable[str]) -> Words:
    """The remedy for an unknown word: the nearest known one, or the whole list when it is short."""
    names = sorted(map(str, known))  # members of an enum among them
    if not names:
        return Words("这里还没有可以写的词，请先登记。", "There is none to name yet: declare it first.")
    near = difflib.get_close_matches(word, names, n=1)
    if near:
        return Words(f"是不是要写“{near[0]}”？", f"Did you mean {near[0]!r}?")
    return one_of(names)


def one_of(names: Iterable[str]) -> Words:
    """The remedy that lists what may be written."""
    known = list(names)
    more = "…" if len(known) > _SHOWN else ""
    return Words(
        "请写其中之一：" + "、".join(known[:_SHOWN]) + more,
        "Write one of: " + ", ".join(known[:_SHOWN]) + more,
    )


def is_unknown(kind: Words, word: str) -> Words:
    """What is wrong with a name that nothing has; ``kind`` says what it should name."""
    return Words(f"没有“{word}”这一{kind.zh}", f"there is no {kind.en} {word!r}")


def gather(tasks: Iterable[Callable[[], T]]) -> list[T]:
    """Run every task, collect the complaints of all of them, and raise them together."""
    done: list[T] = []
    complaints: list[Complaint] = []
    for task in tasks:
        try:
            done.append(task())
        except DefinitionError as error:
            complaints.extend(error.complaints)
    if complaints:
        raise DefinitionError(complaints)
    return done
