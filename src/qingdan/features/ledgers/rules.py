"""Who may import a ledger: whoever may begin such a case in the village, and the officials of its town."""

from __future__ import annotations

from collections.abc import Mapping

from qingdan.domain.catalogue.beginning import first_roles
from qingdan.domain.catalogue.model import Edition
from qingdan.records.people.gates import Viewer
from qingdan.records.regions.models import Division


def of_the_town(viewer: Viewer, village: Division) -> bool:
    """Whether the person is an official of the village's town, whose papers reach it."""
    held = (h for p, h in viewer.posts if p.is_official and h.division.level == "town")
    above = any(village.path.startswith(h.division.path) for h in held)
    return above and viewer.sees_officials_papers(village.path)


def may_import(viewer: Viewer, edition: Edition, village: Division, power: str) -> bool:
    """Whether the person may import, or remove, a ledger of this power in this village."""
    entry = edition.powers.get(power)
    if entry is None or village.ended_on is not None or not viewer.sees_officials_papers(village.path):
        return False
    return of_the_town(viewer, village) or bool(first_roles(entry, edition) & viewer.posts_for(village))


def villages_for(viewer: Viewer) -> list[Division]:
    """The villages that the person may have something to import for: his own, and those of his towns. At most two
    queries; whether they have joined does not matter, for past cases are older than that."""
    own = {h.division for _p, h in viewer.posts if h.division.level == "village"}
    towns = {h.division for p, h in viewer.posts if p.is_official and h.division.level == "town"}
    if towns:
        own |= set(Division.objects.filter(parent__in=towns, level="village").standing())
    seen = [v for v in own if v.ended_on is None and viewer.sees_officials_papers(v.path)]
    return sorted(seen, key=lambda village: village.path)


def importable(viewer: Viewer, edition: Edition) -> Mapping[Division, frozenset[str]]:
    """The powers of which the person may import ledgers, by village; villages without any are left out."""
    found = {}
    for village in villages_for(viewer):
        powers = frozenset(slug for slug in edition.powers if may_import(viewer, edition, village, slug))
        if powers:
            found[village] = powers
    return found
