"""Reads of handovers, named for their reader. Each costs a fixed number of queries."""

from __future__ import annotations

from django.db.models import Q

from qingdan.features.handovers.models import Handover, Item
from qingdan.records.people.gates import Viewer
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import below

PAGE = 30


def handovers_for(viewer: Viewer, before: int | None = None) -> list[Handover]:
    """Handovers of the places whose papers the person reads, and the person's own; newest first, one more than a page.
    One query."""
    mine = Q(holding__person=viewer.person)
    found = Handover.objects.filter(mine | below("place", viewer.scopes)).select_related("village", "holding__person")
    if before:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[: PAGE + 1])


def open_in(village: Division) -> list[Handover]:
    """Handovers of a village that are not done, the first due first. One query."""
    found = Handover.objects.filter(village=village, done_at=None).select_related("village", "holding__person")
    return list(found.order_by("due_on", "pk"))


def items_of(handover: Handover) -> list[Item]:
    """The lines of the sheet, in its order: things first. One query."""
    order = {kind: place for place, kind in enumerate(Item.Kind.values)}
    return sorted(handover.items.order_by("pk"), key=lambda item: order[item.kind])
