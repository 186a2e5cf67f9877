"""When a time limit is over: real days of real years, the end of the known years, and agreement with plain counting."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.rules.calendar import Deadline, WorkCalendar, parse_limit
from qingdan.domain.rules.read_years import MiswrittenDay, calendar_from
from tests.domain.rules.files import calendar_years, work_calendar

ONE_DAY = timedelta(days=1)
CHINA = timezone(timedelta(hours=8))
LAST = max(calendar_years())
DAYS = st.dates(date(2019, 1, 1), date(LAST + 2, 12, 31))
AMOUNTS = st.integers(1, 80)


def due(start: str, limit: str, roll: bool = False) -> str:
    return work_calendar().add(date.fromisoformat(start), parse_limit(limit), roll=roll).due.isoformat()


def codes(deadline: Deadline) -> list[str]:
    return [reason.code for reason in deadline.explain()]


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        pytest.param("2026-09-28", "5 wd", "2026-10-10", id="五个工作日跨国庆，调休的周六算"),
        pytest.param("2026-09-28", "1 wd", "2026-09-29", id="当天不算"),
        pytest.param("2026-09-30", "1 wd", "2026-10-08", id="节前一天起一个工作日到节后"),
        pytest.param("2026-02-13", "1 wd", "2026-02-14", id="春节前的调休周六是工作日"),
        pytest.param("2026-02-14", "1 wd", "2026-02-24", id="春节九天都不算"),
        pytest.param("2026-11-20", "3 wd", "2026-11-25", id="周五起三个工作日"),
        pytest.param("2026-11-21", "3 wd", "2026-11-25", id="周六起三个工作日"),
        pytest.param("2026-09-26", "7 days", "2026-10-03", id="七日不管节假日"),
        pytest.param("2026-01-31", "1 months", "2026-02-28", id="月末收到二月末"),
        pytest.param("2024-01-31", "1 months", "2024-02-29", id="闰年月末"),
        pytest.param("2024-02-29", "12 months", "2025-02-28", id="闰日起一年"),
        pytest.param("2026-11-30", "3 months", "2027-02-28", id="跨年三个月"),
    ],
)
def test_the_last_day(start: str, limit: str, end: str) -> None:
    assert due(start, limit) == end


def test_a_period_that_ends_on_a_holiday_is_extended_only_where_asked() -> None:
    assert due("2026-09-24", "7 days") == "2026-10-01"
    assert due("2026-09-24", "7 days", roll=True) == "2026-10-08"
    rolled = work_calendar().add(date(2026, 9, 24), parse_limit("7 days"), roll=True)
    assert rolled.rolled_from == date(2026, 10, 1)
    assert codes(rolled) == ["limit", "counted", "skipped", "rolled", "due"]
    assert [day for day, _ in rolled.skipped] == [date(2026, 10, d) for d in range(1, 8)]


def test_a_period_of_months_that_ends_on_a_sunday_is_extended_where_asked() -> None:
    assert due("2026-10-22", "1 months", roll=True) == "2026-11-23"


def test_hours_run_from_the_moment_through_holidays() -> None:
    found = work_calendar().add(datetime(2026, 9, 30, 17, 30), parse_limit("24 hours"))
    assert found.due == datetime(2026, 10, 1, 17, 30)
    assert not found.provisional
    assert codes(found) == ["limit", "due"]
    assert "2026年10月1日17:30" in found.explain()[-1].words.zh


def test_the_explanation_says_which_days_counted_and_which_did_not() -> None:
    found = work_calendar().add(date(2026, 9, 28), parse_limit("5 wd"))
    zh = [reason.words.zh for reason in found.explain()]
    assert zh == [
        "自2026年9月28日起5个工作日，当天不算",
        "计入5天：2026年9月29日至2026年9月30日、2026年10月8日至2026年10月10日",
        "2026年10月10日是调休上班日，计入",
        "国庆节不算：2026年10月1日至2026年10月7日",
        "最迟2026年10月10日",
    ]
    assert "Not counted (National Day): 1 October 2026 to 7 October 2026" in found.explain()[3].words.en
    assert not found.provisional


# -- the end of the known years ----------------------------------------------------------------------------------
def test_past_the_published_years_monday_to_friday_count_and_the_date_is_provisional() -> None:
    found = work_calendar().add(date(LAST, 12, 28), parse_limit("10 wd"))
    assert found.unpublished == (LAST + 1,)
    assert found.provisional
    assert codes(found)[-1] == "provisional"
    assert f"{LAST + 1}年的放假安排还没有公布" in found.explain()[-1].words.zh
    assert work_calendar().is_working_day(date(LAST + 1, 1, 1)) == (date(LAST + 1, 1, 1).weekday() < 5)


def test_a_limit_that_ends_within_the_published_years_is_not_provisional() -> None:
    assert not work_calendar().add(date(LAST, 12, 1), parse_limit("10 wd")).provisional


def test_calendar_days_past_the_published_years_are_certain_unless_they_may_be_extended() -> None:
    start = date(LAST, 12, 28)
    assert not work_calendar().add(start, parse_limit("15 days")).provisional
    assert work_calendar().add(start, parse_limit("15 days"), roll=True).unpublished == (LAST + 1,)


def test_publishing_the_year_moves_the_date_and_ends_the_doubt() -> None:
    """2026 as it stood before its holidays were published, and after."""
    before = calendar_from({y: d for y, d in calendar_years().items() if y < 2026})
    start, limit = date(2025, 12, 30), parse_limit("3 wd")
    guessed, known = before.add(start, limit), work_calendar().add(start, limit)
    assert (guessed.due, guessed.provisional) == (date(2026, 1, 2), True)
    assert (known.due, known.provisional) == (date(2026, 1, 5), False)


def test_a_long_limit_names_every_unpublished_year() -> None:
    assert work_calendar().add(date(LAST, 12, 1), parse_limit("300 wd")).unpublished == (LAST + 1, LAST + 2)


# -- counting back -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("end", "limit", "latest"),
    [
        pytest.param("2026-11-23", "10 days", "2026-11-13", id="村民会议提前十日通知"),
        pytest.param("2026-11-23", "20 days", "2026-11-03", id="选举日的二十日前公布名单"),
        pytest.param("2026-10-12", "3 wd", "2026-10-08", id="倒数三个工作日，调休的周六算"),
        pytest.param("2026-10-08", "1 wd", "2026-09-30", id="倒数跨国庆"),
        pytest.param("2026-03-31", "1 months", "2026-02-28", id="倒数一个月到月末"),
    ],
)
def test_the_latest_day_before(end: str, limit: str, latest: str) -> None:
    found = work_calendar().before(date.fromisoformat(end), parse_limit(limit))
    assert found.due.isoformat() == latest
    assert "之前" in found.explain()[0].words.zh


def test_hours_before_a_moment() -> None:
    assert work_calendar().before(datetime(2026, 11, 23, 9), parse_limit("24 hours")).due == datetime(2026, 11, 22, 9)


def test_counting_back_into_an_unpublished_year_is_provisional() -> None:
    assert work_calendar().before(date(LAST + 1, 1, 5), parse_limit("3 wd")).provisional


# -- properties --------------------------------------------------------------------------------------------------
def plain_count(calendar: WorkCalendar, start: date, amount: int, step: int = 1) -> date:
    """The dullest possible counting, to compare with."""
    day, left = start, amount
    while left:
        day += step * ONE_DAY
        left -= calendar.is_working_day(day)
    return day


@given(DAYS, AMOUNTS)
def test_working_days_agree_with_plain_counting_both_ways(start: date, amount: int) -> None:
    calendar, limit = work_calendar(), parse_limit(f"{amount} wd")
    assert calendar.add(start, limit).due == plain_count(calendar, start, amount)
    assert calendar.before(start, limit).due == plain_count(calendar, start, amount, -1)


@given(DAYS, DAYS, AMOUNTS, st.sampled_from(["wd", "days", "months"]), st.booleans())
def test_a_later_start_never_ends_sooner(one: date, other: date, amount: int, unit: str, roll: bool) -> None:
    calendar, limit = work_calendar(), parse_limit(f"{amount} {unit}")
    first, second = sorted((one, other))
    assert calendar.add(first, limit, roll=roll).due <= calendar.add(second, limit, roll=roll).due
    assert calendar.before(first, limit).due <= calendar.before(second, limit).due


@given(DAYS, AMOUNTS, st.sampled_from(["wd", "days", "months"]), st.booleans())
def test_a_longer_limit_never_ends_sooner(start: date, amount: int, unit: str, roll: bool) -> None:
    calendar = work_calendar()
    short = calendar.add(start, parse_limit(f"{amount} {unit}"), roll=roll).due
    assert start < short <= calendar.add(start, parse_limit(f"{amount + 1} {unit}"), roll=roll).due


@given(DAYS, AMOUNTS)
def test_every_day_up_to_the_end_is_either_counted_or_left_out(start: date, amount: int) -> None:
    found = work_calendar().add(start, parse_limit(f"{amount} wd"))
    counted = {s.first + n * ONE_DAY for s in found.counted for n in range(s.days)}
    skipped = {day for day, _ in found.skipped}
    assert len(counted) == amount
    assert not counted & skipped
    assert counted | skipped == {start + n * ONE_DAY for n in range(1, (found.due - start).days + 1)}
    assert all(day in counted for day in found.make_up)
    assert found.provisional == (found.due.year > LAST)


# -- what cannot be ----------------------------------------------------------------------------------------------
def test_hours_need_a_time() -> None:
    with pytest.raises(ValueError, match="24 hours runs from a moment"):
        work_calendar().add(date(2026, 9, 30), parse_limit("24 hours"))


def test_a_moment_in_another_zone_is_refused_since_its_day_may_be_another() -> None:
    late = datetime(2026, 9, 29, 17, tzinfo=UTC)  # already the 30th in China
    with pytest.raises(ValueError, match="not in China's time"):
        work_calendar().add(late, parse_limit("1 wd"))
    assert work_calendar().add(late.astimezone(CHINA), parse_limit("1 wd")).due == date(2026, 10, 8)


def test_a_date_that_cannot_be_written_is_refused() -> None:
    for unit in ("days", "wd", "months"):
        with pytest.raises(ValueError, match="later than any date"):
            work_calendar().add(date(9999, 12, 30), parse_limit(f"9000 {unit}"))
        with pytest.raises(ValueError, match="earlier than any date"):
            work_calendar().before(date(1, 1, 2), parse_limit(f"9000 {unit}"))


GOOD = {"holidays": {"2027-01-01": "元旦"}, "make_up": ["2027-01-02"]}


def test_days_may_be_dates_or_texts_and_a_file_may_name_the_december_before() -> None:
    text = calendar_from({"2027": {**GOOD, "make_up": ["2026-12-27", "2027-01-02"]}})
    dates = calendar_from(
        {2027: {"holidays": {date(2027, 1, 1): "元旦"}, "make_up": [date(2026, 12, 27), date(2027, 1, 2)]}}
    )
    assert text == dates
    assert text.is_working_day(date(2026, 12, 27))
    assert not text.published(2026)


@pytest.mark.parametrize(
    ("year", "change", "says"),
    [
        ("20x7", {}, "'20x7' is not a year → Write four digits"),
        (2027, {"holidays": None}, "calendar of 2027: holidays is missing or no mapping"),
        (2027, {"make_up": "2027-01-02"}, "calendar of 2027: make_up is missing or no list"),
        (2027, {"holidays": {"1 Jan": "元旦"}}, "calendar of 2027: '1 Jan' is not a day → Write it as"),
        (2027, {"holidays": {"2028-01-01": "元旦"}}, "Move it to the file of 2028"),
        (2027, {"make_up": ["2027-01-04"]}, "2027-01-04 under make_up is no Saturday or Sunday"),
        (2027, {"holidays": {"2027-01-02": "元旦"}}, "under holidays and under make_up"),
        (2027, {"english": []}, "english is missing or no mapping"),
    ],
)
def test_a_broken_year_is_named_with_what_to_write(year: int | str, change: dict, says: str) -> None:
    with pytest.raises(MiswrittenDay) as caught:
        calendar_from({year: {**GOOD, **change}})
    assert says in caught.value.to("en")
