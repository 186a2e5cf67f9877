"""The card above an article on WeChat: what it is about, in type that is read small, and two pictures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.flow.model import StepKind
from qingdan.domain.publicity.panels import Panel
from qingdan.web.printing import engine
from qingdan.web.publicity.kit import Kit
from qingdan.web.publicity.strip import panels_of, picture
from qingdan.web.publicity.tokens import colours, mark, tongue
from qingdan.web.publicity.typesetting import headline

TEMPLATE = Path(__file__).parent / "card.typ"
WIDE, HIGH = 900, 383  # px
PPI, LARGER = 72, 3  # a point is a px
ROOM, ROOM_HIGH = 470, 206  # pt for the title
SIZES = (76, 70, 64, 58, 54, 50, 46, 42, 38, 34, 30, 27)  # pt
LINES = 3
COLOURS = 128  # of the picture: flat grounds need no more


def card_png(kit: Kit) -> bytes:
    """The card as a picture of exactly ``WIDE`` by ``HIGH`` px, drawn larger and made smaller: slanted lines are
    smooth then."""
    drawn = engine.as_png(TEMPLATE, engine.legible(card(kit))[0], PPI * LARGER)
    return engine.light(drawn, COLOURS, (WIDE, HIGH))


def card(kit: Kit) -> Mapping[str, Any]:
    """What stands on the card, as plain values."""
    told = kit.told
    below = [kit.village, _("示例") if kit.example else "", _("参考清单（待确认）") if kit.reference else ""]
    return {
        "colours": dict(colours()),
        "mark": {"svg": mark()},
        "listed": told.listed,
        "norm": told.norm,
        "room": ROOM,
        "room_high": ROOM_HIGH,
        "title": headline(told.plain, ROOM, ROOM_HIGH, SIZES, LINES).plain(),
        "below": " · ".join(words for words in below if words),
        "pictures": [{"svg": picture(panel, kit)} for panel in _two(panels_of(kit))],
        **tongue(),
    }


def _two(found: tuple[Panel, ...]) -> list[Panel]:
    """How it begins, and where everybody sees what came of it."""
    shown = [panel for panel in found if panel.kind is StepKind.DISCLOSE]
    return [*found[:1], *(shown or found[1:])[-1:]]
