"""The clock's work: what is due is closed, expired or marked overdue, once, in the order in which it fell due."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from qingdan.features.cases import deadlines
from qingdan.features.cases.acts import close_notice, expire_step, mark_overdue
from qingdan.features.cases.models import Deadline
from qingdan.features.cases.running import Handed, machine_of
from qingdan.records.register.acts import Acting, Refused

log = logging.getLogger(__name__)


def sweep(now: datetime, limit: int = 500) -> int:
    """Deal with every limit that is over. Returns how many were dealt with; a week's rest is caught up in order."""
    house = Acting.system("clock", now)
    return sum(_one(deadline, house) for deadline in deadlines.overdue(now, limit))


def _one(deadline: Deadline, house: Acting) -> bool:
    try:
        with transaction.atomic():
            if not deadlines.claim(deadline, house.at):
                return False
            _settle(deadline, house)
            return True
    except Exception:  # one broken case must not stop the clocks of all others
        log.exception("deadline %s could not be settled", deadline.pk)
        return False


def _settle(deadline: Deadline, house: Acting) -> None:
    # It happened when the limit ended, whenever the sweep came round to it.
    handed = Handed(happened_at=min(deadline.due_at, house.at))
    kind = deadline.name.partition(":")[0]
    if kind == "notice":
        try:
            close_notice(acting=house, case_id=deadline.case_id, key=deadline.key, handed=handed)
        except Refused:
            mark_overdue(acting=house, deadline=deadline)  # an objection still waits for its answer
    elif kind == "within" and "expired" in machine_of(deadline.case).results_of(deadline.key):
        expire_step(acting=house, case_id=deadline.case_id, key=deadline.key, handed=handed)
    else:
        mark_overdue(acting=house, deadline=deadline)
