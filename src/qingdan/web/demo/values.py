"""Plausible values for the facts of any definition, by their type and the words of their own definition."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from qingdan.domain.flow.model import Fact, FactType

QUOTED = re.compile("“([^”]{2,40})”")
SHOPS = ("示例便民超市", "示例文具店", "示例五金店", "示例供销社")
COUNTS = (3, 4, 5)
ODD = 0.6  # how often, while looking around, a value is not the usual one
LEAST_SUM, MOST_COUNT = 100, 1_000  # a threshold below it is no sum of money, one above it no count
SUMS = (38_600, 126_000, 286_000, 458_000, 860_000, 1_680_000)  # fen


class Values:
    """Values of one case: its money facts agree with one another, its texts say that they are examples."""

    def __init__(self, luck: random.Random, day: date, person: str) -> None:
        self.luck, self.day, self.person = luck, day, person
        self.sum = luck.choice(SUMS)
        self.near: Sequence[int] = ()
        self.shop = luck.choice(SHOPS)
        self.fixed: Mapping[str, Any] = {}  # facts whose value the case's own rules settle, by name
        self._kinds: Mapping[FactType, Callable[[Fact], Any]] = {
            FactType.TEXT: _text,
            FactType.PRIVATE_TEXT: _text,
            FactType.ORGANISATION: lambda fact: self.shop,
            FactType.MONEY: self._money,
            FactType.COUNT: self._count,
            FactType.DATE: lambda fact: (self.day + timedelta(days=30)).replace(day=1).isoformat(),
            FactType.YES_NO: lambda fact: self.luck.random() < (0.5 if self.near else 0.7),
            FactType.CHOICE: self._choice,
            FactType.LIST: lambda fact: [{"name": "示例第一项", "sum": self.sum}],
            FactType.PERSON: lambda fact: self.person,
            FactType.PHONE: lambda fact: "19900000000",
            FactType.ID_NUMBER: lambda fact: "419001190001010000",
            FactType.BANK_ACCOUNT: lambda fact: "6200000000000000",
            FactType.ADDRESS: lambda fact: "示例村第一村民小组0号",
        }

    def __call__(self, fact: Fact) -> Any:
        """A value of the fact's type."""
        return self.fixed[fact.name] if fact.name in self.fixed else self._kinds[fact.type](fact)

    def look_around(self, thresholds: Sequence[int]) -> None:
        """From now on take values at, under and over the numbers that the flow compares with, and none, too: where the
        usual ones lead nowhere, as a debt that must be nothing before it is settled."""
        self.near = [0, *(n for limit in thresholds for n in (limit - 1, limit, limit + 1) if n > 0)]

    def look_no_further(self) -> None:
        """The usual values again."""
        self.near = []

    def _money(self, fact: Fact) -> int:
        sums = [n for n in self.near if n == 0 or n >= LEAST_SUM]
        return self.luck.choice(sums) if sums and self.luck.random() < ODD else self.sum

    def _count(self, fact: Fact) -> int:
        counts = [n for n in self.near if n <= MOST_COUNT]
        return self.luck.choice(counts) if counts and self.luck.random() < ODD else self.luck.choice(COUNTS)

    def _choice(self, fact: Fact) -> str:
        # Definitions name the ordinary case first.
        names = list(fact.choices)
        return names[0] if self.luck.random() < (0.4 if self.near else 0.75) else self.luck.choice(names)


def _text(fact: Fact) -> str:
    """The example that the definition's own help quotes, or its title."""
    found = QUOTED.search(fact.help.zh) if fact.help else None
    return f"示例：{found[1]}" if found else f"示例：{fact.title.zh}已写明"
