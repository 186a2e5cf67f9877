"""The oracle's side of ``beside_pm4py``, run as a program, because pm4py greets on standard output and is only ever an
oracle. Reads what is asked as JSON and prints the answer as its last line.

``verdicts``: whether each trace fits its tree; null where that was not found in time. ``trees``: trees of its own
generator, as ``.ptml``.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from pathlib import Path

LONGEST = 1  # seconds for one trace


def verdicts(asked: dict) -> list[list[bool | None]]:
    import pm4py
    from pm4py.algo.conformance.alignments.petri_net import algorithm as alignments
    from pm4py.objects.log.obj import Event, Trace
    from pm4py.objects.process_tree.utils.generic import parse

    bounded, until = {"max_align_time_trace": LONGEST}, time.process_time() + asked["seconds"]

    def fits(net: tuple, trace: list[str]) -> bool | None:
        if time.process_time() > until:
            return None
        events = Trace([Event({"concept:name": label}) for label in trace])
        aligned = alignments.apply_trace(events, *net, parameters=bounded)
        return aligned and aligned["cost"] < 10_000  # a silent step costs 1, a visible deviation 10,000

    found = []
    for one in asked["logs"]:
        net = pm4py.convert_to_petri_net(parse(one["tree"]))
        found.append([fits(net, trace) for trace in one["traces"]])
    return found


def trees(asked: dict) -> list[str]:
    import numpy as np
    import pm4py
    from pm4py.algo.simulation.tree_generator import algorithm as generator

    found = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(asked["count"]):
            random.seed(asked["seed"] + number)
            np.random.seed(asked["seed"] + number)
            made = generator.apply(variant=generator.Variants.PTANDLOGGENERATOR, parameters=dict(asked["parameters"]))
            pm4py.write_ptml(made, f"{folder}/tree.ptml")
            found.append(Path(folder, "tree.ptml").read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    print(json.dumps({"verdicts": verdicts, "trees": trees}[sys.argv[1]](json.load(sys.stdin))))
