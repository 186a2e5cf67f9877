"""Forms of a roll and its entries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingdan.domain.catalogue.rolls import Roll
from qingdan.records.people.forms import DeskForm
from qingdan.records.regions.models import Division
from qingdan.records.rolls.days import AHEAD, EARLIEST
from qingdan.records.rolls.forms.common import Day, Groups, PersonForm, Reasons, reason_field
from qingdan.records.rolls.models import RollEntry


class EnterForm(PersonForm):
    """Put somebody on a roll."""

    since = Day(label=_("从哪天起"), help_text=_("年龄不到的可以先列上，到生日那天自动算数。"))
    why = Reasons(label=_("列入原因"))
    note = reason_field(_("依据"), _("哪次会议、哪份文件，有就写。"), required=False)
    group = Groups(label=_("小组"), help_text=_("已经在本村某一户里的不用选，按户里的小组算。"))

    def __init__(self, roll: Roll, groups: Iterable[Division], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].offer(roll.keeping.on)  # type: ignore[attr-defined]
        self.fields["group"].offer(groups)  # type: ignore[attr-defined]


class StrikeForm(DeskForm):
    """Strike somebody off."""

    last_day = Day(label=_("最后一天"), help_text=_("到这一天还算在名册上，第二天起不算。"))
    why = Reasons(label=_("划掉原因"))
    note = reason_field(_("依据"), required=False)

    def __init__(self, roll: Roll, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].offer(roll.keeping.off)  # type: ignore[attr-defined]


class CorrectEntryForm(DeskForm):
    """Set an entry right."""

    since = Day(label=_("列入日期"))
    ends = Day(label=_("最后一天"), help_text=_("还在名册上的不填。"), required=False)
    why_on = Reasons(label=_("列入原因"))
    why_off = Reasons(label=_("划掉原因"), required=False)
    note = reason_field(_("依据"), required=False)
    group = Groups(label=_("小组"))
    reason = reason_field(_("为什么改"), _("例如：录入时日期看错了。"))

    def __init__(
        self, roll: Roll, groups: Iterable[Division], entry: RollEntry, data: Any = None, **kwargs: Any
    ) -> None:
        group = str(entry.group_id or "")
        initial = {
            "since": entry.since,
            "ends": entry.ends,
            "why_on": entry.why_on,
            "why_off": entry.why_off,
            "note": entry.note,
            "group": group,
        }
        super().__init__(data, initial=initial, **kwargs)
        self.fields["why_on"].offer(roll.keeping.on)  # type: ignore[attr-defined]
        self.fields["why_off"].offer(roll.keeping.off, none=str(_("没有划掉")))  # type: ignore[attr-defined]
        self.fields["group"].offer(groups)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("ends") and not cleaned.get("why_off"):
            self.add_error("why_off", _("填了最后一天，就要选划掉原因。"))
        return cleaned


class ReasonForm(DeskForm):
    reason = reason_field(_("为什么"), _("例如：认错了人，重复登记。"))


class PurposeForm(DeskForm):
    purpose = reason_field(_("做什么用"), _("写清楚是哪件事。这次查看会记下来，本人可以看到。"))


class ExportForm(DeskForm):
    """Take a roll away as a file."""

    purpose = reason_field(_("做什么用"), _("写清楚是哪件事。谁在什么时候导出，会记下来。"))
    with_numbers = forms.BooleanField(label=_("要带身份证号（名册上的人都看得到您导出过）"), required=False)


class CloseForm(DeskForm):
    """Close a roll for posting."""

    as_of = Day(label=_("算到哪一天"), help_text=_("选举名单填选举日，年龄算到那一天。"))
    purpose = reason_field(_("做什么用"), _("例如：第十届村委会选举张榜。"))


class ImportForm(DeskForm):
    """Hand in a spreadsheet."""

    file = forms.FileField(
        label=_("表格文件"),
        help_text=_("Excel（XLSX）或 CSV。表头要有“姓名”，最好有“身份证号”。"),
        allow_empty_file=True,  # what is in it is looked at where it is read
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    effective = Day(label=_("从哪天起算"), help_text=_("表里没有写列入日期的人，从这一天起算。"))
    whole = forms.ChoiceField(
        label=_("这个文件是"),
        choices=[
            ("no", _("只是要加、要改的人（不划掉任何人）")),
            ("yes", _("整份名册（文件里没有的人要划掉）")),
        ],
        widget=forms.RadioSelect,
        initial="no",
    )
    why = Reasons(label=_("表里没写列入原因的，算作"))
    why_off = Reasons(label=_("要划掉的，原因算作"))

    def __init__(self, roll: Roll, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["effective"].initial = today
        self.fields["why"].offer(roll.keeping.on)  # type: ignore[attr-defined]
        self.fields["why_off"].offer(roll.keeping.off)  # type: ignore[attr-defined]

    def clean_effective(self) -> date:
        day: date = self.cleaned_data["effective"]
        if not EARLIEST <= day <= self.today + AHEAD:
            raise forms.ValidationError(_("日期不对：不能早于1900年，也不能晚于今天往后一年。请核对。"))
        return day
