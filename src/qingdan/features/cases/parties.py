"""Parties of a case who have no account: found by name and telephone, or added."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qingdan.domain.rules.identity import parse_mobile
from qingdan.domain.rules.reasons import Unusable
from qingdan.features.cases.messages import local
from qingdan.records.people.acts import add_person
from qingdan.records.people.models import Person
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting, Refused


def party_person(acting: Acting, name: str, mobile: str, village: Division) -> int:
    """The person a request is for. Two of the same name are told apart by telephone, never guessed.

    Who asks without being known is found by name and telephone too, so that kin stand aside from the first day on.
    :raises Refused: without a name, or for a telephone that is none.
    """
    name = name.strip()
    number = _number(mobile)
    if number:
        same = Person.objects.filter(name=name, mobile=number).order_by("pk").first()
        if same:
            return same.pk
    return add_person(acting=acting, name=name, mobile=number, is_demo=village.is_demo).pk


def _number(mobile: str) -> str | None:
    try:
        return parse_mobile(mobile) if mobile.strip() else None
    except Unusable as fault:
        raise Refused(_("手机号不对：%(why)s") % {"why": local(fault.reason.words)}) from fault
