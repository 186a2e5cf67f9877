"""What stands in front: what the handbook is, of which edition, with whose numbers, and how far it may be trusted."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.domain.numerals import in_chinese
from qingdan.features.cases.messages import local
from qingdan.web import formats
from qingdan.web.handbook.content import Cover
from qingdan.web.handbook.order import Order
from qingdan.web.printing.paper import telephones

DIGEST_SHOWN = 16  # signs of the edition's digest, enough to tell editions apart


def title(order: Order) -> str:
    """What the whole handbook is called, by how many norms there are."""
    count = len(order.edition.norms)
    shown = str(count) if order.language == "en" else in_chinese(count)
    return _("%(count)s项规范指导手册") % {"count": shown}


def cover(order: Order) -> Cover:
    """The cover of the whole, or of one norm."""
    edition, place = order.edition, order.place
    norm = edition.norms.get(order.norm)
    subtitle = _("文 · 图 · 表")
    if norm:
        subtitle = _("规范%(n)d　%(title)s") % {"n": norm.number, "title": local(norm.title)}
    return Cover(
        title=title(order),
        subtitle=subtitle,
        edition=local(edition.title),
        lines=_lines(order),
        status=_("参考清单，待本市确认") if edition.head.status == "reference" else _("本市公布的清单"),
        note=local(edition.head.note),
        place=place.name if place else "",
        telephones=telephones(place),
        is_demo=bool(place and place.village.is_demo),
    )


def _lines(order: Order) -> list[tuple[str, str]]:
    head = order.edition.head
    there, counts = len(order.powers), head.counts
    whole = _("权力%(powers)d项，责任%(duties)d项，禁止%(prohibitions)d项")
    numbers = {"powers": there, "duties": len(order.edition.duties), "prohibitions": len(order.edition.prohibitions)}
    content = _("权力%(powers)d项") % numbers if order.norm else whole % numbers
    if not order.norm and there < counts.powers:
        content += _("（清单应有权力%(n)d项，其余的还在编）") % {"n": counts.powers}
    return [
        (_("版本"), _("第%(version)s版") % {"version": head.version}),
        (_("起用日期"), formats.day_text(head.in_force, get_language())),
        (_("内容"), content),
        (_("限额和天数"), whose_numbers(order)),
        (_("清单指纹"), order.edition.digest[:DIGEST_SHOWN]),
    ]


def whose_numbers(order: Order) -> str:
    """Which numbers are in force in it."""
    if order.place is None:
        return _("用清单自己的数；本市、本镇另外定了的，以当地的为准")
    return _("用%(place)s现在执行的数") % {"place": order.place.name}


def how_to_use() -> list[str]:
    """How an official works by it, in a few sentences."""
    return [
        _("先在目录里按规范找到事项，翻到那一页。"),
        _("先看“要准备的”，材料备齐再开头；缺一样，后面要返工。"),
        _("图看全程：圈里的数就是下面表里的步骤。一个栏是一个人或一个会，箭头走到谁的栏就由谁办。"),
        _("表看细处：每一步谁办、几天、留什么凭据、公开给谁。签了字的纸是凭据，网上点的是登记。"),
        _("出了岔子，看这一步下面的“如果”，照着走；没有写的，停下来问镇里。"),
        _("红线碰不得。近亲属、自己有利益的，先说明、再回避。"),
        _("标“待核实”的，还没有对照正式文本，以主管部门答复为准。"),
    ]
