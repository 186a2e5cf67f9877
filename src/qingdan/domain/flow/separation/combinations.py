"""Every combination of posts that takes a check away, the smallest ones, for a list without a village.

For each target the sets of posts that decide it are gone through by size, each as held by one person, as vacant and as
standing aside. A set that only repeats what a part of it does already is not told again. A post that decides nothing
about a target cannot change its verdict, so going through the subsets of those that do goes through all combinations.
Posts that stand in the same places of its steps are interchangeable: sets that differ only in these are judged once.
Different things at once (two persons of two posts each, one of two while a third post is vacant) are :mod:`several`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from qingdan.domain.flow.separation.judge import Judge, Target, Verdict
from qingdan.domain.flow.separation.several import Several
from qingdan.domain.flow.separation.staff import Cause, Establishment, Staff
from qingdan.domain.flow.separation.troubles import Posts, Trouble

TOGETHER = 2  # so many different things at once are in the list's table, unless more are asked for


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is the matter with these posts."""

    cause: Cause
    posts: Posts


@dataclass(frozen=True, slots=True)
class Finding:
    """A combination of posts under which a target goes wrong that otherwise is fine, or more often than otherwise:
    one cause, or several at once.

    ``verdict`` is how it stands without anybody standing in, ``with_deputies`` with the standing order.
    """

    power: str
    target: Target
    parts: tuple[Part, ...]
    verdict: Verdict
    with_deputies: Verdict
    usual: Verdict

    @property
    def posts(self) -> Posts:
        """Every post that it is about."""
        return frozenset().union(*(part.posts for part in self.parts))

    @property
    def saved(self) -> bool:
        """Whether it is as good as usual again once somebody stands in."""
        return self.with_deputies <= self.usual


class Combinations:
    """Goes through powers; what is built alike in several of them is judged once."""

    def __init__(self, establishment: Establishment, together: int = TOGETHER) -> None:
        self.establishment, self.together = establishment, together
        self.known: dict[Any, tuple[Verdict, tuple[tuple[tuple[Part, ...], Verdict, Verdict], ...]]] = {}
        self.judged = 0  # verdicts reached

    def of(self, power: str, judge: Judge, *, recusal: bool) -> Iterator[Finding]:
        """The findings of one power; ``recusal``: whether it has a party from whom somebody may have to stand aside."""
        for target in judge.targets:
            usual, found = self._of_target(judge, target)
            for parts, verdict, deputies in found:
                if recusal or parts[0].cause is not Cause.RECUSED:
                    yield Finding(power, target, parts, verdict, deputies, usual)
                elif any(self.establishment.seats[post] > 1 for post in parts[0].posts):
                    away = (Part(Cause.ABSENT, parts[0].posts),)  # nobody need stand aside, but all may be away
                    yield Finding(power, target, away, verdict, deputies, usual)

    def usual(self, judge: Judge) -> Mapping[Target, Verdict]:
        """How each target stands when every post has persons of its own."""
        return {target: self._of_target(judge, target)[0] for target in judge.targets}

    def _of_target(
        self, judge: Judge, target: Target
    ) -> tuple[Verdict, tuple[tuple[tuple[Part, ...], Verdict, Verdict], ...]]:
        mark = judge.signature(target)
        if mark not in self.known:
            roles = judge.roles(target)
            usual = self._verdict(judge, target, self.establishment.staff(roles))
            found = [*self._smallest(judge, target, roles, usual), *self._several(judge, target, usual)]
            self.known[mark] = usual, tuple(found)
        return self.known[mark]

    def _smallest(
        self, judge: Judge, target: Target, roles: Posts, usual: Verdict
    ) -> Iterator[tuple[tuple[Part, ...], Verdict, Verdict]]:
        posts = sorted(r for r in roles if r in self.establishment.seats)
        alike = {post: (judge.place_of(target, post), self.establishment.seats[post]) for post in posts}
        for cause in (Cause.BOTH_POSTS, Cause.VACANT, Cause.RECUSED):  # to be away does what to stand aside does
            verdicts: dict[tuple[Any, ...], Verdict] = {}
            worst: dict[Posts, Verdict] = {}
            for several in _by_size(posts, 2 if cause is Cause.BOTH_POSTS else 1):
                before = max((v for part, v in worst.items() if part < several), default=usual)
                if before is Verdict.ALWAYS:
                    continue
                mark = tuple(sorted(map(repr, (alike[post] for post in several))))
                if mark not in verdicts:
                    changed = self.establishment.staff(roles, cause, several)
                    verdicts[mark] = self._verdict(judge, target, changed, before)
                if verdicts[mark] > before:
                    worst[several] = verdicts[mark]
                    helped = self.establishment.staff(roles, cause, several, deputies=True)
                    yield (Part(cause, several),), verdicts[mark], self._verdict(judge, target, helped)

    def _several(
        self, judge: Judge, target: Target, usual: Verdict
    ) -> Iterator[tuple[tuple[Part, ...], Verdict, Verdict]]:
        search = Several(judge, target, self.establishment, self.together)
        for trouble, verdict in search.smallest(usual):
            if not self._of_one_kind(trouble):
                parts = tuple(self._parts(trouble))
                helped = self.establishment.troubled(search.roles, trouble, deputies=True)
                yield parts, verdict, self._verdict(judge, target, helped)
        self.judged += search.judged

    def _of_one_kind(self, trouble: Trouble) -> bool:
        """One person of several posts, or posts all vacant, or missing one each: gone through above."""
        if trouble.hands:
            return len(trouble.hands) == 1 and not trouble.gone
        seats = self.establishment.seats
        return all(n == seats[post] for post, n in trouble.gone) or all(n == 1 for _, n in trouble.gone)

    def _parts(self, trouble: Trouble) -> Iterator[Part]:
        """A trouble by its causes; of posts of which one is missing and others are there, somebody is away."""
        yield from (Part(Cause.BOTH_POSTS, hand) for hand in trouble.hands)
        vacant = frozenset(post for post, number in trouble.gone if number == self.establishment.seats[post])
        away = frozenset(trouble.missing) - vacant
        yield from (Part(cause, posts) for cause, posts in ((Cause.VACANT, vacant), (Cause.ABSENT, away)) if posts)

    def _verdict(self, judge: Judge, target: Target, staff: Staff, known: Verdict = Verdict.FINE) -> Verdict:
        self.judged += 1
        return judge.verdict(target, staff, known)


def _by_size(posts: list[str], least: int) -> Iterator[Posts]:
    return (frozenset(c) for size in range(least, len(posts) + 1) for c in combinations(posts, size))
