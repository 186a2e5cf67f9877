"""The diagram of a power as pictures for paper: upright where its lanes fit, else across; as many as it takes to read.

``SCALES`` are the points that a px of a diagram may have on paper, the usual one first: its smallest words are never
set smaller than 6 pt, and larger type is given up only for fewer pages.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from qingdan.domain.flow import draw
from qingdan.domain.flow.model import Flow

SCALES = (0.585, 0.57, 0.555, 0.54, 0.525, 0.51, 0.5)
UPRIGHT = (496.0, 672.0)  # points of a page that a picture may fill
ACROSS = (785.0, 462.0)
MOST_PROCESSES = 4


@dataclass(frozen=True, slots=True)
class Picture:
    """One page of a diagram: its SVG, its width in points, and whether the page lies on its side."""

    svg: str
    width: float
    across: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """A diagram to be drawn: of which flow, in what words, under what title. ``digest`` is the power's."""

    digest: str
    flow: Flow
    words: draw.Lexicon
    title: str


def pictures(wanted: Wanted) -> list[Picture]:
    """The pages of a power's diagram, in the order in which they are read."""
    width, most = UPRIGHT[0] / SCALES[0], UPRIGHT[0] / SCALES[-1]
    drawing = draw.layout(wanted.flow, wanted.words, draw.COLUMNS, width, most)
    across = drawing.width > most
    room = ACROSS if across else UPRIGHT
    scale = _scale(drawing, room)
    return [
        Picture(draw.write(piece, wanted.title, prefix=f"p{at}", dress="paper"), round(piece.width * scale, 2), across)
        for at, piece in enumerate(_cut(drawing, room, scale))
    ]


class Kept(Protocol):
    """Where diagrams are kept that were drawn before."""

    def find(self, wanted: Wanted) -> list[Picture] | None: ...

    def keep(self, wanted: Wanted, pages: Sequence[Picture]) -> None: ...


def drawn(wanted: Sequence[Wanted], processes: int, kept: Kept | None = None) -> Iterator[list[Picture]]:
    """The pages of each diagram, in order. To lay out a long flow takes a second of one core, so that many are drawn
    by several processes at once, and what was ``kept`` is not drawn again."""
    found = [kept.find(one) if kept else None for one in wanted]
    missing = [one for one, pages in zip(wanted, found, strict=True) if pages is None]
    made = _made(missing, processes)
    for one, pages in zip(wanted, found, strict=True):
        if pages is None:
            pages = next(made)
            if kept:
                kept.keep(one, pages)
        yield pages


def _made(wanted: Sequence[Wanted], processes: int) -> Iterator[list[Picture]]:
    if processes < 2 or len(wanted) < 2:
        yield from map(pictures, wanted)
        return
    # Begun anew and not forked: this process may have threads of its own.
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(pictures, wanted)


def usual_processes() -> int:
    """As many as the machine has cores, and not more than make sense."""
    return min(os.cpu_count() or 1, MOST_PROCESSES)


def _cut(drawing: draw.Drawing, room: tuple[float, float], scale: float) -> tuple[draw.Drawing, ...]:
    return draw.cut(drawing, room[0] / scale, room[1] / scale)


def _scale(drawing: draw.Drawing, room: tuple[float, float]) -> float:
    """The largest type with which the diagram takes no more pages than with the smallest."""
    fewest = len(_cut(drawing, room, SCALES[-1]))
    return next(scale for scale in SCALES if len(_cut(drawing, room, scale)) == fewest)
