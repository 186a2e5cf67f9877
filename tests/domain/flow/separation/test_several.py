"""Several things at once: what is told is exactly what every staffing, each judged by itself, says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product
from random import Random

import pytest

from qingdan.domain.catalogue.proving import Prover
from qingdan.domain.flow.separation.combinations import Combinations, Part
from qingdan.domain.flow.separation.hands import Signing
from qingdan.domain.flow.separation.judge import Judge, Target, Verdict
from qingdan.domain.flow.separation.several import Several
from qingdan.domain.flow.separation.staff import Cause, Establishment
from qingdan.domain.flow.separation.troubles import Trouble
from tests.budget import rounds
from tests.domain.flow.separation.test_against_brute_force import FLOWS, POSTS
from tests.domain.flow.separation.test_combinations import EDITION, judge_of

TWO_AND_TWO = """
    outcomes: {done: {zh: 办成, en: done}}
    flow:
    - {do: ask, by: c, N}
    - {do: look, by: d, N}
    - {approve: sign, by: [a, b], N, not_by: [ask, look]}
    finally: [{archive: file, by: a, N}]
"""
ALL = {**FLOWS, "two-and-two": TWO_AND_TWO}


def every_trouble(seats: dict[str, int], most: int | None) -> list[Trouble]:
    """Every way to fill these seats: each empty, or in the hand of a person who holds a seat of no post twice. Seats of
    one post are alike. Written without regard to what is searched."""
    found: set[Trouble] = set()
    posts = sorted(seats)
    for missing in product(*(range(seats[post] + 1) for post in posts)):
        gone = {post: number for post, number in zip(posts, missing, strict=True) if number}
        filled = [post for post in posts for _ in range(seats[post] - gone.get(post, 0))]
        for people in dealt(filled, most):
            trouble = Trouble.of([frozenset(held) for held in people if len(held) > 1], gone)
            if most is None or trouble.size <= most:
                found.add(trouble)
    return sorted(found, key=lambda t: t.size)


def dealt(filled: list[str], most: int | None) -> Iterator[list[set[str]]]:
    """Every way to deal these seats to persons."""
    if not filled:
        yield []
        return
    for people in dealt(filled[1:], most):
        yield [{filled[0]}, *people]
        for place, held in enumerate(people):
            if filled[0] not in held and (most is None or sum(len(h) - 1 for h in people) < most):
                yield [*people[:place], held | {filled[0]}, *people[place + 1 :]]


def smaller(trouble: Trouble) -> Iterator[Trouble]:
    """Every trouble that is one step smaller: one holder is there, or one person is two."""
    for post, number in trouble.gone:
        rest = {p: n for p, n in trouble.gone if p != post}
        yield Trouble.of(trouble.hands, rest | ({post: number - 1} if number > 1 else {}))
    for place, hand in enumerate(trouble.hands):
        others = [*trouble.hands[:place], *trouble.hands[place + 1 :]]
        held = sorted(hand)
        for split in range(1, 2 ** (len(held) - 1)):
            one = frozenset(p for n, p in enumerate(held) if split >> n & 1)
            yield Trouble.of([*others, *(part for part in (one, hand - one) if len(part) > 1)], trouble.missing)


def never_comes_to_it(judge: Judge, target: Target, establishment: Establishment, trouble: Trouble) -> bool:
    """Whether something before the step, or of a check the step itself, cannot be done any more."""
    signing = Signing(judge.machine, establishment.troubled(judge.roles(target), trouble))
    ways = (judge.assignments(target, context, signing) for context in target.contexts)
    return not any(
        target.check is None or any(judge._ways(target, who, signing)) for several in ways for who in several
    )


def compare(judge: Judge, target: Target, establishment: Establishment, most: int | None) -> int:
    """Judge every staffing and compare; how many there were."""
    roles = judge.roles(target)
    usual = judge.verdict(target, establishment.staff(roles))
    told = dict(Several(judge, target, establishment, most).smallest(usual))
    verdicts: dict[Trouble, Verdict] = {}
    worst: dict[Trouble, Verdict] = {}
    everything = every_trouble({r: establishment.seats[r] for r in roles if r in establishment.seats}, most)
    for trouble in everything:
        verdicts[trouble] = verdict = judge.verdict(target, establishment.troubled(roles, trouble))
        before = max((worst[part] for part in smaller(trouble)), default=usual)
        assert told.get(trouble) == (verdict if trouble.size and verdict > before else None), (target, trouble)
        worst[trouble] = max(before, verdict)
    for trouble, verdict in told.items():  # what a check loses in some run needs two signatures of one person, no more
        if target.check is not None and verdict is Verdict.SOMETIMES:
            assert [len(hand) for hand in trouble.hands] == [2] and not trouble.gone
    lost = [trouble for trouble, verdict in told.items() if verdict is Verdict.ALWAYS]
    for trouble, verdict in verdicts.items():
        if usual is Verdict.ALWAYS:
            continue
        within = any(part.part_of(trouble) for part in lost)
        if verdict is Verdict.ALWAYS:
            assert within
        elif within:
            assert never_comes_to_it(judge, target, establishment, trouble), (target, trouble)
    return len(everything)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("seats", [(1, 1, 1, 1), (2, 1, 1, 1), (1, 2, 1, 2)])
def test_every_staffing_of_small_flows_says_what_is_told(name, seats):
    judge, establishment = judge_of(ALL[name]), Establishment(dict(zip(POSTS, seats, strict=True)))
    assert sum(compare(judge, target, establishment, None) for target in judge.targets) > 20


def test_every_staffing_with_two_things_at_once_says_what_is_told_of_the_shipped_powers():
    prover = Prover(EDITION)
    dice = Random("several")
    for slug in dice.sample(list(EDITION.powers), rounds(5)):
        judge = prover.judge(slug)
        targets = [t for t in judge.targets if len(judge.roles(t)) < 8]
        for target in dice.sample(targets, min(3, len(targets))):
            assert compare(judge, target, prover.establishment, 2)


def test_two_persons_of_two_posts_each_are_told_together():
    judge = judge_of(TWO_AND_TWO)
    told = list(Combinations(Establishment(dict.fromkeys(POSTS, 1))).of("p", judge, recusal=False))
    here = [f for f in told if f.target.step == "sign" and f.target.check is None and len(f.parts) > 1]
    both = {frozenset(f.parts) for f in here}
    hands = [Part(Cause.BOTH_POSTS, frozenset(pair)) for pair in ("ac", "bd", "ad", "bc")]
    assert frozenset(hands[:2]) in both and frozenset(hands[2:]) in both
    assert frozenset({hands[0], Part(Cause.VACANT, frozenset("b"))}) in both
    assert all(f.verdict is Verdict.ALWAYS for f in here)


def test_a_trouble_is_part_of_another_with_all_of_it():
    pair = Trouble.of([frozenset("ab")])
    assert pair.part_of(Trouble.of([frozenset("abc")], {"d": 1}))
    assert not pair.part_of(Trouble.of([frozenset("ac"), frozenset("bd")]))
    assert Trouble.of([frozenset("ab"), frozenset("cd")]).part_of(Trouble.of([frozenset("abcd")]))
    assert not Trouble.of([frozenset("ab"), frozenset("ac")]).part_of(Trouble.of([frozenset("abc")]))
    assert Trouble.of((), {"a": 1}).part_of(Trouble.of((), {"a": 2}))
    images = pair.images({"a": 0, "b": 1, "c": 1, "d": 0})
    assert Counter(images) == Counter(Trouble.of([frozenset(p)]) for p in ("ab", "ac", "db", "dc"))
