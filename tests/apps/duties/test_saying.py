"""What is said of a duty afterwards stands beside it, with who said it and when, and takes nothing back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qingdan.domain.rules.rhythm import Rhythm, period_of
from qingdan.records.leaks.models import LetStand
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry
from qingdan.watch.duties.acts import explain, order, record_paper, turn_overdue
from qingdan.watch.duties.finding import occasions_of
from qingdan.watch.duties.models import Lapse, Settlement, Statement
from qingdan.watch.duties.occasions import State
from tests.apps.duties.stage import month_end
from tests.apps.duties.test_overdue import due_of, entries
from tests.apps.leaks.rules import city_rules as city_rules
from tests.apps.permissions.scene import photo
from tests.cast import client_for, house

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(owing):
    """The accounts of this month, four days overdue, and the address of the village's occasion."""
    last = month_end()
    owing.on(due_of(last) + timedelta(days=4))
    owing.work()
    owing.of = (owing.cast.one.pk, "money", f"{last:%Y-%m}")
    owing.last = last
    return owing


def money(owing):
    found = occasions_of(owing.cast.one, local_date(timezone.now()))
    return next(o for o in found if (o.origin, o.slug, o.key) == owing.of)


def page(owing, client):
    return client.get(reverse("duties:occasion", args=owing.of)).content.decode()


def test_an_explanation_stands_beside_the_overdue(late, client):
    clerk = client_for(late.cast["clerk"])
    where = reverse("duties:explain", args=late.of)
    assert clerk.post(where, {"words": ""}).status_code == 422
    assert clerk.post(where, {"words": "长" * 601}).status_code == 422
    assert not Statement.objects.exists()
    given = {"words": "会计住院，<b>下周</b>补上。", "once": "a" * 32}
    for _ in range(2):  # a form handed in twice counts once
        assert clerk.post(where, given).status_code == 302
    text = page(late, client)
    assert "逾期4天" in text and "已经逾期" in text
    assert "会计住院，&lt;b&gt;下周&lt;/b&gt;补上。" in text
    assert "村文书兼报账员" in text and late.cast["clerk"].person.name not in text
    (entry,) = entries("explained")
    assert entry.actor_name == late.cast["clerk"].person.name and "住院" not in str(entry.data)
    assert Lapse.objects.get(duty="money", village=late.cast.one).good_at is None


def test_a_paper_that_hung_is_entered_later_and_the_overdue_stays(late, client):
    clerk, where = client_for(late.cast["clerk"]), reverse("duties:paper", args=late.of)
    today, day = local_date(timezone.now()), late.last + timedelta(days=2)
    for wrong in (today + timedelta(days=1), late.last.replace(day=1) - timedelta(days=1)):
        answer = clerk.post(where, {"day": wrong.isoformat(), "words": "贴在村口"})
        assert answer.status_code == 409 and "贴出的日子要在" in answer.content.decode()
    text = photo("表.jpg")
    text.content_type, text.name = "text/plain", "表.txt"
    text.file.write(b"nothing")
    assert clerk.post(where, {"day": day.isoformat(), "words": "贴在村口", "photo": text}).status_code == 422
    assert not Statement.objects.exists()
    given = {"day": day.isoformat(), "words": "贴在村口公开栏", "photo": photo()}
    assert clerk.post(where, given).status_code == 302

    said = Statement.objects.get()
    found = money(late)
    assert (found.state, found.late, found.entered_late) == (State.PAPER, 0, True)
    lapse = Lapse.objects.get(duty="money", village=late.cast.one)
    assert (lapse.good_how, lapse.good_on) == ("paper", day)
    text = page(late, client)
    assert "事后补录：纸质公示" in text and "附了照片，本村人登录后看得到" in text
    assert "记为逾期。这条记录一直保留" in text and "后来登记的贴出日子在到期以前" in text
    picture = reverse("duties:photo", args=[said.pk])
    assert picture not in text
    assert picture in page(late, client_for(late.cast["representative"]))
    answer = client_for(late.cast["representative"]).get(picture)
    assert answer["Content-Type"] == "image/jpeg"
    assert clerk.post(where, {**given, "photo": photo()}).status_code == 409, "once is enough"
    (entry,) = entries("on-paper")
    assert entry.data["photo"] == said.photo.digest and entry.data["day"] == day.isoformat()


def test_the_town_orders_publication(late, client):
    town = client_for(late.cast["accounting"])
    where = reverse("duties:order", args=late.of)
    today = local_date(timezone.now())
    past = town.post(where, {"until": (today - timedelta(days=1)).isoformat(), "words": "查了"})
    assert past.status_code == 409 and "已经过了" in past.content.decode()
    assert town.post(where, {"until": today.isoformat(), "words": "查了账，没有贴，当天贴。"}).status_code == 302
    text = page(late, client)
    assert "责令公布" in text and "查了账，没有贴，当天贴。" in text


def test_a_notice_may_be_named(late):
    """One written for something else, on the same board: the director says that it is this one."""
    _opened, other = late.purchase(timezone.now() - timedelta(days=1))
    director, where = client_for(late.cast["director"]), reverse("duties:name", args=late.of)
    assert other.title["zh"] in director.get(where).content.decode()
    assert director.post(where, {"notice": "0"}).status_code == 422
    assert director.post(where, {"notice": other.pk}).status_code == 302
    found = money(late)
    assert (found.state, found.put.code, found.late) == (State.LATE, other.code, 3)
    assert Lapse.objects.get(duty="money", village=late.cast.one).notice == other
    assert "没有可以选的公示" in director.get(reverse("duties:name", args=late.of)).content.decode()


def test_acts_refuse_what_is_not_so(late):
    found, other = money(late), next(o for o in occasions_of(late.cast.one, local_date(timezone.now())) if not o.lapse)
    clerk, now = late.cast.acting("clerk", at=timezone.now()), timezone.now()
    for act, wrong in (
        (lambda: explain(acting=clerk, occasion=other, words="没有事"), "没有逾期"),
        (lambda: explain(acting=clerk, occasion=found, words="  "), "请写明情况"),
        (lambda: order(acting=clerk, occasion=other, until=local_date(now), words="查"), "不用责令"),
        (lambda: turn_overdue(acting=house(), occasion=other), "还没有到期"),
        (lambda: turn_overdue(acting=clerk, occasion=found), "已经记下"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert wrong in str(refused.value.message)
    late.account("money", late.last)
    with pytest.raises(Refused):
        record_paper(acting=clerk, occasion=money(late), day=local_date(now), words="贴过")


def test_a_village_settles_how_often_and_what_is_late_stays_late(owing, client):
    """Every quarter instead of every month: by whom, under which number; nothing that has fallen due goes away."""
    director, where = client_for(owing.cast["director"]), reverse("duties:settle", args=[owing.cast.one.pk, "money"])
    quarter = period_of(Rhythm.QUARTERLY, local_date(timezone.now()))
    following = quarter.last + timedelta(days=1)
    owing.on(following.replace(day=1))  # a new quarter: nothing of it is due yet
    owing.work()
    before = Lapse.objects.count()
    director = client_for(owing.cast["director"])
    form = {"rhythm": "quarterly", "since": following.isoformat(), "decided_by": "村民代表会议", "document": "第12号"}
    assert director.post(where, {**form, "since": quarter.begins.isoformat()}).status_code == 422
    assert director.post(where, {**form, "document": " "}).status_code == 422
    assert director.post(where, form).status_code == 302
    row = Settlement.objects.get()
    assert (row.rhythm, row.since, row.by) == ("quarterly", following, owing.cast["director"].person)
    keys = {o.key for o in occasions_of(owing.cast.one, following + timedelta(days=70)) if o.slug == "money"}
    assert period_of(Rhythm.QUARTERLY, following).key in keys
    assert f"{following:%Y-%m}" not in keys, "no month of the quarter is asked for any more"
    assert f"{quarter.last:%Y-%m}" in keys, "the months before are"
    assert Lapse.objects.count() == before
    text = client.get(reverse("duties:village", args=[owing.cast.one.pk])).content.decode()
    assert "多久一次由村里定：村民代表会议，第12号" in text

    assert director.post(where, {**form, "rhythm": "none"}).status_code == 302  # and later that it owes none
    found = [o for o in occasions_of(owing.cast.one, following + timedelta(days=120)) if o.slug == "money"]
    assert not [o for o in found if o.ran_on > quarter.last]
    assert Entry.objects.filter(kind="duties.settled").count() == 2


@pytest.mark.parametrize("way", ["explain", "paper", "order"])
def test_what_everybody_reads_is_looked_through_for_personal_details(late, client, city_rules, way):
    """Stopped on the form and in the act; what the rules leave open stands by name; an identity number never."""
    who = late.cast["accounting" if way == "order" else "clerk"]
    official, where = client_for(who), reverse(f"duties:{way}", args=late.of)
    day = (late.last + timedelta(days=2) if way == "paper" else local_date(timezone.now())).isoformat()
    days = {"explain": {}, "paper": {"day": day}, "order": {"until": day}}[way]
    given = {"words": "会计李某138 1234 5678住院，下周贴", "once": "x" * 32, **days}
    answer = official.post(where, given)
    shown = answer.content.decode()
    assert answer.status_code == 422 and "【138****5678】" in shown and 'name="leaks_why"' in shown
    never = official.post(where, given | {"words": "李某11010519491231002X住院", "leaks_why": "领导同意"})
    assert never.status_code == 422 and "身份证号" in never.content.decode()
    if way == "explain":
        with pytest.raises(Refused, match="手机号"):
            explain(acting=late.cast.acting("clerk"), occasion=money(late), words=given["words"])
    assert not Statement.objects.exists() and not LetStand.objects.exists()

    assert official.post(where, given | {"leaks_why": "值班电话，他同意"}).status_code == 302
    row = LetStand.objects.get()
    assert (row.person, row.why, row.masked) == (who.person, "值班电话，他同意", "138****5678")
    assert (row.subject_type, row.subject_id) == ("statement", Statement.objects.get().pk)
    assert Entry.objects.filter(kind="leaks.let-stand").count() == 1
    assert "138 1234 5678" in page(late, client)
