"""Supervision telephone numbers: putting them up and taking them down."""

from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext as _

from qingdan.records.regions.days import local_date
from qingdan.records.regions.kinds import CONTACT_REMOVED, CONTACT_SET
from qingdan.records.regions.models import NAME_LENGTH, Division, SupervisionContact
from qingdan.records.register.acts import Acting, Record, Refused, act

_PHONE = re.compile(r"\+?[0-9](?:[0-9 -]{1,20})[0-9]")


@act(CONTACT_SET)
def set_contact(
    *, acting: Acting, division: Division, name: str, phone: str, verified_on: date, is_demo: bool = False
) -> Record[SupervisionContact]:
    """Publish a supervision number of a village, town or city; the same name again replaces its number.

    :raises Refused: for a villager group, an empty name, what is no telephone number, or a day still to come.
    """
    name, phone = name.strip(), phone.strip()
    if division.level not in SupervisionContact.Tier.values:
        raise Refused(_("监督电话只登记到村、镇、市三级。请选小组所在的村。"))
    if not name or len(name) > NAME_LENGTH:
        raise Refused(_("请写明这是谁的电话，例如“村务监督委员会”，最多 %(most)d 个字。") % {"most": NAME_LENGTH})
    if not _PHONE.fullmatch(phone):
        raise Refused(
            _("“%(phone)s”不像电话号码。请只写数字，可以带区号和短横，例如 0391-1234567。") % {"phone": phone}
        )
    if verified_on > local_date(acting.at):
        raise Refused(_("核实日期还没有到。请填实际打通电话核实的那一天。"))
    contact, _made = SupervisionContact.objects.update_or_create(
        division=division,
        name=name,
        defaults={"tier": division.level, "phone": phone, "verified_on": verified_on, "is_demo": is_demo},
    )
    return _record(contact, division, name=name, phone=phone)


@act(CONTACT_REMOVED)
def remove_contact(*, acting: Acting, contact: SupervisionContact) -> Record[None]:
    """Take a supervision number down. :raises Refused: when somebody else has already taken it down."""
    division, name = contact.division, contact.name
    gone, _by_model = SupervisionContact.objects.filter(pk=contact.pk).delete()
    if not gone:
        raise Refused(_("这个监督电话已经撤下了，不用再撤。"))
    return Record(
        value=None,
        subject=("division", division.pk),
        place=division.path,
        data={"place_name": division.short_name},
        personal={"name": name},
    )


def _record(contact: SupervisionContact, division: Division, **personal: str) -> Record[SupervisionContact]:
    return Record(
        value=contact,
        subject=("division", division.pk),
        place=division.path,
        data={"place_name": division.short_name, "verified_on": contact.verified_on.isoformat()},
        personal=personal,
    )
