"""What robots of WeCom and DingTalk put on the wire, and what is made of their answers."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta

import pytest

from qingdan.records.register import outbox
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry, Message
from qingdan.watch.boards.acts import take_down
from qingdan.watch.reach.acts import Chosen, remove_robot, try_again
from qingdan.watch.reach.faults import Fault, NotSent
from qingdan.watch.reach.models import Delivery, Robot
from qingdan.watch.reach.outside import checked
from tests.apps.reach.elsewhere import free_port

pytestmark = pytest.mark.django_db
SECRET = "SEC000000000000000000000000000000000000000000000000000000000000aaaa"


def last() -> Delivery:
    return Delivery.objects.latest("pk")


def test_wecom_gets_the_notice_as_it_stands_on_the_board(reach, hook):
    reach.speaking(hook.wecom)
    hello = hook.got.pop()
    assert hello.path == "/cgi-bin/webhook/send"
    assert hello.query == {"key": "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"}
    assert hello.headers["Content-Type"].startswith("application/json")
    assert "公示机器人接好了" in hello.text and hello.text.startswith("【示例】")
    notice = reach.notice()
    assert reach.work() == 1
    (got,) = hook.got
    assert got.said == {"msgtype": "text", "text": {"content": got.text}}
    assert got.text.startswith("【示例】示例一村：")
    assert f"https://qingdan.example/n/{notice.code}/" in got.text
    assert "0391-0000001" in got.text
    assert "6222" not in got.text  # the account is for officials
    assert len(got.text.encode()) <= 2048
    assert (last().state, last().tries) == ("sent", 1)


def test_dingtalk_gets_it_signed(reach, hook):
    reach.speaking(hook.dingtalk, "dingtalk", SECRET)
    (got,) = hook.got
    assert got.path == "/robot/send" and got.query["access_token"] == "f00dfeedf00dfeed"
    words = f"{got.query['timestamp']}\n{SECRET}".encode()
    assert got.query["sign"] == base64.b64encode(hmac.new(SECRET.encode(), words, hashlib.sha256).digest()).decode()
    assert got.said["msgtype"] == "text" and "接好了" in got.text


def test_a_town_hears_of_all_its_villages_and_a_group_only_of_what_it_chose(reach, hook):
    town = reach.cast.town
    reach.speaking(hook.wecom, where=town, who="accounting")
    reach.speaking(hook.wecom, chosen=Chosen(boards=["village-affairs"]))
    reach.speaking(hook.wecom, chosen=Chosen(areas=["no-such"]))
    mine = reach.speaking(hook.wecom, chosen=Chosen(boards=["finance"], areas=["finance"]))
    reach.robot(hook.wecom, where=reach.cast.two, who="clerk_two")
    reach.notice()
    told = Delivery.objects.filter(notice__isnull=False)
    assert {d.robot_id for d in told} == {mine.pk, Robot.objects.get(division=town).pk}


def test_what_is_for_the_village_alone_never_leaves(reach, hook):
    reach.speaking(hook.wecom)
    reach.relief()
    assert not Delivery.objects.filter(notice__isnull=False).exists()
    assert reach.work(hours=1) == 0 and len(hook.got) == 1


def test_a_line_for_fewer_than_the_notice_does_not_leave(reach, hook):
    reach.speaking(hook.wecom)
    notice = reach.notice()
    notice.body = [*notice.body, {"name": "x", "title": {"zh": "谁", "en": "Who"}, "type": "text", "value": "示例·张三",
                                  "audience": "village"}]  # fmt: skip
    notice.save(update_fields=["body"])
    reach.work()
    assert "示例·张三" not in hook.got[-1].text


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ((500, b"<html>oops</html>"), Fault.BROKEN),
        ((502, {}), Fault.BROKEN),
        ((429, {}), Fault.BUSY),
        ((403, {}), Fault.REFUSED),
        ((302, b"", {"Location": "http://127.0.0.1:1/"}), Fault.REFUSED),
        ((200, b"<html>sign in to the network</html>"), Fault.BROKEN),
        ((200, []), Fault.BROKEN),
        ((200, {"errmsg": "ok"}), Fault.REFUSED),
        ((200, {"errcode": 45009, "errmsg": "api freq out of limit"}), Fault.BUSY),
        ((200, {"errcode": 40008, "errmsg": "invalid message type"}), Fault.REFUSED),
        (None, Fault.UNREACHABLE),
    ],
)
def test_what_fails_is_tried_again_until_it_arrives_once(reach, hook, answer, fault):
    reach.speaking(hook.wecom)
    reach.notice()
    hook.answers = [answer, answer]
    assert reach.work() == 0
    assert (last().state, last().tries, last().fault) == ("waiting", 1, fault)
    assert reach.work(seconds=5) == 0 and len(hook.got) == 2  # not yet due
    assert reach.work(seconds=6) == 0 and len(hook.got) == 3
    assert reach.work(seconds=61) == 1
    assert (last().state, last().tries, last().fault) == ("sent", 3, "")
    arrived = len(hook.got)
    Message.objects.filter(topic="reach.send").update(handled_at=None)  # a crash before the tick
    assert reach.work(days=1) == 2
    assert len(hook.got) == arrived


def test_an_unreachable_machine_is_tried_again(reach):
    port = free_port()
    reach.robot(f"http://127.0.0.1:{port}/robot/send?access_token=x", "dingtalk")
    assert reach.work() == 0
    assert (last().state, last().fault) == ("waiting", Fault.UNREACHABLE)
    kept = Message.objects.get(topic="reach.send")
    assert kept.attempts == 1 and "access_token" not in kept.error and str(port) not in kept.error


@pytest.mark.parametrize(
    ("kind", "code", "fault"),
    [("wecom", 93000, Fault.KEY), ("dingtalk", 300005, Fault.KEY), ("dingtalk", 310000, Fault.SIGNATURE)],
)
def test_what_needs_mending_stands_with_its_owner_at_once(reach, hook, kind, code, fault):
    robot = reach.robot(hook.wecom if kind == "wecom" else hook.dingtalk, kind)
    hook.answers = [(200, {"errcode": code, "errmsg": "no"})]
    assert reach.work() == 1  # the errand is over: nothing is tried until somebody says so
    assert (last().state, last().fault, last().answer) == ("failed", fault, str(code))
    assert Entry.objects.filter(kind="reach.gave-up", place=robot.place).exists()
    assert reach.work(days=2) == 0 and len(hook.got) == 1
    try_again(acting=reach.cast.acting("clerk", at=reach.forward(seconds=1)), division=robot.division, robot=robot)
    assert reach.work() == 1
    assert last().state == "sent" and len(hook.got) == 2


def test_after_a_day_it_is_given_up(reach, hook):
    reach.robot(hook.wecom)
    hook.answers = [(500, {})] * 100
    for _ in range(40):
        reach.work(hours=1)
    assert last().state == "failed" and last().fault == Fault.BROKEN
    assert 20 < len(hook.got) < 30
    with pytest.raises(Refused):
        reach.forward(days=31)
        try_again(acting=reach.cast.acting("clerk"), division=reach.cast.one, robot=Robot.objects.get())


def test_what_came_down_or_is_not_wanted_any_more_is_not_sent(reach, hook):
    robot = reach.speaking(hook.wecom)
    notice = reach.notice()
    remove_robot(acting=reach.cast.acting("clerk"), robot=robot)
    assert reach.work() == 1
    assert last().state == "dropped"
    other = reach.speaking(hook.wecom)
    said = len(hook.got)
    notice = reach.notice()
    now = reach.forward(days=30)
    take_down(acting=reach.cast.acting("clerk", at=now), notice=notice)
    assert reach.work() == 1
    assert last().robot_id == other.pk and last().state == "dropped" and len(hook.got) == said


def test_hearing_twice_tells_once(reach, hook):
    reach.speaking(hook.wecom)
    reach.notice()
    heard = Message.objects.filter(topic="boards.put-up")
    heard.update(handled_at=None)
    outbox.sweep(reach.forward(minutes=1))
    assert heard.get().handled_at is not None
    assert Delivery.objects.filter(notice__isnull=False).count() == 1
    assert Entry.objects.filter(kind="reach.announced").count() == 1


def test_no_page_or_row_holds_the_address_in_the_clear(reach, hook):
    robot = reach.robot(hook.dingtalk, "dingtalk", SECRET)
    assert "f00dfeed" not in robot.address and SECRET not in robot.secret
    assert robot.tail == "feed"
    kept = [str(row) for row in Entry.objects.values()] + [str(row) for row in Message.objects.values()]
    assert not [row for row in kept if "f00dfeed" in row or SECRET in row]
    remove_robot(acting=reach.cast.acting("clerk"), robot=robot)
    robot.refresh_from_db()
    assert (robot.address, robot.secret) == ("", "")


def test_a_new_signing_key_is_said_in_words(reach, hook, settings):
    reach.robot(hook.wecom)
    settings.SECRET_KEY = "another one"
    assert reach.work() == 1
    assert (last().state, last().fault) == ("failed", Fault.SEALED)
    assert not hook.got


def test_a_key_that_was_turned_still_opens(reach, hook, settings):
    reach.robot(hook.wecom)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another one"
    assert reach.work() == 1
    assert len(hook.got) == 1


GOOD = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc"


@pytest.mark.parametrize(
    "address",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc",  # in the clear
        "https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=abc",
        "https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=abc",
        "https://evil.example/cgi-bin/webhook/send?key=abc",
        "https://qyapi.weixin.qq.com@evil.example/cgi-bin/webhook/send?key=abc",
        "https://evil.example\\@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc",
        "https://user:word@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc",
        "https://qyapi.weixin.qq.com/cgi-bin/../admin?key=abc",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a&key=b",
        "https://169.254.169.254/cgi-bin/webhook/send?key=abc",
        "https://[::1]/cgi-bin/webhook/send?key=abc",
        "https://[bad/cgi-bin/webhook/send?key=abc",
        "http://127.0.0.1/cgi-bin/webhook/send?key=abc",
        "http://localhost/cgi-bin/webhook/send?key=abc",
        "file:///cgi-bin/webhook/send?key=abc",
        "ftp://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc",
        "https://oapi.dingtalk.com/robot/send?access_token=x",  # of the other service
        "",
    ],
)
def test_only_the_known_hosts_are_called(settings, address):
    settings.ROBOT_HOSTS = frozenset()
    assert checked("wecom", GOOD) == GOOD
    with pytest.raises(NotSent) as fault:
        checked("wecom", address)
    assert fault.value.fault is Fault.HOST


def test_a_host_is_opened_by_the_operator_alone_and_closed_again(reach, hook, settings):
    robot = reach.robot(hook.wecom)
    settings.ROBOT_HOSTS = frozenset({f"127.0.0.1:{hook.port + 1}"})
    assert reach.work() == 1
    assert (last().state, last().fault) == ("failed", Fault.HOST) and not hook.got
    with pytest.raises(Refused):
        reach.robot(hook.wecom)
    settings.ROBOT_HOSTS = frozenset({f"127.0.0.1:{hook.port}"})
    try_again(acting=reach.cast.acting("clerk"), division=robot.division, robot=robot)
    assert reach.work() == 1 and len(hook.got) == 1


def test_a_place_has_ten_robots_at_most(reach, hook):
    for _ in range(10):
        reach.robot(hook.wecom)
    with pytest.raises(Refused):
        reach.robot(hook.wecom)


def test_what_hangs_ends_the_batch(reach, hook):
    """Three failures in a row, and the worker turns to its clocks; the rest waits for the next round."""
    for _ in range(5):
        reach.robot(hook.wecom)
    hook.answers = [(500, {})] * 3
    assert reach.work() == 0 and len(hook.got) == 3
    assert reach.work() == 2 and len(hook.got) == 5
    assert reach.work(seconds=11) == 3


def test_an_errand_is_on_lease_while_it_runs(reach, hook, monkeypatch):
    reach.robot(hook.wecom)
    seen = []

    def look(payload, entry):
        seen.append(outbox.run_errands(reach.forward(seconds=30)))
        message = Message.objects.get(topic="reach.send")
        assert message.due_at > reach.forward() + timedelta(minutes=4)

    monkeypatch.setitem(outbox.ERRANDS, "reach.send", look)
    assert reach.work() == 1 and seen == [0]
