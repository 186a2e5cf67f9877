"""Text cut for searching: Chinese into single characters and pairs, everything else into words.

No dictionary of words is needed and none can be wrong: 低保 is found in 农村低保金 whatever a word cutter makes of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

_RUNS = re.compile(r"[㐀-鿿]+|[a-z0-9]+")
_PLURAL = re.compile(r"(?<=[a-z]{3})(?:ies|s)$")


def normal(text: str) -> str:
    """One spelling for signs that look alike: full-width letters and digits become narrow, capitals small."""
    return unicodedata.normalize("NFKC", text).lower()


def is_han(text: str) -> bool:
    """Whether it is written in Chinese characters alone."""
    return bool(text) and all("㐀" <= sign <= "鿿" for sign in text)


def without(text: str, phrases: Collection[str]) -> str:
    """``text`` with each phrase replaced by a space, the longest first, so that no pair bridges the gap."""
    for phrase in sorted(phrases, key=len, reverse=True):
        text = text.replace(phrase, " ")
    return text


def grams(text: str) -> Iterator[str]:
    """The single characters and pairs of every Chinese run, and the other words without the plural's ending."""
    for run in _RUNS.findall(normal(text)):
        if is_han(run):
            yield from run
            yield from (run[i : i + 2] for i in range(len(run) - 1))
        else:
            yield _PLURAL.sub(lambda m: "y" if m.group() == "ies" else "", run)
