"""Leaks planted in sentences of notices: each kind of detail in every way in which people type it, by a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

from qingdan.domain.leaks import LeakKind
from tests.domain.leaks.numbers import account, card, id_number, mobile, old_id_number

SEED = 20261129
EACH = 6  # details in each way of typing
WIDE = str.maketrans("0123456789X-", "０１２３４５６７８９Ｘ－")
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
Typed = Callable[[str], str]


class Planted(NamedTuple):
    """A text with one leak in it: where it begins and ends, of which kind, and the way in which it was typed."""

    text: str
    start: int
    end: int
    kind: LeakKind
    form: str


def apart(*sizes: int, by: str = " ") -> Typed:
    """In groups of these sizes; what is left over is the last."""

    def typed(number: str) -> str:
        parts, at = [], 0
        for size in sizes:
            parts.append(number[at : at + size])
            at += size
        return by.join(part for part in (*parts, number[at:]) if part)

    return typed


def plain(number: str) -> str:
    return number


def wide(number: str) -> str:
    return number.translate(WIDE)


def chinese(number: str) -> str:
    return number.translate(CHINESE)


def singly(number: str) -> str:
    return " ".join(number)


def ordinary(*more: Typed) -> tuple[Typed, ...]:
    return (plain, wide, chinese, singly, *more)


# What is typed, and the ways: the name of each is its form.
IDENTITY: dict[str, Typed] = {
    "plain": plain, "full width": wide, "Chinese numerals": chinese, "singly": singly,
    "blanks": apart(6, 8), "wide blanks": apart(6, 8, by="\u3000"), "dashes": apart(6, 4, 4, by="-"),
    "dots": apart(6, 8, by="."), "broken line": apart(12, by="\n"), "broken line with blanks": apart(6, by=" \n "),
    "no-width": apart(3, 3, 4, 4, by="\u200b"), "long dashes": apart(6, 8, by="—"), "small x": str.lower,
    "wide and apart": lambda n: apart(6, 8, by="\u3000")(wide(n)),
}  # fmt: skip
MOBILE: dict[str, Typed] = {
    "plain": plain, "full width": wide, "Chinese numerals": chinese, "singly": singly, "3-4-4": apart(3, 4),
    "3-4-4 dashes": apart(3, 4, by="-"), "3-4-4 dots": apart(3, 4, by="."), "3-8": apart(3), "7-4": apart(7),
    "+86": lambda n: f"+86{n}", "+86 apart": lambda n: "+86 " + apart(3, 4)(n), "86": lambda n: f"86{n}",
    "0086": lambda n: f"0086-{n}", "wide +86": lambda n: f"＋８６{wide(n)}", "no-width": apart(3, 4, by="\u200b"),
    "broken line": apart(7, by="\n"), "wide blanks": apart(3, 4, by="\u3000"), "long dashes": apart(3, 4, by="–"),
    "brackets": lambda n: f"({n[:3]}){n[3:7]}-{n[7:]}", "mixed numerals": lambda n: n[:4] + chinese(n[4:]),
}  # fmt: skip
CARD: dict[str, Typed] = {
    "plain": plain, "full width": wide, "fours": apart(4, 4, 4, 4), "wide fours": lambda n: apart(4, 4, 4, 4)(wide(n)),
    "dashes": apart(4, 4, 4, 4, by="-"), "Chinese numerals": chinese, "broken line": apart(8, by="\n"),
}  # fmt: skip
ACCOUNT: dict[str, Typed] = {"plain": plain, "full width": wide, "apart": apart(4, 4, 4)}
LANDLINE: dict[str, Typed] = {
    "dash": apart(4, by="-"), "plain": plain, "brackets": lambda n: f"（{n[:4]}）{n[4:]}", "blank": apart(4),
    "full width": lambda n: wide(apart(4, by="-")(n)), "+86": lambda n: f"+86 {n[1:4]} {n[4:]}",
    "parts": lambda n: f"{n[:4]}-{n[4:7]} {n[7:]}", "Chinese dash": lambda n: f"{n[:4]}一{n[4:]}",
    "Chinese numerals": chinese,
}  # fmt: skip
HOMES = (
    "示例村三组15号", "坡头镇示例村第二村民小组8号", "示例庄26号", "锦绣小区3号楼2单元501室", "阳光花园12栋1单元302",
    "幸福家园５号楼三单元西户", "天坛路88号院", "北街巷１７号", "沁园家属院2-3-401", "示例社区12号楼四单元 1102 室",
)  # fmt: skip
BEFORE_HOME = ("张某家住", "现住", "住址：", "户籍地址：", "送货到", "联系人李某，")
ACCOUNT_CALLED = ("账号", "一折通账号：", "惠农卡卡号 ", "农商行存折：", "请汇入账户 ")
OTHERS = (
    (LeakKind.CONTACT, "微信号：", ("zhangsan_88", "Li-Si2020", "wx13800138000a")),
    (LeakKind.CONTACT, "QQ号", ("123456789", "８８６６１２３")),
    (LeakKind.CONTACT, "报名材料发到", ("zhang.san@qq.com", "lisi_2020@163.com", "wang＠example.org")),
    (LeakKind.CARD, "社保卡号：", ("A12345678", "4108811234")),
    (LeakKind.CARD, "医保编号 ", ("41088100012345", "JY20198812")),
    (LeakKind.CARD, "低保证号：", ("豫低410881000123"[2:], "D41900123456")),
    (LeakKind.CARD, "结婚证字号：", ("J410881-2010-001234", "Ｊ４１０８８１２０１０")),
    (LeakKind.PASSPORT, "护照号码：", ("E12345678", "Ｇ８７６５４３２１")),
    (LeakKind.PASSPORT, "港澳通行证", ("C12345678", "W 87654321")),
    (LeakKind.PLATE, "车主的车", ("豫U12345", "豫U·A1B23", "豫Ｕ８８６６Ｄ", "晋E·12345")),
    (LeakKind.BIRTHDAY, "王某，出生日期：", ("1956年3月12日", "1956-03-12", "１９５６．３．１２", "1956年3月")),
)
# Sentences of notices; {} is where the detail stands.
SENTENCES = (
    "{}",
    "经村民代表会议讨论通过，由张某（{}）负责，公示期7天，自2026年11月20日起。",
    "联系人：李某，{}，有事请联系",
    "一、采购灯泡40个，单价12.50元，合计500元；二、{}；三、11月底前装好。",
    "序号 姓名 备注\n1 王某 {}\n2 赵某 无",
    "本次共12户38人，金额3,860元（凭证2026-10-0012）。{}。监督电话12388。",
)


def planted() -> Iterator[Planted]:
    """Every leak, in its sentence."""
    luck = random.Random(SEED)
    for kind, ways, make in (
        (LeakKind.ID_NUMBER, IDENTITY, lambda: id_number(luck)),
        (LeakKind.ID_NUMBER, {"ends in X": plain, "wide X": wide}, lambda: id_number(luck, "X")),
        (LeakKind.ID_NUMBER, {"15": plain, "15 wide": wide, "15 apart": apart(6, 6)}, lambda: old_id_number(luck)),
        (LeakKind.PHONE, MOBILE, lambda: mobile(luck)),
        (LeakKind.BANK_ACCOUNT, CARD, lambda: card(luck, luck.choice((16, 17, 19)))),
        (LeakKind.LANDLINE, LANDLINE, lambda: f"0391{luck.randint(2_000_000, 8_999_999)}"),
    ):  # fmt: skip
        for form, typed in ways.items():
            for _n in range(EACH):
                yield _in(luck, "", typed(make()), kind, f"{kind}: {form}")
    for form, typed in ACCOUNT.items():
        for called in ACCOUNT_CALLED:
            yield _in(luck, called, typed(account(luck)), LeakKind.BANK_ACCOUNT, f"called account: {form}")
    for home in HOMES:
        for called in BEFORE_HOME:
            yield _in(luck, called, home, LeakKind.ADDRESS, "address")
    for kind, called, details in OTHERS:
        for detail in details:
            yield _in(luck, called, detail, kind, str(kind))


def _in(luck: random.Random, called: str, detail: str, kind: LeakKind, form: str) -> Planted:
    before, after = luck.choice(SENTENCES).split("{}")
    start = len(before) + len(called)
    return Planted(f"{before}{called}{detail}{after}", start, start + len(detail), kind, form)
