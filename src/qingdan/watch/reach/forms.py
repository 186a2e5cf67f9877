"""Forms of reach. What the services and the record forbid is the acts' to refuse; here only what was typed."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qingdan.domain.catalogue.model import Edition
from qingdan.features.cases.messages import local
from qingdan.records.regions.models import NAME_LENGTH
from qingdan.watch.reach.acts import Chosen
from qingdan.watch.reach.channels import letters
from qingdan.watch.reach.models import Robot, Subscription

MOST_ADDRESS = 120
MOST_HOOK = 400
MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})", re.ASCII)


class _ChoosingForm(forms.Form):
    """What is wanted of a village's notices; nothing ticked is all."""

    boards = forms.MultipleChoiceField(
        label=_("要哪几栏的"), help_text=_("不勾就是全部。"), required=False, widget=forms.CheckboxSelectMultiple
    )
    areas = forms.MultipleChoiceField(
        label=_("要哪一类的"), help_text=_("不勾就是全部。"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, edition: Edition | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boards = edition.head.boards if edition else {}
        areas = edition.areas if edition else {}
        self.fields["boards"].choices = [(slug, local(words)) for slug, words in boards.items()]  # type: ignore[attr-defined]
        self.fields["areas"].choices = [(slug, local(area.title)) for slug, area in areas.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Chosen:
        """What was ticked."""
        return Chosen(self.cleaned_data["boards"], self.cleaned_data["areas"])


class SubscribeForm(_ChoosingForm):
    """Where to write to, a mailbox or a mobile telephone, and what is wanted."""

    receiver = forms.CharField(
        max_length=MOST_ADDRESS,
        widget=forms.TextInput(attrs={"autocomplete": "email", "autocapitalize": "off", "spellcheck": "false"}),
        error_messages={"max_length": _("太长了，请核对。")},
    )
    field_order = ("receiver", "boards", "areas")

    def __init__(self, edition: Edition | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(edition, *args, **kwargs)
        self.channel = ""
        label, missing = _asked_for()
        self.fields["receiver"].label = label
        self.fields["receiver"].error_messages["required"] = missing
        self.fields["receiver"].help_text = _("只用来发公示，谁也看不到；退订以后就删掉。")

    def clean_receiver(self) -> str:
        """The receiver as it is written to; ``channel`` is then how."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["receiver"]).strip()
        mobile = MOBILE.fullmatch(re.sub(r"[\s-]", "", typed))
        if mobile and letters.is_set(Subscription.Channel.SMS):
            self.channel = Subscription.Channel.SMS
            return mobile[1]
        if not mobile and letters.is_set(Subscription.Channel.MAIL) and _is_mail(typed):
            self.channel = Subscription.Channel.MAIL
            return typed.lower()
        raise ValidationError(_asked_for()[1])


def _is_mail(typed: str) -> bool:
    try:
        EmailValidator()(typed)
    except ValidationError:
        return False
    return letters.is_mailbox(typed)


def _asked_for() -> tuple[Promise, Promise]:
    """What the one field asks for, by what the house can send, and what is said when it is not that."""
    mail, sms = (letters.is_set(c) for c in (Subscription.Channel.MAIL, Subscription.Channel.SMS))
    if mail and sms:
        return _("邮箱或手机号"), _("请填邮箱（如zhang@example.com）或11位手机号。")
    if sms:
        return _("手机号"), _("请填11位手机号。")
    return _("邮箱"), _("请填邮箱，如zhang@example.com。")


class RobotForm(_ChoosingForm):
    """A robot of a group: which service, its address, and what it brings."""

    kind = forms.ChoiceField(
        label=_("哪里的群"),
        choices=[(Robot.Kind.WECOM, _("企业微信")), (Robot.Kind.DINGTALK, _("钉钉"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选企业微信或钉钉。")},
    )
    name = forms.CharField(
        label=_("群叫什么"),
        help_text=_("您自己认得就行，例如：示例一村村民群。"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("请写群的名字。"), "max_length": _("太长了，请写短一点。")},
    )
    address = forms.CharField(
        label=_("机器人的地址（Webhook）"),
        help_text=_("在群里加机器人时给的那一整条，https开头。它等于群的钥匙，填好以后这里不再显示。"),
        max_length=MOST_HOOK,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}, render_value=False),
        error_messages={"required": _("请填机器人的地址。"), "max_length": _("太长了，请整条复制，不要多带别的字。")},
    )
    secret = forms.CharField(
        label=_("加签的密钥"),
        help_text=_("钉钉选了“加签”的才填，SEC开头。"),
        max_length=MOST_ADDRESS,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}, render_value=False),
        error_messages={"max_length": _("太长了，请核对。")},
    )
    field_order = ("kind", "name", "address", "secret", "boards", "areas")
