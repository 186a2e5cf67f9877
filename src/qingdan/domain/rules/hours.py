"""The hour of a meeting as people write it: 19:30, 晚上7点半, 下午三点."""

from __future__ import annotations

import re
from datetime import time

from qingdan.domain.numerals import chinese_number

_LATE = re.compile("下午|傍晚|晚|夜|[pP]\\.?[mM]")
_NOON = re.compile("中午")
_WRITTEN = re.compile(
    r"(?P<hour>\d{1,2}|[零〇一二两三四五六七八九十]{1,3})\s*(?::|：|点钟?|时)\s*"
    r"(?P<half>半)?(?P<rest>\d{1,2}|[零〇一二三四五六七八九十]{1,3})?"
)


def read_hour(text: str) -> time | None:
    """The hour that a text names first; None when it names none that can be read."""
    found = _WRITTEN.search(text)
    if found is None:
        return None
    hour = chinese_number(found["hour"])
    minute = 30 if found["half"] else chinese_number(found["rest"] or "0")
    if minute > 59 or (hour == 12 and _LATE.search(text)):  # 晚上12点: of which day?
        return None
    if hour < 12 and (_LATE.search(text) or (_NOON.search(text) and hour < 3)):
        hour += 12
    return time(hour, minute) if hour < 24 else None
