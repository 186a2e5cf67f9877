"""What the clock does: once a day it goes through the villages and writes down what turned overdue, and what was made
good. The pages do not wait for it; the register does."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from qingdan.features.cases.models import Case
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting, Refused
from qingdan.records.register.models import Entry
from qingdan.watch.duties import queries
from qingdan.watch.duties.acts import make_good, turn_overdue
from qingdan.watch.duties.finding import occasions_in
from qingdan.watch.duties.models import Lapse, Look
from qingdan.watch.duties.occasions import Occasion, State

log = logging.getLogger(__name__)
AT_A_TIME = 100  # villages


def sweep(now: datetime, size: int = AT_A_TIME) -> int:
    """Go through the next villages of the day, by their paths. Returns how many; 0 when the day is done."""
    today = local_date(now)
    look, _new = Look.objects.get_or_create(day=today)
    if look.done:
        return 0
    villages = queries.villages_after(look.after, size)
    look_at(villages, Acting.system("clock", now))
    look.done = len(villages) < size
    look.after = villages[-1].path if villages else look.after
    look.save(update_fields=["after", "done"])
    Look.objects.filter(day__lt=today).delete()
    return len(villages)


def look_at(villages: list[Division], house: Acting) -> int:
    """Write down what has changed in these villages. Returns how many entries."""
    found = occasions_in(villages, local_date(house.at))
    return sum(_one(occasion, house) for many in found.values() for occasion in many)


def _one(occasion: Occasion, house: Acting) -> bool:
    try:
        return _written(occasion, house)
    except Refused:
        return False  # somebody else did it a moment ago, or the village did not run the lists then
    except Exception:  # one broken row must not stop the others
        log.exception("duty %s %s of %s", occasion.slug, occasion.key, occasion.origin)
        return False


def _written(occasion: Occasion, house: Acting) -> bool:
    lapse = occasion.lapse
    if lapse is None:
        if occasion.state is not State.OVERDUE:
            return False
        turn_overdue(acting=house, occasion=occasion)
        return True
    if lapse.good_at is not None:
        return False
    if occasion.put is not None:
        make_good(acting=house, occasion=occasion, how=Lapse.How.NOTICE, on=occasion.put.on)
        return True
    if lapse.case_id and _went_away(lapse):
        make_good(acting=house, occasion=occasion, how=Lapse.How.GONE, on=local_date(house.at))
        return True
    return False


def _went_away(lapse: Lapse) -> bool:
    """Whether the step of an event is closed and nothing was put up: the matter was withdrawn, or went another way."""
    state = Case.objects.filter(pk=lapse.case_id).values_list("state", flat=True).first()
    return state is not None and lapse.step not in state["open"]


def on_published(payload: Mapping[str, Any], entry: Entry) -> None:
    """A notice has gone up: what was late in its village may be made good by it. Does nothing a second time."""
    case = Case.objects.select_related("village__parent").filter(pk=payload["case"]).first()
    if case is not None and Lapse.objects.filter(village=case.village_id, good_at=None).exists():
        look_at([case.village], Acting.system("clock", entry.at))
