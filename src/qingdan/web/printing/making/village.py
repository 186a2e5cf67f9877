"""Papers of a village that belong to no case: the sheet of a handover, and the standing rule of who signs for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.features.cases.messages import local
from qingdan.features.handovers import presenting, queries
from qingdan.features.handovers.gates import SeenHandover
from qingdan.features.handovers.models import Item, Signature
from qingdan.features.handovers.rules import rule_of
from qingdan.records.people.posts import post_name
from qingdan.watch.boards.citing import citations
from qingdan.watch.boards.qr import address
from qingdan.web.places.queries import PostRow
from qingdan.web.printing.paper import Place, cited, code_svg, day_words, telephones
from qingdan.web.printing.pens import day_boxes
from qingdan.web.printing.sheet import Block, Cell, Sheet, lattice, remarks, rows, signatures, words

BLANK_LINES = 4


def paper_of_a_village(
    edition: Edition, place: Place, *, name: str, title: str, under: Sequence[str], where: str, scanned: str, note: str,
    blocks: Sequence[Block],
) -> Sheet:  # fmt: skip
    """A sheet with everything around its blocks. ``where``: the address that its code says, ``scanned`` what for."""
    version = _("表样 %(version)s") % {"version": edition.head.version}
    return Sheet(
        name=name, title=title, above=local(edition.title), under=under, code=code_svg(address(where)),
        code_text=address(where),
        code_words=scanned, telephones=telephones(place), note=note, version=version, demo=place.village.is_demo,
        demo_words=_("示例"), blocks=blocks,
    )  # fmt: skip


def handover_sheet(seen: SeenHandover, place: Place, edition: Edition) -> Sheet:
    """What is handed over, line by line, filled as far as it is known, and three lines to sign on."""
    handover = seen.handover
    named = presenting.named(handover, queries.items_of(handover))
    post = post_name(handover.holding.post)
    basis = cited(citations(edition, rule_of(handover).basis, handover.left_on))
    head = [_("序号"), _("移交的东西"), _("数量或金额"), _("怎么样"), _("说明")]
    lines = [_line(n, item, name) for n, (item, name) in enumerate(named, start=1)]
    spare = [[str(len(lines) + n), "", "", "", ""] for n in range(1, BLANK_LINES + 1)]
    blocks = [
        rows(_about(seen)),
        lattice(head, [*lines, *spare], title=_("移交清单"), widths=[13, 0, 28, 24, 42], height=4),
        remarks(_notes(handover, named)),
        signatures(_signing(seen)),
        rows([Cell(_("依据"), [words(_("；").join(basis), small=True)])], above=3),
    ]
    return paper_of_a_village(
        edition, place, name="handover", title=_("%(post)s工作移交表") % {"post": post}, under=[place.name],
        where=reverse("handovers:handover", args=[handover.pk]), scanned=_("扫码登记"),
        note=_("网上点的是登记，三方签了字的这张纸才是凭据。一式三份，移交人、接手人、镇里各一份。"), blocks=blocks,
    )  # fmt: skip


def _about(seen: SeenHandover) -> list[Cell]:
    handover = seen.handover
    taker = seen.signed.get(Signature.Part.TAKER)
    return [
        Cell(_("移交人"), [words(handover.holding.person.name, bold=True)], short=True),
        Cell(_("职务"), [words(post_name(handover.holding.post), bold=True)], short=True),
        Cell(_("离任"), [words(day_words(handover.left_on))], short=True),
        Cell(_("办完期限"), [words(day_words(handover.due_on), bold=True)], short=True),
        Cell(_("接手人"), [words(taker.person.name, bold=True)] if taker else [], short=True, room=not taker),
        Cell(_("移交日期"), [words(day_words(taker.at))] if taker else day_boxes(), short=True),
    ]


def _line(number: int, item: Item, name: str) -> list[str | dict[str, str]]:
    state = "" if item.state == Item.State.OPEN else item.get_state_display()
    kind = "" if item.kind == Item.Kind.THING else f"（{item.get_kind_display()}）"
    return [str(number), f"{name}{kind}", item.count or "", state, item.note or ""]


def _notes(handover: Any, named: Sequence[tuple[Item, str]]) -> list[str]:
    said = presenting.notes_of(handover)
    own = [_("%(thing)s：%(note)s") % {"thing": n, "note": said[i.slug]} for i, n in named if i.slug in said]
    return [*own, _("不在移交人手里的，写明在谁那里；有出入的，写明差多少、怎么办。")]


def _signing(seen: SeenHandover) -> list[tuple[str, str]]:
    found = []
    for part in Signature.Part:
        signature = seen.signed.get(part)
        note = ""
        if signature and signature.missing:
            note = _("没有到场，%(day)s由监交人登记") % {"day": day_words(signature.at)}
        elif signature:
            note = _("网上登记：%(name)s，%(day)s") % {"name": signature.person.name, "day": day_words(signature.at)}
        found.append((str(part.label), note))
    return found


def deputies_sheet(table: Sequence[PostRow], place: Place, edition: Edition, day: date) -> Sheet:
    """Who signs for whom, post by post, for the board of the village."""
    head = [_("职务"), _("现任"), _("顺位"), _("由谁代签"), _("什么时候")]
    lines: list[list[str | dict[str, str]]] = []
    for row in table:
        holders = _("、").join(holder.person.name for holder in row.holders) or _("（空缺）")
        if not row.rules:
            lines.append([row.post.name, holders, "", _("没有定"), ""])
        for n, rule in enumerate(row.rules):
            first = (row.post.name, holders) if n == 0 else ("", "")
            lines.append([*first, str(rule.order), rule.stand_in, rule.when or _("各种情况")])
    why = sorted({rule.why for row in table for rule in row.rules})
    said = [
        _("前一位也办不了的，由后一位签。代签的每一笔，登记簿、案卷和公示上都写明是代签、为什么。"),
        _("监委会和村委会不能互相代签；当事人的近亲属、要把关的人的近亲属不能代签；镇里不能替村里签。"),
        *([_("由谁定的：%(why)s") % {"why": _("；").join(why)}] if why else []),
    ]
    blocks = [lattice(head, lines, widths=[38, 34, 12, 40, 0], height=2), remarks(said)]
    return paper_of_a_village(
        edition, place, name="deputies", title=_("%(village)s代签规则") % {"village": place.village.short_name},
        under=[place.name, _("%(day)s的规则") % {"day": day_words(day)}],
        where=reverse("portal:about", args=[place.village.pk]), scanned=_("扫码看现在的规则"),
        note=_("贴在村务公开栏。规则有变动，另贴新的。"), blocks=blocks,
    )  # fmt: skip
