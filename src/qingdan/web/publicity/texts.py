"""The texts of a kit, each with its name, what it is for, and how long it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingdan.domain.publicity.broadcast import script, seconds
from qingdan.domain.publicity.fitting import TooLong, units
from qingdan.domain.publicity.messages import SMS_MOST, WEIBO_MOST, group, sms, weibo
from qingdan.domain.publicity.told import Told
from qingdan.web.publicity.kit import Kit


@dataclass(frozen=True, slots=True)
class Text:
    """A text ready to be copied. ``note`` says how long it is; ``text`` is "" where nothing short enough could be made
    of the definition, and ``note`` then says so."""

    key: str
    icon: str
    name: str
    use: str
    text: str
    note: str


def texts(kit: Kit) -> list[Text]:
    """Every text of a kit, the one that is read out first."""
    return [_text(kit.told, *one) for one in _TEXTS]


def _text(told: Told, key: str, icon: str, name: object, use: object, make: Callable[[Told], str]) -> Text:
    try:
        made = make(told)
    except TooLong:
        return Text(
            key, icon, str(name), str(use), "", _("这件事的名称太长，写不成这么短的一段。请在清单里把名称写短。")
        )
    return Text(key, icon, str(name), str(use), made, _length(told, key, made))


def _length(told: Told, key: str, text: str) -> str:
    if key == "broadcast":
        return _("念一遍约%(n)d秒") % {"n": seconds(text, told.english)}
    most = {"sms": SMS_MOST, "weibo": WEIBO_MOST}.get(key)
    if most is None or (key == "weibo" and told.english):
        return _("%(n)d个字") % {"n": units(text)}
    return _("%(n)d个字，最多%(most)d个") % {"n": units(text), "most": most}


_TEXTS = (
    ("broadcast", "sound", gettext_lazy("广播稿"), gettext_lazy("村里的大喇叭照着念"), script),
    ("sms", "phone", gettext_lazy("短信"), gettext_lazy("一条短信发得完"), sms),
    ("weibo", "send", gettext_lazy("微博"), gettext_lazy("带话题，一条发得完"), weibo),
    ("group", "users", gettext_lazy("微信群"), gettext_lazy("复制到群里就能发"), group),
)
