"""What an edition demands of a case beside the order of its steps, for judging what was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.conform.perspectives import Demands
from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.domain.rules.limits import Limit, Unit

LATE_RECORD = "late-record"  # the edition's limit: days after which an entry is late and needs the paper's photograph


def demands_of(edition: Edition, limits: Mapping[str, int], calendar: WorkCalendar, zone: tzinfo) -> Demands:
    """The edition's bodies and roles, under the limits that hold where the case was."""
    late = limits.get(LATE_RECORD)
    return Demands(
        bodies=edition.bodies,
        roles={role: edition.role_words(role) for role in edition.roles()},
        calendar=calendar,
        zone=zone,
        late=Limit(late, Unit.DAYS) if late else None,
    )
