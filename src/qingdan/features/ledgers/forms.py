"""Handing in a ledger: whose it is, of which power, and the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingdan.domain.catalogue.model import Edition
from qingdan.records.people.forms import DeskForm
from qingdan.records.people.wording import said
from qingdan.records.regions.models import Division


class LedgerForm(DeskForm):
    """Choose a village, a power and a file. Only what the person may import is offered."""

    village = forms.ChoiceField(label=_("哪个村的"))
    power = forms.ChoiceField(label=_("哪一项权力的"), help_text=_("一份台账只记一项权力的事；记了几项的，请分开。"))
    file = forms.FileField(
        label=_("表格文件"),
        help_text=_("Excel（XLSX）或 CSV。一件事一行、每一步一列日期的，或者一步一行的，都认得。"),
        allow_empty_file=True,  # what is in it is looked at where it is read
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, offered: Mapping[Division, frozenset[str]], edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offered = {str(village.pk): (village, powers) for village, powers in offered.items()}
        any_of = frozenset[str]().union(*offered.values())
        self.fields["village"].choices = [(pk, v.short_name) for pk, (v, _p) in self._offered.items()]  # type: ignore[attr-defined]
        self.fields["power"].choices = [  # type: ignore[attr-defined]
            (said(norm.title), [(p.slug, said(p.title)) for p in edition.powers_of(slug) if p.slug in any_of])
            for slug, norm in edition.norms.items()
            if any(p.slug in any_of for p in edition.powers_of(slug))
        ]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        village, powers = self._offered.get(words.get("village", ""), (None, frozenset()))
        if village is not None and "power" in words and words["power"] not in powers:
            self.add_error("power", _("这项权力的事在这个村不由您来办，台账请该办的人导入。"))
        return {**words, "village": village}
