"""Parties of a case who have no account: found by name and telephone, or added."""

from __future__ import annotations

from qingdan.features.cases.forms import OpenForm
from qingdan.records.people.acts import add_person
from qingdan.records.people.models import Person
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting


def applicant_person(acting: Acting, form: OpenForm, village: Division) -> int:
    """The person an application is for. Two of the same name are told apart by telephone, never guessed."""
    name, mobile = form.cleaned_data["applicant"].strip(), form.cleaned_data.get("mobile", "").strip()
    if mobile:
        same = Person.objects.filter(name=name, mobile=mobile).first()
        if same:
            return same.pk
    within = Acting(acting.person_id, acting.name, acting.at, acting.post, acting.post_name)
    return add_person(acting=within, name=name, mobile=mobile or None, is_demo=village.is_demo).pk
