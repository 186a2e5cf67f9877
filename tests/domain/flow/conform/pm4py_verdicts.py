"""The oracle's side of ``test_against_pm4py``: reads trees and traces as JSON, prints whether each trace fits.

Run as a program, because pm4py greets on standard output and is only ever a test oracle.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    import pm4py
    from pm4py.algo.conformance.alignments.petri_net import algorithm as alignments
    from pm4py.objects.log.obj import Event, Trace
    from pm4py.objects.process_tree.utils.generic import parse

    found = []
    for asked in json.load(sys.stdin):
        net = pm4py.convert_to_petri_net(parse(asked["tree"]))
        fits = []
        for trace in asked["traces"]:
            aligned = alignments.apply_trace(Trace([Event({"concept:name": label}) for label in trace]), *net)
            fits.append(aligned["cost"] < 10_000)  # a silent step costs 1, a visible deviation 10,000
        found.append(fits)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
