"""Which flows are one and the same but for their names: a list must not count one procedure twice.

The shape of a flow is all that it makes people do: kinds of steps, who, which body, which results, in which order,
under which conditions. Words, forms, citations, and the names of steps, facts, endings and limits are left out: a copy
with other names has the same shape.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import combinations
from typing import Any

from qingdan.domain.catalogue.model import Edition, Power, SameAs
from qingdan.domain.complaints import Complaint
from qingdan.domain.flow.conditions import Operand
from qingdan.domain.flow.model import Flow, Owed, Step
from qingdan.domain.rules.limits import setting_in
from qingdan.domain.words import Words

NAMING = frozenset({"line", "file", "slug", "name", "how", "form", "basis", "guards"})
_REMEDY = Words(
    "说清两件事办法上的区别；真是同一个办法的，在其中一项写 same_as: {power: 另一项, reason: {zh:, en:}}。",
    "Say in what the two procedures differ; if they are one, write same_as: {power: OTHER, reason: {zh:, en:}} in one.",
)
_STALE = Words("请删去 same_as，或写流程相同的那一项。", "Delete same_as, or name the power whose flow it is.")


def shape_of(flow: Flow) -> Hashable:
    """All that a flow makes people do, without its names: equal for two flows that differ in nothing else."""
    return _Shape(flow).whole


def check_likeness(edition: Edition) -> Iterator[Complaint]:
    """Powers whose flows are the same without saying so, and powers that say so wrongly."""
    shapes = {slug: shape_of(power.flow) for slug, power in edition.powers.items()}
    for one, other in combinations(edition.powers.values(), 2):
        if shapes[one.slug] == shapes[other.slug] and not (_says(one, other) or _says(other, one)):
            yield _same(other, one)
    for power in edition.powers.values():
        said = power.same_as
        if said and (said.power == power.slug or shapes.get(said.power) != shapes[power.slug]):
            yield _not_same(power, said)


def _says(one: Power, other: Power) -> bool:
    return one.same_as is not None and one.same_as.power == other.slug


def _same(power: Power, other: Power) -> Complaint:
    what = Words(
        f"这一项的流程和“{other.title.zh}”（{other.slug}）除了名称完全一样",
        f"the flow is that of {other.slug} in everything but names",
    )
    return Complaint(power.file, power.lines["flow"], what, _REMEDY)


def _not_same(power: Power, said: SameAs) -> Complaint:
    what = Words(
        f"same_as 说流程和 {said.power} 一样，其实不一样",
        f"same_as says that the flow is that of {said.power}; it is not",
    )
    return Complaint(power.file, said.line, what, _STALE)


class _Shape:
    """Names become numbers in the order in which they are met, so that only how they hang together counts."""

    def __init__(self, flow: Flow) -> None:
        named = (b.id for b in flow.blocks() if isinstance(b, Step | Owed))
        self.names = {*named, *flow.facts, *flow.outcomes, *flow.any_time, *flow.clocks}
        self.numbers: dict[str, int] = {}
        self.whole = self._of(flow)

    def _of(self, value: Any) -> Hashable:
        if isinstance(value, Operand) and value.kind == "limit":
            return self._number(f"limits.{value.name}")
        if is_dataclass(value):
            kept = (getattr(value, f.name) for f in fields(value) if f.name not in NAMING)
            return (type(value).__name__, *(self._of(one) for one in kept if not isinstance(one, Words)))
        if isinstance(value, Mapping):
            return tuple((self._of(key), self._of(one)) for key, one in value.items() if not isinstance(one, Words))
        if isinstance(value, list | tuple):
            return tuple(self._of(one) for one in value if not isinstance(one, Words))
        return self._word(value) if isinstance(value, str) else value

    def _word(self, word: str) -> Hashable:
        if word in self.names:
            return self._number(word)
        setting = setting_in(word)
        return (self._number(f"limits.{setting}"), word.split()[-1]) if setting else word

    def _number(self, name: str) -> int:
        return self.numbers.setdefault(name, len(self.numbers))
