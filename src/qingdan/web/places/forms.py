"""Forms of the desk's pages of villages. What the law or the record forbids is the acts' to refuse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.rules.standing_in import WORDS, Why
from qingdan.records.people.forms import DeskForm
from qingdan.records.people.models import Person
from qingdan.records.people.posts import all_posts
from qingdan.records.people.wording import said
from qingdan.records.regions.models import DOCUMENT_LENGTH, NAME_LENGTH, Division


def day_field(label: Any, help_text: Any = "", required: bool = True) -> forms.DateField:
    """A day, typed or picked."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


def document_field(label: Any, help_text: Any) -> forms.CharField:
    """The number of the minutes or the document that decided it."""
    return forms.CharField(label=label, help_text=help_text, max_length=DOCUMENT_LENGTH)


class JoinForm(DeskForm):
    """A village begins as a pilot or fully, or adopts a later edition."""

    DOCUMENT = "document"  # decided by a document from above, and not by a meeting: a pilot only

    state = forms.ChoiceField(label=_("登记成什么"), choices=[("pilot", _("试点")), ("joined", _("正式加入"))])
    joined_on = day_field(_("从哪一天起"))
    body = forms.ChoiceField(label=_("由谁决定"))
    office = forms.CharField(
        label=_("发文单位"),
        help_text=_("只有按文件试点的才填，例如：坡头镇党委。"),
        max_length=NAME_LENGTH,
        required=False,
    )
    decided_on = day_field(_("哪一天开的会（或者发的文）"))
    minutes = document_field(_("会议记录或文件的编号"), _("例如：2026年第3号会议记录。"))

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = [(slug, said(body.name)) for slug, body in edition.bodies.items()]
        self.fields["body"].choices = [*bodies, (self.DOCUMENT, _("上级文件（只限试点）"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("body") == self.DOCUMENT and not (cleaned.get("office") or "").strip():
            self.add_error("office", _("请写是哪个单位发的文。"))
        return cleaned


class LeaveForm(DeskForm):
    """A pilot ends."""

    last_day = day_field(_("试点的最后一天"))
    why = forms.CharField(label=_("为什么退出"), max_length=100)
    document = document_field(_("依据的会议记录或文件的编号"), "")


class ChangeForm(DeskForm):
    """Another name, code or town: only what is filled in of ``what`` counts."""

    RENAME, RECODE, MOVE = "rename", "recode", "move"

    what = forms.ChoiceField(
        label=_("变动什么"), choices=[(RENAME, _("更名")), (RECODE, _("改代码")), (MOVE, _("划归别的镇"))]
    )
    name = forms.CharField(
        label=_("新的全称"), help_text=_("例如：毛岭社区居民委员会。更名才填。"), max_length=NAME_LENGTH, required=False
    )
    town = forms.ModelChoiceField(label=_("划归哪个镇"), queryset=Division.objects.none(), required=False)
    code = forms.CharField(
        label=_("新的12位代码"), help_text=_("改代码和划归别的镇要填。"), max_length=12, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    on = day_field(_("从哪一天起"))
    document = document_field(_("批准文件和文号"), _("例如：济政文〔2026〕12号。"))

    def __init__(self, towns: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["town"].queryset = towns  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        wanted = {self.RENAME: ("name",), self.RECODE: ("code",), self.MOVE: ("town", "code")}
        for field in wanted.get(cleaned.get("what", ""), ()):
            if not cleaned.get(field) and field not in self.errors:
                self.add_error(field, _("这里要填。"))
        return cleaned


class MergeForm(DeskForm):
    """Which villages of a town become one, and which one that is."""

    NEW = "new"

    villages = forms.ModelMultipleChoiceField(
        label=_("哪些村要合成一个"), queryset=Division.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    into = forms.ChoiceField(label=_("合成哪个村"), help_text=_("保留其中一个村，其余的并进去；或者成立一个新村。"))
    name = forms.CharField(
        label=_("新村的全称"),
        help_text=_("成立新村才填，例如：东岭村民委员会。"),
        max_length=NAME_LENGTH,
        required=False,
    )
    code = forms.CharField(
        label=_("新村的12位代码"), help_text=_("可以用其中一个村的代码。"), max_length=12, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    on = day_field(_("从哪一天起"))
    document = document_field(_("批准文件和文号"), _("例如：济政文〔2026〕12号。"))

    def __init__(self, villages: Sequence[Division], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["villages"]
        choice.queryset = Division.objects.filter(pk__in=[v.pk for v in villages]).order_by("path")  # type: ignore[attr-defined]
        choice.label_from_instance = lambda village: village.name  # type: ignore[attr-defined]
        kept = [(str(v.pk), v.short_name) for v in villages]
        self.fields["into"].choices = [(self.NEW, _("成立一个新村")), *kept]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("into") == self.NEW:
            for field in ("name", "code"):
                if not (cleaned.get(field) or "").strip() and field not in self.errors:
                    self.add_error(field, _("成立新村，这里要填。"))
        return cleaned


class SplitForm(DeskForm):
    """Some groups of a village become a new one."""

    groups = forms.ModelMultipleChoiceField(
        label=_("哪些村民小组分出去"), queryset=Division.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    name = forms.CharField(label=_("新村的全称"), max_length=NAME_LENGTH)
    code = forms.CharField(
        label=_("新村的12位代码"), max_length=12, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    on = day_field(_("从哪一天起"))
    document = document_field(_("批准文件和文号"), _("例如：济政文〔2026〕12号。"))

    def __init__(self, village: Division, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = Division.objects.filter(parent=village).order_by("path")  # type: ignore[attr-defined]


class DeputyForm(DeskForm):
    """Who stands in for which post, in which place of the order, and for which reasons."""

    post = forms.ChoiceField(label=_("哪个职务不能签的时候"))
    by = forms.ChoiceField(label=_("由谁代签"), help_text=_("选职务，换了人规则还在；没有合适的职务才选人。"))
    order = forms.TypedChoiceField(label=_("第几顺位"), choices=[(n, n) for n in range(1, 6)], coerce=int)
    reasons = forms.MultipleChoiceField(label=_("什么时候由他代签"), widget=forms.CheckboxSelectMultiple)
    why = forms.CharField(
        label=_("哪次会议定的"), help_text=_("例如：2026年3月1日村两委会议，记录第5号。"), max_length=200
    )

    def __init__(self, persons: Iterable[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = [(p.slug, p.name) for p in all_posts().values() if p.level == "village" and p.is_official]
        named = [(f"person:{p.pk}", p.name) for p in persons]
        self.fields["post"].choices = posts  # type: ignore[attr-defined]
        self.fields["by"].choices = [(_("职务"), posts), (_("人"), named)]  # type: ignore[attr-defined]
        self.fields["reasons"].choices = [(str(why), said(WORDS[why])) for why in Why]  # type: ignore[attr-defined]
        self.fields["reasons"].initial = [str(why) for why in Why]

    def named(self) -> dict[str, Any]:
        """The deputy as the act takes it: a post or a person's number."""
        kind, _colon, number = self.cleaned_data["by"].partition(":")
        return {"person": int(number)} if kind == "person" else {"post": kind}


class AwayForm(DeskForm):
    """Somebody else is away."""

    person = forms.ChoiceField(label=_("谁不在岗"))
    starts = day_field(_("从哪一天起"))
    ends = day_field(_("到哪一天"), _("还不知道就空着，回来了再登记。"), required=False)
    why = forms.CharField(label=_("怎么知道的"), help_text=_("例如：家属打来电话。不用写病情。"), max_length=100)

    def __init__(self, persons: Iterable[Person], today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(str(p.pk), p.name) for p in persons]  # type: ignore[attr-defined]
        self.fields["starts"].initial = today
