"""Reads ``calendar/<year>.yaml``: the holidays and make-up working days of one published year, with their source."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from qingdan.domain.catalogue.canonical import plain
from qingdan.domain.catalogue.fields import know
from qingdan.domain.reading import Place
from qingdan.domain.rules.calendar import calendar_from

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def read_year(place: Place) -> int:
    """The year of a calendar file, whose every day has been read. :raises DefinitionError: naming the day's line."""
    know(place, "year", "source", "english", "holidays", "make_up")
    year = place.need("year", "Write the year, for example year: 2026.")
    place.need("source", "Say which notice the days come from.")
    if year.text() != PurePosixPath(place.file).stem:
        year.fail(f"the year {year.text()} stands in {PurePosixPath(place.file).name}", f"Call it {year.text()}.yaml.")
    try:
        calendar_from({year.number(): plain(place)})
    except ValueError as fault:
        what, _, remedy = str(fault).partition(". ")
        _line_of(place, what).fail(what, remedy or "Correct the day.")
    return year.number()


def _line_of(place: Place, what: str) -> Place:
    """Where the day stands that a complaint names; the whole file when it names none."""
    found = _DAY.search(what)
    keys = ("make_up", "holidays") if "make_up" in what else ("holidays", "make_up")
    for key in keys if found else ():
        days = place.get(key)
        if days is not None:
            inside = days.pairs() if days.is_mapping() else ((d.text(), d) for d in days.items())
            for written, at in inside:
                if found and written == found.group():
                    return at
    return place
