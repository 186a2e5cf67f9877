"""Forms of questions, of signing in, and of a hearing's records. What the record forbids is the acts' to refuse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingdan.records.leaks.forms import ReadByMany
from qingdan.records.leaks.guarding import Spot
from qingdan.watch.hearings.acts.questions import MOST_WORDS
from qingdan.watch.hearings.acts.records import Comer
from qingdan.watch.hearings.models import Attendance

TOO_LONG = gettext_lazy("内容太长了，请写在%(limit_value)d个字以内。")
_ASK = gettext_lazy("请写明您想问什么，写一两句就行。")


class QuestionForm(forms.Form):
    """A question: words, and if the asker likes, how to reach him. No name is asked for."""

    words = forms.CharField(
        label=gettext_lazy("想问什么"), max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("写一两句就行。不用写自己的名字，也不要写别人的姓名、电话、身份证号。"),
        error_messages={"required": _ASK, "max_length": TOO_LONG},
    )  # fmt: skip
    contact = forms.CharField(
        label=gettext_lazy("怎么找到您"), max_length=80, required=False,
        help_text=gettext_lazy("电话或微信。可以不写：凭回执码也能看到答复。只有召集会议的人和监委会看得到。"),
        error_messages={"max_length": TOO_LONG},
    )  # fmt: skip


class AnswerForm(ReadByMany):
    """The answer to a question."""

    read_by_many = ("answer",)

    answer = forms.CharField(
        label=gettext_lazy("答复"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("写明查了什么、结论是什么。另一个人看过才公开；不要写谁的姓名和家里的事。"),
        error_messages={"required": gettext_lazy("请写答复：查了什么，结论是什么。"), "max_length": TOO_LONG},
    )  # fmt: skip


class CheckForm(ReadByMany):
    """A second person's look at question and answer."""

    PUBLIC, ASKER, BACK = "public", "asker", "back"
    says = forms.ChoiceField(
        label=gettext_lazy("看下来"), widget=forms.RadioSelect,
        choices=[
            (PUBLIC, gettext_lazy("问题和答复都可以公开")),
            (ASKER, gettext_lazy("答复没有问题，但里面有人家的私事，只给提问的人看")),
            (BACK, gettext_lazy("答复不对，退回重写")),
        ],
        error_messages={"required": gettext_lazy("请选一项。")},
    )  # fmt: skip
    why = forms.CharField(
        label=gettext_lazy("退回的理由"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("退回才填：哪里不对。"),
    )  # fmt: skip

    def __init__(self, *args: Any, spots: Sequence[Spot], **more: Any) -> None:
        super().__init__(*args, **more)
        self.spots = spots

    def leak_spots(self, cleaned: dict[str, Any]) -> Iterator[Spot]:
        """Question and answer, once they are to be public."""
        if cleaned.get("says") == self.PUBLIC:
            yield from self.spots

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("says") == self.BACK and not (cleaned.get("why") or "").strip():
            self.add_error("why", _("退回要写明哪里不对，写答复的人才知道怎么改。"))
        return cleaned


class ComerForm(forms.Form):
    """Who came, as people say it."""

    name = forms.CharField(
        label=gettext_lazy("姓名"), max_length=40, error_messages={"required": gettext_lazy("请写姓名。")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    household = forms.CharField(
        label=gettext_lazy("哪一户"), max_length=40, required=False, help_text=gettext_lazy("写户主姓名或者户号。"),
    )  # fmt: skip
    group = forms.CharField(
        label=gettext_lazy("几组"), max_length=40, required=False, help_text=gettext_lazy("例如：二组。")
    )
    absent = forms.CharField(
        label=gettext_lazy("替谁来的"), max_length=40, required=False,
        help_text=gettext_lazy("自己来的不用写。替没来的人来的，写他的姓名，书面委托交给村文书。"),
    )  # fmt: skip

    def comer(self) -> Comer:
        """Whom the form names."""
        got = self.cleaned_data
        return Comer(got["name"], got["household"], got["group"], got["absent"])


class OpinionForm(ReadByMany):
    """An opinion as it was said; by whom is kept apart and shown to nobody else."""

    read_by_many = ("words",)

    words = forms.CharField(
        label=gettext_lazy("意见"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("照他说的写，少数人的也写，不写是谁说的。"),
        error_messages={"required": gettext_lazy("请写这条意见说了什么。"), "max_length": TOO_LONG},
    )  # fmt: skip
    said_by = forms.ChoiceField(
        label=gettext_lazy("谁说的"), required=False,
        help_text=gettext_lazy("另外存着，只用来数几人发言和请他看记录，不公开。可以不选。"),
    )  # fmt: skip

    def __init__(self, came: Sequence[Attendance], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.came = {str(row.pk): row for row in came}
        known = [(pk, f"{row.name} {row.group}".strip()) for pk, row in self.came.items() if row.name]
        self.fields["said_by"].choices = [("", _("不记")), *known]  # type: ignore[attr-defined]

    def speaker(self) -> Attendance | None:
        """Who said it."""
        return self.came.get(self.cleaned_data.get("said_by") or "")


class ViewForm(ReadByMany):
    """Whether an opinion is taken up, and why."""

    read_by_many = ("why",)

    adopted = forms.TypedChoiceField(
        label=gettext_lazy("采纳不采纳"), choices=[("yes", gettext_lazy("采纳")), ("no", gettext_lazy("不采纳"))],
        coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选采纳还是不采纳。")},
    )  # fmt: skip
    why = forms.CharField(
        label=gettext_lazy("为什么"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("采纳不采纳都要写明为什么。"), "max_length": TOO_LONG},
    )  # fmt: skip
