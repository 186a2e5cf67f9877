"""Forms of the people app. What the law or the record forbids is the acts' to refuse; here only what was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from qingdan.records.people.models import Account, KinTie, OwnInterest
from qingdan.records.regions.models import Division


class DeskForm(forms.Form):
    """A form with the house's controls and error words."""

    required_css_class = "qd-required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            select = isinstance(field.widget, forms.Select)
            if not field.widget.is_hidden:
                field.widget.attrs.setdefault("class", "form-select" if select else "form-control")
            field.error_messages["required"] = _("这里要填。")


class SignInForm(DeskForm):
    username = forms.CharField(
        label=_("登录名"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("密码"), max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class CodeForm(DeskForm):
    code = forms.CharField(
        label=_("动态码"),
        help_text=_("打开手机上的动态码软件，填现在显示的6位数字。"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(DeskForm):
    """One's own new password: the present one, and the new one twice."""

    present = forms.CharField(
        label=_("现在的密码"), max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label=_("新密码"),
        help_text=_("至少10个字。可以用一句好记的话，不要用名字和生日。"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("新密码再填一遍"), max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_present(self) -> str:
        present: str = self.cleaned_data["present"]
        if not self.account.check_password(present):
            raise forms.ValidationError(_("现在的密码不对。请再填一遍。"))
        return present

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        validate_password(new, self.account)
        return new

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        new, again = cleaned.get("new"), cleaned.get("again")
        if new and again and new != again:
            self.add_error("again", _("两遍填的不一样。请再填一遍。"))
        if new and new == cleaned.get("present"):
            self.add_error("new", _("新密码和现在的一样。请换一个。"))
        return cleaned


class KinForm(DeskForm):
    relation = forms.ChoiceField(label=_("他是您的"), choices=KinTie.Relation.choices)
    relative_name = forms.CharField(label=_("亲属的姓名"), max_length=80)
    mobile = forms.CharField(
        label=_("亲属的手机号"),
        help_text=_("只用来认准是哪一个人，不保存。"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )


class InterestForm(DeskForm):
    organisation = forms.CharField(label=_("单位或个体户全称"), max_length=120)
    role = forms.ChoiceField(label=_("您是它的"), choices=OwnInterest.Role.choices)
    credit_code = forms.CharField(
        label=_("统一社会信用代码"), help_text=_("营业执照上的18位代码。"), max_length=18, required=False
    )


class AbsenceForm(DeskForm):
    """I am away: when, and not why."""

    starts = forms.DateField(label=_("从哪一天起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends = forms.DateField(
        label=_("到哪一天"), help_text=_("还不知道就空着，回来了再登记。"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


class LookupForm(DeskForm):
    """One person of one village, and why. Not a list to choose persons from."""

    village = forms.ModelChoiceField(label=_("哪个村"), queryset=Division.objects.none())
    name = forms.CharField(label=_("姓名（写全）"), max_length=80)
    purpose = forms.CharField(
        label=_("为什么要查"),
        help_text=_("写清楚是哪件事。这次查询会记下来，本人可以看到。"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, villages: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]


class RecoveryForm(DeskForm):
    class What:
        PASSWORD, SECOND_FACTOR = "password", "second-factor"

    username = forms.CharField(label=_("登录名"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    what = forms.ChoiceField(
        label=_("要做什么"),
        choices=[(What.PASSWORD, _("重设密码（给一个临时密码）")), (What.SECOND_FACTOR, _("关掉动态码（手机丢了）"))],
    )
    why = forms.CharField(label=_("原因"), help_text=_("例如：本人到场，核对了身份证。"), max_length=200)


class RemoveSecondFactorForm(DeskForm):
    code = forms.CharField(
        label=_("动态码"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
