"""A roll closed for posting: a picture of it that stays, whatever is entered or struck off afterwards."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.rolls import Roll
from qingdan.domain.rules.rolls import posted_digest
from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import groups_of
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.records.rolls.acts.common import checked_day, lock_village, needed
from qingdan.records.rolls.kinds import CLOSED
from qingdan.records.rolls.models import ClosedNames, ClosedRoll, RollEntry
from qingdan.records.rolls.queries.counts import count_on_roll, on_roll

SHOWN = 12  # characters of a digest that people compare


@act(CLOSED)
def close_roll(*, acting: Acting, village: Division, roll: Roll, as_of: date, purpose: str) -> Record[ClosedRoll]:
    """Close the roll of ``village`` as it stands for ``as_of`` (of an election: its day, which may be to come).

    What changes later does not change it: whoever must post another one closes again, and both stay. A notice refers
    to it by its digest. :raises Refused: without a purpose, or when nobody is on the roll.
    """
    purpose = needed(purpose, _("请写明定稿做什么用，例如：第十届村委会选举张榜。"))
    village = lock_village(village)
    checked_day(acting, as_of)
    groups = {group.pk: group.short_name for group in groups_of(village)}
    count = count_on_roll(village, roll.slug, as_of)
    if not count.persons:
        raise Refused(_("%(day)s 这份名册上没有人，没有可以定稿的。") % {"day": as_of.isoformat()})
    entries: Sequence[RollEntry] = list(
        on_roll(village, roll.slug, as_of).select_related("person").order_by("by_group", "by_house", "pk")
    )
    rows = [[e.pk, e.person.name, groups.get(e.at_group), e.house_number] for e in entries]  # type: ignore[attr-defined]
    salt = secrets.token_hex(16)
    closed = ClosedRoll.objects.create(
        village=village,
        kind=roll.slug,
        title=roll.title.zh,
        as_of=as_of,
        closed_at=acting.at,
        purpose=purpose,
        persons=count.persons,
        households=count.households,
        capable=count.capable,
        by_group=[[g.group, groups.get(g.group or 0), g.persons, g.households, g.capable] for g in count.by_group],
        digest=posted_digest(salt, rows),
    )
    ClosedNames.objects.create(closed=closed, salt=salt, rows=rows, persons=[e.person_id for e in entries])
    data = {
        "village": village.short_name,
        "roll": roll.title.zh,
        "kind": roll.slug,
        "as_of": as_of.isoformat(),
        "persons": closed.persons,
        "households": closed.households,
        "digest": closed.digest[:SHOWN],
        "whole_digest": closed.digest,
    }
    return Record(closed, ("closed-roll", closed.pk), village.path, data, {"purpose": purpose})
