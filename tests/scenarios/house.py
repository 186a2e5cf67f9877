"""What scenarios of the real catalogue need: it is in force, some posts have a second person; a morning to begin."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from qingdan.domain.catalogue.model import Edition
from qingdan.records.regions.days import local_date
from tests.cast import Cast, give_post, join
from tests.editions import adopt_shipped

MORE = {"accounting_b": ("示例·尤会计", "town-accounting"), "villager_b": ("示例·姜村民", "")}


@pytest.fixture
def real(cast: Cast) -> Edition:
    """The catalogue as it is, in force, and those of whom a case needs a second one."""
    edition = adopt_shipped()
    for key, (name, post) in MORE.items():
        join(cast, key, name)
        if post:
            give_post(cast, key, post, cast.town)
    return edition


def a_morning() -> datetime:
    """Half past eight of a day some months ago, within everybody's term."""
    day = local_date(timezone.now() - timedelta(days=240))
    return datetime.combine(day, time(8, 30), tzinfo=timezone.get_current_timezone())
