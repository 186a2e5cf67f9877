"""Proves that a choice has neither gap nor overlap, by trying one point of every region its comparisons make.

Every comparison is between a fact, a result, a limit or a constant. Limits and constants cut the whole numbers into
finitely many regions within which no comparison changes; trying each region, and each order of the variables inside
one, tries everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any

from qingdan.domain.complaints import Miswritten
from qingdan.domain.flow.conditions import Condition, Operand, Resolve, comparisons, holds
from qingdan.domain.flow.model import Choose, FactType, Flow
from qingdan.domain.words import Words

MOST_POINTS = 200_000
Point = dict[str, Any]


class TooManyCases(Miswritten):
    """The choice looks at so many things that it cannot be tried whole; it should be split."""

    def __init__(self) -> None:
        super().__init__(
            Words(
                f"这个分支要试的情形超过 {MOST_POINTS} 种，没法逐一核对",
                f"this choice cannot be tried whole: more than {MOST_POINTS} cases",
            ),
            Words("请拆成几个分支。", "Split it into several choices."),
        )


def uncovered_and_doubled(
    choose: Choose, flow: Flow, limits: Mapping[str, int], offered: Mapping[str, tuple[str, ...]]
) -> tuple[Point | None, Point | None]:
    """An example that no branch takes, and one that two branches take; None where there is none.

    :raises TooManyCases: when there are more than ``MOST_POINTS`` regions.
    """
    conditions = [b.when for b in choose.branches if b.when is not None]
    closed = len(conditions) == len(choose.branches)
    gap = overlap = None
    for point in _points(conditions, flow, limits, offered):
        taken = sum(holds(c, _resolver(point, limits)) for c in conditions)
        if taken == 0 and closed and gap is None:
            gap = point
        if taken > 1 and overlap is None:
            overlap = point
    return gap, overlap


def _resolver(point: Point, limits: Mapping[str, int]) -> Resolve:
    return lambda operand: _value(operand, point, limits)


def _value(operand: Operand, point: Point, limits: Mapping[str, int]) -> Any:
    if operand.kind == "literal":
        return operand.value
    if operand.kind == "limit":
        return limits[operand.name]
    return point[str(operand)]


def _points(
    conditions: Sequence[Condition], flow: Flow, limits: Mapping[str, int], offered: Mapping[str, tuple[str, ...]]
) -> Iterator[Point]:
    found = {
        str(o): o
        for c in conditions
        for comparison in comparisons(c)
        for o in (comparison.left, comparison.right)
        if o.kind in ("fact", "result", "item", "outcome")
    }
    variables = [(name, o) for name, o in sorted(found.items())]
    numbers = _cuts(conditions, limits)
    domains = [_domain(o, flow, numbers, len(variables), offered) for _, o in variables]
    every = product(*domains)
    for point in islice(every, MOST_POINTS):
        yield dict(zip((name for name, _ in variables), point, strict=True))
    if next(every, None) is not None:
        raise TooManyCases


def _cuts(conditions: Sequence[Condition], limits: Mapping[str, int]) -> list[int]:
    cuts = {0}
    for condition in conditions:
        for comparison in comparisons(condition):
            for operand in (comparison.left, comparison.right):
                if operand.kind == "limit":
                    cuts.add(limits[operand.name])
                elif operand.kind == "literal" and isinstance(operand.value, int):
                    cuts.add(int(operand.value))
    return sorted(cuts)


def _domain(
    operand: Operand, flow: Flow, cuts: list[int], variables: int, offered: Mapping[str, tuple[str, ...]]
) -> list[Any]:
    if operand.kind == "result":
        return list(offered.get(operand.name, ()))
    if operand.kind == "outcome":
        return list(flow.outcomes)
    fact = flow.facts.get(operand.name)
    if fact is not None and fact.type is FactType.CHOICE:
        return list(fact.choices)
    if fact is not None and fact.type is FactType.YES_NO:
        return [True, False]
    # Every cut, and beside each as many numbers as there are variables, so that every order between them occurs.
    return sorted({c + d for c in cuts for d in range(-variables, variables + 1) if c + d >= 0})
