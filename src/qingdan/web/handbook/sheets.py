"""The diagram of one power as a file of its own: the pages that the handbook has, with a head and a foot."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Power
from qingdan.domain.flow import draw
from qingdan.features.cases.messages import local
from qingdan.web.handbook import front, shelf
from qingdan.web.handbook.figures import Kept, drawn
from qingdan.web.handbook.order import Order
from qingdan.web.handbook.powers import address_of
from qingdan.web.printing import engine
from qingdan.web.printing.paper import code_svg

TEMPLATE = engine.HERE / "drawing.typ"


def pdf(order: Order, power: Power, kept: Kept | None = None) -> bytes:
    """The diagram as a PDF/A-2b file: a second of one core for a long flow that is not ``kept``."""
    made, missing = engine.legible(document(order, power, kept))
    return engine.as_pdf(TEMPLATE, {**made, "foot": [*made["foot"], missing] if missing else made["foot"]})


def key_of(order: Order, power: Power) -> str:
    """What the file is kept under: it changes with whatever stands on it."""
    return shelf.key_of(order, power.slug)


def title_of(power: Power) -> str:
    """What the file is called."""
    return _("%(plain)s流程图") % {"plain": local(power.plain)}


def document(order: Order, power: Power, kept: Kept | None = None) -> dict[str, Any]:
    """The sheets as JSON holds them."""
    head, cover = order.edition.head, front.cover(order)
    (pictures,) = drawn([order.wanted(power)], 1, kept)
    norm = local(order.edition.norms[power.norm].title)
    return {
        "title": _("%(n)d　%(title)s") % {"n": power.number, "title": local(power.title)},
        "sub": local(power.plain),
        "summary": local(power.summary),
        "above": " · ".join(part for part in (cover.edition, norm, cover.place) if part),
        "publisher": cover.edition,
        "date": [head.in_force.year, head.in_force.month, head.in_force.day],
        "language": order.language,
        "region": None if order.language == "en" else "cn",
        "code": code_svg(address_of(power)),
        "pictures": [asdict(picture) for picture in pictures],
        "legend": [{"svg": svg, "name": name} for svg, name in draw.whole_legend(order.language)],
        "foot": [
            f"{_('第%(version)s版') % {'version': head.version}} · {order.edition.digest[:8]}",
            cover.status,
        ],
        "telephones": cover.telephones,
        "is_demo": cover.is_demo,
        "words": {
            "drawing": _("流程图"),
            "legend": _("图例"),
            "goes_on": _("接下页"),
            "piece": _("图{n}／{of}"),
            "page": _("第{page}页 共{pages}页"),
            "scan": _("扫码看办法、下空白表"),
            "demo": _("示例"),
        },
    }
