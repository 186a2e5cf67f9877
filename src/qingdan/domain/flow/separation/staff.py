"""Who there is: persons, their posts, who stands in, who must stand aside. Answers as a village's bench does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from qingdan.domain.flow.separation.troubles import Trouble
from qingdan.domain.rules.standing_in import Candidate

PARTY_PERSONS = 3  # so many persons are there of each party: nobody in a village's posts


class Cause(StrEnum):
    """What takes a check away."""

    BOTH_POSTS = "both-posts"  # one person holds these posts
    VACANT = "vacant"  # nobody holds these posts
    ABSENT = "absent"  # who holds these posts is away
    RECUSED = "recused"  # a holder of these posts must stand aside: near kin of a party or of a supplier


@dataclass(frozen=True)
class Staff:
    """A staffing. ``posts``: persons by post; ``order``: who stands in for a post; ``recused``: who must stand aside in
    the case looked at; ``apart``: for each post those that the law keeps apart from it; ``kin``: near kin by person."""

    posts: Mapping[str, tuple[int, ...]]
    order: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)
    recused: frozenset[int] = frozenset()
    absent: frozenset[int] = frozenset()
    apart: Mapping[str, frozenset[str]] = field(default_factory=dict)
    kin: Mapping[int, frozenset[int]] = field(default_factory=dict)
    parties: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @cached_property
    def persons(self) -> frozenset[int]:
        """Everybody who holds a post or stands in."""
        named = {c.person for several in self.order.values() for c in several}
        return frozenset(named.union(*self.posts.values()))

    def kind_of(self, person: int) -> tuple[Any, ...] | None:
        """What distinguishes a person: persons of one kind are interchangeable. None for one who is like no other."""
        if self.kin:
            return None
        posts = frozenset(post for post, persons in self.posts.items() if person in persons)
        stands = frozenset(
            (post, c.order, c.reasons) for post, s in self.order.items() for c in s if c.person == person
        )
        return (posts, stands, person in self.recused, person in self.absent)

    @property
    def rules(self) -> Mapping[str, tuple[Candidate, ...]]:
        """The posts for which somebody stands in."""
        return self.order

    def candidates(self, post: str) -> Sequence[Candidate]:
        """Who stands in for a post."""
        return self.order.get(post, ())

    def kin_of(self, persons: Iterable[int]) -> Collection[int]:
        """The near kin of these persons."""
        return frozenset().union(*(self.kin.get(person, frozenset()) for person in persons))

    def barred_from(self, post: str) -> Collection[int]:
        """Who holds a post that the law keeps apart from this one."""
        apart = self.apart.get(post, frozenset())
        return frozenset(p for other, persons in self.posts.items() if other in apart for p in persons)

    def able(self, role: str) -> tuple[int, ...]:
        """Who may sign for a role in this case at all: its holders, or the party itself."""
        if role in self.posts:
            away = self.recused | self.absent
            return tuple(p for p in self.posts[role] if p not in away)
        return self.parties.get(role, ())


@dataclass(frozen=True)
class Establishment:
    """How many persons each post has when a list is checked without a village, and who then stands in for whom."""

    seats: Mapping[str, int]
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apart: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def staff(
        self, roles: Collection[str], cause: Cause | None = None, hit: Collection[str] = (), deputies: bool = False
    ) -> Staff:
        """Every post of ``roles`` held by persons of its own, but for what has happened (``cause``) to the posts
        ``hit``: the first holder of each of them is one person, or nobody holds them, or the first stands aside."""
        trouble = Trouble()
        if cause is Cause.BOTH_POSTS:
            trouble = Trouble.of([frozenset(hit)])
        elif cause is Cause.VACANT:
            trouble = Trouble.of((), {post: self.seats[post] for post in hit})
        found = self.troubled(roles, trouble, deputies)
        aside = () if cause in (None, Cause.BOTH_POSTS, Cause.VACANT) else hit
        return replace(found, recused=frozenset(found.posts[post][0] for post in aside))

    def troubled(self, roles: Collection[str], trouble: Trouble, deputies: bool = False) -> Staff:
        """Every post of ``roles`` held by persons of its own, but for what is the matter (``trouble``)."""
        wanted = sorted({r for r in roles if r in self.seats} | set(self._deputies(roles) if deputies else ()))
        posts: dict[str, tuple[int, ...]] = {}
        for place, post in enumerate(wanted):
            several = tuple(number for number, hand in enumerate(trouble.hands, start=1) if post in hand)
            own = self.seats[post] - trouble.missing.get(post, 0) - len(several)
            posts[post] = (*several, *(100 * (place + 1) + seat for seat in range(own)))
        order = {post: self._candidates(post, posts) for post in wanted if post in self.order} if deputies else {}
        return Staff(posts, order, apart=self.apart, parties=self._parties(roles))

    def _parties(self, roles: Collection[str]) -> Mapping[str, tuple[int, ...]]:
        outside = enumerate(sorted(r for r in roles if r not in self.seats))
        return {role: tuple(-10 * (n + 1) - i for i in range(PARTY_PERSONS)) for n, role in outside}

    def _deputies(self, roles: Collection[str]) -> Iterable[str]:
        return (other for role in roles for other in self.order.get(role, ()))

    def _candidates(self, post: str, posts: Mapping[str, tuple[int, ...]]) -> tuple[Candidate, ...]:
        named = enumerate(self.order[post], start=1)
        return tuple(Candidate(person, place) for place, other in named for person in posts.get(other, ()))
