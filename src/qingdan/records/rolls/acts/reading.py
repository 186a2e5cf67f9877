"""Readings that are themselves recorded: an identity number shown, a roll taken away as a file."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.rolls import Roll
from qingdan.records.people.acts.declarations import SHORTEST_PURPOSE
from qingdan.records.people.models import Person
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.records.rolls.kinds import EXPORTED, EXPORTED_WITH_NUMBERS, LOOKED_UP
from qingdan.records.rolls.models import Identity, RollEntry
from qingdan.records.rolls.queries.counts import on_roll


@act(LOOKED_UP)
def look_up_identity(*, acting: Acting, village: Division, person: Person, purpose: str) -> Record[str]:
    """The identity number of a person, for a stated purpose. The reading itself is what the register records, and the
    person sees it. :raises Refused: without a purpose that says something, or when no number is on record."""
    _require(purpose)
    number = Identity.objects.filter(person=person).values_list("id_number", flat=True).first()
    if not number:
        raise Refused(_("%(name)s 没有登记身份证号。") % {"name": person.name})
    return Record(
        value=number,
        subject=("person", person.pk),
        place=village.path,
        personal={"name": person.name, "purpose": purpose.strip()},
    )


@act(EXPORTED)
def export_roll(*, acting: Acting, village: Division, roll: Roll, day: date, purpose: str) -> Record[list[RollEntry]]:
    """Take the roll of a day away as a file, without identity numbers. :raises Refused: without a purpose."""
    return _exported(village, roll, day, purpose)


@act(EXPORTED_WITH_NUMBERS)
def export_roll_with_numbers(
    *, acting: Acting, village: Division, roll: Roll, day: date, purpose: str
) -> Record[list[RollEntry]]:
    """The same with identity numbers; whoever is on the roll sees that it was done. :raises Refused: as above."""
    return _exported(village, roll, day, purpose)


def _exported(village: Division, roll: Roll, day: date, purpose: str) -> Record[list[RollEntry]]:
    _require(purpose)
    entries = on_roll(village, roll.slug, day).select_related("person", "person__identity")
    found = list(entries.order_by("by_group", "by_house", "pk"))
    data = {
        "village": village.short_name,
        "roll": roll.title.zh,
        "kind": roll.slug,
        "day": day.isoformat(),
        "count": len(found),
    }
    return Record(found, ("roll", None), village.path, data, {"purpose": purpose.strip()})


def _require(purpose: str) -> None:
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        raise Refused(_("请写清楚做什么用，至少%(n)d个字，例如：核对医保参保名单。") % {"n": SHORTEST_PURPOSE})
