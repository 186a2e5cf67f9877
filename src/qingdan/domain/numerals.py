"""Chinese numerals."""

from __future__ import annotations

_DIGITS = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SIGNS = "零一二三四五六七八九"


def chinese_number(written: str) -> int:
    """``三十五`` → 35, ``一百零三`` → 103, ``35`` → 35. :raises ValueError: when it is no number up to 9999."""
    if written.isdecimal():
        return int(written)
    total, digit = 0, 0
    for sign in written:
        if sign in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[sign], 0
        elif sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            raise ValueError(f"{written!r} is no Chinese number")
    return total + digit


def in_chinese(number: int) -> str:
    """35 → ``三十五``, 10 → ``十``; from 1 to 99, others as digits."""
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _SIGNS[tens]) + ("十" if tens else "") + (_SIGNS[ones] if ones else "")


def in_full(number: int) -> str:
    """305 → ``三百零五``, 12000 → ``一万二千``; 0 is ``零``, and nothing is larger than 99999999."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        rest = ("零" if low < 1000 else "") + in_full(low) if low else ""
        return f"{in_full(high)}万{rest}"
    said, gap = "", False
    for worth, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // worth % 10
        if digit:
            said += ("零" if gap and said else "") + _SIGNS[digit] + unit
        gap = not digit
    return said.removeprefix("一") if 10 <= number <= 19 else said or "零"
