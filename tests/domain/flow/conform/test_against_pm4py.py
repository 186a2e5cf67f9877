"""Our verdicts beside those of pm4py's alignments (cost 0: the trace fits), on trees and traces at random.

pm4py runs in a process of its own: the house never imports it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from bench.conformance import play, text_of
from qingdan.domain.flow.conform import process_tree as model
from qingdan.domain.flow.conform.process_tree import ProcessTree, labels
from qingdan.domain.flow.conform.trees import TreeModel
from tests.budget import rounds

ORACLE = Path(__file__).with_name("pm4py_verdicts.py")
TREES, TRACES = 30, 12


def random_tree(dice: Random, deepest: int, names: list[str]) -> ProcessTree:
    kind = dice.choice(["sequence", "exclusive", "parallel", "loop", "activity"] if deepest else ["activity"])
    if kind == "activity" and dice.random() < 0.2:
        return model.Silent()
    if kind == "activity" or not names:
        return model.Activity(names.pop()) if names else model.Silent()
    parts = tuple(random_tree(dice, deepest - 1, names) for _ in range(2 if kind == "loop" else dice.randint(2, 3)))
    if kind == "loop":
        return model.Loop(*parts)
    return {"sequence": model.Sequence, "exclusive": model.Exclusive, "parallel": model.Parallel}[kind](parts)


def random_trace(dice: Random, tree: ProcessTree) -> list[str]:
    """A run of the tree, half of the time with an event left out, put in or moved."""
    trace = play(dice, tree)
    if dice.random() < 0.5:
        at = dice.randint(0, len(trace))
        match dice.randrange(3):
            case 0:
                trace[at : at + 1] = []
            case 1:
                trace.insert(at, dice.choice(sorted(set(labels(tree))) or ["a"]))
            case _:
                dice.shuffle(trace)
    return trace[:14]


@pytest.mark.slow
def test_our_verdicts_are_those_of_alignments():
    dice = Random(20260101)
    asked = []
    for _ in range(rounds(TREES)):
        tree = random_tree(dice, 3, list("hgfedcba"))
        if labels(tree):
            asked.append((tree, [random_trace(dice, tree) for _ in range(TRACES)]))
    words = json.dumps([{"tree": text_of(tree), "traces": traces} for tree, traces in asked])
    ran = subprocess.run([sys.executable, str(ORACLE)], input=words, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    verdicts = json.loads(ran.stdout.splitlines()[-1])
    fitting = 0
    for (tree, traces), theirs in zip(asked, verdicts, strict=True):
        judge = TreeModel(tree)
        for trace, fits in zip(traces, theirs, strict=True):
            assert (not judge.judge(trace)) == fits, (text_of(tree), trace)
            fitting += fits
    total = sum(len(traces) for _, traces in asked)
    assert total * 0.3 < fitting < total * 0.9  # both verdicts were tried
