"""The picture of a step: who acts and what happens, composed of the house's icons by the step's kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.draw.shapes import num
from qingdan.domain.flow.model import StepKind
from qingdan.domain.publicity.panels import Panel
from qingdan.web.icons import icon_paths
from qingdan.web.publicity.tokens import colours

WIDE, HIGH = 300, 224  # the stage, in the strip's own px
GRID = 24  # of an icon
ACTOR, OTHER = "actor", "other"  # a figure in the coat of who acts, or of whom it is for

# The ground says how far it is: it begins, it is decided, everybody sees it, it is done.
GROUNDS: Mapping[StepKind, str] = {
    StepKind.DO: "note-wash",
    StepKind.START: "note-wash",
    StepKind.APPROVE: "due-wash",
    StepKind.REVIEW: "due-wash",
    StepKind.MEET: "due-wash",
    StepKind.ELECT: "due-wash",
    StepKind.DISCLOSE: "seal-wash",
    StepKind.SERVE: "done-wash",
    StepKind.PAY: "done-wash",
    StepKind.ARCHIVE: "sunk",
}
_COATS = {"party": "due-line", "body": "done-line", "village": "note-line", "town": "line", "city": "line"}


@dataclass(frozen=True, slots=True)
class Piece:
    """An icon on the stage: its upper left corner, its size, and what it is painted with; ``ink`` is its line.
    Only its shapes from ``since`` and before ``until`` are drawn."""

    icon: str
    x: float
    y: float
    size: float
    fill: str = "paper"
    ink: str = "ink"
    since: int = 0
    until: int | None = None


def _who(x: float, size: float, fill: str = ACTOR, face: str = "face") -> tuple[Piece, Piece]:
    """A figure that stands on the stage's floor, its middle at ``x``: shoulders, and a face a little larger than the
    icon's own."""
    top, head = HIGH - size * 20 / GRID, size * 0.52
    shoulders = Piece("user", x - size / 2, top, size, fill, since=1)
    return shoulders, Piece(face, x - head / 2, top + size * 7.2 / GRID - head / 2, head)


_ALONE, _TOGETHER = _who(88, 216), (*_who(132, 166), *_who(64, 190))
_WATCHING, _BOTH_WATCHING = _who(88, 216, face="face-looking"), (
    *_who(132, 166, face="face-looking"), *_who(64, 190, face="face-looking"),
)  # fmt: skip
_FACING = (*_who(62, 176), *_who(238, 176, OTHER))
FIGURES: Mapping[StepKind, tuple[tuple[Piece, ...], tuple[Piece, ...]]] = {  # of one person, and of two together
    **dict.fromkeys((StepKind.DO, StepKind.APPROVE, StepKind.START, StepKind.ARCHIVE), (_ALONE, _TOGETHER)),
    StepKind.REVIEW: (_WATCHING, _BOTH_WATCHING),
    StepKind.MEET: ((*_who(56, 150), *_who(244, 150), *_who(150, 186)),) * 2,
    StepKind.ELECT: ((*_who(58, 156), *_who(122, 180)),) * 2,
    StepKind.DISCLOSE: ((*_who(54, 168, face="face-looking"), *_who(126, 124, OTHER, "face-looking")),) * 2,
    **dict.fromkeys((StepKind.SERVE, StepKind.PAY), (_FACING, _FACING)),
}
_PAPER, _TO = Piece("doc", 168, 50, 130), Piece("to", 118, 112, 64, ink="ink-2")
THINGS: Mapping[StepKind, tuple[Piece, ...]] = {
    StepKind.DO: (_PAPER, Piece("edit", 218, 110, 78, "due-wash")),
    StepKind.APPROVE: (Piece("doc", 166, 86, 124), Piece("stamp", 184, 20, 112, "seal-wash", "seal")),
    StepKind.REVIEW: (_PAPER, Piece("eye", 192, 112, 104)),
    StepKind.MEET: (Piece("hand", 78, 40, 50), Piece("hand", 168, 8, 50), Piece("hand", 246, 32, 50)),
    StepKind.ELECT: (Piece("ballot", 196, 22, 92, ink="done"), Piece("archive", 172, 90, 140)),
    StepKind.DISCLOSE: (
        Piece("board", 92, -6, 216, until=4), Piece("doc", 124, 36, 80), Piece("doc", 190, 36, 80, "seal-wash", "seal"),
    ),
    StepKind.SERVE: (_TO, Piece("mail", 106, 30, 88)),
    StepKind.PAY: (_TO, Piece("pay", 108, 26, 84, "due-wash", "due")),
    StepKind.START: (_PAPER, Piece("step-start", 186, 96, 104, "none", "seal")),
    StepKind.ARCHIVE: (Piece("doc", 196, 30, 96), Piece("archive", 166, 86, 140)),
}  # fmt: skip


def coat(edition: Edition, role: str | None) -> str:
    """The colour of somebody's coat: villagers and other parties, a meeting, the village's officials, town and city."""
    if role is None:
        return "line"
    if role in edition.posts:
        return _COATS[edition.posts[role].level]
    return _COATS["body" if role in edition.bodies else "party"]


def scene(panel: Panel, edition: Edition) -> str:
    """The picture as SVG shapes on a stage of ``WIDE`` by ``HIGH``, without a frame."""
    coats = {ACTOR: coat(edition, panel.role), OTHER: coat(edition, panel.to) if panel.to else "due-line"}
    pieces = (*THINGS[panel.kind], *FIGURES[panel.kind][panel.together])
    return "".join(_drawn(piece, coats) for piece in pieces)


def _drawn(piece: Piece, coats: Mapping[str, str]) -> str:
    """First the grounds of all shapes, then their lines: so no shape of an icon hides another."""
    scale = piece.size / GRID
    shapes = re.findall(r"<[^>]+/>", icon_paths(piece.icon))[piece.since : piece.until]
    fill = coats.get(piece.fill, piece.fill)
    ground = f'<g fill="{colours()[fill]}">{"".join(shapes)}</g>' if fill != "none" else ""
    return (
        f'<g transform="translate({num(piece.x)} {num(piece.y)}) scale({num(scale)})">{ground}'
        f'<g fill="none" stroke="{colours()[piece.ink]}" stroke-width="{num(4 / scale)}" stroke-linecap="round" '
        f'stroke-linejoin="round">{"".join(shapes)}</g></g>'
    )
