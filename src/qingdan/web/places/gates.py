"""Who manages villages, who sets the rule of deputies, who says that another is away. What one may not know is 404."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from qingdan.records.people.gates import Viewer, viewer_of
from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import village_by_id

MANAGERS = ("city-discipline", "catalogue-editor")  # who registers joining, names, codes, towns and mergers
RULERS = ("party-secretary", "village-director", "town-leader", "town-civil-affairs")  # who register a village's rule
SAYERS = (*RULERS, "town-discipline")  # who may say that somebody is away


def manages_villages(viewer: Viewer) -> bool:
    """Whether the person manages the villages of some city."""
    return any(holding.post in MANAGERS for holding in viewer.holdings)


@dataclass(frozen=True)
class SeenVillage:
    """A village at the desk, with what the person may do there."""

    village: Division
    viewer: Viewer

    @property
    def manages(self) -> bool:
        return bool(self.viewer.posts_for(self.village) & set(MANAGERS))

    @property
    def reads(self) -> bool:
        return self.viewer.sees_officials_papers(self.village.path)

    @property
    def rules(self) -> bool:
        return bool(self.viewer.posts_for(self.village) & set(RULERS))

    @property
    def says_who_is_away(self) -> bool:
        return bool(self.viewer.posts_for(self.village) & set(SAYERS))


def village_gate(request: HttpRequest, pk: int) -> SeenVillage:
    """A village whose officials' papers the person reads, or which he manages; of one that is no more, its heir."""
    viewer, village = viewer_of(request), village_by_id(pk)
    if village is None:
        raise Http404
    seen = SeenVillage(village, viewer)
    if not (viewer.sees_officials_papers(village.path) or seen.manages):
        raise Http404
    return seen


def manager_gate(request: HttpRequest, pk: int) -> SeenVillage:
    """A village that the person manages."""
    seen = village_gate(request, pk)
    if not seen.manages:
        raise Http404
    return seen


def ruler_gate(request: HttpRequest, pk: int) -> SeenVillage:
    """A village whose rule of deputies the person registers."""
    seen = village_gate(request, pk)
    if not seen.rules:
        raise Http404
    return seen


def sayer_gate(request: HttpRequest, pk: int) -> SeenVillage:
    """A village of whose officials the person may say that they are away."""
    seen = village_gate(request, pk)
    if not seen.says_who_is_away:
        raise Http404
    return seen


def managed_cities(request: HttpRequest) -> tuple[Viewer, list[Division]]:
    """The cities whose villages the person manages; 404 for anybody else."""
    viewer = viewer_of(request)
    found = {h.division for _post, h in viewer.posts if h.post in MANAGERS and h.division.level == "city"}
    if not found:
        raise Http404
    return viewer, sorted(found, key=lambda city: city.path)


def reader_gate(request: HttpRequest) -> Viewer:
    """Whoever reads the officials' papers of a place, or manages villages."""
    viewer = viewer_of(request)
    if not viewer.scopes and not manages_villages(viewer):
        raise Http404
    return viewer
