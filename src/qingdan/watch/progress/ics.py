"""Coming meetings and hearings as a calendar file (RFC 5545), for the calendars of telephones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from qingdan.records.regions.models import Division
from qingdan.watch.boards.qr import address
from qingdan.watch.progress.gatherings import Gathering

LASTS = timedelta(hours=2)  # nobody knows how long a meeting takes; calendars want an end


def calendar_of(village: Division, gatherings: Iterable[Gathering]) -> bytes:
    """A calendar of what the reader may know; the same meeting keeps its identifier when its hour changes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Qingdan//coming meetings//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("%(village)s的会议和听证会") % {"village": village.short_name})
    for gathering in gatherings:
        calendar.add_component(_event(village, gathering))
    return bytes(calendar.to_ical())


def _event(village: Division, gathering: Gathering) -> Event:
    event = Event()
    host = address("/").split("//", 1)[-1].rstrip("/")
    code = gathering.case.public_code if gathering.case else f"{village.pk}-{gathering.begins:%Y%m%d%H%M}"
    event.add("uid", f"{code}-{gathering.key}@{host}" if gathering.case else f"{code}@{host}")
    event.add("dtstamp", gathering.told_at)  # and not now: the same meeting is the same file
    event.add("summary", _("%(village)s %(name)s") % {"village": village.short_name, "name": gathering.name})
    if gathering.at is None:
        event.add("dtstart", gathering.day)
        event.add("dtend", gathering.day + timedelta(days=1))
    else:
        at = gathering.at.astimezone(UTC)  # a bare offset is no time zone of RFC 5545, and would be left out
        event.add("dtstart", at)
        event.add("dtend", at + LASTS)
    if gathering.place:
        event.add("location", gathering.place)
    said = [
        gathering.subject,
        *gathering.agenda,
        _("时间：%(hour)s") % {"hour": gathering.hour} if gathering.hour else "",
    ]
    if any(said):
        event.add("description", "\n".join(line for line in said if line))
    if gathering.case:
        event.add("url", address(reverse("hearings:ask", args=[gathering.case.public_code, gathering.key])))
    return event
