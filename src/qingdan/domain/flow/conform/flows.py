"""A definition as a model to judge traces by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import partial

from qingdan.domain.flow.conform.flow_states import Done, FlowAutomaton, States
from qingdan.domain.flow.conform.judging import Finding
from qingdan.domain.flow.conform.table import MOST_MOVES, SURPLUS, Label, NotDecided, Table
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Flow, ForEach, Step, walk
from qingdan.domain.flow.open_values.regions import Regions

MOST_FOUND = 30  # impossible events of one trace for each of which the shortest way on is looked for


class FlowModel:
    """Judges traces of one definition under one set of limits. Labels are ``Done``."""

    def __init__(self, machine: Machine, unrecorded: frozenset[str] = frozenset(), most: int = MOST_MOVES) -> None:
        flow = machine.flow
        self.machine, self._unrecorded, self._most = machine, unrecorded, most
        self.shared = shared_names(flow)
        self.labels: frozenset[Label] = frozenset([*flow.steps(), *flow.any_time, *machine.owed, *self.shared])
        self._repeated = self._in_loops()
        self._regions = Regions(flow, machine.limits)
        self._tables: dict[tuple[int, bool, frozenset[int | str]], Table[States]] = {}

    def _in_loops(self) -> frozenset[Label]:
        """The steps that stand in a ``for_each``, and the names that such a step has."""
        flow = self.machine.flow
        steps = {s.id for loop in flow.blocks() if isinstance(loop, ForEach) for s in walk(loop) if isinstance(s, Step)}
        return frozenset(steps | {name for name, called in self.shared.items() if steps & {*called}})

    def step_of(self, label: Label) -> Label:
        """The step that a label names, whatever came of it."""
        return label.step if isinstance(label, Done) else label

    def judge(self, trace: Sequence[Label]) -> list[Finding]:
        """What is wrong in a trace, in its order; nothing exactly when a run of the machine could have left it."""
        found = list[Finding]()
        position, label = 0, None
        try:
            row = self._table(trace).begin()
            for position, label in enumerate(trace):
                row, skipped = row[label]
                if skipped is not None:
                    if len(found) == MOST_FOUND:
                        raise NotDecided
                    found.append(Finding(position, label, skipped))
        except NotDecided:
            return [*found, Finding(position, label, SURPLUS, stopped=True)]
        return found if row.missing is None else [*found, Finding(len(trace), None, row.missing)]

    def opened(self, trace: Sequence[Label]) -> list[int | None]:
        """For each event, after which other its step was certainly open, from -1 (from the beginning); None where it
        was not. Where a log leaves that open, the latest: a limit is not held to have begun before it must have."""
        table = self._table(trace)
        automaton = table.automaton
        assert isinstance(automaton, FlowAutomaton)
        found, since = list[int | None](), dict[str, int]()
        try:
            row = table.begin()
            for position, label in enumerate(trace):
                since = {step: since.get(step, position - 1) for step in automaton.open_in_all(row.state)}
                found.append(since.get(str(self.step_of(label))))
                row, _skipped = row[label]
        except NotDecided:
            pass  # of what comes behind nothing is known
        return found + [None] * (len(trace) - len(found))

    def _table(self, trace: Sequence[Label]) -> Table[States]:
        """The table for as many items as a trace can have had, one for every size, doubled from two; and for the
        values that it tells of facts which others are compared with."""
        items, alike = 2, not any(isinstance(label, Done) and label.item is not None for label in trace)
        often = max(Counter(s for label in trace if (s := self.step_of(label)) in self._repeated).values(), default=0)
        while items < often:
            items *= 2
        told = (dict(label.facts) for label in trace if isinstance(label, Done) and label.facts)
        known = frozenset[int | str]().union(*map(self._regions.known_in, told))
        if (items, alike, known) not in self._tables:
            make = partial(FlowAutomaton, self.machine, items, alike, self._unrecorded, self.shared, known)
            self._tables[items, alike, known] = Table(make, self._most)
        return self._tables[items, alike, known]


def shared_names(flow: Flow) -> Mapping[str, tuple[str, ...]]:
    """Chinese names that more than one step has, with those steps: a log that writes names may mean any of them."""
    by_name: defaultdict[str, list[str]] = defaultdict(list)
    for step in flow.steps().values():
        by_name[step.name.zh].append(step.id)
    return {name: tuple(steps) for name, steps in by_name.items() if len(steps) > 1}
