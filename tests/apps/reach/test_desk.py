"""The robots at the desk: set up, looked after, taken out; what did not arrive stands there in words."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from qingdan.records.regions.acts.merging import merge_villages
from qingdan.watch.reach.faults import WORDS, Fault
from qingdan.watch.reach.models import Robot, Subscription
from tests.cast import client_for, house, today

pytestmark = pytest.mark.django_db
DESK = "/desk/reach/"


@pytest.fixture
def clerk(reach):
    return client_for(reach.cast["clerk"])


def typed(hook, **more: object) -> dict[str, object]:
    return {"kind": "wecom", "name": "示例一村村民群", "address": hook.wecom, "once": "a", **more}


def test_a_clerk_sets_up_a_robot_and_sees_that_it_spoke(reach, hook, clerk):
    page = reverse("reach:robot", args=[reach.cast.one.pk])
    assert "还没有接群机器人" in clerk.get(DESK).content.decode()
    assert clerk.get(page).status_code == 200
    for _ in range(2):  # pressed twice
        assert clerk.post(page, typed(hook, boards=["finance"])).status_code == 302
    assert Robot.objects.count() == 1
    text = clerk.get(DESK).content.decode()
    assert "还在发" in text and "示例一村村民群" in text and "地址尾号 5aaa" in text and hook.wecom not in text
    reach.work()
    assert "发到了" in clerk.get(DESK).content.decode()


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"address": ""}, 422),
        ({"kind": "feishu"}, 422),
        ({"name": ""}, 422),
        ({"name": "群" * 300}, 422),
        ({"address": "https://evil.example/cgi-bin/webhook/send?key=1"}, 409),
        ({"address": "x" * 500}, 422),
        ({"boards": ["x"]}, 422),
        ({"kind": "dingtalk"}, 409),  # the address is of the other one
    ],
)
def test_what_is_wrong_is_said_and_the_address_is_not_given_back(reach, hook, clerk, wrong, status):
    answer = clerk.post(reverse("reach:robot", args=[reach.cast.one.pk]), typed(hook, **wrong))
    assert answer.status_code == status and "qd-errors" in answer.content.decode()
    assert "693a91f6" not in answer.content.decode()
    assert not Robot.objects.exists()


def test_what_did_not_arrive_stands_with_its_owner_and_can_be_tried_again(reach, hook, clerk):
    robot = reach.robot(hook.wecom)
    hook.answers = [(200, {"errcode": 93000, "errmsg": "invalid webhook url"})]
    reach.work()
    said = WORDS[Fault.KEY]
    text = clerk.get(DESK).content.decode()
    assert str(said.what) in text and str(said.do) in text and "93000" in text
    for page in (reverse("cases:inbox"), reverse("boards:desk")):
        assert "有1条没发出去" in clerk.get(page).content.decode()
    again = reverse("reach:robot-again", args=[robot.pk])
    assert clerk.post(again, {"once": "a"}).status_code == 302
    assert clerk.post(again, {"once": "a"}).status_code == 302
    reach.work()
    assert "没发出去" not in clerk.get(DESK).content.decode()
    assert "公示发到群里" not in clerk.get(reverse("cases:inbox")).content.decode()
    assert "没有要再发的" in clerk.post(again, {"once": "b"}, follow=True).content.decode()


def test_readers_are_counted_and_named_nowhere(reach):
    reach.reader("zhang@example.com")
    reach.reader("13800000000", "sms")
    reach.reader("no@example.com", yes=False)
    reach.notice()
    reach.work()
    reach.work(days=1, minutes=1)
    clerk = client_for(reach.cast["clerk"])  # the session is over
    text = clerk.get(DESK).content.decode()
    assert "邮件 1 位，短信 1 位" in text
    assert "2条没发出去" in text and str(WORDS[Fault.UNSET].do) in text
    assert "zhang" not in text and "138" not in text
    assert clerk.post(reverse("reach:again", args=[reach.cast.one.pk]), {"once": "a"}).status_code == 302
    assert "2条没发出去" not in clerk.get(DESK).content.decode()


def test_a_robot_is_taken_out(reach, hook, clerk):
    robot = reach.robot(hook.wecom)
    remove = reverse("reach:remove", args=[robot.pk])
    assert clerk.post(remove, {"once": "a"}).status_code == 302
    assert clerk.post(remove, {"once": "a"}).status_code == 404
    assert "示例一村村民群" not in clerk.get(DESK).content.decode()


def test_only_who_sets_them_up_here_sees_and_touches_them(reach, hook):
    robot = reach.robot(hook.wecom)
    for who, status in (("clerk", 200), ("accounting", 200), ("clerk_two", 200), ("secretary", 404), ("villager", 404)):
        assert client_for(reach.cast[who]).get(DESK).status_code == status
    for who in ("clerk_two", "accounting", "secretary"):
        someone = client_for(reach.cast[who])
        assert someone.post(reverse("reach:remove", args=[robot.pk])).status_code == 404
        assert someone.post(reverse("reach:robot-again", args=[robot.pk])).status_code == 404
        assert someone.get(reverse("reach:robot", args=[reach.cast.one.pk])).status_code == 404
    assert (
        client_for(reach.cast["accounting"]).get(reverse("reach:robot", args=[reach.cast.town.pk])).status_code == 200
    )


def test_the_desk_costs_the_same_however_much_there_is(reach, hook):
    pages = (DESK, reverse("boards:desk"), reverse("cases:inbox"))

    def cost() -> list[int]:
        found, clerk = [], client_for(reach.cast["clerk"])
        for page in pages:
            clerk.get(page)
            with CaptureQueriesContext(connection) as asked:
                assert clerk.get(page).status_code == 200
            found.append(len(asked))
        return found

    reach.robot(hook.wecom)
    reach.reader()
    reach.notice()
    reach.work()
    few = cost()
    for n in range(4):
        reach.robot(hook.wecom)
        reach.reader(f"a{n}@example.com")
    reach.notice()
    hook.answers = [(500, {})] * 9
    reach.work(days=2)
    assert cost() == few and few[0] < 20


def test_a_merger_takes_robots_and_readers_along(reach, hook):
    one, two = reach.cast.one, reach.cast.two
    robot = reach.robot(hook.wecom)
    moved, doubled = reach.reader("a@example.com"), reach.reader("b@example.com")
    there = Subscription.objects.create(
        village=two, place=two.path, channel="mail", receiver=doubled.receiver, known_by=doubled.known_by,
        code="x" * 12, language="zh-hans", asked_at=timezone.now(), confirmed_at=timezone.now(),
    )  # fmt: skip
    merge_villages(acting=house(), villages=[one], into=two, on=today(), document="示例〔2026〕9号")
    robot.refresh_from_db()
    assert (robot.division_id, robot.place) == (two.pk, two.path)
    open_ones = Subscription.objects.filter(ended_at=None, village=two, place=two.path)
    assert {one.pk for one in open_ones} == {moved.pk, there.pk}
    doubled.refresh_from_db()
    assert doubled.receiver == ""
