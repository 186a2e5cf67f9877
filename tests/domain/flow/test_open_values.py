"""What conditions can tell apart of open values is all that they can tell apart of real ones, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from qingdan.domain.flow.compile import Node
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Choose
from qingdan.domain.flow.open_values.moving import Moving, opened
from qingdan.domain.flow.state import State
from tests.budget import rounds
from tests.domain.flow.reading_flows import running

LIMIT, MOST = 1, 6
FLOW = """
    facts:
      a: {type: money, set_by: ask, audience: internet, title: {zh: 例, en: example}}
      b: {type: count, set_by: ask, audience: internet, title: {zh: 例, en: example}, required: false}
      kind: {type: choice, set_by: ask, audience: internet, title: {zh: 例, en: example},
             choices: {x: {zh: 例, en: x}, y: {zh: 例, en: y}, z: {zh: 例, en: z}}}
      sure: {type: yes-no, set_by: ask, audience: internet, title: {zh: 例, en: example}}
      parts: {type: list, set_by: ask, audience: internet, title: {zh: 例, en: example}}
    outcomes: {done: {zh: 办成, en: done}}
    flow:
    - {do: ask, by: clerk, N}
    - choose: [{when: FIRST, then: [{do: one, by: clerk, N}]}, {otherwise: []}]
    - choose: [{when: SECOND, then: [{do: two, by: clerk, N}]}, {otherwise: []}]
    - for_each: parts
      as: part
      do: [{choose: [{when: THIRD, then: [{do: each, by: clerk, N}]}, {otherwise: []}]}]
"""
SIGNS = st.sampled_from(["<", "<=", "==", "!=", ">", ">="])
NUMBERS = st.sampled_from(["a", "b"])
SIDES = st.sampled_from(["a", "b", "0", "3", "limits.petty"])
plain = st.one_of(
    st.builds("{} {} {}".format, NUMBERS, SIGNS, SIDES),
    st.builds("kind {} {}".format, st.sampled_from(["==", "!="]), st.sampled_from("xyz")),
    st.just("sure == true"),
)
conditions = st.recursive(
    plain, lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner), max_leaves=3
)
of_items = st.one_of(plain, st.builds("part.sum {} {}".format, SIGNS, SIDES))


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from nodes(child)


def answers(small: Machine, state: State) -> tuple[bool, ...]:
    """What each condition says; the last one of each item of the list."""
    first, second, third = (node.tests[0] for node in nodes(small.body) if isinstance(node.block, Choose))
    parts = state["facts"].get("parts") or []
    places = ["", "", *(f"#{number}" for number in range(len(parts)))]
    tests = [first, second, *[third] * len(parts)]
    return tuple(test(state, at, small.limits) for test, at in zip(tests, places, strict=True))


def told_apart(small: Machine, known: dict[str, Any]) -> set[tuple[bool, ...]]:
    """Every answer that open values can give, with some facts known."""
    moving, found = Moving(small).knowing(known), set()
    state = opened(small.start())
    moving.give(state, small.step("ask"), "ask", "done", known)
    seen: list[tuple[bool, ...]] = []
    for _after in moving.decided(state, lambda after: seen.append(answers(small, after))):
        found.add(seen[-1])
    return found


@settings(max_examples=rounds(60), deadline=None)
@given(first=conditions, second=conditions, third=of_items, a=st.none() | st.integers(0, MOST))
def test_open_values_give_every_answer_that_values_can_give(first, second, third, a):
    text = FLOW.replace("FIRST", first).replace("SECOND", second).replace("THIRD", third)
    small = running(text, petty=LIMIT)
    read = {name for name in ("b", "kind", "sure") if f"{name} " in f"{first} {second} {third} ".replace(")", " ")}
    spans: dict[str, list[Any]] = {
        "a": range(MOST + 3) if a is None else [a], "b": [None, *range(MOST + 3)] if "b" in read else [None],
        "kind": "xyz" if "kind" in read else "x", "sure": [True, False] if "sure" in read else [True],
    }  # fmt: skip
    found = set()
    for a_, b, kind, sure in product(*spans.values()):
        facts = {"a": a_, "kind": kind, "sure": sure} | ({} if b is None else {"b": b})
        one = {answers(small, at(small, facts, [item]))[2] for item in range(MOST + 3)}
        two = answers(small, at(small, facts, []))
        found |= {(*two, *items) for count in range(3) for items in product(one, repeat=count)}
    assert told_apart(small, {} if a is None else {"a": a}) == found


def at(small: Machine, facts: dict[str, Any], sums: list[int]) -> State:
    """A state with these values, and a list of items of these sums."""
    return {**small.start(), "facts": {**facts, "parts": [{"name": "例", "sum": n} for n in sums]}}


def test_what_nothing_reads_is_not_kept_and_what_is_told_stays():
    small = running(FLOW.replace("FIRST", "a < 4").replace("SECOND", "a < 4").replace("THIRD", "a < 4"), petty=LIMIT)
    state, moving = opened(small.start()), Moving(small)
    moving.give(state, small.step("ask"), "ask", "done", {"a": 2})
    assert set(state["facts"]) == {"a", "parts"} and state["facts"]["a"] == 2
