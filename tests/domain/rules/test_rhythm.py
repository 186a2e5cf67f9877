"""Periods and last days of what must be public, held against another calendar library over every published year."""

from __future__ import annotations

import calendar
import itertools
from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.domain.rules.limits import parse_limit
from qingdan.domain.rules.rhythm import Period, Rhythm, calculation, calculation_from, due_after, period_of, periods
from qingdan.domain.words import Words
from tests.domain.rules.files import calendar_years, work_calendar

YEARS = list(calendar_years())
PERIODIC = [Rhythm.MONTHLY, Rhythm.QUARTERLY, Rhythm.YEARLY]
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def by_the_other_library(last: date, amount: int, working: bool) -> date:
    """The last day, counted by chinesecalendar alone, a day at a time."""
    day, left = last, amount
    while left:
        day += timedelta(days=1)
        left -= not working or chinese_calendar.is_workday(day)
    while not chinese_calendar.is_workday(day):
        day += timedelta(days=1)
    return day


@pytest.mark.parametrize("limit", ["15 days", "20 days", "1 day", "10 wd", "120 days"])
def test_every_last_day_of_all_published_years_agrees_with_another_library(limit: str) -> None:
    ours, within, known = work_calendar(), parse_limit(limit), date(YEARS[-1], 12, 31)
    compared = 0
    for rhythm in PERIODIC:
        for period in periods(rhythm, date(YEARS[0], 1, 1), known):
            due = due_after(period.last, within, ours)
            if due.due > known:
                assert due.provisional or due.due.year > known.year
                continue
            assert due.due == by_the_other_library(period.last, within.amount, str(within.unit) == "wd"), period
            assert not due.provisional
            compared += 1
    assert compared >= 12 * (len(YEARS) - 1)


@given(rhythm=st.sampled_from(PERIODIC), first=DAYS, days=st.integers(0, 1200))
def test_periods_cover_the_days_from_the_first_without_gap_or_overlap(rhythm: Rhythm, first: date, days: int) -> None:
    until = first + timedelta(days=days)
    found = list(periods(rhythm, first, until))
    assert found[0].first == first
    assert found[0].begins <= first <= found[0].last
    assert found[-1].begins <= until <= found[-1].last
    for one, other in itertools.pairwise(found):
        assert other.first == other.begins == one.last + timedelta(days=1)
    assert len({p.key for p in found}) == len(found)
    assert [p.key for p in found] == sorted(p.key for p in found)


@given(rhythm=st.sampled_from(PERIODIC), day=DAYS)
def test_a_period_is_one_of_the_calendar(rhythm: Rhythm, day: date) -> None:
    found = period_of(rhythm, day)
    assert found.begins.day == 1
    assert (found.begins.month - 1) % rhythm.months == 0
    assert found.last.day == calendar.monthrange(found.last.year, found.last.month)[1]
    assert found.last.month - found.begins.month + 1 == rhythm.months
    assert found.is_told_until(found.last)
    assert not found.is_told_until(found.last + timedelta(days=1))


def test_an_account_of_the_first_month_is_none_of_the_quarter() -> None:
    quarter = period_of(Rhythm.QUARTERLY, date(2026, 8, 3))
    assert quarter.is_told_until(date(2026, 9, 25))
    assert not quarter.is_told_until(date(2026, 7, 31))


CASES = {
    "moved past a holiday": (
        period_of(Rhythm.QUARTERLY, date(2023, 9, 1)),
        "2 days",
        [
            "2023年第三季度到2023年9月30日止，之后2日内公布",
            "原应到2023年10月2日止，当天不上班，顺延到2023年10月7日",
            "最迟2023年10月7日",
        ],
        "The third quarter of 2023 ends on 30 September 2023; it is published within 2 days after that",
    ),
    "from the day of joining": (
        Period(Rhythm.MONTHLY, date(2026, 8, 1), date(2026, 8, 20), date(2026, 8, 31)),
        "15 days",
        ["从2026年8月20日开始用清单，从这天算起", "2026年8月到2026年8月31日止，之后15日内公布", "最迟2026年9月15日"],
        "The lists apply from 20 August 2026: counted from that day",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_calculation_in_words(name: str) -> None:
    period, limit, zh, en = CASES[name]
    said = calculation(period, due_after(period.last, parse_limit(limit), work_calendar()))
    assert [reason.words.zh for reason in said] == zh
    assert said[0].words.en == en


def test_working_days_say_which_days_did_not_count_and_that_a_year_is_not_published() -> None:
    said = calculation_from(
        Words("办到公开结果", "Result reached"), due_after(date(2026, 9, 24), parse_limit("5 wd"), work_calendar())
    )
    assert said[0].words.zh == "办到公开结果：2026年9月24日，之后5个工作日内公布"
    assert {reason.code for reason in said} >= {"event", "skipped", "due"}
    later = due_after(date(2100, 12, 31), parse_limit("15 days"), WorkCalendar())
    assert calculation(period_of(Rhythm.YEARLY, date(2100, 5, 1)), later)[-1].code == "provisional"


def test_at_once_has_no_periods() -> None:
    with pytest.raises(KeyError):
        period_of(Rhythm.AT_ONCE, date(2026, 1, 1))
