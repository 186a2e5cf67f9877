"""What cannot have changed since the last run, by the register: every act writes an entry, and names its place.

A page is asked for again when an entry may have touched it, on every new day (a page may count days), and whenever the
program or a setting changed. So what the register does not know of (an hour that passed, a file beside the database)
shows on the next day at the latest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Q

from qingdan.records.regions.days import local_date
from qingdan.records.regions.paths import path_at
from qingdan.records.register.models import Entry
from qingdan.web.publishing.asking import State
from qingdan.web.publishing.pages import Moment, Page
from qingdan.web.verifying.views import keys

SOURCE = Path(__file__).resolve().parents[2]
ENDINGS = {".py", ".html", ".mo", ".txt", ".typ"}
# An entry of these may change any page: places, their telephones, the lists and their limits.
EVERYWHERE = ("regions", "editions", "demo")
OF_A_PLACE = ("regions.contact-set", "regions.contact-removed")  # but a village's telephones stand on its pages only
LATE = timedelta(minutes=10)  # an entry may be committed that much later than one with a higher number


def moment(now: datetime, *settings: str) -> Moment:
    """Where the register stands; ``settings`` are what else every page depends on."""
    entries = Entry.objects.order_by("pk")
    first = entries.values_list("digest", flat=True).first() or ""
    last = entries.values_list("pk", flat=True).last() or 0
    recent = tuple(entries.filter(at__gt=now - LATE).values_list("pk", flat=True))
    program = hashlib.sha256(repr((_program(), keys(), *settings)).encode()).hexdigest()
    return Moment(first, last, recent, local_date(now).isoformat(), program)


def _program() -> str:
    digest = hashlib.sha256()
    for file in sorted(SOURCE.rglob("*")):
        if file.suffix in ENDINGS:
            digest.update(file.as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def fresh(before: Moment, now: Moment, at: datetime) -> Callable[[Page], bool]:
    """Of a page as it was last time: whether nothing that it shows can have changed. ``at``: when that was."""
    if (before.day, before.program, before.house) != (now.day, now.program, now.house):
        return lambda page: False
    late = Entry.objects.filter(Q(pk__gt=before.entry) | Q(at__gt=at - LATE)).exclude(pk__in=before.recent)
    entries = list(late.values_list("kind", "place").distinct())
    if any(_is_felt_everywhere(kind, place) for kind, place in entries):
        return lambda page: False
    places = {place for _kind, place in entries if place}
    return lambda page: not _failed(page) and not _touched(page, places, bool(entries))


def _is_felt_everywhere(kind: str, place: str) -> bool:
    if kind in OF_A_PLACE and path_at(place, "village") is not None:
        return False
    return kind.partition(".")[0] in EVERYWHERE


def _failed(page: Page) -> bool:
    """The house could not answer last time; what lies in the copy, if anything, is older."""
    return page.state is State.FAULT or (page.state is State.KEPT and bool(page.why))


def _touched(page: Page, places: Iterable[str], any_at_all: bool) -> bool:
    if page.village:  # its own, of a group in it, or of the town and city above it
        return any(place.startswith(page.village) or page.village.startswith(place) for place in places)
    return any_at_all and not set(page.apps) <= set(EVERYWHERE)
