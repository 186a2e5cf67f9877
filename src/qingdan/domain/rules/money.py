"""Money between what people type and whole fen (分), the only unit in which it is kept and counted."""

from __future__ import annotations

import re
import unicodedata

from qingdan.domain.rules.reasons import Unusable

MOST = 10**15 - 1  # fen; about ten trillion yuan, far above any village's sum and below what a database holds exactly
_FORMS_ZH, _FORMS_EN = "请写成 12300、12,300.50 或 1.2万", "Write for example 12300, 12,300.50 or 1.2万."
_WRITTEN = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?(万)?", re.ASCII)
_CHINESE_DIGITS = frozenset("零〇一二三四五六七八九十百千亿壹贰叁肆伍陆柒捌玖拾佰仟两")


def parse_money(text: str) -> int:
    """Whole fen from what somebody typed: ``12300``, ``12,300.5``, ``１２３００元``, ``1.2万``.

    :raises Unusable: money-empty, -negative, -chinese-digits, -not-a-number, -too-exact, -too-much.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("。", ".")
    plain = re.sub(r"(元整?|圆整?)$", "", re.sub(r"^(人民币|RMB|CNY)?[¥]?", "", plain, flags=re.I))
    if not plain:
        raise Unusable("money-empty", f"没有填金额。{_FORMS_ZH}", f"No amount is given. {_FORMS_EN}")
    if plain[0] in "-−–":
        raise Unusable(
            "money-negative", "金额不能是负数，请填正数", "An amount cannot be negative: write it without the minus."
        )
    written = _WRITTEN.fullmatch(plain)
    if not written:
        raise _not_a_number(text, plain)
    whole, part = written[1].replace(",", "").lstrip("0"), (written[2] or "").rstrip("0")
    places = 6 if written[3] else 2  # digits after the point that are still whole fen
    if len(part) > places:
        zh, en = f"“{text}”比一分钱还细，最小单位是分（0.01元）", f"{text!r} is finer than one fen (0.01 yuan)."
        raise Unusable("money-too-exact", zh, en)
    if len(whole) + places > len(str(MOST)):
        zh, en = f"“{text}”金额太大，请检查是否多写了零", f"{text!r} is too much: check the zeros."
        raise Unusable("money-too-much", zh, en)
    return int(whole + part.ljust(places, "0"))


def _not_a_number(text: str, plain: str) -> Unusable:
    if _CHINESE_DIGITS & set(plain):
        zh, en = f"“{text}”里有中文数字，请用阿拉伯数字。{_FORMS_ZH}", f"{text!r} has Chinese numerals. {_FORMS_EN}"
        return Unusable("money-chinese-digits", zh, en)
    return Unusable("money-not-a-number", f"“{text}”不是金额。{_FORMS_ZH}", f"{text!r} is not an amount. {_FORMS_EN}")


def format_money(fen: int) -> str:
    """Fen as they stand on a page: ``¥12,300.00``; a difference below zero as ``-¥0.05``."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}¥{yuan:,}.{rest:02d}"
