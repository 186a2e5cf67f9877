"""Nobody who is accused, under an accused or near kin is ever a recipient; and there is always somewhere to go.

Exhaustive over all graphs of three people (every seat, superior, kin and post) and, for who must be kept out, of four;
beyond that by chance. The oracle below is written from the sentence alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.reports.recipients import Graph, Office, Tier, kept_out, recipients, to_take_away
from qingdan.domain.rules.recusal import NEAR_KIN, Tie

TOWN, CITY, COMMITTEE = "town-discipline", "city-commission", "village-supervision"


# -- the oracle: Warshall's closure over bits, from the words of the rule ------------------------------------------
def must_not_know(people: int, over: int, kin: int, accused: frozenset[int]) -> frozenset[int]:
    below = [{b for a, b in bits(over, arrows(people)) if a == person} for person in range(people)]
    for middle, one in product(range(people), repeat=2):
        if middle in below[one]:
            below[one] |= below[middle]
    relatives = {b for pair in bits(kin, pairs(people)) for a, b in (pair, pair[::-1]) if a in accused}
    feared = accused | relatives
    return frozenset(feared.union(*(below[person] for person in feared)))


def arrows(people: int) -> list[tuple[int, int]]:
    return [(a, b) for a in range(people) for b in range(people) if a != b]


def pairs(people: int) -> list[tuple[int, int]]:
    return list(combinations(range(people), 2))


def bits(mask: int, of: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [pair for i, pair in enumerate(of) if mask >> i & 1]


def every(people: int) -> Iterator[tuple[int, int, frozenset, tuple[Tie, ...]]]:
    """All relations of superiors and of kin among so many people."""
    ties_of = [
        tuple(Tie(a, b, "sibling") for a, b in bits(kin, pairs(people))) for kin in range(2 ** len(pairs(people)))
    ]
    overs = [frozenset(bits(over, arrows(people))) for over in range(2 ** len(arrows(people)))]
    for (over, superiors), (kin, ties) in product(enumerate(overs), enumerate(ties_of)):
        yield over, kin, superiors, ties


def seatings(people: int) -> list[tuple[Office, ...]]:
    """All ways for people to sit in one of three offices, or in none."""
    names = {Tier.VILLAGE: COMMITTEE, Tier.TOWN: TOWN, Tier.CITY: CITY}
    return [
        tuple(
            Office(names[tier], tier, frozenset(p for p in range(people) if seats[p] is tier))
            for tier in names
        )
        for seats in product((None, *names), repeat=people)
    ]  # fmt: skip


@pytest.mark.slow
def test_who_must_not_know_over_all_graphs_of_four() -> None:
    for over, kin, superiors, ties in every(4):
        graph = Graph((), over=superiors, ties=ties)
        assert kept_out(graph, {0}) == must_not_know(4, over, kin, frozenset({0}))


@pytest.mark.slow
def test_no_path_to_the_accused_over_all_graphs_of_three() -> None:
    """All seats, superiors and kin, and every post of one or two accused: 425,984 reports.

    Which ones are accused is a matter of names, for all else is gone through; where all three are, nobody is left.
    """
    offices, count = seatings(3), 0
    for over, kin, superiors, ties in every(3):
        for n in (1, 2, 3):
            accused = frozenset(range(n))
            out = must_not_know(3, over, kin, accused)
            for held in product((None, Tier.TOWN, Tier.CITY), repeat=n % 3):
                posts = frozenset((person, tier) for person, tier in enumerate(held) if tier)
                for seating in offices:
                    holds(Graph(seating, posts, superiors, ties), accused, out)
                    count += 1
    assert count == 64 * 8 * (3 + 9 + 1) * 64


def holds(graph: Graph, accused: frozenset[int], out: frozenset[int]) -> None:
    """The whole rule for one report."""
    route = recipients(graph, accused)
    assert not route.people & out
    assert route.outside or route.people  # somebody, or the way outside
    tier = max(graph.tier_of(person) for person in accused)
    clean = [o for o in graph.offices if o.tier > tier and o.members and not o.members & out]
    assert route.outside is (not clean)
    if route.office:
        assert route.office.tier == min(o.tier for o in clean)


# -- larger ones by chance -----------------------------------------------------------------------------------------
people = st.integers(0, 11)
graphs = st.builds(
    Graph,
    st.lists(
        st.builds(Office, st.sampled_from("abcd"), st.sampled_from(list(Tier)[:3]), st.frozensets(people, max_size=4)),
        max_size=5,
    ).map(tuple),
    st.frozensets(st.tuples(people, st.sampled_from(Tier)), max_size=6),
    st.frozensets(st.tuples(people, people), max_size=20),
    st.lists(st.builds(Tie, people, people, st.sampled_from([*NEAR_KIN, "cousin"])), max_size=6).map(tuple),
)


@given(graphs, st.frozensets(people, min_size=1, max_size=3), st.booleans())
def test_larger_graphs(graph: Graph, accused: frozenset[int], unknown: bool) -> None:
    route = recipients(graph, accused, unknown=unknown)
    kin = {
        b
        for t in graph.ties
        if t.relation in NEAR_KIN
        for a, b in ((t.person, t.relative), (t.relative, t.person))
        if a in accused
    }
    feared = accused | kin
    assert not route.people & (feared | graph.under(feared))
    assert route.outside or (route.people and route.office.tier > max(map(graph.tier_of, accused)))
    assert set(route.passed_over) <= set(graph.offices) and route.office not in route.passed_over


@given(graphs, st.frozensets(people, min_size=1, max_size=2), st.frozensets(people, max_size=2))
def test_naming_more_people_never_brings_it_lower(graph: Graph, accused: frozenset[int], more: frozenset[int]) -> None:
    """Fails closed upward: the more are accused or unknown, the higher it goes, at last outside."""
    heights = [
        route.office.tier if route.office else Tier.PROVINCE
        for route in (recipients(graph, accused), recipients(graph, accused | more))
    ]
    assert heights[0] <= heights[1]
    assert kept_out(graph, accused) <= kept_out(graph, accused | more)


@given(graphs, st.frozensets(people, max_size=3), st.frozensets(people, max_size=6), st.booleans())
def test_whoever_must_not_know_is_taken_away_when_things_change(
    graph: Graph, accused: frozenset[int], readers: frozenset[int], unknown: bool
) -> None:
    gone = to_take_away(graph, accused, readers, unknown=unknown)
    assert gone <= readers
    assert not (readers - gone) & kept_out(graph, accused)
    assert not recipients(graph, accused, unknown=unknown).people & gone


# -- in words ------------------------------------------------------------------------------------------------------
SECRETARY, CLERK, SUPERVISOR, LEADER, INSPECTOR, COMMISSIONER = range(6)
HOUSE = (
    Office(COMMITTEE, Tier.VILLAGE, frozenset({SUPERVISOR})),
    Office(TOWN, Tier.TOWN, frozenset({INSPECTOR})),
    Office(CITY, Tier.CITY, frozenset({COMMISSIONER})),
)
POSTS = frozenset({(SECRETARY, Tier.VILLAGE), (CLERK, Tier.VILLAGE), (LEADER, Tier.TOWN)})
OVER = frozenset({(LEADER, INSPECTOR), (LEADER, SECRETARY), (SECRETARY, CLERK)})


def to(accused: set[int], ties: tuple[Tie, ...] = (), unknown: bool = False, offices: tuple = HOUSE) -> str:
    route = recipients(Graph(offices, POSTS, OVER, ties), accused, unknown=unknown)
    return route.office.name if route.office else "12388"


def test_in_words() -> None:
    wife_of = (Tie(SECRETARY, INSPECTOR, "spouse"),)
    leader_s_brother = (Tie(LEADER, SECRETARY, "sibling"),)
    cousin = (Tie(SECRETARY, INSPECTOR, "cousin"),)
    assert to({SECRETARY}) == TOWN, "a village's official: the town, never the village's own committee"
    assert to({SUPERVISOR}) == TOWN, "a member of the village's supervision committee is a village official, too"
    assert to({SECRETARY}, wife_of) == CITY, "married to the town's inspector: the city"
    assert to({SECRETARY}, leader_s_brother) == CITY, "brother of the town's leader, whom the inspector is under"
    assert to({CLERK}, wife_of) == TOWN, "the clerk is no kin of hers"
    assert to({SECRETARY}, cousin) == TOWN, "cousins are not near kin (民法典 1045)"
    assert to({LEADER}) == to({INSPECTOR}) == CITY, "an official of the town: the city"
    assert to({COMMISSIONER}) == "12388", "the city's commission itself: outside"
    assert to({SECRETARY, COMMISSIONER}) == "12388", "the highest of all accused counts"
    assert to({CLERK}, unknown=True) == to(set()) == CITY, "somebody whom the house cannot name: the highest office"
    assert to({SECRETARY}, offices=HOUSE[:1]) == "12388", "no office above: outside"
    vacant = (HOUSE[0], Office(TOWN, Tier.TOWN, frozenset()), HOUSE[2])
    assert to({SECRETARY}, offices=vacant) == CITY, "an office in which nobody sits is passed over"


def test_the_subsets_of_the_accused_are_a_matter_of_names() -> None:
    """What the exhaustive test leaves out by symmetry, tried for a few: renaming people renames the outcome."""
    for accused in chain.from_iterable(combinations(range(6), n) for n in (1, 2)):
        turned = {person: (person + 1) % 6 for person in range(6)}
        offices = tuple(Office(o.name, o.tier, frozenset(turned[m] for m in o.members)) for o in HOUSE)
        posts = frozenset((turned[p], tier) for p, tier in POSTS)
        over = frozenset((turned[a], turned[b]) for a, b in OVER)
        route = recipients(Graph(offices, posts, over), {turned[p] for p in accused})
        assert (route.office.name if route.office else "12388") == to(set(accused))
