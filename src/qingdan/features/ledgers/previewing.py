"""The first cases of a ledger as they are understood, shown to its writer before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qingdan.domain.flow.conform.log import Event
from qingdan.domain.rules.reasons import day_words
from qingdan.features.ledgers.reading import Reading
from qingdan.records.people.wording import said

SHOWN = 5


def first_cases(reading: Reading, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The first few cases: how each is called, its line, and its steps with their days in order."""
    return [
        {
            "name": " ".join(filter(None, (past.number, past.title))) or _("第%(line)d行的一件") % {"line": past.line},
            "line": past.line,
            "events": [(names.get(event.activity, event.activity), _day(event)) for event in past.case.events],
        }
        for past in reading.cases[:SHOWN]
    ]


def _day(event: Event) -> str:
    if event.time is None:
        return _("做了，没有日期")
    done = _said(event.time)
    return f"{_said(event.began)} — {done}" if event.began is not None else done


def _said(at: float) -> str:
    return said(day_words(datetime.fromtimestamp(at, timezone.get_current_timezone()).date()))
