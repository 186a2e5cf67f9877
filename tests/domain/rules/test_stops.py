"""A limit that stands still and goes on: worked examples across holidays, and agreement with plain counting."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.rules.calendar import Deadline, Stop, WorkCalendar, parse_limit
from qingdan.domain.words import Words
from tests.domain.rules.files import work_calendar

WHY = Words("停算（补交材料）", "stopped: supplement")
ONE_DAY = timedelta(days=1)


def on(text: str) -> date:
    return date.fromisoformat(text)


def stop(began: str, ended: str) -> Stop:
    return Stop(on(began), on(ended), WHY)


def counted(start: str, limit: str, *stops: tuple[str, str], roll: bool = False) -> Deadline:
    return work_calendar().add(on(start), parse_limit(limit), roll=roll, stops=[stop(*pair) for pair in stops])


@pytest.mark.parametrize(
    ("start", "limit", "stops", "end"),
    [
        # 2026-11-20 is a Friday; 1-7 October are days off, Saturday 10 October is worked.
        pytest.param("2026-11-20", "5 wd", [], "2026-11-27", id="不停：周五起五个工作日到下周五"),
        pytest.param(
            "2026-11-20", "5 wd", [("2026-11-24", "2026-11-26")], "2026-12-01", id="周二停周四续：二十五、二十六日不算"
        ),
        pytest.param("2026-11-20", "5 wd", [("2026-11-24", "2026-11-24")], "2026-11-27", id="当天停当天续，一天不挪"),
        pytest.param("2026-11-20", "5 wd", [("2026-11-27", "2026-12-20")], "2026-11-27", id="最后一天才停，已经满了"),
        pytest.param("2026-11-20", "5 wd", [("2026-11-21", "2026-11-22")], "2026-11-27", id="只停了周末，一天不挪"),
        pytest.param(
            "2026-09-28", "5 wd", [("2026-09-29", "2026-10-09")], "2026-10-14", id="停过国庆：停着的假日也不另补"
        ),
        pytest.param(
            "2026-09-28", "5 wd", [("2026-09-30", "2026-10-05")], "2026-10-10", id="假期里续上：停的全是假日，一天不挪"
        ),
        pytest.param(
            "2026-09-28", "5 wd", [("2026-09-29", "2026-09-30"), ("2026-10-08", "2026-10-10")], "2026-10-14",
            id="停了两次，调休的周六在停算里就不算",
        ),
        pytest.param("2026-09-26", "7 days", [("2026-09-28", "2026-10-01")], "2026-10-06", id="七日停三天挪三天"),
        pytest.param("2026-11-30", "3 months", [("2027-01-10", "2027-01-20")], "2027-03-10", id="三个月停十天挪十天"),
        pytest.param("2026-11-20", "5 wd", [("2026-11-18", "2026-11-23")], "2026-11-30", id="开始时就停着，续上后才算"),
    ],
)  # fmt: skip
def test_the_last_day_moves_by_the_stopped_time(start: str, limit: str, stops: list, end: str) -> None:
    assert counted(start, limit, *stops).due == on(end)


def test_an_extended_limit_is_counted_from_the_same_start_with_the_same_stops() -> None:
    stops = [("2026-09-29", "2026-10-09")]
    assert counted("2026-09-28", "30 wd", *stops).due == on("2026-11-18")
    assert counted("2026-09-28", "45 wd", *stops).due == on("2026-12-09")


def test_hours_stand_still_to_the_minute() -> None:
    nine = datetime(2026, 9, 30, 9)
    held = Stop(nine + timedelta(hours=2), nine + timedelta(hours=7, minutes=30), WHY)
    late = Stop(nine + timedelta(days=5), nine + timedelta(days=6), WHY)
    found = work_calendar().add(nine, parse_limit("24 hours"), stops=[held, late])
    assert found.due == nine + timedelta(hours=29, minutes=30)
    assert [reason.words.zh for reason in found.explain()][1] == (
        "停算（补交材料）不算：2026年9月30日11:00至2026年9月30日16:30"
    )


def test_the_explanation_says_which_days_stood_still() -> None:
    zh = [reason.words.zh for reason in counted("2026-09-28", "5 wd", ("2026-09-29", "2026-10-09")).explain()]
    assert zh == [
        "自2026年9月28日起5个工作日，当天不算",
        "计入5天：2026年9月29日、2026年10月10日、2026年10月12日至2026年10月14日",
        "2026年10月10日是调休上班日，计入",
        "停算（补交材料）不算：2026年9月30日至2026年10月9日",
        "周末不算：2026年10月11日",
        "最迟2026年10月14日",
    ]
    in_days = [reason.words.en for reason in counted("2026-09-26", "7 days", ("2026-09-28", "2026-10-01")).explain()]
    assert in_days[2] == "Not counted (stopped: supplement): 29 September 2026 to 1 October 2026"


def test_a_stopped_period_that_then_ends_on_a_day_off_is_extended_where_asked() -> None:
    found = counted("2026-09-23", "7 days", ("2026-09-24", "2026-09-26"), roll=True)
    assert (found.rolled_from, found.due) == (on("2026-10-02"), on("2026-10-08"))


def test_stopping_across_the_end_of_the_known_years_is_provisional() -> None:
    last = max(work_calendar().years)
    beyond = counted(f"{last}-12-28", "3 wd", (f"{last}-12-29", f"{last + 1}-01-10"))
    assert beyond.unpublished == (last + 1,)


@pytest.mark.parametrize(
    ("limit", "day", "left"),
    [("5 wd", "2026-11-20", 5), ("5 wd", "2026-11-24", 3), ("5 wd", "2026-11-22", 5), ("5 wd", "2026-11-30", 0),
     ("7 days", "2026-11-24", 3), ("1 months", "2026-12-19", 1)],
)  # fmt: skip
def test_what_is_left_when_it_stops(limit: str, day: str, left: int) -> None:
    assert work_calendar().left(on("2026-11-20"), parse_limit(limit), on(day)) == left


def test_what_is_left_after_an_earlier_stop() -> None:
    stops = [stop("2026-11-24", "2026-11-26")]
    assert work_calendar().left(on("2026-11-20"), parse_limit("5 wd"), on("2026-11-27"), stops) == 2


# -- against plain counting ----------------------------------------------------------------------------------------
DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))


@st.composite
def stopped(draw: st.DrawFn) -> tuple[date, str, list[Stop]]:
    start, limit = draw(DAYS), draw(st.sampled_from(["5 wd", "30 wd", "7 days", "40 days", "2 months"]))
    stops, at = [], start
    for _ in range(draw(st.integers(0, 3))):
        began = at + draw(st.integers(0, 20)) * ONE_DAY
        at = began + draw(st.integers(0, 20)) * ONE_DAY
        stops.append(Stop(began, at, WHY))
    return start, limit, stops


def plainly(calendar: WorkCalendar, start: date, limit: str, stops: list[Stop]) -> date:
    """The same, said as slowly as one would on paper."""
    parsed = parse_limit(limit)
    wanted = parsed.amount
    if parsed.unit == "months":
        wanted = (calendar.add(start, parsed).due - start).days
    day = start
    while wanted:
        day += ONE_DAY
        runs = not any(s.began < day <= s.ended for s in stops)
        wanted -= runs and (parsed.unit != "wd" or calendar.is_working_day(day))
    return day


@given(stopped())
def test_it_agrees_with_counting_on_paper(case: tuple[date, str, list[Stop]]) -> None:
    start, limit, stops = case
    found = work_calendar().add(start, parse_limit(limit), stops=stops)
    assert found.due == plainly(work_calendar(), start, limit, stops)
    assert sum(span.days for span in found.counted) + len(found.skipped) == (found.due - start).days


@given(stopped())
def test_no_stop_brings_the_day_nearer(case: tuple[date, str, list[Stop]]) -> None:
    start, limit, stops = case
    calendar, parsed = work_calendar(), parse_limit(limit)
    assert calendar.add(start, parsed, stops=stops).due >= calendar.add(start, parsed).due


@given(stopped(), st.integers(0, 60))
def test_what_is_left_brings_it_to_the_same_day(case: tuple[date, str, list[Stop]], after: int) -> None:
    """Stop on any day and go on the same day: what was left ends on the day on which the whole would have ended."""
    start, limit, stops = case
    calendar, parsed = work_calendar(), parse_limit(limit)
    day = max([start, *(s.ended for s in stops)]) + after * ONE_DAY
    left, due = calendar.left(start, parsed, day, stops), calendar.add(start, parsed, stops=stops).due
    if not left:
        assert due <= day
    else:
        unit = "wd" if parsed.unit == "wd" else "days"
        assert calendar.add(day, parse_limit(f"{left} {unit}")).due == due
