"""How dates, times and money are written: 2026年11月23日, ¥12,300.00; in English 23 Nov 2026.

Pure functions of a value and a language code; the template filters in ``templatetags/qingdan.py`` call them with
the language of the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from qingdan.domain.rules.money import format_money

_WEEKDAYS_ZH = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_SHORT_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def is_english(language: str | None) -> bool:
    """Whether ``language`` ("en", "en-gb") is English; everything else is Chinese."""
    return bool(language) and str(language).startswith("en")


def as_day(value: date | datetime | str) -> date:
    """A date from a date, a datetime or an ISO text. :raises ValueError: for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return as_day(datetime.fromisoformat(value))
    raise ValueError(f"{value!r} is not a date. Give a date, a datetime or a text like 2026-11-23.")


def day_text(value: date | datetime | str, language: str | None, *, year: bool = True, weekday: bool = False) -> str:
    """2026年11月23日 (星期一 after it on demand; 11月23日 without the year); English 23 Nov 2026, Mon 23 Nov."""
    day = as_day(value)
    if is_english(language):
        text = f"{day.day} {_MONTHS_EN[day.month - 1]}" + (f" {day.year}" if year else "")
        return f"{_WEEKDAYS_EN[day.weekday()]} {text}" if weekday else text
    text = (f"{day.year}年" if year else "") + f"{day.month}月{day.day}日"
    return f"{text} {_WEEKDAYS_ZH[day.weekday()]}" if weekday else text


def tight_text(value: date | datetime | str, language: str | None) -> str:
    """11/23, or 23 Nov: for the narrow column of days in a list."""
    day = as_day(value)
    return f"{day.day} {_MONTHS_EN[day.month - 1]}" if is_english(language) else f"{day.month}/{day.day}"


def weekday_text(value: date | datetime | str, language: str | None) -> str:
    """周一, or Mon: for squares and narrow columns."""
    number = as_day(value).weekday()
    return _WEEKDAYS_EN[number] if is_english(language) else _SHORT_ZH[number]


def time_text(value: datetime | str, language: str | None, *, year: bool = True) -> str:
    """2026年11月23日 8:40, English 23 Nov 2026, 8:40; ``value`` is already in the time of the place."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(at, datetime):
        raise ValueError(f"{value!r} has no time of day. Give a datetime, or use zh_date for a day.")
    comma = "," if is_english(language) else ""
    return f"{day_text(at, language, year=year)}{comma} {at.hour}:{at.minute:02d}"


def yuan_text(fen: int) -> str:
    """¥12,300.00 from 1230000 fen; below zero -¥5.00. :raises ValueError: for anything but whole fen."""
    if isinstance(fen, bool) or not isinstance(fen, int):
        raise ValueError(f"{fen!r} is not a sum in whole fen (分). Money is kept as an integer: ¥12.30 is 1230.")
    return format_money(fen)


def local_text(pair: Any, language: str | None) -> str:
    """The side of a {zh, en} mapping (or of Words) in ``language``; the Chinese where the English is not written yet.

    A plain text is given back as it is.
    """
    if pair is None or isinstance(pair, str):
        return pair or ""
    side = "en" if is_english(language) else "zh"
    if isinstance(pair, Mapping):
        return str(pair.get(side) or pair.get("zh") or "")
    return str(getattr(pair, side, None) or getattr(pair, "zh", None) or pair)
