"""A notice cut into screens: what somebody reads from four metres, so many lines and no more, nothing left out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from qingdan.watch.boards.presenting import SheetField

T = TypeVar("T")
LINES = 9  # on one screen
PROSE, VALUE = 34, 24  # characters in a line of prose, and in the value beside a term
LEAST_SECONDS, MOST_SECONDS, A_LINE = 12, 40, 3  # how long a screen stands: an old reader's pace


@dataclass(frozen=True, slots=True)
class Screen:
    """The fields of one screen, its number among those of its notice, and how long it stands."""

    fields: tuple[SheetField, ...]
    page: int
    pages: int
    seconds: int


def screens_of(fields: Iterable[SheetField]) -> list[Screen]:
    """The screens of a notice; one, without fields, for a notice that has none."""
    found: list[list[SheetField]] = [[]]
    room = LINES
    for piece in (piece for field in fields for piece in _pieces(field)):
        need = _lines(piece)
        if need > room and found[-1]:
            found.append([])
            room = LINES
        found[-1].append(piece)
        room -= need
    return [
        Screen(tuple(one), n, len(found), _seconds(sum(_lines(piece) for piece in one)))
        for n, one in enumerate(found, 1)
    ]


def _seconds(lines: int) -> int:
    return min(MOST_SECONDS, max(LEAST_SECONDS, lines * A_LINE))


def _lines(field: SheetField) -> int:
    if field.prose:
        return sum(math.ceil(len(line) / PROSE) for line in field.prose)
    if field.lines:
        return len(field.lines) + 2  # its name and its head
    if field.rows:
        return len(field.rows) + 2 + bool(field.total)
    return max(1, math.ceil(len(field.value) / VALUE))


def _pieces(field: SheetField) -> Iterator[SheetField]:
    """A field as it is, or in parts that each find room on a screen; each part bears the field's name and head."""
    if field.prose:
        yield from (replace(field, prose=part) for part in _parts(_broken(field.prose), LINES))
    elif field.lines:
        yield from (replace(field, lines=part) for part in _parts(field.lines, LINES - 2))
    elif field.rows:
        *before, last = list(_parts(field.rows, LINES - 3))
        yield from (replace(field, rows=part, total="") for part in before)
        yield replace(field, rows=last)
    else:
        parts = list(_cut(field.value, VALUE * LINES)) or [""]
        yield from (replace(field, value=part) for part in parts)


def _broken(prose: list[str]) -> list[str]:
    """Paragraphs in lines of the screen's width, so that a long one goes on on the next screen."""
    return [line for paragraph in prose for line in _cut(paragraph, PROSE)]


def _cut(text: str, width: int) -> Iterator[str]:
    yield from (text[n : n + width] for n in range(0, len(text), width))


def _parts(items: list[T], most: int) -> Iterator[list[T]]:
    yield from (items[n : n + most] for n in range(0, len(items), most))
