"""What the clock does for handovers: terms that ended by their date, and days that have passed."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from qingdan.features.handovers.acts import mark_overdue, open_handover
from qingdan.features.handovers.models import Handover
from qingdan.features.handovers.rules import wanted
from qingdan.records.editions.queries import NoEdition, current_edition
from qingdan.records.people.models import Holding
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Refused

log = logging.getLogger(__name__)
LOOK_BACK = timedelta(days=60)  # terms of former years, taken in with a list of people, are not handed over now


def sweep(now: datetime, limit: int = 200) -> int:
    """Open what is due and mark what is late. Returns how many were dealt with."""
    house = Acting.system("clock", now)
    return _open_due(house, limit) + _mark_late(house, limit)


def _open_due(house: Acting, limit: int) -> int:
    today = local_date(house.at)
    try:
        rule = current_edition(today).handover
    except NoEdition:
        return 0
    ended = Holding.objects.filter(
        ends__lt=today, ends__gte=today - LOOK_BACK, handover=None, post__in=rule.posts if rule else ()
    )
    rows = ended.select_related("person", "division__parent", "division__successor", "division__parent__successor")
    due = [holding for holding in rows.order_by("ends", "pk") if wanted(holding, today)]
    return sum(_one(holding, house) for holding in due[:limit])


def _one(holding: Holding, house: Acting) -> bool:
    try:
        open_handover(acting=house, holding=holding)
    except Refused:
        return False  # somebody else has just opened it
    except Exception:  # one broken row must not stop the others
        log.exception("handover of term %s could not be opened", holding.pk)
        return False
    return True


def _mark_late(house: Acting, limit: int) -> int:
    late = Handover.objects.filter(done_at=None, missed_at=None, due_on__lt=local_date(house.at))
    rows = late.select_related("village", "holding").order_by("due_on", "pk")[:limit]
    return sum(_mark(handover, house) for handover in list(rows))


def _mark(handover: Handover, house: Acting) -> bool:
    try:
        with transaction.atomic():
            mark_overdue(acting=house, handover=handover)
    except Refused:
        return False
    return True
