"""The form by which a place sets a limit. What does not fit the flows is the act's to refuse."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.parts import Limit
from qingdan.domain.rules.money import parse_money
from qingdan.features.cases.fields import read_typed
from qingdan.features.cases.messages import local
from qingdan.records.people.forms import DeskForm
from qingdan.web.limits.showing import LimitLine, by_norm
from qingdan.web.places.forms import day_field

LONGEST_COUNT = 6  # digits


class LimitForm(DeskForm):
    """Which limit, its new value, from when, and by which document."""

    name = forms.ChoiceField(label=_("定哪一个"))
    value = forms.CharField(
        label=_("定成多少"),
        help_text=_("金额写元，例如 3000 或 1.2万；天数和个数只写数字。"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    starts = day_field(_("从哪一天起"), _("已经开始的事照原来的数办完，新开的事用新的数。"))
    ends = day_field(_("到哪一天为止"), _("没有说到哪天的，空着。"), required=False)
    basis = forms.CharField(
        label=_("依据哪份文件"),
        help_text=_("写全名和文号，例如：农村小额采购办法（示例〔2026〕8号）。"),
        max_length=200,
    )

    def __init__(self, edition: Edition, rows: list[LimitLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        may = [row for row in rows if row.limit.setting]
        groups = [
            (title, [(line.limit.name, f"{local(line.limit.title)} · {line.value}") for line in lines])
            for _slug, title, lines in by_norm(edition, may)
        ]
        self.fields["name"].choices = [("", _("请选")), *groups]  # type: ignore[attr-defined]

    @property
    def limit(self) -> Limit:
        """The limit chosen, of a form that is valid."""
        return self.edition.head.limits[self.cleaned_data["name"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "name" in cleaned and "value" in cleaned:
            try:
                cleaned["number"] = _number(self.limit, cleaned["value"])
            except forms.ValidationError as error:
                self.add_error("value", error)
        return cleaned


def _number(limit: Limit, written: str) -> int:
    """Whole fen, days or a count. :raises forms.ValidationError: in the reader's words."""
    if limit.type == "money":
        return int(read_typed(parse_money, written))
    plain = written.strip()
    if not (plain.isdecimal() and len(plain) <= LONGEST_COUNT):
        raise forms.ValidationError(_("只写数字，例如 15。"))
    return int(plain)
