"""What the pages of reach show, put into words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.publicity import notices
from qingdan.domain.publicity.broadcast import seconds
from qingdan.domain.publicity.fitting import TooLong, units
from qingdan.features.cases.messages import local
from qingdan.records.regions.models import Division
from qingdan.watch.boards.presenting import side
from qingdan.watch.reach.channels import letters
from qingdan.watch.reach.faults import WORDS, Fault
from qingdan.watch.reach.models import Delivery, Robot, Subscription


@dataclass(frozen=True, slots=True)
class Text:
    """A text ready to be copied; ``note`` says how long it is."""

    key: str
    icon: str
    name: str
    use: str
    text: str
    note: str


def texts_of(posted: notices.Posted) -> list[Text]:
    """The texts of a notice, that for the group first."""
    group = notices.message(posted)
    made = [Text("group", "users", _("微信群"), _("复制到村民群就能发"), group, _length(group))]
    try:
        script = notices.script(posted)
    except TooLong:
        return made
    said = _("念一遍约%(n)d秒") % {"n": seconds(script, posted.english)}
    return [*made, Text("broadcast", "sound", _("广播稿"), _("村里的大喇叭照着念"), script, said)]


def _length(text: str) -> str:
    return _("%(n)d个字") % {"n": units(text)}


def channels() -> list[str]:
    """By what readers can be written to in this house."""
    return [str(channel) for channel in Subscription.Channel if letters.is_set(channel)]


def what_of(boards: Sequence[str], areas: Sequence[str], edition: Edition | None) -> str:
    """What was chosen, in one line; what is not listed any more is left out."""
    named = [local(edition.head.boards[b]) for b in boards if b in edition.head.boards] if edition else []
    kinds = [local(edition.areas[a].title) for a in areas if a in edition.areas] if edition else []
    either = [_("、").join(many) for many in (named, kinds) if many]
    return _("；").join(either) if either else _("全部公示")


def feeds_of(village: Division, edition: Edition | None) -> list[dict[str, str]]:
    """The feeds of a village and of its town: name and address, in the language of the page."""
    more = "?language=en" if (get_language() or "").startswith("en") else ""
    here = [village.pk]
    found = [(_("全部公示"), reverse("reach:feed-village", args=here))]
    if edition is not None:
        found += [(local(n), reverse("reach:feed-board", args=[*here, b])) for b, n in edition.head.boards.items()]
        found += [(local(a.title), reverse("reach:feed-area", args=[*here, s])) for s, a in edition.areas.items()]
    town = village.parent
    if town is not None:
        named = _("%(name)s各村的公示") % {"name": town.short_name}
        found.append((named, reverse("reach:feed-town", args=[town.pk])))
    return [{"name": name, "url": url + more} for name, url in found]


def robot_row(robot: Robot, deliveries: Iterable[Delivery], edition: Edition | None) -> dict[str, Any]:
    """A robot at the desk with what it was given lately."""
    rows = [_delivery(one) for one in deliveries]
    return {
        "robot": robot,
        "kind": _("钉钉") if robot.kind == Robot.Kind.DINGTALK else _("企业微信"),
        "what": what_of(robot.boards, robot.areas, edition),
        "rows": rows,
        "failed": any(row["state"] == "over" for row in rows),
    }


def _delivery(one: Delivery) -> dict[str, Any]:
    state, word = _CHIPS[one.state]
    title = side(one.notice.title) if one.notice else _("接好了，说一句话")
    return {
        "title": title,
        "place": one.notice.village.short_name if one.notice else "",
        "at": one.sent_at or one.made_at,
        "state": state,
        "word": str(word),
        "said": WORDS.get(Fault(one.fault)) if one.fault and one.state != Delivery.State.SENT else None,
        "answer": one.answer,
        "code": one.notice.code if one.notice else "",
    }


def failed_rows(counted: Mapping[str, int]) -> list[dict[str, Any]]:
    """Why letters to readers did not arrive, and how many for each reason."""
    return [{"said": WORDS[Fault(fault)], "n": n} for fault, n in sorted(counted.items())]


_CHIPS: Mapping[str, tuple[str, Promise]] = {
    Delivery.State.WAITING: ("due", gettext_lazy("还在发")),
    Delivery.State.SENT: ("done", gettext_lazy("发到了")),
    Delivery.State.FAILED: ("over", gettext_lazy("没发出去")),
    Delivery.State.DROPPED: ("plain", gettext_lazy("不用发了")),
}
