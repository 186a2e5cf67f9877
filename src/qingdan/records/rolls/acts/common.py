"""What the acts of this app share: locks, checks that more than one makes, and the log of changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.rolls import Keeping, Roll, Why
from qingdan.domain.rules.rolls import counts_from
from qingdan.records.people.models import Person
from qingdan.records.people.wording import said
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting, Refused
from qingdan.records.rolls.days import AHEAD, EARLIEST
from qingdan.records.rolls.models import TEXT, Change, Household, HouseholdMember, Identity, RollEntry
from qingdan.records.rolls.newcomers import Newcomer
from qingdan.records.rolls.queries.counts import elsewhere


def lock_village(village: Division) -> Division:
    """The village, locked: what two keepers do to its rolls at once is done one after the other.

    :raises Refused: for what is no village, or is one no more.
    """
    if village.level != Division.Level.VILLAGE:
        raise Refused(_("名册登记在村一级。请先选村。"))
    locked = Division.objects.select_for_update().get(pk=village.pk)
    if locked.ended_on is not None:
        words = {"village": locked.short_name}
        raise Refused(_("%(village)s已经并入别的村，原来的名册只能看。请到新的村登记。") % words)
    return locked


def checked_day(acting: Acting, day: date) -> date:
    """:raises Refused: for a day before anybody alive was born, or more than a year ahead."""
    if not EARLIEST <= day <= local_date(acting.at) + AHEAD:
        raise Refused(
            _("日期 %(day)s 不对：不能早于1900年，也不能晚于今天往后一年。请核对。") % {"day": day.isoformat()}
        )
    return day


def reason_among(reasons: Iterable[Why], slug: str) -> Why:
    """:raises Refused: when the roll does not know this reason."""
    reasons = list(reasons)
    found = next((w for w in reasons if w.slug == slug), None)
    if found is None:
        raise Refused(_("请选原因：%(known)s。") % {"known": _("、").join(said(w.name) for w in reasons)})
    return found


def text_or_none(text: str | None, most: int = TEXT) -> str | None:
    """A text without spaces around it; None when nothing is left. :raises Refused: when it is too long."""
    kept = (text or "").strip()
    if len(kept) > most:
        raise Refused(_("最多写 %(most)d 个字。") % {"most": most})
    return kept or None


def needed(text: str | None, ask: str) -> str:
    """A text that must be there. :raises Refused: with the words of ``ask``."""
    kept = text_or_none(text)
    if kept is None:
        raise Refused(ask)
    return kept


def group_in(village: Division, group: Division | None) -> Division | None:
    """:raises Refused: when the villager group is another village's."""
    if group is not None and (group.level != Division.Level.GROUP or group.parent_id != village.pk):
        raise Refused(_("这个小组不是%(village)s的。请从本村的小组里选。") % {"village": village.short_name})
    return group


# -- persons ---------------------------------------------------------------------------------------------------------
def person_for(newcomer: Newcomer, village: Division) -> Person:
    """The person whom ``newcomer`` means, registered if need be, locked until the act ends.

    Who has this identity number is that person, wherever he is registered: nobody is two.
    """
    if newcomer.person is not None:
        return Person.objects.select_for_update().get(pk=newcomer.person.pk)
    assert newcomer.particulars is not None
    said_of = newcomer.particulars.completed()
    if said_of.id_number:
        known = Identity.objects.select_related("person").filter(id_number=said_of.id_number).first()
        if known is not None:
            if known.person.name != said_of.name:
                raise Refused(_("这个身份证号已经登记在别的姓名下。请核对号码和姓名；改了名的，先更正原来的登记。"))
            return Person.objects.select_for_update().get(pk=known.pk)
    person = Person.objects.create(name=said_of.name, mobile=said_of.mobile, is_demo=village.is_demo)
    Identity.objects.create(person=person, **said_of.kept())
    return person


def born_on(person: Person) -> date | None:
    """The birthday on record."""
    return Identity.objects.filter(person=person).values_list("born_on", flat=True).first()


# -- rolls -----------------------------------------------------------------------------------------------------------
def enter(
    acting: Acting,
    village: Division,
    roll: Roll,
    person: Person,
    *,
    since: date,
    why: Why,
    note: str | None = None,
    group: Division | None = None,
) -> RollEntry:
    """Write a new entry and its change. :raises Refused: when the person is on this roll already, or may not be."""
    since = checked_day(acting, since)
    starts = first_day(roll, since, born_on(person), person.name)
    refuse_twice(village, roll, person, starts, None)
    refuse_elsewhere(village, roll, person, starts)
    entry = RollEntry.objects.create(
        village=village, kind=roll.slug, person=person, group=group, since=since, starts=starts, why_on=why.slug,
        note=note,
    )  # fmt: skip
    log(acting, Change.What.ENTERED, entry=entry, starts=starts.isoformat(), why=why.slug)
    return entry


def first_day(roll: Roll, since: date, born: date | None, name: str) -> date:
    """The first day that counts. :raises Refused: when the roll begins with an age and no birthday is on record."""
    if roll.from_age and born is None:
        raise Refused(
            _("%(name)s 没有登记出生日期，算不出什么时候满%(age)d岁。请先补上身份证号或出生日期。")
            % {"name": name, "age": roll.from_age}
        )
    return counts_from(since, born, roll.from_age)


def refuse_twice(
    village: Division, roll: Roll, person: Person, starts: date, ends: date | None, besides: RollEntry | None = None
) -> None:
    """:raises Refused: when another entry of the person on this roll shares a day with these."""
    others = RollEntry.objects.standing().filter(Q(ends=None) | Q(ends__gte=starts), village=village, kind=roll.slug)
    if ends is not None:
        others = others.filter(starts__lte=ends)
    before = others.filter(person=person).exclude(pk=besides.pk if besides else None).first()
    if before:
        raise Refused(
            _("%(name)s 从 %(starts)s 起已经在这份名册上，不用再列一次；日期不对的请更正原来那条。")
            % {"name": person.name, "starts": before.starts.isoformat()}
        )


def refuse_elsewhere(village: Division, roll: Roll, person: Person, starts: date) -> None:
    """:raises Refused: when the law lets nobody be on this roll in two villages, and another village has him."""
    if roll.one_village and elsewhere([person.pk], village, roll, starts):
        raise Refused(
            _("%(name)s 还在另一个村的“%(roll)s”上，按法律不能同时在两个村。请本人先到那个村办退出。")
            % {"name": person.name, "roll": said(roll.title)}
        )


def strike(acting: Acting, entry: RollEntry, last_day: date, why: Why, note: str | None = None) -> RollEntry:
    """Close an entry and log it. :raises Refused: when it is over already, or would end before it began."""
    checked_day(acting, last_day)
    if entry.voided_on is not None or (entry.ends is not None and entry.ends <= last_day):
        raise Refused(_("这一条已经划掉或作废了，不用再划。"))
    if last_day < entry.starts:
        raise Refused(
            _("这一条从 %(starts)s 才起算，不能在那以前划掉。没有列错日期的话，请用“作废”。")
            % {"starts": entry.starts.isoformat()}
        )
    entry.ends, entry.why_off = last_day, why.slug
    entry.note = note or entry.note
    entry.save(update_fields=["ends", "why_off", "note"])
    log(acting, Change.What.STRUCK, entry=entry, ends=last_day.isoformat(), why=why.slug)
    return entry


# -- households ------------------------------------------------------------------------------------------------------
def join(
    acting: Acting, household: Household, person: Person, *, relation: str, since: date, why: Why, keeping: Keeping
) -> HouseholdMember:
    """Write a new membership and its change. :raises Refused: when the person lives in a household already."""
    checked_day(acting, since)
    mine = HouseholdMember.objects.filter(Q(ends=None) | Q(ends__gte=since), person=person)
    before = mine.select_related("household").first()
    if before:
        where = before.household.number if before.village_id == household.village_id else _("别的村")
        raise Refused(
            _("%(name)s 还在另一户（%(where)s）。一个人只能在一户，请先从那一户减去。")
            % {"name": person.name, "where": where}
        )
    member = HouseholdMember.objects.create(
        village_id=household.village_id, household=household, person=person, relation=relation, starts=since,
        why_on=why.slug,
    )  # fmt: skip
    log(acting, Change.What.JOINED, member=member, starts=since.isoformat(), why=why.slug, relation=relation)
    return member


# -- the log ---------------------------------------------------------------------------------------------------------
def change(
    acting: Acting,
    what: str,
    *,
    village_id: int,
    entry: RollEntry | None = None,
    household: Household | None = None,
    person: Person | None = None,
    **words: Any,
) -> Change:
    """One line of the log, not yet written."""
    return Change(
        village_id=village_id,
        kind=entry.kind if entry else None,
        entry=entry,
        household=household,
        person=person,
        at=acting.at,
        actor_name=acting.name,
        actor_post=acting.post,
        what=what,
        words=words,
    )


def log(
    acting: Acting,
    what: str,
    *,
    entry: RollEntry | None = None,
    member: HouseholdMember | None = None,
    household: Household | None = None,
    **words: Any,
) -> None:
    """Write one line of the log."""
    house = member.household if member else household
    about = entry or member or house
    assert about is not None
    person = entry.person if entry else member.person if member else None
    change(
        acting, what, village_id=about.village_id, entry=entry, household=house, person=person, **words
    ).save(force_insert=True)  # fmt: skip
