"""The edition's numbers of days for what is shown of running cases; and what holds where an edition does not say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from qingdan.records.editions.queries import NoEdition, limits_for
from qingdan.records.regions.models import Division

UNSAID = {"process-finished": 180, "calendar-ahead": 10, "question-answer": 7, "attendance-kept": 730}


def days_of(limits: Mapping[str, int], name: str) -> int:
    """A number of days by its name, under the limits of a case or a place."""
    return limits.get(name, UNSAID[name])


def days_in(village: Division, day: date, name: str) -> int:
    """The same under the limits of a village today. One query once the edition is read."""
    try:
        return days_of(limits_for(village, day), name)
    except NoEdition:
        return UNSAID[name]
