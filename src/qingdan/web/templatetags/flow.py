"""Template tags that draw a flow: the swimlanes, the rail for phones, and the legend.

``{% flow_figure flow lexicon title progress=… width=566 direction="columns" %}`` writes all three.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from qingdan.domain.flow import draw
from qingdan.domain.flow.model import Flow

register = template.Library()


_KEPT: OrderedDict[tuple[Any, ...], tuple[Flow, draw.Drawing]] = OrderedDict()
_MOST = 256  # drawings kept: every power of an edition in both directions


def drawing_for(flow: Flow, lexicon: draw.Lexicon, direction: str, width: float) -> draw.Drawing:
    """The drawing for ``width`` px. ``auto``: lanes as rows when they fit, else as columns.

    Kept by the flow object itself (the entry holds it, so its id stays its own): laying out costs some 0.1 s and does
    not depend on the case.
    """
    words = tuple(
        tuple(sorted(m.items(), key=lambda p: p[0])) for m in (lexicon.lanes, lexicon.limits, lexicon.results)
    )
    key = (id(flow), words, lexicon.language, direction, width)
    if key not in _KEPT:
        _KEPT[key] = (flow, _lay_out(flow, lexicon, direction, width))
        while len(_KEPT) > _MOST:
            _KEPT.popitem(last=False)
    return _KEPT[key][1]


def _lay_out(flow: Flow, lexicon: draw.Lexicon, direction: str, width: float) -> draw.Drawing:
    if direction != "auto":
        return draw.layout(flow, lexicon, direction, width)
    rows = draw.layout(flow, lexicon, draw.ROWS, width)
    return rows if rows.width <= width else draw.layout(flow, lexicon, draw.COLUMNS, width)


@register.simple_tag
def flow_drawing(
    flow: Flow,
    lexicon: draw.Lexicon,
    title: str,
    progress: draw.Progress | None = None,
    direction: str = "columns",
    width: float = 566,
    prefix: str = "flow",
    dress: str = "",
) -> SafeString:
    """The swimlane drawing as inline SVG; the writer escapes every text."""
    drawing = drawing_for(flow, lexicon, direction, width)
    return mark_safe(draw.write(drawing, title, progress, prefix=prefix, dress=dress))  # noqa: S308 - escaped there


@register.inclusion_tag("components/flow/rail.html")
def flow_rail(
    flow: Flow, lexicon: draw.Lexicon, title: str, progress: draw.Progress | None = None, explain: bool = False
) -> dict[str, Any]:
    """The rail: an ordered list. ``explain`` adds to each step how it is done."""
    return _rail_context(flow, lexicon, title, progress, explain)


@register.inclusion_tag("components/flow/figure.html")
def flow_figure(
    flow: Flow,
    lexicon: draw.Lexicon,
    title: str,
    progress: draw.Progress | None = None,
    direction: str = "columns",
    width: float = 566,
    prefix: str = "flow",
    explain: bool = False,
    whole: str = "",
) -> dict[str, Any]:
    """Drawing and legend for wide screens, rail for phones and readers. A drawing wider than its place scrolls.

    With ``whole``, the address of a page that shows the whole drawing, one that does not fit is not cut: its place
    shows the steps around the current one, the rail to open, and the way to that page.
    """
    drawing = drawing_for(flow, lexicon, direction, width)
    if whole and drawing.width > width:
        context = _rail_context(flow, lexicon, title, progress, explain)
        return {**context, "whole": whole, "near": _near([row["item"] for row in context["rows"]])}
    return {
        **_rail_context(flow, lexicon, title, progress, explain),
        "svg": mark_safe(draw.write(drawing, title, progress, prefix=prefix)),  # noqa: S308 - escaped there
        "least": round(drawing.width),
        "scrolls": drawing.width > width,
        "legend": [(mark_safe(sample), name) for sample, name in draw.legend(drawing)],  # noqa: S308 - no text in it
    }


def _near(items: list[draw.RailItem]) -> list[draw.RailItem]:
    """The steps around the current one: two before it that were done, itself, and two that come after."""
    now = next((i for i, item in enumerate(items) if item.state == "is-now"), None)
    if now is None:
        return [item for item in items if item.state == "is-done" and item.number][-3:]
    before = [item for item in items[:now] if item.state == "is-done" and item.number][-2:]
    after = [item for item in items[now + 1 :] if not item.state and item.number][:2]
    return [*before, items[now], *after]


def _rail_context(
    flow: Flow, lexicon: draw.Lexicon, title: str, progress: draw.Progress | None, explain: bool
) -> dict[str, Any]:
    rail = draw.rail(flow, lexicon, progress)
    lane = draw.lane_width(rail)
    rows = [
        {"item": item, "stretches": mark.stretches, "svg": mark_safe(mark.svg)}  # noqa: S308 - holds no text of a user
        for item, mark in zip(rail.items, draw.rail_marks(rail), strict=True)
    ]
    return {
        "title": title,
        "rows": rows,
        "lane_px": lane,
        "rail_px": lane * max(1, len(rail.lanes)),
        "heads": [(name, round(lane * (i + 0.5), 1)) for i, name in enumerate(rail.lanes)],
        "head_em": max((len(name) for name in rail.lanes), default=1) * 1.1 + 0.6,
        "explain": explain,
    }
