"""Makes the plan of an import from the lines of a file and the village as it is; faults name the cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.rolls import Keeping, Roll, Why
from qingdan.domain.numerals import in_chinese
from qingdan.domain.rules.households import Relation
from qingdan.domain.rules.rolls import counts_from
from qingdan.domain.rules.written import GROUP_ENDINGS, parse_group
from qingdan.records.people.models import Person
from qingdan.records.people.wording import said
from qingdan.records.regions.models import Division
from qingdan.records.rolls.catalogue import PLACES_CHANGED
from qingdan.records.rolls.days import AHEAD, EARLIEST
from qingdan.records.rolls.models import RollEntry
from qingdan.records.rolls.planning.known import Known
from qingdan.records.rolls.planning.matching import Match, Matching, double_heads
from qingdan.records.rolls.planning.plan import EntryPlan, Item, MemberPlan, Options, Plan
from qingdan.records.rolls.sheets.columns import OWN
from qingdan.records.rolls.sheets.faults import CellFault, SheetFaults
from qingdan.records.rolls.sheets.rows import PersonRow

LONGEST_GROUP = 20


def build_plan(
    village: Division,
    roll: Roll,
    keeping: Keeping | None,
    rows: Sequence[PersonRow],
    options: Options,
    *,
    file_name: str,
    called: dict[str, str] | None = None,
) -> Plan:
    """What taking ``rows`` onto the roll would do. ``keeping``: the households', None where there are none.

    :raises SheetFaults: with every cell that does not fit what is registered.
    """
    builder = _Builder(Known(village, roll, rows, options.effective), keeping, options, called or {})
    builder.read(rows)
    if builder.faults:
        raise SheetFaults(file_name, sorted(builder.faults, key=lambda f: (f.sheet, f.line)))
    builder.finish(rows)
    return builder.plan


class _Builder:
    def __init__(self, known: Known, keeping: Keeping | None, options: Options, called: dict[str, str]) -> None:
        self.known, self.roll, self.keeping, self.called = known, known.roll, keeping, called
        self.options, self.plan = options, Plan(options)
        self.faults: list[CellFault] = []
        self.elsewhere = known.elsewhere()
        self.heads: dict[str, PersonRow] = {}  # households of the file → the line of the head in it
        self.in_file: set[int] = set()
        self._group_names: dict[str, str] = {}

    # -- each line -----------------------------------------------------------------------------------------------
    def read(self, rows: Sequence[PersonRow]) -> None:
        """Plan each line, once it is known of all of them whom they mean."""
        matching = Matching(self.known, rows)
        for row, what in double_heads(rows):
            self._fault(row, "household", what)
        matched = [(row, matching.match(row)) for row in rows]
        self.in_file = {match.person.pk for _row, match in matched if match.person}
        for row, match in matched:
            if match.fault:
                self._fault(row, *match.fault)
                continue
            item = Item(row.name, row, match.person, match.merged)
            item.changes = _changes(row, match.person, match.person is not None and match.person.pk in self.known.local)
            self._house(item, row, match)
            self._entry(item, row, match)
            self.plan.items.append(item)

    def _fault(self, row: PersonRow, field: str, what: str) -> None:
        self.faults.append(CellFault(row.sheet, row.line, self.called.get(field, _(OWN[field])), what))

    # -- households ----------------------------------------------------------------------------------------------
    def _house(self, item: Item, row: PersonRow, match: Match) -> None:
        group = self._group(row)
        if not row.household or self.keeping is None:
            return
        self._open_house(row, group)
        member = self.known.members.get(match.person.pk) if match.person else None
        if member is not None and member.village_id != self.known.village.pk:
            self._fault(row, "household", _("这个人还登记在别的村的户里，要先从那里迁出"))
            return
        relation = row.relation or (member.relation if member else self._relation_for(row))
        if relation == Relation.HEAD:
            self._refuse_second_head(row, match)
        if member is None:
            item.member = MemberPlan("join", row.household, relation)
        elif member.household.number != row.household:
            item.member = MemberPlan("move", row.household, row.relation or self._relation_for(row), member)
        elif member.relation != relation:
            item.member = MemberPlan("relation", row.household, relation, member)

    def _relation_for(self, row: PersonRow) -> str:
        """Of a new household the first is its head when nobody says otherwise."""
        assert row.household is not None
        has_head = row.household in self.heads or row.household in self.known.houses
        return Relation.OTHER if has_head else Relation.HEAD

    def _open_house(self, row: PersonRow, group: str | None) -> None:
        assert row.household is not None
        house = self.known.houses.get(row.household)
        if house is None:
            self.plan.houses.setdefault(row.household, group)
            self.plan.houses[row.household] = self.plan.houses[row.household] or group
            return
        differs = group and (house.group is None or house.group.name != group)
        if group and differs and all(h.pk != house.pk for h, _group in self.plan.regrouped):
            self.plan.regrouped.append((house, group))

    def _refuse_second_head(self, row: PersonRow, match: Match) -> None:
        """One head in the file, and one registered: unless the file says of that one what he is now."""
        assert row.household is not None
        first = self.heads.setdefault(row.household, row)
        if first is not row and not (first.relation and row.relation):  # both written out was told of before
            what = _("这一户已经有户主“%(name)s”，请写明这一行是户主的什么人") % {"name": first.name}
            self._fault(row, "relation", what)
        living = self.known.living_in(row.household)
        head = next((p for p, m in living.items() if m.relation == Relation.HEAD), None)
        if head is None or head in self.in_file or (match.person and head == match.person.pk):
            return
        what = _("这一户登记的户主是“%(name)s”。请把他也写进表里，或者先给他登记离户")
        self._fault(row, "relation", what % {"name": self.known.persons[head].name})

    # -- groups --------------------------------------------------------------------------------------------------
    def _group(self, row: PersonRow) -> str | None:
        """The name of the villager group that a line gives; a new one is planned."""
        if not row.group:
            return None
        if row.group in self._group_names:
            return self._group_names[row.group]
        found = self.known.group_named(row.group)
        name = found.name if found else self._new_group(row)
        if name:
            self._group_names[row.group] = name
        return name

    def _new_group(self, row: PersonRow) -> str | None:
        meant = parse_group(row.group or "")
        if isinstance(meant, int):
            name = f"第{in_chinese(meant)}村民小组"
        elif meant.endswith(GROUP_ENDINGS) and len(meant) <= LONGEST_GROUP:
            name = meant
        else:
            known = _("、").join(g.short_name for g in self.known.groups) or _("还没有登记小组")
            self._fault(row, "group", _("没有这个小组。本村的小组：%(known)s") % {"known": known})
            return None
        if name not in self.plan.groups:
            self.plan.groups.append(name)
        return name

    # -- the roll ------------------------------------------------------------------------------------------------
    def _entry(self, item: Item, row: PersonRow, match: Match) -> None:
        born = row.born_on or _born_on(match.person)
        if self.roll.from_age and born is None:
            field = "id_number" if "id_number" in self.called else "born_on"
            what = _("没有身份证号，也没有出生日期，算不出什么时候满%(age)d岁") % {"age": self.roll.from_age}
            self._fault(row, field, what)
            return
        for field in ("since", "ends"):
            day = getattr(row, field)
            if day and not EARLIEST <= day <= self.options.effective + AHEAD:
                self._fault(row, field, _("%(day)s 太早或者太晚了，请核对") % {"day": day.isoformat()})
        why_on, why_off = self._reason(row, "why_on", self.roll.keeping.on), None
        if row.ends:
            why_off = self._reason(row, "why_off", self.roll.keeping.off)
        mine = self.known.entries.get(match.person.pk, []) if match.person else []
        if match.person and not mine and not row.ends and match.person.pk in self.elsewhere:
            self._fault(row, "name", _("还在另一个村的这份名册上，按法律不能同时在两个村。请本人先到那个村办退出"))
        if why_on is None or (row.ends and why_off is None):
            return
        item.entry = self._planned(row, mine, born, why_on, why_off)

    def _planned(
        self, row: PersonRow, mine: list[RollEntry], born: date | None, why_on: str, why_off: str | None
    ) -> EntryPlan | None:
        """What becomes of the entry; None when it stands as the file says."""
        current = next((e for e in reversed(mine) if e.ends is None or e.ends >= self.options.effective), None)
        if row.ends and current is None:
            current = next((e for e in mine if e.ends == row.ends), None)
        if current is None:
            since = row.since or self.options.effective
            starts = counts_from(since, born, self.roll.from_age)
            if row.ends and row.ends < starts:
                self._fault(row, "ends", _("比开始算的 %(day)s 还早，请核对日期") % {"day": starts.isoformat()})
                return None
            group = None if row.household and self.keeping else self._group(row)
            return EntryPlan("enter", since, starts, row.ends, why_on, why_off, row.note, group)
        since = row.since or current.since
        starts = counts_from(since, born, self.roll.from_age)
        ends = row.ends or current.ends
        if ends and ends < starts:
            self._fault(row, "ends", _("比开始算的 %(day)s 还早，请核对日期") % {"day": starts.isoformat()})
            return None
        keep_why = current.why_on if row.why_on is None else why_on
        plan = EntryPlan("redate", since, starts, ends, keep_why, why_off or current.why_off, row.note or current.note)
        plan.entry = current
        if row.ends and current.ends != row.ends:
            plan.op = "strike"
        before = (current.since, current.starts, current.ends, current.why_on, current.why_off, current.note)
        after = (plan.since, plan.starts, plan.ends, plan.why_on, plan.why_off, plan.note)
        return plan if before != after else None

    def _reason(self, row: PersonRow, field: str, known: Iterable[Why]) -> str | None:
        text = getattr(row, field)
        if not text:
            return self.options.why if field == "why_on" else self.options.why_off or self._first_off()
        found = next((w for w in (*known, PLACES_CHANGED) if w.is_called(text)), None)
        if found is None:
            names = _("、").join(said(w.name) for w in known)
            what = _("没有“%(text)s”这个原因，请写：%(known)s") % {"text": text[:20], "known": names}
            self._fault(row, field, what)
            return None
        return found.slug

    def _first_off(self) -> str:
        return self.roll.keeping.off[0].slug

    # -- the whole -----------------------------------------------------------------------------------------------
    def finish(self, rows: Sequence[PersonRow]) -> None:
        """Who is not in a file that is the whole roll is struck; households that nobody is left in are closed."""
        if self.options.whole:
            there = {item.person.pk for item in self.plan.items if item.person}
            last = self.options.effective - timedelta(days=1)
            for person, entries in self.known.entries.items():
                current = entries[-1]
                if person not in there and (current.ends is None or current.ends > last):
                    self.plan.items.append(self._absent(current, last))
        leaving: dict[int, set[int]] = {}
        for item in self.plan.items:
            if item.member and item.member.op == "move" and item.member.member:
                leaving.setdefault(item.member.member.household_id, set()).add(item.member.member.person_id)
        coming = {item.member.household for item in self.plan.items if item.member and item.member.op != "relation"}
        for house in self.known.houses.values():
            gone = leaving.get(house.pk)
            if gone and house.number not in coming and gone >= self.known.living_in(house.number).keys():
                self.plan.emptied.append(house)

    def _absent(self, current: RollEntry, last: date) -> Item:
        item = Item(current.person.name, person=current.person)
        op = "strike" if current.starts <= last else "void"
        ends = last if op == "strike" else current.ends
        item.entry = EntryPlan(
            op, current.since, current.starts, ends, current.why_on, self.options.why_off or self._first_off(),
            current.note, entry=current,
        )  # fmt: skip
        return item


def _born_on(person: Person | None) -> date | None:
    return person.identity.born_on if person is not None and hasattr(person, "identity") else None


def _changes(row: PersonRow, person: Person | None, is_local: bool) -> dict[str, list[Any]]:
    """What the file says of a registered person that is not registered so. An empty cell says nothing.

    Of somebody whom only another village has registered, what is there stays; what is missing is filled in.
    """
    if person is None:
        return {}
    identity = getattr(person, "identity", None)
    before = {
        "name": person.name,
        "mobile": person.mobile,
        **{field: getattr(identity, field, None) for field in ("id_number", "born_on", "sex")},
    }
    given = {field: getattr(row, field) for field in before}
    changed = {
        f: [before[f], v]
        for f, v in given.items()
        if v is not None and v != before[f] and (is_local or before[f] is None)
    }
    return {f: [v.isoformat() if isinstance(v, date) else v for v in pair] for f, pair in changed.items()}
