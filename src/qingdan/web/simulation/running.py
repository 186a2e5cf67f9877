"""Proves editions and simulates powers, for the command and the pages; keeps in this process what was searched."""

from __future__ import annotations

import functools
import multiprocessing
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.proving import Proof, Prover
from qingdan.domain.flow.separation.combinations import TOGETHER
from qingdan.domain.flow.simulate.found import Graph
from qingdan.domain.flow.simulate.montecarlo import Observed, Setting, Simulated, SubCase, simulate

SUB_CASES = 200  # cases of a power that another starts
NO_GRAPH = Graph((), (), (), {})
_shared: dict[str, Prover] = {}  # what the processes that help were started with


class _ById:
    """An edition as a key: it is read once for each digest."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def __hash__(self) -> int:
        return hash(self.edition.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and self.edition.digest == other.edition.digest


def prover_of(edition: Edition, limits: Mapping[str, int] | None = None, together: int = TOGETHER) -> Prover:
    """The prover of an edition, under its own limits or others: the same one each time, with what it has searched."""
    return _kept(_ById(edition), tuple(sorted((edition.limits if limits is None else limits).items())), together)


@functools.lru_cache(maxsize=4)
def _kept(key: _ById, limits: tuple[tuple[str, int], ...], together: int) -> Prover:
    return Prover(key.edition, dict(limits), together)


def prove_all(
    prover: Prover, slugs: Sequence[str], workers: int, progress: Callable[[int], None] = lambda done: None
) -> Iterator[Proof]:
    """The proofs of these powers, in any order, by so many processes at once; without their graphs."""
    if workers < 2:
        for done, slug in enumerate(slugs, start=1):
            yield _bare(prover.prove(slug))
            progress(done)
        return
    _shared["prover"] = prover
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        for done, proof in enumerate(pool.imap_unordered(_prove, _largest_first(prover, slugs)), start=1):
            yield proof
            progress(done)


def _largest_first(prover: Prover, slugs: Sequence[str]) -> list[str]:
    """So that no process is left with a large one at the end."""
    size = {slug: sum(len(s.signers) ** 2 for s in prover.edition.powers[slug].flow.steps().values()) for slug in slugs}
    return sorted(slugs, key=lambda slug: (-size[slug], slug))


def _prove(slug: str) -> Proof:
    return _bare(_shared["prover"].prove(slug))


def _bare(proof: Proof) -> Proof:
    return replace(proof, exhausted=replace(proof.exhausted, graph=NO_GRAPH))


def run(
    prover: Prover,
    slug: str,
    setting: Setting,
    is_working_day: Callable[[date], bool],
    seen: Callable[[str], Observed] = lambda power: Observed(),
) -> Simulated:
    """Simulate a power; those that it starts are simulated before it. ``seen``: what finished cases of each told."""
    known: dict[str, tuple[SubCase, ...]] = {}

    def cases_of(power: str, number: int, seed: int) -> Simulated:
        steps = prover.edition.powers[power].flow.steps().values()
        for sub in dict.fromkeys(step.power for step in steps if step.power):
            if sub not in known:
                known[sub] = cases_of(sub, SUB_CASES, zlib.crc32(f"{setting.seed} {sub}".encode())).ends
        own = replace(setting, cases=number, seed=seed, observed=seen(power), sub_cases=dict(known))
        return simulate(prover.machine(power), prover.exhausted(power).graph, own, is_working_day)

    return cases_of(slug, setting.cases, setting.seed)
