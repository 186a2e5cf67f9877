"""A person as somebody gives him for a roll or a household: one who is known here, or one to be registered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.rules.identity import parse_id_number
from qingdan.domain.rules.reasons import Unusable
from qingdan.records.people.models import Person
from qingdan.records.people.wording import said
from qingdan.records.register.acts import Refused


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is registered of a person. ``sex``: m, f or None."""

    name: str
    id_number: str | None = None
    born_on: date | None = None
    sex: str | None = None
    mobile: str | None = None

    def completed(self) -> Particulars:
        """With the birthday and the sex that the identity number says.

        :raises Refused: when the number is wrong, or says another birthday or sex than was given.
        """
        if not self.id_number:
            return self
        try:
            number = parse_id_number(self.id_number)
        except Unusable as fault:
            raise Refused(said(fault.reason.words)) from fault
        if self.born_on and self.born_on != number.born:
            raise Refused(
                _("出生日期是 %(born)s，身份证号里的却是 %(said)s。请核对是哪一个写错了。")
                % {"born": self.born_on.isoformat(), "said": number.born.isoformat()}
            )
        if self.sex and self.sex != number.sex:
            raise Refused(_("性别和身份证号第17位不一致。请核对是哪一个写错了。"))
        return Particulars(self.name, number.number, number.born, number.sex, self.mobile)

    def kept(self) -> dict[str, Any]:
        """The columns of :class:`~qingdan.records.rolls.models.Identity`."""
        return {"id_number": self.id_number, "born_on": self.born_on, "sex": self.sex}


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Either ``person``, who is registered, or the ``particulars`` of one who may not be yet."""

    person: Person | None = None
    particulars: Particulars | None = None


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What changed: name → [before, after], days as ISO text, ready for JSON."""
    return {k: [_plain(before[k]), _plain(after[k])] for k in after if before[k] != after[k]}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
