"""The sheet for the board: of a notice that was put up, or of a step whose notice is still to be written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.flow.model import Fact
from qingdan.domain.rules.limits import parse_limit
from qingdan.features.cases.messages import local
from qingdan.features.cases.running import edition_of, machine_of
from qingdan.records.regions.days import local_date
from qingdan.watch.boards import presenting
from qingdan.watch.boards.gates import SeenNotice
from qingdan.web.printing.paper import Paper, Place, cited, code_svg, day_words, telephones
from qingdan.web.printing.pens import day_boxes, given
from qingdan.web.printing.sheet import NoticeSheet, Run, mixed, words


def posting(seen: SeenNotice, place: Place, where: str) -> NoticeSheet:
    """The notice exactly as it was put up, for its own audience. ``where`` is the address that its code says."""
    notice = seen.notice
    paper = _paper(seen, place)
    rows = [_row(field) for field in presenting.sheet_fields(notice)]
    days = [_period(_("异议期"), notice.posted_at, notice.objections_until)] if notice.objections_until else []
    days.append(_period(_("张贴期"), notice.posted_at, notice.stands_until))
    return _sheet(
        paper, title=presenting.side(notice.title), number=notice.code.upper(), rows=rows, days=days,
        where=where, put_up=True, until=notice.objections_until, day=[words(day_words(notice.posted_at))],
        basis=cited(presenting.bases_of(notice, local_date(seen.now))),
    )  # fmt: skip


def _paper(seen: SeenNotice, place: Place) -> Paper:
    case = seen.notice.case
    edition = edition_of(case)
    return Paper(edition, edition.powers[case.power], machine_of(case).step(seen.notice.key), place)


def blank_posting(paper: Paper) -> NoticeSheet:
    """A notice to be filled in by pen, or already filled with what the case holds; its days are written when it goes
    up. Only fields that belong on the notice: the step's own notes stay off the board."""
    shown = paper.step.disclosure
    assert shown is not None
    facts = [paper.power.flow.facts[name] for name in shown.fields]
    days = []
    if shown.objections:
        days.append(_open_period(_("异议期"), shown.objections))
    days.append(_open_period(_("张贴期"), shown.stands))
    return _sheet(
        paper, title=local(shown.title or paper.power.title), number="", rows=[_open_row(paper, f) for f in facts],
        days=days, where=paper.address, put_up=False, until=shown.objections, day=day_boxes(), basis=paper.basis(),
    )  # fmt: skip


def _sheet(
    paper: Paper, *, title: str, number: str, rows: Sequence[dict[str, Any]], days: Sequence[dict[str, Any]],
    where: str, put_up: bool, until: object, day: Sequence[Run], basis: Sequence[str],
) -> NoticeSheet:  # fmt: skip
    shown = paper.step.disclosure
    assert shown is not None
    village = paper.place.village.short_name if paper.place else "________"
    issuer = _("%(village)s村民委员会") % {"village": village.removesuffix(_("村民委员会"))}
    around = paper.around()
    lead = _("按照村级小微权力清单第%(number)d项“%(power)s”的规定，现将有关情况公开如下：")
    return NoticeSheet(
        name=paper.known.key if paper.known else paper.step.id,
        title=_titled(title),
        above=presenting.board_words(paper.edition, shown.board),
        under=[_("公示编号 %(number)s") % {"number": number or "____________"}],
        code=code_svg(where),
        code_words=_("扫码看原文、提异议") if put_up else _("扫码看本表"),
        issuer=issuer,
        lead=[lead % {"number": paper.power.number, "power": local(paper.power.title)}],
        fields=rows,
        days=days,
        objecting=_objecting(paper.place, until, put_up),
        day=day,
        basis=[_("依据：%(basis)s") % {"basis": "；".join(basis)}] if basis else [],
        **{**around, "telephones": "", "note": _("张贴期间任何人不得撕下、遮盖或涂改。内容有错，另贴更正。")},
    )


def _titled(title: str) -> str:
    """A title that does not say that it is a notice is made to say so."""
    if any(word in title for word in (_("公示"), _("公告"), _("公开"))):
        return title
    return _("%(title)s公示") % {"title": title}


def _objecting(place: Place | None, until: object, put_up: bool) -> list[str]:
    said = _("对以上内容有意见的，谁都可以找村务监督委员会或镇里提，可以不留姓名。")
    if put_up:
        said += _("也可以扫码写。")
    answer = _("异议期内提的，先答复、后往下办。") if until else _("提了的都要答复。")
    contacts = place.contacts if place else ()
    return [said + answer, *([f"{c.name}　{c.phone}" for c in contacts] or [telephones(place)])]


def _row(field: presenting.SheetField) -> dict[str, Any]:
    value = "\n".join(f"{name}　{amount}" for name, amount in field.rows) or field.value
    if field.total:
        value += "\n" + _("合计 %(sum)s") % {"sum": field.total}
    return {"label": field.term, "runs": [words(value, bold=True)], "lines": 0}


def _open_row(paper: Paper, fact: Fact) -> dict[str, Any]:
    known = paper.known
    if known and fact.name in known.values:
        return {"label": local(fact.title), "runs": given(fact, known.values[fact.name]), "lines": 0}
    return {"label": local(fact.title), "runs": [], "lines": 1}


def _period(label: str, first: datetime, last: datetime) -> dict[str, Any]:
    span = _("%(first)s起，到%(last)s止") % {"first": day_words(first), "last": day_words(last)}
    return {"label": label, "runs": [words(span)]}


def _open_period(label: str, limit: str) -> dict[str, Any]:
    days = mixed(_("____月____日起，到____月____日止（{limit}）"), limit=words(local(parse_limit(limit).words)))
    return {"label": label, "runs": days}
