"""Statistical division codes: twelve digits, 6 for the county-level unit, 3 for the town, 3 for the village.

Facts: GB/T 2260 (first six), GB/T 10114 (next three), the statistical code for village level (last three, 001-599).
"""

from __future__ import annotations

from typing import Literal

Level = Literal["city", "town", "village"]
CODE_LENGTH = 12
REAL_VILLAGES = range(1, 600)  # 600-999 name no real unit: invented villages live there


def is_code(text: str) -> bool:
    """Whether the text has the form of a division code: twelve ASCII digits, no leading zero."""
    return len(text) == CODE_LENGTH and text.isascii() and text.isdigit() and text[0] != "0"


def level_of(code: str) -> Level:
    """The level that the zeros at the end of a code say."""
    if code[9:] != "000":
        return "village"
    return "town" if code[6:9] != "000" else "city"


def parent_code(code: str) -> str | None:
    """The code of the division above; None above a city."""
    level = level_of(code)
    if level == "city":
        return None
    return code[:6] + "0" * 6 if level == "town" else code[:9] + "0" * 3


def is_for_invention(code: str) -> bool:
    """Whether a village's code lies in the range that no real village has."""
    return level_of(code) == "village" and int(code[9:]) not in REAL_VILLAGES
