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
from qingdan.domain.words import Words


class Finding(NamedTuple):
    """What was wrong at an event: the steps ``skipped`` before it; none: it was not possible at all and was passed
    over. ``label`` is None at the end of the trace. ``stopped``: from here on nothing was judged."""

    position: int
    label: Label | None
    skipped: Labels
    stopped: bool = False


class Model(Protocol):
    """Something that says which traces it allows."""

    labels: frozenset[Label]  # its steps

    def step_of(self, label: Label) -> Label:
        """The step that a label names."""

    def judge(self, trace: Sequence[Label]) -> list[Finding]:
        """What is wrong in a trace, in its order; nothing exactly when the model allows it."""


class Kind(StrEnum):
    """What can be wrong: with the order of steps, and below with who did a step, when, and how."""

    SKIPPED = "skipped"
    OUT_OF_ORDER = "out-of-order"
    REPEATED = "repeated"
    UNKNOWN = "unknown-activity"
    OTHER_WAY = "other-way"
    UNFINISHED = "unfinished"
    WRONG_ACTOR = "wrong-actor"
    LATE = "late"
    NOTICE_SHORT = "notice-too-short"
    QUORUM_SHORT = "quorum-short"
    RECUSED = "recused-person"
    RECORDED_LATE = "recorded-late"
    NOT_DECIDED = "not-decided"  # no deviation: from here on it was not judged


@dataclass(frozen=True, slots=True)
class Deviation:
    """One thing that was wrong with a step. ``position`` is that of its event in the trace, counted from 0; of a
    skipped step that of ``other``, before which it was missed (None: the end). Out of order: it came behind it.
    ``detail`` is what else is to be said of it."""

    kind: Kind
    step: Label | None
    position: int
    other: Label | None = None
    detail: Words | None = None


def deviations(model: Model, trace: Sequence[Label]) -> tuple[Deviation, ...]:
    """What is wrong in a trace, in its order; nothing exactly when the model allows it."""
    found = model.judge(trace)
    return tuple(_explained(model, trace, found)) if found else ()


def _explained(model: Model, trace: Sequence[Label], found: list[Finding]) -> Iterator[Deviation]:
    steps = [model.step_of(label) for label in trace]
    late = _came_late(model, found, steps)
    used = set(late.values())
    for finding in found:
        here = steps[finding.position] if finding.label is not None else None
        if finding.stopped:
            yield Deviation(Kind.NOT_DECIDED, here, finding.position)
        elif not finding.skipped and finding.position not in used:
            yield _surplus(model, steps, finding.position)
        for number, label in enumerate(finding.skipped):
            position, step = late.get((finding.position, number)), model.step_of(label)
            if position is None:
                yield Deviation(Kind.SKIPPED, step, finding.position, here)
            else:
                yield Deviation(Kind.OUT_OF_ORDER, step, position, here)


def _came_late(model: Model, found: list[Finding], steps: Sequence[Label]) -> dict[tuple[int, int], int]:
    """For each skipped step that came later, where: by the position at which it was missed and its number there. What
    stands where nothing was judged any more came later too."""
    surplus: dict[Label, list[int]] = {}
    for position in range(len(steps) - 1, found[-1].position - 1, -1) if found[-1].stopped else ():
        surplus.setdefault(steps[position], []).append(position)
    for finding in reversed(found):
        if finding.stopped:
            continue
        if not finding.skipped and finding.label is not None:
            surplus.setdefault(model.step_of(finding.label), []).append(finding.position)
    late = {}
    for finding in found:
        for number, label in enumerate(finding.skipped):
            later = surplus.get(model.step_of(label), [])
            while later and later[-1] < finding.position:
                later.pop()
            if later:
                late[finding.position, number] = later.pop()
    return late


def _surplus(model: Model, steps: Sequence[Label], position: int) -> Deviation:
    if position == len(steps):
        return Deviation(Kind.UNFINISHED, None, position, steps[-1] if steps else None)
    step, before = steps[position], steps[:position]
    if step not in model.labels:
        return Deviation(Kind.UNKNOWN, step, position)
    if step in before:
        return Deviation(Kind.REPEATED, step, position)
    return Deviation(Kind.OTHER_WAY, step, position, before[-1] if before else None)
