"""The kinds of register entries that the rolls app writes.

Their sentences name no person of a roll: officials who may not read the names read that something was done, where and
why. Names are personal words beside the entry, shown by nobody but the pages of the roll itself, and go on erasure.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.register.kinds import Kind, register_kind
from qingdan.records.register.models import Entry


def _nowhere(entry: Entry) -> None:
    """The page of a roll exists for its readers only, and the register has more readers than that."""


def _kind(name: str, sentence: object, *erase: str, audience: Audience = Audience.OFFICIALS) -> Kind:
    words: dict[str, object] = {"erase": erase} if erase else {}
    return register_kind(Kind(name=f"rolls.{name}", sentence=sentence, audience=audience, link=_nowhere, **words))  # type: ignore[arg-type]


ENTERED = _kind(
    "entered",
    _("%(actor)s 在%(village)s的“%(roll)s”上列入1人，自 %(starts)s 起，原因：%(why)s"),
    *("name", "note"),
)
STRUCK = _kind(
    "struck",
    _("%(actor)s 从%(village)s的“%(roll)s”上划掉1人，到 %(ends)s 为止，原因：%(why)s"),
    *("name", "note"),
)
CORRECTED = _kind(
    "corrected", _("%(actor)s 更正了%(village)s的“%(roll)s”上的一条，改的是：%(changed)s"), *("name", "reason", "words")
)
VOIDED = _kind("voided", _("%(actor)s 作废了%(village)s的“%(roll)s”上登记错的一条"), *("name", "reason"))
IMPORTED = _kind(
    "imported",
    _("%(actor)s 用表格更新了%(village)s的“%(roll)s”：列入%(added)s、改%(changed)s、划掉%(struck)s、立户%(houses)s"),
    "file",
)
CLOSED = _kind(
    "closed",
    _("%(actor)s 把%(village)s的“%(roll)s”定稿，截至 %(as_of)s：%(persons)s人，%(households)s户，校验码 %(digest)s"),
    "purpose",
)
EXPORTED = _kind("exported", _("%(actor)s 导出了%(village)s的“%(roll)s”，%(count)s人，不带身份证号"), "purpose")
EXPORTED_WITH_NUMBERS = _kind(
    "exported-with-numbers", _("%(actor)s 导出了%(village)s的“%(roll)s”，%(count)s人，带身份证号"), "purpose"
)
LOOKED_UP = _kind(
    "identity-looked-up",
    _("%(actor)s 看了 %(name)s 的身份证号，用途：%(purpose)s"),
    *("name", "purpose"),
    audience=Audience.PARTIES,
)

PERSON_CORRECTED = _kind(
    "person-corrected",
    _("%(actor)s 更正了%(village)s一名村民的登记，改的是：%(changed)s"),
    *("name", "reason", "words"),
)
CAPACITY_FOUND = _kind("capacity-found", _("%(actor)s 登记了%(village)s一名村民的行为能力"), *("name", "basis"))
CAPACITY_ENDED = _kind("capacity-ended", _("%(actor)s 结束了%(village)s一名村民的行为能力登记"), "name")

HOUSEHOLD_ADDED = _kind("household-added", _("%(actor)s 在%(village)s新立1户，户号 %(number)s"), "name")
HOUSEHOLD_CHANGED = _kind(
    "household-changed", _("%(actor)s 更正了%(village)s一户的户号或小组：%(before)s 改为 %(after)s"), "reason"
)
MEMBER_JOINED = _kind(
    "member-joined", _("%(actor)s 在%(village)s %(number)s 户添1人，自 %(starts)s 起，原因：%(why)s"), "name"
)
MEMBER_LEFT = _kind(
    "member-left", _("%(actor)s 从%(village)s %(number)s 户减1人，到 %(ends)s 为止，原因：%(why)s"), "name"
)
MEMBER_CORRECTED = _kind(
    "member-corrected", _("%(actor)s 更正了%(village)s %(number)s 户的一名成员"), *("name", "reason")
)
