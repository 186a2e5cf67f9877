"""Calling a meeting as a form: when, where, on what, since when people know, and who demanded it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qingdan.domain.rules.audience import Audience
from qingdan.domain.rules.bodies import Body
from qingdan.domain.rules.convening import Demand
from qingdan.features.cases.acts.calling import Call
from qingdan.features.cases.messages import local
from qingdan.records.leaks.forms import LeakChecked
from qingdan.records.leaks.guarding import Guard, Spot

MOMENT = "%Y-%m-%dT%H:%M"
NOBODY = ""
OPEN_WORDS = ("place", "agenda", "way", "why_urgent")


class CallForm(LeakChecked):
    """Notice of a meeting of ``body``. ``agenda`` begins with what the case is about; everybody may read it."""

    def __init__(
        self, body: Body, today: date, agenda: str, choose: bool, data: Any = None, guard: Guard | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, **kwargs)
        self.body, self.guard = body, guard
        if choose:
            self.fields["body"] = forms.CharField(widget=forms.HiddenInput, initial=body.slug)
        self.fields["held_at"] = forms.DateTimeField(
            label=_("什么时候开会"), input_formats=[MOMENT],
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        )  # fmt: skip
        self.fields["place"] = forms.CharField(label=_("在哪里开"), max_length=80)
        self.fields["agenda"] = forms.CharField(
            label=_("议什么"), max_length=1000, initial=agenda, widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("一行写一件。会上只表决通知里写了的事。"),
        )  # fmt: skip
        self.fields["noticed_on"] = forms.DateField(
            label=_("哪天发的通知"), initial=today.isoformat(), widget=forms.DateInput(attrs={"type": "date"})
        )
        self.fields["way"] = forms.CharField(
            label=_("怎么通知的"),
            required=False,
            max_length=60,
            help_text=_("例如：张贴、广播、入户、打电话、微信群。"),
        )
        if body.notice and body.notice.urgent:
            self.fields["why_urgent"] = forms.CharField(
                label=_("临时通知的特殊情况"), required=False, max_length=200,
                help_text=_("来不及提前%(limit)s通知的才填。") % {"limit": local(body.notice.limit.words)},
            )  # fmt: skip
        if body.must_call:
            self._add_demand()

    def _add_demand(self) -> None:
        who = [(str(i), _("%(who)s联名提议") % {"who": local(c.name)}) for i, c in enumerate(self.body.must_call)]
        self.fields["who"] = forms.ChoiceField(
            label=_("是不是有人要求开的"), choices=[(NOBODY, _("不是，召集人自己定的")), *who], required=False,
            widget=forms.RadioSelect, initial=NOBODY,
        )  # fmt: skip
        for name, label in (("asked", _("联名的有几人")), ("of", _("他们一共有几人"))):
            self.fields[name] = forms.IntegerField(label=label, required=False, min_value=1, max_value=10**7)
        if self.body.on_demand:
            self.fields["asked_on"] = forms.DateField(
                label=_("哪天收到的要求"), required=False, widget=forms.DateInput(attrs={"type": "date"})
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("who"):
            for name in ("asked", "of"):
                if cleaned.get(name) is None:
                    self.add_error(name, ValidationError(_("有人联名要求的，请写明几人联名、一共几人。")))
            if (cleaned.get("asked") or 0) > (cleaned.get("of") or 10**7):
                self.add_error("asked", ValidationError(_("联名的人不能比总人数还多。请核对。")))
        self.check_leaks(cleaned)
        return cleaned

    def leak_guard(self) -> Guard | None:
        return self.guard

    def leak_spots(self, cleaned: dict[str, Any]) -> Iterator[Spot]:
        """Where the meeting is and what it is on: everybody may read that."""
        for name in OPEN_WORDS:
            if cleaned.get(name):
                yield Spot(name, str(self.fields[name].label), cleaned[name], Audience.INTERNET)

    def call(self) -> Call:
        """The notice as typed."""
        got = self.cleaned_data
        held: datetime = got["held_at"]
        who = got.get("who")
        demand = Demand(int(who), got["asked"], got["of"], got.get("asked_on")) if who else None
        return Call(
            noticed_on=got["noticed_on"],
            held_at=held,
            place=got["place"].strip(),
            agenda=got["agenda"].strip(),
            way=(got.get("way") or "").strip(),
            body=self.body.slug,
            why_urgent=(got.get("why_urgent") or "").strip(),
            demand=demand,
        )
