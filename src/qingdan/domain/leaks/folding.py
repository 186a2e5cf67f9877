"""Words as they are read, however they were typed: half-width, one kind of dash and blank, nothing invisible.

A phone's keyboard writes full-width digits, a scanner writes odd dashes, a copied page brings invisible characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_GONE = "\x00"
_LOOKS_LIKE = {"×": "X", "Х": "X", "х": "X", "Χ": "X", "•": "·", "・": "·", "﹒": "·", "−": "-", "ー": "-", "\r": " "}
_CHINESE = str.maketrans("〇零○一壹幺二贰三叁四肆五伍六陆七柒八捌九玖", "0001112233445566778899")
_AROUND = "①-⑳⑴-⒇⒈-⒛⓪-⓿❶-➓㈠-㈩㊀-㊉"  # numerals in circles and brackets, or with their full stop
_KEY = "[0-9]\ufe0f?\u20e3"
# One of these alone counts an item (①13812345678); several in a row are a number.
_ITEM = re.compile(rf"(?<![{_AROUND}\u20e3])(?:[{_AROUND}]|{_KEY})(?![{_AROUND}]|{_KEY})")
_LETTERS = re.compile(r"(?<![0-9A-Za-z])[0-9lIOo]{11,19}(?=[Xx]?(?![0-9A-Za-z]))")
_AS_DIGITS = str.maketrans("lIOo", "1100")
# Signs that part other things as often: only in a telephone number that is called one.
_PARTED = re.compile(
    r"((?:电话|手机|联系|拨打|致电|tel)[^\n0-9]{0,12}1[3-9][0-9])([/,、~|*+])([0-9]{4})\2([0-9]{4})(?![0-9])",
    re.IGNORECASE,
)
_AS_DASH = re.compile(r"(?<=[0-9])[一丨ㄧ](?=[0-9])")


class _Fold(dict[int, str]):
    """Every character's one reading, found when it first comes up."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        self[code] = folded = _LOOKS_LIKE.get(sign) or (sign if code < 128 else _folded(sign))
        return folded


def _folded(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in ("Cf", "Mn", "Me"):  # invisible, or drawn around the character before
        return _GONE
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category in ("Pd", "Zs"):
        return "-" if category == "Pd" else " "
    digit = unicodedata.digit(sign, None)  # ❸, ⒊
    plain = unicodedata.normalize("NFKC", sign) if digit is None else str(digit)
    return plain if len(plain) == 1 else sign


_FOLD = _Fold()


@dataclass(frozen=True, slots=True)
class Folded:
    """``plain[n]`` is how the character at ``at[n]`` of the text as given is read; ``at`` None: at the same place."""

    plain: str
    at: Sequence[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of ``plain`` (half open, not empty) as a stretch of the text as given."""
        return (start, end) if self.at is None else (self.at[start], self.at[end - 1] + 1)


def fold(text: str) -> Folded:
    """How a text reads. Linear in its length."""
    read = _ITEM.sub(lambda item: " ".ljust(len(item[0]), _GONE), text).translate(_FOLD)
    if _GONE not in read:
        return Folded(read, None)
    at = [n for n, sign in enumerate(read) if sign != _GONE]
    return Folded(read.replace(_GONE, ""), at)


def readings(plain: str) -> list[str]:
    """The ways in which the numbers of a folded text may be meant, each of the same length: as written; 一三八 as 138;
    0391一66 with a dash; l38O as 1380; 电话138/1234/5678 with dashes."""
    found = [
        plain.translate(_CHINESE),
        _AS_DASH.sub("-", plain),
        _LETTERS.sub(_with_digits, plain),
        _PARTED.sub(r"\1-\3-\4", plain),
    ]
    return [plain, *(one for one in dict.fromkeys(found) if one != plain)]


def _with_digits(token: re.Match[str]) -> str:
    """A number in which some digits were typed as the letters that look like them."""
    enough = sum(sign.isdigit() for sign in token[0]) >= 8
    return token[0].translate(_AS_DIGITS) if enough else token[0]
