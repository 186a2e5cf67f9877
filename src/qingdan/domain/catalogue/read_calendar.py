"""Reads ``calendar/<year>.yaml``: the holidays and make-up working days of one published year, with their source."""

from __future__ import annotations

from pathlib import PurePosixPath

from qingdan.domain.catalogue.canonical import plain
from qingdan.domain.catalogue.fields import know
from qingdan.domain.reading import Place
from qingdan.domain.rules.read_years import MiswrittenDay, calendar_from
from qingdan.domain.words import Words


def read_year(place: Place) -> int:
    """The year of a calendar file, whose every day has been read. :raises DefinitionError: naming the day's line."""
    know(place, "year", "source", "english", "holidays", "make_up")
    year = place.need("year", Words("请写年份，例如 year: 2026。", "Write the year, for example year: 2026."))
    place.need("source", Words("请写这些日子出自哪份通知。", "Say which notice the days come from."))
    if year.text() != PurePosixPath(place.file).stem:
        name, file = year.text(), PurePosixPath(place.file).name
        year.fail(
            Words(f"{name} 年写在 {file} 里", f"the year {name} stands in {file}"),
            Words(f"请把文件改名为 {name}.yaml。", f"Call it {name}.yaml."),
        )
    try:
        calendar_from({year.number(): plain(place)})
    except MiswrittenDay as fault:
        _line_of(place, fault).fail(fault.what, fault.remedy)
    return year.number()


def _line_of(place: Place, fault: MiswrittenDay) -> Place:
    """Where the day stands that a complaint names; its list, or the whole file, when it names none."""
    days = place.get(fault.key)
    if days is None or not fault.day:
        return days or place
    inside = days.pairs() if days.is_mapping() else ((d.text(), d) for d in days.items())
    return next((at for written, at in inside if written == fault.day), days)
