"""Template tags that draw a flow: the swimlanes, the numbered list for phones, and the legend.

``{% flow_figure flow lexicon title progress=… width=566 direction="columns" %}`` writes all three.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from qingdan.domain.flow import draw
from qingdan.domain.flow.model import Flow

register = template.Library()


_KEPT: OrderedDict[tuple[Any, ...], tuple[Flow, draw.Drawing]] = OrderedDict()
MOST_LINES = 20  # steps beside which a drawing stands on a page that a villager loads; a longer one has its own page
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
    if draw.least_width(flow, lexicon, width) <= width:
        rows = draw.layout(flow, lexicon, draw.ROWS, width)
        if rows.width <= width:
            return rows
    return draw.layout(flow, lexicon, draw.COLUMNS, width)


@register.filter
def of(texts: Mapping[str, str] | None, ref: str) -> str:
    """What is said of a step, by its id; empty where nothing is."""
    return texts.get(ref, "") if texts else ""


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


@register.inclusion_tag("components/flow/steps.html")
def flow_steps(
    flow: Flow, lexicon: draw.Lexicon, title: str, progress: draw.Progress | None = None, explain: bool = False
) -> dict[str, Any]:
    """The numbered list: the main way, side ways folded under their step. ``explain`` says how each is done."""
    return _list_context(flow, lexicon, title, progress, explain)


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
    whys: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Drawing and legend for wide screens, the list for phones and readers; with ``explain`` the list everywhere.
    ``whys`` says of steps, by id, why the reader cannot do them now; with it the list can be opened everywhere.

    ``whole`` is the address of a page that shows the whole drawing. With it a drawing that does not fit is not cut: its
    place shows the steps around the current one, the list to open, and the way to that page. Nor does a very long one
    stand beside its explained list: the page would be too heavy for a slow line.
    """
    drawing = drawing_for(flow, lexicon, direction, width)
    context = {**_list_context(flow, lexicon, title, progress, explain), "whole": whole, "whys": whys}
    if whole and progress is not None and drawing.width > width:
        return {**context, "near": _near(context["lines"])}
    if whole and explain and len(context["lines"]) > MOST_LINES:
        return context
    return {**context, **_picture(drawing, title, progress, prefix, width)}


@register.inclusion_tag("components/flow/alone.html")
def flow_alone(flow: Flow, lexicon: draw.Lexicon, title: str, width: float = 1072) -> dict[str, Any]:
    """The whole drawing with its legend, and no list: for a page that tells the steps in a table of its own."""
    return {"title": title, **_picture(drawing_for(flow, lexicon, "columns", width), title, None, "flow", width)}


@register.inclusion_tag("components/flow/whole.html")
def flow_whole(
    flow: Flow, lexicon: draw.Lexicon, title: str, progress: draw.Progress | None = None, width: float = 1290
) -> dict[str, Any]:
    """The whole drawing at every width of screen, to be moved about on a phone, and the list below it to open."""
    drawing = drawing_for(flow, lexicon, "columns", width)
    context = _list_context(flow, lexicon, title, progress, False)
    return {**context, **_picture(drawing, title, progress, "flow", 0), "fits": drawing.width <= width}


def _picture(
    drawing: draw.Drawing, title: str, progress: draw.Progress | None, prefix: str, width: float
) -> dict[str, Any]:
    return {
        "svg": mark_safe(draw.write(drawing, title, progress, prefix=prefix)),  # noqa: S308 - escaped there
        "least": round(drawing.width),
        "scrolls": drawing.width > width,
        "legend": [(mark_safe(sample), name) for sample, name in draw.legend(drawing)],  # noqa: S308 - no text in it
    }


def _near(lines: list[draw.Line]) -> list[draw.Line]:
    """The steps around the current one: two before it that were done, itself, and two that come after."""
    every = [line for top in lines for line in top.all() if line.kind not in ("owed", "any-time")]
    now = next((i for i, line in enumerate(every) if line.state == "is-now"), None)
    if now is None:
        return [line for line in every if line.state == "is-done"][-3:]
    before = [line for line in every[:now] if line.state == "is-done"][-2:]
    after = [line for line in every[now + 1 :] if not line.state and line.number][:2]
    return [*before, every[now], *after]


def _list_context(
    flow: Flow, lexicon: draw.Lexicon, title: str, progress: draw.Progress | None, explain: bool
) -> dict[str, Any]:
    return {"title": title, "lines": list(draw.step_list(flow, lexicon, progress)), "explain": explain}
