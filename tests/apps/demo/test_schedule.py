"""A case of the demonstration is begun early enough to be where it should be, whatever day and hour it is loaded."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from qingdan.web.demo.schedule import CLOSES, OPENS, begin_so_that_it_ends_by, walk

MONDAY = datetime(2026, 11, 23, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize("pauses", [[0.1], [0.53, 0.58, 0.51], [0.8] * 6, [8.2, 0.3, 4.2, 0.8, 0.8]])
def test_the_last_event_is_over_in_time_at_every_hour_of_a_fortnight(pauses: list[float]) -> None:
    for hour in range(14 * 24):
        end = MONDAY + timedelta(hours=hour, minutes=7)
        moments = walk(begin_so_that_it_ends_by(end, pauses), pauses)
        assert moments[-1] <= end
        assert end - moments[-1] < timedelta(days=9), "and not so early that it shows nothing of today"
        assert all(OPENS <= m.time() <= CLOSES and m.weekday() < 5 for m in moments)
