"""The committed holidays against the package that they were seeded from, for every day of all their years."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from chinese_calendar import constants

from tests.domain.rules.files import calendar_years, work_calendar

LAST_YEAR_OF_PACKAGE = max(constants.holidays).year


def test_the_years_are_those_from_2019_to_the_packages_last() -> None:
    assert list(calendar_years()) == list(range(2019, LAST_YEAR_OF_PACKAGE + 1)), (
        f"chinesecalendar knows {LAST_YEAR_OF_PACKAGE}: add catalogue/calendar/{LAST_YEAR_OF_PACKAGE}.yaml, "
        "like the file of the year before, from the State Council's notice"
    )


@pytest.mark.parametrize("year", list(calendar_years()))
def test_every_day_agrees_with_the_package(year: int) -> None:
    calendar, day = work_calendar(), date(year, 1, 1)
    assert calendar.published(year)
    while day.year == year:
        assert calendar.is_working_day(day) == chinese_calendar.is_workday(day), day
        assert (day in calendar.holidays) == (day in constants.holidays), day
        day += timedelta(days=1)


@pytest.mark.parametrize("year", list(calendar_years()))
def test_a_file_says_its_year_and_where_it_comes_from(year: int) -> None:
    data = calendar_years()[year]
    assert data["year"] == year
    assert str(year) in data["source"]["notice"]["zh"]
    assert data["source"]["seeded_from"]
    assert set(data["english"]) == set(data["holidays"].values()), "every holiday has its English name, and no other"


def test_the_year_after_the_last_is_not_published() -> None:
    assert not work_calendar().published(LAST_YEAR_OF_PACKAGE + 1)
