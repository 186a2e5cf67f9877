"""Coming onto a roll, leaving it, and setting right what was written wrongly."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from qingdan.domain.catalogue.rolls import Roll
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.records.rolls.acts.common import (
    born_on,
    checked_day,
    enter,
    first_day,
    group_in,
    lock_village,
    log,
    needed,
    person_for,
    reason_among,
    refuse_elsewhere,
    refuse_twice,
    strike,
    text_or_none,
)
from qingdan.records.rolls.kinds import CORRECTED, ENTERED, STRUCK, VOIDED
from qingdan.records.rolls.models import Change, RollEntry
from qingdan.records.rolls.newcomers import Newcomer, differences

# What the register calls the parts of an entry, whatever language the page is in.
PARTS = {
    "since": gettext_noop("列入日期"),
    "ends": gettext_noop("最后一天"),
    "why_on": gettext_noop("列入原因"),
    "why_off": gettext_noop("划掉原因"),
    "note": gettext_noop("依据"),
    "group_id": gettext_noop("小组"),
}


@act(ENTERED)
def enter_on_roll(
    *,
    acting: Acting,
    village: Division,
    roll: Roll,
    newcomer: Newcomer,
    since: date,
    why: str,
    note: str | None = None,
    group: Division | None = None,
) -> Record[RollEntry]:
    """Put a person on a roll of ``village`` from ``since``; who is too young counts from the birthday on.

    ``group`` is only for a person who lives in no household of the village.
    :raises Refused: when he is on it already, is on it in another village where the law forbids that, or no birthday is
        on record for a roll that begins with an age.
    """
    village = lock_village(village)
    reason = reason_among(roll.keeping.on, why)
    person = person_for(newcomer, village)
    entry = enter(
        acting, village, roll, person, since=since, why=reason, note=text_or_none(note), group=group_in(village, group)
    )
    return _record(entry, village, roll, note=entry.note, starts=entry.starts.isoformat(), why=reason.name.zh)


@act(STRUCK)
def strike_off(
    *, acting: Acting, entry: RollEntry, roll: Roll, last_day: date, why: str, note: str | None = None
) -> Record[RollEntry]:
    """End an entry with ``last_day``, the last that counts.

    :raises Refused: for a reason that this roll does not know, a day before it began, or an entry that is over.
    """
    reason = reason_among(roll.keeping.off, why)
    village, entry = _locked(entry)
    strike(acting, entry, last_day, reason, text_or_none(note))
    return _record(entry, village, roll, note=text_or_none(note), ends=last_day.isoformat(), why=reason.name.zh)


@act(CORRECTED)
def correct_entry(
    *,
    acting: Acting,
    entry: RollEntry,
    roll: Roll,
    since: date,
    ends: date | None,
    why_on: str,
    why_off: str | None,
    note: str | None,
    group: Division | None,
    reason: str,
) -> Record[RollEntry]:
    """Set an entry right; what stood there before stays in its history.

    :raises Refused: without a reason, for days that cross, or that meet another entry of the person on this roll.
    """
    reason = needed(reason, _("请写明为什么改，例如：录入时日期看错了。"))
    village, entry = _locked(entry)
    if entry.voided_on is not None:
        raise Refused(_("这一条已经作废，不能再改。请重新列入。"))
    new = _set_right(acting, entry, roll, village, since, ends)
    new |= {
        "why_on": reason_among(roll.keeping.on, why_on).slug,
        "why_off": reason_among(roll.keeping.off, why_off or "").slug if ends else None,
        "note": text_or_none(note),
        "group_id": group.pk if (group := group_in(village, group)) else None,
    }
    changed = differences({name: getattr(entry, name) for name in new}, new)
    if not changed:
        raise Refused(_("和原来登记的一样，没有要改的。"))
    for name, value in new.items():
        setattr(entry, name, value)
    entry.save(update_fields=[*new])
    log(acting, Change.What.CORRECTED, entry=entry, changed=changed, reason=reason)
    names = "、".join(PARTS[name] for name in changed if name in PARTS)
    return _record(entry, village, roll, changed=names, words=changed, reason=reason)


def _set_right(
    acting: Acting, entry: RollEntry, roll: Roll, village: Division, since: date, ends: date | None
) -> dict[str, Any]:
    checked_day(acting, since)
    starts = first_day(roll, since, born_on(entry.person), entry.person.name)
    if ends is not None and checked_day(acting, ends) < starts:
        raise Refused(_("最后一天比起算的 %(starts)s 还早。请核对两个日期。") % {"starts": starts.isoformat()})
    refuse_twice(village, roll, entry.person, starts, ends, besides=entry)
    if ends is None:
        refuse_elsewhere(village, roll, entry.person, starts)
    return {"since": since, "starts": starts, "ends": ends}


@act(VOIDED)
def void_entry(*, acting: Acting, entry: RollEntry, roll: Roll, reason: str) -> Record[RollEntry]:
    """Take an entry back that should never have been: it counts on no day. :raises Refused: without a reason."""
    reason = needed(reason, _("请写明为什么作废，例如：认错了人，重复登记。"))
    village, entry = _locked(entry)
    if entry.voided_on is not None:
        raise Refused(_("这一条已经作废了。"))
    entry.voided_on = local_date(acting.at)
    entry.save(update_fields=["voided_on"])
    log(acting, Change.What.VOIDED, entry=entry, reason=reason)
    return _record(entry, village, roll, reason=reason)


def _locked(entry: RollEntry) -> tuple[Division, RollEntry]:
    village = lock_village(entry.village)
    return village, RollEntry.objects.select_for_update(of=("self",)).select_related("person", "village").get(
        pk=entry.pk
    )


def _record(entry: RollEntry, village: Division, roll: Roll, **words: Any) -> Record[RollEntry]:
    personal = {k: v for k, v in words.items() if k in ("note", "reason", "words") and v}
    return Record(
        value=entry,
        subject=("roll-entry", entry.pk),
        place=village.path,
        data={
            "village": village.short_name,
            "roll": roll.title.zh,
            "kind": roll.slug,
            **{k: v for k, v in words.items() if k not in ("note", "reason", "words")},
        },
        personal={"name": entry.person.name, **personal},
    )
