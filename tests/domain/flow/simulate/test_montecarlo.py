"""The simulation: the same seed gives the same numbers, shares have their interval, and scarce people make a queue."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from qingdan.domain.flow.simulate.exhaustive import explore
from qingdan.domain.flow.simulate.montecarlo import Observed, Setting, simulate
from qingdan.domain.flow.simulate.spread import spread, wilson
from qingdan.domain.flow.simulate.times import Timeline
from qingdan.domain.rules.limits import parse_limit
from tests.domain.flow.reading_flows import running
from tests.domain.flow.simulate.small import SMALL

MONDAY = date(2026, 1, 5)
SLOW = """
    outcomes: {done: {zh: 办成, en: done}}
    clocks: {whole: {from: ask, to: give, limit: 3 days, name: {zh: 例, en: e}}}
    flow: [{do: ask, by: clerk, N}, {do: give, by: clerk, within: 2 wd, N}]
    finally: [{archive: file, by: clerk, N}]
"""


def weekdays(day: date) -> bool:
    return day.weekday() < 5


def run(text: str, observed=None, given=None, **changes):
    small = running(text)
    changes["observed"] = Observed(1, observed or {}, given or {})
    setting = Setting(**{"cases": 200, "seed": 7, "start": MONDAY, "holders": {"clerk": 1, "director": 1}, **changes})
    return simulate(small, explore(small).graph, setting, weekdays)


@pytest.mark.parametrize("name", SMALL)
def test_the_same_seed_gives_the_same_numbers_and_another_others(name):
    assert run(SMALL[name]) == run(SMALL[name])
    assert run(SMALL[name]).ends != run(SMALL[name], seed=8).ends


@pytest.mark.parametrize("name", SMALL)
def test_every_case_ends_as_a_case_can(name):
    found = run(SMALL[name])
    small = running(SMALL[name])
    assert {outcome for outcome, _ in found.ends} <= set(small.flow.outcomes)
    assert sum(s.n for s in found.by_outcome.values()) == len(found.ends) == 200
    assert all(days >= 0 for _, days in found.ends)


def test_observed_times_are_taken_as_they_are():
    found = run(SLOW, observed={"ask": [1.0], "give": [5.0], "file": [2.0]})
    assert found.days.p50 == pytest.approx(8.0) and found.days.p90 == pytest.approx(8.0)
    assert all(w.observed for w in found.steps)
    (whole,) = found.clocks
    assert whole.share.over == whole.share.n == 200  # five days, where three are allowed


def test_few_people_and_many_cases_make_a_queue():
    crowd = run(SLOW, every=0.3)
    calm = run(SLOW, every=0.3, holders={"clerk": 20})
    assert max(w.queued.p90 for w in crowd.steps) > 1 > max(w.queued.p90 for w in calm.steps)


def test_always_the_usual_result_comes_to_the_first_outcome():
    assert {outcome for outcome, _ in run(SMALL["rounds"], main=1.0).ends} == {"done"}


def test_a_simulation_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one case"):
        run(SLOW, cases=0)


def test_wilson_is_the_textbook_interval():
    assert (wilson(0, 10).low, round(wilson(0, 10).high, 4)) == (0.0, 0.2775)
    assert (round(wilson(5, 10).low, 4), round(wilson(5, 10).high, 4)) == (0.2366, 0.7634)
    assert wilson(10, 10).high == 1.0 and wilson(0, 0).value == 0.0


def test_a_quantile_is_the_least_value_that_so_many_do_not_exceed():
    found = spread([float(n) for n in range(1, 11)])
    assert (found.p50, found.p90, found.mean) == (5.0, 9.0, 5.5)
    with pytest.raises(ValueError, match="no value"):
        spread([])


def test_working_days_are_added_over_days_off():
    timeline = Timeline(MONDAY, weekdays)
    assert timeline.after(4.0, 1.0) == 7.0  # all of Friday: then it is Monday
    dice = Random(1)
    for _ in range(200):
        begun, days = dice.uniform(0, 300), dice.uniform(0, 40)
        assert timeline.working(timeline.after(begun, days)) == pytest.approx(timeline.working(begun) + days)
    assert timeline.limit_over(0.0, 9.0, parse_limit("5 wd"))
    assert not timeline.limit_over(0.0, 6.9, parse_limit("5 wd"))
