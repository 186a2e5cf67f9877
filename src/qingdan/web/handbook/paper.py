"""The handbook as a document for paper: the same content in blocks that ``printing/handbook.typ`` knows how to set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Power
from qingdan.domain.flow import draw
from qingdan.features.cases.messages import local
from qingdan.web import context
from qingdan.web.handbook import blocks, front, lists
from qingdan.web.handbook.content import Chapter
from qingdan.web.handbook.figures import Kept, Picture, drawn
from qingdan.web.handbook.norms import chapter
from qingdan.web.handbook.order import Order
from qingdan.web.handbook.powers import section
from qingdan.web.printing import engine
from qingdan.web.printing.paper import code_svg
from qingdan.web.printing.sheet import Block, page_of

SEAL = Path(context.__file__).parent / "static" / "qingdan" / "seal.svg"
TEMPLATE = engine.HERE / "handbook.typ"
Told = Callable[[], None]


def pdf(order: Order, told: Told = lambda: None, processes: int = 1, kept: Kept | None = None) -> bytes:
    """A handbook as a PDF/A-2b file. ``told`` is called after each power, and once more when the file is set;
    ``processes`` draw the diagrams that are not ``kept``."""
    made = typeset(document(order, told, processes, kept))
    told()
    return made


def typeset(document: Mapping[str, Any]) -> bytes:
    """The document as a PDF/A-2b file. Without tags: they would make it three times as heavy, and its pages are on the
    web, too."""
    made, missing = engine.legible(document)
    return engine.as_pdf(TEMPLATE, {**made, "note": missing}, tags=False)


def calls_of(order: Order) -> int:
    """How often ``pdf`` says how far it is."""
    return len(order.powers) + 1


def document(order: Order, told: Told = lambda: None, processes: int = 1, kept: Kept | None = None) -> dict[str, Any]:
    """The whole document as JSON holds it."""
    cover, head = front.cover(order), order.edition.head
    pictured = drawn([order.wanted(power) for power in order.powers], processes, kept)
    parts = [_chapter(order, slug, pictured, told) for slug in order.norms]
    return {
        "title": f"{cover.title} {cover.subtitle}" if order.norm else cover.title,
        "publisher": cover.edition,
        "date": [head.in_force.year, head.in_force.month, head.in_force.day],
        "language": order.language,
        "region": None if order.language == "en" else "cn",
        "words": _words(),
        "cover": {**asdict(cover), "code": SEAL.read_text(encoding="utf-8")},
        "how": front.how_to_use(),
        "legend": [{"svg": svg, "name": name} for svg, name in draw.whole_legend(order.language)],
        "parts": [*parts, *([] if order.norm else _ends(order))],
        "foot": f"{_('第%(version)s版') % {'version': head.version}} · {order.edition.digest[:8]}",
        "note": "",
    }


def _words() -> dict[str, str]:
    """The words that the template itself needs."""
    return {
        "contents": _("目录"),
        "how": _("怎么用这本手册"),
        "legend": _("图例"),
        "then": "→",
        "step": _("步"),
        "what": _("做什么、怎么做"),
        "who": _("谁来办"),
        "time": _("时限"),
        "papers": _("凭据和表"),
        "public": _("公开"),
        "scan": _("扫码看办法、下空白表"),
        "goes_on": _("接下页"),
        "piece": _("图{n}／{of}"),
        "page": _("第{page}页"),
        "demo": _("示例"),
    }


def _chapter(order: Order, slug: str, pictured: Iterator[list[Picture]], told: Told) -> dict[str, Any]:
    found, sections = chapter(order, slug), []
    for power in order.edition.powers_of(slug):
        sections.append(_section(order, power, next(pictured)))
        told()
    return {
        "title": _("规范%(n)d　%(title)s") % {"n": found.number, "title": found.title},
        "sub": found.plain,
        "blocks": [blocks.said(*found.about), *_entries(found)],
        "sections": sections,
    }


def _entries(found: Chapter) -> list[Block]:
    head = [_("序号"), _("权力事项"), _("由谁行使"), _("主要依据"), _("页")]
    rows = [[str(e.number), f"{e.title}\n{e.plain}", e.holder, e.basis, page_of(e.slug)] for e in found.entries]
    return [blocks.table(head, rows, [12, 0, 34, 52, 12])] if rows else []


def _section(order: Order, power: Power, pictured: list[Picture]) -> dict[str, Any]:
    made = section(order, power)
    diagram = {"k": "drawn", "title": _("流程图"), "pictures": [asdict(picture) for picture in pictured]}
    return {
        "name": made.entry.slug,
        "title": _("%(n)d　%(title)s") % {"n": made.entry.number, "title": made.entry.title},
        "sub": made.entry.plain,
        "code": code_svg(made.address),
        "blocks": [*blocks.before(made), diagram, *blocks.after(made)],
    }


def _ends(order: Order) -> list[dict[str, Any]]:
    """The lists at the end of the whole."""
    head = [_("名称"), _("谁发布"), _("施行日期"), _("核对")]
    laws = [[one.title, one.issuer, one.in_force, one.marked] for one in lists.laws(order)]
    origins = [[str(number), title, text] for number, title, text in lists.origins(order)]
    duties, prohibitions = blocks.groups(lists.duties(order)), blocks.groups(lists.prohibitions(order))
    from_where = [blocks.table([_("序号"), _("权力事项"), _("来源")], origins, [12, 50, 0])]
    ends = [
        (_("责任清单，按职务"), _("每个职务该尽的责，和在哪些事的哪几步里尽。"), duties),
        (_("负面清单，靠什么防住"), _("每一条管谁、凭什么，在哪些事的哪几步里把住。"), prohibitions),
        (_("依据的法规和文件"), local(order.edition.head.note), [blocks.table(head, laws, [0, 50, 32, 24])]),
        (_("各项权力从哪儿来"), front.cover(order).status, from_where),
    ]
    return [
        {"title": _("附%(n)d　%(title)s") % {"n": n, "title": title}, "sub": sub, "blocks": made, "sections": []}
        for n, (title, sub, made) in enumerate(ends, 1)
    ]
