"""Reads YAML text into values that remember their line, and complains in words that a clerk can act on.

YAML 1.2 only: ``no`` is a word and not False, and a key given twice is refused instead of quietly winning.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StringMark, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.resolver import VersionedResolver

from qingdan.domain.complaints import BOTH, Complaint, DefinitionError, LineElsewhere, closest
from qingdan.domain.words import Words
from qingdan.domain.yaml_faults import complaint_of

DEEP = 1_000  # levels
_OLD_BREAKS = re.compile("[\x85\u2028\u2029\ufeff]")  # ended a line in YAML 1.1, and still do for the parser in C


class _InC(VersionedResolver):
    """For the parser in C, which knows no versions: the other would look for one at every word, and find this."""

    processing_version = (1, 2)


class Elsewhere(StringMark):
    """Where a node was written that stands in another file now; ``name`` is the file in which it was written."""


class Place:
    """A value of a YAML text and where it stands. Reading methods raise :class:`DefinitionError` naming the line."""

    __slots__ = ("_seen", "file", "label", "node")

    def __init__(self, file: str, node: Node, label: str = "") -> None:
        mark = node.start_mark
        self.file: str = mark.name if isinstance(mark, Elsewhere) else file
        self.node, self.label = node, label
        self._seen: set[str] = set()

    @property
    def line(self) -> int:
        """The line, counted from 1; it knows its file where that is another than the definition's."""
        mark = self.node.start_mark
        if not isinstance(mark, Elsewhere):
            return int(mark.line) + 1
        line = LineElsewhere(mark.line + 1)
        line.file = str(mark.name)
        return line

    def fail(self, what: Words, remedy: Words) -> NoReturn:
        raise DefinitionError([self.complaint(what, remedy)])

    def complaint(self, what: Words, remedy: Words) -> Complaint:
        at = f"{self.label}: " if self.label else ""
        return Complaint(self.file, self.line, Words(at + what.zh, at + what.en), remedy)

    # -- mappings ------------------------------------------------------------------------------------------------
    def pairs(self) -> Iterator[tuple[str, Place]]:
        """Every key of a mapping and its value, in the order written."""
        if not isinstance(self.node, MappingNode):
            self.fail(
                Words("这里应当是“键: 值”的写法", "a mapping (key: value) must stand here"),
                Words(
                    "请一行写一个 key: value，或写成 {key: value}。",
                    "Write it as `key: value` lines or as {key: value}.",
                ),
            )
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

    def need(self, key: str, remedy: Words) -> Place:
        """The value of ``key``; its absence is an error with ``remedy``."""
        found = self.get(key)
        if found is None:
            self.fail(Words(f"没有写“{key}”", f"{key!r} is missing"), remedy)
        return found

    def given(self, key: str) -> Place:
        """The value of a ``key`` that the caller has seen to be there."""
        found = self.get(key)
        assert found is not None, key
        return found

    def no_more(self) -> None:
        """Refuse keys that nothing asked for: a misspelt key must not be quietly without effect."""
        for name, place in self.pairs():
            if name not in self._seen:
                place.fail(
                    Words(f"这里不能写“{name}”这个键", f"the key {name!r} is not known here"), closest(name, self._seen)
                )

    # -- sequences and scalars -----------------------------------------------------------------------------------
    def items(self) -> list[Place]:
        """The items of a list."""
        if not isinstance(self.node, SequenceNode):
            self.fail(
                Words("这里应当是一个列表", "a list must stand here"),
                Words("请一行写一个“- 内容”，或写成 [内容, 内容]。", "Write it as `- item` lines or as [item, item]."),
            )
        return [Place(self.file, n, f"{self.label}[{i}]") for i, n in enumerate(self.node.value)]

    def one_or_many(self) -> list[Place]:
        """A list, or a single value read as a list of one."""
        return self.items() if isinstance(self.node, SequenceNode) else [self]

    def is_mapping(self) -> bool:
        return isinstance(self.node, MappingNode)

    def text(self) -> str:
        if not isinstance(self.node, ScalarNode) or not str(self.node.value).strip():
            self.fail(
                Words("这里应当写文字", "a text must stand here"),
                Words("请把内容写在冒号后面，不能空着。", "Write the text after the colon; it may not be empty."),
            )
        return str(self.node.value).strip()

    def number(self) -> int:
        written = self.text().replace("_", "")
        try:
            return int(written)
        except ValueError:
            self.fail(
                Words(f"“{written}”不是整数", f"{written!r} is not a whole number"),
                Words("请只写数字，例如 15。", "Write digits only, for example 15."),
            )

    def flag(self) -> bool:
        written = self.text()
        if written not in ("true", "false"):
            self.fail(
                Words(f"“{written}”既不是 true 也不是 false", f"{written!r} is neither true nor false"),
                Words("是写 true，否写 false（不写 yes、no、on）。", "Write true or false (not yes, no or on)."),
            )
        return written == "true"

    def words(self) -> Words:
        """A phrase as ``{zh: …, en: …}``; both are required."""
        if not self.is_mapping():
            self.fail(Words("这里要写中英文两种文字", "a phrase needs both languages"), BOTH)
        found = Words(self.need("zh", BOTH).text(), self.need("en", BOTH).text())
        self.no_more()
        return found

    def choice(self, known: Iterable[str]) -> str:
        """A word from a closed list."""
        word = self.text()
        known = tuple(known)
        if word not in known:
            self.fail(Words(f"“{word}”不是这里可以写的词", f"{word!r} is not known"), closest(word, known))
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


_ENDLESS = (
    Words(
        "引用（*）写在了它所引用的内容里面，或者套得没有尽头",
        "an alias (*) stands inside what it repeats, or the text is nested without end",
    ),
    Words("请把要重复的内容写出来。", "Write the repeated part out."),
)
_EMPTY = (
    Words("文件是空的", "the file is empty"),
    Words("请写上内容，或删掉这个文件。", "Write the definition or delete the file."),
)


def read_yaml(file: str, text: str) -> Place:
    """Read one YAML document. :raises DefinitionError: for broken YAML, a key given twice, or an empty file."""
    try:
        root = _compose(text)
        if root is not None:
            _refuse_double_keys(file, root)
    except RecursionError:
        raise DefinitionError([Complaint(file, 1, *_ENDLESS)]) from None
    except MarkedYAMLError as fault:
        raise DefinitionError([complaint_of(file, fault)]) from None
    except ReaderError as fault:
        line = text[: fault.position].count("\n") + 1
        sign = f"U+{fault.character:04X}"
        what = Words(f"这里有一个文本里不能用的符号（{sign}）", f"a sign that no text may have stands here ({sign})")
        remedy = Words("请删掉它，并把文件存成 UTF-8。", "Delete it, and save the file as UTF-8.")
        raise DefinitionError([Complaint(file, line, what, remedy)]) from None
    if root is None:
        raise DefinitionError([Complaint(file, 1, *_EMPTY)])
    return Place(file, root)


def _compose(text: str) -> Node | None:
    """The nodes of a text. The parser in C is five times as fast; the one in Python knows all of YAML 1.2 and says what
    is wrong in words that ``yaml_faults`` knows, so it reads whatever the other refuses."""
    if _deepest(text) <= DEEP and not _OLD_BREAKS.search(text):
        with contextlib.suppress(YAMLError):
            return cast("Node | None", _reader(pure=False).compose(text))
    return cast("Node | None", _reader(pure=True).compose(text))


def _deepest(text: str) -> int:
    """No text is nested deeper than this: a bracket, a dash or a space of indent opens a level. In C there is no limit
    to nesting but the end of the stack, and with it of the process."""
    return text.count("[") + text.count("{") + max(map(len, text.splitlines()), default=0)


def _reader(*, pure: bool) -> YAML:
    reader = YAML(typ="safe", pure=pure)  # the round-trip reader marks every fold of a text with a control sign
    reader.allow_duplicate_keys = False
    if not pure:
        reader.Resolver = _InC
    return reader


def _refuse_double_keys(file: str, node: Node) -> None:
    """Compose does not look at keys, so this does: the second of two equal keys is an error with both lines."""
    if isinstance(node, MappingNode):
        first: dict[str, int] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in first:
                what = Words(
                    f"“{name}”写了两次（第一次在第 {first[name]} 行）",
                    f"the key {name!r} is given twice (first on line {first[name]})",
                )
                remedy = Words("请只留一个。", "Keep one of the two.")
                raise DefinitionError([Complaint(file, line, what, remedy)])
            first[name] = line
            _refuse_double_keys(file, value)
    elif isinstance(node, SequenceNode):
        for item in node.value:
            _refuse_double_keys(file, item)
