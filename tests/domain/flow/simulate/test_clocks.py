"""Limits that count back, and those that count from a day that is given, worked out by hand.

The roll of an election is put up, its objections run for seven days, then people vote; the vote needs twenty days from
the day on which the roll went up. And the accounts of a quarter are signed within ten days of the day on which that
ended.
"""

from __future__ import annotations

import pytest

from tests.domain.flow.simulate.test_montecarlo import run

ROLL = """
    outcomes: {done: {zh: 办成, en: done}}
    clocks: {roll: {from: put-up, before: vote, at_least: AT_LEAST, name: {zh: 例, en: e}}}
    flow:
    - disclose: put-up
      by: clerk
      board: village-affairs
      audience: village
      fields: []
      objections: 7 days
      stands: 15 days
      name: {zh: 例, en: e}
      how: {zh: 例, en: e}
    - {do: vote, by: director, within: 5 wd, N}
    finally: [{archive: file, by: clerk, N}]
"""
QUARTER = """
    facts: {ended: {type: date, set_by: close, audience: internet, title: {zh: 例, en: e}}}
    outcomes: {done: {zh: 办成, en: done}}
    clocks: {in-time: {since: ended, to: sign, limit: LIMIT, name: {zh: 例, en: e}}}
    flow: [{do: close, by: clerk, N}, {do: sign, by: director, N}]
    finally: [{archive: file, by: clerk, N}]
"""
SEEN = {"put-up": [7.0], "file": [0.0]}


def short(text: str, **changes):
    (found,) = run(text, **changes).clocks
    return found.share.over, found.share.n


@pytest.mark.parametrize(
    ("voted", "too_short"),
    [
        (12.0, 200),  # up on day 0, down on day 7, voted on day 19: a day too early, in every case
        (13.0, 0),  # voted on day 20: twenty whole days
        (25.0, 0),
    ],
)
def test_what_was_seen_is_judged_from_the_day_on_which_the_notice_went_up(voted, too_short):
    assert short(ROLL.replace("AT_LEAST", "20 days"), observed={**SEEN, "vote": [voted]}) == (too_short, 200)


def test_half_of_what_was_seen_too_short_is_half_of_the_cases():
    over, of = short(ROLL.replace("AT_LEAST", "20 days"), observed={**SEEN, "vote": [5.0, 30.0]})
    assert of == 200 and 80 < over < 120


def test_working_days_are_counted_as_such():
    """Four weeks and a day always have twenty working days; three weeks and six days have at most twenty, and but for
    those that begin and end just so fewer."""
    text = ROLL.replace("AT_LEAST", "20 wd")
    assert short(text, observed={**SEEN, "vote": [22.0]}) == (0, 200)
    over, _of = short(text, observed={**SEEN, "vote": [19.0]})
    assert over > 100


def test_a_step_whose_time_is_assumed_waits_until_it_may_be_done():
    """Nobody votes too early by himself: the vote waits until the twentieth day, and is late by its own five days."""
    found = run(ROLL.replace("AT_LEAST", "20 days"), observed=SEEN, holders={"director": 200})
    assert [c.share.over for c in found.clocks] == [0]
    assert (found.days.p50, found.days.p90) == (pytest.approx(20.0), pytest.approx(20.0))
    (vote,) = [w for w in found.steps if w.step == "vote"]
    assert vote.days.p50 == pytest.approx(13.0) and vote.late.over == vote.late.n


@pytest.mark.parametrize(
    ("limit", "given", "late"),
    [
        ("10 days", [6.0], 0),  # closed six days after the quarter's end, signed four days later: the tenth day
        ("10 days", [7.0], 200),  # the eleventh
        ("10 days", [], 0),  # not seen: the day on which closing began, so 2 + 4 days
        ("5 days", [], 200),
    ],
)
def test_a_limit_counts_from_the_day_that_was_given(limit, given, late):
    text = QUARTER.replace("LIMIT", limit)
    seen = {"close": [2.0], "sign": [4.0], "file": [0.0]}
    found = run(text, observed=seen, given={"ended": given})
    assert [(c.share.over, c.share.n, c.observed) for c in found.clocks] == [(late, 200, len(given))]
