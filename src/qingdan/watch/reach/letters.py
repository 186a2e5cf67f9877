"""What is written to a group and to a reader: of a notice, or the first words before any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from qingdan.domain.publicity import notices
from qingdan.records.regions.queries import contacts_for
from qingdan.watch.boards.qr import address
from qingdan.watch.reach.channels.robots import MOST_BYTES, measure
from qingdan.watch.reach.models import Delivery, Subscription
from qingdan.watch.reach.reading import edition_today, posted_of


@dataclass(frozen=True, slots=True)
class Letter:
    """What one reader gets."""

    subject: str
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)


def for_robot(delivery: Delivery) -> str:
    """The text for a group: the notice, or of a trial that the robot is there."""
    assert delivery.robot is not None
    if delivery.notice is None:
        where = delivery.robot.division
        said = _("%(where)s的公示机器人接好了。以后贴出对外公开的公示，这里会收到。") % {"where": where.short_name}
        return _("【示例】%(said)s") % {"said": said} if where.is_demo else said
    return notices.message(_posted(delivery), MOST_BYTES, measure)


def for_reader(delivery: Delivery) -> Letter:
    """The letter to a reader, in the language of the moment, with the way out of it."""
    reader = delivery.subscription
    assert reader is not None
    mine = address(reverse("reach:mine", args=[reader.code]))
    if reader.channel == Subscription.Channel.SMS:
        return Letter("", _first_sms(reader, mine) if delivery.notice is None else notices.sms(_posted(delivery), mine))
    if delivery.notice is None:
        return _first_mail(reader, mine)
    posted = _posted(delivery)
    end = _("您订阅了%(village)s的公示。不想再收：%(mine)s") % {"village": reader.village.short_name, "mine": mine}
    return Letter(notices.subject(posted), f"{notices.message(posted)}\n\n--\n{end}", _way_out(reader))


def _posted(delivery: Delivery) -> notices.Posted:
    assert delivery.notice is not None
    contacts = contacts_for(delivery.notice.village)
    return posted_of(delivery.notice, edition_today(), contacts, corrects=delivery.corrects)


def _way_out(reader: Subscription) -> dict[str, str]:
    """By which mail programs show a button to unsubscribe (RFC 8058)."""
    stop = address(reverse("reach:stop", args=[reader.code]))
    return {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _first_mail(reader: Subscription, mine: str) -> Letter:
    village = {"village": f"{reader.village.parent.short_name}{reader.village.short_name}"}  # type: ignore[union-attr]
    mark = _("【示例】") if reader.village.is_demo else ""
    if reader.confirmed_at is not None:
        text = _("您已经订阅了%(village)s的公示，不用再订。看订了什么、退订：\n%(mine)s") % {**village, "mine": mine}
        return Letter(mark + _("您已经订阅了%(village)s的公示") % village, mark + text)
    text = _(
        "有人用这个邮箱订阅%(village)s的公示。是您本人，请点开下面的地址，按“是我，确认订阅”：\n%(mine)s\n\n"
        "不是您，不用管它：不确认就不会再发，三天后这个邮箱也不再保留。"
    ) % {**village, "mine": mine}
    return Letter(mark + _("请确认：订阅%(village)s的公示") % village, mark + text)


def _first_sms(reader: Subscription, mine: str) -> str:
    mark = _("示例·") if reader.village.is_demo else ""
    named = {"village": mark + reader.village.short_name, "mine": mine}
    if reader.confirmed_at is not None:
        return _("【%(village)s】您已经订阅了公示，不用再订。退订 %(mine)s") % named
    return _("【%(village)s】有人用这个手机号订阅公示。是您本人就点开确认：%(mine)s 不是请不用管。") % named
