"""What an event log tells: cases, and what was done in each, in the order of time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Event(NamedTuple):
    """One thing done. ``activity`` is as the log writes it; ``line`` where it stands there, counted from 1.

    ``time``: when it was done; ``began``: when it began (a notice put up, a meeting convened); ``recorded``: when it
    was written down. All are seconds since 1970 in UTC, because a million of them are read. ``more``: everything else,
    by field (see ``records.eventlogs.columns``), as written.
    """

    activity: str
    time: float | None = None
    line: int = 0
    began: float | None = None
    recorded: float | None = None
    person: str | None = None
    role: str | None = None
    result: str | None = None
    more: Mapping[str, str] | None = None


class Case(NamedTuple):
    """The events of one case, in their order."""

    name: str
    events: list[Event]
