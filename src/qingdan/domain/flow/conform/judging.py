"""From what was wrong in a trace to what is said of it: skipped, out of order, repeated, unknown, on another way.

A model says where a trace could not go on and which steps it had then left out (``Finding``). A step that was left out
and comes later was not skipped but came too late; here the two are brought together, and each is named once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from qingdan.domain.flow.conform.table import Label, Labels


class Finding(NamedTuple):
    """What was wrong at an event: the steps ``skipped`` before it; none: it was not possible at all and was passed
    over. ``label`` is None at the end of the trace."""

    position: int
    label: Label | None
    skipped: Labels


class Model(Protocol):
    """Something that says which traces it allows."""

    labels: frozenset[Label]

    def judge(self, trace: Sequence[Label]) -> list[Finding]:
        """What is wrong in a trace, in its order; nothing exactly when the model allows it."""


class Kind(StrEnum):
    """What can be wrong with the order of steps."""

    SKIPPED = "skipped"
    OUT_OF_ORDER = "out-of-order"
    REPEATED = "repeated"
    UNKNOWN = "unknown-activity"
    OTHER_WAY = "other-way"


@dataclass(frozen=True, slots=True)
class Deviation:
    """One thing that was wrong. ``position`` is that of the event in its trace, counted from 0; of a skipped step that
    of ``other``, the step before which it was missed (None: the end). Out of order: it came after ``other``."""

    kind: Kind
    label: Label
    position: int | None = None
    other: Label | None = None


def deviations(model: Model, trace: Sequence[Label]) -> tuple[Deviation, ...]:
    """What is wrong in a trace, in its order; nothing exactly when the model allows it."""
    found = model.judge(trace)
    return tuple(_explained(model, trace, found)) if found else ()


def _explained(model: Model, trace: Sequence[Label], found: list[Finding]) -> Iterator[Deviation]:
    late = _came_late(found)
    used = set(late.values())
    for finding in found:
        if not finding.skipped and finding.position not in used:
            yield _surplus(model, trace, finding)
        for number, label in enumerate(finding.skipped):
            position = late.get((finding.position, number))
            if position is None:
                yield Deviation(Kind.SKIPPED, label, finding.position, finding.label)
            else:
                yield Deviation(Kind.OUT_OF_ORDER, label, position, finding.label)


def _came_late(found: list[Finding]) -> dict[tuple[int, int], int]:
    """For each skipped step that came later, where: by the position at which it was missed and its number there."""
    surplus: dict[Label | None, list[int]] = {}
    for finding in reversed(found):
        if not finding.skipped:
            surplus.setdefault(finding.label, []).append(finding.position)
    late = {}
    for finding in found:
        for number, label in enumerate(finding.skipped):
            later = surplus.get(label)
            while later and later[-1] < finding.position:
                later.pop()
            if later:
                late[finding.position, number] = later.pop()
    return late


def _surplus(model: Model, trace: Sequence[Label], finding: Finding) -> Deviation:
    label, position = finding.label, finding.position
    assert label is not None
    if label not in model.labels:
        return Deviation(Kind.UNKNOWN, label, position)
    if label in trace[:position]:
        return Deviation(Kind.REPEATED, label, position)
    return Deviation(Kind.OTHER_WAY, label, position, trace[position - 1] if position else None)
