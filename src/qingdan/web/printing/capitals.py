"""Sums in the capital figures that a payment slip must carry, so that no digit can be added: 壹万贰仟叁佰元整.

The rules are those for filling in bills (支付结算办法, annex 1): several noughts in a row are read as one 零; 整 after
元 and 角, not after 分.
"""

from __future__ import annotations

from collections.abc import Sequence

FIGURES = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


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


def _whole(yuan: int) -> str:
    """A whole number group by group, four figures each."""
    groups = [yuan // 10 ** (4 * n) % 10_000 for n in range(len(GROUPS))]
    said = ""
    gap = False
    for number in range(len(GROUPS) - 1, -1, -1):
        value = groups[number]
        if not value:
            gap = gap or bool(said)
            continue
        if said and (gap or value < 1000):
            said += FIGURES[0]
        said += _group(value) + GROUPS[number]
        gap = False
    return said


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
