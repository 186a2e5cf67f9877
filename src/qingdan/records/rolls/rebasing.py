"""Rolls and households when villages merge or split: the days before stay in the village that was, those from then on
are the other's. So a meeting of before is counted as it was, whoever types it in later.

A household and whoever lives in it, and every entry that still runs, end the day before and begin anew. What would
only have begun later has no days yet and simply moves. Closed rolls, changes and what is over are never touched: the
pages of a village that is no more stay readable for those who read its heir's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from qingdan.domain.rules.written import natural_key
from qingdan.records.regions import rebasing
from qingdan.records.regions.models import Division
from qingdan.records.regions.paths import DEPTH, DIGITS, ids_of
from qingdan.records.regions.rebasing import Counted, Move, Rebaser
from qingdan.records.register.acts import Acting
from qingdan.records.rolls.acts.common import change
from qingdan.records.rolls.catalogue import PLACES_CHANGED
from qingdan.records.rolls.models import (
    NUMBER,
    ORDER,
    Change,
    ClosedRoll,
    Household,
    HouseholdMember,
    ImportDraft,
    RollEntry,
)

A_DAY = timedelta(days=1)
AT_ONCE = 500
WHY = PLACES_CHANGED.slug


@dataclass(frozen=True)
class Leaving:
    """What leaves a village for another: everything, or the households of these villager groups."""

    village: Division
    to: Division
    groups: frozenset[int] | None = None

    @property
    def households(self) -> QuerySet[Household]:
        found = Household.objects.filter(village=self.village)
        return found if self.groups is None else found.filter(group__in=self.groups)

    def entries(self, day: date) -> QuerySet[RollEntry]:
        """The entries of whoever leaves: of who lives in these households on ``day``, or was put into the group."""
        found: QuerySet[RollEntry] = RollEntry.objects.standing().filter(_not_over(day), village=self.village)
        if self.groups is None:
            return found
        living = HouseholdMember.objects.filter(_not_over(day), village=self.village)
        settled = living.filter(starts__lte=day)
        leaving = living.filter(household__group__in=self.groups)
        nowhere_else = Q(group__in=self.groups) & ~Q(person__in=settled.values("person"))
        return found.filter(Q(person__in=leaving.values("person")) | nowhere_else)


def _not_over(day: date) -> Q:
    return Q(ends=None) | Q(ends__gte=day)


def _still_there(day: date) -> Q:
    return Q(closed_on=None) | Q(closed_on__gte=day)


def leaving(move: Move) -> Iterator[Leaving]:
    """Who leaves which village for which. A village that only moves to another town keeps its rolls as they are."""
    villages = Division.objects.in_bulk(list(move.successors))
    for number, successor in move.successors.items():
        yield Leaving(villages[number], successor)
    groups: dict[tuple[int, int], set[int]] = {}
    for old, new in move.paths:
        if len(old) == DIGITS * DEPTH["group"]:
            *_above, village, group = ids_of(old)
            groups.setdefault((village, ids_of(new)[-2]), set()).add(group)
    for (old_village, new_village), several in groups.items():
        places = Division.objects.in_bulk([old_village, new_village])
        yield Leaving(places[old_village], places[new_village], frozenset(several))


def count(move: Move) -> list[Counted]:
    """Households and entries that go on elsewhere, and spreadsheets that nobody has said yes to."""
    houses = entries = drafts = 0
    for part in leaving(move):
        houses += part.households.filter(_still_there(move.day)).count()
        entries += part.entries(move.day).count()
        drafts += ImportDraft.objects.filter(village=part.village).count()
    return [
        Counted(_("在册的户"), houses, _("从那天起登记在新的村，户号重了的带上原村名")),
        Counted(_("名册上的人次"), entries, _("从那天起列在新的村；以前的日子还在原来的村")),
        Counted(_("没有确认的名册表格"), drafts, _("作废，请在新的村重新导入")),
    ]


def apply(acting: Acting, move: Move) -> None:
    """Let households and rolls go on where their people now belong."""
    for part in leaving(move):
        ImportDraft.objects.filter(village=part.village).delete()
        _entries(acting, part, move.day)  # first: in a split, where people live says who leaves
        _households(acting, part, move.day)


def _entries(acting: Acting, part: Leaving, day: date) -> None:
    ending = list(part.entries(day).select_related("person").order_by("pk"))
    taken = _taken(part, day)
    moved = [e for e in ending if e.starts >= day and (e.kind, e.person_id) not in taken]
    RollEntry.objects.filter(pk__in=[e.pk for e in moved]).update(village=part.to)
    twice = [e.pk for e in ending if e.starts >= day and (e.kind, e.person_id) in taken]
    RollEntry.objects.filter(pk__in=twice).update(voided_on=day)  # it never came to count, and he is on that roll
    over = [entry for entry in ending if entry.starts < day]
    part.entries(day).filter(starts__lt=day).update(ends=day - A_DAY, why_off=WHY)
    new = [
        RollEntry(
            village=part.to, kind=e.kind, person=e.person, group_id=e.group_id, since=day, starts=day,
            ends=e.ends, why_on=WHY, why_off=e.why_off, note=e.note,
        )
        for e in over if (e.kind, e.person_id) not in taken
    ]  # fmt: skip
    RollEntry.objects.bulk_create(new, batch_size=AT_ONCE)
    ended, begun = {"ends": (day - A_DAY).isoformat(), "why": WHY}, {"starts": day.isoformat(), "why": WHY}
    _log([change(acting, Change.What.STRUCK, village_id=e.village_id, entry=e, person=e.person, **ended) for e in over])
    _log([change(acting, Change.What.ENTERED, village_id=e.village_id, entry=e, person=e.person, **begun) for e in new])


def _taken(part: Leaving, day: date) -> set[tuple[str, int]]:
    """(kind, person) of those who are on that roll of the other village already: nobody is on one twice."""
    there = RollEntry.objects.standing().filter(_not_over(day), village=part.to)
    there = there.filter(person__in=part.entries(day).values("person"))
    return set(there.values_list("kind", "person_id"))


def _households(acting: Acting, part: Leaving, day: date) -> None:
    houses = list(part.households.filter(_still_there(day)).order_by("order", "pk"))
    numbers = set(Household.objects.filter(village=part.to, closed_on=None).values_list("number", flat=True))
    later = [house for house in houses if house.opened_on >= day]
    over = [house for house in houses if house.opened_on < day]
    new: dict[int, Household] = {}
    for house in over:
        number = _number(house, part, numbers)
        new[house.pk] = Household(
            village=part.to, group_id=house.group_id, number=number, order=natural_key(number)[:ORDER],
            opened_on=day, closed_on=house.closed_on,
        )  # fmt: skip
    part.households.filter(_still_there(day), opened_on__lt=day).update(closed_on=day - A_DAY)
    Household.objects.bulk_create(new.values(), batch_size=AT_ONCE)
    for house in later:
        house.number = _number(house, part, numbers)
        house.village, house.order = part.to, natural_key(house.number)[:ORDER]
        house.save(update_fields=["village", "number", "order"])
    HouseholdMember.objects.filter(household__in=later).update(village=part.to)
    _members(new, day)
    first = day.isoformat()
    _log([change(acting, Change.What.OPENED, village_id=h.village_id, household=h, starts=first) for h in new.values()])


def _number(house: Household, part: Leaving, numbers: set[str]) -> str:
    """The household's number; with its old village's name before it where another there has that number."""
    number = house.number
    if house.closed_on is None:
        for n in range(1, len(numbers) + 3):
            if number not in numbers:
                break
            number = f"{part.village.short_name}{'' if n == 1 else n}·{house.number}"[:NUMBER]
        numbers.add(number)
    return number


def _members(new: dict[int, Household], day: date) -> None:
    living = HouseholdMember.objects.filter(_not_over(day), household__in=list(new))
    for member in living.filter(starts__gte=day):
        member.household = new[member.household_id]
        member.village_id = member.household.village_id
        member.save(update_fields=["household", "village"])
    going_on = list(living.filter(starts__lt=day))
    living.filter(starts__lt=day).update(ends=day - A_DAY, why_off=WHY)
    HouseholdMember.objects.bulk_create(
        [
            HouseholdMember(
                village_id=new[m.household_id].village_id, household=new[m.household_id], person_id=m.person_id,
                relation=m.relation, starts=day, ends=m.ends, why_on=WHY, why_off=m.why_off,
            )
            for m in going_on
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip


def _log(changes: list[Change]) -> None:
    Change.objects.bulk_create(changes, batch_size=AT_ONCE)


def register() -> None:
    """Called when the app is ready."""
    covers = ((Household, "village"), (HouseholdMember, "village"), (RollEntry, "village"))
    over = {
        Household: lambda day: Q(closed_on__lt=day),
        HouseholdMember: lambda day: Q(ends__lt=day),
        RollEntry: lambda day: Q(ends__lt=day) | Q(voided_on__isnull=False),
    }
    rebasing.register_rebaser(Rebaser("rolls", covers, count, apply, over=over))
    groups = "a villager group keeps its lasting id wherever it belongs"
    rebasing.stays(Household, "group", groups)
    rebasing.stays(RollEntry, "group", groups)
    rebasing.stays(ClosedRoll, "village", "it is never changed: it tells whose roll it was")
    rebasing.stays(Change, "village", "it tells what was done where")
    rebasing.stays(ImportDraft, "village", "it goes: it was read against the rolls of before")
