"""Paths in the tree of places: seven digits of the lasting id for each level, nothing but digits.

Digits sort alike under every collation, so a subtree is one range of an ordinary index on any database; ``below`` asks
for several at once.
"""

from __future__ import annotations

from qingdan.records.register.reach import below as below
from qingdan.records.register.reach import path_after as path_after

DIGITS = 7
LEVELS = ("city", "town", "village", "group")
DEPTH = {level: depth for depth, level in enumerate(LEVELS, start=1)}
LARGEST_ID = 10**DIGITS - 2  # all nines would have no path after it


def path_of(number: int, above: str = "") -> str:
    """The path of the division with the lasting id ``number`` below the path ``above``."""
    return f"{above}{number:0{DIGITS}d}"


def path_at(path: str, level: str) -> str | None:
    """The path of the division of ``level`` above (or at) ``path``; None when the path does not reach so deep."""
    length = DIGITS * DEPTH[level]
    return path[:length] if len(path) >= length else None


def ids_of(path: str) -> list[int]:
    """The lasting ids along a path, from the city down to the division itself."""
    return [int(path[start : start + DIGITS]) for start in range(0, len(path), DIGITS)]
