"""The values that a log does not tell, one of each kind that a flow's conditions tell apart.

A condition compares whole numbers with limits and constants, so below, at and between the cuts all numbers are alike;
facts that are compared with one another need as many different numbers as there are of them. A fact stays open between
all its values until a condition tells them apart; only then does the one state become two.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations_with_replacement, product
from typing import Any

from qingdan.domain.flow.compile import conditions_of
from qingdan.domain.flow.conditions import Operand, comparisons
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Fact, FactType, ForEach
from qingdan.domain.flow.values import ITEM_FIELDS

ANY_DAY = date(2026, 1, 5)


class Undecided(Exception):
    """A condition asks for more than is known of the fact ``key``: it is decided in each of ``parts``."""

    def __init__(self, key: str, parts: Iterable[tuple[Any, ...]]) -> None:
        super().__init__(key)
        self.key, self.parts = key, tuple(part for part in parts if part)


@dataclass(frozen=True, slots=True, eq=False)
class Possible:
    """The values that the fact ``key`` may have. It stands where a value would; comparing it gives the answer when
    all its values agree. :raises Undecided: when they do not."""

    key: str
    values: tuple[Any, ...]

    def _answer(self, compare: Callable[[Any, Any], bool], other: Any) -> bool:
        if isinstance(other, Possible):
            if len(other.values) > 1:
                raise Undecided(other.key, ((value,) for value in other.values))
            other = other.values[0]
        true = tuple(value for value in self.values if compare(value, other))
        if true and len(true) < len(self.values):
            raise Undecided(self.key, (true, tuple(v for v in self.values if not compare(v, other))))
        return bool(true)

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


class Guesses:
    """For each fact that a condition reads, or a ``for_each`` goes through, one value of every kind."""

    def __init__(self, machine: Machine, items: int) -> None:
        self._machine = machine
        self._compared = [c for _line, condition in conditions_of(machine.flow) for c in comparisons(condition)]
        self.read = frozenset(self._facts_read())
        self._of = {name: tuple(self._values(machine.flow.facts[name], items)) for name in self.read}

    def of(self, facts: Iterable[Fact], at: str) -> Iterator[dict[str, Any]]:
        """What may be known, by key, of those of ``facts`` that anything reads, once they are set at the place ``at``.
        How long a list is, and whether a value was left out, is decided at once."""
        read = [fact for fact in facts if fact.name in self.read]
        for values in product(*(self._kinds(fact, fact.name + at) for fact in read)):
            yield {f.name + at: value for f, value in zip(read, values, strict=True) if value is not None}

    def _kinds(self, fact: Fact, key: str) -> tuple[Any, ...]:
        values = self._of[fact.name]
        kinds = values if fact.type is FactType.LIST else (Possible(key, values),)
        return kinds if fact.required else (*kinds, None)

    def _facts_read(self) -> Iterator[str]:
        for compared in self._compared:
            yield from (o.name for o in (compared.left, compared.right) if o.kind == "fact")
        yield from (b.over for b in self._machine.flow.blocks() if isinstance(b, ForEach))

    def _values(self, fact: Fact, items: int) -> Iterator[Any]:
        match fact.type:
            case FactType.MONEY | FactType.COUNT:
                yield from self._numbers("fact", fact.name)
            case FactType.CHOICE:
                yield from fact.choices
            case FactType.YES_NO:
                yield from (True, False)
            case FactType.DATE:
                together = sum(1 for name in self.read if self._machine.flow.facts[name].type is FactType.DATE)
                yield from ((ANY_DAY + timedelta(days=n)).isoformat() for n in range(together + 1))
            case FactType.LIST:
                kinds = list(self._item_kinds(fact.name))
                for count in range(items + 1):
                    yield from (list(some) for some in combinations_with_replacement(kinds, count))
            case _:
                yield "示例"

    def _item_kinds(self, over: str) -> Iterator[Mapping[str, Any]]:
        aliases = {b.alias for b in self._machine.flow.blocks() if isinstance(b, ForEach) and b.over == over}
        read = {
            o.field
            for c in self._compared
            for o in (c.left, c.right)
            if o.kind == "item" and o.name in aliases and ITEM_FIELDS.get(o.field) is FactType.MONEY
        }
        alias = next(iter(aliases), "")
        domains = [self._numbers("item", alias, field) for field in sorted(read)]
        for values in product(*domains):
            yield {"name": "示例", "sum": 1, **dict(zip(sorted(read), values, strict=True))}

    def _numbers(self, kind: str, name: str, field: str = "") -> list[int]:
        """A number in every region that the comparisons of one operand make."""
        cuts: set[int] = {0}
        others = 0
        for compared in self._compared:
            for one, other in ((compared.left, compared.right), (compared.right, compared.left)):
                if (one.kind, one.name, one.field) == (kind, name, field):
                    cut = self._constant(other)
                    cuts |= {cut} if cut is not None else self._constants()
                    others += cut is None
        near = range(-others - 1, others + 2)
        return sorted({cut + n for cut in cuts for n in near if cut + n >= 0})

    def _constant(self, operand: Operand) -> int | None:
        if operand.kind == "limit":
            return int(self._machine.limits[operand.name])
        return operand.value if operand.kind == "literal" and type(operand.value) is int else None

    def _constants(self) -> set[int]:
        found = (self._constant(o) for c in self._compared for o in (c.left, c.right))
        return {n for n in found if n is not None}
