"""Who sets limits: the head of a town for the town, the keeper of the lists for the city. Others get 404."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from qingdan.records.people.gates import Viewer, viewer_of
from qingdan.records.regions.models import Division

SETTERS = {"town": "town-leader", "city": "catalogue-editor"}  # by the level of the place


def set_by(viewer: Viewer) -> list[Division]:
    """The places whose limits the person sets."""
    found = {h.division for _post, h in viewer.posts if SETTERS.get(h.division.level) == h.post}
    return sorted(found, key=lambda place: place.path)


def setter_gate(request: HttpRequest, pk: int) -> tuple[Viewer, Division]:
    """A place whose limits the person sets."""
    viewer = viewer_of(request)
    for place in set_by(viewer):
        if place.pk == pk:
            return viewer, place
    raise Http404
