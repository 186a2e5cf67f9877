"""Writing as it is said aloud in Chinese: no brackets, no signs, numbers in words, telephones digit by digit."""

from __future__ import annotations

import re

from qingdan.domain.numerals import in_full
from qingdan.domain.publicity.fitting import without_asides

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s，。；、]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_DIGITS = dict(zip("0123456789", "零幺二三四五六七八九", strict=True))
_YEAR = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
_SIGNS = {"+": "加", "=": "等于", "×": "乘", "/": "或", "→": "到", "—": "，"}
_SILENT = re.compile("[《》“”‘’¥…]")
_NO_MEASURE = "月日号时点分级"  # after these a 2 is said 二, before other words 两
_HOTLINE = 3  # digits without a measure behind them that are a number to dial


def aloud(text: str) -> str:
    """A written phrase as somebody reads it out."""
    text = _SILENT.sub("", _ADDRESS.sub("", without_asides(text)))
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    text = _NUMBER.sub(lambda found: _number(found, text), text)
    return re.sub(r"\s+", "", text)


def _number(found: re.Match[str], text: str) -> str:
    written, after = found.group(), text[found.end() : found.end() + 1]
    if written.endswith("%"):
        return "百分之" + _number_words(written[:-1])
    if after == "年" and len(written) == 4:
        return "".join(_YEAR[d] for d in written)
    if "." not in written and len(written) >= _HOTLINE and not _is_word(after):
        return digits(written)
    if written == "2" and _is_word(after) and after not in _NO_MEASURE:
        return "两"
    return _number_words(written)


def _is_word(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def _number_words(written: str) -> str:
    whole, _, part = written.partition(".")
    return in_full(int(whole)) + ("点" + "".join(_YEAR[d] for d in part) if part else "")


def digits(number: str) -> str:
    """A telephone number digit by digit, with a pause where it is written with one: 0391-12 → 零三九幺，幺二."""
    groups = re.findall(r"\d+", number)
    return "，".join("".join(_DIGITS[d] for d in group) for group in groups)


def digits_apart(number: str) -> str:
    """The same for English: 0391-12 → 0 3 9 1, 1 2."""
    return ", ".join(" ".join(group) for group in re.findall(r"\d+", number))
