"""Every combination of posts that takes a check away, the smallest ones, for a list without a village.

For each target the sets of posts that decide it are gone through by size, each as held by one person, as vacant and as
standing aside. A set that only repeats what a part of it does already is not told again. A post that decides nothing
about a target cannot change its verdict, so going through the subsets of those that do goes through all combinations.
Posts that stand in the same places of its steps are interchangeable: sets that differ only in these are judged once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from qingdan.domain.flow.separation.judge import Judge, Target, Verdict
from qingdan.domain.flow.separation.staff import Cause, Establishment, Staff

Posts = frozenset[str]
Found = tuple[tuple[Cause, Posts, Verdict, Verdict], ...]  # what, which posts, without and with those who stand in


@dataclass(frozen=True, slots=True)
class Finding:
    """A combination of posts under which a target goes wrong that otherwise is fine, or more often than otherwise.

    ``verdict`` is how it stands without anybody standing in, ``with_deputies`` with the standing order.
    """

    power: str
    target: Target
    cause: Cause
    posts: Posts
    verdict: Verdict
    with_deputies: Verdict
    usual: Verdict

    @property
    def saved(self) -> bool:
        """Whether it is as good as usual again once somebody stands in."""
        return self.with_deputies <= self.usual


class Combinations:
    """Goes through powers; what is built alike in several of them is judged once."""

    def __init__(self, establishment: Establishment) -> None:
        self.establishment = establishment
        self.known: dict[Any, tuple[Verdict, Found]] = {}
        self.judged = 0  # verdicts reached

    def of(self, power: str, judge: Judge, *, recusal: bool) -> Iterator[Finding]:
        """The findings of one power; ``recusal``: whether it has a party from whom somebody may have to stand aside."""
        for target in judge.targets:
            usual, found = self._of_target(judge, target)
            for cause, posts, verdict, deputies in found:
                if recusal or cause is not Cause.RECUSED:
                    yield Finding(power, target, cause, posts, verdict, deputies, usual)

    def usual(self, judge: Judge) -> Mapping[Target, Verdict]:
        """How each target stands when every post has persons of its own."""
        return {target: self._of_target(judge, target)[0] for target in judge.targets}

    def _of_target(self, judge: Judge, target: Target) -> tuple[Verdict, Found]:
        mark = judge.signature(target)
        if mark not in self.known:
            roles = judge.roles(target)
            usual = self._verdict(judge, target, self.establishment.staff(roles))
            self.known[mark] = usual, tuple(self._smallest(judge, target, roles, usual))
        return self.known[mark]

    def _smallest(
        self, judge: Judge, target: Target, roles: Posts, usual: Verdict
    ) -> Iterator[tuple[Cause, Posts, Verdict, Verdict]]:
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
                    yield cause, several, verdicts[mark], self._verdict(judge, target, helped)

    def _verdict(self, judge: Judge, target: Target, staff: Staff, known: Verdict = Verdict.FINE) -> Verdict:
        self.judged += 1
        return judge.verdict(target, staff, known)


def _by_size(posts: list[str], least: int) -> Iterator[Posts]:
    return (frozenset(c) for size in range(least, len(posts) + 1) for c in combinations(posts, size))
