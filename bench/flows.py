"""The engine on the list's own flows, the whole language in them, and what bounds it.

Every power is walked to one of its endings by events that its state allows; each event is then done as a web request
does it: state from bytes, advanced, state to bytes.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from itertools import count
from random import Random

from bench.measure import Row, Section, Size, in_turn
from bench.shipped import shipped
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.explore import possible, sample_value
from qingdan.domain.flow.machine import Machine, machine
from qingdan.domain.flow.model import Fact, FactType
from qingdan.domain.flow.state import Event, State

MOST = 300  # events; a walk that leans forward is over long before
ASIDE = {"object", "interrupt", "discharge"}
Step = tuple[Machine, bytes, Event]


def walk(running: Machine, edition: Edition, chance: Random) -> list[Step]:
    """One case from its opening to an ending: before each event the state as bytes."""
    people = count(1)

    def values(fact: Fact) -> object:
        if fact.type is FactType.CHOICE:
            return chance.choice(list(fact.choices))
        return chance.random() < 0.5 if fact.type is FactType.YES_NO else sample_value(fact)

    state: State = running.start()
    steps: list[Step] = []
    while state["phase"] != "over" and len(steps) < MOST:
        found = [
            *possible(running, state, lambda _r, _k, _s: next(people), values),
            *_subs(running, state, edition, values),
        ]
        event = chance.choice([e for e in found if e["type"] not in ASIDE] or found)
        steps.append((running, _bytes(state), event))
        state = running.advance(state, event)
    return steps


def _subs(running: Machine, state: State, edition: Edition, values: Callable[[Fact], object]) -> list[Event]:
    """The ends that the sub-cases now open may come to."""
    ends: list[Event] = []
    for key in state["open"]:
        step = running.step(key)
        for outcome in edition.powers[step.power].flow.outcomes if step.power else ():
            facts = {} if outcome in step.results else {f.name: values(f) for f in running.flow.set_at(step.id)}
            ends.append({"type": "sub", "key": key, "outcome": outcome, "facts": facts})
    return ends


def _bytes(state: State) -> bytes:
    return json.dumps(state, separators=(",", ":"), ensure_ascii=False).encode()


def _whole(steps: list[Step]) -> Callable[[], int]:
    def work() -> int:
        for running, kept, event in steps:
            _bytes(running.advance(json.loads(kept), event))
        return len(steps)

    return work


def _parts(steps: list[Step]) -> dict[str, Callable[[], int]]:
    """The same work in its three parts, each over all the steps."""
    states = [json.loads(kept) for _, kept, _ in steps]

    def read() -> int:
        for _, kept, _ in steps:
            json.loads(kept)
        return len(steps)

    def advance() -> int:
        for (running, _, event), state in zip(steps, states, strict=True):
            running.advance(state, event)  # leaves the state before as it was
        return len(steps)

    def write() -> int:
        for state in states:
            _bytes(state)
        return len(steps)

    return {"state from bytes": read, "the event judged and the step completed": advance, "state to bytes": write}


def run(size: Size = Size.NORMAL) -> list[Section]:
    """All powers together, those with the smallest and the largest states, and where the time goes."""
    edition = shipped()
    flows = {slug: machine(power.flow, edition.limits) for slug, power in edition.powers.items()}
    if size is Size.TINY:
        flows = dict(list(flows.items())[:2])
    times, rounds = (1, 1) if size is Size.TINY else (10, 7)
    walks = {slug: [s for n in range(times) for s in walk(m, edition, Random(n))] for slug, m in flows.items()}
    heavy = {slug: sum(len(kept) for _, kept, _ in steps) / len(steps) for slug, steps in walks.items()}
    light, largest = min(heavy, key=heavy.__getitem__), max(heavy, key=heavy.__getitem__)
    every = [step for steps in walks.values() for step in steps]
    works = {f"all {len(flows)} powers": _whole(every), light: _whole(walks[light]), largest: _whole(walks[largest])}
    rows = in_turn(works, rounds, time.process_time)
    states = [sum(heavy.values()) / len(heavy), heavy[light], heavy[largest]]
    cells = [
        [row.name, f"{row.per_second:,.0f}", f"{row.low:,.0f}", f"{row.high:,.0f}", f"{state:,.0f}"]
        for row, state in zip(rows, states, strict=True)
    ]
    notes = [
        f"{len(every):,} events of {times} random walks of each power from its opening to an ending; one process, "
        "seconds of its processor time",
        *_shares(in_turn(_parts(every), rounds, time.process_time)),
    ]
    head = ["power", "events per second, median", "lowest", "highest", "bytes of a state"]
    return [Section("The engine on the list's own flows", head, cells, notes)]


def _shares(parts: list[Row]) -> list[str]:
    """How the time of an event divides, and which part bounds it."""
    spent = {row.name: 1 / row.per_second for row in parts}
    whole = sum(spent.values())
    said = ", ".join(f"{name} {seconds / whole:.0%}" for name, seconds in spent.items())
    return [f"of an event's time: {said}", f"bounded by: {max(spent, key=spent.__getitem__)}"]


if __name__ == "__main__":
    print(run()[0].markdown())
