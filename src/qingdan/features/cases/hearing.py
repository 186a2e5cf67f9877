"""What cases do on hearing something from the outbox. A handler may be called twice; the second call finds no work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qingdan.features.cases.acts.recounting import recount_deadlines
from qingdan.records.register.acts import Acting
from qingdan.records.register.models import Entry


def on_calendar_published(payload: Mapping[str, Any], entry: Entry) -> None:
    """The holidays of a year are known: dates that were provisional are counted again."""
    recount_deadlines(acting=Acting.system("calendar", entry.at))
