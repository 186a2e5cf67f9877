"""Sums in the capital figures that a payment slip must carry, so that no digit can be added: 壹万贰仟叁佰元整.

The rules are those for filling in bills (支付结算办法, annex 1): several noughts in a row are read as one 零; 整 after
元 and 角, not after 分.
"""

from __future__ import annotations

from collections.abc import Sequence

FIGURES = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ((10**8, "亿"), (10**4, "万"))


def capitals(fen: int) -> str:
    """Whole fen, not negative, as capital figures. :raises ValueError: for a negative sum or one past 万亿."""
    if not 0 <= fen < 10**18:
        raise ValueError(f"{fen} fen cannot be written in capital figures: give 0 to 10**18 - 1.")
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    whole = _whole(yuan) + "元" if yuan else ""
    if not rest:
        return (whole or "零元") + "整"
    small = FIGURES[jiao] + "角" if jiao else ("零" if whole else "")
    return whole + small + (FIGURES[cents] + "分" if cents else "整")


def _whole(number: int) -> str:
    """A whole number from 1: what stands before 亿 and 万 is read as a number by itself."""
    for unit, name in GROUPS:
        if number >= unit:
            before, rest = divmod(number, unit)
            return (
                _whole(before) + name + (FIGURES[0] if 0 < rest < unit // 10 else "") + (_whole(rest) if rest else "")
            )
    return _group(number)


def _group(value: int) -> str:
    figures: Sequence[int] = [value // 10**n % 10 for n in (3, 2, 1, 0)]
    said = ""
    gap = False
    for place, figure in zip(range(3, -1, -1), figures, strict=True):
        if figure:
            said += (FIGURES[0] if gap else "") + FIGURES[figure] + PLACES[place]
            gap = False
        else:
            gap = bool(said)
    return said
