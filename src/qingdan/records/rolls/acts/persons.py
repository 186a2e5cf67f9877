"""What is registered of a person of a village: set right, and found of his civil capacity."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from qingdan.domain.catalogue.rolls import Rolls
from qingdan.domain.rules.rolls import counts_from
from qingdan.records.people.models import Person
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.records.rolls.acts.common import change, checked_day, lock_village, log, needed
from qingdan.records.rolls.kinds import CAPACITY_ENDED, CAPACITY_FOUND, PERSON_CORRECTED
from qingdan.records.rolls.models import CapacityFinding, Change, Identity, RollEntry
from qingdan.records.rolls.newcomers import Particulars, differences

PARTS = {
    "name": gettext_noop("姓名"),
    "mobile": gettext_noop("手机号"),
    "id_number": gettext_noop("身份证号"),
    "born_on": gettext_noop("出生日期"),
    "sex": gettext_noop("性别"),
}


@act(PERSON_CORRECTED)
def correct_person(
    *, acting: Acting, village: Division, person: Person, particulars: Particulars, rolls: Rolls, reason: str
) -> Record[Person]:
    """Set right what is registered of a person. Entries that begin with an age follow a corrected birthday.

    :raises Refused: without a reason, for a number that is another's, or when nothing changes.
    """
    reason = needed(reason, _("请写明为什么改，例如：本人拿户口本来核对。"))
    village = lock_village(village)
    person = Person.objects.select_for_update().get(pk=person.pk)
    new = particulars.completed()
    if new.id_number and Identity.objects.filter(id_number=new.id_number).exclude(pk=person.pk).exists():
        raise Refused(_("这个身份证号已经登记在另一个人名下。请核对号码。"))
    identity, _made = Identity.objects.get_or_create(person=person)
    before = {"name": person.name, "mobile": person.mobile, **_kept(identity)}
    after = {"name": new.name, "mobile": new.mobile, **new.kept()}
    changed = differences(before, after)
    if not changed:
        raise Refused(_("和原来登记的一样，没有要改的。"))
    person.name, person.mobile = new.name, new.mobile
    person.save(update_fields=["name", "mobile"])
    for name, value in new.kept().items():
        setattr(identity, name, value)
    identity.save(update_fields=["id_number", "born_on", "sex"])
    change(
        acting, Change.What.CORRECTED, village_id=village.pk, person=person, changed=_shown(changed), reason=reason
    ).save(force_insert=True)  # fmt: skip
    if "born_on" in changed:
        _follow_birthday(acting, person, new.born_on, rolls)
    names = "、".join(PARTS[name] for name in changed)
    return Record(
        value=person,
        subject=("person", person.pk),
        place=village.path,
        data={"village": village.short_name, "changed": names},
        personal={"name": person.name, "reason": reason, "words": _shown(changed)},
    )


def _kept(identity: Identity) -> dict[str, object]:
    return {"id_number": identity.id_number, "born_on": identity.born_on, "sex": identity.sex}


def _shown(changed: dict[str, list[object]]) -> dict[str, list[object]]:
    """Without the identity numbers themselves: a history must not be the place to read them."""
    return {k: ([None, None] if k == "id_number" else v) for k, v in changed.items()}


def _follow_birthday(acting: Acting, person: Person, born: date | None, rolls: Rolls) -> None:
    """Entries of rolls that begin with an age get the first day that the right birthday gives them."""
    for entry in RollEntry.objects.standing().select_related("person").filter(person=person):
        roll = rolls.kinds.get(entry.kind)
        starts = counts_from(entry.since, born, roll.from_age) if roll else entry.starts
        if starts == entry.starts or (entry.ends is not None and starts > entry.ends):
            continue  # what is over stays as it was counted
        changed = {"starts": [entry.starts.isoformat(), starts.isoformat()]}
        entry.starts = starts
        entry.save(update_fields=["starts"])
        log(acting, Change.What.CORRECTED, entry=entry, changed=changed, reason=None)


@act(CAPACITY_FOUND)
def find_capacity(
    *, acting: Acting, village: Division, person: Person, full: bool, starts: date, basis: str
) -> Record[CapacityFinding]:
    """Register that a person's civil capacity is other than his age says, from ``starts`` on. It ends the one before.

    :raises Refused: without the paper that it rests on, or for a day before the finding that holds.
    """
    basis = needed(basis, _("请写明依据，例如：某人民法院某号判决；或者：满16周岁，以自己的劳动收入为主要生活来源。"))
    village = lock_village(village)
    person = Person.objects.select_for_update().get(pk=person.pk)
    checked_day(acting, starts)
    before = CapacityFinding.objects.filter(person=person).order_by("-starts").first()
    if before is not None and before.starts >= starts:
        raise Refused(_("%(day)s 起已经登记过。新的登记要从那以后开始。") % {"day": before.starts.isoformat()})
    if before is not None and (before.ends is None or before.ends >= starts):
        before.ends = starts - timedelta(days=1)
        before.save(update_fields=["ends"])
    finding = CapacityFinding.objects.create(person=person, full=full, starts=starts, basis=basis)
    _log_capacity(acting, village, person, full=full, starts=starts.isoformat())
    return _capacity(finding, village, name=person.name, basis=basis)


@act(CAPACITY_ENDED)
def end_capacity(
    *, acting: Acting, village: Division, finding: CapacityFinding, last_day: date
) -> Record[CapacityFinding]:
    """Let a finding end after ``last_day``: from then on age decides again. :raises Refused: when it is over."""
    village = lock_village(village)
    finding = CapacityFinding.objects.select_for_update(of=("self",)).select_related("person").get(pk=finding.pk)
    if finding.ends is not None:
        raise Refused(_("这条登记已经结束了。"))
    if checked_day(acting, last_day) < finding.starts:
        raise Refused(_("最后一天比开始的 %(day)s 还早。请核对日期。") % {"day": finding.starts.isoformat()})
    finding.ends = last_day
    finding.save(update_fields=["ends"])
    _log_capacity(acting, village, finding.person, ends=last_day.isoformat())
    return _capacity(finding, village, name=finding.person.name)


def _log_capacity(acting: Acting, village: Division, person: Person, **words: object) -> None:
    change(acting, Change.What.CAPACITY, village_id=village.pk, person=person, **words).save(force_insert=True)


def _capacity(finding: CapacityFinding, village: Division, **personal: str) -> Record[CapacityFinding]:
    data = {"village": village.short_name}
    return Record(finding, ("person", finding.person_id), village.path, data, personal)
