"""Every way that handling can go: no ending without a reason and a way on, nothing stuck, replay is the audit."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from qingdan.domain.reports.handling import (
    MOST_REOPENINGS,
    Act,
    Event,
    Handling,
    NotNow,
    Stage,
    apply,
    begin,
    merge,
    possible,
    replay,
)
from qingdan.domain.reports.retention import keeping
from qingdan.domain.reports.ways import WAYS, Reason, Way
from tests.domain.rules.files import work_calendar

DAY = date(2026, 11, 2)
HERE, THERE = "a" * 32, "b" * 32
EVENTS = [Event(act, DAY, reason, to) for act, reason, to in product(Act, (None, *Reason), ("", THERE))]


def reachable() -> dict[Handling, dict[Act, Handling]]:
    """Every state that handing up at most twice can reach, with where each act leads."""
    found: dict[Handling, dict[Act, Handling]] = {}
    waiting = [begin(HERE, DAY)]
    while waiting:
        state = waiting.pop()
        if state in found or state.tier > 2:
            continue
        found[state] = {}
        for event in EVENTS:
            try:
                after = apply(state, event)
            except NotNow:
                continue
            found[state][event.act] = after
            waiting.append(after)
    return found


ALL = reachable()


def test_every_stage_and_reason_is_reached() -> None:
    assert {state.stage for state in ALL} == set(Stage)
    assert {state.reason for state in ALL} == {None, *Reason}


def test_every_ending_has_a_reason_and_a_way_on() -> None:
    for state in ALL:
        if state.stage.is_open:
            assert (state.reason, state.ways) == (None, ())
        else:
            assert state.reason and state.reason.words.zh and state.reason.words.en
            assert state.ways and all(way.words.zh and way.words.en for way in state.ways)


def test_what_is_possible_is_what_can_be_done() -> None:
    """``possible`` promises nothing that no event fulfils, and nothing else happens."""
    for state, after in ALL.items():
        assert set(after) == set(possible(state))


def test_from_every_open_state_an_ending_can_be_reached_and_from_every_ending_somebody_higher() -> None:
    for state, after in ALL.items():
        if state.stage.is_open:
            assert any(not next_.stage.is_open for next_ in after.values()) or Act.VERIFY in after
        elif state.stage is not Stage.DELETED:
            assert Act.HAND_UP in after, "whoever is not satisfied goes up a tier"
            assert Act.DELETE in after
        else:
            assert not after and Way.FILE_ANEW in state.ways


def test_not_ours_names_where_next() -> None:
    for reason in (Reason.NOT_OURS, Reason.FOR_THE_COURTS):
        with pytest.raises(NotNow, match="转到哪里"):
            apply(begin(HERE, DAY), Event(Act.REFUSE, DAY, reason))
        assert Way.GO_THERE in apply(begin(HERE, DAY), Event(Act.REFUSE, DAY, reason, "示例市人社局")).ways


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Event(Act.REFUSE, DAY), "理由"),
        (Event(Act.REFUSE, DAY, Reason.BORNE_OUT), "理由"),
        (Event(Act.ACCEPT, DAY, Reason.BORNE_OUT), "理由"),
        (Event(Act.MERGE, DAY, Reason.SAME_MATTER, HERE), "转到哪里"),
        (Event(Act.HAND_UP, DAY, None, "  "), "转到哪里"),
        (Event(Act.ANSWER, DAY, Reason.BORNE_OUT), "现在可以：accept"),
        (Event(Act.ACCEPT, DAY - timedelta(days=1)), "早于上一步"),
    ],
    ids=lambda value: str(getattr(value, "act", "")),
)
def test_what_cannot_be_is_refused_in_words(event: Event, said: str) -> None:
    with pytest.raises(NotNow, match=said) as refused:
        apply(begin(HERE, DAY), event)
    assert refused.value.to("en")


def test_it_is_looked_into_again_once_at_each_office() -> None:
    state = begin(HERE, DAY)
    for tier in range(3):
        for _ in range(MOST_REOPENINGS):
            state = apply(apply(state, Event(Act.REFUSE, DAY, Reason.TOO_LITTLE)), Event(Act.REOPEN, DAY))
        state = apply(state, Event(Act.REFUSE, DAY, Reason.TOO_LITTLE))
        assert Act.REOPEN not in possible(state) and Act.HAND_UP in possible(state)
        state = apply(state, Event(Act.HAND_UP, DAY, to=f"office-{tier + 1}"))
        assert (state.stage, state.tier) == (Stage.FILED, tier + 1)


def test_a_report_is_merged_only_with_one_that_is_being_handled() -> None:
    closed = apply(begin(THERE, DAY), Event(Act.REFUSE, DAY, Reason.TOO_LITTLE))
    with pytest.raises(NotNow, match="已经办结"):
        merge(begin(HERE, DAY), closed, DAY)
    assert merge(begin(HERE, DAY), begin(THERE, DAY), DAY).ways[0] is Way.WAIT


def test_words_for_everything() -> None:
    assert set(WAYS) == set(Reason)
    assert {way for ways in WAYS.values() for way in ways} == set(Way)


# -- deletion ------------------------------------------------------------------------------------------------------
def answered(on: date = DAY) -> Handling:
    acts = (Event(Act.ACCEPT, on), Event(Act.VERIFY, on), Event(Act.ANSWER, on, Reason.PARTLY))
    return replay(HERE, on, acts)


def test_an_ended_report_is_kept_its_months_and_its_reporter_warned() -> None:
    kept = keeping(answered(), work_calendar())
    assert kept and (kept.until, kept.warned) == (date(2027, 11, 2), date(2027, 10, 3))
    assert not kept.over(date(2027, 11, 2)) and kept.over(date(2027, 11, 3))
    shorter = keeping(answered(), work_calendar(), {"report-keep-closed": 1})
    assert shorter and shorter.until == date(2026, 12, 2) and shorter.warned >= DAY


def test_nothing_open_is_deleted_nor_what_was_merged_with_something_open() -> None:
    merged = merge(begin(THERE, DAY), begin(HERE, DAY), DAY)
    assert keeping(begin(HERE, DAY), work_calendar()) is None
    assert keeping(merged, work_calendar(), main=begin(HERE, DAY)) is None
    later = answered(date(2027, 1, 5))
    kept = keeping(merged, work_calendar(), main=later)
    assert kept and kept.until == date(2028, 1, 5)
    gone = apply(answered(), Event(Act.DELETE, DAY, Reason.TIME_OVER))
    assert keeping(gone, work_calendar()) is None
    assert keeping(merged, work_calendar(), main=gone) is not None


def test_every_ending_but_the_last_is_kept_for_a_while() -> None:
    for state in ALL:
        ends = not state.stage.is_open and state.stage is not Stage.DELETED
        assert bool(keeping(state, work_calendar())) is ends


# -- many reports at once ------------------------------------------------------------------------------------------
class ManyReports(RuleBasedStateMachine):
    """Reports of one office, moved at random: chains of merged ones always end in one that has not been merged."""

    def __init__(self) -> None:
        super().__init__()
        self.now = DAY
        self.events: dict[str, list[Event]] = {f"{n:032x}": [] for n in range(4)}
        self.states = {thread: begin(thread, DAY) for thread in self.events}

    @rule(thread=st.integers(0, 3), event=st.sampled_from(EVENTS), days=st.integers(0, 40))
    def move(self, thread: int, event: Event, days: int) -> None:
        self.now += timedelta(days=days)
        name, event = f"{thread:032x}", Event(event.act, self.now, event.reason, event.to)
        if event.act is not Act.MERGE:
            try:
                self.states[name] = apply(self.states[name], event)
            except NotNow:
                return
            self.events[name].append(event)

    @rule(one=st.integers(0, 3), other=st.integers(0, 3))
    def join(self, one: int, other: int) -> None:
        name, into = f"{one:032x}", f"{other:032x}"
        try:
            self.states[name] = merge(self.states[name], self.states[into], self.now)
        except NotNow:
            return
        self.events[name].append(Event(Act.MERGE, self.now, Reason.SAME_MATTER, into))

    @invariant()
    def replay_is_the_audit(self) -> None:
        for thread, events in self.events.items():
            assert replay(thread, DAY, events) == self.states[thread]

    @invariant()
    def every_chain_ends(self) -> None:
        for state in self.states.values():
            seen = set()
            while state.stage is Stage.MERGED:
                assert state.thread not in seen
                seen.add(state.thread)
                state = self.states[state.to]

    @invariant()
    def no_ending_without_reason_and_way(self) -> None:
        assert all(s.stage.is_open or (s.reason and s.ways) for s in self.states.values())


TestManyReports = pytest.mark.slow(ManyReports.TestCase)
TestManyReports.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
