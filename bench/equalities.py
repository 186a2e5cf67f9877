"""Our verdicts equal those of others, or it says where not: the list's flows beside SpiffWorkflow, process trees beside
a listing of their whole language and beside pm4py's alignments, and the public logs ``a12`` beside their known answers.

Not a measurement: the figures are how much was compared. The tests compare the same ways, only less.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from random import Random
from typing import Any

from bench.measure import Section, Size
from qingdan.domain.flow.conform.process_tree import ProcessTree, labels, walk
from qingdan.domain.flow.conform.ptml import read_ptml
from qingdan.domain.flow.conform.trees import TreeModel
from qingdan.domain.flow.simulate.liveness import results_at
from qingdan.web.management.progress import Progress
from tests.domain.flow.bpmn import beside as spiff
from tests.domain.flow.conform import a12
from tests.domain.flow.conform.beside_pm4py import generated, random_trace, verdicts
from tests.domain.flow.conform.languages import language, tree_at_random

CORES = 2
LABELS = 8, 14  # at least and at most, of a larger tree
TITLE = "The same verdicts as others, one by one"


@dataclass(frozen=True)
class Amount:
    """How much is compared. ``walks`` of each of so many ``powers`` (None: all), for at most so many seconds each;
    ``small`` trees by lots, each against every trace of at most ``events``; lots of ``large`` trees with ``traces``
    each, for at most so many seconds a lot. Seconds are of the processor."""

    powers: int | None
    walks: int
    walking: float
    small: int
    large: int
    traces: int
    aligning: float
    events: int = 5
    lot: int = 25


AMOUNTS = {
    Size.TINY: Amount(powers=2, walks=1, walking=1, small=2, large=2, traces=3, aligning=5, events=3, lot=2),
    Size.NORMAL: Amount(powers=None, walks=1, walking=1, small=50, large=4, traces=10, aligning=5, lot=4),
    Size.FULL: Amount(
        powers=None, walks=32, walking=4, small=1200, large=192, traces=20, aligning=12, events=6, lot=12
    ),
}


@dataclass
class Compared:
    """What one way of comparing came to: ``things`` (cases, trees, logs), their ``states`` or traces, the differences
    as (size, words), and what else is to be said. ``undecided``: where the other side found no verdict in time."""

    way: str
    things: int = 0
    states: int = 0
    undecided: int = 0
    wrong: list[tuple[int, str]] = field(default_factory=list)
    results: set[tuple[str, str, str]] = field(default_factory=set)
    fitting: Counter[str] = field(default_factory=Counter)

    def add(self, other: Compared) -> None:
        """Count what a part of the work came to."""
        self.things += other.things
        self.states += other.states
        self.undecided += other.undecided
        self.wrong += other.wrong
        self.results |= other.results
        self.fitting += other.fitting


def beside_spiff(slug: str, amount: Amount) -> Compared:
    """Cases of one power on both sides, each state compared."""
    data, found, tried = spiff.written(slug), Compared("spiff"), Counter[tuple[str, str]]()
    until = time.process_time() + amount.walking
    for number in range(amount.walks):
        walked = spiff.walk(data, spiff.Player(slug, Random(f"{slug} {number}"), tried))
        found.things += 1
        found.states += walked.states
        found.results |= {(slug, step, result) for step, result in walked.results}
        if walked.wrong:
            found.wrong.append((len(walked.events), str(walked)))
        if time.process_time() > until:
            break
    return found


def beside_listing(seed: int, amount: Amount) -> Compared:
    """A lot of small trees of every kind: each trace of at most so many events, judged and looked up."""
    found, dice = Compared("listing"), Random(seed)
    while found.things < min(amount.lot, amount.small):
        kind = found.things % 3
        tree = tree_at_random(dice, distinct=kind != 1, cut_off=kind == 2)
        letters = sorted(map(str, set(labels(tree))))
        if not letters or len(letters) > 5 or _size(tree) > 14:
            continue
        allowed, judge = language(tree, amount.events), TreeModel(tree)
        traces = (trace for n in range(amount.events + 1) for trace in product([*letters, "?"], repeat=n))
        _compare(found, tree, ((trace, trace in allowed) for trace in traces), judge)
    return found


def beside_alignments(seed: int, amount: Amount) -> Compared:
    """A lot of larger trees, half of them of pm4py's own generator: runs, half of them disturbed."""
    found, dice, count = Compared("alignments"), Random(seed), min(amount.lot, amount.large) // 2
    trees = generated(1_000 * seed, count, *LABELS)
    while len(trees) < 2 * count:
        tree = tree_at_random(dice, 4)
        if LABELS[0] <= len(labels(tree)) <= LABELS[1]:
            trees.append(tree)
    logs = [(tree, [random_trace(dice, tree, 20) for _ in range(amount.traces)]) for tree in trees]
    for (tree, traces), theirs in zip(logs, verdicts(logs, amount.aligning), strict=True):
        _compare(found, tree, zip(traces, theirs, strict=True), TreeModel(tree))
    return found


def beside_known_answers(_seed: int, _amount: Amount) -> Compared:
    """The five public logs: how many traces fit, and for each variant what an alignment says."""
    found, tree = Compared("a12"), read_ptml(a12.TREE.name, a12.TREE.read_bytes())
    judge, variants = TreeModel(tree), list(a12.variants())
    (theirs,) = verdicts([(tree, [list(trace) for _log, _cases, trace in variants])])
    _compare(found, tree, zip((trace for *_, trace in variants), theirs, strict=True), judge)
    found.states = sum(cases for _log, cases, _trace in variants)
    found.things = len(a12.FITTING)
    found.fitting = Counter()
    for log, cases, trace in variants:
        found.fitting[log] += 0 if judge.judge(trace) else cases
    for log, known in a12.FITTING.items():
        if found.fitting[log] != known:
            found.wrong.append((0, f"{log}: {found.fitting[log]} traces fit, known are {known}"))
    return found


def _compare(found: Compared, tree: ProcessTree, theirs: Any, judge: TreeModel) -> None:
    found.things += 1
    for trace, fits in theirs:
        ours = not judge.judge(trace)
        found.undecided += fits is None
        found.states += fits is not None
        found.fitting["fitting"] += bool(fits)
        if fits is not None and ours != fits:
            said = f"{tree} and {' '.join(trace) or 'the empty trace'}: ours {ours}, theirs {fits}"
            found.wrong.append((_size(tree) + len(trace), said))


def _size(tree: ProcessTree) -> int:
    return sum(1 for _ in walk(tree))


WAYS: Mapping[str, Callable[[Any, Amount], Compared]] = {
    "spiff": beside_spiff,
    "listing": beside_listing,
    "alignments": beside_alignments,
    "a12": beside_known_answers,
}


def _parts(amount: Amount) -> list[tuple[str, Any]]:
    """The work in parts, the longest first."""
    lots = lambda trees: range(-(-trees // amount.lot))  # noqa: E731
    return [
        *(("alignments", lot) for lot in lots(amount.large)),
        *(("spiff", slug) for slug in list(spiff.FLOWS)[: amount.powers]),
        *(("listing", lot) for lot in lots(amount.small)),
        ("a12", 0),
    ]


def _one(part: tuple[str, Any, Amount]) -> Compared:
    way, what, amount = part
    return WAYS[way](what, amount)


def compared(amount: Amount) -> dict[str, Compared]:
    """Everything, by two processes at once."""
    found = {way: Compared(way) for way in WAYS}
    parts = [(*part, amount) for part in _parts(amount)]
    with (
        Progress(sys.stderr, "comparing", len(parts)) as bar,
        multiprocessing.get_context("fork").Pool(CORES) as pool,
    ):
        for one in pool.imap_unordered(_one, parts):
            found[one.way].add(one)
            bar.more()
    return found


@cache
def _results(powers: int | None) -> int:
    """How many results the steps of the first so many powers can have in all."""
    machines = [spiff.FLOWS[slug] for slug in list(spiff.FLOWS)[:powers]]
    steps = [(machine, step) for machine in machines for step in machine.flow.steps().values()]
    return sum(len(results_at(machine, step, spiff.OUTCOMES)) for machine, step in steps)


def section(amount: Amount, found: Mapping[str, Compared]) -> Section:
    """The table, and whether what is promised was found: no difference at all."""
    names = {
        "spiff": ("flows exported to BPMN: the steps open at each state", "SpiffWorkflow 3.2", "cases", "states"),
        "listing": (f"small trees: every trace of at most {amount.events} events", "their language", "trees", "traces"),
        "alignments": ("larger trees: runs, and runs disturbed", "pm4py alignments of cost 0", "trees", "traces"),
        "a12": ("the public logs a12", "their known answers, and alignments", "logs", "traces"),
    }
    cells = []
    for way, one in found.items():
        what, other, things, states = names[way]
        cells.append([what, other, f"{one.things:,} {things}", f"{one.states:,} {states}", str(len(one.wrong))])
    head = ["what", "beside", "how many", "compared", "differences"]
    return Section(TITLE, head, cells, [*_notes(amount, found)])


def _notes(amount: Amount, found: Mapping[str, Compared]) -> Iterator[str]:
    wrong = sorted(pair for one in found.values() for pair in one.wrong)
    yield f"differences: {len(wrong)} where 0 are promised: {'MISSED' if wrong else 'kept'}"
    if wrong:
        yield f"the smallest: {wrong[0][1]}"
    walked = found["spiff"].results
    powers = len({slug for slug, *_ in walked})
    reached = f"{len(walked):,} of the {_results(amount.powers):,} results that their steps can have"
    yield f"{powers} flows; the cases came to {reached}"
    yield f"left out, because BPMN cannot say it: {', '.join(spiff.EXCEPTIONS)} (reasons in docs/spec/bpmn.md)"
    for way in ("listing", "alignments"):
        one = found[way]
        yield f"{way}: {one.fitting['fitting'] / max(1, one.states):.0%} of the traces fit" + (
            f"; for {one.undecided:,} more the other side found no verdict in time" if one.undecided else ""
        )
    yield f"a12: {', '.join(str(found['a12'].fitting[log]) for log in a12.FITTING)} traces fit of 1,000 each"


def run(size: Size = Size.NORMAL) -> list[Section]:
    """Compare, and say what differs."""
    amount = AMOUNTS[size]
    return [section(amount, compared(amount))]
