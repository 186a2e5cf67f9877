"""Sizes of a drawing in px. No text is smaller than 12."""

from __future__ import annotations

from dataclasses import dataclass

from qingdan.domain.flow.draw.metrics import LINE, SLACK, balance, widest, wrap
from qingdan.domain.flow.draw.spots import Exit, Spot
from qingdan.domain.flow.draw.values import Leave

NAME, RULE, PILL, ASK, HEAD = 14.0, 12.0, 12.0, 13.0, 14.0  # text sizes
BOLD = 600
ICON, ICON_GAP = 18.0, 5.0
CIRCLE = 11.0  # radius of the number at the corner
DOT = 12.0  # the ringed dot of an outcome
DROP = 8.0  # from a box to the dot that hangs below it
PILL_H, PILL_PAD = 20.0, 8.0
LEAF_LEFT, LEAF_PAD, LEAF_GAP = 20.0, 7.0, 5.0  # to the words of an ending inside a box, at their right, above each


@dataclass(frozen=True, slots=True)
class Style:
    """How roomy a drawing is: the width that names wrap at, whether icons are shown, the air in lanes."""

    wrap: float
    icon: bool
    pad: float
    gutter: float
    pill: float
    beside: bool = False  # an outcome's words stand beside its dot, not below it
    even: bool = True  # every lane is as wide as the widest
    lines: int = 2  # of a question, and of the words on an edge

    @property
    def text_left(self) -> float:
        """From a plain box's left edge to its text."""
        return self.pad + (ICON + ICON_GAP if self.icon else 0)


ROOMY = Style(wrap=72, icon=True, pad=9, gutter=10, pill=132)
COMPACT = Style(wrap=60, icon=False, pad=8, gutter=11, pill=96)
NARROW = Style(wrap=46, icon=False, pad=6, gutter=6, pill=70, even=False, lines=3)  # many lanes on one sheet of paper
ROWS_STYLE = Style(wrap=72, icon=True, pad=8, gutter=16, pill=76, beside=True)


@dataclass(frozen=True, slots=True)
class Face:
    """A node's text as broken into lines, and the box that it needs."""

    lines: tuple[str, ...]
    rule: tuple[str, ...]
    w: float
    h: float
    ending: tuple[str, ...] = ()
    leaves: tuple[Leave, ...] = ()

    @property
    def ending_size(self) -> tuple[float, float]:
        """What an outcome that hangs below the box needs: its width and the height that it adds."""
        if not self.ending:
            return (0.0, 0.0)
        return (widest(self.ending, RULE, BOLD) * SLACK, DROP + DOT + len(self.ending) * RULE * LINE + 4)


def with_leaves(f: Face, exits: tuple[Exit, ...], wide: float, english: bool) -> Face:
    """The face at the width of its drawing's steps, made higher by the endings inside it."""
    colon = ": " if english else "："
    room = wide - LEAF_LEFT - LEAF_PAD
    said = [(f"{e.when}{colon}{e.title}" if e.when else e.title, e.ref) for e in exits]
    leaves = tuple(Leave(_evenly(text, room / SLACK), ref) for text, ref in said)
    return Face(f.lines, f.rule, wide, f.h + leaves_height(leaves), f.ending, leaves)


def _evenly(text: str, room: float) -> tuple[str, ...]:
    return balance(text, RULE, 400, room, len(wrap(text, RULE, 400, room)))


def leaves_height(leaves: tuple[Leave, ...]) -> float:
    """What the endings inside a box add to its height."""
    return sum(len(leaf.lines) * RULE * LINE + LEAF_GAP for leaf in leaves) + (8 if leaves else 0)


def slant(kind: str) -> float:
    """What a shape takes from its text on either side, beyond a plain box."""
    return {"meet": 5.0, "elect": 5.0, "approve": 4.0, "review": 3.0, "start": 6.0, "pay": 5.0}.get(kind, 0.0)


def face(spot: Spot, style: Style, english: bool) -> Face:
    """Break a node's text and find its size."""
    if spot.kind == "question":
        return _question(spot.title, english, style)
    if spot.kind in ("end", "from"):
        return _end(spot.title, style)
    wrap_at = style.wrap * (1.25 if english else 1)
    lines = balance(spot.title, NAME, BOLD, wrap_at)
    rule = balance(spot.rule, RULE, 400, wrap_at + 14) if spot.rule else ()
    ending = balance(spot.ending, RULE, BOLD, wrap_at + 14) if spot.ending else ()
    text = max(widest(lines, NAME, BOLD), widest(rule, RULE, 400)) * SLACK
    height = len(lines) * NAME * LINE + len(rule) * RULE * LINE
    extra = {"disclose": 6.0, "archive": 2.0}.get(spot.kind, 0.0)
    wide = style.text_left + text + style.pad + 2 * slant(spot.kind)
    return Face(lines, rule, wide, max(52.0, height + 16 + extra), ending)


def _question(title: str, english: bool, style: Style) -> Face:
    """A diamond wide enough that the text lies inside its slanting sides."""
    lines = balance(title, ASK, BOLD, 90 if english else 80, style.lines)
    half_text = widest(lines, ASK, BOLD) * SLACK / 2 + 2
    half_band = ((len(lines) - 1) * ASK * LINE + ASK * 0.95) / 2
    half_h = 22.0 if len(lines) == 1 else 18.0 * len(lines)
    return Face(lines, (), 2 * half_text / (1 - half_band / half_h) + 2, 2 * half_h)


def _end(title: str, style: Style) -> Face:
    lines = balance(title, RULE, BOLD, style.wrap + 14)
    wide, high = widest(lines, RULE, BOLD) * SLACK, len(lines) * RULE * LINE
    if style.beside:
        return Face(lines, (), DOT + 6 + wide, max(20.0, high))
    return Face(lines, (), max(DOT, wide), DOT + high + 5)


def pill_lines(label: str, style: Style) -> tuple[str, ...]:
    """A pill's words in few lines."""
    return balance(label, PILL, BOLD, style.pill, style.lines)


def pill_size(lines: tuple[str, ...]) -> tuple[float, float]:
    """The box of a pill with these lines."""
    return (
        widest(lines, PILL, BOLD) * SLACK + 2 * PILL_PAD,
        PILL_H + (len(lines) - 1) * PILL * LINE,
    )
