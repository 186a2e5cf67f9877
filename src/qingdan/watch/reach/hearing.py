"""What reach does on hearing of a notice: it makes a delivery for each receiver. A second call does nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from qingdan.records.register.acts import Acting
from qingdan.records.register.models import Entry
from qingdan.watch.reach import queries
from qingdan.watch.reach.acts import announce
from qingdan.watch.reach.reading import edition_today, for_everybody, wanted


def on_put_up(payload: Mapping[str, Any], entry: Entry) -> None:
    """A notice hangs, a new one or one that corrects another: tell those who want it, if it is for everybody."""
    notice = queries.notice_hanging(payload["notice"], timezone.now())
    if notice is None or not for_everybody(notice) or queries.announced(notice):
        return
    edition = edition_today()
    robots = [r for r in queries.robots_above(notice.village) if wanted(notice, edition, r.boards, r.areas)]
    readers = [r for r in queries.readers_of(notice.village) if wanted(notice, edition, r.boards, r.areas)]
    if robots or readers:
        acting = Acting.system("board", entry.at)
        corrects = entry.kind == queries.CORRECTED
        announce(acting=acting, notice=notice, robots=robots, readers=readers, corrects=corrects)
