"""Who is elected: by more than half, by the most votes, in a run-off, and in a tie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.rules.election import Elected, Poll, elect
from qingdan.domain.rules.quorum import Attendance
from tests.domain.rules.files import bodies


def vote(slug: str, votes: dict[str, int], seats: int, returned: int = 60, **more: int) -> Elected:
    """An election among 100 entitled people, of whom ``returned`` voted and as many came."""
    body = bodies()[slug]
    poll = Poll(seats=seats, returned=returned, votes=votes, **{"issued": returned, **more})
    return elect(body, Attendance({body.voters: 100}, {body.voters: returned}), poll)


CASES = [
    ("registered-voters", {"甲": 31, "乙": 29}, 1, ("甲",), (), 0, "过半数当选，60票31票"),
    ("registered-voters", {"甲": 30, "乙": 30}, 1, (), (), 1, "正好一半不当选，名额空着"),
    ("registered-voters", {"甲": 45, "乙": 40, "丙": 31}, 2, ("甲", "乙"), (), 0, "过半数的人多于名额，得票多的当选"),
    ("registered-voters", {"甲": 50, "乙": 35, "丙": 35}, 2, ("甲",), ("乙", "丙"), 1, "最后一名得票相同，再次投票"),
    ("registered-voters", {"甲": 50, "乙": 20, "丙": 20}, 2, ("甲",), (), 1, "不足应选名额，不足的另行选举"),
    ("run-off", {"乙": 25, "丙": 20}, 1, ("乙",), (), 0, "另行选举：得票多的当选，不必过半数"),
    ("run-off", {"乙": 20, "丙": 19}, 1, ("乙",), (), 0, "另行选举：正好三分之一"),
    ("run-off", {"乙": 19, "丙": 18}, 1, (), (), 1, "另行选举：不到三分之一"),
    ("run-off", {"乙": 22, "丙": 22}, 1, (), ("乙", "丙"), 1, "另行选举：得票相同"),
    ("by-election", {"甲": 31}, 1, ("甲",), (), 0, "补选：参照选举"),
    ("supervision-election", {"甲": 40, "乙": 35, "丙": 20}, 3, ("甲", "乙"), (), 1, "推选监委会：河南按选举程序"),
]


@pytest.mark.parametrize(
    ("slug", "votes", "seats", "elected", "tied", "left"), [pytest.param(*row[:6], id=row[6]) for row in CASES]
)
def test_who_is_elected(slug: str, votes: dict[str, int], seats: int, elected, tied, left: int) -> None:
    found = vote(slug, votes, seats)
    assert (found.quorate, found.elected, found.tied, found.open_seats) == (True, elected, tied, left)
    assert not found.errors


def test_the_election_committee_is_chosen_by_the_most_votes() -> None:
    found = vote("election-committee-by-representatives", {"甲": 9, "乙": 5, "丙": 1, "丁": 0}, 3, returned=70)
    assert found.elected == ("甲", "乙", "丙")
    assert found.reasons[-1].code == "most-votes"
    short = vote("election-committee-by-representatives", {"甲": 9, "丁": 0}, 2, returned=70)
    assert (short.elected, short.open_seats) == (("甲",), 1), "nobody is chosen with no vote at all"


def test_an_election_in_which_half_voted_is_void() -> None:
    found = vote("registered-voters", {"甲": 50}, 1, returned=50)
    assert (found.quorate, found.elected, found.open_seats) == (False, (), 1)
    assert "未达到" in found.reasons[0].words.zh


def test_invalid_ballots_count_as_taking_part() -> None:
    assert vote("registered-voters", {"甲": 30}, 1, invalid=5).elected == ()
    assert vote("registered-voters", {"甲": 31}, 1, invalid=5).elected == ("甲",)


def test_the_reason_says_how_many_votes_were_needed() -> None:
    said = vote("registered-voters", {"甲": 31}, 1).reasons[-1].words
    assert said.zh == "当选须得票31张：参加投票60人的过半数，得票多的当选（村民委员会组织法 第18条）"
    assert "31 votes needed: more than half of 60 voting" in said.en


FAULTS = [
    ({"votes": {"甲": 31}, "seats": 0}, "no-seats", "应选名额至少是1"),
    ({"votes": {"甲": 31}, "seats": 1, "issued": 59}, "too-many-ballots", "收回60张票，多于发出的59张，选举无效"),
    ({"votes": {"甲": 31}, "seats": 1, "issued": 101}, "too-many-issued", "发出101张票，多于可以投票的100人"),
    ({"votes": {"甲": 31}, "seats": 1, "invalid": 61}, "too-many-invalid", "废票61张"),
    ({"votes": {"甲": 61}, "seats": 1}, "too-many-for-one", "甲得61票，多于有效票60张"),
    ({"votes": {"甲": 58}, "seats": 1, "invalid": 3}, "too-many-for-one", "多于有效票57张"),
    ({"votes": {"甲": 40, "乙": 40}, "seats": 1}, "too-many-votes", "多于60张有效票各选1人"),
    ({"votes": {"甲": -1}, "seats": 1}, "negative", "不能是负数"),
    ({"votes": {}, "seats": 1, "returned": 101}, "too-many-present", "多于应到的100人"),
]  # fmt: skip


@pytest.mark.parametrize(("poll", "code", "says"), FAULTS)
def test_a_count_that_cannot_be_elects_nobody(poll: dict, code: str, says: str) -> None:
    found = vote("registered-voters", **poll)
    assert (found.quorate, found.elected) == (False, ())
    told = {reason.code: reason.words for reason in found.errors}
    assert code in told
    assert says in told[code].zh
    assert told[code].en


@given(
    st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.integers(0, 60), max_size=6),
    st.integers(1, 4),
    st.sampled_from(["registered-voters", "run-off", "recall-vote"]),
)
def test_nobody_is_passed_over_for_somebody_with_fewer_votes(votes: dict[str, int], seats: int, slug: str) -> None:
    found = vote(slug, votes, seats)
    if found.errors:
        assert not found.elected
        return
    assert len(found.elected) + found.open_seats == seats
    assert not set(found.elected) & set(found.tied)
    assert len(found.tied) != 1
    others = [votes[name] for name in votes if name not in found.elected]
    assert all(votes[name] > other for name in found.elected for other in others if found.tied)
    need = 20 if slug == "run-off" else 31
    assert all(votes[name] >= need for name in (*found.elected, *found.tied))
    assert found.open_seats == 0 or found.tied or sum(n >= need for n in votes.values()) < seats
