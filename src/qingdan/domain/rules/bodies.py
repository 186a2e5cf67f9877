"""Deciding bodies: who is counted, how many must come, how many must agree, and on what basis.

Read from ``bodies.yaml``; nothing about a single body stands in code. "过半数" is strictly more than half (``more_than:
1/2``), "三分之二以上" includes two thirds (``at_least: 2/3``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from qingdan.domain.flow.values import Basis, Matter
from qingdan.domain.rules.limits import Limit
from qingdan.domain.rules.reasons import share_words
from qingdan.domain.words import Words


class Of(StrEnum):
    """What a share of votes is a share of."""

    PRESENT = "present"  # those at the meeting (for a ballot: those who voted)
    ENTITLED = "entitled"  # those entitled to attend, whether they came or not
    ALL = "all"  # all members of the body, whether they came or not


@dataclass(frozen=True, slots=True)
class Count:
    """Who is counted (十八周岁以上的村民), and by what unit (人, 户)."""

    name: Words
    unit: Words


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share that must be passed (``strict``) or reached, of ``of``: a count of the body, or a word of :class:`Of`."""

    of: str
    share: Fraction
    strict: bool
    basis: tuple[Basis, ...] = ()
    setting: bool = False

    def least(self, whole: int) -> int:
        """The smallest number that satisfies the share of ``whole``."""
        parts, rest = divmod(whole * self.share.numerator, self.share.denominator)
        return parts + (1 if self.strict or rest else 0)

    @property
    def words(self) -> Words:
        return share_words(self.share, self.strict)


@dataclass(frozen=True, slots=True)
class PassRule:
    """What carries a motion or elects somebody.

    ``threshold`` None: the most votes alone. ``most``: of several candidates those with the most votes, who must also
    satisfy the threshold if there is one. ``recused_leave``: recused persons leave the number present; the law does
    not say, so it is a setting.
    """

    threshold: Threshold | None
    most: bool = False
    recused_leave: bool = True


@dataclass(frozen=True, slots=True)
class Proxy:
    """Votes cast for somebody absent: who may carry them, and how many one person may carry at most. ``candidates``
    False: who stands for election carries none."""

    by: Words
    most: int | None = None
    candidates: bool = True
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """Enough people ask for it, and the meeting must be called."""

    threshold: Threshold
    name: Words


@dataclass(frozen=True, slots=True)
class OnDemand:
    """How long after it was asked for the meeting is held; failing that, who calls it (``else_by``, roles), and how
    long they have."""

    within: Limit
    else_by: tuple[str, ...] = ()
    else_within: Limit | None = None
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """How long before a meeting notice of it is given, and what it says (``time``, ``place``, ``agenda``).

    ``urgent``: the law lets it be given at short term in special circumstances.
    """

    limit: Limit
    says: tuple[str, ...] = ()
    urgent: bool = False
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Chair:
    """Who presides, in words."""

    by: Words
    basis: tuple[Basis, ...] = ()
    setting: bool = False


@dataclass(frozen=True, slots=True)
class Barred:
    """Matters that a body may not decide: items of an article (none: the whole article)."""

    law: str
    article: str
    items: tuple[int, ...] = ()
    basis: tuple[Basis, ...] = ()

    def covers(self, matter: Matter) -> bool:
        """Whether ``matter`` is among them."""
        return (self.law, self.article) == (matter.law, matter.article) and (
            not self.items or matter.item in self.items
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a body that must have at least a certain share of its members."""

    name: Words
    threshold: Threshold


@dataclass(frozen=True, slots=True)
class VoterRoll:
    """The roll of those who vote: posted so long ``before``, disputed within ``objections``, each ruled on within
    ``ruling``."""

    before: Limit
    objections: Limit
    ruling: Limit
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Ban:
    """Who may not be a candidate, and the article that says so."""

    who: Words
    basis: tuple[Basis, ...] = ()
    setting: bool = False


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rules on candidates: ``more``: there are more of them than seats; ``bans``: who may not stand."""

    more: bool = False
    bans: tuple[Ban, ...] = ()
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often it meets at least: ``times`` in a month, quarter, year or term."""

    times: int
    per: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body that decides.

    ``counts``: who may be counted; the first are those who vote. ``quorum``: alternatives of which one is enough; none
    means that no number must attend. ``ballot``: it is a ballot, and present are those who voted. ``delegable``: its
    decision may be left to a smaller body. ``setting``: this edition set the rule, no law that was read did.
    ``by_group``: it meets by villagers' group, and how many ought to come is known where it meets. ``years``: its term.
    ``size``: its least and its greatest number of members. ``void_ballots``: the articles by which
    more ballots returned than issued void a vote; ``tie_again``: those by which a tie for the last seat is voted on
    again. ``like``: the body of the same people whose keys it takes over.
    """

    slug: str
    name: Words
    basis: tuple[Basis, ...]
    counts: Mapping[str, Count]
    quorum: tuple[Threshold, ...]
    pass_rule: PassRule
    called_by: tuple[str, ...] = ()
    must_call: tuple[Call, ...] = ()
    on_demand: OnDemand | None = None
    notice: Notice | None = None
    chair: Chair | None = None
    frequency: Frequency | None = None
    years: int | None = None
    delegable: bool = False
    online: bool = False
    ballot: bool = False
    secret: bool = False
    proxy: Proxy | None = None
    size: tuple[int, int | None] | None = None
    not_for: tuple[Barred, ...] = ()
    made_of: tuple[Part, ...] = ()
    roll: VoterRoll | None = None
    candidates: Candidates | None = None
    void_ballots: tuple[Basis, ...] = ()
    tie_again: tuple[Basis, ...] = ()
    like: str | None = None
    setting: bool = False
    by_group: bool = False
    note: Words | None = None

    @property
    def voters(self) -> str:
        """The count of those who vote."""
        return next(iter(self.counts))

    def bars(self, matter: Matter) -> Barred | None:
        """What forbids this body to decide ``matter``, or None."""
        return next((b for b in self.not_for if b.covers(matter)), None)

    def bases(self) -> tuple[Basis, ...]:
        """Every article that it or one of its rules rests on, each once."""
        return tuple(dict.fromkeys(_bases_in(self)))

    @property
    def verified(self) -> bool:
        """Whether every article that it rests on has been read."""
        return bool(self.basis) and all(b.verified for b in self.basis)


def _bases_in(value: Any) -> Iterator[Basis]:
    if isinstance(value, Basis):
        yield value
    elif is_dataclass(value):
        if isinstance(value, Barred):
            yield Basis(value.law, (value.article,))
        yield from (b for f in fields(value) for b in _bases_in(getattr(value, f.name)))
    elif isinstance(value, tuple | Mapping):
        yield from (b for one in (value.values() if isinstance(value, Mapping) else value) for b in _bases_in(one))


def cite(basis: tuple[Basis, ...]) -> Words:
    """The articles as a sentence names them: 村民委员会组织法 第26条; an unread one is marked 待核实."""
    found = []
    for b in basis:
        articles = "、".join(b.articles)
        zh = f"{b.law} 第{articles}条" if articles else b.law
        en = f"{b.law} {', '.join(b.articles)}".rstrip()
        found.append((zh, en) if b.verified else (f"{zh}，待核实", f"{en}, not verified"))
    return Words("；".join(zh for zh, _ in found), "; ".join(en for _, en in found))
