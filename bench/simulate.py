"""Every power searched through and every combination of posts judged, against the promise of a minute on two cores."""

from __future__ import annotations

import os
import resource
import time

from bench.measure import Section, Size
from bench.shipped import shipped
from qingdan.domain.catalogue.proving import Proof, Prover
from qingdan.web.simulation.running import prove_all

PROMISE = 60  # seconds, on two cores
CORES = 2


def run(size: Size = Size.NORMAL) -> list[Section]:
    """One run with two processes, and what it went through."""
    edition = shipped()
    slugs = list(edition.powers)[:2] if size is Size.TINY else list(edition.powers)
    prover = Prover(edition)
    began, used = time.perf_counter(), _processor()
    proofs = list(prove_all(prover, slugs, CORES))
    seconds, worked = time.perf_counter() - began, _processor() - used
    cells = [
        ["seconds", f"{seconds:.1f}", f"{PROMISE}"],
        ["processor seconds of both processes", f"{worked:.1f}", f"{PROMISE * CORES}"],
        *([name, f"{count:,}", ""] for name, count in _counts(proofs).items()),
    ]
    notes = [
        f"{len(slugs)} powers, {CORES} processes on {os.cpu_count()} cores; the edition is read before",
        "the limit is the promise itself: no peer searches flows and posts together",
    ]
    return [Section("Every way of every power, and every combination of posts", ["", "ours", "promised"], cells, notes)]


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime + time.process_time()


def _counts(proofs: list[Proof]) -> dict[str, int]:
    found = [proof.exhausted for proof in proofs]
    return {
        "states": sum(one.states for one in found),
        "transitions": sum(one.transitions for one in found),
        "steps reached": sum(len(one.reached) for one in found),
        "steps, branches and outcomes not reached": sum(
            len(one.unreached) + len(one.untaken) + len(one.missing) for one in found
        ),
        "endings": sum(len(one.endings) for one in found),
        "steps and checks judged under every combination": sum(
            len({f.target for f in proof.findings}) for proof in proofs
        ),
        "smallest combinations that take a step or a check away": sum(len(proof.findings) for proof in proofs),
    }
