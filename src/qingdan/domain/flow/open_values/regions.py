"""Which values of a fact have to be tried so that everything that conditions can tell apart has been tried.

A comparison cannot tell two values apart that lie on the same side of every number it is compared with; of each such
region one value stands for all. Facts that are compared with each other keep enough neighbours beside each number for
every order between them to occur, as ``cover`` proves a choice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from qingdan.domain.flow.compile import conditions_of
from qingdan.domain.flow.conditions import OPERATORS, Compare, Operand, comparisons
from qingdan.domain.flow.model import Fact, FactType, Flow, ForEach, Step
from qingdan.domain.flow.state import base
from qingdan.domain.flow.values import ITEM_FIELDS

MOST_ITEMS = 2
NUMBERS = (FactType.MONEY, FactType.COUNT)
_DAY = date(2026, 1, 5)


class Regions:
    """The values to try for each fact and for each field of a list's items, by what the flow's conditions compare.

    ``items``: so many at most does a list have; ``known``: numbers and days that facts have which others are compared
    with. ``read``: the facts that anything reads; ``fields``: of each list the fields of its items that conditions
    compare.
    """

    def __init__(
        self,
        flow: Flow,
        limits: Mapping[str, int],
        items: int = MOST_ITEMS,
        known: frozenset[int | str] = frozenset(),
    ) -> None:
        self.flow, self.limits, self.items, self.known = flow, limits, items, known
        self.lists = {b.alias: b.over for b in flow.blocks() if isinstance(b, ForEach)}
        self.compared = [c for _, condition in conditions_of(flow) for c in comparisons(condition)]
        self.seats = {name for s in flow.steps().values() for name in _seats(s)}
        named = dict.fromkeys(n for c in self.compared for side in (c.left, c.right) if (n := self._name(side)))
        self.read = frozenset({n.partition(".")[0] for n in named} | set(self.lists.values()) | self.seats)
        self.fields: defaultdict[str, list[str]] = defaultdict(list)
        for owner, dot, key in (name.partition(".") for name in named):
            self.fields[owner] += [key] if dot else []
        self.group = self._groups()
        self._known: dict[str, tuple[Any, ...]] = {}

    def of(self, name: str) -> tuple[Any, ...]:
        """The values for a fact, or for ``LIST.FIELD``; a list's values are numbers of items, from none."""
        if name not in self._known:
            self._known[name] = tuple(self._values(name))
        return self._known[name]

    def known_in(self, facts: Mapping[str, Any]) -> frozenset[int | str]:
        """The values, none of them open, of facts and of fields of items that are compared with others."""
        return frozenset(value for name, value in _by_name(facts) if name in self.group)

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
                return list(range(self.items + 1))
            case FactType.DATE:
                return self._days(name)
            case _ if kind in NUMBERS:
                return self._numbers(name, ours)
            case _:
                return _words(fact, ours)

    def _days(self, name: str) -> list[str]:
        room, known = self._room(name), [date.fromisoformat(day) for day in self.known if isinstance(day, str)]
        if not known or name not in self.group:
            return [(_DAY + timedelta(days=i)).isoformat() for i in range(room)]
        near = {day + timedelta(days=i) for day in known for i in range(-room, room + 1)}
        return [day.isoformat() for day in sorted(near)]

    def _numbers(self, name: str, ours: list[Compare]) -> list[int]:
        together = {name} | {n for n, group in self.group.items() if group == self.group.get(name)}
        cuts, room = {0}, self._room(name)
        cuts |= {n for n in self.known if isinstance(n, int)} if len(together) > 1 else set()
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
        """How many values, each other than the next, variables that are compared with one another can have on one side
        of a number. What stands in a ``for_each`` is there for each item; items are compared with nothing but what
        stands outside, so that of ``n`` variables ``n`` times as many values are enough for any number of items."""
        together = sum(1 for n in self.group if self.group[n] == self.group.get(name))
        return together * (min(self.items, together) if self.lists else 1) if together else 1

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


def _by_name(facts: Mapping[str, Any]) -> Iterator[tuple[str, int | str]]:
    """What facts, and fields of items, have that is not open."""
    for key, value in facts.items():
        if type(value) in (int, str):
            yield base(key), value
        elif type(value) is list:
            yield from ((f"{base(key)}.{f}", v) for item in value for f, v in item.items() if type(v) is int)


def _seats(step: Step) -> list[str]:
    """The count facts that say how many seats an election fills."""
    return [o.seats for o in step.election.offices if isinstance(o.seats, str)] if step.election else []


def _words(fact: Fact, ours: list[Compare]) -> list[Any]:
    said = [side.value for c in ours for side in (c.left, c.right) if side.kind == "literal"]
    return [*dict.fromkeys(said), f"{fact.name}?"]
