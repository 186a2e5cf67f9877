"""Elections in the process language: the flow of a villagers' committee as law has it, run to each of its ends."""

from __future__ import annotations

import json

import pytest

from qingdan.domain.complaints import DefinitionError
from qingdan.domain.flow.check_meetings import meeting_complaints
from qingdan.domain.flow.election import Stand, Term
from qingdan.domain.flow.explore import at_step, sample_value
from qingdan.domain.flow.state import Rejected, State
from tests.domain.flow.reading_flows import act, flow, running
from tests.domain.rules.files import bodies

# The flow of flows-to-hold.yaml in the language as it is.
COMMITTEE = """
    facts:
      members: {type: count, title: {zh: 委员名额, en: members}, set_by: roll, audience: village}
      board: {type: slate, title: {zh: 选举委员会, en: board}, set_by: election-committee, audience: village}
      candidates: {type: slate, title: {zh: 候选人, en: candidates}, set_by: nominate, audience: village}
      proxies: {type: proxies, title: {zh: 委托, en: proxies}, set_by: nominate, audience: village, required: false}
      chosen: {type: slate, title: {zh: 计票, en: count}, set_by: vote, audience: village}
    outcomes:
      elected: {zh: 选出, en: elected}
      open-seats: {zh: 没选够, en: seats left}
      no-valid-election: {zh: 无效, en: not valid}
    clocks:
      roll: {name: {zh: 名单, en: roll}, from: roll, before: vote, at_least: 20 days}
      handover: {name: {zh: 移交, en: handover}, from: declare, to: handover, limit: 10 days}
    flow:
    - elect: election-committee
      by: clerk
      body: election-committee-by-representatives
      offices: [{office: election-chair, seats: 1}, {office: election-member, seats: 6}]
      names: board
      results: {short: [{end: no-valid-election}]}
      N,
    - {do: announce, by: clerk, records: {take_office: election-committee, term: case}, N}
    - disclose: roll
      by: election-chair
      board: village-affairs
      audience: village
      objections: 5 days
      answer: 3 days
      stands: 20 days
      N,
    - {disclose: audit-result, board: finance, by: town-leader, stands: 15 days, audience: village, N}
    - {do: nominate, by: election-chair, N}
    - elect: vote
      by: election-chair
      body: registered-voters
      offices: [{office: village-director, seats: 1}, {office: village-committee-member, seats: members}]
      candidates: candidates
      proxies: proxies
      names: chosen
      N,
      results:
        not-held: [{end: no-valid-election}]
        short:
        - repeat:
          - {elect: run-off, by: election-chair, body: run-off, candidates: vote.unsuccessful, seats: vote.open, N}
          until: run-off.result == elected
          at_most: 2
          else: [{end: open-seats}]
    - disclose: declare
      by: election-chair
      board: village-affairs
      audience: village
      stands: 15 days
      records: {take_office: vote}
      N,
    - {do: handover, by: former-village-director, with: town-leader, N}
"""
LINES = COMMITTEE.replace("N,\n", "name: {zh: 例, en: example}\n      how: {zh: 例, en: example}\n")
ROLES = (
    "clerk", "town-leader", "election-chair", "election-member", "village-director", "village-committee-member",
    "former-village-director",
)  # fmt: skip


def by(role: str, person: int = 1) -> list[dict]:
    return [{"person": person, "role": role}]


def meet(key: str, verdict: str, poll: dict | None = None, role: str = "election-chair") -> dict:
    event: dict = {"type": "meet", "key": key, "verdict": verdict, "by": by(role)}
    return event | ({"poll": poll} if poll is not None else {})


def office(elected: str = "", left: int = 0, stand: str = "") -> dict:
    return {"elected": elected.split(), "open": left, "next": stand.split(), "after": stand.split()}


FULL_BOARD = {"election-chair": office("1"), "election-member": office("2 3 4 5 6 7")}


@pytest.fixture
def m():
    return running(LINES)


def up_to_the_vote(m, members: int = 3) -> State:
    events = [
        meet("election-committee", "elected", FULL_BOARD, "clerk") | {"kept": ["board"]},
        act("announce", 1, "clerk"),
        {"type": "post", "key": "roll", "by": by("election-chair"), "facts": {"members": members}},
        {"type": "close", "key": "roll"},
        {"type": "post", "key": "audit-result", "by": by("town-leader")},
        act("nominate", 1, "election-chair") | {"kept": ["candidates"]},
    ]
    return m.replay(events)


def vote(m, state: State, verdict: str, poll: dict) -> State:
    return m.advance(state, meet("vote", verdict, poll) | ({"kept": ["chosen"]} if verdict == "elected" else {}))


def test_the_flow_is_said_plainly_and_nothing_is_wrong_with_it() -> None:
    found = flow(LINES)
    assert [str(c) for c in meeting_complaints(found, bodies(), ROLES)] == []
    step = found.steps()["run-off"]
    assert step.election is not None and step.election.candidates is not None
    assert (step.election.again, step.election.candidates.source) == ("vote", Stand.UNSUCCESSFUL)
    assert found.steps()["declare"].records is not None
    assert found.steps()["announce"].records.term is Term.CASE  # type: ignore[union-attr]
    assert (found.clocks["roll"].before, found.clocks["roll"].limit) == (True, "20 days")


def test_an_election_that_fills_every_seat_goes_on(m) -> None:
    state = vote(
        m, up_to_the_vote(m), "elected", {"village-director": office("1"), "village-committee-member": office("3 4 5")}
    )
    assert list(state["open"]) == ["declare"]
    assert state["polls"]["vote"] == {
        "elected": {"village-director": ["1"], "village-committee-member": ["3", "4", "5"]}, "open": {}, "next": {},
        "after": {"village-director": [], "village-committee-member": []},
    }  # fmt: skip
    assert json.loads(json.dumps(state)) == state


SHORT = {"village-director": office(left=1, stand="1 2"), "village-committee-member": office("3 4", 1, "5 6")}


def test_a_run_off_fills_what_is_open_and_is_joined_to_the_first_vote(m) -> None:
    state = vote(m, up_to_the_vote(m), "short", SHORT)
    assert list(state["open"]) == ["run-off"]
    again = meet(
        "run-off", "short", {"village-director": office("2"), "village-committee-member": office(left=1, stand="5")}
    )
    state = m.advance(state, again)
    assert list(state["open"]) == ["run-off"]
    assert state["polls"]["vote"] == {
        "elected": {"village-director": ["2"], "village-committee-member": ["3", "4"]},
        "open": {"village-committee-member": 1}, "next": {"village-committee-member": ["5"]},
        "after": {"village-director": [], "village-committee-member": ["5"]},
    }  # fmt: skip
    state = m.advance(state, meet("run-off", "elected", {"village-committee-member": office("5")}))
    assert list(state["open"]) == ["declare"]
    assert state["polls"]["vote"]["elected"]["village-committee-member"] == ["3", "4", "5"]
    assert state["polls"]["vote"]["open"] == {}


def test_seats_that_stay_open_after_the_run_offs_end_the_case(m) -> None:
    state = vote(m, up_to_the_vote(m), "short", SHORT)
    for _ in range(2):
        state = m.advance(state, meet("run-off", "short", dict(SHORT, **{"village-committee-member": office(left=1)})))
    assert state["outcome"] == "open-seats"


@pytest.mark.parametrize("verdict", ["inquorate", "void"])
def test_a_vote_that_does_not_count_is_no_election_where_it_is_not_called_again(m, verdict: str) -> None:
    state = m.advance(up_to_the_vote(m), meet("vote", verdict))
    assert (state["outcome"], state["results"]["vote"]) == ("no-valid-election", "not-held")


def test_an_office_without_seats_is_not_voted_on(m) -> None:
    state = up_to_the_vote(m, members=0)
    assert vote(m, state, "elected", {"village-director": office("1")})["polls"]["vote"]["open"] == {}


BAD = [
    pytest.param("elected", None, "poll-missing", id="no count at all"),
    pytest.param("elected", {"village-director": office("1")}, "poll-differs", id="an office is missing"),
    pytest.param(
        "elected", {"village-director": office("1 2"), "village-committee-member": office("3 4 5")}, "poll-differs",
        id="more elected than seats",
    ),
    pytest.param(
        "elected", {"village-director": office("1"), "village-committee-member": office("3 4")}, "poll-differs",
        id="a seat is lost",
    ),
    pytest.param(
        "elected", {"village-director": office("1"), "village-committee-member": office("3 4", 1)}, "poll-differs",
        id="open seats, and all elected",
    ),
    pytest.param(
        "short", {"village-director": office("1"), "village-committee-member": office("3 4 5")}, "poll-differs",
        id="no open seat, and short",
    ),
    pytest.param(
        "short", {"village-director": office("1"), "village-committee-member": office("3 3", 1)}, "poll-differs",
        id="one elected twice",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("verdict", "poll", "code"), BAD)
def test_a_count_that_does_not_fit_the_seats_is_refused(m, verdict: str, poll: dict | None, code: str) -> None:
    state = up_to_the_vote(m)
    kept = json.dumps(state)
    with pytest.raises(Rejected) as rejected:
        m.advance(state, meet("vote", verdict, poll))
    assert rejected.value.code == code
    assert json.dumps(state) == kept


def test_every_event_that_is_offered_can_happen(m) -> None:
    state = up_to_the_vote(m)
    found = list(at_step(m, state, "vote", lambda role, key, s: 1, sample_value))
    assert [(e["type"], e.get("verdict")) for e in found] == [
        ("meet", "elected"), ("meet", "short"), ("call", None), ("meet", "inquorate"),
    ]  # fmt: skip
    for event in found:
        m.advance(state, event)


# -- two hands, calling -------------------------------------------------------------------------------------------
TWO_HANDS = """
    facts: {names: {type: slate, title: {zh: 名单, en: names}, set_by: choose-them, audience: village}}
    outcomes: {done: {zh: 选出, en: done}, short: {zh: 没选够, en: short}}
    flow:
    - elect: choose-them
      by: clerk
      with: supervision-head
      body: representatives
      seats: 2
      plus: 1
      names: names
      name: {zh: 例, en: example}
      how: {zh: 例, en: example}
      results: {short: [{end: short}]}
"""


def test_a_count_waits_for_the_second_hand_and_a_disputed_one_counts_for_nothing() -> None:
    m = running(TWO_HANDS)
    first = meet("choose-them", "short", {"seat": office("1 2", 1)}, "clerk")
    state = m.advance(m.start(), first)
    assert "polls" not in state and state["open"]["choose-them"]["poll"] == first["poll"]
    state = m.advance(state, {"type": "dispute", "key": "choose-them", "by": by("supervision-head", 2)})
    assert state["open"]["choose-them"] == {}
    state = m.advance(state, meet("choose-them", "elected", {"seat": office("1 2 3")}, "clerk") | {"kept": ["names"]})
    state = m.advance(state, {**meet("choose-them", "elected"), "by": by("supervision-head", 2)})
    assert (state["outcome"], state["polls"]["choose-them"]["elected"]) == ("done", {"seat": ["1", "2", "3"]})


CALLED = """
    outcomes: {agreed: {zh: 同意, en: agreed}, not-agreed: {zh: 不同意, en: no}, not-held: {zh: 没开成, en: not held}}
    flow:
    - {meet: all, by: clerk, body: representatives, recall: {after: 3 days, at_most: 1}, N,
       results: {rejected: [{end: not-agreed}], not-held: [{end: not-held}]}}
"""
CALL = {"type": "call", "key": "all", "by": by("clerk"), "noticed": "2026-11-03", "held": "2026-11-14T09:00:00+08:00"}


def test_a_meeting_is_called_and_after_an_attempt_called_anew() -> None:
    m = running(CALLED)
    state = m.advance(m.start(), CALL)
    assert state["open"]["all"]["called"] == {"noticed": "2026-11-03", "held": "2026-11-14T09:00:00+08:00"}
    later = m.advance(state, {**CALL, "held": "2026-11-15T09:00:00+08:00"})
    assert later["open"]["all"]["called"]["held"].startswith("2026-11-15")
    state = m.advance(state, meet("all", "inquorate", role="clerk"))
    assert state["open"]["all"] == {"attempts": 1}
    assert m.advance(state, meet("all", "inquorate", role="clerk"))["outcome"] == "not-held"


@pytest.mark.parametrize(
    ("event", "code"),
    [
        pytest.param({**CALL, "by": by("director")}, "wrong-role", id="by somebody who may not"),
        pytest.param({**CALL, "key": "nowhere"}, "no-such-step", id="a step that is not there"),
    ],
)
def test_a_call_that_cannot_be_is_refused(event: dict, code: str) -> None:
    m = running(CALLED)
    with pytest.raises(Rejected) as rejected:
        m.advance(m.start(), event)
    assert rejected.value.code == code


def test_what_is_no_meeting_is_not_called() -> None:
    m = running("outcomes: {a: {zh: 办, en: a}}\nflow: [{do: all, by: clerk, N}]")
    with pytest.raises(Rejected, match="wrong-event"):
        m.advance(m.start(), CALL)


# -- what check says ----------------------------------------------------------------------------------------------
SAID = [
    pytest.param("names: chosen", "names: members", "'members' is count, and must be slate", id="names in a count"),
    pytest.param("seats: members}", "seats: board}", "'board' is slate, and must be count", id="seats from a list"),
    pytest.param("office: village-director", "office: mayor", "there is no post 'mayor'", id="no such post"),
    pytest.param("seats: vote.open", "seats: roll.open", "there is no election 'roll'", id="open seats of a notice"),
    pytest.param("at_least: 20 days", "at_least: 19 days", "hangs 20 days before ('村民委员会组织", id="a late roll"),
    pytest.param("objections: 5 days", "objections: 4 days", "objections to the roll: 5 days,", id="few days"),
    pytest.param("answer: 3 days", "answer: 5 days", "ruled on in 3 days", id="a late ruling"),
    pytest.param("      proxies: proxies\n", "", "proxies: no election uses this proxies", id="proxies for nothing"),
    pytest.param(
        "body: run-off, candidates", "body: nomination, proxies: proxies, candidates", "nobody may vote by proxy in",
        id="proxies where none may be",
    ),
    pytest.param("take_office: vote}", "take_office: handover}", "there is no election 'handover'", id="no election"),
    pytest.param(
        "body: run-off, candidates", "body: run-off, records: {take_office: run-off}, candidates",
        "an election cannot record its own result", id="records its own result",
    ),
    pytest.param(
        "take_office: election-committee, term: case", "take_office: election-committee",
        "for how many years election-committee elects", id="no term",
    ),
    pytest.param(
        "{office: village-director, seats: 1}, {office: village-committee-member, seats: members}",
        "{office: village-director, seats: 1}, {office: village-director, seats: members}", "stands here twice",
        id="an office twice",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "says"), SAID)
def test_what_is_wrong_is_said_with_a_remedy(old: str, new: str, says: str) -> None:
    assert old in LINES
    try:
        found = [c.to("en") for c in meeting_complaints(flow(LINES.replace(old, new, 1)), bodies(), ROLES)]
    except DefinitionError as error:  # what cannot even be read says so in the same words
        found = [c.to("en") for c in error.complaints]
    assert any(says in c for c in found), found


MATTER = """
    outcomes: {a: {zh: 办, en: a}, b: {zh: 不, en: b}}
    flow:
    - {meet: all, by: clerk, body: BODY, matter: {law: 农村集体经济组织法, article: 26, item: 8}, N,
       results: {rejected: [{end: b}]}}
"""


@pytest.mark.parametrize(
    ("body", "wrong"),
    [("members-assembly", False), ("member-delegates", True), ("[members-assembly, member-delegates]", True)],
)
def test_a_body_that_may_not_decide_a_matter_is_named_with_the_article(body: str, wrong: bool) -> None:
    found = [c.what.en for c in meeting_complaints(flow(MATTER.replace("BODY", body)), bodies(), ROLES)]
    assert found == (
        ["all: meeting of member delegates may not decide this matter ('农村集体经济组织法' 28)"] if wrong else []
    )
