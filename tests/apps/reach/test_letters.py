"""Letters to readers as a mail server and a gateway for short messages get them, through Apprise."""

from __future__ import annotations

import pytest
from django.urls import reverse

from qingdan.records.register.models import Entry, Message
from qingdan.watch.reach.acts import Chosen, try_again
from qingdan.watch.reach.faults import Fault
from qingdan.watch.reach.models import Delivery

pytestmark = pytest.mark.django_db
PHONE = "13800000000"


@pytest.fixture
def mail(settings, mailbox):
    """A mail server that the house may use."""
    settings.LETTERS = {"mail": mailbox.address, "sms": ""}
    return mailbox


@pytest.fixture
def gateway(settings, hook):
    """A gateway for short messages that the house may use: what SMSEagle's protocol says."""
    settings.LETTERS = {"mail": "", "sms": f"smseagle://a-token@127.0.0.1:{hook.port}/{{to}}"}
    return hook


def taken() -> tuple[int, dict[str, object]]:
    return 200, {"result": [{"message_id": "1", "status": "ok"}]}


def last() -> Delivery:
    return Delivery.objects.latest("pk")


def text_of(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def test_a_reader_gets_the_notice_by_mail_with_a_way_out(reach, mail):
    reader = reach.reader()
    notice = reach.notice()
    assert reach.work() == 1
    (sent,), text = mail.mails, text_of(mail.mails[0])
    assert mail.to == [["zhang@example.com"]]
    assert sent["Subject"].startswith("【示例】示例一村：")
    assert f"https://qingdan.example/n/{notice.code}/" in text and "0391-0000001" in text
    assert "6222" not in text
    assert f"https://qingdan.example/sub/{reader.code}/" in text
    assert sent["List-Unsubscribe"] == f"<https://qingdan.example/sub/{reader.code}/stop/>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "qingdan@example.com" in sent["From"]
    assert sent.get_content_type() == "text/plain"


def test_an_english_reader_gets_it_in_english(reach, mail):
    reach.reader(language="en")
    reach.notice()
    reach.work()
    assert mail.mails[0]["Subject"].startswith("[Example] 示例一村: ")
    assert "In full, and to object: https://qingdan.example/n/" in text_of(mail.mails[0])


def test_only_who_said_yes_and_wants_this_is_told(reach, mail):
    reach.reader("no@example.com", yes=False)
    reach.reader("other@example.com", chosen=Chosen(boards=["village-affairs"]))
    reach.reader("yes@example.com", chosen=Chosen(areas=["finance"]))
    reach.notice()
    reach.relief()  # for the village alone
    assert reach.work() == 1
    assert mail.to == [["yes@example.com"]]


def test_the_first_letter_says_what_to_do_and_a_second_asking_leads_to_what_there_is(reach, mail, client):
    page = reverse("reach:subscribe", args=[reach.cast.one.pk])
    client.post(page, {"receiver": "Zhang@Example.com"})
    assert reach.work() == 1
    assert mail.to == [["zhang@example.com"]] and "请确认" in mail.mails[0]["Subject"]
    reader = last().subscription
    assert f"https://qingdan.example/sub/{reader.code}/" in text_of(mail.mails[0])
    client.post(reverse("reach:confirm", args=[reader.code]))
    client.post(page, {"receiver": "zhang@example.com"})
    assert reach.work() == 1
    assert "已经订阅" in mail.mails[1]["Subject"] and last().subscription_id == reader.pk


def test_a_mail_server_that_fails_is_tried_again_and_each_reader_is_written_to_once(reach, mail):
    reach.reader("one@example.com")
    reach.reader("two@example.com")
    reach.notice()
    mail.refuses = ["451 come back later"]
    assert reach.work() == 1
    assert mail.to == [["two@example.com"]]
    assert sorted(Delivery.objects.filter(notice__isnull=False).values_list("state", "fault")) == [
        ("sent", ""),
        ("waiting", Fault.GATEWAY),
    ]
    assert reach.work(seconds=11) == 1
    assert mail.to == [["two@example.com"], ["one@example.com"]]
    Message.objects.filter(topic="reach.send").update(handled_at=None)
    reach.work(hours=1)
    assert len(mail.to) == 2


def test_without_a_mail_server_it_waits_for_a_day_and_is_then_shown(reach, settings, mailbox):
    reach.reader()
    reach.notice()
    assert reach.work() == 0 and last().fault == Fault.UNSET
    assert reach.work(days=1, minutes=1) == 1 and last().state == "failed"
    settings.LETTERS = {"mail": mailbox.address, "sms": ""}
    try_again(acting=reach.cast.acting("clerk", at=reach.forward(seconds=1)), division=reach.cast.one, robot=None)
    assert reach.work() == 1 and len(mailbox.mails) == 1


def test_a_setting_that_is_no_address_counts_as_none(reach, settings):
    settings.LETTERS = {"mail": "nonsense {to}", "sms": ""}
    reach.reader()
    reach.notice()
    assert reach.work() == 0 and last().fault == Fault.UNSET


def test_a_reader_gets_a_short_message(reach, gateway):
    reader = reach.reader(PHONE, "sms")
    notice = reach.notice()
    gateway.answers = [taken()]
    assert reach.work() == 1
    (got,) = gateway.got
    assert got.path == "/jsonrpc/sms"
    assert got.said["method"] == "sms.send_sms"
    assert got.said["params"]["to"] == PHONE and got.said["params"]["access_token"] == "a-token"
    words = got.said["params"]["message"]
    assert words.startswith("【示例·示例一村】")
    assert f"https://qingdan.example/n/{notice.code}/" in words
    assert words.endswith(f"退订https://qingdan.example/sub/{reader.code}/")
    assert len(words) <= 140


@pytest.mark.parametrize("answer", [(500, {}), (403, {}), None])
def test_a_gateway_that_fails_is_tried_again(reach, gateway, answer):
    reach.reader(PHONE, "sms")
    reach.notice()
    gateway.answers = [answer, taken()]
    assert reach.work() == 0 and last().fault == Fault.GATEWAY
    assert reach.work(seconds=11) == 1 and last().state == "sent" and len(gateway.got) == 2


def test_any_other_gateway_that_apprise_knows_will_do(reach, settings, hook):
    settings.LETTERS = {"mail": "", "sms": f"json://127.0.0.1:{hook.port}/send/{{to}}"}
    reach.reader(PHONE, "sms")
    reach.notice()
    assert reach.work() == 1
    assert hook.got[0].path == f"/send/{PHONE}" and "示例一村" in hook.got[0].said["message"]


def test_no_row_holds_a_receiver_in_the_clear(reach, mail):
    reader = reach.reader("zhang@example.com")
    reach.notice()
    reach.work()
    rows = [str(row) for model in (Entry, Message, Delivery) for row in model.objects.values()]
    rows.append(f"{reader.receiver} {reader.known_by} {reader.code}")
    assert not [row for row in rows if "zhang" in row or "example.com" in row]


@pytest.mark.parametrize("to", ["a+b@example.com", "a.b-c_d@mail.example.com"])
def test_a_mailbox_gets_its_letter(reach, mail, to):
    reach.reader(to)
    reach.notice()
    assert reach.work() == 1 and mail.to == [[to]]


@pytest.mark.parametrize(
    "to", ["a+b&to=evil@example.com", "o'neil@example.com", "a%40b@example.com", "a/b@example.com"]
)
def test_what_could_be_read_as_another_mailbox_gets_none(reach, mail, to):
    """Apprise reads neil@example.com out of o'neil@example.com; the form takes none of these."""
    reach.reader(to)
    reach.notice()
    assert reach.work() == 0 and not mail.to
