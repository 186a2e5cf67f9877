"""Who may follow a case: what its definition says (``domain.flow.openness``), and no more than the case above it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from qingdan.domain.flow.openness import follows
from qingdan.domain.rules.audience import Audience, Viewer, may_see, wider
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import machine_of
from qingdan.records.editions.queries import edition_of

ABOVE = "parent__parent__parent"  # read with a case whose openness is asked
Pair = tuple[str, str]  # an edition's digest and a power


def followed_by(case: Case) -> Audience:
    """``internet``, ``village``, or ``parties`` for nobody who is not one. The cases above it must have been read."""
    found = follows(machine_of(case).flow, case.state["facts"])
    if case.parent is not None:
        above = followed_by(case.parent)
        found = above if wider(found, above) else found
    return found


def may_follow(case: Case, reader: Viewer) -> bool:
    """Whether a reader who is no party of it may follow the case on its public page."""
    audience = followed_by(case)
    return audience is not Audience.PARTIES and may_see(audience, reader)


def perhaps_followed(pairs: Iterable[Pair], reader: Viewer) -> list[Pair]:
    """Those powers whose cases the reader may follow, or some of whose."""
    return [pair for pair in pairs if _perhaps(*pair, reader)]


def _perhaps(edition: str, power: str, reader: Viewer) -> bool:
    flow = edition_of(edition).powers[power].flow
    found = flow.process.audience if flow.process is not None and flow.process.own else follows(flow, {})
    return found is not Audience.PARTIES and may_see(found, reader)


def each_for_itself(pair: Pair) -> bool:
    """Whether each case of a power says for itself whether it is its parties' own matter."""
    said = edition_of(pair[0]).powers[pair[1]].flow.process
    return said is not None and said.own is not None


def of_pairs(pairs: Iterable[Pair]) -> Q:
    """The cases of these powers."""
    where, by_edition = Q(pk__in=[]), dict[str, list[str]]()
    for edition, power in pairs:
        by_edition.setdefault(edition, []).append(power)
    for edition, powers in by_edition.items():
        where |= Q(edition=edition, power__in=powers)
    return where
