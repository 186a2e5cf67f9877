"""What other parts of the house show on a page: ``{% panels "boards.village" %}``, ``{% notice_panels %}``,
``{% desk_panels "cases.inbox" %}``."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from qingdan.records.people.gates import viewer_of
from qingdan.watch.boards.gates import seeing
from qingdan.web import wiring

register = template.Library()


@register.simple_tag(takes_context=True)
def panels(context: Context, place: str) -> SafeString:
    """The panels of a place on a page about a ``village``, in the order of ``wiring.VILLAGE_PANELS``."""
    request, village = context["request"], context["village"]
    reader = seeing(request, village)
    return _joined([panel(request, village, reader) for panel in wiring.VILLAGE_PANELS[place]])


@register.simple_tag(takes_context=True)
def notice_panels(context: Context) -> SafeString:
    """The panels beside a notice, of which the page's context says how it is ``seen``."""
    return _joined([panel(context["request"], context["seen"]) for panel in wiring.NOTICE_PANELS])


@register.simple_tag(takes_context=True)
def desk_panels(context: Context, place: str) -> SafeString:
    """The panels of a place at the desk, in the order of ``wiring.DESK_PANELS``."""
    request = context["request"]
    viewer = viewer_of(request)
    return _joined([panel(request, viewer) for panel in wiring.DESK_PANELS[place]])


def _joined(parts: list[SafeString | None]) -> SafeString:
    return format_html_join("\n", "{}", ((part,) for part in parts if part))
