"""Template filters and inline tags of the house; built in everywhere, so no template loads them.

Filters take None as "nothing to say" and give an empty text. Block components are in ``components.py`` beside this.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.web import formats
from qingdan.web.icons import icon_paths
from qingdan.web.templatetags import components, panels

register = template.Library()
register.tags.update(components.register.tags)
register.tags.update(panels.register.tags)

STATES = {"done": "check", "due": "clock", "over": "alert", "note": "info", "plain": "", "line": ""}
CITES = {"ok": "check", "open": "", "dead": ""}


@register.filter(expects_localtime=True)
def zh_date(value: date | datetime | str | None, style: str = "") -> str:
    """2026年11月23日; ``"weekday"`` adds 星期一, ``"short"`` leaves the year out, ``"tight"`` is 11/23. English: 23 Nov
    2026."""
    if value in (None, ""):
        return ""
    if style not in ("", "weekday", "short", "tight"):
        raise template.TemplateSyntaxError(f'zh_date knows "weekday", "short" and "tight", not {style!r}')
    if style == "tight":
        return formats.tight_text(value, get_language())
    return formats.day_text(value, get_language(), year=style != "short", weekday=style == "weekday")


@register.filter(expects_localtime=True)
def zh_time(value: datetime | str | None, style: str = "") -> str:
    """2026年11月23日 8:40 in the time of the place; ``"short"`` leaves the year out. English: 23 Nov 2026, 8:40."""
    return formats.time_text(value, get_language(), year=style != "short") if value else ""


@register.filter(expects_localtime=True)
def zh_weekday(value: date | datetime | str | None) -> str:
    """周一; English: Mon."""
    return formats.weekday_text(value, get_language()) if value else ""


@register.filter
def yuan(fen: int | None) -> str:
    """¥12,300.00 from 1230000 (whole fen)."""
    return "" if fen is None or fen == "" else formats.yuan_text(fen)


@register.filter
def local(pair: Any) -> str:
    """The side of a {zh, en} mapping, or of Words, in the language of the page."""
    return formats.local_text(pair, get_language())


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """``{% icon "clock" %}``: an icon of icons.txt, inline; ``extra`` is added to its class. Say it in words too.

    :raises UnknownIcon: for a name that is not in icons.txt.
    """
    return format_html(
        '<svg class="qd-i{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        f" {extra}" if extra else "",
        mark_safe(icon_paths(name)),  # noqa: S308 numbers and words only, checked when the file was built
    )


@register.simple_tag
def norm_icon(number: int | str) -> SafeString:
    """The icon of one of the eight norms, by its number."""
    return icon(f"norm-{number}")


@register.simple_tag
def step_icon(kind: str) -> SafeString:
    """The icon of a step kind of the process language: ``{% step_icon "meet" %}``."""
    return icon(f"step-{kind}")


@register.simple_tag
def glyph(letter: str) -> SafeString:
    """文, 图 or 表: the mark of a face of a power, before the words of a heading."""
    if letter not in ("文", "图", "表"):
        raise template.TemplateSyntaxError(f"the three faces are 文, 图 and 表, not {letter!r}")
    return format_html('<span class="qd-glyph" aria-hidden="true" lang="zh-CN">{}</span>', letter)


@register.simple_tag
def chip(state: str, word: object, name: str | None = None) -> SafeString:
    """A state in one piece: ``{% chip "due" "还有2天" %}``.

    ``state`` is done, due, over, note, plain or line (no fill); ``name`` replaces the icon that goes with the state,
    "" leaves it out.
    """
    if state not in STATES:
        raise template.TemplateSyntaxError(f"a chip is one of {', '.join(STATES)}, not {state!r}")
    drawn = STATES[state] if name is None else name
    kind = "" if state == "plain" else f" is-{state}"
    return format_html('<span class="qd-chip{}">{}{}</span>', kind, icon(drawn) if drawn else "", word)


@register.simple_tag
def cite(state: str, checked: date | str | None = None) -> SafeString:
    """How far a citation may be trusted: ok (with the day it was checked), open (to verify), dead (no longer law)."""
    if state not in CITES:
        raise template.TemplateSyntaxError(f"a citation is one of {', '.join(CITES)}, not {state!r}")
    word = {"ok": _("已核对"), "open": _("待核实"), "dead": _("已不再适用")}[state]
    if state == "ok" and checked:
        word = f"{word} {formats.as_day(checked).isoformat()}"
    drawn = icon(CITES[state]) if CITES[state] else ""
    return format_html('<span class="qd-cite is-{}">{}{}</span>', state, drawn, word)


@register.simple_tag(takes_context=True)
def once_field(context: Context) -> SafeString:
    """The hidden token that makes a form count once, however often it is sent.

    A form shown again after a mistake keeps its token: what was refused has written nothing.
    """
    request = context.get("request")
    sent = request.POST.get("once", "") if request is not None else ""
    token = sent if 0 < len(sent) <= 64 else uuid.uuid4().hex
    return format_html('<input type="hidden" name="once" value="{}">', token)
