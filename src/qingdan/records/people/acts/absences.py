"""Being away: declared by oneself, or by somebody else for who is ill; and being back."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from qingdan.records.people import queries, staffing
from qingdan.records.people.bench import kept_apart
from qingdan.records.people.kinds import ABSENCE_DECLARED, ABSENCE_ENDED
from qingdan.records.people.models import Absence, Person
from qingdan.records.people.posts import post_name
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Record, Refused, act

LONGEST = timedelta(days=366)


@act(ABSENCE_DECLARED)
def declare_absence(
    *, acting: Acting, person: Person, starts: date, ends: date | None = None, why: str = ""
) -> Record[Absence]:
    """Register that ``person`` is away from ``starts`` to ``ends``, both included (None: until back).

    The person himself needs no reason. Who declares another away says how he knows (``why``, a personal word of the
    register), and nobody so sets aside who supervises him: that is the town's to register.
    :raises Refused: for days that have passed, out of order or too long, a second absence, or no reason.
    """
    assert acting.person_id is not None
    day = local_date(acting.at)
    if starts < day:
        raise Refused(_("不在岗从今天或以后算起，不能往前填。"))
    if ends is not None and ends < starts:
        raise Refused(_("结束的日期比开始的日期早。请核对两个日期。"))
    if (ends or starts) - day > LONGEST:
        raise Refused(_("最多填一年。不在岗超过一年，请先登记职务变动。"))
    if acting.person_id != person.pk:
        _refuse_for_another(acting, person, why)
    Person.objects.select_for_update().get(pk=person.pk)  # so that two do not declare at once
    clash = Absence.objects.from_(starts).filter(person=person)
    if (clash if ends is None else clash.filter(starts__lte=ends)).exists():
        raise Refused(_("%(name)s 这几天已经登记为不在岗。要改，请先登记回来了。") % {"name": person.name})
    absence = Absence.objects.create(
        person=person, starts=starts, ends=ends, declared_by_id=acting.person_id, declared_on=day
    )
    staffing.person_changed(day, person)
    return _record(absence, day, why.strip())


def _refuse_for_another(acting: Acting, person: Person, why: str) -> None:
    if not why.strip():
        raise Refused(_("请写明怎么知道他不在岗，例如：家属打来电话。不用写病情。"))
    day = local_date(acting.at)
    for village in queries.villages_of(person, day):
        mine = set(queries.posts_of(acting.person_id or 0, village.path, day))
        for slug in queries.posts_of(person, village.path, day):
            if mine & kept_apart(slug):
                raise Refused(_("“%(post)s”监督您的工作，他不在岗要由本人或者镇里登记。") % {"post": post_name(slug)})


@act(ABSENCE_ENDED)
def end_absence(*, acting: Acting, absence: Absence) -> Record[Absence]:
    """Register that the person is back today; what waited for him comes back to him. :raises Refused: when he is."""
    day = local_date(acting.at)
    absence = Absence.objects.select_for_update(of=("self",)).select_related("person").get(pk=absence.pk)
    over = absence.ends is not None and absence.ends < day
    if absence.back_on is not None or over:
        raise Refused(_("这次不在岗已经结束了，不用再登记。"))
    absence.back_on = day
    absence.save(update_fields=["back_on"])
    staffing.person_changed(day, absence.person)
    return _record(absence, day)


def _record(absence: Absence, day: date, why: str = "") -> Record[Absence]:
    where = queries.villages_of(absence.person, day)
    ends = absence.ends.isoformat() if absence.ends else "…"
    personal = {"name": absence.person.name, **({"why": why} if why else {})}
    return Record(
        value=absence,
        subject=("person", absence.person_id),
        place=where[0].path if where else "",
        data={"absence": absence.pk, "starts": absence.starts.isoformat(), "ends": ends},
        personal=personal,
    )
