"""What is wrong in a village because of who holds which post there, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.proving import Prover, has_party
from qingdan.domain.catalogue.remedies import remedy_for
from qingdan.domain.flow.separation.staff import Cause
from qingdan.domain.flow.separation.village import InVillage, Reason, Wrong
from qingdan.records.people.wording import said
from qingdan.records.regions.models import Division
from qingdan.web.simulation.staffing import names_of, staff_of
from qingdan.web.simulation.wording import Wording, cause, posts, verdict


@dataclass(frozen=True, slots=True)
class Row:
    """Something that goes wrong in a power: ``saved`` when somebody stands in by the village's rule."""

    power: str
    title: str
    what: str
    often: str
    remedy: str
    how: str
    saved: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One cause with all that it does. ``general``: what would be if somebody had to stand aside, by post alone."""

    who: str
    why: str
    rows: tuple[Row, ...]
    general: bool

    @property
    def open(self) -> int:
        """How many of them nobody stands in for."""
        return sum(not row.saved for row in self.rows)


def groups_of(village: Division, prover: Prover, day: date, powers: Sequence[str] = ()) -> list[Group]:
    """What goes wrong in a village on a day, by cause; at most seven queries. ``powers``: only these."""
    edition = prover.edition
    staff = staff_of(village, edition, day)
    judging = InVillage(staff)
    found: dict[tuple[Reason, ...], list[Row]] = {}
    for slug in powers or edition.powers:
        recusal = has_party(edition.powers[slug].flow, edition)
        judge, words = prover.judge(slug), Wording(edition, slug)
        for wrong in judging.of(slug, judge, recusal=recusal):
            concerned = judge.roles_at(wrong.target) | frozenset().union(*(r.posts for r in wrong.reasons))
            found.setdefault(wrong.reasons, []).append(_row(edition, words, wrong, concerned))
    names = names_of({r.person for reasons in found for r in reasons if r.person is not None})
    order = {Cause.BOTH_POSTS: 0, Cause.VACANT: 1, Cause.ABSENT: 2, Cause.RECUSED: 3}
    ranked = sorted(found.items(), key=lambda pair: (order[pair[0][0].cause], -len(pair[1])))
    return [_group(edition, reasons, rows, names) for reasons, rows in ranked]


def _row(edition: Edition, words: Wording, wrong: Wrong, concerned: frozenset[str]) -> Row:
    remedy = remedy_for(edition.separation, wrong.target, concerned, saved=wrong.saved)
    return Row(
        power=wrong.power,
        title=said(words.power.title),
        what=words.target(wrong.target),
        often=verdict(wrong.verdict),
        remedy=said(remedy.name) if remedy else "",
        how=said(remedy.how) if remedy else "",
        saved=wrong.saved,
    )


def _group(edition: Edition, reasons: tuple[Reason, ...], rows: list[Row], names: Mapping[int, str]) -> Group:
    who = _("；").join(_who(edition, reason, names) for reason in reasons)
    why = _("；").join(dict.fromkeys(cause(reason.cause) for reason in reasons))
    return Group(who, why, tuple(rows), reasons[0].cause is Cause.RECUSED)


def _who(edition: Edition, reason: Reason, names: Mapping[int, str]) -> str:
    held = posts(edition, reason.posts)
    if reason.person is None or reason.person not in names:
        return held
    return _("%(name)s（%(posts)s）") % {"name": names[reason.person], "posts": held}


def lines_of(groups: Sequence[Group]) -> Iterator[str]:
    """The groups as lines for a terminal."""
    for group in groups:
        yield f"{group.who}  {group.why}  {len(group.rows)}"
        for row in group.rows:
            yield f"  {row.title}  {row.what}  {row.often}  {row.remedy or _('没有')}"
