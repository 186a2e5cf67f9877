"""What the clock does for hearings: names go when their time is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Refused
from qingdan.watch.hearings.acts import erase_names
from qingdan.watch.hearings.models import SignInSheet
from qingdan.watch.hearings.queries import names_kept
from qingdan.watch.progress.periods import days_of

SHORTEST = timedelta(days=1)  # no place keeps names for less


def sweep(now: datetime, limit: int = 100) -> int:
    """Erase the names of sheets older than their case's limit. Returns how many were dealt with."""
    house = Acting.system("clock", now)
    return sum(_one(sheet, house) for sheet in names_kept(local_date(now) - SHORTEST, limit))


def _one(sheet: SignInSheet, house: Acting) -> bool:
    kept = timedelta(days=days_of(sheet.case.limits, "attendance-kept"))
    if local_date(house.at) <= sheet.day + kept:
        return False
    try:
        erase_names(acting=house, sheet=sheet)
    except Refused:
        return False  # somebody else did it a moment ago
    return True
