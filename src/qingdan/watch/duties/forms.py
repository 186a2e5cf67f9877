"""Forms of duties to publish. What days and states forbid is the acts' to refuse; here only what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from qingdan.records.files.checking import checked
from qingdan.records.leaks.forms import ReadByMany
from qingdan.records.regions.models import DOCUMENT_LENGTH, NAME_LENGTH
from qingdan.records.register.acts import Refused
from qingdan.watch.duties.models import MOST_WORDS


def _words(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("请写明情况，写一两句就行。"),
            "max_length": _("内容太长了，请写在%(limit_value)d个字以内。"),
        },
    )


def _day(label: Any, help_text: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请写日子。"), "invalid": _("日期要写成2026-11-23这样。")},
    )


class PictureField(forms.FileField):
    """A photograph, looked into before the act begins."""

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        given = super().clean(data, initial)
        if not given:
            return None
        try:
            _content, kind = checked(given)
        except Refused as fault:
            raise forms.ValidationError(str(fault.message)) from fault
        if not kind.mime.startswith("image/"):
            raise forms.ValidationError(_("请交照片（JPEG、PNG）。"))
        return given  # type: ignore[no-any-return]


class ExplainForm(ReadByMany):
    """Why it was not put up in time."""

    read_by_many = ("words",)

    words = _words(
        _("为什么没有按时公开"),
        _("写明原因，打算哪天公开。全村人和网上都看得到，不要写别人的名字、电话、证件号。"),
    )


class PaperForm(ReadByMany):
    """The paper hung on a day."""

    read_by_many = ("words",)

    day = _day(_("纸质公示哪天贴出的"), _("按公示上落款的日子写。"))
    words = _words(_("贴在哪里、贴了什么"), _("全村人和网上都看得到，不要写别人的名字、电话、证件号。"))
    photo = PictureField(
        label=_("当时的照片"),
        help_text=_("拍得到公示和公开栏的。只有本村人和干部看得到。没有照片也可以记，会写明没有照片。"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )


class OrderForm(ReadByMany):
    """The town orders publication."""

    read_by_many = ("words",)

    until = _day(_("责令在哪天前公布"), _("写今天或者以后的日子。"))
    words = _words(_("查了什么、要求公布什么"), _("全村人和网上都看得到，不要写反映人的名字。"))


class NameForm(forms.Form):
    """Which notice does it."""

    notice = forms.ChoiceField(
        label=_("哪一份公示就是这一期的公开"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一份公示。"), "invalid_choice": _("请选列出来的公示。")},
    )

    def __init__(self, notices: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notice"].choices = notices  # type: ignore[attr-defined]


class SettleForm(ReadByMany):
    """How often, from when, and who decided it."""

    read_by_many = ("decided_by", "document")

    rhythm = forms.ChoiceField(label=_("多久公开一次"), widget=forms.RadioSelect)
    since = forms.ChoiceField(
        label=_("从哪一天起"), help_text=_("从一个季度的头一天起。已经到期的改不了。"), widget=forms.RadioSelect
    )
    decided_by = forms.CharField(
        label=_("哪次会议定的"), help_text=_("例如：2026年11月20日村民代表会议。"), max_length=NAME_LENGTH
    )
    document = forms.CharField(
        label=_("会议记录的编号"), help_text=_("例如：村代会记录第12号。"), max_length=DOCUMENT_LENGTH
    )

    def __init__(
        self, rhythms: Sequence[tuple[str, str]], days: Sequence[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rhythm"].choices = rhythms  # type: ignore[attr-defined]
        self.fields["since"].choices = days  # type: ignore[attr-defined]
