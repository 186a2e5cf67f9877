"""Forms of the boards. What the period or the record forbids is the acts' to refuse; here only what was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.leaks.forms import ReadByMany
from qingdan.watch.boards.acts import MOST_WORDS
from qingdan.watch.boards.acts.releasing import MOST_GIST
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


class _ForReaders(ReadByMany):
    """Words that whoever may read a notice comes to read."""

    def __init__(self, *args: Any, notice: Notice, **more: Any) -> None:
        super().__init__(*args, village=notice.village, audience=Audience(notice.audience), **more)


class PhotoForm(_ForReaders):
    """A photograph of the posted sheet, and where it hangs."""

    read_by_many = ("where",)
    photo = forms.FileField(
        label=_("照片"),
        help_text=_("把整张公示和公开栏都拍进去。手机拍的最好，照片里自带时间。"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
        error_messages={"required": _("还没有选照片。"), "empty": _("照片是空的，请重新拍一张。")},
    )
    where = forms.CharField(
        label=_("贴在哪里"),
        help_text=_("例如：村委会门口公开栏、三组文化广场。"),
        max_length=60,
        error_messages={"required": _("请写贴在哪里，例如：村委会门口公开栏。")},
    )


class WordingForm(_ForReaders):
    """What the public reads of an objection and its answer."""

    read_by_many = ("gist", "public_answer")

    gist = forms.CharField(
        label=_("异议的大意（公开）"),
        help_text=_("一句话写清对哪一点有异议，不写提异议的人，也不写别人的私事。"),
        max_length=MOST_GIST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请用一句话写异议的大意，公众才看得懂答复。")},
    )
    public_answer = forms.CharField(
        label=_("公开的答复"),
        help_text=_("提异议的人看到的是原来的答复；这里是给大家看的写法。"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("公开的答复不能空着。")},
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


class AnswerForm(_ForReaders):
    """The answer to an objection: whether it holds, and why. Whoever may read the notice may come to read it."""

    read_by_many = ("answer", "gist")

    upheld = forms.TypedChoiceField(
        label=_("查下来"),
        choices=[("yes", _("异议成立，要改")), ("no", _("异议不成立"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("请选异议成立还是不成立。")},
    )
    answer = forms.CharField(
        label=_("答复和理由"),
        help_text=_("写明查了什么、结论是什么。提异议的人凭回执码马上看得到；监委会核过以后公开。"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("答复要写明理由：查了什么，结论是什么。"),
            "max_length": _("内容太长了，请写在%(limit_value)d个字以内。"),
        },
    )
    gist = forms.CharField(
        label=_("异议的大意（公开）"),
        help_text=_("一句话写清对哪一点有异议，不写提异议的人，也不写别人的私事。监委会核过以后，和答复一起公开。"),
        max_length=MOST_GIST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("请用一句话写异议的大意，公众才看得懂答复。"),
            "max_length": _("大意请写在%(limit_value)d个字以内。"),
        },
    )
