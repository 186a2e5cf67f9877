"""Taking a spreadsheet onto a roll: all of the plan that its keeper has seen, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.rolls import Keeping, Roll
from qingdan.domain.rules.households import Relation
from qingdan.domain.rules.written import natural_key
from qingdan.records.people.models import Person
from qingdan.records.regions.acts.villages import add_group
from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import groups_of
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.records.rolls.acts.common import change, lock_village
from qingdan.records.rolls.acts.importing_people import write_persons
from qingdan.records.rolls.kinds import IMPORTED
from qingdan.records.rolls.models import ORDER, Change, Household, HouseholdMember, ImportDraft, RollEntry
from qingdan.records.rolls.planning.building import build_plan
from qingdan.records.rolls.planning.plan import EntryPlan, Item, Options, Plan
from qingdan.records.rolls.sheets.rows import PersonRow


@act(IMPORTED)
def import_roll(
    *, acting: Acting, draft: ImportDraft, roll: Roll, keeping: Keeping | None, expected: str
) -> Record[dict[str, int]]:
    """Do what the preview of ``draft`` showed; the draft is gone with it. ``expected``: the digest of that plan.

    :raises Refused: when the plan would be another by now, or nothing is left to do. :raises SheetFaults: when the file
        does not fit any more.
    """
    village = lock_village(draft.village)
    rows = [PersonRow.from_json(kept) for kept in draft.rows]
    options = Options.from_json(draft.options)
    plan = build_plan(village, roll, keeping, rows, options, file_name=draft.file_name)
    if plan.is_empty:
        raise Refused(_("表里的都已经登记过了，没有要改的。"))
    if plan.digest() != expected:
        raise Refused(_("名册刚才有人改过，和您看的预览不一样了。请再看一遍预览。"))
    counts = plan.counts() | {"houses": len(plan.houses)}
    Writer(acting, village, roll, keeping, plan).write()
    draft.delete()
    data = {
        "village": village.short_name,
        "roll": roll.title.zh,
        "kind": roll.slug,
        "digest": draft.digest,
        "effective": options.effective.isoformat(),
        "whole": options.whole,
        **counts,
    }
    return Record(counts, ("roll", None), village.path, data, {"file": draft.file_name})


class Writer:
    """Writes a plan in a fixed number of statements for each kind of row."""

    def __init__(self, acting: Acting, village: Division, roll: Roll, keeping: Keeping | None, plan: Plan) -> None:
        self.acting, self.village, self.roll, self.keeping, self.plan = acting, village, roll, keeping, plan
        self.log: list[Change] = []

    def write(self) -> None:
        """Everything, in the order in which it stands on one another."""
        for name in self.plan.groups:
            within = Acting(
                self.acting.person_id, self.acting.name, self.acting.at, self.acting.post, self.acting.post_name
            )
            add_group(acting=within, village=self.village, name=name)
        self.groups = {group.name: group for group in groups_of(self.village)}
        self.persons = write_persons(self.plan, self.village, self._note)
        self._households()
        self._memberships()
        self._entries()
        Change.objects.bulk_create(self.log)

    def _note(self, what: str, **about: Any) -> None:
        self.log.append(change(self.acting, what, village_id=self.village.pk, **about, source="import"))

    def _person(self, item: Item) -> Person:
        return item.person or self.persons[id(item)]

    # -- households ----------------------------------------------------------------------------------------------
    def _households(self) -> None:
        day = self.plan.options.effective
        made = [
            Household(
                village=self.village, group=self.groups.get(group or ""), number=number,
                order=natural_key(number)[:ORDER], opened_on=day,
            )
            for number, group in self.plan.houses.items()
        ]  # fmt: skip
        for house in Household.objects.bulk_create(made):
            self._note(Change.What.OPENED, household=house, starts=day.isoformat())
        for house, group in self.plan.regrouped:
            before = house.group.name if house.group else None
            house.group = self.groups[group]
            self._note(Change.What.CORRECTED, household=house, changed={"group": [before, group]}, reason=None)
        Household.objects.bulk_update([house for house, _group in self.plan.regrouped], ["group"])
        for house in self.plan.emptied:
            house.closed_on = max(day - timedelta(days=1), house.opened_on)
        Household.objects.bulk_update(self.plan.emptied, ["closed_on"])
        there = Household.objects.filter(village=self.village, closed_on=None)
        self.houses = {house.number: house for house in there}

    def _memberships(self) -> None:
        """Who is no head any more comes first, and who becomes one last: at no moment has a household two."""
        if self.keeping is None:
            return
        self._end_moved()
        changed = [i.member.member for i in self._with("relation") if i.member and i.member.member]
        for heads in (False, True):
            some = [m for m in changed if (self._relation_of(m) == Relation.HEAD) is heads]
            for member in some:
                before, member.relation = member.relation, self._relation_of(member)
                self._note(
                    Change.What.CORRECTED, household=member.household, person=member.person,
                    changed={"relation": [before, member.relation]}, reason=None,
                )  # fmt: skip
            HouseholdMember.objects.bulk_update(some, ["relation"])
        HouseholdMember.objects.bulk_create(list(self._joining()))

    def _end_moved(self) -> None:
        last = self.plan.options.effective - timedelta(days=1)
        move = self._move()
        moved = [i.member.member for i in self._with("move") if i.member and i.member.member]
        for member in moved:
            member.ends, member.why_off = max(last, member.starts), move
            self._note(
                Change.What.LEFT, household=member.household, person=member.person, ends=member.ends.isoformat(),
                why=move,
            )  # fmt: skip
        HouseholdMember.objects.bulk_update(moved, ["ends", "why_off"])

    def _joining(self) -> Iterator[HouseholdMember]:
        assert self.keeping is not None
        for item in (*self._with("move"), *self._with("join")):
            assert item.member is not None
            house = self.houses[item.member.household]
            starts, why = self.plan.options.effective, self._move()
            before = item.member.member
            if before is not None and before.ends is not None and before.ends >= starts:
                starts = before.ends + timedelta(days=1)
            elif before is None:
                why = self._came_by(item)
            relation = item.member.relation
            self._note(
                Change.What.JOINED, household=house, person=self._person(item), starts=starts.isoformat(), why=why,
                relation=str(relation),
            )  # fmt: skip
            yield HouseholdMember(
                village=self.village, household=house, person=self._person(item), relation=relation, starts=starts,
                why_on=why,
            )  # fmt: skip

    def _with(self, op: str) -> list[Item]:
        return [item for item in self.plan.items if item.member and item.member.op == op]

    def _relation_of(self, member: HouseholdMember) -> str:
        return next(i.member.relation for i in self._with("relation") if i.member and i.member.member is member)

    def _move(self) -> str:
        assert self.keeping is not None
        return (self.keeping.move or self.keeping.on[0]).slug

    def _came_by(self, item: Item) -> str:
        """The reason given for the roll, where it is one for households too; else the first of theirs."""
        assert self.keeping is not None
        given = item.entry.why_on if item.entry else ""
        known = {why.slug for why in self.keeping.on}
        return given if given in known else self.keeping.on[0].slug

    # -- the roll ------------------------------------------------------------------------------------------------
    def _entries(self) -> None:
        made: list[RollEntry] = []
        kept: list[RollEntry] = []
        for item in self.plan.items:
            if item.entry is None:
                continue
            if item.entry.op == "enter":
                made.append(self._new(item, item.entry))
            else:
                kept.append(self._change(item, item.entry))
        RollEntry.objects.bulk_update(
            kept, ["since", "starts", "ends", "why_on", "why_off", "note", "voided_on"], batch_size=500
        )
        for entry in RollEntry.objects.bulk_create(made):
            self._note(
                Change.What.ENTERED, entry=entry, person=entry.person, starts=entry.starts.isoformat(),
                why=entry.why_on,
            )  # fmt: skip

    def _new(self, item: Item, plan: EntryPlan) -> RollEntry:
        group = self.groups.get(plan.group or "")
        return RollEntry(
            village=self.village, kind=self.roll.slug, person=self._person(item), group=group, since=plan.since,
            starts=plan.starts, ends=plan.ends, why_on=plan.why_on, why_off=plan.why_off, note=plan.note,
        )  # fmt: skip

    def _change(self, item: Item, plan: EntryPlan) -> RollEntry:
        entry = plan.entry
        assert entry is not None
        if plan.op == "void":
            entry.voided_on = self.plan.options.effective
            self._note(Change.What.VOIDED, entry=entry, person=entry.person, reason=None, why=plan.why_off)
            return entry
        parts = ("since", "starts", "ends", "why_on", "why_off", "note")
        changed = {
            part: [_plain(getattr(entry, part)), _plain(getattr(plan, part))]
            for part in parts
            if getattr(entry, part) != getattr(plan, part)
        }
        for part in parts:
            setattr(entry, part, getattr(plan, part))
        if plan.op == "strike":
            ends = plan.ends.isoformat() if plan.ends else None
            self._note(Change.What.STRUCK, entry=entry, person=entry.person, ends=ends, why=plan.why_off)
        else:
            self._note(Change.What.CORRECTED, entry=entry, person=entry.person, changed=changed, reason=None)
        return entry


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
