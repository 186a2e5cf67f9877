"""Parts that several forms share: days, reasons, groups, and a person as somebody types him."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingdan.domain.catalogue.rolls import Why
from qingdan.domain.rules.identity import parse_id_number, parse_mobile
from qingdan.domain.rules.reasons import Unusable
from qingdan.domain.rules.written import parse_name
from qingdan.records.people.forms import DeskForm
from qingdan.records.people.models import Person
from qingdan.records.people.wording import said
from qingdan.records.regions.models import Division
from qingdan.records.rolls.models import TEXT, Identity
from qingdan.records.rolls.newcomers import Newcomer, Particulars

SAME = "same"


class Day(forms.DateField):
    """A day, picked or typed."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, **kwargs)


class Reasons(forms.ChoiceField):
    """One of the reasons that the roll knows."""

    def __init__(self, reasons: Iterable[Why] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offer(reasons)

    def offer(self, reasons: Iterable[Why], none: str | None = None) -> None:
        """The choices, in the order of the edition; ``none`` is what choosing nothing is called."""
        head = [("", none)] if none is not None else []
        self.choices = [*head, *((why.slug, said(why.name)) for why in reasons)]


class Groups(forms.ChoiceField):
    """A villager group of the village, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.groups: dict[str, Division] = {}

    def offer(self, groups: Iterable[Division]) -> None:
        self.groups = {str(group.pk): group for group in groups}
        self.choices = [("", _("不分小组")), *((pk, group.short_name) for pk, group in self.groups.items())]

    def clean(self, value: Any) -> Division | None:
        return self.groups.get(super().clean(value))


def reason_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    """A line of words."""
    return forms.CharField(label=label, help_text=help_text, max_length=TEXT, required=required)


def usable(read: Callable[[str], Any], text: str) -> Any:
    """The value that ``read`` makes of a text; its words as an error of the form."""
    try:
        return read(text)
    except Unusable as fault:
        raise forms.ValidationError(said(fault.reason.words)) from fault


class PersonForm(DeskForm):
    """A person: registered already, or to be registered. Two of one name are told apart by whoever fills it in."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    id_number = forms.CharField(
        label=_("身份证号"),
        help_text=_("有就填，18位。出生日期和性别会自动带出来。"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )
    born_on = Day(label=_("出生日期"), help_text=_("没有身份证号时填。"), required=False)
    sex = forms.ChoiceField(label=_("性别"), choices=[("", _("不填")), *Identity.Sex.choices], required=False)
    mobile = forms.CharField(
        label=_("手机号"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )

    def clean_name(self) -> str:
        name: str = usable(parse_name, self.cleaned_data["name"])
        return name

    def clean_id_number(self) -> str | None:
        text = self.cleaned_data["id_number"].strip()
        return usable(parse_id_number, text).number if text else None

    def clean_mobile(self) -> str | None:
        text = self.cleaned_data["mobile"].strip()
        return usable(parse_mobile, text) if text else None

    @property
    def particulars(self) -> Particulars:
        """What was typed of the person."""
        words = self.cleaned_data
        born: date | None = words.get("born_on")
        return Particulars(words["name"], words["id_number"], born, words["sex"] or None, words["mobile"])

    # -- who is meant --------------------------------------------------------------------------------------------
    def ask_which(self, alike: Iterable[Person], called: Callable[[Person], str]) -> None:
        """Ask whether one of these persons of the same name is meant; until it is answered the form is not valid."""
        people = {str(person.pk): person for person in alike}
        choices = [(pk, called(person)) for pk, person in people.items()]
        self.fields[SAME] = forms.ChoiceField(
            label=_("村里有同名的人，是不是同一个人？"),
            choices=[*choices, ("new", _("都不是，是另一个人"))],
            widget=forms.RadioSelect,
            required=False,
        )
        chosen = self.data.get(SAME, "")
        self.known = people.get(chosen)
        if not self.known and chosen != "new":
            self.add_error(SAME, _("请选一个。选了再交一次。"))

    known: Person | None = None

    @property
    def newcomer(self) -> Newcomer:
        """The person meant."""
        return Newcomer(person=self.known) if self.known else Newcomer(particulars=self.particulars)
