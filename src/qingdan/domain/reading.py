"""Reads YAML text into values that remember their line, and complains in words that a clerk can act on.

YAML 1.2 only: ``no`` is a word and not False, and a key given twice is refused instead of quietly winning.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from qingdan.domain.words import Words

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing wrong in a definition: where it stands, what is wrong, what to write instead."""

    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}. {self.remedy}"


class DefinitionError(ValueError):
    """A definition cannot be used; ``complaints`` says everything that was found wrong."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("\n".join(map(str, self.complaints)))


def closest(word: str, known: Iterable[str]) -> str:
    """The remedy for an unknown word: the nearest known one, or the whole list when it is short."""
    names = sorted(known)
    near = difflib.get_close_matches(word, names, n=1)
    if near:
        return f"Did you mean {near[0]!r}?"
    return "Write one of: " + ", ".join(names[:40]) + ("…" if len(names) > 40 else "")


class Place:
    """A value of a YAML text and where it stands. Reading methods raise :class:`DefinitionError` naming the line."""

    __slots__ = ("_seen", "file", "label", "node")

    def __init__(self, file: str, node: Node, label: str = "") -> None:
        self.file, self.node, self.label = file, node, label
        self._seen: set[str] = set()

    @property
    def line(self) -> int:
        """The line, counted from 1."""
        return int(self.node.start_mark.line) + 1

    def fail(self, what: str, remedy: str) -> NoReturn:
        raise DefinitionError([self.complaint(what, remedy)])

    def complaint(self, what: str, remedy: str) -> Complaint:
        return Complaint(self.file, self.line, f"{self.label}: {what}" if self.label else what, remedy)

    # -- mappings ------------------------------------------------------------------------------------------------
    def pairs(self) -> Iterator[tuple[str, Place]]:
        """Every key of a mapping and its value, in the order written."""
        if not isinstance(self.node, MappingNode):
            self.fail("a mapping (key: value) must stand here", "Write it as `key: value` lines or as {key: value}.")
        for key, value in self.node.value:
            name = str(key.value)
            yield name, Place(self.file, value, f"{self.label}.{name}" if self.label else name)

    def keys(self) -> list[str]:
        return [name for name, _ in self.pairs()]

    def get(self, key: str) -> Place | None:
        """The value of ``key``, or None when it is not given."""
        self._seen.add(key)
        if not isinstance(self.node, MappingNode):
            next(self.pairs())  # says that a mapping must stand here
        for name, value in self.node.value:
            if name.value == key:  # a place is made only for the one asked for: an edition asks 100,000 times
                return Place(self.file, value, f"{self.label}.{key}" if self.label else key)
        return None

    def need(self, key: str, remedy: str) -> Place:
        """The value of ``key``; its absence is an error with ``remedy``."""
        found = self.get(key)
        if found is None:
            self.fail(f"{key!r} is missing", remedy)
        return found

    def no_more(self) -> None:
        """Refuse keys that nothing asked for: a misspelt key must not be quietly without effect."""
        for name, place in self.pairs():
            if name not in self._seen:
                place.fail(f"the key {name!r} is not known here", closest(name, self._seen))

    # -- sequences and scalars -----------------------------------------------------------------------------------
    def items(self) -> list[Place]:
        """The items of a list."""
        if not isinstance(self.node, SequenceNode):
            self.fail("a list must stand here", "Write it as `- item` lines or as [item, item].")
        return [Place(self.file, n, f"{self.label}[{i}]") for i, n in enumerate(self.node.value)]

    def one_or_many(self) -> list[Place]:
        """A list, or a single value read as a list of one."""
        return self.items() if isinstance(self.node, SequenceNode) else [self]

    def is_mapping(self) -> bool:
        return isinstance(self.node, MappingNode)

    def text(self) -> str:
        if not isinstance(self.node, ScalarNode) or not str(self.node.value).strip():
            self.fail("a text must stand here", "Write the text after the colon; it may not be empty.")
        return str(self.node.value).strip()

    def number(self) -> int:
        written = self.text().replace("_", "")
        try:
            return int(written)
        except ValueError:
            self.fail(f"{written!r} is not a whole number", "Write digits only, for example 15.")

    def flag(self) -> bool:
        written = self.text()
        if written not in ("true", "false"):
            self.fail(f"{written!r} is neither true nor false", "Write true or false (not yes, no or on).")
        return written == "true"

    def words(self) -> Words:
        """A phrase as ``{zh: …, en: …}``; both are required."""
        if not self.is_mapping():
            self.fail("a phrase needs both languages", "Write {zh: 中文, en: English}.")
        remedy = "Write {zh: 中文, en: English}."
        found = Words(self.need("zh", remedy).text(), self.need("en", remedy).text())
        self.no_more()
        return found

    def choice(self, known: Iterable[str]) -> str:
        """A word from a closed list."""
        word = self.text()
        known = tuple(known)
        if word not in known:
            self.fail(f"{word!r} is not known", closest(word, known))
        return word

    def plain(self) -> Any:
        """The value without its lines: dict, list, str, int, bool or None (YAML 1.2 core schema)."""
        if isinstance(self.node, MappingNode):
            return {name: place.plain() for name, place in self.pairs()}
        if isinstance(self.node, SequenceNode):
            return [place.plain() for place in self.items()]
        return _scalar(self.node)


def _scalar(node: Node) -> Any:
    tag, value = str(node.tag), str(node.value)
    if tag.endswith(":null"):
        return None
    if tag.endswith(":bool"):
        return value.lower() == "true"
    if tag.endswith(":int"):
        return int(value.replace("_", ""))
    return value


def read_yaml(file: str, text: str) -> Place:
    """Read one YAML document. :raises DefinitionError: for broken YAML, a key given twice, or an empty file."""
    reader = YAML(typ="safe", pure=True)  # the round-trip reader marks every fold of a text with a control sign
    reader.allow_duplicate_keys = False
    try:
        root = reader.compose(text)
        if root is not None:
            _refuse_double_keys(file, root)
    except RecursionError:
        what = "an alias (*) stands inside what it repeats, or the text is nested without end"
        raise DefinitionError([Complaint(file, 1, what, "Write the repeated part out.")]) from None
    except MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = mark.line + 1 if mark else 1
        raise DefinitionError(
            [
                Complaint(
                    file,
                    line,
                    f"this is not YAML: {fault.problem or fault}",
                    "Look at the line above it too: a missing colon, quote or bracket, or a wrong indent.",
                )
            ]
        ) from None
    except ReaderError as fault:
        line = text[: fault.position].count("\n") + 1
        what = f"a sign that no text may have stands here (U+{fault.character:04X})"
        raise DefinitionError([Complaint(file, line, what, "Delete it, and save the file as UTF-8.")]) from None
    if root is None:
        raise DefinitionError([Complaint(file, 1, "the file is empty", "Write the definition or delete the file.")])
    return Place(file, root)


def _refuse_double_keys(file: str, node: Node) -> None:
    """Compose does not look at keys, so this does: the second of two equal keys is an error with both lines."""
    if isinstance(node, MappingNode):
        first: dict[str, int] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in first:
                raise DefinitionError(
                    [
                        Complaint(
                            file,
                            line,
                            f"the key {name!r} is given twice (first on line {first[name]})",
                            "Keep one of the two.",
                        )
                    ]
                )
            first[name] = line
            _refuse_double_keys(file, value)
    elif isinstance(node, SequenceNode):
        for item in node.value:
            _refuse_double_keys(file, item)


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
