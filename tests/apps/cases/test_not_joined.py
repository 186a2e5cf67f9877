"""No case begins, and no limit runs, where the lists do not apply."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qingdan.features.cases import deadlines
from qingdan.features.cases.acts import open_case
from qingdan.features.cases.models import Case, Deadline
from qingdan.features.cases.running import machine_of
from qingdan.records.regions.models import Adoption, Division
from qingdan.records.register.acts import Refused
from tests.cast import Cast, client_for, today


def never_joined(village: Division) -> None:
    Adoption.objects.filter(village=village).delete()
    Division.objects.filter(pk=village.pk).update(state="not-joined", joined_on=None, adopted_by=None)


def left(village: Division, last_day: date) -> None:
    """It was a pilot until ``last_day``."""
    Adoption.objects.filter(village=village).update(state="pilot", until=last_day)
    Division.objects.filter(pk=village.pk).update(state="not-joined", joined_on=None, adopted_by=None)


def begin(cast: Cast, edition, ago: timedelta = timedelta(hours=1)) -> Case:
    return open_case(
        acting=cast.acting("clerk"), edition=edition, power="small-buy", village=cast.one, title="买一台打印机",
        happened_at=timezone.now() - ago,
    ).case  # fmt: skip


def test_opening_is_refused_and_nothing_is_written(cast, edition):
    never_joined(cast.one)
    with pytest.raises(Refused, match="还没有开始用这份清单"):
        begin(cast, edition)
    assert not Case.objects.exists() and not Deadline.objects.exists()


def test_what_was_begun_as_a_pilot_is_finished_and_nothing_new_begins(cast, edition):
    left(cast.one, today() - timedelta(days=2))
    case = begin(cast, edition, timedelta(days=3))
    assert case.tasks.exists()
    with pytest.raises(Refused, match="还没有开始用"):
        begin(cast, edition)


def test_a_limit_itself_does_not_begin_there(cast, edition, opened):
    """The second lock: whatever else opened the case."""
    case = opened()
    never_joined(cast.one)
    case = Case.objects.select_related("village").get(pk=case.pk)
    limit = deadlines.Begun("within:request", "request", "3 days")
    with pytest.raises(ValueError, match="no limit begins"):
        deadlines._write(case, [limit], case.opened_at)
    assert machine_of(case)


def test_the_desk_says_why_and_offers_nothing(cast, edition):
    never_joined(cast.one)
    client = client_for(cast["clerk"])
    page = client.get(reverse("cases:choose")).content.decode()
    assert "示例一村还没有开始用这份清单" in page
    assert client.get(reverse("cases:open", args=["small-buy"])).status_code == 404
