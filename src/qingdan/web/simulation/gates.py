"""Who sees simulations: officials of a town or a city, who may revise lists; and who sees a village's separation of
duties: the officials of that village, of its town and city, and its supervision committee. Others get 404."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from qingdan.records.people.gates import Viewer, viewer_of, village_official_gate
from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import village_by_id
from qingdan.web.places.gates import manages_villages

REVISING = frozenset({"town", "city"})  # the levels whose posts may have a hand in the lists


def revises_lists(viewer: Viewer) -> bool:
    """Whether the person holds a post of a town or of a city."""
    return any(post.level in REVISING for post, _holding in viewer.posts) or manages_villages(viewer)


def reviser_gate(request: HttpRequest) -> Viewer:
    """Somebody of a town or a city."""
    viewer = viewer_of(request)
    if not revises_lists(viewer):
        raise Http404
    return viewer


def simulated_village(request: HttpRequest) -> tuple[Viewer, Division | None]:
    """Somebody of a town or a city, and the village that he asks for with ``?village=``, if any: one whose officials'
    papers he reads."""
    viewer, asked = reviser_gate(request), request.GET.get("village", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return viewer, None
    _viewer, village = separation_gate(request, int(asked))
    return viewer, village


def separation_gate(request: HttpRequest, pk: int) -> tuple[Viewer, Division]:
    """A village whose officials' papers the person reads; of one that is no more, its heir."""
    village = village_by_id(pk)
    if village is None:
        raise Http404
    return village_official_gate(request, village), village
