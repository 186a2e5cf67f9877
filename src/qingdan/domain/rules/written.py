"""What people write into spreadsheets, read as what they mean: days, sexes, names, groups; or why it cannot be."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from qingdan.domain.numerals import chinese_number
from qingdan.domain.rules.reasons import Unusable

_PARTS = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?", re.ASCII
)
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_FIRST_SERIAL, _LAST_SERIAL = 3_654, 73_050  # 1910 to 2099, as spreadsheets count days
_SERIAL_ZERO = date(1899, 12, 30)
_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_NAME = re.compile(rf"[{_HAN}A-Za-z][{_HAN}A-Za-z·.()（） '-]{{0,39}}")
_GROUP = re.compile(r"第?([零〇一二两三四五六七八九十百\d]{1,4})(?:村民)?(?:小组|组|队|社|生产队)?", re.ASCII)
_NUMBERED = re.compile(r"\d+", re.ASCII)
GROUP_ENDINGS = ("组", "队", "社")


def plain(text: str) -> str:
    """Half-width, without control signs, spaces at the ends gone and inner ones single."""
    kept = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in unicodedata.normalize("NFKC", text))
    return " ".join(kept.split())


def parse_day(value: str | int | float | date) -> date:
    """A day from ``1980.1.5``, ``19800105``, ``1980年1月5日``, a spreadsheet's own day or its number of days.

    :raises Unusable: day-shape, day-none (the 30th of February).
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = plain(str(value))
    found = _PARTS.fullmatch(text) or _TOGETHER.fullmatch(text)
    if found:
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            raise Unusable(
                "day-none", f"没有“{text[:20]}”这一天，请核对", f"There is no day “{text[:20]}”: check it."
            ) from None
    if text.isascii() and text.isdigit() and _FIRST_SERIAL <= int(text[:9]) <= _LAST_SERIAL:
        return _SERIAL_ZERO + timedelta(days=int(text))
    raise Unusable(
        "day-shape",
        f"“{text[:20]}”不像日期，请写成 1980-01-05 这样的年月日",
        f"“{text[:20]}” is no day: write year, month and day as 1980-01-05.",
    )


def parse_sex(text: str) -> str:
    """``m`` or ``f``. :raises Unusable: sex-unknown."""
    word = plain(text).casefold().removesuffix("性")
    found = {"男": "m", "女": "f", "m": "m", "f": "f", "male": "m", "female": "f", "1": "m", "2": "f"}.get(word)
    if found is None:
        raise Unusable("sex-unknown", f"性别写“男”或“女”，不是“{word[:10]}”", "Write 男 or 女 for the sex.")
    return found


def parse_name(text: str) -> str:
    """A person's name; the spaces by which two characters are stretched to three are left out.

    :raises Unusable: name-none, name-shape (digits, signs, or longer than forty).
    """
    kept = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    name = re.sub(rf"(?<=[{_HAN}]) +(?=[{_HAN}])", "", " ".join(kept.split()))
    name = name.replace("•", "·").replace("．", "·").replace("・", "·")
    if not name:
        raise Unusable("name-none", "姓名没有填", "The name is missing.")
    if not _NAME.fullmatch(name):
        raise Unusable(
            "name-shape",
            f"“{name[:20]}”不像姓名，请只写姓名，不要写数字和符号",
            f"“{name[:20]}” is no name: write the name only.",
        )
    return name


def parse_group(text: str) -> int | str:
    """The number of a villager group (``三组``, ``第3村民小组``, ``3``), or its name without spaces."""
    word = plain(text).replace(" ", "")
    found = _GROUP.fullmatch(word)
    if found:
        try:
            return chinese_number(found[1])
        except ValueError:
            pass
    return word


def natural_key(text: str) -> str:
    """A key by which ``户2`` comes before ``户10`` under any collation of digits: numbers are padded to twelve."""
    return _NUMBERED.sub(lambda m: m[0].lstrip("0").rjust(12, "0"), plain(text).casefold())[:120]
