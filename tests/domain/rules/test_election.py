"""Who is elected: more than half, the most votes, a tie, a run-off; all small electorates against counting ballots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.rules.attendance import Attendance, Votes
from qingdan.domain.rules.election import Elected, Poll, elect, next_ballot
from qingdan.domain.rules.election_day import People, Rules, hold
from tests.domain.rules.files import bodies


def poll_of(votes: dict[str, int], seats: int, returned: int = 60, **more: int) -> Poll:
    counted = {name: Votes(n) for name, n in votes.items()}
    return Poll(seats=seats, returned=returned, votes=counted, **{"issued": returned, **more})


def vote(slug: str, votes: dict[str, int], seats: int, returned: int = 60, **more: int) -> Elected:
    """An election among 100 entitled people, of whom ``returned`` voted and as many came."""
    body, poll = bodies()[slug], poll_of(votes, seats, returned, **more)
    return elect(body, Attendance({body.voters: 100}, {body.voters: returned}), poll)


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


# -- a void vote, another ballot ---------------------------------------------------------------------------------
def test_more_ballots_than_were_handed_out_void_the_vote_and_say_by_which_article() -> None:
    found = vote("registered-voters", {"甲": 31}, 1, issued=59)
    assert (found.void, found.quorate, found.elected, found.open_seats) == (True, False, (), 1)
    assert found.reasons[0].words.zh == (
        "收回60张票，多于发出的59张，选举无效（河南省实施村民委员会组织法办法 第35条）"
    )


def test_where_no_law_says_so_such_a_count_is_simply_wrong() -> None:
    body = bodies()["representatives-by-group"]
    found = elect(body, Attendance({"villagers": 30}, {"villagers": 25}), poll_of({"甲": 14}, 1, 20, issued=19))
    assert [e.code for e in found.errors] == ["too-many-returned"]


NEXT = [
    pytest.param({"甲": 50, "乙": 20, "丙": 18, "丁": 5}, 2, ("乙", "丙"), id="一个空名额，得票多的两人"),
    pytest.param({"甲": 50, "乙": 20, "丙": 18, "丁": 18}, 2, ("乙", "丙", "丁"), id="并列的都列为候选人"),
    pytest.param({"甲": 48, "乙": 35, "丙": 35, "丁": 2}, 2, ("乙", "丙"), id="同票的两人再投"),
    pytest.param({"甲": 50}, 2, (), id="没有别的候选人"),
]


@pytest.mark.parametrize(("votes", "seats", "stand"), NEXT)
def test_who_stands_in_the_run_off(votes: dict[str, int], seats: int, stand: tuple[str, ...]) -> None:
    assert next_ballot(vote("registered-voters", votes, seats), poll_of(votes, seats)) == stand


def test_an_option_against_or_abstaining_counts_as_a_ballot_and_not_as_a_vote_for() -> None:
    body = bodies()["registered-voters"]
    poll = Poll(1, 60, 60, {"甲": Votes(31, 20, 9), "乙": Votes(10, 40, 10)})
    assert elect(body, Attendance({"voters": 100}, {"voters": 60}), poll).elected == ("甲",)
    too_many = Poll(1, 60, 60, {"甲": Votes(31, 20, 10)})
    assert [e.code for e in elect(body, Attendance({"voters": 100}, {}), too_many).errors] == ["too-many-for-one"]


# -- several offices on one day ----------------------------------------------------------------------------------
def day(polls: dict[str, Poll], rules: Rules | None = None, people: People | None = None):
    return hold(bodies()["registered-voters"], Attendance({"voters": 100}, {}), polls, rules, people)


TWO = {"director": poll_of({"1": 40, "2": 15}, 1), "member": poll_of({"3": 40, "4": 35, "5": 33}, 2)}


def test_every_office_is_counted_by_its_own_ballots() -> None:
    found = day(TWO)
    assert found.verdict == "elected"
    assert {o: e.elected for o, e in found.offices.items()} == {"director": ("1",), "member": ("3", "4")}
    short = day({**TWO, "director": poll_of({"1": 30, "2": 30}, 1)})
    assert (short.verdict, short.open_seats, short.next_ballot) == ("short", {"director": 1}, {"director": ("1", "2")})


def test_an_office_whose_ballots_are_void_stays_open_and_all_void_is_no_election() -> None:
    void = poll_of({"1": 40, "2": 15}, 1, issued=59)
    assert day({**TWO, "director": void}).open_seats == {"director": 1}
    assert day({"director": void}).verdict == "void"
    assert day({"director": poll_of({"1": 40}, 1, 50)}).verdict == "inquorate"


@pytest.mark.parametrize(
    ("pair", "gives_way", "office"),
    [
        pytest.param(("3", "1"), "3", "member", id="职务低的不当选"),
        pytest.param(("3", "4"), "4", "member", id="同一职务，得票少的不当选"),
    ],
)
def test_of_near_kin_one_stays(pair, gives_way: str, office: str) -> None:
    found = day(TWO, Rules(kin_apart=True), People(kin=(pair,)))
    assert gives_way not in found.offices[office].elected
    assert (found.verdict, found.open_seats) == ("short", {office: 1})
    assert [r.code for r in found.reasons] == ["kin-apart"]
    assert day(TWO, Rules(), People(kin=(pair,))).verdict == "elected"


def test_kin_of_whom_only_one_was_elected_are_let_be() -> None:
    assert day(TWO, Rules(kin_apart=True), People(kin=(("3", "5"),))).verdict == "elected"


def test_a_missing_woman_is_said_and_changes_no_count() -> None:
    found = day(TWO, Rules(women=1), People(women=frozenset({"5"})))
    assert (found.verdict, [f.code for f in found.flaws]) == ("elected", ["women-missing"])
    assert not day(TWO, Rules(women=1), People(women=frozenset({"4"}))).flaws


def test_votes_for_a_higher_office_come_along_to_a_lower_one() -> None:
    polls = {"director": poll_of({"1": 20, "2": 25}, 1), "member": poll_of({"1": 15, "3": 30}, 1)}
    rules = Rules(carry_down=True)
    nomination = bodies()["nomination"]
    found = hold(nomination, Attendance({"voters": 100}, {}), polls, rules)
    assert {o: e.elected for o, e in found.offices.items()} == {"director": ("2",), "member": ("1",)}
    assert hold(nomination, Attendance({"voters": 100}, {}), polls).offices["member"].elected == ("3",)


# -- every way in which a few people can vote ----------------------------------------------------------------------
ABSENT, SPOILT = "absent", "spoilt"
Ballot = str | tuple[str, ...]


def ballots(names: Sequence[str], marks: int) -> list[Ballot]:
    """Whatever one voter can do."""
    return [ABSENT, SPOILT, *(c for n in range(marks + 1) for c in combinations(names, n))]


def every_election(voters: int, names: Sequence[str], seats: int) -> Iterator[tuple[Ballot, ...]]:
    return product(ballots(names, seats), repeat=voters)


def chosen_by_hand(cast: Sequence[Ballot], seats: int) -> set[str] | None:
    """Counted from the ballots themselves: None when not more than half voted. Elected is whoever stands on more than
    half of the ballots and is, with all who have as many or more, among no more people than there are seats."""
    voted = [b for b in cast if b != ABSENT]
    if len(voted) * 2 <= len(cast):
        return None
    tally: dict[str, int] = {}
    for ballot in voted:
        for name in ballot if ballot != SPOILT else ():
            tally[name] = tally.get(name, 0) + 1
    enough = {name for name, n in tally.items() if n * 2 > len(voted)}
    return {a for a in enough if sum(tally[b] >= tally[a] for b in enough) <= seats}


@pytest.mark.parametrize(
    ("voters", "names", "seats"), [(5, "甲乙", 1), (4, "甲乙丙", 1), (4, "甲乙丙", 2), (3, "甲乙丙丁", 3)]
)
def test_every_way_to_vote_agrees_with_counting_the_ballots(voters: int, names: str, seats: int) -> None:
    body = bodies()["registered-voters"]
    for cast in every_election(voters, names, seats):
        returned = sum(b != ABSENT for b in cast)
        invalid = sum(b == SPOILT for b in cast)
        votes = {n: Votes(sum(n in b for b in cast if b not in (ABSENT, SPOILT))) for n in names}
        found = elect(body, Attendance({"voters": voters}, {}), Poll(seats, returned, returned, votes, invalid))
        expected = chosen_by_hand(cast, seats)
        assert not found.errors, cast
        assert found.quorate is (expected is not None), cast
        assert set(found.elected) == (expected or set()), cast
        assert found.open_seats == seats - len(found.elected)
