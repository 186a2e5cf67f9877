"""Forms of the boards. What the period or the record forbids is the acts' to refuse; here only what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.leaks.forms import LeakChecked
from qingdan.records.leaks.guarding import Guard, Spot
from qingdan.watch.boards.acts import MOST_WORDS
from qingdan.watch.boards.models import Notice

MOST_CONTACT = 80


class ObjectionForm(forms.Form):
    """An objection: words, and if the objector likes, how to reach him. No name is asked for."""

    words = forms.CharField(
        label=_("哪里不对"),
        help_text=_("写一两句就行：哪一项不对，您知道的实情是什么。不用写自己的名字。"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("请写明您对哪一点有异议，写一两句就行。"),
            "max_length": _("内容太长了，请写在%(limit_value)d个字以内。"),
        },
    )
    contact = forms.CharField(
        label=_("怎么找到您"),
        help_text=_("电话或微信。可以不写：凭回执码也能看到答复。只有负责答复的人看得到。"),
        max_length=MOST_CONTACT,
        required=False,
        error_messages={"max_length": _("联系方式太长了，请写在%(limit_value)d个字以内。")},
    )


class ReceiptForm(forms.Form):
    """The code on an objection's receipt."""

    code = forms.CharField(
        label=_("回执码"),
        help_text=_("提异议时给您的10位字母和数字。"),
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("请填回执码。")},
    )

    def clean_code(self) -> str:
        """The code without the spaces and dashes that people write into it."""
        return str(self.cleaned_data["code"]).replace(" ", "").replace("-", "").upper()


class AnswerForm(LeakChecked):
    """The answer to an objection: whether it holds, and why. Whoever may read the notice may come to read it."""

    upheld = forms.TypedChoiceField(
        label=_("查下来"),
        choices=[("yes", _("异议成立，要改")), ("no", _("异议不成立"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("请选异议成立还是不成立。")},
    )
    answer = forms.CharField(
        label=_("答复和理由"),
        help_text=_("写明查了什么、结论是什么。提异议的人凭回执码看得到。"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("答复要写明理由：查了什么，结论是什么。"),
            "max_length": _("内容太长了，请写在%(limit_value)d个字以内。"),
        },
    )

    def __init__(self, data: Any = None, *, notice: Notice) -> None:
        super().__init__(data)
        self.notice = notice

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.check_leaks(cleaned)
        return cleaned

    def leak_guard(self) -> Guard:
        return Guard(self.notice.village)

    def leak_spots(self, cleaned: dict[str, Any]) -> Iterator[Spot]:
        """The answer, for the notice's own audience."""
        if cleaned.get("answer"):
            yield Spot("answer", str(self.fields["answer"].label), cleaned["answer"], Audience(self.notice.audience))
