"""What a place is called in daily life, and the pinyin initials that find it."""

from __future__ import annotations

import re
from functools import cache

# The statistical tables name the committee, not the place, with many abbreviations and a few slips (居民委会会).
_VILLAGE_COMMITTEE = re.compile(r"(?:村民委员会|村民委会|村委员会|村委会|村民委)$")
_RESIDENTS_COMMITTEE = re.compile(r"(?:居民委员会|居民委会+|居委员会|居委会|居民委)$")
_OFFICE = re.compile(r"(?<=街道)办事处$")
_KINDS_OF_PLACE = ("村", "社区", "新村", "居")
INITIALS_LENGTH = 40


def short_village_name(name: str) -> str:
    """毛岭村民委员会 → 毛岭村, 康村村民委员会 → 康村, 沁园社区居民委会 → 沁园社区, 马庄居民委员会 → 马庄."""
    stem = _VILLAGE_COMMITTEE.sub("", name)
    if stem and stem != name:
        return stem if stem.endswith(_KINDS_OF_PLACE) else f"{stem}村"
    return _RESIDENTS_COMMITTEE.sub("", name) or name


def short_town_name(name: str, city: str | None) -> str:
    """济源市沁园街道 in 济源市 → 沁园街道. A name that would be left with one character stays whole."""
    rest = name.removeprefix(city) if city else name
    return _OFFICE.sub("", rest if len(rest) > 1 else name)


def initials(name: str) -> str:
    """The first letters of a name's pinyin, a-z and 0-9 only: 毛岭村 → mlc. Other signs are left out."""
    # Its dictionary takes a fifth of a second to load, and only who names a place needs it.
    from pypinyin import Style, lazy_pinyin
    from pypinyin.constants import PHRASES_DICT

    if any(name[i:j] in PHRASES_DICT for i in range(len(name) - 1) for j in range(i + 2, len(name) + 1)):
        # A phrase settles how 重, 长, 乐 … are read; looking for one first is many times faster than always asking.
        found = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    else:
        found = "".join(_letter(sign) for sign in name)
    return "".join(sign for sign in found.lower() if sign.isascii() and sign.isalnum())[:INITIALS_LENGTH]


@cache
def _letter(sign: str) -> str:
    """What the usual reading of one sign begins with; a Latin letter or digit is itself."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(sign, style=Style.FIRST_LETTER))
