"""The kinds of register entries that reach writes. No receiver stands in any of them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.register.kinds import Kind, register_kind
from qingdan.records.register.models import Entry


def _desk(entry: Entry) -> str | None:
    return reverse("reach:desk")


def _notice(entry: Entry) -> str | None:
    code = entry.data.get("code")
    return reverse("boards:notice", args=[code]) if code else None


ROBOT_SET = register_kind(
    Kind("reach.robot-set", _("%(actor)s 给%(where)s接上了群机器人“%(name)s”"), Audience.OFFICIALS, _desk)
)
ROBOT_REMOVED = register_kind(
    Kind("reach.robot-removed", _("%(actor)s 取下了%(where)s的群机器人“%(name)s”"), Audience.OFFICIALS, _desk)
)
TRIED_AGAIN = register_kind(
    Kind("reach.tried-again", _("%(actor)s 让%(where)s没发出的%(n)s条消息再发一遍"), Audience.OFFICIALS, _desk)
)
ANNOUNCED = register_kind(
    Kind("reach.announced", _("公示 %(code)s 发往%(robots)s个群、%(readers)s位订阅的人"), Audience.OFFICIALS, _notice)
)
GAVE_UP = register_kind(Kind("reach.gave-up", _("公示 %(code)s 有一条消息没有发出"), Audience.OFFICIALS, _notice))
ASKED = register_kind(Kind("reach.asked", _("有人想订阅%(village)s的公示，等本人点确认"), Audience.OFFICIALS, _desk))
SUBSCRIBED = register_kind(Kind("reach.subscribed", _("有人订阅了%(village)s的公示"), Audience.OFFICIALS, _desk))
ENDED = register_kind(Kind("reach.ended", _("%(village)s的公示有一个订阅结束了"), Audience.OFFICIALS, _desk))
