"""Runs of the machine, kept as logs would tell them; and for small flows every one of them, by trying everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from random import Random
from typing import Any

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.conform.flow_states import Done
from qingdan.domain.flow.explore import possible, sample_value, thresholds
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Fact, FactType, StepKind
from qingdan.domain.flow.state import Rejected, State, base, copy, suffix

SELDOM = ("interrupt", "dispute", "discharge", "object", "expire")
MOST_EVENTS = 400


def value_of(running: Machine, dice: Random, fact: Fact) -> Any:
    """A value near a limit, where the branches part."""
    match fact.type:
        case FactType.MONEY | FactType.COUNT:
            return dice.choice([max(n + d, 0) for n in (0, *thresholds(running)) for d in (-1, 0, 1)])
        case FactType.CHOICE:
            return dice.choice(list(fact.choices))
        case FactType.YES_NO:
            return dice.random() < 0.5
        case FactType.LIST:
            return [{"name": "示例", "sum": 1}] * dice.randint(0, 3)
        case _:
            return sample_value(fact)


def random_run(running: Machine, edition: Edition, dice: Random, completed: list[tuple[str, str]]) -> list[Done] | None:
    """The steps done in a random run, each with its result or without; None when it did not end in time.
    ``completed`` is where the machine writes what it completes (see ``recording``)."""
    persons, state, trace = count(1), running.start(), []
    for _ in range(MOST_EVENTS):
        if state["phase"] == "over":
            return trace
        found = [
            *possible(running, state, lambda *_: next(persons), lambda fact: value_of(running, dice, fact)),
            *_ends_of_sub_cases(running, state, edition, dice),
        ]
        event = dice.choices(found, [0.05 if e["type"] in SELDOM else 1 for e in found])[0]
        completed.clear()
        try:
            state = running.advance(state, event)
        except Rejected:
            continue
        if event["type"] in ("interrupt", "discharge"):
            trace.append(Done(base(event["key"])))
        trace += [Done(base(k), r if dice.random() < 0.5 else None) for k, r in completed if r != "expired"]
    return None


def _ends_of_sub_cases(running: Machine, state: State, edition: Edition, dice: Random) -> Iterator[dict]:
    for key in state["open"]:
        step = running.step(key)
        for outcome in edition.powers[step.power].flow.outcomes if step.kind is StepKind.START else ():
            own = [] if outcome in step.results else running.flow.set_at(step.id)
            facts = {f.name: value_of(running, dice, f) for f in own}
            yield {"type": "sub", "key": key, "outcome": outcome, "facts": facts}


def recording(monkeypatch, completed: list[tuple[str, str]]) -> None:
    """Let every machine write what it completes."""
    complete = Machine.complete

    def and_write(self: Machine, key: str, result: str, state: State) -> None:
        completed.append((key, result))
        complete(self, key, result, state)

    monkeypatch.setattr(Machine, "complete", and_write)


def every_trace(running: Machine, most: int, values: Mapping[str, list[Any]]) -> set[tuple[str, ...]]:
    """Every trace of at most ``most`` steps that a run can leave, with every one of ``values`` tried."""
    found: set[tuple[str, ...]] = set()
    waiting: list[tuple[State, tuple[str, ...]]] = [(running.start(), ())]
    seen = set()
    while waiting:
        state, trace = waiting.pop()
        mark = (repr(sorted(state.items(), key=lambda pair: pair[0])), trace)
        if mark in seen:
            continue
        seen.add(mark)
        if state["phase"] == "over":
            found.add(trace)
        for step, after in _everything(running, state, values):
            longer = (*trace, step) if step else trace
            if len(longer) <= most:
                waiting.append((after, longer))
    return found


def _everything(running: Machine, state: State, values: Mapping[str, list[Any]]) -> Iterator[tuple[str | None, State]]:
    for key in state["open"]:
        step = running.step(key)
        results = [*step.results, "*"] if step.kind is StepKind.START else running.results_of(key)
        for result in results:
            for facts in _filled(running, step.id, suffix(key), values):
                after = copy(state)
                after["facts"].update(facts)
                after["open"][key] = {}
                running.complete(key, result, after)
                yield (None if result == "expired" else step.id), after
    for rule in running.flow.any_time.values():
        if state["phase"] == "running" and rule.until not in state["results"]:
            after = copy(state)
            running.finish(rule.end, after)
            yield rule.id, after
    for key in state["owed"]:
        duty = running.duty(key)
        yield base(key), (state if duty.every else {**copy(state), "owed": [k for k in state["owed"] if k != key]})


def _filled(running: Machine, step: str, at: str, values: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    own = [f.name for f in running.flow.set_at(step) if f.name in values]
    filled: list[dict[str, Any]] = [{}]
    for name in own:
        filled = [{**so_far, name + at: value} for so_far in filled for value in values[name]]
    yield from filled
