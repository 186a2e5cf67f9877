"""Counting provisional limits again when the holidays of a year have been published."""

from __future__ import annotations

from qingdan.features.cases import deadlines
from qingdan.features.cases.kinds import RECOUNTED
from qingdan.features.cases.models import Deadline
from qingdan.features.cases.running import machine_of
from qingdan.features.cases.stopping import retime
from qingdan.records.editions.queries import work_calendar
from qingdan.records.register.acts import Acting, Record, act


@act(RECOUNTED)
def recount_deadlines(*, acting: Acting) -> Record[int]:
    """Count every running provisional limit again, and let the inbox follow. The value is how many changed."""
    rows = Deadline.objects.filter(state=Deadline.RUNNING, provisional=True, missed_at=None).order_by("pk")
    rows = rows.select_for_update(of=("self",)).select_related("case").prefetch_related("stops")
    provisional = list(rows)
    calendar = work_calendar()
    changed = [d for d in provisional if deadlines.recount(d, machine_of(d.case), calendar)]
    retime(*changed)
    return Record(len(changed), ("deadlines", None), "", {"count": len(changed)})
