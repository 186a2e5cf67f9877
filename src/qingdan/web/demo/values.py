"""Plausible values for the facts of any definition, by their type and the words of their own definition."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from qingdan.domain.flow.model import Fact, FactType

QUOTED = re.compile("“([^”]{2,40})”")
SHOPS = ("示例便民超市", "示例文具店", "示例五金店", "示例供销社")
SUMS = (38_600, 126_000, 286_000, 458_000, 860_000, 1_680_000)  # fen


class Values:
    """Values of one case: its money facts agree with one another, its texts say that they are examples."""

    def __init__(self, luck: random.Random, day: date, person: str) -> None:
        self.luck, self.day, self.person = luck, day, person
        self.sum = luck.choice(SUMS)
        self.shop = luck.choice(SHOPS)
        self.fixed: Mapping[str, Any] = {}  # facts whose value the case's own rules settle, by name
        self._kinds: Mapping[FactType, Callable[[Fact], Any]] = {
            FactType.TEXT: _text,
            FactType.PRIVATE_TEXT: _text,
            FactType.ORGANISATION: lambda fact: self.shop,
            FactType.MONEY: lambda fact: self.sum,
            FactType.COUNT: lambda fact: self.luck.randint(3, 5),
            FactType.DATE: lambda fact: (self.day + timedelta(days=30)).replace(day=1).isoformat(),
            FactType.YES_NO: lambda fact: self.luck.random() < 0.7,
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

    def _choice(self, fact: Fact) -> str:
        # Definitions name the ordinary case first.
        names = list(fact.choices)
        return names[0] if self.luck.random() < 0.75 else self.luck.choice(names)


def _text(fact: Fact) -> str:
    """The example that the definition's own help quotes, or its title."""
    found = QUOTED.search(fact.help.zh) if fact.help else None
    return f"示例：{found[1]}" if found else f"示例：{fact.title.zh}已写明"
