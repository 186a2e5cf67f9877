"""What the pages show to whom, each at one cost however much there is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingdan.records.regions.acts.villages import add_village
from qingdan.watch.duties.models import Lapse, Look
from qingdan.watch.duties.sweep import sweep
from tests.apps.duties.stage import month_end
from tests.apps.duties.test_overdue import due_of
from tests.cast import client_for, house
from tests.places import joined

pytestmark = pytest.mark.django_db


def cost(client, where) -> int:
    client.get(where)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(where).status_code == 200
    return len(asked)


def more_villages(owing, count):
    for n in range(count):
        village = add_village(
            acting=house(), town=owing.cast.town, name=f"示例第{n}村村民委员会", code=f"4190011058{n:02d}",
            since=date(2020, 1, 1), is_demo=True,
        )  # fmt: skip
        joined(village)


def test_each_page_costs_the_same_however_much_is_owed(owing, client):
    one = owing.cast.one
    owing.on(due_of(month_end()) + timedelta(days=1))
    owing.account("money", month_end())
    owing.work()
    clerk, town = client_for(owing.cast["clerk"]), client_for(owing.cast["accounting"])
    pages = {
        "board": (client, reverse("boards:village", args=[one.pk])),
        "calendar": (client, reverse("duties:village", args=[one.pk])),
        "desk": (clerk, reverse("duties:desk", args=[one.pk])),
        "inbox": (clerk, reverse("cases:inbox")),
        "town": (town, reverse("duties:overview")),
    }
    few = {name: cost(*page) for name, page in pages.items()}
    more_villages(owing, 12)
    owing.on(due_of(month_end(7)) + timedelta(days=1))
    for months in range(1, 6):
        owing.account("money", month_end(months))
    owing.work()
    assert Lapse.objects.filter(village=one, good_at=None).count() > 3
    pages = {
        name: (client if who is client else client_for(owing.cast["accounting" if name == "town" else "clerk"]), where)
        for name, (who, where) in pages.items()
    }
    assert {name: cost(*page) for name, page in pages.items()} == few
    assert max(few.values()) < 40, few


def test_the_town_sees_who_is_overdue_by_pages(owing, monkeypatch):
    from qingdan.watch.duties import queries

    monkeypatch.setattr(queries, "PAGE", 3)
    more_villages(owing, 4)
    owing.on(due_of(month_end()) + timedelta(days=2))
    owing.account("money", month_end())  # 示例一村 alone has put it up, late
    owing.work()
    town, where, seen = client_for(owing.cast["accounting"]), reverse("duties:overview"), []
    while where:
        answer = town.get(where)
        seen += [(row["place"].short_name, row["over"]) for row in answer.context["rows"]]
        after = answer.context["after"]
        where = f"{reverse('duties:overview')}?after={after}" if after else ""
    assert len(seen) == len(dict(seen)) == 6
    over = dict(seen)
    assert over["示例一村"] == over["示例二村"] - 1
    late = town.get(reverse("duties:overview"), {"only": "late"}).context["rows"]
    assert {row["place"].short_name for row in late} <= {name for name, n in seen if n}


def test_the_inbox_tells_the_clerk_what_is_due_soon_and_who_orders_how_much_is_late(owing):
    due = due_of(month_end())
    owing.on(due - timedelta(days=11))
    assert "该公开的" not in client_for(owing.cast["clerk"]).get(reverse("cases:inbox")).content.decode()
    owing.on(due - timedelta(days=10))
    text = client_for(owing.cast["clerk"]).get(reverse("cases:inbox")).content.decode()
    assert "该公开的" in text and "还有10天" in text
    assert "该公开的" not in client_for(owing.cast["supervisor"]).get(reverse("cases:inbox")).content.decode()
    owing.on(due + timedelta(days=1))
    owing.work()
    assert "逾期1天" in client_for(owing.cast["clerk"]).get(reverse("cases:inbox")).content.decode()
    assert (
        "2个村逾期没有公开，一共2件"
        in client_for(owing.cast["accounting"]).get(reverse("cases:inbox")).content.decode()
    )


def test_the_desk_leads_in_one_click_to_the_power_that_does_it(owing):
    owing.on(due_of(month_end()) + timedelta(days=1))
    one = owing.cast.one
    text = client_for(owing.cast["clerk"]).get(reverse("duties:desk", args=[one.pk])).content.decode()
    assert f"{reverse('cases:open', args=['accounts'])}?village={one.pk}" in text
    assert reverse("duties:explain", args=[one.pk, "money", f"{month_end():%Y-%m}"]) in text
    director = client_for(owing.cast["director"]).get(reverse("duties:desk", args=[one.pk])).content.decode()
    assert reverse("duties:settle", args=[one.pk, "money"]) in director
    supervisor = client_for(owing.cast["supervisor"]).get(reverse("duties:desk", args=[one.pk])).content.decode()
    assert "起头办" in supervisor and reverse("cases:open", args=["accounts"]) not in supervisor


def test_the_clock_goes_through_the_villages_a_batch_at_a_time_and_then_rests(owing):
    now = owing.on(due_of(month_end()) + timedelta(days=1))
    assert [sweep(now, size=1) for _ in range(4)] == [1, 1, 0, 0]
    assert Lapse.objects.filter(duty="money").count() == 2
    assert Look.objects.get().done
    with CaptureQueriesContext(connection) as asked:
        assert sweep(now) == 0
    assert len(asked) == 1
    assert sweep(owing.on(due_of(month_end()) + timedelta(days=2))) == 2
    assert Look.objects.count() == 1


@pytest.mark.parametrize("path", ["2020-01/", "2020-13/", "x/", "q/", "2020-q9/"])
def test_no_such_occasion(owing, client, path):
    assert client.get(f"/disclosure/{owing.cast.one.pk}/money/{path}").status_code == 404
    assert client.get(f"/disclosure/{owing.cast.one.pk}/nothing/2026-01/").status_code == 404
    assert client.get("/disclosure/999999/").status_code == 404


def test_without_a_list_of_what_must_be_public_nothing_is_shown(stage_without, client):
    village = stage_without
    assert "该公开的" not in client.get(reverse("boards:village", args=[village.pk])).content.decode()
    assert "这里还没有公开任务" in client.get(reverse("duties:village", args=[village.pk])).content.decode()


@pytest.fixture
def stage_without(cast, settings):
    from tests.editions import adopt, on_the_small_edition

    on_the_small_edition(settings)
    adopt()
    return cast.one
