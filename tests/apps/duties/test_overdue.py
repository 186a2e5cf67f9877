"""A joined village that publishes nothing turns overdue with no human act; one that publishes does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qingdan.domain.rules.calendar import parse_limit
from qingdan.records.editions.queries import work_calendar
from qingdan.records.regions.acts.merging import merge_villages
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting
from qingdan.records.register.models import Entry
from qingdan.watch.duties.finding import occasions_of
from qingdan.watch.duties.models import Lapse
from qingdan.watch.duties.occasions import State
from tests.apps.duties.stage import month_end

pytestmark = pytest.mark.django_db


def due_of(last: date, limit: str = "15 days") -> date:
    return work_calendar().add(last, parse_limit(limit), roll=True).due


def entries(kind):
    return Entry.objects.filter(kind=f"duties.{kind}").order_by("pk")


def states(owing, slug="money"):
    found = occasions_of(owing.cast.one, local_date(timezone.now()))
    return {o.key: o.state for o in found if o.slug == slug}


def test_silence_turns_overdue_by_itself(owing, client):
    """The clock alone: nobody signs in, nothing is opened, nothing is put up."""
    last = month_end()
    due, key = due_of(last), f"{last:%Y-%m}"
    owing.on(due)
    assert owing.work() == []
    assert not Lapse.objects.exists(), "on its last day it is still in time"
    assert states(owing)[key] is State.DUE
    board = reverse("boards:board", args=[owing.cast.one.pk, "finance"])
    assert "逾期" not in client.get(board).content.decode()

    owing.on(due + timedelta(days=3), hour=0)
    assert "逾期3天" in client.get(board).content.decode(), "the page does not wait for the clock"
    assert owing.work() == []
    lapses = Lapse.objects.filter(duty="money", occasion=key)
    assert {lapse.village for lapse in lapses} == {owing.cast.one, owing.cast.two}
    assert {lapse.due_on for lapse in lapses} == {due}
    written = [entry for entry in entries("overdue") if entry.data["occasion"] == key and entry.data["duty"] == "money"]
    assert len(written) == 2
    assert all(entry.actor_id is None and entry.data["due"] == due.isoformat() for entry in written)

    for days in (4, 5, 6):
        owing.on(due + timedelta(days=days))
        assert owing.work() == []
    assert entries("overdue").count() == Lapse.objects.count(), "once for each, however often the clock comes round"
    page = client.get(reverse("duties:occasion", args=[owing.cast.one.pk, "money", key])).content.decode()
    assert "已经逾期" in page
    assert f"最迟{due.year}年{due.month}月{due.day}日" in page
    assert "村里还没有说明" in page


def test_a_village_that_was_entered_today_owes_nothing_of_before(owing):
    """It joined years ago by its papers; the house has heard of it only now."""
    assert owing.cast.one.joined_on < timezone.localdate() - timedelta(days=300)
    found = occasions_of(owing.cast.one, timezone.localdate())
    assert found and not [o for o in found if o.ran_on < timezone.localdate()]
    assert "从" in found[0].how[0].zh or timezone.localdate().day == 1


def test_a_village_that_has_not_joined_or_has_left_owes_nothing(owing, client):
    two = owing.cast.two
    two.adoptions.update(until=timezone.localdate() - timedelta(days=1), ended_why="试点结束")
    type(two).objects.filter(pk=two.pk).update(state="not-joined", joined_on=None, adopted_by=None)
    owing.on(month_end() + timedelta(days=60))
    assert owing.work() == []
    assert not Lapse.objects.filter(village=two).exists()
    assert Lapse.objects.filter(village=owing.cast.one).exists()
    assert "逾期" not in client.get(reverse("duties:village", args=[two.pk])).content.decode()


def test_put_up_in_time_late_and_after_it_was_written_down(owing, client):
    one, first, second = owing.cast.one, month_end(), month_end(1)
    owing.on(first + timedelta(days=2))
    owing.account("money", first)
    owing.on(due_of(second) + timedelta(days=2))
    owing.work()
    assert states(owing)[f"{first:%Y-%m}"] is State.PUT_UP
    assert states(owing)[f"{second:%Y-%m}"] is State.OVERDUE
    lapse = Lapse.objects.get(village=one, duty="money")

    owing.on(due_of(second) + timedelta(days=9))
    owing.account("affairs", second)  # another duty's
    owing.account("money", second.replace(day=1) - timedelta(days=40))  # of another month
    lapse.refresh_from_db()
    assert lapse.good_at is None
    case = owing.account("money", second)
    lapse.refresh_from_db()
    assert (lapse.good_how, lapse.good_on, lapse.notice.case) == ("notice", due_of(second) + timedelta(days=9), case)
    (entry,) = (e for e in entries("made-good") if e.data["duty"] == "money")
    assert entry.data["late"] == 9
    assert states(owing)[f"{second:%Y-%m}"] is State.LATE
    written = entries("made-good").count()
    owing.work()
    assert entries("made-good").count() == written
    page = client.get(reverse("duties:occasion", args=[one.pk, "money", f"{second:%Y-%m}"])).content.decode()
    assert "晚了9天公布" in page
    assert "记为逾期。这条记录一直保留" in page


def test_what_hung_in_time_and_was_typed_in_later_says_both(owing, client):
    last = month_end()
    owing.on(last + timedelta(days=3))
    case = owing.account("money", last, posted=False)
    hung = timezone.now() + timedelta(hours=1)
    owing.on(due_of(last) + timedelta(days=4))
    owing.work()
    owing.put_up(case, at=hung)
    key = f"{last:%Y-%m}"
    assert states(owing)[key] is State.PUT_UP
    page = client.get(reverse("duties:village", args=[owing.cast.one.pk])).content.decode()
    assert "按时公布" in page and "到期时没有登记" in page


def test_an_account_is_not_told_before_it_is_over(owing):
    last = month_end(1)
    owing.on(month_end() + timedelta(days=1))
    owing.account("money", last)
    assert states(owing)[f"{last:%Y-%m}"] is State.COMING


def test_a_quarter_in_working_days(owing):
    last = next(d for d in (month_end(n) for n in range(3)) if d.month % 3 == 0)
    owing.on(due_of(last, "5 wd"))
    key = f"{last.year}-q{last.month // 3}"
    assert states(owing, "affairs")[key] is State.DUE
    owing.on(due_of(last, "5 wd") + timedelta(days=1))
    assert states(owing, "affairs")[key] is State.OVERDUE


def test_what_a_case_has_for_the_board_is_due_at_once(owing, client):
    """A step that puts up a notice has opened: three days. The account of a period is no such matter."""
    owing.account("money", month_end(), posted=False)
    assert not [o for o in occasions_of(owing.cast.one, timezone.localdate()) if o.case]
    now = timezone.now()
    opened, step = owing.request(now), "result"
    for who, role in (("secretary", "party-secretary"), ("director", "village-director")):
        owing.do(opened.case, "sign", who, role, now)
    child = opened.case.children.get()
    owing.do(child, "voucher", "clerk", "village-clerk", now, evidence=["invoice"])
    owing.do(child, "transfer", "accounting", "town-accounting", now)
    (found,) = [o for o in occasions_of(owing.cast.one, local_date(now)) if o.case]
    assert (found.slug, found.step, found.state) == ("at-once", step, State.DUE)
    assert found.due == due_of(local_date(now), "3 days")

    owing.on(found.due + timedelta(days=2))
    board = client.get(reverse("boards:village", args=[owing.cast.one.pk])).content.decode()
    assert "零星采购：公示" in board and "逾期2天" in board
    assert opened.case.number not in board
    owing.work()
    lapse = Lapse.objects.get(village=owing.cast.one, duty="at-once")
    owing.post(opened.case, step)
    lapse.refresh_from_db()
    assert (lapse.good_how, (lapse.good_on - lapse.due_on).days) == ("notice", 2)
    (again,) = [o for o in occasions_of(owing.cast.one, local_date(timezone.now())) if o.slug == "at-once"]
    assert (again.state, again.late) == (State.LATE, 2)


def test_when_villages_merge_what_is_late_follows_and_says_whose_it_was(owing, client):
    last = month_end()
    owing.on(due_of(last) + timedelta(days=1))
    owing.work()
    one, two = owing.cast.one, owing.cast.two
    house = Acting.system("示例数据", timezone.now())
    merge_villages(acting=house, villages=[two], into=one, on=local_date(house.at), document="示例〔2026〕9号")
    one.refresh_from_db()
    late = [o for o in occasions_of(one, local_date(timezone.now())) if o.state is State.OVERDUE and o.slug == "money"]
    assert {o.origin for o in late} == {one.pk, two.pk}
    page = client.get(reverse("duties:occasion", args=[two.pk, "money", f"{last:%Y-%m}"])).content.decode()
    assert "这是示例二村应当公开的" in page
