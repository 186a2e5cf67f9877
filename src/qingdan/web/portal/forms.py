"""Forms of the portal: only what was typed; nothing is written."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from qingdan.web.portal.tracking import tidy_code, tidy_number


class TrackForm(forms.Form):
    """Number and code of a case, as they stand on the slip."""

    number = forms.CharField(
        label=_("事项编号"),
        help_text=_("回单上的编号，例如 示例一村2026-2-0018。"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("请填事项编号。"), "max_length": _("编号太长了，请对照回单再填。")},
    )
    code = forms.CharField(
        label=_("查询码"),
        help_text=_("回单上的10位字母和数字，大小写都行。"),
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("请填查询码。"), "max_length": _("查询码太长了，请对照回单再填。")},
    )

    def clean_number(self) -> str:
        return tidy_number(self.cleaned_data["number"])

    def clean_code(self) -> str:
        return tidy_code(self.cleaned_data["code"])
