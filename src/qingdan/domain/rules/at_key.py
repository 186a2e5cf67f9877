"""A value of a file that has been read already, and the key at which it stands (``council.quorum[0].of``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from qingdan.domain.complaints import BOTH, closest
from qingdan.domain.words import Words

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KeyFault:
    """One thing wrong at a key: what, and what to write there."""

    key: str
    what: Words
    remedy: Words

    def __str__(self) -> str:
        return self.to("zh")

    def to(self, language: str) -> str:
        """``key: what → what to do``."""
        return f"{self.key}: {self.what.to(language)} → {self.remedy.to(language)}"


class BodiesError(ValueError):
    """``bodies.yaml`` cannot be used; ``complaints`` names every key and what to write there."""

    def __init__(self, complaints: Iterable[KeyFault]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("\n".join(map(str, self.complaints)))


class At:
    """A value of the file and the key at which it stands."""

    def __init__(self, key: str, value: Any) -> None:
        self.key, self.value = key, value

    def fail(self, what: Words, remedy: Words) -> NoReturn:
        raise BodiesError([KeyFault(self.key, what, remedy)])

    def mapping(self, known: Sequence[str] | None, remedy: Words) -> Mapping[str, Any]:
        if not isinstance(self.value, Mapping):
            self.fail(Words("这里应当是“键: 值”的写法", "a mapping must stand here"), remedy)
        for key in self.value if known is not None else ():
            if known is not None and str(key) not in known:
                what = Words(f"这里不能写“{key}”这个键", f"the key {key!r} is not known here")
                self.fail(what, closest(str(key), known))
        return self.value

    def get(self, key: str) -> At | None:
        return At(f"{self.key}.{key}", self.value[key]) if key in self.value else None

    def need(self, key: str, remedy: Words) -> At:
        found = self.get(key)
        if found is None:
            self.fail(Words(f"没有写“{key}”", f"{key!r} is missing"), remedy)
        return found

    def items(self) -> list[At]:
        many = self.value if isinstance(self.value, list | tuple) else [self.value]
        return [At(f"{self.key}[{i}]", item) for i, item in enumerate(many)]

    def text(self) -> str:
        if isinstance(self.value, bool) or not isinstance(self.value, str | int) or not str(self.value).strip():
            self.fail(
                Words("这里应当写文字", "a text must stand here"),
                Words("请写在冒号后面，不能空着。", "Write it after the colon; it may not be empty."),
            )
        return str(self.value).strip()

    def number(self) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < 1:
            self.fail(
                Words(f"“{self.value}”不是从 1 起的整数", f"{self.value!r} is not a whole number from 1"),
                Words("请只写数字，例如 3。", "Write digits only, for example 3."),
            )
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            self.fail(
                Words(f"“{self.value}”既不是 true 也不是 false", f"{self.value!r} is neither true nor false"),
                Words("请写 true 或 false。", "Write true or false."),
            )
        return self.value

    def words(self) -> Words:
        self.mapping(("zh", "en"), BOTH)
        return Words(self.need("zh", BOTH).text(), self.need("en", BOTH).text())


def texts(at: At | None) -> tuple[str, ...]:
    """One text or a list of texts; none when the key is not given."""
    return tuple(item.text() for item in at.items()) if at else ()


def flag(at: At | None) -> bool:
    """A flag; False when the key is not given."""
    return at.flag() if at else False


def optional(at: At | None, read: Callable[[At], T]) -> T | None:
    """What ``read`` makes of the value; None when the key is not given."""
    return read(at) if at else None


def each(at: At | None, read: Callable[[At], T]) -> tuple[T, ...]:
    """What ``read`` makes of each item; none when the key is not given."""
    return tuple(read(item) for item in at.items()) if at else ()
