"""Reads a time limit where it stands."""

from __future__ import annotations

from qingdan.domain.complaints import Miswritten
from qingdan.domain.reading import Place
from qingdan.domain.rules.limits import read_limit_text


def read_limit(place: Place) -> str:
    """A limit as written (``5 wd``, ``15 days``, ``24 hours``, ``12 months``, ``limits.supplement days``)."""
    try:
        read_limit_text(place.text())
    except Miswritten as fault:
        place.fail(fault.what, fault.remedy)
    return place.text()
