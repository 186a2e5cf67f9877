"""Ages as the calendar has them, capacity, and the digest of a posted roll."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.rules.rolls import (
    Finding,
    age_on,
    birthday_at,
    counts_from,
    is_capable,
    latest_birthday,
    posted_digest,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 11, 23), date(2026, 11, 22), 17),
        (date(2008, 11, 23), date(2026, 11, 23), 18),
        (date(2008, 2, 29), date(2026, 2, 27), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2026, 11, 23), date(2026, 11, 22), -1),
    ],
)
def test_age_is_reached_on_the_birthday_itself(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@given(DAYS, DAYS, st.sampled_from([14, 16, 18, 60]))
def test_the_latest_birthday_is_where_age_begins(born: date, day: date, age: int) -> None:
    assert (age_on(born, day) >= age) == (born <= latest_birthday(day, age)) == (birthday_at(born, age) <= day)


@given(DAYS, DAYS)
def test_an_entry_counts_from_its_day_or_the_birthday_whichever_is_later(since: date, born: date) -> None:
    starts = counts_from(since, born, 18)
    assert starts >= since
    assert age_on(born, starts) >= 18
    assert starts == since or age_on(born, starts - timedelta(days=1)) < 18
    assert counts_from(since, None, 18) == counts_from(since, born, None) == since


def test_a_finding_that_holds_decides_before_age() -> None:
    child, grown, day = date(2010, 1, 1), date(1980, 1, 1), date(2026, 6, 1)
    assert not is_capable(child, day)
    assert is_capable(grown, day)
    assert is_capable(None, day)
    assert is_capable(child, day, [Finding(True, date(2026, 1, 1))])
    assert not is_capable(grown, day, [Finding(False, date(2026, 6, 1))])
    assert is_capable(grown, day, [Finding(False, date(2026, 1, 1), date(2026, 5, 31))])
    assert is_capable(grown, day, [Finding(False, date(2026, 1, 1)), Finding(True, date(2026, 3, 1))])


def test_the_digest_of_a_posted_roll_is_of_every_character() -> None:
    rows = [[1, "示例·陈甲", "第一村民小组", "001"], [2, "示例·陈乙", None, None]]
    assert posted_digest("5a17", rows) == "52d5c47a751ed38751c8fc9a574023e1c028c5dcdec850bde1c322a209606058"
    assert posted_digest("5a18", rows) != posted_digest("5a17", rows)
    assert posted_digest("5a17", rows[::-1]) != posted_digest("5a17", rows)
