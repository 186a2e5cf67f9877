"""The sheet for the board: of a notice that was put up, or of a step whose notice is still to be written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.model import Disclosure, Fact
from qingdan.domain.rules.audience import Audience, may_see
from qingdan.domain.rules.limits import parse_limit
from qingdan.features.cases.messages import local
from qingdan.features.cases.running import machine_of
from qingdan.records.regions.days import local_date
from qingdan.watch.boards import presenting
from qingdan.watch.boards.answering import edition_for
from qingdan.watch.boards.content import BEFORE_THE_BOARD, on_paper
from qingdan.watch.boards.gates import SeenNotice
from qingdan.watch.boards.models import Notice
from qingdan.watch.boards.proving import proof_lines
from qingdan.watch.boards.qr import address
from qingdan.web.printing.paper import Paper, Place, cited, code_svg, day_words, telephones
from qingdan.web.printing.pens import day_boxes, given
from qingdan.web.printing.sheet import NoticeSheet, Run, mixed, words

SHEET = "sheet.pdf"  # how the address of a sheet ends, after that of its notice


def posting(seen: SeenNotice, place: Place) -> NoticeSheet:
    """The notice exactly as it was put up: what this reader may see, and of that only what may hang on the wall."""
    notice, case = seen.notice, seen.notice.case
    edition = edition_for(notice)
    fields = presenting.sheet_fields(on_paper(notice, seen.reader))
    made: dict[str, Any] = {
        "rows": [_row(field) for field in fields if field.plain or field.rows],
        "prose": [line for field in fields for line in field.prose],
        "tables": [{"title": f.term, "head": list(f.heads), "rows": f.lines} for f in fields if f.lines],
        "title": presenting.side(notice.title),
        "basis": cited(presenting.bases_of(notice, local_date(seen.now))),
        "proof": proof_lines(notice),
        "attached": _attached(seen),
        **_put_up(notice, _code_for(seen)),
    }
    if case is None:
        return _by_hand(seen, place, edition, made)
    paper = Paper(edition, edition.powers[case.power], machine_of(case).step(notice.key), place)
    return _sheet(paper, **made)


def _code_for(seen: SeenNotice) -> str:
    """The code that the sheet bears: the wall's own where that shows more, for a reader who may see as much."""
    notice = seen.notice
    more = notice.wall_code is not None and may_see(Audience.VILLAGE, seen.reader)
    return str(notice.wall_code) if more else notice.code


def _attached(seen: SeenNotice) -> list[str]:
    names = [f.name for f in seen.notice.files.order_by("pk") if may_see(Audience(f.audience), BEFORE_THE_BOARD)]
    shown = _("、").join(names)
    return [_("附件：%(names)s（扫码看）") % {"names": shown}] if names else []


def _by_hand(seen: SeenNotice, place: Place, edition: Edition, made: dict[str, Any]) -> NoticeSheet:
    """The sheet of a notice that no power brought: it names its board and no step."""
    notice = seen.notice
    rows, where, scanned = made.pop("rows"), made.pop("where"), made.pop("scanned")
    number, by_code, basis = made.pop("number"), made.pop("objecting"), made.pop("basis")
    made["lead"] = [*made["lead"], *made.pop("prose")]
    return NoticeSheet(
        **{**made, "title": _titled(made["title"])},
        name=notice.code,
        above=presenting.board_words(edition, notice.board),
        under=[_("公示编号 %(number)s") % {"number": number}],
        code=code_svg(where),
        code_text=where,
        code_words=scanned,
        issuer=presenting.issuer_words(notice),
        fields=rows,
        objecting=_objecting(place, *by_code),
        basis=_based(basis),
        version=f"{local(edition.title)} {edition.head.version}",
        demo=place.village.is_demo,
        demo_words=_("示例"),
        telephones="",
        note=_note(Audience(notice.audience)),
    )


def _based(basis: Sequence[str]) -> list[str]:
    return [_("依据：%(basis)s") % {"basis": _("；").join(basis)}] if basis else []


def open_posting(paper: Paper) -> NoticeSheet:
    """The notice of a step as a form: filled with what the case holds, and for the pen where it holds nothing. Only
    fields that belong on the notice: the step's own notes stay off the board."""
    shown = paper.step.disclosure
    assert shown is not None
    rows = [_open_row(paper, paper.power.flow.facts[name]) for name in shown.fields]
    named = {"power": local(paper.power.title), "step": local(paper.step.name)}
    title = local(shown.title) if shown.title else _("%(power)s：%(step)s") % named
    notice = paper.reading.notices.get(paper.known.key) if paper.reading and paper.known else None
    hung = _put_up(notice, notice.code) if notice else _not_yet(paper, shown)
    return _sheet(paper, rows=rows, title=title, basis=paper.basis(), **hung)


def _put_up(notice: Notice, code: str) -> dict[str, Any]:
    """What is known of a notice that hangs: its number, its days, where its code leads, and what it puts right."""
    until = notice.objections_until
    days = [_period(_("异议期"), notice.posted_at, until)] if until else []
    page = reverse("forms:notice", args=[code]).removesuffix(SHEET)
    return {
        "number": notice.code.upper(),
        "days": [*days, _period(_("张贴期"), notice.posted_at, notice.stands_until)],
        "where": address(page),
        "scanned": _("扫码看原文、提异议"),
        "objecting": (_("也可以扫码写。"), bool(until)),
        "day": [words(day_words(notice.posted_at))],
        "lead": [_("更正：%(why)s") % {"why": notice.why}] if notice.why else [],
    }


def _not_yet(paper: Paper, shown: Disclosure) -> dict[str, Any]:
    """The same of one that does not hang yet: places for the pen."""
    days = [_open_period(_("异议期"), shown.objections)] if shown.objections else []
    return {
        "number": "____________",
        "days": [*days, _open_period(_("张贴期"), shown.stands)],
        "where": paper.address,
        "scanned": _("扫码看本表"),
        "objecting": ("", bool(shown.objections)),
        "day": day_boxes(),
    }


def _sheet(
    paper: Paper, *, rows: Sequence[dict[str, Any]], title: str, basis: Sequence[str], number: str, where: str,
    days: Sequence[dict[str, Any]], scanned: str, objecting: tuple[str, bool], day: Sequence[Run],
    lead: Sequence[str] = (), prose: Sequence[str] = (), **more: Any,
) -> NoticeSheet:  # fmt: skip
    shown = paper.step.disclosure
    assert shown is not None
    village = paper.place.village.short_name if paper.place else "________"
    said = _("按照村级小微权力清单第%(number)d项“%(power)s”的规定，现将有关情况公开如下：")
    return NoticeSheet(
        name=paper.known.key if paper.known else paper.step.id,
        title=_titled(title),
        above=presenting.board_words(paper.edition, shown.board),
        under=[_("公示编号 %(number)s") % {"number": number}],
        code=code_svg(where),
        code_text=where,
        code_words=scanned,
        issuer=_("%(village)s村民委员会") % {"village": village},
        lead=[*lead, said % {"number": paper.power.number, "power": local(paper.power.title)}, *prose],
        fields=rows,
        days=days,
        objecting=_objecting(paper.place, *objecting),
        day=day,
        basis=_based(basis),
        **more,
        **{**paper.around(), "telephones": "", "note": _note(shown.audience)},
    )


def _note(audience: Audience) -> str:
    said = _("张贴期间任何人不得撕下、遮盖或涂改。内容有错，另贴更正。")
    return said if audience is Audience.INTERNET else " ".join((said, _("只在本村公开，请不要拍照上网。")))


def _titled(title: str) -> str:
    """A title that does not say that it is a notice is made to say so."""
    said = (pgettext("in a title", "公示"), pgettext("in a title", "公告"), pgettext("in a title", "公开"))
    if any(word in title.lower() for word in said):
        return title
    return _("%(title)s公示") % {"title": title}


def _objecting(place: Place | None, by_code: str, answered_first: bool) -> list[str]:
    said = _("对以上内容有意见的，谁都可以找村务监督委员会或镇里提，可以不留姓名。")
    answer = _("异议期内提的，先答复、后往下办。") if answered_first else _("提了的都要答复。")
    contacts = place.contacts if place else ()
    return [said + by_code + answer, *([f"{c.name}　{c.phone}" for c in contacts] or [telephones(place)])]


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
