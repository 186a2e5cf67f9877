"""The strip: four to six pictures of a power's main way as one SVG, and each picture by itself for a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.lexicon import lexicon
from qingdan.domain.flow.draw.metrics import LINE, balance, text_width
from qingdan.domain.flow.draw.shapes import num
from qingdan.domain.publicity.panels import Panel, panels
from qingdan.web.printing import engine
from qingdan.web.publicity.kit import Kit
from qingdan.web.publicity.scenes import GROUNDS, HIGH, WIDE, scene
from qingdan.web.publicity.tokens import colours

FACES = "'Noto Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif"
MARGIN, GAP, TOP, FOOT = 36, 44, 104, 52  # px around, between, above and below the pictures
WORDS = 138  # px below the stage for caption and actor
CAPTION, WHO, TITLE, SMALL = 30, 21, 44, 21  # sizes of type, px
BOLD = 700
_SVG = '<svg xmlns="http://www.w3.org/2000/svg"'


@dataclass(frozen=True, slots=True)
class Strip:
    """A drawn strip: its SVG with its size in px, its pictures, and the same in words."""

    svg: str
    width: float
    height: float
    panels: tuple[Panel, ...]
    words: str


def panels_of(kit: Kit) -> tuple[Panel, ...]:
    """The pictures' steps in the reader's language."""
    return panels(kit.power.flow, lexicon(kit.edition, get_language() or "zh", kit.limits))


def picture(panel: Panel, kit: Kit) -> str:
    """One picture without words, as inline SVG: its caption stands beside it on the page."""
    return f'{_SVG} viewBox="0 0 {WIDE} {HIGH}" aria-hidden="true" focusable="false">{_stage(panel, kit)}</svg>'


def _stage(panel: Panel, kit: Kit) -> str:
    ground = colours()[GROUNDS[panel.kind]]
    return f'<rect width="{WIDE}" height="{HIGH}" fill="{ground}"/>{scene(panel, kit.edition)}'


def in_words(found: Sequence[Panel]) -> str:
    """The strip for whoever does not see it: 1 申请人：提出申请；2 …"""
    said = [f"{p.number} {p.who}{_('：')}{p.caption}" if p.who else f"{p.number} {p.caption}" for p in found]
    return _("；").join(said)


def strip(kit: Kit) -> Strip:
    """The strip of a power with its title above and what the list is below."""
    found = panels_of(kit)
    width = 2 * MARGIN + len(found) * WIDE + max(0, len(found) - 1) * GAP
    height = TOP + HIGH + WORDS + FOOT
    words = in_words(found)
    parts = [
        f'{_SVG} viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="strip-t strip-d" font-family="{escape(FACES)}">',
        f'<title id="strip-t">{escape(kit.told.plain)}</title><desc id="strip-d">{escape(words)}</desc>',
        f'<rect width="{width}" height="{height}" fill="{colours()["ground"]}"/>',
        _heading(kit, width),
        *(_framed(panel, kit, MARGIN + n * (WIDE + GAP)) for n, panel in enumerate(found)),
        *(_arrow(MARGIN + n * (WIDE + GAP) - GAP / 2) for n in range(1, len(found))),
        _footing(kit, width, height),
        "</svg>",
    ]
    return Strip("".join(parts), width, height, found, words)


def _heading(kit: Kit, width: float) -> str:
    size = min(TITLE, (width - 2 * MARGIN) / max(1.0, text_width(kit.told.plain, 1, BOLD)))
    return _text(kit.told.plain, MARGIN, 70, size, "ink", BOLD)


def _footing(kit: Kit, width: float, height: float) -> str:
    left = [kit.told.listed, *([_("参考清单（待确认）")] if kit.reference else [])]
    right = [kit.village, _("示例")] if kit.example else [kit.village]
    said = engine.legible({"said": " · ".join(words for words in right if words)})[0]["said"]
    return _text(" · ".join(left), MARGIN, height - 18, SMALL, "ink-3") + _text(
        said, width - MARGIN, height - 18, SMALL, "ink-3", anchor="end"
    )


def _framed(panel: Panel, kit: Kit, x: float) -> str:
    """A picture with its frame, number, caption and actor."""
    c, clip = colours(), f"panel-{panel.number}"
    frame = f'<rect width="{WIDE}" height="{HIGH + WORDS}" rx="18"'
    dashes = ' stroke-dasharray="10 8"' if panel.sometimes else ""
    return (
        f'<g transform="translate({num(x)} {TOP})"><clipPath id="{clip}">{frame}/></clipPath>'
        f'<g clip-path="url(#{clip})">{_stage(panel, kit)}'
        f'<rect y="{HIGH}" width="{WIDE}" height="{WORDS}" fill="{c["paper"]}"/>'
        f'<path d="M0 {HIGH}H{WIDE}" stroke="{c["ink"]}" stroke-width="4"/></g>'
        f'{frame} fill="none" stroke="{c["ink"]}" stroke-width="4"{dashes}/>'
        f'<circle cx="30" cy="30" r="20" fill="{c["ink"]}"/>'
        f"{_text(str(panel.number), 30, 38, 24, 'paper', BOLD, 'middle')}{_maybe(panel)}{_words(panel)}</g>"
    )


def _maybe(panel: Panel) -> str:
    """The tag of a step that some cases skip, on the line between picture and words."""
    if not panel.sometimes:
        return ""
    said = _("看情况")
    wide = text_width(said, SMALL) + 24
    left = WIDE - wide - 14
    return (
        f'<rect x="{num(left)}" y="{HIGH - 25}" width="{num(wide)}" height="34" rx="17" fill="{colours()["paper"]}" '
        f'stroke="{colours()["ink"]}" stroke-width="3"/>'
        f"{_text(said, left + wide / 2, HIGH, SMALL, 'ink-2', anchor='middle')}"
    )


def _words(panel: Panel) -> str:
    """Caption and actor in the middle of the paper below the stage, each on at most two lines."""
    name = balance(panel.caption, CAPTION, BOLD, WIDE - 24)
    who = balance(panel.who, WHO, 400, WIDE - 20) if panel.who else ()
    size, small = _fit(name, CAPTION, BOLD), _fit(who, WHO, 400)
    top = HIGH + (WORDS - len(name) * size * LINE - len(who) * small * LINE) / 2
    lines = [(line, size, "ink", BOLD) for line in name] + [(line, small, "ink-2", 400) for line in who]
    parts = []
    for line, high, ink, weight in lines:
        parts.append(_text(line, WIDE / 2, top + high, high, ink, weight, "middle"))
        top += high * LINE
    return "".join(parts)


def _fit(lines: Sequence[str], size: float, weight: int) -> float:
    return min([size, *((WIDE - 20) / text_width(line, 1, weight) for line in lines if line)])


def _arrow(x: float) -> str:
    y = TOP + HIGH / 2
    return f'<path d="M{num(x - 9)} {num(y - 14)}l18 14l-18 14z" fill="{colours()["seal"]}"/>'


def _text(words: str, x: float, y: float, size: float, ink: str, weight: int = 400, anchor: str = "start") -> str:
    if not words:
        return ""
    return (
        f'<text x="{num(x)}" y="{num(y)}" font-size="{num(round(size, 2))}" font-weight="{weight}" '
        f'text-anchor="{anchor}" fill="{colours()[ink]}">{escape(words)}</text>'
    )
