"""Writes a wall chart as SVG with its legend below. Every text is escaped."""

from __future__ import annotations

from html import escape

from qingdan.domain.flow.draw.legend import sample
from qingdan.domain.flow.draw.metrics import LINE, text_width
from qingdan.domain.flow.draw.shapes import box_attributes, icon, num, outline
from qingdan.domain.flow.draw.sizes import slant
from qingdan.domain.flow.draw.style import SCREEN
from qingdan.domain.flow.draw.svg import arrow, texts
from qingdan.domain.flow.draw.values import Box
from qingdan.domain.flow.draw.wall.heads import HEAD
from qingdan.domain.flow.draw.wall.routes import arrows
from qingdan.domain.flow.draw.wall.values import CIRCLE, ICON, ICON_GAP, LEGEND, LEGEND_SIZE, PAD, Tile, Wall
from qingdan.domain.flow.model import StepKind
from qingdan.domain.flow.vocabulary import kind_words
from qingdan.domain.words import Words

_SOMETIMES = Words("虚线：看情况才办", "Dashed: not in every case")
_STYLE = ".n{stroke:#544c42;stroke-width:2}.e{stroke-width:2.4}.may .n,.e.may{stroke-dasharray:8 6}"


def write_wall(wall: Wall, title: str) -> str:
    """The chart as one ``<svg>`` of its own look, as wide as the wall and with a legend below."""
    high = wall.height + LEGEND
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qd-flow" viewBox="0 0 {num(wall.width)} {num(high)}" '
        f'width="{num(wall.width)}" height="{num(high)}" role="img" aria-labelledby="wall-t">',
        f'<title id="wall-t">{escape(title)}</title><style>{SCREEN}{_STYLE}</style>',
        *(_lane(wall, n) for n in range(len(wall.lanes))),
        *(arrow(way.points, "e may" if way.sometimes else "e") for way in arrows(wall)),
        *(_tile(tile, wall) for tile in wall.tiles),
        _legend(wall),
        "</svg>",
    ]
    return "".join(parts)


def _lane(wall: Wall, n: int) -> str:
    wide, lines = wall.width / len(wall.lanes), wall.lanes[n]
    head = Box(wide * n, 0, wide, wall.head)
    band = Box(wide * n, wall.head, wide, wall.height - wall.head)
    return (
        f'<rect class="lane{" alt" if n % 2 else ""}" {box_attributes(band)}/>'
        f'<rect class="lane-h" {box_attributes(head)}/>'
        + texts(lines, HEAD, "lane-t", head.centre[0], head.centre[1] - len(lines) * HEAD * LINE / 2)
    )


def _tile(tile: Tile, wall: Wall) -> str:
    box, kind = tile.box, tile.stop.step.kind.value
    w, h = box.w, box.h
    high = len(tile.lines) * wall.size * LINE + len(tile.rule) * wall.small * LINE
    top = -high / 2 - (3 if kind == "disclose" else 0)
    left = PAD + slant(kind) + CIRCLE / 3
    if wall.icons:
        x, anchor = left + ICON + ICON_GAP - w / 2, "start"
        sign = icon(kind, left - w / 2, -ICON / 2 - (3 if kind == "disclose" else 0), ICON)
    else:
        x, anchor, sign = 0.0, "middle", ""
    number = texts((str(tile.stop.number),), 17, "not", 4 - w / 2, 4 - h / 2 - 17 * LINE / 2)
    return (
        f'<g class="{"may" if tile.stop.sometimes else "all"}" '
        f'transform="translate({num(box.centre[0])} {num(box.centre[1])})">'
        + outline(kind, w, h)
        + sign
        + texts(tile.lines, wall.size, "t", x, top, anchor)
        + texts(tile.rule, wall.small, "s", x, top + len(tile.lines) * wall.size * LINE, anchor)
        + f'<circle class="no" cx="{num(4 - w / 2)}" cy="{num(4 - h / 2)}" r="{num(CIRCLE)}"/>{number}</g>'
    )


def _legend(wall: Wall) -> str:
    """Each kind that occurs, with its name; in the middle below the chart."""
    kinds = {tile.stop.step.kind for tile in wall.tiles}
    named = [(kind.value, kind_words(kind).to(wall.language)) for kind in StepKind if kind in kinds]
    if any(tile.stop.sometimes for tile in wall.tiles):
        named.append(("", _SOMETIMES.to(wall.language)))
    wide = [(62 if kind else 0) + text_width(words, LEGEND_SIZE) + 30 for kind, words in named]
    shrink = min(1.0, wall.width / max(1.0, sum(wide)))
    parts, x = [], (wall.width / shrink - sum(wide)) / 2 + 15
    for (kind, words), w in zip(named, wide, strict=True):
        if kind:
            parts.append(
                f'<svg x="{num(x)}" y="12" width="54" height="36" viewBox="-24 -17 48 32">{sample(kind)}</svg>'
            )
        parts += texts((words,), LEGEND_SIZE, "s", x + (62 if kind else 0), 30 - LEGEND_SIZE * LINE / 2, "start")
        x += w
    return f'<g transform="translate(0 {num(wall.height)}) scale({num(round(shrink, 4))})">{"".join(parts)}</g>'
