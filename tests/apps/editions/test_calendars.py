"""Holidays are loaded year by year; the last file for a year counts, and whoever waits for it is told."""

from __future__ import annotations

from datetime import date

import pytest

from qingdan.domain.complaints import DefinitionError
from qingdan.records.editions.acts import prepare_years, publish_years
from qingdan.records.editions.models import CalendarYear
from qingdan.records.editions.queries import work_calendar
from qingdan.records.editions.sources import read_calendars
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(catalogue, acting):
    return lambda: publish_years(acting=acting, years=prepare_years(read_calendars(catalogue)))


def test_without_any_year_monday_to_friday(catalogue) -> None:
    assert work_calendar().is_working_day(date(2026, 10, 1))
    assert not work_calendar().published(2026)


def test_a_loaded_year_counts_at_once(publish) -> None:
    assert publish() == [2026]
    calendar = work_calendar()
    assert calendar.published(2026)
    assert not calendar.is_working_day(date(2026, 10, 1))
    assert calendar.is_working_day(date(2026, 10, 10))  # a Saturday that is worked


def test_who_waits_is_told_by_the_outbox(publish) -> None:
    publish()
    message = Message.objects.get(topic="editions.calendar-published")
    assert message.payload == {"years": [2026]}


def test_the_same_file_again_is_nothing_new(publish) -> None:
    publish()
    with pytest.raises(Refused, match="已经载入过了"):
        publish()
    assert CalendarYear.objects.count() == 1


def test_a_corrected_year_takes_the_place_of_the_first(publish, change) -> None:
    publish()
    change("calendar/2026.yaml", ", 2026-10-02: 国庆节", "")
    publish()
    assert work_calendar().is_working_day(date(2026, 10, 2))


def test_a_correction_taken_back_counts_again(publish, change) -> None:
    publish()
    change("calendar/2026.yaml", "make_up: [2026-10-10]", "make_up: []")
    publish()
    change("calendar/2026.yaml", "make_up: []", "make_up: [2026-10-10]")
    publish()
    assert work_calendar().is_working_day(date(2026, 10, 10))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("year: 2026", "year: 2027", "calendar/2026.yaml:1: year: the year 2027 stands in 2026.yaml"),
        ("2026-10-01:", "2026-13-01:", "calendar/2026.yaml:3: holidays.2026-13-01:"),
        ("make_up: [2026-10-10]", "make_up: [2026-10-01]", "calendar/2026.yaml:4: make_up[0]: calendar of 2026"),
        ("2026-10-02:", "2026-10-10:", "calendar/2026.yaml:4: make_up[0]: 2026-10-10 is under holidays and"),
        ("source:", "sources:", "the key 'sources' is not known here → Did you mean 'source'?"),
        ("make_up: [2026-10-10]", "", "make_up is missing"),
    ],
)
def test_broken_years(catalogue, change, old: str, new: str, words: str) -> None:
    change("calendar/2026.yaml", old, new)
    with pytest.raises(DefinitionError) as caught:
        prepare_years(read_calendars(catalogue))
    assert words in caught.value.to("en")
