"""What else would have to be the matter with the persons for a target to go wrong, or to go wrong in every run.

The ground of it: whoever takes part in a run under some trouble can be split into persons of their own, and whoever is
missing can be there without taking part. So every run under more trouble is one under less as well, and one in which
all is well stays so. A trouble can hence make a target worse only by something that hits what went well before:
somebody who signed is missing, or two who must not be one are one. Only what hits is tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product

from qingdan.domain.flow.separation.checks import Source, Steps
from qingdan.domain.flow.separation.hands import SOMEBODY, Persons, Signed, Signing, persons_of, told
from qingdan.domain.flow.separation.judge import Judge, Target
from qingdan.domain.flow.separation.staff import Establishment, Staff
from qingdan.domain.flow.separation.troubles import Posts, Trouble
from qingdan.domain.flow.signing import distinct

Pairs = set[tuple[int, int]]


class Growing:
    """Finds how the trouble of one target can grow."""

    def __init__(self, judge: Judge, target: Target, establishment: Establishment) -> None:
        self.judge, self.target, self.establishment = judge, target, establishment
        self.step = judge.machine.step(target.step)

    def first(self) -> Iterator[Trouble]:
        """The double holdings under which a check may be lost in some run: any post that signs what is checked with any
        that checks it. A run that loses it needs no more than these two signatures of one person."""
        check = self.target.check
        if check is None:
            return
        of, by = (self.judge.machine.step(name).signers for name in (check.of, check.by))
        pairs = {frozenset({a, b}) for a, b in product(of, by)}
        yield from (Trouble.of([p]) for p in pairs if len(p) == 2 and p <= self.establishment.seats.keys())

    def further(self, trouble: Trouble, staff: Staff, *, some_run: bool) -> set[Trouble]:
        """The troubles that are one larger and hit what is well under this one: with ``some_run`` in whatever run there
        is, as far as the step itself goes; else in one run that is well, the whole of it."""
        signing = Signing(self.judge.machine, staff)
        held = _Held(trouble, staff, self.establishment.seats)
        found: set[Trouble] = set()
        for context in self.target.contexts:
            for who in self.judge.assignments(self.target, context, signing):
                signed = self.judge.kept(self.target, who, signing)
                if signed is None:
                    continue
                if not some_run:
                    gone, one = self._of_run(context, who, signed, signing)
                    return held.without(gone) | held.joined(one)
                found |= held.without(signed) | held.joined(self._of_step(who, signed, signing))
        return found

    def _of_step(self, who: Mapping[str, Persons], signed: Signed, signing: Signing) -> Pairs:
        """Who must not be one for these signatures to stand, whoever else did the steps before."""
        before = set(self.step.not_by)
        if self.target.check is not None and self.target.check.source is not Source.WITHIN:
            before.add(self.target.check.of)
        pairs = self._within(self.target.step, signed)
        for other in before & who.keys():
            others = who[other] - SOMEBODY
            if who[other] >= SOMEBODY:
                others |= {p for role in self.judge.machine.step(other).signers for p in signing.staff.able(role)}
            pairs |= set(product(persons_of(signed), others))
        return pairs

    def _of_run(
        self, context: Steps, who: Mapping[str, Persons], signed: Signed, signing: Signing
    ) -> tuple[Signed, Pairs]:
        """Everybody who signed in a run, and who of them must not be one."""
        run = {**self._signed_before(context, who, signing), self.target.step: (signed, self.step.not_by)}
        pairs: Pairs = set()
        for name, (signatures, binding) in run.items():
            pairs |= self._within(name, signatures)
            for other in binding:
                if other in run:
                    pairs |= set(product(persons_of(signatures), persons_of(run[other][0])))
        if self.target.check is not None:
            pairs |= set(product(persons_of(signed), persons_of(run[self.target.check.of][0])))
        return tuple(s for signatures, _ in run.values() for s in signatures), pairs

    def _signed_before(
        self, context: Steps, who: Mapping[str, Persons], signing: Signing
    ) -> Mapping[str, tuple[Signed, Iterable[str]]]:
        """Signatures under the steps before that say no more than ``who``, with the steps that bound them."""
        found: dict[str, tuple[Signed, Iterable[str]]] = {}
        done = list(who)
        for name in done:
            pool = self.judge.pool(self.target, name, done, signing)
            found[name] = next(
                (signed, binding)
                for binding in self.judge.variants(name, context)
                for signed in signing.each(name, {o: p for o, p in who.items() if o in binding and o in found}, pool)
                if told(signed, pool) == who[name]
            )
        return found

    def _within(self, name: str, signed: Signed) -> Pairs:
        check, step = self.target.check, self.judge.machine.step(name)
        apart = distinct(step) or (check is not None and check.of == check.by == name)
        return set(combinations(persons_of(signed), 2)) if apart else set()


class _Held:
    """Who holds what under a trouble, and what it becomes with one thing more."""

    def __init__(self, trouble: Trouble, staff: Staff, seats: Mapping[str, int]) -> None:
        self.trouble = trouble
        self.posts: dict[int, Posts] = {}
        for post, persons in staff.posts.items():
            if post in seats:
                for person in persons:
                    self.posts[person] = self.posts.get(person, frozenset()) | {post}

    def without(self, signed: Signed) -> set[Trouble]:
        """One of these is missing: only who has no other post, for else he would not hold both."""
        posts = (self.posts.get(person, frozenset()) for person, _ in signed)
        return {self.trouble.without_one(next(iter(held))) for held in posts if len(held) == 1}

    def joined(self, pairs: Iterable[tuple[int, int]]) -> set[Trouble]:
        """Two of these are one, unless both sit in the same post."""
        held: set[tuple[Posts, Posts]] = {
            (self.posts[one], self.posts[other])
            for one, other in pairs
            if one != other and one in self.posts and other in self.posts
        }
        return {self.trouble.joined(one, other) for one, other in held if not one & other}
