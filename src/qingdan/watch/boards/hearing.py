"""What boards do on hearing something from the outbox. A handler may be called twice; the second call does nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from qingdan.features.cases.running import lock
from qingdan.records.register.acts import Acting
from qingdan.records.register.models import Entry
from qingdan.watch.boards.acts import put_up
from qingdan.watch.boards.models import Notice


def on_published(payload: Mapping[str, Any], entry: Entry) -> None:
    """A case has put up a notice: show it."""
    if Notice.objects.filter(case_id=payload["case"], key=payload["key"], seq=payload["seq"]).exists():
        return
    case = lock(payload["case"])  # so that its village does not merge while the sheet is put up
    posted_at = datetime.fromisoformat(payload["at"])
    put_up(
        acting=Acting.system("board", entry.at), case=case, key=payload["key"], seq=payload["seq"], posted_at=posted_at
    )
