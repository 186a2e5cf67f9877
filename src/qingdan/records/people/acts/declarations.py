"""What a person declares of himself: near kin and own interests. And the one way for another to read it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qingdan.domain.rules.identity import parse_credit_code
from qingdan.domain.rules.reasons import Unusable
from qingdan.records.people import queries, staffing
from qingdan.records.people.kinds import (
    INTEREST_DECLARED,
    INTEREST_ENDED,
    KIN_DECLARED,
    KIN_ENDED,
    KIN_LOOKED_UP,
)
from qingdan.records.people.models import KinTie, OwnInterest, Person
from qingdan.records.people.wording import said
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Record, Refused, act

SHORTEST_PURPOSE = 6  # characters: enough for a reason such as 核查回避情况, too many for a dot


@act(KIN_DECLARED)
def declare_kin(
    *, acting: Acting, person: Person, relation: str, relative: Person | None = None, relative_name: str | None = None
) -> Record[KinTie]:
    """Declare that ``relative`` (or a name) is the ``relation`` of ``person``: his father is declared as ``parent``."""
    _only_oneself(acting, person)
    if relation not in KinTie.Relation.values:
        raise Refused(_("请选是什么亲属：配偶、父母、子女、兄弟姐妹、祖父母、外祖父母、孙子女或外孙子女。"))
    name = (relative_name or "").strip()
    if (relative is None) == (not name):
        raise Refused(_("请填亲属的姓名。"))
    if relative == person:
        raise Refused(_("不用申报自己。请填亲属的姓名。"))
    _refuse_declared_twice(acting, person, relative, name)
    tie = KinTie.objects.create(
        person=person,
        relative=relative,
        relative_name=None if relative else name,
        relation=relation,
        declared_on=local_date(acting.at),
    )
    for one in filter(None, (person.pk, relative and relative.pk)):
        staffing.person_changed(tie.declared_on, one)
    return Record(value=tie, subject=("person", person.pk), place="", data={"tie": tie.pk})


def _refuse_declared_twice(acting: Acting, person: Person, relative: Person | None, name: str) -> None:
    mine = KinTie.objects.on(local_date(acting.at)).filter(person=person, ended_on=None)
    same = mine.filter(relative=relative) if relative else mine.filter(relative_name=name)
    if same.exists():
        raise Refused(_("这名亲属您已经申报过了。要改，请先撤销原来那条。"))


@act(KIN_ENDED)
def end_kin(*, acting: Acting, tie: KinTie) -> Record[KinTie]:
    """End a declaration; it still counts on the day of the act, so that a case at hand is not opened by it."""
    _only_oneself(acting, tie.person)
    if tie.ended_on is not None:
        raise Refused(_("这条申报已经撤销了。"))
    tie.ended_on = local_date(acting.at)
    tie.save(update_fields=["ended_on"])
    return Record(value=tie, subject=("person", tie.person_id), place="", data={"tie": tie.pk})


@act(INTEREST_DECLARED)
def declare_interest(
    *, acting: Acting, person: Person, organisation: str, role: str, credit_code: str | None = None
) -> Record[OwnInterest]:
    """Declare one's own stake in an organisation (the Chinese name in full, the credit code if known)."""
    _only_oneself(acting, person)
    if not organisation.strip():
        raise Refused(_("请填单位或个体户的全称。"))
    if role not in OwnInterest.Role.values:
        raise Refused(_("请选您和这个单位是什么关系。"))
    try:
        code = parse_credit_code(credit_code) if credit_code and credit_code.strip() else None
    except Unusable as fault:
        raise Refused(said(fault.reason.words)) from fault
    interest = OwnInterest.objects.create(
        person=person,
        organisation=organisation.strip(),
        credit_code=code,
        role=role,
        declared_on=local_date(acting.at),
    )
    staffing.person_changed(interest.declared_on, person)
    return Record(value=interest, subject=("person", person.pk), place="", data={"interest": interest.pk})


@act(INTEREST_ENDED)
def end_interest(*, acting: Acting, interest: OwnInterest) -> Record[OwnInterest]:
    """End a declared interest; it still counts on the day of the act."""
    _only_oneself(acting, interest.person)
    if interest.ended_on is not None:
        raise Refused(_("这条申报已经结束了。"))
    interest.ended_on = local_date(acting.at)
    interest.save(update_fields=["ended_on"])
    return Record(value=interest, subject=("person", interest.person_id), place="", data={"interest": interest.pk})


@act(KIN_LOOKED_UP)
def look_up_kin(*, acting: Acting, person: Person, purpose: str) -> Record[list[KinTie]]:
    """Read another's kin declarations for a stated purpose. The reading itself is what the register records."""
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        raise Refused(_("请写清楚为什么要查，至少%(n)d个字，例如：核查某项采购的回避情况。") % {"n": SHORTEST_PURPOSE})
    ties, _interests = queries.declarations_of(person, local_date(acting.at))
    return Record(
        value=ties,
        subject=("person", person.pk),
        place="",
        data={"ties": len(ties)},
        personal={"name": person.name, "purpose": purpose.strip()},
    )


def _only_oneself(acting: Acting, person: Person) -> None:
    if acting.person_id != person.pk:
        raise Refused(_("近亲属和本人利益只能由本人申报和撤销。"))
