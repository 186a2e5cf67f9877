"""The values that a flow speaks of: typed facts and legal bases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from qingdan.domain.rules.audience import Audience
from qingdan.domain.words import Words


class FactType(StrEnum):
    """What kind of value a fact has. ``PERSONAL`` types never enter a condition, an event or the register."""

    TEXT = "text"
    MONEY = "money"  # whole fen, never negative
    COUNT = "count"
    DATE = "date"
    YES_NO = "yes-no"
    CHOICE = "choice"
    ORGANISATION = "organisation"
    LIST = "list"
    PERSON = "person"
    PHONE = "phone"
    ID_NUMBER = "id-number"
    BANK_ACCOUNT = "bank-account"
    ADDRESS = "address"
    PRIVATE_TEXT = "private-text"
    SLATE = "slate"  # names by office: candidates, or the elected with their votes
    PROXIES = "proxies"  # who votes for whom


# What each item of a list fact has; a condition or a sub-case reads it as ITEM.FIELD.
ITEM_FIELDS: Mapping[str, FactType] = {"name": FactType.TEXT, "sum": FactType.MONEY}

PERSONAL = frozenset(
    {
        FactType.PERSON,
        FactType.PHONE,
        FactType.ID_NUMBER,
        FactType.BANK_ACCOUNT,
        FactType.ADDRESS,
        FactType.PRIVATE_TEXT,
        FactType.SLATE,
        FactType.PROXIES,
    }
)


@dataclass(frozen=True, slots=True)
class Basis:
    """Why something must be so: an article of a law, or a local rule. ``verified`` is False until read in the text."""

    law: str
    articles: tuple[str, ...]
    note: Words | None = None
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Matter:
    """What is decided, by the article of a law that gives it to somebody: 农村集体经济组织法 26 (八)."""

    law: str
    article: str
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed value that a step sets. ``choices`` only for type choice; money and counts are whole numbers.

    ``on`` are the results of its step with which it is given; empty, it is given whenever the step goes on.
    ``of``: the party whose own name or telephone it is, which a request asks for once.
    """

    name: str
    type: FactType
    title: Words
    set_by: str
    audience: Audience
    required: bool = True
    help: Words | None = None
    choices: Mapping[str, Words] = field(default_factory=dict)
    on: tuple[str, ...] = ()
    of: str | None = None
    line: int = 0

    @property
    def personal(self) -> bool:
        return self.type in PERSONAL
