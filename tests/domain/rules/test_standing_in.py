"""Who signs for whom, case by case, and against a plain restatement of the rule for small villages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.rules.standing_in import ALL, WORDS, Candidate, Why, stand_in, why_not

HEAD, DEPUTY, MEMBER, CLERK = 1, 2, 3, 4


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, None),
        ({"has_signed": [HEAD]}, Why.BOTH_POSTS),
        ({"recused": [HEAD]}, Why.RECUSED),
        ({"absent": [HEAD]}, Why.ABSENT),
        ({"recused": [HEAD], "has_signed": [HEAD], "absent": [HEAD]}, Why.RECUSED),
        ({"recused": [DEPUTY]}, None),
    ],
)
def test_why_a_holder_cannot(given: dict[str, list[int]], why: Why | None) -> None:
    assert why_not(HEAD, **{"has_signed": [], "recused": [], "absent": [], **given}) == why


def test_nobody_stands_in_while_a_holder_can() -> None:
    assert stand_in({HEAD: None}, [Candidate(DEPUTY, 1)], []) is None
    assert stand_in({HEAD: Why.ABSENT, MEMBER: None}, [Candidate(DEPUTY, 1)], []) is None


@pytest.mark.parametrize("why", ALL)
def test_the_rule_holds_for_the_reasons_it_names(why: Why) -> None:
    holders = {} if why is Why.VACANT else {HEAD: why}
    others = frozenset(set(ALL) - {why})
    found = stand_in(holders, [Candidate(DEPUTY, 1, others), Candidate(MEMBER, 2)], [])
    assert found is not None and (found.why, found.persons) == (why, (MEMBER,))
    assert WORDS[why].zh and WORDS[why].en


def test_the_first_of_the_order_who_may() -> None:
    order = [Candidate(CLERK, 3), Candidate(DEPUTY, 1), Candidate(MEMBER, 2)]
    assert stand_in({}, order, []).persons == (DEPUTY,)
    assert stand_in({}, order, [DEPUTY]).persons == (MEMBER,)
    assert stand_in({}, order, [DEPUTY, MEMBER, CLERK]).persons == ()


def test_several_of_one_place_may_each() -> None:
    assert stand_in({}, [Candidate(DEPUTY, 1), Candidate(MEMBER, 1), Candidate(DEPUTY, 1)], []).persons == (
        DEPUTY,
        MEMBER,
    )


def test_a_holder_never_stands_in_for_himself() -> None:
    assert stand_in({HEAD: Why.ABSENT}, [Candidate(HEAD, 1), Candidate(DEPUTY, 2)], []).persons == (DEPUTY,)


people = st.integers(1, 6)


@given(
    st.dictionaries(people, st.sampled_from([None, Why.BOTH_POSTS, Why.RECUSED, Why.ABSENT]), max_size=3),
    st.lists(st.builds(Candidate, people, st.integers(1, 3), st.frozensets(st.sampled_from(ALL))), max_size=6),
    st.sets(people),
)
def test_whoever_stands_in_is_fit_first_and_covered(holders, candidates, unfit) -> None:
    found = stand_in(holders, candidates, unfit)
    if None in holders.values():
        assert found is None
        return
    fit = {
        (c.order, c.person)
        for c in candidates
        if found.why in c.reasons and c.person not in unfit and c.person not in holders
    }
    assert set(found.persons) == {person for order, person in fit if order == min(o for o, _ in fit)}
    assert found.why in holders.values() if holders else found.why is Why.VACANT
