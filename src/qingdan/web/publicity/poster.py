"""The wall poster, A2: what stands where. Sizes in mm.

It is read from one and a half metres. A Chinese character wants a two-hundredth to a three-hundredth of the distance,
so no answer, step, red line or telephone stands under 4.5 mm; titles are as large as their room lets them be. Only the
foot (edition, law) is small print, for whoever comes near.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.lexicon import lexicon
from qingdan.domain.flow.draw.wall import LEGEND, Wall, wall, write_wall
from qingdan.domain.publicity.fitting import clauses
from qingdan.features.cases.messages import local
from qingdan.records.regions.days import local_date
from qingdan.watch.boards.citing import citations
from qingdan.web.printing import engine
from qingdan.web.printing.paper import code_svg, doubt
from qingdan.web.publicity.kit import Kit
from qingdan.web.publicity.poster_parts import Parts, facts, red_lines, watching
from qingdan.web.publicity.tokens import colours, icon_svg, mark, tongue
from qingdan.web.publicity.typesetting import Words, headline, words

TEMPLATE = Path(__file__).parent / "poster.typ"
WIDE, HIGH, SIDE = 420.0, 594.0, 24.0
ROOM = WIDE - 2 * SIDE
UNIT = 4.0  # of the chart's units in a mm
TOP = 54.0  # below the head and its rule
FOOT = 24.0
TITLE_SIZES = (46.0, 42.0, 38.0, 35.0, 32.0, 29.0, 26.0, 24.0, 22.0, 20.0, 18.0)
TITLE_HIGH = 92.0
OFFICIAL, COST, SMALL = 6.6, 8.6, 3.7  # sizes of the official title, of what it costs, of the foot
BETWEEN = 8.0
PREVIEW_PPI, PREVIEW_COLOURS = 44, 96  # 727 px wide


def poster_pdf(kit: Kit) -> bytes:
    """The poster as one A2 page, PDF/A-2b: lines and letters, no pixels."""
    return engine.as_pdf(TEMPLATE, _legible(kit))


def poster_png(kit: Kit) -> bytes:
    """A look at the poster for the page, light enough for a slow line."""
    return engine.light(engine.as_png(TEMPLATE, _legible(kit), PREVIEW_PPI), PREVIEW_COLOURS)


def _legible(kit: Kit) -> dict[str, Any]:
    made, missing = engine.legible(poster(kit))
    return {**made, "missing": missing}


def poster(kit: Kit) -> Mapping[str, Any]:
    """What stands on the poster, as plain values with their places."""
    told, edition = kit.told, kit.edition
    title = headline(told.plain, ROOM, TITLE_HIGH, TITLE_SIZES, 3 if kit.english else 2)
    official, cost = _below_title(kit)
    answers = facts(told, ROOM)
    red, watch = red_lines(told), watching(told)
    low = max(red.height, watch.height, Parts.CODE)
    at_facts = TOP + title.height + 4 + official.height + 2 + cost.height + 6
    at_chart = at_facts + answers.height + BETWEEN
    at_low = HIGH - FOOT - low
    chart = _chart(kit, at_low - BETWEEN - at_chart)
    day = edition.head.in_force
    return {
        "colours": dict(colours()),
        "mark": {"svg": mark()},
        "document": {"title": told.plain, "publisher": told.listed, "date": [day.year, day.month, day.day]},
        "listed": told.listed,
        "motto": _("文 · 图 · 表  一看就懂"),
        "corner": [f"{told.norm} · {told.item}", _("参考清单（待确认）") if kit.reference else ""],
        "title": {"y": TOP, **title.plain()},
        "official": {"y": TOP + title.height + 4, **official.plain()},
        "cost": {"y": TOP + title.height + 4 + official.height + 2, **cost.plain()},
        "facts": {"y": at_facts, **answers.plain()},
        "chart": {"y": at_chart, "svg": write_wall(chart, told.plain), "alt": _("流程图")},
        "more": {"y": at_chart + (chart.height + LEGEND) / UNIT + 1, "said": _more(chart)},
        "low": {"y": at_low, "red": red.plain(), "watch": watch.plain()},
        "code": {"svg": code_svg(kit.address), "alt": kit.address, **_scan().plain()},
        "icons": {name: {"svg": icon_svg(name)} for name in ("eye", "phone")},
        "foot": _foot(kit),
        "example": _("示例") if kit.example else "",
        **tongue(),
    }  # fmt: skip


def _below_title(kit: Kit) -> tuple[Words, Words]:
    """The official title, and what it costs."""
    official = _("正式名称：%(title)s") % {"title": kit.told.title}
    cost = clauses(kit.told.cost[0], kit.english)[0] if kit.told.cost else ""
    return words(official, ROOM, OFFICIAL), words(cost, ROOM, COST, bold=True)


def _chart(kit: Kit, high: float) -> Wall:
    """The main way in the room that is left, with its legend."""
    named = lexicon(kit.edition, get_language() or "zh", kit.limits)
    return wall(kit.power.flow, named, ROOM * UNIT, high * UNIT - LEGEND - 7 * UNIT)


def _more(chart: Wall) -> str:
    """That the chart is not everything, and where everything is."""
    if chart.left_out:
        return _("只画了主要的%(n)d步；另有%(out)d步、退回和异议怎么办，全图见二维码。") % {
            "n": len(chart.tiles), "out": chart.left_out,
        }  # fmt: skip
    return _("图上是一路办下来的走法；退回、异议怎么办，全图见二维码。")


def _scan() -> Words:
    return headline(_("扫一扫，看全图、下表格、查进度"), 70, 16, (5.4, 5.0, 4.6), 2)


def _foot(kit: Kit) -> dict[str, Any]:
    edition = kit.edition
    version = _("第%(version)s版 · %(digest)s") % {"version": edition.head.version, "digest": kit.power.digest[:8]}
    laws = citations(edition, kit.power.basis, local_date(timezone.now()))
    basis = dict.fromkeys(_("《%(law)s》") % {"law": law.law} + doubt(law) for law in laws)
    return {
        "left": " · ".join(words for words in (kit.village, local(edition.title), version) if words),
        "right": words(_("依据：%(laws)s") % {"laws": _("；").join(basis)}, ROOM, SMALL).plain(),
        "size": SMALL,
    }
