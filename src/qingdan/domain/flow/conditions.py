"""Conditions: comparisons over facts, results and limits, joined by and, or, not. Nothing in them is ever executed.

``budget <= limits.petty``   ``villagers.result == passed``   ``not (urgent == true)``   ``outcome != bought``

Only whole numbers, words, ``true`` and ``false`` may be compared with; ``outcome`` is known only in ``finally``.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from qingdan.domain.complaints import Miswritten
from qingdan.domain.words import Words

Value: TypeAlias = int | str | bool
Resolve: TypeAlias = Callable[["Operand"], Value | None]

OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
}


_EXAMPLE = Words(
    "例如：budget <= limits.petty，或 villagers.result == passed。",
    "For example: budget <= limits.petty, or villagers.result == passed.",
)


class ConditionError(Miswritten):
    """The text is not a condition; ``what`` says what was expected."""

    def __init__(self, what: Words, remedy: Words = _EXAMPLE) -> None:
        super().__init__(what, remedy)


@dataclass(frozen=True, slots=True)
class Operand:
    """One side of a comparison. ``kind`` is fact, result, limit, item, outcome or literal.

    ``name`` is the fact, the step, the limit or the alias of a ``for_each``; ``field`` the item's field.
    """

    kind: str
    name: str = ""
    field: str = ""
    value: Value = 0

    def __str__(self) -> str:
        match self.kind:
            case "result":
                return f"{self.name}.result"
            case "limit":
                return f"limits.{self.name}"
            case "item":
                return f"{self.name}.{self.field}"
            case "literal":
                return str(self.value).lower() if isinstance(self.value, bool) else str(self.value)
            case _:
                return self.name


@dataclass(frozen=True, slots=True)
class Compare:
    left: Operand
    sign: str
    right: Operand

    def __str__(self) -> str:
        return f"{self.left} {self.sign} {self.right}"


@dataclass(frozen=True, slots=True)
class Not:
    inner: Condition

    def __str__(self) -> str:
        return f"not ({self.inner})"


@dataclass(frozen=True, slots=True)
class Both:
    """``and`` when ``every``, else ``or``."""

    every: bool
    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return (" and " if self.every else " or ").join(f"({p})" for p in self.parts)


Condition: TypeAlias = Compare | Not | Both


def operands(condition: Condition) -> Iterator[Operand]:
    """Every operand in a condition."""
    match condition:
        case Compare():
            yield condition.left
            yield condition.right
        case Not():
            yield from operands(condition.inner)
        case Both():
            for part in condition.parts:
                yield from operands(part)


def comparisons(condition: Condition) -> Iterator[Compare]:
    """Every comparison in a condition."""
    match condition:
        case Compare():
            yield condition
        case Not():
            yield from comparisons(condition.inner)
        case Both():
            for part in condition.parts:
                yield from comparisons(part)


def holds(condition: Condition, resolve: Resolve) -> bool:
    """Whether the condition holds. An unset value equals nothing and compares with nothing: every test on it but
    ``!=`` is false. ``check`` refuses a flow in which an unset fact could be read at all."""
    match condition:
        case Compare():
            left, right = resolve(condition.left), resolve(condition.right)
            if left is None or right is None:
                return condition.sign == "!=" and left is not right
            return bool(OPERATORS[condition.sign](left, right))
        case Not():
            return not holds(condition.inner, resolve)
        case Both():
            return (all if condition.every else any)(holds(p, resolve) for p in condition.parts)


_TOKEN = re.compile(
    r"\s*(?:(?P<sign><=|>=|==|!=|<|>)|(?P<open>\()|(?P<close>\))|(?P<number>\d[\d_]*)"
    r"|(?P<word>[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z][A-Za-z0-9_-]*)?))"
)


def parse_condition(text: str, facts: set[str], aliases: set[str] = frozenset()) -> Condition:  # type: ignore[assignment]
    """Read a condition. A bare word is a fact if ``facts`` has it, else a literal word (a result or a choice).

    :raises ConditionError: with what was expected, when the text is not a condition.
    """
    return _Reader(_tokens(text), facts, aliases).whole()


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if not match:
            odd = text[at:].strip()[:20]
            raise ConditionError(
                Words(f"条件“{text}”里的“{odd}”看不懂", f"{odd!r} is not understood in {text!r}"),
                Words(
                    "请写比较，例如 budget <= limits.petty，用 and、or、not 连接。",
                    "Write comparisons such as budget <= limits.petty, joined by and, or, not.",
                ),
            )
        found.append((str(match.lastgroup), match.group(str(match.lastgroup))))
        at = match.end()
    return found


class _Reader:
    """Recursive descent: or, and, not, comparison."""

    def __init__(self, tokens: list[tuple[str, str]], facts: set[str], aliases: set[str]) -> None:
        self.tokens, self.facts, self.aliases, self.at = tokens, facts, aliases, 0

    def whole(self) -> Condition:
        found = self.any_of()
        if self.at < len(self.tokens):
            rest = self.tokens[self.at][1]
            raise ConditionError(
                Words(f"条件写到“{rest}”之前就应当结束", f"{rest!r} stands where the condition should have ended")
            )
        return found

    def any_of(self) -> Condition:
        return self._joined("or", lambda: self._joined("and", self.one))

    def _joined(self, word: str, part: Callable[[], Condition]) -> Condition:
        parts = [part()]
        while self._take("word", word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Both(word == "and", tuple(parts))

    def one(self) -> Condition:
        if self._take("word", "not"):
            return Not(self.one())
        if self._take("open"):
            inner = self.any_of()
            if not self._take("close"):
                raise ConditionError(Words("左括号没有合上", "a bracket is opened and not closed"))
            return inner
        left = self.operand()
        sign = self._take("sign")
        if not sign:
            signs = " ".join(OPERATORS)
            raise ConditionError(Words(f"“{left}”后面应当有 {signs} 之一", f"after {left} one of {signs} is expected"))
        return Compare(left, sign, self.operand())

    def operand(self) -> Operand:
        number = self._take("number")
        if number:
            return Operand("literal", value=int(number.replace("_", "")))
        word = self._take("word")
        if not word:
            raise ConditionError(
                Words(
                    "这里应当写数据项、步骤的结果、限额、数字或词",
                    "a fact, a step's result, a limit, a number or a word is expected",
                )
            )
        return self._named(word)

    def _named(self, word: str) -> Operand:
        if word in ("true", "false"):
            return Operand("literal", value=word == "true")
        owner, _, field = word.partition(".")
        if word == "outcome":
            return Operand("outcome", word)
        if owner == "limits" and field:
            return Operand("limit", field)
        if field == "result":
            return Operand("result", owner)
        if field and owner in self.aliases:
            return Operand("item", owner, field)
        if field:
            raise ConditionError(
                Words(f"“{word}”不是条件里可以写的", f"{word!r} is not known in a condition"),
                Words(
                    "请写“步骤.result”或“limits.限额名”；在 for_each 里还可以写“每一项的代号.字段”。",
                    "Write STEP.result, limits.NAME, or ITEM.FIELD inside for_each.",
                ),
            )
        return Operand("fact", word) if word in self.facts else Operand("literal", value=word)

    def _take(self, kind: str, text: str | None = None) -> str | None:
        if self.at < len(self.tokens):
            found, written = self.tokens[self.at]
            if found == kind and text in (None, written):
                self.at += 1
                return written
        return None
