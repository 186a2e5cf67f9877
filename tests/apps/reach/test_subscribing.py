"""Subscribing without an account: nothing before a yes, one press to end it, and nobody learns who subscribes."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from qingdan.records.register.models import Entry
from qingdan.watch.reach.models import Delivery, Subscription
from qingdan.watch.reach.sealing import opened
from qingdan.watch.reach.sweep import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def services(settings):
    settings.LETTERS = {"mail": "mailto://127.0.0.1:9/?from=a@example.com&to={to}", "sms": "json://127.0.0.1:9/{to}"}


def page(reach) -> str:
    return reverse("reach:subscribe", args=[reach.cast.one.pk])


def test_asking_and_saying_yes(reach, client):
    one = reach.cast.one
    assert "邮箱或手机号" in client.get(page(reach)).content.decode()
    answer = client.post(page(reach), {"receiver": " Zhang@Example.com ", "boards": ["finance"], "areas": ["finance"]})
    assert answer.status_code == 302 and answer["Location"] == reverse("reach:asked", args=[one.pk])
    found = Subscription.objects.get()
    assert (found.channel, opened(found.receiver), found.boards) == ("mail", "zhang@example.com", ["finance"])
    assert found.confirmed_at is None and found.deliveries.count() == 1
    mine = reverse("reach:mine", args=[found.code])
    seen = client.get(mine)
    assert "是我，确认订阅" in seen.content.decode() and "no-store" in seen["Cache-Control"]
    assert seen["Referrer-Policy"] == "same-origin" and "zhang" not in seen.content.decode()
    found.refresh_from_db()
    assert found.confirmed_at is None  # a mail program that opens what stands in a letter says yes to nothing
    assert client.get(reverse("reach:confirm", args=[found.code])).status_code == 405
    for _ in range(2):
        assert client.post(reverse("reach:confirm", args=[found.code])).status_code == 302
    found.refresh_from_db()
    assert found.confirmed_at is not None
    assert "您订阅了示例一村的公示" in client.get(mine).content.decode()
    assert [e.kind for e in Entry.objects.filter(kind__startswith="reach.").order_by("pk")] == [
        "reach.asked",
        "reach.subscribed",
    ]


@pytest.mark.parametrize("method", ["button", "mail program"])
def test_one_press_ends_it_and_forgets_the_receiver(reach, client, method):
    found = reach.reader()
    stop = reverse("reach:stop", args=[found.code])
    assert client.get(stop)["Location"] == reverse("reach:mine", args=[found.code])
    found.refresh_from_db()
    assert found.ended_at is None
    sender = Client(enforce_csrf_checks=True)
    body = {"List-Unsubscribe": "One-Click"} if method == "mail program" else {}
    for _ in range(2):
        assert sender.post(stop, body).status_code == 302
    found.refresh_from_db()
    assert found.ended_at and (found.receiver, found.known_by, found.why) == ("", None, "stopped")
    assert "已经退订" in client.get(reverse("reach:mine", args=[found.code])).content.decode()
    assert client.post(reverse("reach:confirm", args=[found.code])).status_code == 409
    reach.notice()
    assert not Delivery.objects.filter(notice__isnull=False).exists()


def test_what_nobody_said_yes_to_is_forgotten_after_three_days(reach):
    reach.reader("no@example.com", yes=False)
    kept = reach.reader("yes@example.com")
    assert sweep(reach.forward(days=2, hours=23)) == 0
    assert sweep(reach.forward(hours=2)) == 1
    assert Subscription.objects.get(ended_at__isnull=False).why == "lapsed"
    assert Subscription.objects.get(ended_at=None) == kept
    assert sweep(reach.forward(days=9)) == 0


def test_asking_twice_is_one_subscription_with_what_was_wanted_last(reach, client):
    client.post(page(reach), {"receiver": "a@example.com", "boards": ["finance"]})
    client.post(page(reach), {"receiver": "A@example.com"})
    assert Subscription.objects.get().boards == []
    assert Delivery.objects.count() == 2


def test_the_answer_is_the_same_for_who_subscribes_already(reach, client):
    reach.reader("old@example.com")
    answers = [client.post(page(reach), {"receiver": to}) for to in ("old@example.com", "new@example.com")]
    assert len({(a.status_code, a["Location"], a.content) for a in answers}) == 1


def test_nobody_fills_the_mailbox_of_another(reach, client):
    for _ in range(5):
        assert client.post(page(reach), {"receiver": "a@example.com"}).status_code == 302
    assert Delivery.objects.count() == 3


def test_nobody_asks_for_too_many(reach, client):
    answers = [client.post(page(reach), {"receiver": f"a{n}@example.com"}).status_code for n in range(8)]
    assert answers == [302] * 6 + [429] * 2
    cache.clear()


@pytest.mark.parametrize("typed", ["138 0000 0000", "+86 138-0000-0000", "８６13800000000", "13800000000"])
def test_a_mobile_number_however_it_is_written(reach, client, typed):
    assert client.post(page(reach), {"receiver": typed}).status_code == 302
    found = Subscription.objects.get()
    assert (found.channel, opened(found.receiver)) == ("sms", "13800000000")


@pytest.mark.parametrize(
    "typed",
    ["", "zhang", "zhang@", "a@b", "12345", "0391-6666666", "a@example.com,b@example.com", "o'neil@example.com",
     '"a b"@example.com', "a@example.com\nBcc: b@example.com", "x" * 200 + "@example.com", "\x00"],
)  # fmt: skip
def test_what_is_no_mailbox_and_no_number_is_said(reach, client, typed):
    answer = client.post(page(reach), {"receiver": typed})
    assert answer.status_code == 422 and "qd-errors" in answer.content.decode()
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(("only", "other"), [("mail", "13800000000"), ("sms", "a@example.com")])
def test_only_what_the_house_can_send_is_asked_for(reach, client, settings, only, other):
    settings.LETTERS = {**dict.fromkeys(settings.LETTERS, ""), only: settings.LETTERS[only]}
    form = client.get(page(reach)).content.decode().partition("<form")[2].partition("</form>")[0]
    assert ("手机号" in form, "邮箱" in form) == (only == "sms", only == "mail")
    assert client.post(page(reach), {"receiver": other}).status_code == 422


def test_without_any_service_the_feeds_are_offered(reach, client, settings):
    settings.LETTERS = {"mail": "", "sms": ""}
    text = client.get(page(reach)).content.decode()
    assert "还不能用邮件、短信订阅" in text and reverse("reach:feed-village", args=[reach.cast.one.pk]) in text
    assert client.post(page(reach), {"receiver": "a@example.com"}).status_code == 302
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("name", ["mine", "confirm", "stop"])
def test_a_wrong_code_is_nothing(reach, client, name):
    url = reverse(f"reach:{name}", args=["nosuchcode00"])
    assert (client.get(url) if name == "mine" else client.post(url)).status_code == 404


def test_boards_and_areas_that_are_not_there_are_refused(reach, client):
    answer = client.post(page(reach), {"receiver": "a@example.com", "boards": ["x"], "areas": ["y"]})
    assert answer.status_code == 422


def test_the_boards_lead_here(reach, client):
    one = reach.cast.one
    text = client.get(reverse("boards:village", args=[one.pk])).content.decode()
    assert page(reach) in text and reverse("reach:feed-village", args=[one.pk]) in text
    text = client.get(reverse("boards:board", args=[one.pk, "finance"])).content.decode()
    assert page(reach) in text and reverse("reach:feed-board", args=[one.pk, "finance"]) in text
