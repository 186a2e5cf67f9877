"""The kinds of register entries that the people app writes.

Names of persons are personal words: they are kept beside the entry and go when a person is erased. A declaration of
kin never names the relative here; the register says only that one was made.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.register.kinds import Kind, register_kind
from qingdan.records.register.models import Entry


def _nowhere(entry: Entry) -> None:
    return None


def _my_page(entry: Entry) -> str:
    return reverse("people:me")


def _kind(name: str, sentence: object, audience: str, *, erase: tuple[str, ...] = (), mine: bool = False) -> Kind:
    words: dict[str, object] = {"erase": erase} if erase else {}
    link = _my_page if mine else _nowhere
    return register_kind(Kind(name=name, sentence=sentence, audience=Audience(audience), link=link, **words))  # type: ignore[arg-type]


PERSON_ADDED = _kind("people.person-added", _("%(actor)s 登记了人员 %(name)s"), "officials", erase=("name",))
ACCOUNT_OPENED = _kind("people.account-opened", _("%(actor)s 给 %(name)s 开了账号"), "officials", erase=("name",))
ACCOUNT_CLOSED = _kind("people.account-closed", _("%(actor)s 停用了 %(name)s 的账号"), "officials", erase=("name",))
POST_TAKEN = _kind(
    "people.post-taken",
    _("%(actor)s 登记：%(name)s 自 %(starts)s 起任%(place_name)s%(post_name)s，依据：%(basis)s"),
    "village",
    erase=("name", "basis"),
)
POST_ENDED = _kind(
    "people.post-ended",
    _("%(actor)s 登记：%(name)s 任%(place_name)s%(post_name)s到 %(ends)s 为止，原因：%(why)s"),
    "village",
    erase=("name", "why"),
)
DEPUTY_NAMED = _kind(
    "people.deputy-named",
    _("%(actor)s 定了代签规则：%(post_name)s不能签的时候，由%(stand_in)s签，依据：%(why)s"),
    "village",
    erase=("stand_in", "why"),
)
DEPUTY_ENDED = _kind("people.deputy-ended", _("%(actor)s 取消了%(post_name)s的代签规则"), "village")
ABSENCE_DECLARED = _kind(
    "people.absence-declared",
    _("%(actor)s 登记：%(name)s 不在岗，%(starts)s 至 %(ends)s"),
    "officials",
    erase=("name", "why"),
)
ABSENCE_ENDED = _kind("people.absence-ended", _("%(actor)s 登记：%(name)s 回来了"), "officials", erase=("name", "why"))

KIN_DECLARED = _kind("people.kin-declared", _("%(actor)s 申报了一名近亲属"), "parties", mine=True)
KIN_ENDED = _kind("people.kin-ended", _("%(actor)s 撤销了一条近亲属申报"), "parties", mine=True)
INTEREST_DECLARED = _kind("people.interest-declared", _("%(actor)s 申报了一项本人利益"), "parties", mine=True)
INTEREST_ENDED = _kind("people.interest-ended", _("%(actor)s 结束了一项本人利益申报"), "parties", mine=True)
KIN_LOOKED_UP = _kind(
    "people.kin-looked-up",
    _("%(actor)s 查了 %(name)s 的近亲属申报，用途：%(purpose)s"),
    "parties",
    erase=("name", "purpose"),
)

SIGNED_IN = _kind("people.signed-in", _("%(actor)s 登录了"), "officials")
SIGN_IN_FAILED = _kind("people.sign-in-failed", _("%(actor)s 登录没有成功"), "officials")
LOCKED_OUT = _kind("people.locked-out", _("%(actor)s 登录失败太多次，这个账号从那个地址暂停登录"), "officials")
PASSWORD_CHANGED = _kind("people.password-changed", _("%(actor)s 改了自己的密码"), "officials", mine=True)
PASSWORD_RESET = _kind(
    "people.password-reset", _("%(actor)s 重设了 %(name)s 的密码，原因：%(why)s"), "officials", erase=("name", "why")
)
SECOND_FACTOR_SET_UP = _kind("people.second-factor-set-up", _("%(actor)s 开了动态码登录"), "officials", mine=True)
SECOND_FACTOR_REMOVED = _kind(
    "people.second-factor-removed",
    _("%(actor)s 关了 %(name)s 的动态码登录，原因：%(why)s"),
    "officials",
    erase=("name", "why"),
)
