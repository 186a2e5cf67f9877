"""The titles of the lanes of a wall chart, broken into lines where a reader would breathe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

from qingdan.domain.flow.draw.metrics import balance, widest, wrap
from qingdan.domain.flow.draw.phrases import Lexicon
from qingdan.domain.flow.draw.sizes import BOLD

HEAD = 22.0  # size of a title
_SHORTEST = 2  # characters on a line


def broken(title: str, room: float, lexicon: Lexicon) -> tuple[str, ...]:
    """The lines of a title. A Chinese one breaks between office and post: where it begins or ends like most others
    (村民委员会 | 主任, 镇民政办 | 工作人员)."""
    title = title[:1].upper() + title[1:]
    lines = wrap(title, HEAD, BOLD, room)
    if len(lines) != 2:
        return lines
    if not lexicon.english:
        for at, _often in Counter(_seams(title, lexicon)).most_common():
            if widest((title[:at], title[at:]), HEAD, BOLD) <= room:
                return title[:at], title[at:]
    return balance(title, HEAD, BOLD, room)


def _seams(title: str, lexicon: Lexicon) -> Iterator[int]:
    """Where another role's name stops being the same, from the front or from the back."""
    for words in lexicon.lanes.values():
        other = words.to(lexicon.language)
        if other == title:
            continue
        front = _alike(title, other)
        back = len(title) - _alike(title[::-1], other[::-1])
        yield from (at for at in (front, back) if _SHORTEST <= at <= len(title) - _SHORTEST)


def _alike(one: str, other: str) -> int:
    """How many characters two texts share from their start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
