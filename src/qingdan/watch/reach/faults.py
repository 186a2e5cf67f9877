"""Why a message did not arrive: for the machine, whether to try again; for its owner, in plain words and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Fault(StrEnum):
    """What went wrong. Kept with a delivery, so the values stay."""

    UNREACHABLE = "unreachable"
    BUSY = "busy"
    BROKEN = "broken"
    REFUSED = "refused"
    KEY = "key"
    SIGNATURE = "signature"
    HOST = "host"
    SEALED = "sealed"
    UNSET = "unset"
    GATEWAY = "gateway"


# Of no use to try again: somebody has to mend it first.
FOR_GOOD = frozenset({Fault.KEY, Fault.SIGNATURE, Fault.HOST, Fault.SEALED})


class NotSent(Exception):
    """A message did not arrive. ``answer`` is the number or code that the service gave; nothing personal, no secret."""

    def __init__(self, fault: Fault, answer: str = "") -> None:
        super().__init__(f"{fault} {answer}".strip())
        self.fault = fault
        self.answer = answer

    @property
    def for_good(self) -> bool:
        return self.fault in FOR_GOOD


@dataclass(frozen=True, slots=True)
class Said:
    """A fault in words: what happened, and what to do now."""

    what: Promise
    do: Promise


WORDS: dict[Fault, Said] = {
    Fault.UNREACHABLE: Said(
        _("对方的服务器连不上。"), _("多半是网络断了。网络好了以后，点“再发一遍”；还不行，请管理员查服务器能不能上网。")
    ),
    Fault.BUSY: Said(_("群里一分钟发得太多，对方不让发。"), _("过一会儿点“再发一遍”就行。")),
    Fault.BROKEN: Said(_("对方的服务器出了错。"), _("过一会儿点“再发一遍”。一直这样，请换个时间再试。")),
    Fault.REFUSED: Said(_("对方没有收。"), _("打开群里机器人的设置看一看：它还在不在、有没有被停用。再点“再发一遍”。")),
    Fault.KEY: Said(
        _("地址不对，或者机器人已经从群里删掉了。"), _("在群里重新加机器人，把新地址填到这里，再取下这一个。")
    ),
    Fault.SIGNATURE: Said(
        _("钉钉的安全设置没有通过。"),
        _("钉钉机器人的安全设置要选“加签”，把SEC开头的密钥填到这里；或者选“自定义关键词”，填“公示”。"),
    ),
    Fault.HOST: Said(
        _("这个地址不是企业微信或钉钉的，不能往那里发。"), _("从群里机器人的设置中复制地址，重新接一次。")
    ),
    Fault.SEALED: Said(_("存着的地址打不开了：系统的密钥换过。"), _("把地址重新填一遍，再取下这一个。")),
    Fault.UNSET: Said(_("系统还没有设置发邮件、发短信的服务。"), _("请管理员按说明设置好；设好以后会接着发。")),
    Fault.GATEWAY: Said(_("发邮件、发短信的服务没有收。"), _("请管理员看一看服务的账号和余额。")),
}
