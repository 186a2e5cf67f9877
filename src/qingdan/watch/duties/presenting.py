"""How a duty to publish is said on a page: its chip, its line, what was said of it, how often it comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.disclosure import PublicDuty
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.rules.audience import Audience, may_see
from qingdan.domain.rules.audience import Viewer as Seeing
from qingdan.domain.rules.limits import parse_limit, settled
from qingdan.features.cases.messages import local
from qingdan.records.people.posts import post_name
from qingdan.watch.boards.citing import Citation, citations
from qingdan.watch.duties.finding import rhythms
from qingdan.watch.duties.models import Settlement, Statement
from qingdan.watch.duties.occasions import Occasion, State

SOON = 3  # days: from here on a day is shown as one to mind


@dataclass(frozen=True, slots=True)
class Row:
    """An occasion in a list: ``state`` and ``word`` of its chip, a line beneath its title, where it leads."""

    occasion: Occasion
    title: str
    line: str
    state: str
    word: str
    url: str


def rows(occasions: Iterable[Occasion]) -> list[Row]:
    """Occasions as rows; no query."""
    return [row_of(occasion) for occasion in occasions]


def row_of(occasion: Occasion) -> Row:
    """One occasion as a row; no query."""
    state, word = chip_of(occasion)
    where = reverse("duties:occasion", args=[occasion.origin, occasion.slug, occasion.key])
    return Row(occasion, local(occasion.title), _line(occasion), state, word, where)


def chip_of(occasion: Occasion) -> tuple[str, str]:
    """State and word of an occasion's chip."""
    match occasion.state:
        case State.OVERDUE:
            return "over", _("逾期%(n)d天") % {"n": occasion.late}
        case State.LATE:
            return "note", _("晚了%(n)d天公布") % {"n": occasion.late}
        case State.PUT_UP:
            return "done", _("按时公布")
        case State.PAPER:
            return "note", _("补录：贴过纸质公示")
        case State.GONE:
            return "plain", _("事情没有办下去")
    if occasion.left == 0:
        return "due", _("今天到期")
    word = _("还有%(n)d天") % {"n": occasion.left}
    return ("due" if occasion.left <= SOON else "line"), word


def _line(occasion: Occasion) -> str:
    due = day(occasion.due)
    match occasion.state:
        case State.OVERDUE | State.GONE:
            return _("应当在%(due)s前公布") % {"due": due}
        case State.LATE | State.PUT_UP | State.PAPER:
            done = day(occasion.done_on) if occasion.done_on else ""
            return _("应当在%(due)s前公布，%(done)s贴出") % {"due": due, "done": done}
        case State.COMING:
            return _("这一期到%(last)s止，%(due)s前公布") % {"last": day(occasion.ran_on), "due": due}
    return _("%(due)s前公布") % {"due": due}


def day(value: date) -> str:
    """A day as people say it."""
    return dateformat.format(value, _("Y年n月j日"))


def parts(occasions: Iterable[Occasion]) -> dict[str, list[Row]]:
    """Rows by what becomes of them: ``over`` the longest first, ``due``, ``coming`` the next first, ``past`` the newest
    first."""
    found: dict[str, list[Occasion]] = {"over": [], "due": [], "coming": [], "past": []}
    places = {State.OVERDUE: "over", State.DUE: "due", State.COMING: "coming"}
    for occasion in occasions:
        found[places.get(occasion.state, "past")].append(occasion)
    found["past"].reverse()
    return {place: rows(many) for place, many in found.items()}


# -- one occasion ----------------------------------------------------------------------------------------------------
def said(occasion: Occasion, reader: Seeing) -> list[dict[str, Any]]:
    """What was said of it, the earliest first: by a post and not by name, when, and the photograph for whom it is."""
    return [_said(statement, reader) for statement in occasion.statements]


def _said(statement: Statement, reader: Seeing) -> dict[str, Any]:
    kind = {
        Statement.Kind.EXPLANATION: _("村里的说明"),
        Statement.Kind.PAPER: _("事后补录：纸质公示"),
        Statement.Kind.ORDER: _("责令公布"),
    }[Statement.Kind(statement.kind)]
    about = ""
    if statement.kind == Statement.Kind.PAPER and statement.day:
        about = _("村里说，%(day)s贴出了纸质公示。") % {"day": day(statement.day)}
    elif statement.kind == Statement.Kind.ORDER and statement.day:
        about = _("要求在%(day)s前公布。") % {"day": day(statement.day)}
    picture = statement.photo_id is not None and may_see(Audience.VILLAGE, reader)
    return {
        "statement": statement,
        "kind": kind,
        "about": about,
        "by": post_name(statement.post),
        "photo": reverse("duties:photo", args=[statement.pk]) if picture else "",
        "has_photo": statement.photo_id is not None,
        "is_paper": statement.kind == Statement.Kind.PAPER,
    }


def bases_of(edition: Edition | None, duty: PublicDuty | None, today: date) -> list[Citation]:
    """What the duty rests on."""
    return citations(edition, duty.basis, today) if edition and duty else []


# -- every duty of a village -----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty of a village as it holds today; ``settlement`` is what the village settled, if it did. ``open``: whether
    something of it rests on a text that was not at hand."""

    duty: PublicDuty
    title: str
    plain: str
    board: str
    rhythm: str
    within: str
    stands: str
    contains: list[str]
    setting: str
    bases: list[Citation]
    settlement: Settlement | None


def duty_lines(
    edition: Edition, limits: dict[str, int], settlements: Iterable[Settlement], today: date
) -> list[DutyLine]:
    """Every duty of the edition, in its order. No query."""
    kept = list(settlements)
    return [_duty_line(edition, duty, limits, kept, today) for duty in edition.disclosure.duties.values()]


def _duty_line(
    edition: Edition, duty: PublicDuty, limits: dict[str, int], settlements: list[Settlement], today: date
) -> DutyLine:
    mine = [row for row in settlements if row.duty == duty.slug]
    rhythm = next(rhythm for rhythm, first, last in rhythms(duty, mine) if first <= today <= last)
    return DutyLine(
        duty=duty,
        title=local(duty.title),
        plain=local(duty.plain),
        board=local(edition.head.boards[duty.board]),
        rhythm=local(rhythm.words) if rhythm else _("本村不用公开"),
        within=local(parse_limit(settled(duty.within, limits)).words),
        stands=local(parse_limit(settled(duty.stands, limits)).words),
        contains=[local(words) for words in duty.contains],
        setting=local(duty.setting) if duty.setting else "",
        bases=citations(edition, duty.basis, today),
        settlement=max((r for r in mine if r.since <= today), key=lambda r: r.pk, default=None),
    )
