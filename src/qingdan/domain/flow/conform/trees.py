"""A process tree as a model to judge traces by.

Parallel blocks are cut out and judged by themselves, on the trace projected on their branches: what taken together is a
product of states becomes a sum of small tables. Where the projection would not be exact the block stays whole: inside a
loop, whose rounds a projection cannot tell apart, where a run may be cut off from beside, and where a label stands
twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from qingdan.domain.flow.conform import process_tree as model
from qingdan.domain.flow.conform.judging import Finding
from qingdan.domain.flow.conform.leads import Leads, shortest
from qingdan.domain.flow.conform.process_tree import ProcessTree, labels, repeated_labels, walk
from qingdan.domain.flow.conform.residuals import Residuals, Term
from qingdan.domain.flow.conform.table import MOST_MOVES, SURPLUS, Label, Labels, Row, Table

States = frozenset[Term]
Rows = Sequence[Row[States]]


class TreeAutomaton:
    """States are the sets of terms that may be left of a tree."""

    def __init__(self, tree: ProcessTree) -> None:
        self._residuals = Residuals()
        self._leads = Leads(self._residuals)
        self._begin = frozenset([self._residuals.term(tree)])

    def begin(self) -> States:
        """The whole tree is left."""
        return self._begin

    def after(self, state: States, label: Label) -> States | None:
        """What is left after ``label``, whichever way it was meant."""
        return frozenset(t for term in state for t in self._residuals.after(term, label)) or None

    def ends(self, state: States) -> bool:
        """Whether nothing more must happen."""
        return any(map(self._residuals.ends, state))

    def lead(self, state: States, label: Label) -> Labels | None:
        """The fewest steps after which ``label`` can happen."""
        return shortest(self._leads.to(term, label) for term in state)

    def finish(self, state: States) -> Labels:
        """The fewest steps to an ending."""
        return self._leads.finish(state)

    def full(self) -> bool:
        """Never: a tree has finitely many residuals, and the table is bounded by its moves."""
        return False


class Hole(NamedTuple):
    """A parallel block that was cut out: in the region around it one activity, which happens any number of times."""

    number: int


@dataclass(slots=True)
class Cut:
    """A tree cut into regions. ``parts[0]`` is the outermost; ``routes`` says which regions a label concerns, and as
    what it is known there."""

    parts: dict[int, ProcessTree] = field(default_factory=dict)
    routes: dict[Label, tuple[tuple[int, Label], ...]] = field(default_factory=dict)
    holes: dict[Hole, tuple[int, ...]] = field(default_factory=dict)  # the regions of its branches

    def region(self, tree: ProcessTree, around: tuple[tuple[int, Label], ...] = ()) -> int:
        """Cut ``tree``; ``around`` are the regions outside, each with the hole that the tree leaves there."""
        number = len(self.parts)
        self.parts[number] = tree  # holds the place: outer regions come before inner ones
        self.parts[number] = self._cut(tree, number, around)
        return number

    def _cut(self, tree: ProcessTree, region: int, around: tuple[tuple[int, Label], ...]) -> ProcessTree:
        match tree:
            case model.Sequence(children=parts):
                return model.Sequence(tuple(self._cut(p, region, around) for p in parts))
            case model.Exclusive(children=parts):
                return model.Exclusive(tuple(self._cut(p, region, around) for p in parts))
            case model.Parallel(children=parts) if not any(isinstance(n, model.Terminate) for n in walk(tree)):
                hole = Hole(len(self.holes))
                self.holes[hole] = ()  # takes its number before those inside
                self.holes[hole] = tuple(self.region(p, (*around, (region, hole))) for p in parts)
                return _any_number(hole, empty=_may_be_empty(tree))
            case _:
                self.routes |= {label: (*around, (region, label)) for label in labels(tree)}
                return tree


def _any_number(hole: Hole, empty: bool) -> ProcessTree:
    inside = model.Activity(hole)
    return model.Loop(model.Silent(), inside) if empty else model.Loop(inside, model.Silent())


def _may_be_empty(tree: ProcessTree) -> bool:
    automaton = TreeAutomaton(tree)
    return automaton.ends(automaton.begin())


class TreeModel:
    """Judges traces by a process tree: the verdict is exact, and takes time linear in a trace's length."""

    def __init__(self, tree: ProcessTree, most: int = MOST_MOVES) -> None:
        self.labels = frozenset(labels(tree))
        cut = Cut()
        if repeated_labels(tree):
            cut.parts[0] = tree
            cut.routes = {label: ((0, label),) for label in self.labels}
        else:
            cut.region(tree)
        self.tables = [Table(partial(TreeAutomaton, part), most) for part in cut.parts.values()]
        self._routes, self._holes = cut.routes, cut.holes

    def step_of(self, label: Label) -> Label:
        """A label is its step."""
        return label

    def judge(self, trace: Sequence[Label]) -> list[Finding]:
        """What is wrong in a trace of labels, in its order; nothing exactly when the model allows the trace."""
        return self._by_one_table(trace) if len(self.tables) == 1 else self._by_regions(trace)

    def _by_one_table(self, trace: Sequence[Label]) -> list[Finding]:
        row, found = self.tables[0].begin(), []
        for position, label in enumerate(trace):
            row, skipped = row[label]
            if skipped is not None:
                found.append(Finding(position, label, skipped))
        if row.missing is not None:
            found.append(Finding(len(trace), None, row.missing))
        return found

    def _by_regions(self, trace: Sequence[Label]) -> list[Finding]:
        rows = [table.begin() for table in self.tables]
        inside: list[Label | None] = [None] * len(rows)
        found: list[Finding] = []
        for position, label in enumerate(trace):
            missed: Labels = ()
            for region, known_as in self._routes.get(label, ((0, label),)):
                rows[region], skipped = rows[region][known_as]
                if skipped == SURPLUS:
                    found.append(Finding(position, label, SURPLUS))
                    break
                last = inside[region]
                if last is not known_as:
                    inside[region] = known_as
                    missed += self._left_open(last, rows, inside)
                if skipped:
                    missed += self._spelled_out(skipped)
            if missed:
                found.append(Finding(position, label, missed))
        missed = self._left_open(inside[0], rows, inside) + self._spelled_out(rows[0].missing or ())
        return [*found, Finding(len(trace), None, missed)] if missed else found

    def _left_open(self, last: Label | None, rows: Rows, inside: Sequence[Label | None]) -> Labels:
        """What is missing in a block when a trace goes on behind it; ``last`` is what it was at."""
        if not isinstance(last, Hole):
            return ()
        regions = self._holes[last]
        return tuple(
            label
            for region in regions
            for label in (
                *self._left_open(inside[region], rows, inside),
                *self._spelled_out(rows[region].missing or ()),
            )
        )

    def _spelled_out(self, known_as: Iterable[Label]) -> Labels:
        """The steps that holes stand for."""
        return tuple(self._steps(known_as))

    def _steps(self, known_as: Iterable[Label]) -> Iterator[Label]:
        for label in known_as:
            if isinstance(label, Hole):
                for region in self._holes[label]:
                    yield from self._steps(self.tables[region].begin().missing or ())
            else:
                yield label
