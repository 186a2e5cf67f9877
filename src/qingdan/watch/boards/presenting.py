"""What a board's pages show, put into words: the sheet's fields, its days, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import dateformat
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.flow.model import Basis
from qingdan.domain.flow.state import Rejected, base
from qingdan.domain.rules.audience import Audience
from qingdan.domain.rules.money import format_money
from qingdan.features.cases.messages import local
from qingdan.features.cases.running import machine_of
from qingdan.records.regions.days import local_date
from qingdan.watch.boards.answering import awaits, edition_for, writers_of
from qingdan.watch.boards.citing import Citation, citations
from qingdan.watch.boards.models import Notice, NoticeDraft


@dataclass(frozen=True, slots=True)
class SheetField:
    """One line of the sheet; of a list, ``rows`` are its items and ``total`` their sum. Written by hand it may also be
    ``prose`` (paragraphs) or a table of any width (``heads`` and ``lines``). ``kept_to``: for whom, if not for all."""

    term: str
    value: str = ""
    number: bool = False
    rows: list[tuple[str, str]] = field(default_factory=list)
    total: str = ""
    heads: tuple[str, ...] = ("", "")  # of the rows or lines
    lines: list[list[str]] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    kept_to: str = ""

    @property
    def plain(self) -> bool:
        """A term and a value, for one line of the table of terms."""
        return not (self.rows or self.lines or self.prose)


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


AUDIENCES = {
    Audience.INTERNET: gettext_lazy("所有人"),
    Audience.VILLAGE: gettext_lazy("只给本村"),
    Audience.MEMBERS: gettext_lazy("只给集体成员"),
    Audience.PARTY_BRANCH: gettext_lazy("只给党支部"),
    Audience.OFFICIALS: gettext_lazy("只给经办的干部"),
    Audience.PARTIES: gettext_lazy("只给当事人"),
}


STATES = {  # of a draft: the state of its chip, and its word
    NoticeDraft.DRAFT: ("plain", gettext_lazy("草稿")),
    NoticeDraft.REVIEW: ("due", gettext_lazy("等监委会审")),
    NoticeDraft.RETURNED: ("over", gettext_lazy("退回来了")),
    NoticeDraft.PASSED: ("due", gettext_lazy("审过，该贴了")),
    NoticeDraft.PUBLISHED: ("done", gettext_lazy("已贴出")),
    NoticeDraft.DROPPED: ("line", gettext_lazy("已放弃")),
}


def audience_words(audience: str) -> str:
    """For whom something is, in few words."""
    return str(AUDIENCES[Audience(audience)])


def sheet_fields(rows: Iterable[Mapping[str, Any]], whole: str = "") -> list[SheetField]:
    """Rows of a notice as a sheet shows them, in their order. Which rows, ``content`` has decided for the reader.
    ``whole``: the notice's audience, so that what is kept to fewer says so."""
    return [_kept(_field(row), row, whole) for row in rows]


def _kept(shown: SheetField, row: Mapping[str, Any], whole: str) -> SheetField:
    own = row.get("audience")
    return replace(shown, kept_to=audience_words(own)) if own and whole and own != whole else shown


def _field(row: Mapping[str, Any]) -> SheetField:
    term, kind, value = side(row["title"]), row["type"], row["value"]
    if kind == "prose":
        return SheetField(term, prose=[line for line in value.split("\n") if line.strip()])
    if kind == "table":
        return SheetField(term, heads=tuple(value["heads"]), lines=value["rows"])
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
    """State and word of a notice in a list: corrected, objections still open, standing, or its days are full."""
    today = local_date(now)
    if newer_of(notice) is not None:
        return "note", _("已更正")
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


def newer_of(notice: Notice) -> Notice | None:
    """The version that corrects a notice; no query where it was read with it."""
    return getattr(notice, "corrected_by", None)


def power_of(notice: Notice) -> Power | None:
    """The power that a notice comes from; None when it was written by hand."""
    return edition_for(notice).powers[notice.case.power] if notice.case is not None else None


def power_words(notice: Notice) -> str:
    """The villager's word for the power that the notice comes from; of one written by hand, that it was."""
    power = power_of(notice)
    return local(power.plain) if power else _("村里写的公示")


def issuer_words(notice: Notice) -> str:
    """Whose notice it is: the villagers' committee's, or as the edition says of the board."""
    issuer = writers_of(edition_for(notice), notice.board).issuer if notice.case is None else None
    if issuer is None:
        return _("%(village)s村民委员会") % {"village": notice.village.short_name}
    return _("%(village)s%(issuer)s") % {"village": notice.village.short_name, "issuer": local(issuer)}


def mark_words(edition: Edition | None, mark: str) -> str:
    """The name of a mark (三重一大); "" for none."""
    known = edition.notices.marks if edition and edition.notices else {}
    return local(known[mark].name) if mark in known else ""


def bases_of(notice: Notice, day: date) -> list[Citation]:
    """The legal bases of the sheet; those of the power where the step names none of its own."""
    edition, power = edition_for(notice), power_of(notice)
    kept = {(b.law, b.articles): b for b in machine_of(notice.case).step(notice.key).basis} if notice.case else {}
    bases = [
        kept.get((row["law"], tuple(row["articles"])), Basis(row["law"], tuple(row["articles"])))
        for row in notice.basis
    ]
    return citations(edition, bases or (power.basis if power else ()), day)


def next_steps(notice: Notice) -> list[str]:
    """What the case comes to when the objection period ends as things stand; empty when it does not wait here, or
    waits for answers. Names of steps only: what became of somebody's matter is not the board's to tell."""
    case = notice.case
    if case is None or not awaits(case, notice.key):
        return []
    running = machine_of(case)
    try:
        after = running.advance(case.state, {"type": "close", "key": notice.key})
    except Rejected:
        return []  # objections wait for their answers
    opened = [key for key in after["open"] if key not in case.state["open"]]
    return [local(running.step(base(key)).name) for key in opened] or [_("办结")]
