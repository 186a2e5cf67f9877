"""The rules that stand in the catalogue beside the lists: the bodies of an edition, and the working calendar."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from qingdan.domain.reading import read_yaml
from qingdan.domain.rules.bodies import Body
from qingdan.domain.rules.calendar import WorkCalendar, calendar_from
from qingdan.domain.rules.read_bodies import bodies_from
from qingdan.records.editions.models import EditionEntry


@lru_cache(maxsize=8)
def bodies_of(edition: str) -> Mapping[str, Body]:
    """The deciding bodies of the edition with this digest, by slug, with their quorums and pass rules."""
    entry = EditionEntry.objects.select_related("definition").get(
        edition__digest=edition, path__endswith="/bodies.yaml"
    )
    return bodies_from(read_yaml(entry.path, entry.definition.source).plain())


def work_calendar() -> WorkCalendar:
    """Holidays and make-up days of every published year. Not part of an edition: a new year is published by the
    State Council and loaded by putting its file into ``catalogue/calendar``; provisional dates are then recounted."""
    folder = Path(settings.CATALOGUE) / "calendar"
    return _calendar(tuple(sorted((p.name, p.stat().st_mtime_ns) for p in folder.glob("*.yaml"))))


@lru_cache(maxsize=2)
def _calendar(files: tuple[tuple[str, int], ...]) -> WorkCalendar:
    folder = Path(settings.CATALOGUE) / "calendar"
    years = {name.removesuffix(".yaml"): (folder / name).read_text(encoding="utf-8") for name, _ in files}
    return calendar_from({year: read_yaml(f"calendar/{year}.yaml", text).plain() for year, text in years.items()})
