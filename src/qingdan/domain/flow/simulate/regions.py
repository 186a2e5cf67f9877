"""Which values of a fact have to be tried so that everything that conditions can tell apart has been tried.

A comparison cannot tell two values apart that lie on the same side of every number it is compared with; of each such
region one value stands for all. Facts that are compared with each other keep enough neighbours beside each number for
every order between them to occur, as ``cover`` proves a choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from qingdan.domain.flow.compile import conditions_of
from qingdan.domain.flow.conditions import OPERATORS, Compare, Operand, comparisons
from qingdan.domain.flow.model import Fact, FactType, Flow, ForEach, Step
from qingdan.domain.flow.values import ITEM_FIELDS

MOST_ITEMS = 2
NUMBERS = (FactType.MONEY, FactType.COUNT)
_DAY = date(2026, 1, 5)


class Regions:
    """The values to try for each fact and for each field of a list's items, by what the flow's conditions compare."""

    def __init__(self, flow: Flow, limits: Mapping[str, int]) -> None:
        self.flow, self.limits = flow, limits
        self.lists = {b.alias: b.over for b in flow.blocks() if isinstance(b, ForEach)}
        self.compared = [c for _, condition in conditions_of(flow) for c in comparisons(condition)]
        self.seats = {name for s in flow.steps().values() for name in _seats(s)}
        self.group = self._groups()
        self._known: dict[str, tuple[Any, ...]] = {}

    def of(self, name: str) -> tuple[Any, ...]:
        """The values for a fact, or for ``LIST.FIELD``; a list's values are numbers of items: none, one, two."""
        if name not in self._known:
            self._known[name] = tuple(self._values(name))
        return self._known[name]

    def optional(self, name: str) -> bool:
        """Whether the fact may stay unset although its step went on."""
        fact = self.flow.facts.get(name)
        return fact is not None and not fact.required

    def _values(self, name: str) -> list[Any]:
        owner, _, key = name.partition(".")
        fact = self.flow.facts[owner]
        kind = ITEM_FIELDS.get(key, FactType.TEXT) if key else fact.type
        ours = [c for c in self.compared if name in (self._name(c.left), self._name(c.right))]
        match kind:
            case FactType.YES_NO:
                return [True, False]
            case FactType.CHOICE:
                return list(fact.choices)
            case FactType.LIST:
                return list(range(MOST_ITEMS + 1))
            case FactType.DATE:
                return [(_DAY + timedelta(days=i)).isoformat() for i in range(self._room(name))]
            case _ if kind in NUMBERS:
                return self._numbers(name, ours)
            case _:
                return _words(fact, ours)

    def _numbers(self, name: str, ours: list[Compare]) -> list[int]:
        together = {name} | {n for n, group in self.group.items() if group == self.group.get(name)}
        cuts, room = {0}, self._room(name)
        for comparison in self.compared:
            sides = (comparison.left, comparison.right)
            if together & {self._name(side) for side in sides}:
                cuts |= {n for side in sides if (n := self._number(side)) is not None}
        near = sorted({c + d for c in cuts for d in range(-room, room + 1) if c + d >= 0})
        return near if len(together) > 1 else self._one_of_each(name, near, ours)

    def _one_of_each(self, name: str, near: list[int], ours: list[Compare]) -> list[int]:
        """Of the numbers that all comparisons judge alike, the first."""
        found: dict[tuple[bool, ...], int] = {}
        for number in near:
            sign = tuple(self._judged(c, name, number) for c in ours)
            found.setdefault((*sign, name in self.seats and number > 0), number)
        return list(found.values())

    def _judged(self, comparison: Compare, name: str, number: int) -> bool:
        left, right = (
            number if self._name(side) == name else self._number(side) for side in (comparison.left, comparison.right)
        )
        return bool(OPERATORS[comparison.sign](left, right))

    def _number(self, side: Operand) -> int | None:
        if side.kind == "limit":
            return self.limits[side.name]
        return side.value if side.kind == "literal" and type(side.value) is int else None

    def _name(self, side: Operand) -> str | None:
        """The variable of an operand: a fact, or the field of a list."""
        if side.kind == "item":
            return f"{self.lists[side.name]}.{side.field}"
        return side.name if side.kind == "fact" else None

    def _room(self, name: str) -> int:
        """How many variables are compared with one another; one of a ``for_each`` is there for each item."""
        group = self.group.get(name)
        many = MOST_ITEMS if self.lists else 1
        return many * sum(1 for n in self.group if self.group[n] == group) if group is not None else 1

    def _groups(self) -> dict[str, int]:
        """Facts that are compared with one another, directly or through others, have the same number."""
        group: dict[str, int] = {}
        for comparison in self.compared:
            one, other = self._name(comparison.left), self._name(comparison.right)
            if one is None or other is None:
                continue
            first, second = (group.setdefault(n, len(group)) for n in (one, other))
            group = {n: first if g == second else g for n, g in group.items()}
        return group


def _seats(step: Step) -> list[str]:
    """The count facts that say how many seats an election fills."""
    return [o.seats for o in step.election.offices if isinstance(o.seats, str)] if step.election else []


def _words(fact: Fact, ours: list[Compare]) -> list[Any]:
    said = [side.value for c in ours for side in (c.left, c.right) if side.kind == "literal"]
    return [*dict.fromkeys(said), f"{fact.name}?"]
