"""Counting provisional limits again when the holidays of a year have been published."""

from __future__ import annotations

from django.db.models import Min

from qingdan.features.cases import deadlines
from qingdan.features.cases.kinds import RECOUNTED
from qingdan.features.cases.models import Deadline, Task
from qingdan.records.editions.queries import work_calendar
from qingdan.records.register.acts import Acting, Record, act


@act(RECOUNTED)
def recount_deadlines(*, acting: Acting) -> Record[int]:
    """Count every running provisional limit again, and let the inbox follow. The value is how many changed."""
    rows = Deadline.objects.filter(state=Deadline.RUNNING, provisional=True, missed_at=None).order_by("pk")
    provisional = list(rows.select_for_update())
    calendar = work_calendar()
    changed = [d for d in provisional if deadlines.recount(d, calendar)]
    for case_id, key in {(d.case_id, d.key) for d in changed}:
        left = Deadline.objects.filter(case_id=case_id, key=key, state=Deadline.RUNNING).aggregate(due=Min("due_at"))
        Task.objects.filter(case_id=case_id, key=key).update(due_at=left["due"])
    return Record(len(changed), ("deadlines", None), "", {"count": len(changed)})
