"""Numbers that name people, organisations and places: are they well formed, and how do they look when masked?

Checks only say that a number is well formed, never that it belongs to somebody.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from qingdan.domain.rules.reasons import Unusable

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CODE_SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_LEVELS = (("province", 2), ("prefecture", 4), ("county", 6), ("town", 9), ("village", 12))


def plain_number(text: str) -> str:
    """A number as kept: half-width, without spaces and hyphens, letters in upper case."""
    return re.sub(r"[\s\-‐–—]+", "", unicodedata.normalize("NFKC", text)).upper()


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A citizen's identity number (GB 11643) and the birthday in it."""

    number: str
    born: date

    @property
    def sex(self) -> str:
        """``m`` or ``f``, as the last digit but one says."""
        return "m" if int(self.number[16]) % 2 else "f"


def parse_id_number(text: str) -> IdNumber:
    """Check an 18-character identity number. The region in it is that of first registration and is not judged: codes
    of regions change. :raises Unusable: id-old, id-shape, id-birthday, id-check."""
    number = plain_number(text)
    if re.fullmatch(r"\d{15}", number, re.ASCII):
        raise Unusable(
            "id-old", "这是15位的旧号码，请填18位身份证号", "This is an old 15-digit number: give the 18 characters."
        )
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number, re.ASCII):
        zh = f"身份证号应为18位（最后一位可以是X），现在是{len(number)}位，请核对"
        raise Unusable(
            "id-shape", zh, "An identity number has 17 digits and a digit or X: check it.", length=len(number)
        )
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise Unusable(
            "id-birthday", "身份证号第7至14位不是一个日期，请核对", "Characters 7 to 14 are no date: check the number."
        ) from None
    total = sum(int(c) * w for c, w in zip(number, _ID_WEIGHTS, strict=False))
    if _ID_CHECKS[total % 11] != number[17]:
        raise Unusable(
            "id-check",
            "身份证号最后一位校验码不对，可能有一位填错，请核对",
            "The check character is wrong: one may be mistyped.",
        )
    return IdNumber(number, born)


def parse_credit_code(text: str) -> str:
    """Check a unified social credit code (GB 32100-2015). :raises Unusable: code-shape, code-check."""
    code = plain_number(text)
    if len(code) != 18 or any(c not in _CODE_SYMBOLS for c in code):
        zh = "统一社会信用代码应为18位数字或大写字母（不含 I、O、S、V、Z），请核对"
        raise Unusable("code-shape", zh, "A credit code has 18 digits or capitals without I, O, S, V and Z: check it.")
    total = sum(_CODE_SYMBOLS.index(c) * w for c, w in zip(code, _CODE_WEIGHTS, strict=False))
    if _CODE_SYMBOLS[-total % 31] != code[17]:
        zh = "统一社会信用代码的校验位不对，可能有一位填错，请核对"
        raise Unusable("code-check", zh, "The check character is wrong: one may be mistyped.")
    return code


def parse_mobile(text: str) -> str:
    """A mainland mobile number as 11 digits, with or without +86. :raises Unusable: mobile-shape."""
    number = re.sub(r"^(\+86|0086|86(?=1\d{10}$))", "", plain_number(text))
    if not re.fullmatch(r"1[3-9]\d{9}", number, re.ASCII):
        zh = "手机号应为11位数字，以13至19开头，请核对"
        raise Unusable("mobile-shape", zh, "A mobile number has 11 digits and begins with 13 to 19: check it.")
    return number


def parse_division_code(text: str) -> str:
    """A 12-digit statistical division code. :raises Unusable: division-shape, division-gap (a lower level without the
    level above it, as a village without its town)."""
    code = plain_number(text)
    if not re.fullmatch(r"[1-9]\d{11}", code, re.ASCII):
        raise Unusable(
            "division-shape",
            "区划代码应为12位数字，不以0开头，请核对",
            "A division code has 12 digits, the first not 0: check it.",
        )
    # A county part of 00 is no gap: some prefecture-level cities (as 东莞) have towns and no counties.
    for name, part, below in (("prefecture", code[2:4], code[4:]), ("town", code[6:9], code[9:])):
        if not int(part) and int(below):
            zh, en = (
                f"区划代码{code}缺上级，请核对",
                f"{code} has a village or county but no {name} above it: check it.",
            )
            raise Unusable("division-gap", zh, en, level=name)
    return code


def division_level(code: str) -> str:
    """province, prefecture, county, town or village: the level of the last part that is not all zeros."""
    starts = (0, 2, 4, 6, 9)
    found = [name for (name, end), start in zip(_LEVELS, starts, strict=True) if int(code[start:end] or 0)]
    return found[-1] if found else _LEVELS[0][0]


def division_parent(code: str) -> str | None:
    """The code of the level above; None for a province. A well-formed code is taken for granted."""
    names = [name for name, _ in _LEVELS]
    at = names.index(division_level(code))
    return code[: _LEVELS[at - 1][1]].ljust(12, "0") if at else None


# -- masks -------------------------------------------------------------------------------------------------------
def mask_name(name: str) -> str:
    """李某英 → 李*英, 李四 → 李*; the mark 示例 of an invented person stays."""
    found = re.fullmatch(r"(.*?)([（(]示例[）)])?", name.strip(), re.DOTALL)
    assert found is not None
    bare, mark = found[1], found[2] or ""
    if len(bare) <= 1:
        return "*" * len(bare) + mark
    return bare[0] + ("*" if len(bare) == 2 else "*" * (len(bare) - 2) + bare[-1]) + mark


def mask_id(number: str) -> str:
    """Keep the first three and the last two characters: neither birthday nor home can be read from it."""
    return _mask(plain_number(number), 3, 2)


def mask_phone(number: str) -> str:
    """13812345678 → 138****5678."""
    return _mask(plain_number(number), 3, 4)


def mask_account(number: str) -> str:
    """Keep the last four characters of a bank account."""
    return _mask(plain_number(number), 0, 4)


def _mask(text: str, head: int, tail: int) -> str:
    """Stars between ``head`` and ``tail`` characters; all stars where fewer than four would be hidden."""
    hidden = len(text) - head - tail
    if hidden < 4:
        return "*" * len(text)
    return text[:head] + "*" * hidden + text[len(text) - tail :]
