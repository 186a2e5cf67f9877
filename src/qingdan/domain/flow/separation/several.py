"""The smallest troubles of any kind under which a target goes wrong: double holdings and missing holders at once.

They are grown one thing at a time, and only by what hits something that was well (:mod:`growing`), so none is passed
over; one that has a smaller one in it which is as bad is not told. Posts that stand in the same places are
interchangeable: of troubles that differ only in these one is judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from qingdan.domain.flow.separation.growing import Growing
from qingdan.domain.flow.separation.judge import Judge, Target, Verdict
from qingdan.domain.flow.separation.staff import Establishment
from qingdan.domain.flow.separation.troubles import Trouble

NONE = Trouble.of()


class Several:
    """The search for one target. ``most``: how large a trouble may be, None for any size."""

    def __init__(self, judge: Judge, target: Target, establishment: Establishment, most: int | None) -> None:
        self.judge, self.target, self.establishment, self.most = judge, target, establishment, most
        self.roles = judge.roles(target)
        self.growing = Growing(judge, target, establishment)
        seats = establishment.seats
        places = {post: (judge.place_of(target, post), seats[post]) for post in self.roles if post in seats}
        numbers = {place: number for number, place in enumerate(dict.fromkeys(map(repr, places.values())))}
        self.alike = {post: numbers[repr(places[post])] for post in sorted(places)}
        self.judged = 0

    def smallest(self, usual: Verdict) -> Iterator[tuple[Trouble, Verdict]]:
        """Every trouble that is worse than each smaller one in it, with its verdict, by size."""
        found: list[tuple[Trouble, Verdict]] = []
        level = [NONE]
        while level:
            larger: dict[Trouble, Trouble] = {}
            for trouble in level:
                before = max((v for part, v in found if part.part_of(trouble)), default=usual)
                if before is Verdict.ALWAYS:
                    continue
                staff = self.establishment.troubled(self.roles, trouble)
                verdict = usual if trouble is NONE else self.judge.verdict(self.target, staff, before)
                self.judged += 1
                if verdict > before:
                    told = [(image, verdict) for image in sorted(trouble.images(self.alike), key=_order)]
                    yield from told
                    found += told
                if verdict is not Verdict.ALWAYS and (self.most is None or trouble.size < self.most):
                    more = self.growing.further(trouble, staff, some_run=max(before, verdict) is Verdict.FINE)
                    more.update(self.growing.first() if trouble is NONE else ())
                    for one in sorted(more, key=_order):
                        larger.setdefault(self._mark(one), one)
            level = list(larger.values())

    def _mark(self, trouble: Trouble) -> Trouble:
        """The same for troubles that differ only in posts that are alike (and perhaps not for all of these)."""
        beside = {
            post: sorted(sorted(self.alike[p] for p in hand) for hand in trouble.hands if post in hand)
            for post in trouble.posts
        }
        numbers: Counter[int] = Counter()
        names: dict[str, str] = {}
        for post in sorted(trouble.posts, key=lambda p: (self.alike[p], trouble.missing.get(p, 0), beside[p], p)):
            kind = self.alike[post]
            numbers[kind] += 1
            names[post] = f"{kind}.{numbers[kind]}"
        return trouble.renamed(names)


def _order(trouble: Trouble) -> tuple[list[list[str]], tuple[tuple[str, int], ...]]:
    return [sorted(hand) for hand in trouble.hands], trouble.gone
