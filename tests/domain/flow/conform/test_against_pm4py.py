"""Our verdicts beside those of pm4py's alignments (cost 0: the trace fits), on trees and traces at random."""

from __future__ import annotations

from random import Random

import pytest

from bench.conformance import text_of
from qingdan.domain.flow.conform.process_tree import labels
from qingdan.domain.flow.conform.trees import TreeModel
from tests.budget import rounds
from tests.domain.flow.conform.beside_pm4py import generated, random_trace, verdicts
from tests.domain.flow.conform.languages import tree_at_random

TREES, TRACES = 30, 12


@pytest.mark.slow
def test_our_verdicts_are_those_of_alignments():
    dice = Random(20260101)
    trees = [*generated(7, rounds(TREES) // 2, 5, 12), *(tree_at_random(dice) for _ in range(rounds(TREES) // 2))]
    asked = [(tree, [random_trace(dice, tree) for _ in range(TRACES)]) for tree in trees if labels(tree)]
    fitting = 0
    for (tree, traces), theirs in zip(asked, verdicts(asked), strict=True):
        judge = TreeModel(tree)
        for trace, fits in zip(traces, theirs, strict=True):
            assert fits is None or (not judge.judge(trace)) == fits, (text_of(tree), trace)
            fitting += bool(fits)
    total = sum(len(traces) for _, traces in asked)
    assert total * 0.3 < fitting < total * 0.9  # both verdicts were tried
