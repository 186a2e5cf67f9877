"""Time limits as laws and definitions write them: ``5 wd``, ``15 days``, ``24 hours``, ``12 months``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from qingdan.domain.complaints import Miswritten
from qingdan.domain.words import Words

_FORMS = Words(
    "请写成例如 5 wd（工作日）、15 days（日）、24 hours（小时）或 12 months（月）。",
    "Write for example 5 wd (working days), 15 days, 24 hours or 12 months.",
)
_WRITTEN = re.compile(r"(\d+)\s+(\S.*)", re.ASCII)
_SETTING = re.compile(r"limits\.([a-z][a-z0-9-]*)\s+\S.*", re.ASCII)
_MOST = 9999


class Unit(StrEnum):
    """What a limit counts."""

    WORKING_DAYS = "wd"
    DAYS = "days"
    HOURS = "hours"
    MONTHS = "months"


_UNITS = {"wd": Unit.WORKING_DAYS} | {
    word: unit for unit in (Unit.DAYS, Unit.HOURS, Unit.MONTHS) for word in (unit.value, unit.value[:-1])
}
_WORDS = {
    Unit.WORKING_DAYS: ("个工作日", "working day"),
    Unit.DAYS: ("日", "day"),
    Unit.HOURS: ("小时", "hour"),
    Unit.MONTHS: ("个月", "month"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of working days, calendar days, hours or months; at least 1."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"

    @property
    def words(self) -> Words:
        """As it stands on a page: 5个工作日, 5 working days."""
        zh, en = _WORDS[self.unit]
        return Words(f"{self.amount}{zh}", f"{self.amount} {en}{'' if self.amount == 1 else 's'}")


def setting_in(text: str) -> str | None:
    """The name of the edition's limit that gives a time its number (``limits.supplement days``); else None."""
    found = _SETTING.fullmatch(text.strip())
    return found[1] if found else None


def settled(text: str, limits: Mapping[str, int]) -> str:
    """A time limit with its number: ``limits.supplement days`` under ``{"supplement": 30}`` is ``30 days``."""
    name = setting_in(text)
    return text if name is None else f"{limits[name]} {text.split()[-1]}"


def read_limit_text(text: str) -> str:
    """A limit as a definition may write it, its number given or left to a setting. :raises ValueError: as above."""
    parse_limit(text if setting_in(text) is None else settled(text, defaultdict(lambda: 1)))
    return text.strip()


def parse_limit(text: str) -> Limit:
    """Read a limit as written in a definition. :raises Miswritten: with the forms that there are."""
    written = _WRITTEN.fullmatch(text.strip())
    if not written:
        what = Words(
            f"“{text}”不是时限：要有整数、空格和单位",
            f"{text!r} is not a time limit: it needs a whole number, a space and a unit",
        )
        raise Miswritten(what, _FORMS)
    amount, word = int(written[1]), written[2]
    unit = _UNITS.get(word)
    if unit is None:
        what = Words(f"“{text}”里的“{word}”不是时间单位", f"{text!r}: {word!r} is not a unit of time")
        raise Miswritten(what, _FORMS)
    if not 1 <= amount <= _MOST:
        what = Words(f"“{text}”里的数应当是 1 至 {_MOST}", f"{text!r}: the number must be from 1 to {_MOST}")
        raise Miswritten(what, _FORMS)
    return Limit(amount, unit)
