"""Judges the cases of a log one by one and counts what was found; nothing of a case is kept but what it is told by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from qingdan.domain.flow.conform.judging import Deviation, Kind, Model, deviations
from qingdan.domain.flow.conform.log import Case, Event
from qingdan.domain.flow.conform.table import Label
from qingdan.domain.words import Words

Reads = Callable[[Event], Label]  # what an event says was done
# What else is wrong with a case than the order of its steps.
Looks = Callable[[Sequence[Event], Sequence[Label]], Iterable[Deviation]]


@dataclass(slots=True)
class Counts:
    """What was judged so far."""

    traces: int = 0
    events: int = 0
    fitting: int = 0
    not_decided: int = 0
    deviations: int = 0
    by_kind: Counter[Kind] = field(default_factory=Counter)
    by_step: Counter[tuple[Kind, Label]] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """How many of the cases fit, from 0 to 1; 1 where there are none."""
        return self.fitting / self.traces if self.traces else 1.0


@dataclass(frozen=True, slots=True)
class Judged:
    """One case and what is wrong with it; nothing: it fits. The last may be that judging stopped (``NOT_DECIDED``)."""

    case: Case
    deviations: tuple[Deviation, ...]

    def line(self, found: Deviation) -> int:
        """Where in its file the event of a deviation stands; at the end of a case, that of its last event; 0: none."""
        events = self.case.events
        return events[min(found.position, len(events) - 1)].line if events else 0


def judged(
    model: Model, reads: Reads, cases: Iterable[Case], counts: Counts, looks: Looks | None = None
) -> Iterator[Judged]:
    """Each case of a log with its deviations; ``counts`` grows as they are taken."""
    for case in cases:
        trace = [reads(event) for event in case.events]
        found = deviations(model, trace)
        if looks is not None:
            found = (*found, *looks(case.events, trace))
        counts.traces += 1
        counts.events += len(case.events)
        counts.fitting += not found
        for one in found:
            counts.by_kind[one.kind] += 1
            counts.by_step[one.kind, one.step] += 1
            counts.not_decided += one.kind is Kind.NOT_DECIDED
            counts.deviations += one.kind is not Kind.NOT_DECIDED
        yield Judged(case, found)


def by_label(event: Event) -> Label:
    """For a model from outside: the activity is the label."""
    return event.activity


def headline(counts: Counts) -> Words:
    """The result in a sentence."""
    t, f, n = counts.traces, counts.fitting, counts.not_decided
    zh = f"{t}件里有{f}件完全照流程办（{counts.share:.1%}），一共{counts.events}个步骤，找到{counts.deviations}处不合。"
    en = f"{f} of {t} cases fit ({counts.share:.1%}); {counts.events} events, {counts.deviations} deviations."
    if n:
        zh, en = f"{zh}有{n}件没有判完。", f"{en} {n} could not be judged to the end."
    return Words(zh, en)
