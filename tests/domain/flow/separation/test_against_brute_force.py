"""The judge says what brute force over all persons and all runs of the real machine says."""

from __future__ import annotations

import json
from itertools import product
from random import Random

import pytest

from qingdan.domain.flow.explore import sample_value
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.separation.checks import checks_of, watched_of
from qingdan.domain.flow.separation.judge import Judge, Verdict
from qingdan.domain.flow.separation.staff import Staff
from qingdan.domain.flow.simulate.exhaustive import explore
from qingdan.domain.flow.standing import stand_in_at
from qingdan.domain.flow.state import Rejected, State, base
from qingdan.domain.rules.standing_in import Candidate
from tests.budget import rounds
from tests.domain.flow.reading_flows import running

CHAIN = """
    outcomes: {done: {zh: 办成, en: done}, refused: {zh: 没批, en: refused}}
    flow:
    - {do: ask, by: [a, b], N}
    - {approve: sign, by: [a, b], N, not_by: [ask], results: {refused: [{end: refused}], returned: []}}
    - {do: buy, by: [b, c], persons: 2, N}
    - {review: look, by: [c, d], N, not_by: [buy], results: {objected: []}}
    finally: [{archive: file, by: a, N}]
"""
SPLIT = """
    outcomes: {done: {zh: 办成, en: done}}
    flow:
    - {do: ask, by: a, results: {easy: [{do: short, by: b, N}]}, N}
    - {approve: both, by: [a, c], all: true, not_by: [short], N}
    - {do: take, by: b, with: [[c, d]], N, not_by: [ask]}
    - {pay: out, by: [d, a], N}
    finally: [{archive: file, by: a, N}]
"""
FLOWS = {"chain": CHAIN, "split": SPLIT}
POSTS = ("a", "b", "c", "d")


def staffs(dice: Random, number: int) -> list[Staff]:
    """Staffings of few persons, at random: several posts in one hand, vacancies, recusals, somebody who stands in."""
    found = []
    for _ in range(number):
        persons = range(1, dice.randint(2, 4) + 1)
        posts = {post: tuple(sorted(dice.sample(persons, dice.choice([0, 1, 1, 1, 2])))) for post in POSTS}
        order = (
            {"b": (Candidate(dice.choice(persons), 1), Candidate(dice.choice(persons), 2))}
            if dice.random() < 0.4
            else {}
        )
        recused = frozenset(dice.sample(persons, 1)) if dice.random() < 0.3 else frozenset()
        found.append(Staff(posts, order, recused))
    return found


def brute_force(machine: Machine, staff: Staff) -> dict[tuple, set[bool]]:
    """For each step whether it could not be done when it opened, and for each check whether one hand did both."""
    found: dict[tuple, set[bool]] = {}
    checks = [c for c in checks_of(machine.flow) if not c.enforced]
    seen, waiting = set(), [machine.start()]
    while waiting:
        state = waiting.pop()
        mark = json.dumps(state, sort_keys=True)
        if mark in seen:
            continue
        seen.add(mark)
        for key in state["open"]:
            if not state["open"][key].get("signed"):
                found.setdefault(("do", key), set()).add(not _can_be_done(machine, state, key, staff))
        for after, done in _moves(machine, state, staff):
            if done:
                _judge(machine, checks, state, after, done, found)
            waiting.append(after)
    return found


def _judge(machine, checks, before, after, done, found):
    key, signed, result = done
    if result != machine.step(key).default:
        return  # a no is a check that worked
    for check in checks:
        if check.by != key:
            continue
        if check.of == key:
            found.setdefault(("within", key), set()).add(len(set(signed)) < len(signed))
        elif before["who"].get(check.of):
            found.setdefault(("same", check.of, key), set()).add(bool(set(before["who"][check.of]) & set(signed)))


def _can_be_done(machine: Machine, state: State, key: str, staff: Staff) -> bool:
    waiting = [state]
    while waiting:
        now = waiting.pop()
        for after, done in _moves(machine, now, staff, only=key):
            if done and done[2] == machine.step(key).default:
                return True
            if not done:
                waiting.append(after)
    return False


def _moves(machine: Machine, state: State, staff: Staff, only: str | None = None):
    for key in state["open"]:
        if only and key != only:
            continue
        for role, result in product(machine.wanted(state, key), machine.results_of(key)):
            for person in _persons(machine, state, key, role, staff):
                facts = {f.name: sample_value(f) for f in machine.flow.set_at(key)}
                event = {"type": "act", "key": key, "result": result, "by": [{"person": person, "role": role}]}
                try:
                    after = machine.advance(state, {**event, **({"facts": facts} if facts else {})})  # type: ignore[typeddict-item]
                except Rejected:
                    continue
                signed = [p for p, _ in state["open"][key].get("signed", [])] + [person]
                yield after, ((base(key), signed, result) if key not in after["open"] else None)


def _persons(machine, state, key, role, staff):
    own = list(staff.able(role))
    found = stand_in_at(staff, machine, state, key, role, lambda: staff.recused)
    return dict.fromkeys([*own, *(found.persons if found else ())])


def verdict_of(seen: set[bool]) -> Verdict:
    if True not in seen:
        return Verdict.FINE
    return Verdict.SOMETIMES if False in seen else Verdict.ALWAYS


@pytest.mark.parametrize("name", FLOWS)
def test_the_judge_says_what_all_runs_say(name):
    machine = running(FLOWS[name])
    judge = Judge(machine, explore(machine, watched=watched_of(machine.flow)).contexts)
    assert judge.targets
    for staff in staffs(Random(name), rounds(25)):
        brute = brute_force(machine, staff)
        for target in judge.targets:
            check = target.check
            mark = ("do", target.step) if check is None else ("within", check.by) if check.of == check.by else None
            seen = brute.get(mark or ("same", check.of, check.by))
            if seen is None:
                continue  # it never comes to that: something before cannot be done
            assert judge.verdict(target, staff) is verdict_of(seen), (target, staff, seen)
