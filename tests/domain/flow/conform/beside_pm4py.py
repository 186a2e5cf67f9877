"""pm4py beside us: its verdicts on traces (an alignment of cost 0: the trace fits), and trees of its own generator.

pm4py runs in a process of its own: the house never imports it. Tests ask it about a few trees, ``bench/equalities.py``
about many.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from bench.conformance import Trace, play, text_of
from qingdan.domain.flow.conform.process_tree import ProcessTree, labels
from qingdan.domain.flow.conform.ptml import read_ptml

ORACLE = Path(__file__).with_name("pm4py_oracle.py")
# Shares of operators for pm4py's generator: all that it knows, labels once each.
MADE = {"sequence": 0.25, "choice": 0.2, "parallel": 0.2, "loop": 0.2, "or": 0.15, "silent": 0.3, "duplicate": 0}
Logs = Sequence[tuple[ProcessTree, list[Trace]]]


def verdicts(logs: Logs, seconds: float = 300) -> list[list[bool | None]]:
    """Whether each trace of each log fits its tree; None where that was not found within ``seconds`` of processor time
    for all, or a few for one. :raises RuntimeError: when the other side fails."""
    told = [{"tree": text_of(tree), "traces": traces} for tree, traces in logs]
    return _asked("verdicts", {"logs": told, "seconds": seconds})


def generated(seed: int, count: int, least: int, most: int) -> list[ProcessTree]:
    """Trees of pm4py's generator with so many activities, written by it and read by us."""
    parameters = {**MADE, "min": least, "mode": (least + most) // 2, "max": most}
    found = _asked("trees", {"seed": seed, "count": count, "parameters": parameters})
    return [read_ptml("generated.ptml", text.encode()) for text in found]


def _asked(what: str, words: dict[str, Any]) -> Any:
    clean = {**os.environ, "PYTHONHASHSEED": "0"}  # the generator goes through sets
    asked = [sys.executable, str(ORACLE), what]
    ran = subprocess.run(asked, input=json.dumps(words), capture_output=True, text=True, check=False, env=clean)
    if ran.returncode:
        raise RuntimeError(ran.stderr[-2000:])
    return json.loads(ran.stdout.splitlines()[-1])


def random_trace(dice: Random, tree: ProcessTree, most: int = 14) -> Trace:
    """A run of the tree, half of the time with an event left out, put in or moved."""
    trace = play(dice, tree)
    if dice.random() < 0.5:
        at = dice.randint(0, len(trace))
        match dice.randrange(3):
            case 0:
                trace[at : at + 1] = []
            case 1:
                trace.insert(at, dice.choice(sorted(map(str, set(labels(tree)))) or ["a"]))
            case _:
                dice.shuffle(trace)
    return trace[:most]
