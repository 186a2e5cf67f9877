"""Deciding bodies: who is counted, how many must come, how many must agree, and on what basis.

Read from ``bodies.yaml``; nothing about a single body stands in code. "过半数" is strictly more than half (``more_than:
1/2``), "三分之二以上" includes two thirds (``at_least: 2/3``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from qingdan.domain.flow.values import Basis
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
    """Who is counted (十八周岁以上的村民) and by what unit (人, 户)."""

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
    """Votes cast for somebody absent: who may carry them, and how many one person may carry at most."""

    by: Words
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """Enough people ask for it, and the meeting must be called."""

    threshold: Threshold
    name: Words


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
    ``years``: its term. ``size``: its least and its greatest number of members.
    """

    slug: str
    name: Words
    basis: tuple[Basis, ...]
    counts: Mapping[str, Count]
    quorum: tuple[Threshold, ...]
    pass_rule: PassRule
    called_by: tuple[str, ...] = ()
    must_call: tuple[Call, ...] = ()
    notice: Limit | None = None
    frequency: Frequency | None = None
    years: int | None = None
    delegable: bool = False
    online: bool = False
    ballot: bool = False
    secret: bool = False
    proxy: Proxy | None = None
    size: tuple[int, int] | None = None
    setting: bool = False
    note: Words | None = None

    @property
    def voters(self) -> str:
        """The count of those who vote."""
        return next(iter(self.counts))

    @property
    def verified(self) -> bool:
        """Whether every article that it rests on has been read."""
        return bool(self.basis) and all(b.verified for b in self.basis)


def cite(basis: tuple[Basis, ...]) -> Words:
    """The articles as a sentence names them: 村民委员会组织法 第26条; an unread one is marked 待核实."""
    found = []
    for b in basis:
        articles = "、".join(b.articles)
        zh = f"{b.law} 第{articles}条" if articles else b.law
        en = f"{b.law} {', '.join(b.articles)}".rstrip()
        found.append((zh, en) if b.verified else (f"{zh}，待核实", f"{en}, not verified"))
    return Words("；".join(zh for zh, _ in found), "; ".join(en for _, en in found))
