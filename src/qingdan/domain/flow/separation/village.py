"""What is wrong under the persons that a village really has, because of whom, and what if one had to stand aside.

A cause is found by undoing it: a person of several posts is replaced by one for each, a vacant post is filled. What
then gets better was wrong because of it; what only gets better when all are undone is wrong because of all together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from qingdan.domain.flow.separation.judge import Judge, Target, Verdict
from qingdan.domain.flow.separation.staff import Cause, Staff

NEW = 1_000_000_000  # numbers of persons who are only imagined begin here


@dataclass(frozen=True, slots=True)
class Reason:
    """A cause in a village: ``person`` holds all of ``posts``, or they are vacant, or their holder is away or (when
    asked what would be) has to stand aside."""

    cause: Cause
    posts: frozenset[str]
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """A target that goes wrong in a village. ``with_deputies``: how it stands by the village's standing rule."""

    power: str
    target: Target
    reasons: tuple[Reason, ...]
    verdict: Verdict
    with_deputies: Verdict
    usual: Verdict

    @property
    def saved(self) -> bool:
        """Whether somebody stands in, so that it is as good as usual."""
        return self.with_deputies <= self.usual


class InVillage:
    """Judges powers under one staffing; what is built alike is judged once."""

    def __init__(self, staff: Staff) -> None:
        self.staff = staff
        self.bare = replace(staff, order={})
        self.reasons = tuple(_reasons(staff))
        self.known: dict[Any, tuple[tuple[tuple[Reason, ...], Verdict, Verdict, Verdict], ...]] = {}

    def of(self, power: str, judge: Judge, *, recusal: bool) -> Iterator[Wrong]:
        """What is wrong in a power; with ``recusal`` also what would be if the only holder of a post stood aside."""
        for target in judge.targets:
            mark = judge.signature(target)
            if mark not in self.known:
                self.known[mark] = tuple(self._of(judge, target))
            for reasons, verdict, deputies, usual in self.known[mark]:
                if recusal or reasons[0].cause is not Cause.RECUSED:
                    yield Wrong(power, target, reasons, verdict, deputies, usual)

    def _of(self, judge: Judge, target: Target) -> Iterator[tuple[tuple[Reason, ...], Verdict, Verdict, Verdict]]:
        roles = judge.roles(target)
        concerned = [r for r in self.reasons if r.posts & roles]
        now = judge.verdict(target, self.bare)
        usual = judge.verdict(target, _undone(self.bare, concerned)) if now else Verdict.FINE
        if now > usual:
            alone = [r for r in concerned if judge.verdict(target, _undone(self.bare, [r])) < now]
            yield tuple(alone or concerned), now, judge.verdict(target, self.staff), usual
        if now is Verdict.ALWAYS or target.check is not None:
            return
        for post in sorted(roles & self.staff.posts.keys()):
            if len(self.staff.posts[post]) == 1:
                (person,) = self.staff.posts[post]
                aside = judge.verdict(target, replace(self.bare, recused=frozenset({person})))
                if aside > now:
                    helped = judge.verdict(target, replace(self.staff, recused=frozenset({person})))
                    yield (Reason(Cause.RECUSED, frozenset({post})),), aside, helped, now


def _reasons(staff: Staff) -> Iterator[Reason]:
    held: dict[int, set[str]] = {}
    for post, persons in staff.posts.items():
        for person in persons:
            held.setdefault(person, set()).add(post)
        if not persons:
            yield Reason(Cause.VACANT, frozenset({post}))
    for person, posts in sorted(held.items()):
        if len(posts) > 1:
            yield Reason(Cause.BOTH_POSTS, frozenset(posts), person)
        if person in staff.absent:
            yield Reason(Cause.ABSENT, frozenset(posts), person)


def _undone(staff: Staff, reasons: list[Reason]) -> Staff:
    """The same staffing as it would be without these causes."""
    posts, absent, number = dict(staff.posts), staff.absent, NEW
    for reason in reasons:
        for post in sorted(reason.posts):
            number += 1
            if reason.cause is Cause.VACANT:
                posts[post] = (number,)
            elif reason.cause is Cause.BOTH_POSTS:
                posts[post] = tuple(number if p == reason.person else p for p in posts[post])
        if reason.cause is Cause.ABSENT:
            absent -= {reason.person}
    return replace(staff, posts=posts, absent=absent)
