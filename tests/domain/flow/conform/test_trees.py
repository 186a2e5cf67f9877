"""The verdict on a trace equals what listing the whole language says, for every tree and trace tried."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingdan.domain.flow.conform.judging import Kind, deviations
from qingdan.domain.flow.conform.process_tree import (
    Activity,
    Exclusive,
    Interleaved,
    Interrupted,
    Loop,
    Parallel,
    Sequence,
    Silent,
    labels,
    walk,
)
from qingdan.domain.flow.conform.trees import TreeModel
from tests.budget import rounds
from tests.domain.flow.conform.languages import language, trees

MOST = 5
A, B, C, D = map(Activity, "abcd")


def small(tree) -> bool:
    return sum(1 for _ in walk(tree)) <= 14


def near(tree, allowed, data):
    """Allowed traces, traces a step away from them, and any traces."""
    letters = [*sorted(set(labels(tree))), "?"]
    listed = sorted(allowed)
    traces = [data.draw(st.sampled_from(listed)) for _ in range(6)] if listed else []
    for trace in list(traces):
        at, letter = data.draw(st.integers(0, len(trace))), data.draw(st.sampled_from(letters))
        traces += [(*trace[:at], letter, *trace[at:])[:MOST], (*trace[:at], *trace[at + 1 :])]
    anything = st.lists(st.sampled_from(letters), max_size=MOST).map(tuple)
    return [*traces, *data.draw(st.lists(anything, min_size=4, max_size=8))]


def agrees(tree, data):
    allowed = language(tree, MOST)
    judge = TreeModel(tree)
    for trace in near(tree, allowed, data):
        assert (not judge.judge(trace)) == (trace in allowed), trace
        assert (not deviations(judge, trace)) == (trace in allowed), trace


@settings(max_examples=rounds(120), deadline=None)
@given(trees().filter(small), st.data())
def test_the_verdict_is_that_of_the_whole_language(tree, data):
    agrees(tree, data)


@settings(max_examples=rounds(60), deadline=None)
@given(trees(distinct=False).filter(small), st.data())
def test_labels_that_stand_twice_are_judged_exactly_too(tree, data):
    agrees(tree, data)


@settings(max_examples=rounds(60), deadline=None)
@given(trees(cut_off=True).filter(small), st.data())
def test_a_run_that_a_branch_ends(tree, data):
    agrees(tree, data)


@settings(max_examples=rounds(40), deadline=None)
@given(trees(cut_off=True).filter(small))
def test_a_longer_listing_says_the_same_of_short_traces(tree):
    """A branch that ends the run cuts the others off anywhere, also where they would have needed many events more."""
    assert language(tree, 3) == {word for word in language(tree, 5) if len(word) <= 3}


def every(letters: str, most: int):
    return (trace for n in range(most + 1) for trace in product(letters, repeat=n))


def test_interleaved_blocks_do_not_mix():
    tree = Interleaved((Sequence((A, B)), Sequence((C, D))))
    allowed = {tuple("abcd"), tuple("cdab")}
    judge = TreeModel(tree)
    for trace in every("abcd", 4):
        assert (not judge.judge(trace)) == (trace in allowed), trace


def test_an_interrupted_block_is_over_when_it_is_done():
    tree = Sequence((Interrupted(Sequence((A, B)), C), D))
    allowed = {tuple("abd"), tuple("cd"), tuple("acd")}
    judge = TreeModel(tree)
    for trace in every("abcd", 4):
        assert (not judge.judge(trace)) == (trace in allowed), trace


ROUTE = Sequence((A, Parallel((B, C)), D))


@pytest.mark.parametrize(
    ("trace", "found"),
    [
        ("abcd", []),
        ("acbd", []),
        ("abd", [(Kind.SKIPPED, "c", 2, "d")]),
        ("abc", [(Kind.SKIPPED, "d", 3, None)]),
        ("bacd", [(Kind.OUT_OF_ORDER, "a", 1, "b")]),
        ("abdc", [(Kind.OUT_OF_ORDER, "c", 3, "d")]),
        ("abbcd", [(Kind.REPEATED, "b", 2, None)]),
        ("abcdx", [(Kind.UNKNOWN, "x", 4, None)]),
        ("d", [(Kind.SKIPPED, "a", 0, "d"), (Kind.SKIPPED, "b", 0, "d"), (Kind.SKIPPED, "c", 0, "d")]),
        ("adb", [(Kind.OUT_OF_ORDER, "b", 2, "d"), (Kind.SKIPPED, "c", 1, "d")]),
    ],
)
def test_what_is_said_of_a_trace(trace, found):
    said = [(d.kind, d.step, d.position, d.other) for d in deviations(TreeModel(ROUTE), trace)]
    assert said == found


def test_the_way_not_taken_is_named():
    tree = Sequence((A, Exclusive((B, C)), D))
    (said,) = deviations(TreeModel(tree), "abcd")
    assert (said.kind, said.step, said.other) == (Kind.OTHER_WAY, "c", "b")


def test_a_wide_parallel_block_costs_no_product_of_states():
    """Twenty branches have a million states together; judged apart they have sixty."""
    branches = [Sequence((Activity(f"x{n}"), Activity(f"y{n}"))) for n in range(20)]
    judge = TreeModel(Sequence((A, Parallel(tuple(branches)), D)))
    first, last = [f"x{n}" for n in range(20)], [f"y{n}" for n in range(20)]
    assert not judge.judge(["a", *first, *reversed(last), "d"])
    assert judge.judge(["a", *first, *last[1:], "d"])
    assert sum(len(table) for table in judge.tables) < 100


def test_what_is_known_is_forgotten_when_it_grows_too_large():
    loop = Loop(Parallel(tuple(Activity(f"x{n}") for n in range(12))), Silent())
    judge = TreeModel(loop, most=50)
    forward = [f"x{n}" for n in range(12)]
    for shift in range(12):
        turned = forward[shift:] + forward[:shift]
        assert not judge.judge(turned)
        assert judge.judge(turned[1:])
    assert len(judge.tables[0]) < 100
