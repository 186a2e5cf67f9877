"""What a leak is, and what a city's rules say of each kind of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from qingdan.domain.flow.model import Basis
from qingdan.domain.rules.audience import Audience, wider
from qingdan.domain.words import Words


class LeakKind(StrEnum):
    """The kinds of personal detail that are looked for in free words. Names of people are not among them."""

    ID_NUMBER = "id-number"  # 18 characters or the old 15 digits
    CARD = "card"  # social security, medical, disability and relief cards; household and marriage certificates
    PASSPORT = "passport"  # passports, travel permits, driving licences
    BANK_ACCOUNT = "bank-account"
    PHONE = "phone"  # mobile
    LANDLINE = "landline"
    CONTACT = "contact"  # e-mail, WeChat, QQ
    ADDRESS = "address"  # of a home
    BIRTHDAY = "birthday"
    PLATE = "plate"  # of a vehicle


NAMES: Mapping[LeakKind, Words] = {
    LeakKind.ID_NUMBER: Words("身份证号", "identity number"),
    LeakKind.CARD: Words("社保卡、证件号", "number of a personal card"),
    LeakKind.PASSPORT: Words("护照、通行证号", "passport number"),
    LeakKind.BANK_ACCOUNT: Words("银行账号", "bank account"),
    LeakKind.PHONE: Words("手机号", "mobile number"),
    LeakKind.LANDLINE: Words("固定电话", "landline number"),
    LeakKind.CONTACT: Words("邮箱、微信、QQ号", "e-mail, WeChat or QQ"),
    LeakKind.ADDRESS: Words("家庭住址", "home address"),
    LeakKind.BIRTHDAY: Words("出生日期", "date of birth"),
    LeakKind.PLATE: Words("车牌号", "number plate"),
}


@dataclass(frozen=True, slots=True)
class LeakRule:
    """What holds for one kind: the widest audience that it may have without a word, and the widest for which somebody
    may say, by name and with a reason, that it must stand (None: for nobody wider). ``basis`` is the law read."""

    widest: Audience = Audience.PARTIES
    with_reason: Audience | None = None
    basis: tuple[Basis, ...] = ()
    setting: bool = False
    note: Words | None = None
    line: int = 0


@dataclass(frozen=True)
class LeakRules:
    """The rules by kind. What nobody has ruled about is for the parties alone and cannot be let through."""

    by_kind: Mapping[LeakKind, LeakRule] = field(default_factory=dict)
    file: str = ""

    def of(self, kind: LeakKind) -> LeakRule:
        """The rule of a kind; the strictest there is when none is written."""
        return self.by_kind.get(kind) or LeakRule()


@dataclass(frozen=True, slots=True)
class Leak:
    """One personal detail in a text, where the text's audience is wider than the detail may have.

    ``start`` and ``end`` are characters of the text as given (half open). ``plain`` is the detail in its bare form, as
    digits or words without separators: equal details have equal ``plain``. Never show or record it; show ``masked``.
    """

    kind: LeakKind
    start: int
    end: int
    plain: str
    masked: str
    widest: Audience
    may_stand: bool  # for this audience, when somebody says why

    @property
    def name(self) -> Words:
        """What it is called."""
        return NAMES[self.kind]

    @property
    def why(self) -> Words:
        """Why it is stopped, and what to do, in a full sentence."""
        what = self.name
        if self.may_stand:
            return Words(
                f"这里像是{what.zh}（{self.masked}），看的人比它该给的人多。请删掉；确实要留的，写明理由。",
                f"This looks like a {what.en} ({self.masked}), for more readers than it may have. Take it out, or say "
                "why it must stand.",
            )
        return Words(
            f"这里像是{what.zh}（{self.masked}），不能给这么多人看。请删掉，或者只留头尾几位。",
            f"This looks like a {what.en} ({self.masked}), which this audience may not see. Take it out, or leave only "
            "its first and last characters.",
        )


def leak(kind: LeakKind, start: int, end: int, plain: str, shown: str, audience: Audience, rule: LeakRule) -> Leak:
    """A leak as the rule of its kind judges it for an audience."""
    may = rule.with_reason is not None and not wider(audience, rule.with_reason)
    return Leak(kind, start, end, plain, shown, rule.widest, may)
