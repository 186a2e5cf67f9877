"""A form that says where something personal stands, before it is taken in, and asks why it must stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.leaks.acts import MOST_WHY
from qingdan.records.leaks.guarding import Finding, Guard, Spot
from qingdan.records.leaks.queries import Allowed, Subject
from qingdan.records.regions.models import Division

WHY = "leaks_why"


@dataclass(frozen=True)
class Standing:
    """What whoever fills in a form wants to let stand, and why: for :func:`~qingdan.records.leaks.acts.let_stand`."""

    findings: tuple[Finding, ...]
    why: str


class LeakChecked(forms.Form):
    """Mix in, say in :meth:`leak_spots` which words are read by whom, and call :meth:`check_leaks` at the end of
    ``clean``. Each finding is an error beside its field; what was typed stays. Where all may stand, a field for the
    reason appears; handed in with it, the form is valid and :meth:`standing` says what stands.
    """

    findings: tuple[Finding, ...] = ()

    def leak_guard(self) -> Guard | None:
        """The check of the place; None: nothing is looked through."""
        return None

    def leak_spots(self, cleaned: dict[str, Any]) -> Iterable[Spot]:
        """The texts to look through; the name of each is that of its field."""
        return ()

    def may_let_stand(self) -> bool:
        """Whether this person may let anything stand: whoever acts in a post."""
        return True

    def add_leak_field(self, name: str, field: forms.Field) -> None:
        """Put the field for the reason into the form; a form in parts puts it into one of them."""
        self.fields[name] = field

    def check_leaks(self, cleaned: dict[str, Any]) -> None:
        """Say beside each field what must go, or why it may stand."""
        guard = self.leak_guard()
        self.findings = tuple(guard.findings(self.leak_spots(cleaned))) if guard else ()
        if not self.findings:
            return
        why = str(self.data.get(self.add_prefix(WHY), "")).replace("\x00", "").strip()[:MOST_WHY]
        may = self.may_let_stand() and all(one.leak.may_stand for one in self.findings)
        if may and WHY not in self.fields:
            self.add_leak_field(WHY, why_field())
        if may and why:
            cleaned[WHY] = why
            return
        for one in self.findings:
            self.add_error(one.spot.name if one.spot.name in self.fields else None, ValidationError(one.sentence))

    def standing(self) -> Standing | None:
        """What stands by this form's reason; None when nothing was found. Of a valid form."""
        return Standing(self.findings, self.cleaned_data[WHY]) if self.findings else None


class ReadByMany(LeakChecked):
    """A form some of whose words a wider audience comes to read: the fields named in ``read_by_many``. Hand
    :attr:`leaks_why` on to the act, which looks through them once more (:func:`~.acts.require_clean`).

    :param about: under what an earlier decision to let something stand was kept, if there may be one.
    """

    read_by_many: tuple[str, ...] = ()

    def __init__(
        self, *args: Any, village: Division, audience: Audience, about: Subject | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.village, self.audience, self.about = village, audience, about

    def clean(self) -> dict[str, Any]:
        """What the form itself asks, then what may not be read by so many."""
        cleaned = super().clean() or {}
        self.check_leaks(cleaned)
        return cleaned

    def leak_guard(self) -> Guard:
        return _Known(self.village, self.about)

    def leak_spots(self, cleaned: dict[str, Any]) -> Iterator[Spot]:
        """The words of the fields that many read."""
        for name in self.read_by_many:
            if cleaned.get(name):
                yield Spot(name, str(self.fields[name].label), cleaned[name], self.audience)

    @property
    def leaks_why(self) -> str:
        """The reason for what stands in a valid form; "" where nothing was found."""
        return str(self.cleaned_data.get(WHY, ""))


class _Known(Guard):
    """A guard that passes what was let stand of a subject before."""

    def __init__(self, village: Division, about: Subject | None) -> None:
        super().__init__(village)
        self._allowed = Allowed(about) if about else None

    def findings(self, spots: Iterable[Spot]) -> list[Finding]:
        found, allowed = super().findings(spots), self._allowed
        return [one for one in found if not allowed(one.leak, one.spot.audience)] if allowed else found


def why_field(label: str = "", help_text: str = "") -> forms.CharField:
    """The field for the reason."""
    return forms.CharField(
        label=label or _("为什么要留下这些个人信息"),
        help_text=help_text
        or _(
            "删得掉就删，这里不用写。本人单独同意公布、或者是单位的电话和地点，写明白；您的姓名、职务和理由记入登记簿。"
        ),
        required=False,
        max_length=MOST_WHY,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
