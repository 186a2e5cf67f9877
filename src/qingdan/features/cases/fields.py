"""A form field for each type of fact: what is typed is read the way people write it, and refused in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingdan.domain.flow.model import Fact, FactType
from qingdan.domain.rules.identity import parse_id_number, parse_mobile, plain_number
from qingdan.domain.rules.money import format_money, parse_money
from qingdan.domain.rules.reasons import Unusable
from qingdan.features.cases.messages import local

MOST_TEXT = 2000


class MoneyField(forms.CharField):
    """An amount as people write it (12300, 12,300.5, 1.2万), kept as whole fen."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("单位：元。例如 3860 或 1.2万"))
        super().__init__(max_length=24, **kwargs)
        self.widget.attrs.update(inputmode="decimal", autocomplete="off")

    def clean(self, value: Any) -> int | None:
        written = super().clean(value)
        return read_typed(parse_money, written) if written else None

    def prepare_value(self, value: Any) -> Any:
        return format_money(value).lstrip("¥") if isinstance(value, int) else value


class ReadField(forms.CharField):
    """A text that must have a certain shape: an identity number, a mobile number."""

    def __init__(self, read: Callable[[str], object], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.read = read

    def clean(self, value: Any) -> str | None:
        written = super().clean(value)
        if not written:
            return None
        read_typed(self.read, written)
        return plain_number(written)


class DayField(forms.DateField):
    """A day, kept as ``2026-11-23``."""

    widget = forms.DateInput(attrs={"type": "date"})

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return found.isoformat() if isinstance(found, date) else None


class YesNoField(forms.TypedChoiceField):
    """Yes or no, said and not assumed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", gettext_lazy("是")), ("no", gettext_lazy("否"))],
            coerce=lambda v: v == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )


class RowsField(forms.CharField):
    """A list as lines of text, ``name, amount`` on each; kept as ``[{"name": …, "sum": fen}]``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("一行一项，名称和金额之间空一格。例如：第一期 3000"))
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **kwargs)

    def clean(self, value: Any) -> list[dict[str, Any]] | None:
        written = super().clean(value)
        if not written:
            return None
        return [_row(n, line) for n, line in enumerate(written.splitlines(), 1) if line.strip()]


def _row(number: int, line: str) -> dict[str, Any]:
    name, _space, amount = line.strip().rpartition(" ")
    if not name:
        raise ValidationError(_("第%(n)d行缺少金额。请写成“名称 金额”。") % {"n": number})
    return {"name": name.strip(), "sum": read_typed(parse_money, amount)}


def read_typed(read: Callable[[str], Any], written: str) -> Any:
    """What was typed, read; what cannot be used is said on the form in the reader's words."""
    try:
        return read(written)
    except Unusable as fault:
        raise ValidationError(local(fault.reason.words)) from fault


def _text(**kwargs: Any) -> forms.Field:
    return forms.CharField(max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)


def _line(**kwargs: Any) -> forms.Field:
    return forms.CharField(max_length=120, **kwargs)


def _count(**kwargs: Any) -> forms.Field:
    return forms.IntegerField(min_value=0, max_value=10**9, **kwargs)


def _account(**kwargs: Any) -> forms.Field:
    return forms.RegexField(
        r"^[0-9 ]{8,30}$",
        error_messages={"invalid": gettext_lazy("银行卡号或账号只有数字，请核对。")},
        **kwargs,
    )


_MAKERS: Mapping[FactType, Callable[..., forms.Field]] = {
    FactType.TEXT: _text,
    FactType.PRIVATE_TEXT: _text,
    FactType.MONEY: MoneyField,
    FactType.COUNT: _count,
    FactType.DATE: DayField,
    FactType.YES_NO: YesNoField,
    FactType.ORGANISATION: _line,
    FactType.PERSON: _line,
    FactType.ADDRESS: _line,
    FactType.BANK_ACCOUNT: _account,
    FactType.LIST: RowsField,
    FactType.PHONE: lambda **kwargs: ReadField(parse_mobile, max_length=20, **kwargs),
    FactType.ID_NUMBER: lambda **kwargs: ReadField(parse_id_number, max_length=24, **kwargs),
}


def field_for(fact: Fact, required: bool) -> forms.Field:
    """The form field of a fact. ``required`` False where another result is being given, or a draft kept."""
    said: dict[str, Any] = {"label": local(fact.title), "required": required and fact.required}
    if fact.help:
        said["help_text"] = local(fact.help)
    if fact.type is FactType.CHOICE:
        choices = [(value, local(words)) for value, words in fact.choices.items()]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **said)
    return _MAKERS[fact.type](**said)


def typed_again(fact: Fact, value: Any) -> Any:
    """A fact's value as its field shows it when the step is done once more."""
    if value is None:
        return None
    if fact.type is FactType.YES_NO:
        return "yes" if value else "no"
    if fact.type is FactType.LIST:
        return "\n".join(f"{row['name']} {format_money(row['sum']).lstrip('¥')}" for row in value)
    return value
