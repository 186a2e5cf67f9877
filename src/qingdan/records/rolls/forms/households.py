"""Forms of households, their members, and what is registered of a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingdan.domain.catalogue.rolls import Keeping
from qingdan.records.people.forms import DeskForm
from qingdan.records.people.models import Person
from qingdan.records.regions.models import Division
from qingdan.records.rolls.forms.common import Day, Groups, PersonForm, Reasons, reason_field
from qingdan.records.rolls.models import NUMBER, Household, HouseholdMember
from qingdan.records.rolls.newcomers import Particulars

Relation = HouseholdMember.Relation


class HouseholdForm(PersonForm):
    """A new household with its head."""

    number = forms.CharField(label=_("户号"), help_text=_("本村怎么编就怎么填。"), max_length=NUMBER)
    group = Groups(label=_("小组"))
    since = Day(label=_("从哪天起"))
    why = Reasons(label=_("原因"))
    field_order = ("number", "group", "name", "id_number", "born_on", "sex", "mobile", "since", "why")

    def __init__(self, keeping: Keeping, groups: Iterable[Division], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("户主姓名")
        self.fields["group"].offer(groups)  # type: ignore[attr-defined]
        self.fields["why"].offer(keeping.on)  # type: ignore[attr-defined]


class ChangeHouseholdForm(DeskForm):
    """The number or the group of a household, set right."""

    number = forms.CharField(label=_("户号"), max_length=NUMBER)
    group = Groups(label=_("小组"))
    reason = reason_field(_("为什么改"), _("例如：录入时户号抄错了。整户搬到别的小组，请在那边另立一户。"))

    def __init__(self, groups: Iterable[Division], household: Household, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, initial={"number": household.number, "group": str(household.group_id or "")}, **kwargs)
        self.fields["group"].offer(groups)  # type: ignore[attr-defined]


class MemberForm(PersonForm):
    """Another member of a household."""

    relation = forms.ChoiceField(label=_("是户主的"), choices=Relation.choices, initial=Relation.CHILD)
    since = Day(label=_("从哪天起"))
    why = Reasons(label=_("原因"))

    def __init__(self, keeping: Keeping, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].offer(keeping.on)  # type: ignore[attr-defined]


class LeaveForm(DeskForm):
    """A member leaves; the head leaves a new one behind."""

    last_day = Day(label=_("最后一天"))
    why = Reasons(label=_("原因"))
    new_head = forms.ChoiceField(label=_("谁接着做户主"), required=False)
    also = forms.BooleanField(label=_("同时从他所在的、认这个原因的名册上划掉"), required=False, initial=True)

    def __init__(
        self, keeping: Keeping, member: HouseholdMember, others: Sequence[HouseholdMember], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].offer(keeping.off)  # type: ignore[attr-defined]
        self.heirs = {str(other.pk): other for other in others}
        if member.relation == Relation.HEAD and others:
            choices = [(pk, other.person.name) for pk, other in self.heirs.items()]
            self.fields["new_head"].choices = [("", _("请选")), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["new_head"]

    @property
    def heir(self) -> HouseholdMember | None:
        """The new head, if one was chosen."""
        return self.heirs.get(self.cleaned_data.get("new_head") or "")


class CorrectMemberForm(DeskForm):
    relation = forms.ChoiceField(label=_("是户主的"), choices=Relation.choices)
    starts = Day(label=_("入户日期"))
    reason = reason_field(_("为什么改"), _("例如：录入时关系填错了。"))


class CorrectPersonForm(PersonForm):
    """What is registered of a person, set right. The number stays as it is where nothing is typed."""

    reason = reason_field(_("为什么改"), _("例如：本人拿户口本来核对。"))

    def __init__(self, person: Person, data: Any = None, **kwargs: Any) -> None:
        self.person = person
        self.identity = getattr(person, "identity", None)
        initial = {
            "name": person.name,
            "mobile": person.mobile,
            "born_on": getattr(self.identity, "born_on", None),
            "sex": getattr(self.identity, "sex", None),
        }
        super().__init__(data, initial=initial, **kwargs)
        self.fields["id_number"].help_text = _("不改就不填，原来的号码不变。")

    @property
    def particulars(self) -> Particulars:
        """What was typed; a new number brings its own birthday and sex, unless others were typed with it."""
        typed, kept = super().particulars, self.identity
        born, sex = typed.born_on, typed.sex
        if typed.id_number and kept is not None:
            born = None if born == kept.born_on else born
            sex = None if sex == kept.sex else sex
        number = typed.id_number or getattr(kept, "id_number", None)
        return Particulars(typed.name, number, born, sex, typed.mobile)


class CapacityForm(DeskForm):
    """A finding on civil capacity."""

    full = forms.ChoiceField(
        label=_("行为能力"),
        choices=[
            ("no", _("成年，但经法院认定为无或者限制民事行为能力")),
            ("yes", _("不满18岁，但满16岁，以自己的劳动收入为主要生活来源；或者法院已恢复")),
        ],
        widget=forms.RadioSelect,
    )
    starts = Day(label=_("从哪天起"))
    basis = reason_field(_("依据"), _("例如：某人民法院某号判决。"))


class EndForm(DeskForm):
    last_day = Day(label=_("最后一天"))
