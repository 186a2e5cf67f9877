"""Small flows with every block in them, and all that can happen in them, found by brute force: event by event."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count

from qingdan.domain.flow.explore import possible, sample_value
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Fact, FactType
from qingdan.domain.flow.state import Event, Rejected, State

CHOICES = """
    facts:
      sum: {type: money, set_by: ask, audience: internet, title: {zh: 例, en: example}}
      urgent: {type: yes-no, set_by: ask, audience: internet, title: {zh: 例, en: example}}
    outcomes: {done: {zh: 办成, en: done}, refused: {zh: 没批, en: refused}, gone: {zh: 撤回, en: gone}}
    any_time: {withdraw: {by: clerk, until: give, end: gone, name: {zh: 撤, en: w}}}
    flow:
    - {do: ask, by: clerk, N}
    - choose:
      - {when: sum <= 100 and urgent == true, then: []}
      - otherwise:
        - {approve: sign, by: [director, secretary], all: true, distinct: true, N, results: {refused: [{end: refused}]}}
    - {do: give, by: clerk, N}
    finally:
    - choose:
      - {when: outcome == done, then: []}
      - otherwise: [{serve: tell, by: clerk, to: opener, N}]
    - {archive: file, by: clerk, N}
"""
ROUNDS = """
    outcomes: {done: {zh: 办成, en: done}, stopped: {zh: 停办, en: stopped}}
    flow:
    - repeat:
      - {do: make, by: clerk, N}
      - {review: check, by: supervisor, N, results: {objected: []}}
      until: check.result == passed
      at_most: 3
      else: [{end: stopped}]
    - together:
      - [{do: left, by: clerk, N}, {do: left-again, by: clerk, N}]
      - [{pay: right, by: director, N, results: {returned: [{end: stopped}]}}]
    finally: [{archive: file, by: clerk, N}]
"""
SMALL = {"choices": CHOICES, "rounds": ROUNDS}


def by_brute_force(machine: Machine) -> dict[str, set]:
    """Every step with its results, every outcome with the numbers of steps, by going through all events and values."""
    found: dict[str, set] = {"results": set(), "endings": set()}
    people = count(1)
    waiting: list[tuple[State, int]] = [(machine.start(), 0)]
    seen = set()
    while waiting:
        state, steps = waiting.pop()
        mark = (_without_persons(state), steps)
        if mark in seen:
            continue
        seen.add(mark)
        if state["phase"] == "over":
            found["endings"].add((state["outcome"], steps))
            continue
        for event in _events(machine, state, people):
            try:
                after = machine.advance(state, event)
            except Rejected:
                continue
            done = [k for k in state["open"] if k not in after["open"] or _again(state, after, k)]
            ended = event["type"] == "interrupt"
            key = event["key"]
            if not ended and key in done:
                found["results"].add((key, _result(state, after, event)))
            waiting.append((after, steps + (not ended and key in done)))
    return found


def _again(before: State, after: State, key: str) -> bool:
    """A step that is open anew, in another round."""
    return before["round"] != after["round"] and not after["open"].get(key)


def _result(before: State, after: State, event: Event) -> str:
    return event.get("result") or event.get("verdict") or "done"


def _without_persons(state: State) -> str:
    plain = {k: v for k, v in state.items() if k not in ("who", "open")}
    opened = {
        k: {**p, "signed": [role for _person, role in p.get("signed", [])]}  # type: ignore[misc]
        for k, p in state["open"].items()
    }
    return json.dumps([plain, opened], sort_keys=True)


def _events(machine: Machine, state: State, people: Iterator[int]) -> Iterator[Event]:
    for urgent in (True, False):
        for number in (0, 100, 101):

            def value(fact: Fact, urgent=urgent, number=number):
                if fact.type is FactType.YES_NO:
                    return urgent
                return number if fact.type is FactType.MONEY else sample_value(fact)

            for event in possible(machine, state, lambda _r, _k, _s: next(people), value):
                if event["type"] not in ("dispute", "call"):
                    yield event
