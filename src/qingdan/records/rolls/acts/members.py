"""Households and who lives in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.rolls import Keeping, Roll, Why
from qingdan.domain.rules.households import Relation
from qingdan.domain.rules.written import natural_key, plain
from qingdan.records.people.models import Person
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.records.rolls.acts.common import (
    checked_day,
    enter,
    group_in,
    join,
    lock_village,
    log,
    needed,
    person_for,
    reason_among,
    strike,
)
from qingdan.records.rolls.kinds import (
    HOUSEHOLD_ADDED,
    HOUSEHOLD_CHANGED,
    MEMBER_CORRECTED,
    MEMBER_JOINED,
    MEMBER_LEFT,
)
from qingdan.records.rolls.models import NUMBER, ORDER, Change, Household, HouseholdMember, RollEntry
from qingdan.records.rolls.newcomers import Newcomer, differences


@act(HOUSEHOLD_ADDED)
def add_household(
    *,
    acting: Acting,
    village: Division,
    keeping: Keeping,
    number: str,
    group: Division | None,
    head: Newcomer,
    since: date,
    why: str,
    also: Sequence[Roll] = (),
) -> Record[Household]:
    """Found a household with its head. ``also``: rolls that the head comes onto with it, unless he is on them.

    :raises Refused: when the number is taken, or the head lives in a household already.
    """
    village = lock_village(village)
    reason = reason_among(keeping.on, why)
    number = free_number(village, number)
    household = Household.objects.create(
        village=village, group=group_in(village, group), number=number, order=natural_key(number)[:ORDER],
        opened_on=checked_day(acting, since),
    )  # fmt: skip
    log(acting, Change.What.OPENED, household=household, starts=since.isoformat())
    person = person_for(head, village)
    join(acting, household, person, relation=Relation.HEAD, since=since, why=reason, keeping=keeping)
    entered = _onto(acting, village, also, person, since, reason)
    return _record(household, village, {"name": person.name}, rolls=entered)


@act(HOUSEHOLD_CHANGED)
def change_household(
    *, acting: Acting, household: Household, number: str, group: Division | None, reason: str
) -> Record[Household]:
    """Set the number or the group right, for all its days. A household that really moves begins anew.

    :raises Refused: without a reason, or when the number is taken.
    """
    reason = needed(reason, _("请写明为什么改，例如：录入时户号抄错了。"))
    village = lock_village(household.village)
    household = Household.objects.select_for_update(of=("self",)).select_related("group").get(pk=household.pk)
    if plain(number) != household.number:
        number = free_number(village, number)
    new = {"number": plain(number), "group_id": group.pk if (group := group_in(village, group)) else None}
    before = _called(household)
    changed = differences({name: getattr(household, name) for name in new}, new)
    if not changed:
        raise Refused(_("和原来登记的一样，没有要改的。"))
    household.number, household.group = new["number"], group
    household.order = natural_key(household.number)[:ORDER]
    household.save(update_fields=["number", "group", "order"])
    log(acting, Change.What.CORRECTED, household=household, changed=changed, reason=reason)
    return _record(household, village, {"reason": reason}, before=before, after=_called(household))


@act(MEMBER_JOINED)
def add_member(
    *,
    acting: Acting,
    household: Household,
    keeping: Keeping,
    newcomer: Newcomer,
    relation: str,
    since: date,
    why: str,
    also: Sequence[Roll] = (),
) -> Record[HouseholdMember]:
    """Put a person into a household. ``also``: rolls that he comes onto with it, unless he is on them.

    :raises Refused: for a second head, a household that is closed, or a person who lives in another.
    """
    village = lock_village(household.village)
    reason = reason_among(keeping.on, why)
    relation = _relation(relation)
    if household.closed_on is not None and household.closed_on < since:
        raise Refused(_("这一户已经销户。请另立一户。"))
    if relation == Relation.HEAD and household.members.filter(ends=None, relation=Relation.HEAD).exists():
        raise Refused(_("这一户已经有户主。请先给原来的户主登记离户，并选新的户主。"))
    person = person_for(newcomer, village)
    member = join(acting, household, person, relation=relation, since=since, why=reason, keeping=keeping)
    if household.closed_on is not None:
        household.closed_on = None
        household.save(update_fields=["closed_on"])
    entered = _onto(acting, village, also, person, since, reason)
    words = {"starts": since.isoformat(), "why": reason.name.zh, "rolls": entered}
    return _member_record(member, village, {"name": person.name}, **words)


@act(MEMBER_LEFT)
def end_membership(
    *,
    acting: Acting,
    member: HouseholdMember,
    keeping: Keeping,
    last_day: date,
    why: str,
    new_head: HouseholdMember | None = None,
    also: Sequence[Roll] = (),
) -> Record[HouseholdMember]:
    """Let a person leave a household after ``last_day``; with the last of them the household is closed.

    ``new_head``: who is head from the next day on, when the head leaves others behind. ``also``: rolls that he is
    struck off with it, as far as he is on them and they know this reason.
    :raises Refused: when he has left, did not live there yet, or a new head is missing.
    """
    village = lock_village(member.village)
    reason = reason_among(keeping.off, why)
    member = (
        HouseholdMember.objects.select_for_update(of=("self",)).select_related("household", "person").get(pk=member.pk)
    )
    if member.ends is not None:
        raise Refused(_("%(name)s 已经登记离户了。") % {"name": member.person.name})
    if checked_day(acting, last_day) < member.starts:
        raise Refused(_("他从 %(day)s 才入户，最后一天不能更早。请核对日期。") % {"day": member.starts.isoformat()})
    others = list(member.household.members.filter(ends=None).exclude(pk=member.pk).select_related("person"))
    member.ends, member.why_off = last_day, reason.slug
    member.save(update_fields=["ends", "why_off"])
    log(acting, Change.What.LEFT, member=member, ends=last_day.isoformat(), why=reason.slug)
    if not others:
        member.household.closed_on = last_day
        member.household.save(update_fields=["closed_on"])
    elif member.relation == Relation.HEAD:
        _succeed(acting, member, others, new_head, last_day)
    struck = _off(acting, village, also, member.person, last_day, reason)
    words = {"ends": last_day.isoformat(), "why": reason.name.zh, "rolls": struck}
    return _member_record(member, village, {"name": member.person.name}, **words)


@act(MEMBER_CORRECTED)
def correct_member(
    *, acting: Acting, member: HouseholdMember, relation: str, starts: date, reason: str
) -> Record[HouseholdMember]:
    """Set a member's relation to the head or first day right. :raises Refused: without a reason, for a second head."""
    reason = needed(reason, _("请写明为什么改，例如：录入时关系填错了。"))
    village = lock_village(member.village)
    member = (
        HouseholdMember.objects.select_for_update(of=("self",)).select_related("household", "person").get(pk=member.pk)
    )
    relation = _relation(relation)
    heads = member.household.members.filter(ends=None, relation=Relation.HEAD).exclude(pk=member.pk)
    if relation == Relation.HEAD and member.ends is None and heads.exists():
        raise Refused(_("这一户已经有户主。请先给原来的户主登记离户，并选新的户主。"))
    if member.ends is not None and checked_day(acting, starts) > member.ends:
        raise Refused(_("入户日期比离户日期还晚。请核对两个日期。"))
    new = {"relation": relation, "starts": checked_day(acting, starts)}
    changed = differences({name: getattr(member, name) for name in new}, new)
    if not changed:
        raise Refused(_("和原来登记的一样，没有要改的。"))
    member.relation, member.starts = relation, starts
    member.save(update_fields=["relation", "starts"])
    log(acting, Change.What.CORRECTED, member=member, changed=changed, reason=reason)
    return _member_record(member, village, {"name": member.person.name, "reason": reason})


# -- parts -----------------------------------------------------------------------------------------------------------
def free_number(village: Division, number: str) -> str:
    """The number as kept. :raises Refused: when it is missing, too long or that of another household."""
    number = plain(number)
    if not number or len(number) > NUMBER:
        raise Refused(_("请填户号，最多 %(most)d 个字。") % {"most": NUMBER})
    if Household.objects.filter(village=village, number=number, closed_on=None).exists():
        raise Refused(_("户号“%(number)s”已经有一户在用。请换一个，或者到那一户里添人。") % {"number": number})
    return number


def _relation(relation: str) -> str:
    if relation not in HouseholdMember.Relation.values:
        raise Refused(_("请选他是户主的什么人。"))
    return relation


def _succeed(
    acting: Acting,
    left: HouseholdMember,
    others: Sequence[HouseholdMember],
    new_head: HouseholdMember | None,
    last: date,
) -> None:
    """Another becomes head from the day after; his days under his former relation are closed."""
    heir = next((m for m in others if new_head is not None and m.pk == new_head.pk), None)
    if heir is None:
        raise Refused(_("户主离开了，户里还有人。请选谁接着做户主。"))
    begins = last + timedelta(days=1)
    if heir.starts < begins:
        why, heir.ends = heir.why_on, last
        heir.save(update_fields=["ends"])
        heir = HouseholdMember.objects.create(
            village_id=heir.village_id, household_id=heir.household_id, person=heir.person, relation=Relation.HEAD,
            starts=begins, why_on=why,
        )  # fmt: skip
    else:
        heir.relation = Relation.HEAD
        heir.save(update_fields=["relation"])
    changed = {"relation": [None, Relation.HEAD.value]}
    log(acting, Change.What.CORRECTED, member=heir, changed=changed, reason=None, starts=begins.isoformat())


def _onto(acting: Acting, village: Division, rolls: Sequence[Roll], person: Person, since: date, why: Why) -> list[str]:
    """Put a new member onto these rolls, as far as they know the reason and he is not on them. Gives their slugs."""
    entered = []
    for roll in rolls:
        mine = RollEntry.objects.standing().filter(village=village, kind=roll.slug, person=person, ends=None)
        if why in roll.keeping.on and not mine.exists():
            enter(acting, village, roll, person, since=since, why=why)
            entered.append(roll.slug)
    return entered


def _off(
    acting: Acting, village: Division, rolls: Sequence[Roll], person: Person, last_day: date, why: Why
) -> list[str]:
    """Strike one who left off these rolls, as far as he is on them and they know the reason. Gives their slugs."""
    struck = []
    for roll in rolls:
        mine = RollEntry.objects.standing().select_related("person").filter(person=person, ends=None)
        for entry in mine.filter(village=village, kind=roll.slug) if why in roll.keeping.off else ():
            if entry.starts > last_day:  # never came to count, as a child's
                entry.voided_on = last_day
                entry.save(update_fields=["voided_on"])
                log(acting, Change.What.VOIDED, entry=entry, reason=None, why=why.slug)
            else:
                strike(acting, entry, last_day, why)
            struck.append(roll.slug)
    return struck


def _called(household: Household) -> str:
    group = household.group.short_name if household.group else ""
    return f"{group} {household.number}".strip()


def _record(household: Household, village: Division, personal: dict[str, str], **data: object) -> Record[Household]:
    shown = {"village": village.short_name, "number": household.number, **data}
    return Record(household, ("household", household.pk), village.path, shown, personal)


def _member_record(
    member: HouseholdMember, village: Division, personal: dict[str, str], **data: object
) -> Record[HouseholdMember]:
    shown = {"village": village.short_name, "number": member.household.number, **data}
    return Record(member, ("household", member.household_id), village.path, shown, personal)
