"""What can happen next: every event that a state allows, leaving open only who does it and which values are given.

Simulation, random testing, "what happens next?" on the case page and one-sitting forms all stand on this one function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from qingdan.domain.flow.compile import conditions_of
from qingdan.domain.flow.conditions import operands
from qingdan.domain.flow.events import MEETINGS
from qingdan.domain.flow.facts import belongs
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Fact, FactType, Step, StepKind
from qingdan.domain.flow.polls import sample_poll
from qingdan.domain.flow.state import Event, Signature, State, base, suffix

# Chooses who signs for a role at a step; None when nobody can.
Cast = Callable[[str, str, State], int | None]
# Chooses a value for a fact.
Values = Callable[[Fact], Any]


def thresholds(machine: Machine) -> list[int]:
    """Every number that a condition of the flow compares with, under the limits that hold."""
    said = [operand for _line, condition in conditions_of(machine.flow) for operand in operands(condition)]
    limits = {machine.limits[o.name] for o in said if o.kind == "limit"}
    return sorted(limits | {o.value for o in said if o.kind == "literal" and type(o.value) is int})


def possible(machine: Machine, state: State, cast: Cast, values: Values) -> Iterator[Event]:
    """Every event that may come next, each with one signer and one set of values chosen by ``cast`` and ``values``.

    An open step for which ``cast`` knows nobody yields nothing: the caller can see that such a case is stuck.
    """
    for key in state["open"]:
        yield from at_step(machine, state, key, cast, values)
    if state["phase"] == "running":
        yield from _interrupts(machine, state, cast)
    for key in state["owed"]:
        duty: Any = machine.owed[base(key)].block
        by = [{"person": p, "role": r} for r in duty.by[:1] if (p := cast(r, key, state)) is not None]
        yield {"type": "discharge", "key": key, "by": by}  # type: ignore[typeddict-item]


def at_step(machine: Machine, state: State, key: str, cast: Cast, values: Values) -> Iterator[Event]:
    """The events possible at one open step."""
    step = machine.step(key)
    match step.kind:
        case StepKind.START:
            return
        case StepKind.DISCLOSE:
            yield from _notice(machine, state, key, step, cast, values)
        case kind if kind in MEETINGS:
            yield from _meetings(machine, state, key, step, cast, values)
        case _:
            yield from _acts(machine, state, key, step, cast, values)
    if "expired" in machine.results_of(key):
        yield {"type": "expire", "key": key}


def _signatures(machine: Machine, state: State, key: str, cast: Cast) -> Iterator[Signature]:
    for role in machine.wanted(state, key):
        person = cast(role, key, state)
        if person is not None:
            yield {"person": person, "role": role}


def _acts(machine: Machine, state: State, key: str, step: Step, cast: Cast, values: Values) -> Iterator[Event]:
    signed_result = state["open"][key].get("result")
    for signature in _signatures(machine, state, key, cast):
        for result in machine.results_of(key):
            if result == "expired" or (signed_result is not None and result not in (signed_result, *_no(step))):
                continue
            event: Event = {"type": "act", "key": key, "by": [signature], "result": result}
            if signed_result is None:
                _fill(machine, state, key, event, values, result)
            yield event


def _no(step: Step) -> tuple[str, ...]:
    return ("refused", "returned", "objected") if step.kind is not StepKind.DO else ()


def _fill(machine: Machine, state: State, key: str, event: Event, values: Values, result: str) -> None:
    step = machine.step(key)
    own = [f for f in machine.flow.set_at(step.id) if belongs(f, step, result)]
    facts = {f.name: values(f) for f in own if not f.personal}
    facts = {n: v for n, v in facts.items() if v is not None and n + suffix(key) not in state["facts"]}
    if facts:
        event["facts"] = facts
    kept = sorted(f.name for f in own if f.personal)
    if kept:
        event["kept"] = kept


def _meetings(machine: Machine, state: State, key: str, step: Step, cast: Cast, values: Values) -> Iterator[Event]:
    recorded = state["open"][key].get("result")  # another has recorded it: this signature confirms
    for signature in _signatures(machine, state, key, cast):
        for verdict in (recorded,) if recorded else machine.results_of(key):
            if verdict == "not-held":
                continue
            event: Event = {"type": "meet", "key": key, "by": [signature], "verdict": verdict}
            if step.election is not None and not recorded:
                poll = sample_poll(state, key, step, verdict)
                if poll is None:
                    continue
                event["poll"] = poll
            if not recorded:
                _fill(machine, state, key, event, values, verdict)
            yield event
        if not recorded and "called" not in state["open"][key]:
            called = {"noticed": "2026-01-05", "held": "2026-01-20T09:00:00+08:00"}
            yield {"type": "call", "key": key, "by": [signature], **called}  # type: ignore[typeddict-item]
        if not recorded and (step.recall or "not-held" in machine.results_of(key)):
            yield {"type": "meet", "key": key, "by": [signature], "verdict": "inquorate"}


def _notice(machine: Machine, state: State, key: str, step: Step, cast: Cast, values: Values) -> Iterator[Event]:
    progress = state["open"][key]
    if not progress.get("posted"):
        for signature in _signatures(machine, state, key, cast):
            event: Event = {"type": "post", "key": key, "by": [signature]}
            if not progress.get("signed"):
                _fill(machine, state, key, event, values, step.default)
            yield event
        return
    objections = progress.get("objections", {})
    if len(objections) < 2:
        yield {"type": "object", "key": key, "number": f"o{len(objections) + 1}"}
    for number, answer in objections.items():
        if answer is None:
            yield {"type": "answer", "key": key, "number": number, "upheld": False}
    if "objected" in machine.results_of(key) or None not in objections.values():
        yield {"type": "close", "key": key}


def _interrupts(machine: Machine, state: State, cast: Cast) -> Iterator[Event]:
    for rule in machine.flow.any_time.values():
        if rule.until and rule.until in state["results"]:
            continue
        for role in rule.by:
            person = cast(role, rule.id, state)
            if person is not None:
                yield {"type": "interrupt", "key": rule.id, "by": [{"person": person, "role": role}]}
                break


def sample_value(fact: Fact) -> Any:
    """A plain value of a fact's type, for runs that need any value at all."""
    samples: dict[FactType, Any] = {
        FactType.TEXT: "示例",
        FactType.ORGANISATION: "示例商店",
        FactType.MONEY: 100_000,
        FactType.COUNT: 1,
        FactType.DATE: "2026-01-05",
        FactType.YES_NO: True,
        FactType.CHOICE: next(iter(fact.choices), None),
        FactType.LIST: [{"sum": 100_000}],
    }
    return samples[fact.type]
