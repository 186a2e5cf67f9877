"""Finds the largest type in which the main way fits its room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qingdan.domain.flow.draw.graph import MEETINGS, role_of
from qingdan.domain.flow.draw.metrics import LINE, SLACK, balance, text_width, widest, wrap
from qingdan.domain.flow.draw.phrases import Lexicon, rule_text
from qingdan.domain.flow.draw.sizes import BOLD, slant
from qingdan.domain.flow.draw.stops import Stop, fewer, stops
from qingdan.domain.flow.draw.values import Box
from qingdan.domain.flow.draw.wall.heads import HEAD, broken
from qingdan.domain.flow.draw.wall.rows import rows_of
from qingdan.domain.flow.draw.wall.tracks import Tracks
from qingdan.domain.flow.draw.wall.values import (
    AIR,
    AIRIER,
    ARROW,
    CIRCLE,
    FOR_EVERY_CASE,
    HIGHEST,
    ICON,
    ICON_GAP,
    LATIN_SIZES,
    LINES,
    LOWEST,
    MOST_LANES,
    MOST_WITH_ICONS,
    PAD,
    SIZES,
    SMALL,
    SMALLEST,
    TELLS_LEAST,
    TRACK,
    Tile,
    Wall,
)  # fmt: skip
from qingdan.domain.flow.model import Flow
from qingdan.domain.flow.vocabulary import kind_words


def wall(flow: Flow, lexicon: Lexicon, width: float, height: float) -> Wall:
    """The chart of a flow in a room of ``width`` by ``height`` units; it may come out lower."""
    every = shown = stops(flow)
    while shown:
        found = _largest(shown, lexicon, width, height)
        if found is not None:
            return replace(found, left_out=len(every) - len(shown))
        shown = fewer(shown, {_tells_least(shown)}) if len(shown) > 1 else ()
    return Wall(lexicon.language, width, 0.0, 0.0, (), (), SIZES[-1], False, (), len(every))


def _tells_least(shown: Sequence[Stop]) -> str:
    """Which step goes first when there is no room: by its kind, and rather one that some cases skip; never the first
    of all."""

    def worth(stop: Stop) -> int:
        kind = stop.step.kind
        own = TELLS_LEAST.index(kind) if kind in TELLS_LEAST else len(TELLS_LEAST)
        return own if stop.sometimes else own + FOR_EVERY_CASE

    return min(shown[1:], key=worth).step.id


def _largest(shown: tuple[Stop, ...], lexicon: Lexicon, width: float, height: float) -> Wall | None:
    """The layout with the largest type; of equal ones, that in which no step shares a row with the one before it."""
    lanes = _lanes(shown, lexicon)
    titles = sorted(dict.fromkeys(lanes), key=lexicon.comes_later)
    at = [titles.index(lane) for lane in lanes]
    heads = tuple(broken(title, width / len(titles) - 2 * PAD, lexicon) for title in titles)
    ways = [_Rows.of(shown, at, share) for share in (False, True)]
    tries = (
        _Try(shown, lexicon, heads, at, way, size, icons, whole)
        for whole in (True, False)
        for icons, sizes in _styles(lexicon, len(titles))
        for size in sizes
        for way in ways
    )
    return next((made for one in tries if (made := one.made(width, height)) is not None), None)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The row of each step, and what lies under each row but the last: room for as many tracks as arrows turn there."""

    rows: Sequence[int]
    gaps: tuple[float, ...]

    @classmethod
    def of(cls, shown: Sequence[Stop], at: Sequence[int], share: bool) -> _Rows:
        rows = rows_of(shown, at, share=share)
        cells = list(zip(rows, at, strict=True))
        where = {stop.step.id: cell for stop, cell in zip(shown, cells, strict=True)}
        pairs = [(where[b], where[stop.step.id]) for stop in shown for b in stop.before]
        turning = Tracks.of(cells, pairs).turning
        return cls(rows, tuple(ARROW + TRACK * max(1, len(turning.get(row, ()))) for row in range(max(rows))))


def _styles(lexicon: Lexicon, lanes: int) -> list[tuple[bool, Sequence[float]]]:
    """With icons while the type stays large; rather without them than in the smallest type."""
    sizes = LATIN_SIZES if lexicon.english else SIZES
    with_icons = [(True, sizes[:5])] if lanes <= MOST_WITH_ICONS else []
    return [*with_icons, (False, sizes)]


def _lanes(shown: Sequence[Stop], lexicon: Lexicon) -> list[str]:
    """The lane of each step. A step that starts another power stands where the one before it stood."""
    found: list[str] = []
    for stop in shown:
        role = role_of(stop.step, lexicon)
        found.append(lexicon.lane(role) if role else (found[-1] if found else ""))
    if len(set(found)) > MOST_LANES:
        together = lexicon.say("开会", "Meetings")
        found = [together if s.step.kind in MEETINGS else lane for s, lane in zip(shown, found, strict=True)]
    return found


@dataclass(frozen=True, slots=True)
class _Try:
    """One way to lay the steps out: in these rows, with names of this size, with icons or without, with whole names or
    with the first parts of long ones."""

    shown: tuple[Stop, ...]
    lexicon: Lexicon
    heads: tuple[tuple[str, ...], ...]
    at: Sequence[int]
    way: _Rows
    size: float
    icons: bool
    whole: bool

    def made(self, width: float, height: float) -> Wall | None:
        """The chart, or None when a name does not fit its box."""
        wide, gaps = width / len(self.heads), self.way.gaps
        head = max(len(lines) for lines in self.heads) * HEAD * LINE + 20
        top = head + CIRCLE + 4
        spare = height - top - sum(gaps) - CIRCLE - 4
        high = min(spare / (len(gaps) + 1), HIGHEST)
        if high < LOWEST:
            return None
        names = [self._name(stop, wide, high) for stop in self.shown]
        if not all(names):
            return None
        more = min(AIRIER, (spare - high * (len(gaps) + 1)) / max(1, len(gaps)))
        tops = [top + row * (high + more) + sum(gaps[:row]) for row in range(len(gaps) + 1)]
        tiles = [
            Tile(
                stop,
                lane,
                row,
                Box(wide * lane + AIR, tops[row], wide - 2 * AIR, high),
                *self._words(stop, name, wide, high),
            )
            for stop, lane, row, name in zip(self.shown, self.at, self.way.rows, names, strict=True)
        ]
        total, gaps = tops[-1] + high + CIRCLE + 4, tuple(gap + more for gap in gaps)
        return Wall(self.lexicon.language, width, total, head, self.heads, tuple(tiles), self.size, self.icons, gaps)

    def _room(self, stop: Stop, wide: float) -> float:
        """What a box leaves for words."""
        return (wide - 2 * AIR - 2 * PAD - 2 * slant(stop.step.kind) - (ICON + ICON_GAP if self.icons else 0)) / SLACK

    def _name(self, stop: Stop, wide: float, high: float) -> str:
        """What of the name fits its box; "" when nothing does."""
        room, most = self._room(stop, wide), min(LINES, int((high - 8) / (self.size * LINE)))
        for name in self._names(stop):
            lines = wrap(name, self.size, BOLD, room)
            if len(lines) <= most and widest(lines, self.size, BOLD) <= room:
                return name
        return ""

    def _words(self, stop: Stop, name: str, wide: float, high: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The lines of the name, and the small line where there is room for it."""
        room = self._room(stop, wide)
        lines = wrap(name, self.size, BOLD, room)
        lines = _in_parts(name, self.size, room, len(lines)) or balance(name, self.size, BOLD, room, len(lines))
        small, said = max(SMALLEST, self.size * SMALL), self._small(stop)
        under = len(lines) * self.size * LINE + 8 + small * LINE
        return lines, (said,) if said and text_width(said, small) <= room and under <= high else ()

    def _names(self, stop: Stop) -> list[str]:
        """The name, and where it may be shortened, what is left of it without its last parts."""
        name, mark = stop.step.name.to(self.lexicon.language), self.lexicon.say("、", ", ")
        parts = [] if self.whole else name.split(mark)
        return [name, *(mark.join(parts[:n]) for n in range(len(parts) - 1, 0, -1))]

    def _small(self, stop: Stop) -> str:
        body = self.lexicon.lane(stop.step.body) if stop.step.kind in MEETINGS and stop.step.body else ""
        said = rule_text(stop.step, self.lexicon)
        plain = (kind_words(stop.step.kind).to(self.lexicon.language), "")
        alone = body and any("".join(lines) == body for lines in self.heads)
        return body if body and not alone else "" if said in plain or stop.step.power else said


def _in_parts(name: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """A name of two things that takes two lines, broken between them where both then fit."""
    first, mark, rest = name.partition("、")
    both = (first + mark, rest)
    return both if mark and most == len(both) and widest(both, size, BOLD) <= room else ()
