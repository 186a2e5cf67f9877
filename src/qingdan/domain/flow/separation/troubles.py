"""Whatever may be the matter with the persons of a list's posts: who holds several, and of which post somebody is
missing. One trouble is part of another when all of it is the matter there too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Posts = frozenset[str]


@dataclass(frozen=True)
class Trouble:
    """``hands``: for each person of several posts these posts; ``gone``: of each post how many of its holders are not
    there (vacant, away, standing aside). Every seat that is in neither has a person of its own."""

    hands: tuple[Posts, ...] = ()
    gone: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, hands: Iterable[Posts] = (), gone: Mapping[str, int] | None = None) -> Trouble:
        """The same trouble always as the same value."""
        return cls(tuple(sorted(hands, key=sorted)), tuple(sorted((gone or {}).items())))

    @cached_property
    def missing(self) -> Mapping[str, int]:
        """Of which posts how many are missing."""
        return dict(self.gone)

    @cached_property
    def posts(self) -> Posts:
        """Every post that it is about."""
        return frozenset(post for post, _ in self.gone).union(*self.hands)

    @property
    def size(self) -> int:
        """How many things have to happen for it: one more post in a hand, or one holder missing."""
        return sum(len(hand) - 1 for hand in self.hands) + sum(number for _, number in self.gone)

    def without_one(self, post: str) -> Trouble:
        """This, and one holder more of ``post`` missing."""
        return Trouble.of(self.hands, {**self.missing, post: self.missing.get(post, 0) + 1})

    def joined(self, one: Posts, other: Posts) -> Trouble:
        """This, and two persons are one: each given as the posts of a hand, or as the single post of somebody else."""
        hands = list(self.hands)
        for posts in (one, other):
            if len(posts) > 1:
                hands.remove(posts)
        return Trouble.of([*hands, one | other], self.missing)

    def renamed(self, names: Mapping[str, str]) -> Trouble:
        """The same with other posts."""
        hands = [frozenset(names.get(post, post) for post in hand) for hand in self.hands]
        return Trouble.of(hands, {names.get(post, post): number for post, number in self.gone})

    def part_of(self, other: Trouble) -> bool:
        """Whether all of this is the matter in ``other`` too."""
        return all(number <= other.missing.get(post, 0) for post, number in self.gone) and _held(
            self.hands, other.hands
        )

    def images(self, alike: Mapping[str, Any]) -> set[Trouble]:
        """The same with posts that stand in the same places (``alike``: equal values) in the place of its own."""
        named: list[dict[str, str]] = [{}]
        for post in sorted(self.posts):
            fitting = [other for other in alike if alike[other] == alike[post]]
            named = [{**names, post: other} for names in named for other in fitting if other not in names.values()]
        return {self.renamed(names) for names in named}


def _held(few: tuple[Posts, ...], many: tuple[Posts, ...]) -> bool:
    """Whether the posts of each of ``few`` are in one of ``many``, no post twice in one."""
    if not few:
        return True
    first, rest = few[0], few[1:]
    return any(
        first <= hand and _held(rest, (*many[:place], hand - first, *many[place + 1 :]))
        for place, hand in enumerate(many)
    )
