"""What the promise speaks of: identity numbers, telephones, accounts and homes, each in eight forms of typing.

Beside :mod:`tests.domain.leaks.planted`, which has every kind in whatever way it is typed, this is a square: no cell of
kind and form is empty, so that the same can be planted in words, in tables and in attachments.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from qingdan.domain.leaks import LeakKind
from tests.domain.leaks.numbers import account, card, id_number, mobile
from tests.domain.leaks.planted import CHINESE, WIDE, apart

SEED = 20261201
EACH = 7  # of each kind in each form
KINDS = (LeakKind.ID_NUMBER, LeakKind.PHONE, LeakKind.BANK_ACCOUNT, LeakKind.ADDRESS)
GROUPS = {LeakKind.ID_NUMBER: (6, 8), LeakKind.PHONE: (3, 4), LeakKind.BANK_ACCOUNT: (4, 4, 4, 4)}
BREAK = {LeakKind.ID_NUMBER: 10, LeakKind.PHONE: 7, LeakKind.BANK_ACCOUNT: 8}
CALLED = {
    LeakKind.ID_NUMBER: ("", "身份证号", "公民身份号码：", "（证件号 "),
    LeakKind.PHONE: ("", "电话", "手机：", "联系方式 "),
    LeakKind.BANK_ACCOUNT: ("账号", "一折通账号：", "打到", "信用社卡号 "),
    LeakKind.ADDRESS: ("住", "家住", "住址：", ""),
}
AROUND = (
    "低保对象王某，{}，家庭人口3人，每月960元。",
    "经办人：村文书。{}\n公示期：2026年11月20日至12月5日",
    "本次发放化肥138袋（凭证2026-11-0038）；领取人李某 {}；共12户。",
    "{}",
)


CHINESE_SIGNS = "〇一二三四五六七八九十"


class Home(NamedTuple):
    """A home in parts: what goes before the door, then (number, word) by turns."""

    where: str
    parts: tuple[tuple[str, str], ...]


class Cell(NamedTuple):
    """A leak as typed, with the words before it; ``plain``: what of it a finding must hold at least."""

    kind: LeakKind
    form: str
    called: str
    typed: str
    plain: str


Typed = Callable[[LeakKind, str], str]
FORMS: dict[str, Typed] = {
    "as it is": lambda kind, n: n,
    "full width": lambda kind, n: n.translate(WIDE),
    "full-width blanks": lambda kind, n: apart(*GROUPS[kind], by="\u3000")(n.translate(WIDE)),
    "dashes": lambda kind, n: apart(*GROUPS[kind], by="-")(n),
    "Chinese numerals": lambda kind, n: n.translate(CHINESE),
    "every digit apart": lambda kind, n: " ".join(n),
    "broken line": lambda kind, n: apart(BREAK[kind], by="\n")(n),
    "invisible signs": lambda kind, n: apart(3, 4, 4, by="\u200b")(n),
}


def _home(luck: random.Random) -> Home:
    door, house = str(luck.randint(2, 9)), str(luck.randint(11, 99))
    return luck.choice((
        Home("示例村", ((str(luck.randint(1, 9)), "组"), (house, "号"))),
        Home("坡头镇示例庄", ((house, "号"),)),
        Home("锦绣小区", ((door, "号楼"), ("2", "单元"), (f"{luck.randint(1, 9)}0{luck.randint(1, 4)}", "室"))),
        Home("济源市北街", ((house, "号院"),)),
    ))  # fmt: skip


def _home_typed(home: Home, form: str) -> str:
    """A home in a form: what is done to a number is done to its doors."""
    if form == "dashes":
        return "锦绣小区" + "-".join(("3", "2", home.parts[-1][0].rjust(3, "1")))
    said = {
        "full width": lambda n: n.translate(WIDE), "Chinese numerals": _in_words, "every digit apart": " ".join,
    }.get(form, str)  # fmt: skip
    between = {"full-width blanks": "\u3000", "every digit apart": " ", "invisible signs": "\u200b"}.get(form, "")
    parts = [home.where, *(said(number) + between + word for number, word in home.parts)]
    return ("\n" if form == "broken line" else between).join(parts)


def _in_words(number: str) -> str:
    if len(number) != 2:
        return number.translate(CHINESE)
    tens, ones = number.translate(CHINESE)
    return ("" if tens == "一" else tens) + "十" + ("" if ones == "〇" else ones)


def cells(each: int = EACH) -> Iterator[Cell]:
    """Every kind in every form, ``each`` times."""
    luck = random.Random(SEED)
    make = {
        LeakKind.ID_NUMBER: lambda: id_number(luck),
        LeakKind.PHONE: lambda: mobile(luck),
        LeakKind.BANK_ACCOUNT: lambda: luck.choice((account(luck), card(luck))),
    }
    for kind in KINDS:
        for form, typed in FORMS.items():
            for _n in range(each):
                called = luck.choice(CALLED[kind])
                if kind is LeakKind.ADDRESS:
                    home = _home_typed(_home(luck), form)
                    yield Cell(kind, form, called, home, re.findall(f"[0-9{CHINESE_SIGNS}]+", plain_of(home))[-1])
                else:
                    number = make[kind]()
                    yield Cell(kind, form, called, typed(kind, number), number)


def plain_of(typed: str) -> str:
    """A home without blanks and invisible signs, digits half-width."""
    return "".join(unicodedata.normalize("NFKC", sign) for sign in typed if not sign.isspace() and sign != "\u200b")


def in_words(luck: random.Random, cell: Cell) -> tuple[str, int, int]:
    """A text with the leak in it, and where it begins and ends."""
    before, after = luck.choice(AROUND).split("{}")
    start = len(before) + len(cell.called)
    return f"{before}{cell.called}{cell.typed}{after}", start, start + len(cell.typed)
