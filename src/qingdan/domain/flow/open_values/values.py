"""What stands in a state for a value that is still open, and what happens when a condition asks for it.

In a state an open value is plain (``Open``, ``Items``), so that states can be compared and kept. Whoever reads it is
given something (``Asked``) that answers a comparison when all its values agree, and else raises ``Undecided``.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, Final, NamedTuple

ABSENT: Final = "\x00absent"  # among the values of a fact: it may not have been given


class Where(NamedTuple):
    """Where a value stands: under the key of a fact, or in a field of one item of the list there, from 0."""

    key: str
    place: int = -1
    field: str = ""


class Undecided(Exception):
    """A condition asks for more than is known: what stands at ``where`` has to be decided, in each of ``parts``."""

    def __init__(self, where: Where, parts: Iterable[tuple[Any, ...]]) -> None:
        super().__init__(where)
        self.where, self.parts = where, tuple(parts)


class Open(NamedTuple):
    """The values, two or more, that a fact or a field may have."""

    values: tuple[Hashable, ...]


class Items(tuple[tuple[tuple[str, Hashable], ...], ...]):
    """A list so long, each item by the fields that conditions read: (name, value or ``Open``)."""

    __slots__ = ()


class Values(dict[str, Any]):
    """The facts of a state by key, some of them open. It is read as a plain dictionary is."""

    def get(self, key: str, default: Any = None) -> Any:
        value = super().get(key, default)
        return value if type(value) not in _STANDING_FOR else _asked(key, value)

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        return value if type(value) not in _STANDING_FOR else _asked(key, value)

    def copy(self) -> Values:
        return Values(self)

    def kept(self) -> Iterator[tuple[str, Hashable]]:
        """What stands here, open or not, as values that can be compared."""
        for key, value in self.items():
            yield key, value if type(value) in _STANDING_FOR else repr(value)


class Asked:
    """An open value as whoever reads it sees it. :raises Undecided: when its values do not all give one answer."""

    __slots__ = ("_values", "_where")

    def __init__(self, where: Where, values: tuple[Any, ...]) -> None:
        self._where, self._values = where, values

    def _answer(self, compare: Callable[[Any, Any], bool], other: Any) -> bool:
        if isinstance(other, Asked):
            other.tell_apart()
        true = tuple(value for value in self._values if compare(value, other))
        if true and len(true) < len(self._values):
            false = tuple(value for value in self._values if not compare(value, other))
            raise Undecided(self._where, (true, false))
        return bool(true)

    def tell_apart(self) -> Any:
        """:raises Undecided: always, each value by itself."""
        raise Undecided(self._where, ((value,) for value in self._values))

    def __eq__(self, other: object) -> bool:
        return self._answer(operator.eq, other)

    def __ne__(self, other: object) -> bool:
        return self._answer(operator.ne, other)

    def __lt__(self, other: Any) -> bool:
        return self._answer(operator.lt, other)

    def __le__(self, other: Any) -> bool:
        return self._answer(operator.le, other)

    def __gt__(self, other: Any) -> bool:
        return self._answer(operator.gt, other)

    def __ge__(self, other: Any) -> bool:
        return self._answer(operator.ge, other)

    __hash__ = None  # type: ignore[assignment]  # it is no value
    __bool__ = __int__ = tell_apart  # how long a list is; how many seats


class _Item:
    """An item of a list as a condition reads it."""

    __slots__ = ("_fields", "_key", "_place")

    def __init__(self, key: str, place: int, fields: tuple[tuple[str, Hashable], ...]) -> None:
        self._key, self._place, self._fields = key, place, fields

    def get(self, name: str) -> Any:
        value = dict(self._fields)[name]
        return Asked(Where(self._key, self._place, name), value.values) if isinstance(value, Open) else value


_STANDING_FOR = frozenset({Open, Items})


def _asked(key: str, value: Open | Items) -> Any:
    if isinstance(value, Items):
        return [_Item(key, place, fields) for place, fields in enumerate(value)]
    if ABSENT in value.values:
        there = tuple(v for v in value.values if v != ABSENT)
        raise Undecided(Where(key), ((ABSENT,), there))
    return Asked(Where(key), value.values)
