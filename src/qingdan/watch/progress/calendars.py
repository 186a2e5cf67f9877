"""What a village has before it, under the edition of today."""

from __future__ import annotations

from datetime import datetime, timedelta

from qingdan.domain.rules.audience import Viewer
from qingdan.records.editions.queries import NoEdition, current_edition
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.watch.progress.gatherings import Gathering, coming


def known(village: Division, reader: Viewer, now: datetime) -> list[Gathering]:
    """Everything to come, the next first; nothing in a house without a catalogue. Three queries."""
    try:
        edition = current_edition(local_date(now))
    except NoEdition:
        return []
    return coming(village, reader, edition, now)


def ahead(village: Division, reader: Viewer, now: datetime, days: int) -> tuple[list[Gathering], list[Gathering]]:
    """The same, in two: within so many days, and later."""
    found, last = known(village, reader, now), local_date(now) + timedelta(days=days)
    return [g for g in found if g.day <= last], [g for g in found if g.day > last]
