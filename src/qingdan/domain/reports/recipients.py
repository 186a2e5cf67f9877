"""Who receives a report: nobody accused, nobody under an accused, none of their near kin; where in doubt, higher.

Offices are asked from the tier above the accused upward. An office in which anybody must not know is not asked at all:
colleagues talk. Where no office of the house is left, the report is not taken in and its writer is shown the way to
12388 and the post. 信访工作条例 30: what a report says may not be passed to whom it is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from qingdan.domain.rules.recusal import Tie, near_kin_of
from qingdan.domain.words import Words


class Tier(IntEnum):
    """Where an office or post stands."""

    VILLAGE = 1
    TOWN = 2
    CITY = 3
    PROVINCE = 4  # and above: outside the house


OUTSIDE = Words(
    "这里没有人适合收这份举报。请拨打12388，或者写信、上网向上级纪检监察机关举报。",
    "Nobody here is fit to receive this report. Call 12388, or write to the discipline body of a higher level.",
)


@dataclass(frozen=True, slots=True)
class Office:
    """A body that receives reports (a town's discipline office, the city's commission) and its people now."""

    name: str
    tier: Tier
    members: frozenset[int]


@dataclass(frozen=True, slots=True)
class Graph:
    """People as a place knows them on a day.

    ``offices``: those in line above the place, in any order. ``posts``: (person, tier of a post that they hold).
    ``over``: (superior, subordinate), direct ones; ``ties``: declared kin, either way.
    """

    offices: tuple[Office, ...]
    posts: frozenset[tuple[int, Tier]] = frozenset()
    over: frozenset[tuple[int, int]] = frozenset()
    ties: tuple[Tie, ...] = field(default=())

    def tier_of(self, person: int) -> Tier:
        """The highest tier at which somebody holds a post or sits in an office; a village's for anybody else."""
        held = [tier for one, tier in self.posts if one == person]
        sits = [office.tier for office in self.offices if person in office.members]
        return max([Tier.VILLAGE, *held, *sits])

    def under(self, people: Iterable[int]) -> frozenset[int]:
        """All subordinates of these people, however far down."""
        found: set[int] = set()
        waiting = set(people)
        while waiting:
            waiting = {low for high, low in self.over if high in waiting} - found
            found |= waiting
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a report goes: the office and its people, or ``outside`` the house. ``passed_over``: offices not asked."""

    office: Office | None
    passed_over: tuple[Office, ...] = ()

    @property
    def people(self) -> frozenset[int]:
        """Those to whose keys it is sealed; nobody when it goes outside."""
        return self.office.members if self.office else frozenset()

    @property
    def outside(self) -> bool:
        """Whether the house must not take it in."""
        return self.office is None


def kept_out(graph: Graph, accused: Iterable[int]) -> frozenset[int]:
    """Everybody who must not learn of it: the accused, their near kin, and whoever is under one of these."""
    named = frozenset(accused)
    kin = frozenset(k for person in named for k in near_kin_of(person, graph.ties))
    return named | kin | graph.under(named | kin)


def recipients(graph: Graph, accused: Iterable[int], *, unknown: bool = False) -> Route:
    """The nearest office above all accused in which nobody must be kept out; none, then outside.

    ``unknown``: somebody is accused whom the house cannot name (only written of); then the highest office is the first
    that is asked, for every lower one might be theirs.
    """
    named = frozenset(accused)
    out = kept_out(graph, named)
    above: int = max((graph.tier_of(person) for person in named), default=Tier.VILLAGE)
    if unknown or not named:
        above = max(above, max((office.tier for office in graph.offices), default=Tier.CITY) - 1)
    passed: list[Office] = []
    for office in sorted(graph.offices, key=lambda o: (o.tier, o.name)):
        if office.tier > above and office.members and not office.members & out:
            return Route(office, tuple(passed))
        passed.append(office)
    return Route(None, tuple(passed))


def to_take_away(
    graph: Graph, accused: Iterable[int], readers: Iterable[int], *, unknown: bool = False
) -> frozenset[int]:
    """Those of its readers who may not read it (any more): posts, kin or the accused have changed since.

    Whoever sits in the office to which it would go today stays, and whoever sits in a higher one still clean: it may
    have been handed up. When nobody stays, the next office is asked anew, or the reporter is told to go outside.
    """
    named = frozenset(accused)
    out, route = kept_out(graph, named), recipients(graph, named, unknown=unknown)
    floor = route.office.tier if route.office else Tier.PROVINCE
    clean = [office.members for office in graph.offices if office.tier >= floor and not office.members & out]
    return frozenset(readers) - frozenset().union(*clean)
