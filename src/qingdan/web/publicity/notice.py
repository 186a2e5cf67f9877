"""A notice as a picture for a group chat: what it says in large type, as much as fits, the code that leads there."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.domain.publicity.notices import Line, Posted, days
from qingdan.web.printing import engine
from qingdan.web.printing.paper import code_svg
from qingdan.web.publicity.files import drawn_by
from qingdan.web.publicity.tokens import colours, tongue
from qingdan.web.publicity.typesetting import Words, headline, words

TEMPLATE = Path(__file__).parent / "notice.typ"
WIDE, HIGH = 900, 1200  # px
PPI, LARGER = 72, 2  # a point is a px
COLOURS = 64
ROOM = 792  # pt between the margins
MARK_ROOM = 190  # of the place's line, for the mark at its end
TITLE_SIZES, TITLE_LINES, TITLE_HIGH = (64, 58, 52, 46, 42, 38, 34), 3, 240
TERM, GAP, VALUE = 216, 18, 30  # width of a term, between it and its value, size of both
BETWEEN = 14  # two lines
BODY_ENDS = 900  # pt from above: below it stand the code and the days
MOST_ITEMS = 4  # of a list: the rest is counted


def notice_png(posted: Posted) -> bytes:
    """The picture, drawn larger and made smaller: slanted lines are smooth then."""
    drawn = engine.as_png(TEMPLATE, engine.legible(sheet(posted))[0], PPI * LARGER)
    return engine.light(drawn, COLOURS, (WIDE, HIGH))


def digest_of(posted: Posted) -> str:
    """What a picture is kept under: it changes with whatever stands on it, and with what draws it."""
    return hashlib.sha256(repr((posted, get_language(), drawn_by())).encode()).hexdigest()


def sheet(posted: Posted) -> Mapping[str, Any]:
    """What stands on the picture, as plain values."""
    title = headline(posted.title, ROOM, TITLE_HIGH, TITLE_SIZES, TITLE_LINES)
    shown, left = _fitting(posted, BODY_ENDS - 158 - title.height - 40)
    marks = [_("示例")] if posted.example else []
    marks += [_("更正")] if posted.corrects else []
    place = f"{posted.village} · {posted.board}"
    return {
        "colours": dict(colours()),
        "place": headline(place, ROOM - (MARK_ROOM if marks else 0), 96, (38, 34, 30, 26), 2).plain(),
        "title": title.plain(),
        "title_high": title.height,
        "term": TERM,
        "lines": [{"term": term.plain(), "value": value.plain()} for term, value in shown],
        "left": _("还有%(n)d项，扫码看。") % {"n": left} if left else "",
        "days": [words(said, 560, 27, bold=True).plain() for said in days(posted)],
        "below": [words(said, 560, 23).plain() for said in _below(posted)],
        "code": code_svg(posted.address),
        "scan": _("扫码看原文、提异议"),
        "mark_words": " · ".join(marks),
        **tongue(),
    }


def _below(posted: Posted) -> list[str]:
    call = [f"{posted.call.name} {posted.call.number}"] if posted.call else []
    return [_("扫码看原文、提异议"), *call]


def _fitting(posted: Posted, room: float) -> tuple[list[tuple[Words, Words]], int]:
    """As many whole lines as have room, the first ones; and how many are left out."""
    shown: list[tuple[Words, Words]] = []
    for line in posted.lines:
        term, value = words(line.term, TERM, VALUE), words(_value(line), ROOM - TERM - GAP, VALUE, bold=True)
        room -= max(term.height, value.height) + BETWEEN
        if room < 0:
            break
        shown.append((term, value))
    return shown, len(posted.lines) - len(shown)


def _value(line: Line) -> str:
    if not line.items:
        return line.value
    named = _("；").join(" ".join(part for part in item if part) for item in line.items[:MOST_ITEMS])
    more = _("等%(n)d项") % {"n": len(line.items)} if len(line.items) > MOST_ITEMS else ""
    return f"{named}{more} {line.value}".strip()
