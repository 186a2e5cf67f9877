"""The list of a handover as a form: for each line how it stands, how many, and what differs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingdan.features.handovers.acts.signing import COUNT_LENGTH, NOTE_LENGTH, ItemLine
from qingdan.features.handovers.models import Item


class ItemForm(forms.Form):
    """One line."""

    state = forms.ChoiceField(label=_("怎么样"), choices=Item.State.choices)
    count = forms.CharField(label=_("数量或金额"), max_length=COUNT_LENGTH, required=False)
    note = forms.CharField(label=_("说明"), max_length=NOTE_LENGTH, required=False)

    def __init__(self, item: Item, name: str, data: Any = None) -> None:
        kept = {"state": item.state, "count": item.count or "", "note": item.note or ""}
        super().__init__(data, prefix=f"i{item.pk}", initial=kept)
        self.item, self.name = item, name

    def line(self) -> ItemLine:
        """What was filled in, as the act takes it."""
        got = self.cleaned_data
        return ItemLine(self.item.pk, got["state"], got["count"], got["note"])


def item_forms(rows: Sequence[tuple[Item, str]], data: Any = None) -> list[ItemForm]:
    """A form for each line, with its name in the reader's language."""
    return [ItemForm(item, name, data) for item, name in rows]
