"""What a board's pages show, put into words: the sheet's fields, its days, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import dateformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.model import Basis
from qingdan.domain.flow.state import Rejected, base
from qingdan.domain.rules.money import format_money
from qingdan.features.cases.messages import local
from qingdan.features.cases.running import edition_of, machine_of
from qingdan.records.regions.days import local_date
from qingdan.watch.boards.answering import awaits
from qingdan.watch.boards.citing import Citation, citations
from qingdan.watch.boards.models import Notice


@dataclass(frozen=True, slots=True)
class SheetField:
    """One line of the sheet; of a list, ``rows`` are its items and ``total`` their sum."""

    term: str
    value: str = ""
    number: bool = False
    rows: list[tuple[str, str]] = field(default_factory=list)
    total: str = ""
    heads: tuple[str, str] = ("", "")  # of the rows


@dataclass(frozen=True, slots=True)
class Period:
    """Days of a notice: squares for the component, how many there are, and how many are left today.

    The day of putting up has a square and is not counted: a period begins on the next day (民法典 201).
    """

    first: date
    last: date
    count: int
    left: int
    squares: list[dict[str, Any]]

    @property
    def over(self) -> bool:
        return self.left < 0


def side(pair: Mapping[str, str]) -> str:
    """The side of a {zh, en} mapping in the reader's language."""
    return pair["en"] if (get_language() or "zh").startswith("en") else pair["zh"]


def sheet_fields(notice: Notice) -> list[SheetField]:
    """The fields of a notice as they were put up, in the definition's order."""
    return [_field(row) for row in notice.body]


def _field(row: Mapping[str, Any]) -> SheetField:
    term, kind, value = side(row["title"]), row["type"], row["value"]
    if kind == "list":
        rows = [(str(item.get("name", "")), format_money(item.get("sum", 0))) for item in value]
        total = format_money(sum(item.get("sum", 0) for item in value))
        return SheetField(term, rows=rows, total=total, heads=(_("名称"), _("金额")))
    if kind == "slate":
        return SheetField(term, rows=[_person(item) for item in value], heads=(_("姓名"), _("职务")))
    if kind == "proxies":
        rows = [(item["from"], item["to"]) for item in value]
        return SheetField(term, rows=rows, heads=(_("委托人"), _("受委托人")))
    return SheetField(term, _value(kind, value), number=kind in ("money", "count"))


def _person(row: Mapping[str, Any]) -> tuple[str, str]:
    """Somebody who stands, was voted for or is elected, and for what."""
    name = _("%(name)s（女）") % row if row.get("woman") else row["name"]
    said = [side(row["office"])]
    if "for" in row:
        said.append(_("%(votes)d票") % {"votes": row["for"]})
    if row.get("elected"):
        said.append(_("当选"))
    return name, _("，").join(said)


def _value(kind: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return side(value)
    match kind:
        case "money":
            return format_money(value)
        case "yes-no":
            return _("是") if value else _("否")
        case "date":
            return dateformat.format(date.fromisoformat(value), _("Y年n月j日"))
    return str(value)


def period(first: datetime, until: datetime, now: datetime) -> Period:
    """The days from putting up to ``until``, seen from ``now``."""
    begins, ends, today = local_date(first), local_date(until), local_date(now)
    days = (begins + timedelta(days=n) for n in range((ends - begins).days + 1))
    squares: list[dict[str, Any]] = [
        {"day": d, "state": "past" if d < today else "today" if d == today else ""} for d in days
    ]
    squares[0]["word"] = _("贴出")
    return Period(begins, ends, (ends - begins).days, (ends - today).days, squares)


def chip_of(notice: Notice, now: datetime) -> tuple[str, str]:
    """State and word of a notice in a list: objections still open, standing, or its days are full."""
    today = local_date(now)
    if notice.objections_until and now <= notice.objections_until:
        left = (local_date(notice.objections_until) - today).days
        return "due", _("异议还有%(n)d天") % {"n": left} if left else _("异议今天截止")
    if now <= notice.stands_until:
        left = (local_date(notice.stands_until) - today).days
        return "plain", _("还贴%(n)d天") % {"n": left} if left else _("今天贴满")
    return "done", _("已贴满")


def board_words(edition: Edition | None, board: str) -> str:
    """The name of a board; its slug where the edition has no such board."""
    words = edition.head.boards.get(board) if edition else None
    return local(words) if words else board


def power_words(notice: Notice) -> str:
    """The villager's word for the power that the notice comes from."""
    return local(edition_of(notice.case).powers[notice.case.power].plain)


def bases_of(notice: Notice, day: date) -> list[Citation]:
    """The legal bases of the sheet; those of the power where the step names none of its own."""
    edition = edition_of(notice.case)
    kept = {(b.law, b.articles): b for b in machine_of(notice.case).step(notice.key).basis}
    bases = [
        kept.get((row["law"], tuple(row["articles"])), Basis(row["law"], tuple(row["articles"])))
        for row in notice.basis
    ]
    return citations(edition, bases or edition.powers[notice.case.power].basis, day)


def next_steps(notice: Notice) -> list[str]:
    """What the case comes to when the objection period ends as things stand; empty when it does not wait here, or
    waits for answers. Names of steps only: what became of somebody's matter is not the board's to tell."""
    case, running = notice.case, machine_of(notice.case)
    if not awaits(case, notice.key):
        return []
    try:
        after = running.advance(case.state, {"type": "close", "key": notice.key})
    except Rejected:
        return []  # objections wait for their answers
    opened = [key for key in after["open"] if key not in case.state["open"]]
    return [local(running.step(base(key)).name) for key in opened] or [_("办结")]
