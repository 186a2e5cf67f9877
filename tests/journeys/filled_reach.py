"""Reach with something on every page of its own: a robot that brought one notice and failed with another, a reader."""

from __future__ import annotations

from django.utils import timezone

from qingdan.watch.boards.models import Notice
from qingdan.watch.reach.acts import Chosen, ask_subscription, confirm_subscription, set_robot
from qingdan.watch.reach.models import Delivery, Robot
from tests.cast import house
from tests.journeys.staging import Stage


def pages_of_reach(stage: Stage) -> dict[str, str]:
    """Kind and address of every page of reach at the desk."""
    one = stage.cast.one
    robot = set_robot(
        acting=stage.cast.acting("clerk"), division=one, kind="wecom", name="示例一村村民群",
        address="http://127.0.0.1:9/cgi-bin/webhook/send?key=secret", secret="", chosen=Chosen(boards=["finance"]),
    )  # fmt: skip
    told(robot)
    for receiver in ("li@example.com", "chen@example.com"):
        reader = ask_subscription(
            acting=house(), village=one, channel="mail", receiver=receiver, chosen=Chosen(), language="zh-hans"
        )
    confirm_subscription(acting=house(), subscription=reader)
    now, notice = timezone.now(), Notice.objects.filter(audience="internet").latest("pk")
    Delivery.objects.create(subscription=reader, notice=notice, state="failed", fault="gateway", made_at=now, since=now)
    return {"robots": "/desk/reach/", "robot-set": f"/desk/reach/{one.pk}/robot/"}


def told(robot: Robot) -> None:
    """One notice arrived, and the next did not."""
    now = timezone.now()
    Delivery.objects.filter(robot=robot).update(state="sent", sent_at=now)
    notice = Notice.objects.filter(audience="internet").latest("pk")
    Delivery.objects.create(
        robot=robot, notice=notice, state="failed", fault="key", answer="93000", made_at=now, since=now, tries=1
    )
