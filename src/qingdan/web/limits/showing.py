"""The limits as a page shows them: the number that holds, who set it by what, and which powers go by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.catalogue.parts import Limit
from qingdan.features.cases.messages import local
from qingdan.records.editions.acts.limits import shown
from qingdan.records.editions.models import LimitOverride
from qingdan.records.editions.queries import holding
from qingdan.watch.boards.citing import Citation, citations

EVERY = "every"


@dataclass(frozen=True, slots=True)
class OwnLine:
    """What a place has set: its value, from when to when, by which document. ``state``: now, later or over."""

    row: LimitOverride
    place: str
    value: str
    state: str


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A limit: the ``value`` that holds, the edition's own ``given`` where a place has set another, and whose it is."""

    limit: Limit
    value: str
    given: str
    own: Sequence[OwnLine]
    bases: Sequence[Citation]
    powers: Sequence[Power]


def lines(edition: Edition, own: Iterable[LimitOverride], day: date) -> list[LimitLine]:
    """Every limit of the edition, in its order; ``own``: what the reader's place and those above it have set."""
    by_name: dict[str, list[LimitOverride]] = {}
    for row in own:
        by_name.setdefault(row.name, []).append(row)
    return [_line(edition, limit, by_name.get(name, []), day) for name, limit in edition.head.limits.items()]


def _line(edition: Edition, limit: Limit, rows: Sequence[LimitOverride], day: date) -> LimitLine:
    given, now = shown(limit, limit.value), holding(rows, day).get(limit.name)
    return LimitLine(
        limit=limit,
        value=shown(limit, now.value) if now else given,
        given=given if now else "",
        own=[own_line(limit, row, day) for row in rows],
        bases=citations(edition, limit.basis, day),
        powers=edition.powers_naming(limit.name),
    )


def own_line(limit: Limit, row: LimitOverride, day: date) -> OwnLine:
    """A setting as it stands on ``day``."""
    over = row.ends is not None and row.ends < day
    state = "over" if over else "later" if row.starts > day else "now"
    return OwnLine(row, row.division.short_name, shown(limit, row.value), state)


def by_norm(edition: Edition, found: Iterable[LimitLine]) -> list[tuple[str, str, list[LimitLine]]]:
    """The limits under the one norm whose powers go by each; at the end those of several norms, or of none."""
    groups: dict[str, list[LimitLine]] = {slug: [] for slug in (*edition.norms, EVERY)}
    for line in found:
        norms = {power.norm for power in line.powers}
        groups[norms.pop() if len(norms) == 1 else EVERY].append(line)
    titles = {slug: local(norm.title) for slug, norm in edition.norms.items()} | {EVERY: _("几项规范都用的")}
    return [(slug, titles[slug], rows) for slug, rows in groups.items() if rows]
