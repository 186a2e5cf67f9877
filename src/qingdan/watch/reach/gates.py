"""May this person set up robots here, read this feed, pass this notice on? What a person may not know of is 404."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest

from qingdan.records.people.gates import Viewer, viewer_of
from qingdan.records.regions.models import Division
from qingdan.watch.boards.gates import SeenNotice, notice_gate
from qingdan.watch.duties.gates import duties_today
from qingdan.watch.reach import queries
from qingdan.watch.reach.models import Robot, Subscription
from qingdan.watch.reach.reading import for_everybody


@dataclass(frozen=True)
class Keeper:
    """An official who sets up robots, and for which places: his villages, or his town."""

    viewer: Viewer
    places: tuple[Division, ...]
    posts: frozenset[str]


def keeper_of(viewer: Viewer) -> Keeper:
    """What places a person sets up robots for; none for most people. No query beyond the edition's."""
    posts = frozenset(duties_today(viewer.day).reaches)
    held = [h.division for h in viewer.holdings if h.post in posts]
    return Keeper(viewer, tuple({place.pk: place for place in held}.values()), posts)


def keeper_gate(request: HttpRequest) -> Keeper:
    """Somebody who sets up robots for at least one place."""
    keeper = keeper_of(viewer_of(request))
    if not keeper.places:
        raise Http404
    return keeper


def place_gate(request: HttpRequest, pk: int) -> tuple[Keeper, Division]:
    """A place for which the person sets up robots."""
    keeper = keeper_gate(request)
    return keeper, _among(keeper.places, pk)


def robot_gate(request: HttpRequest, pk: int) -> tuple[Keeper, Robot]:
    """A robot of such a place, while it is at work."""
    keeper = keeper_gate(request)
    robot = queries.robot_at_work(pk)
    if robot is None:
        raise Http404
    _among(keeper.places, robot.division_id)
    return keeper, robot


def _among(places: Iterable[Division], pk: int) -> Division:
    found = next((place for place in places if place.pk == pk), None)
    if found is None:
        raise Http404
    return found


def town_gate(pk: int) -> Division:
    """A town by its lasting id."""
    town = queries.town_by_id(pk)
    if town is None:
        raise Http404
    return town


def shared_gate(request: HttpRequest, code: str) -> SeenNotice:
    """A notice that may be passed on: one for everybody. What is for the village alone has no such page."""
    seen = notice_gate(request, code)
    if not for_everybody(seen.notice):
        raise Http404
    return seen


def subscription_gate(code: str) -> Subscription:
    """A subscription by the code that stands in its letters."""
    found = queries.subscription_by_code(code)
    if found is None:
        raise Http404
    return found
