"""The record of a meeting as a form: how it was called, who came, how they voted; known numbers stand there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qingdan.domain.rules.attendance import ONLINE, ROOM, Attendance, Votes
from qingdan.domain.rules.bodies import Body
from qingdan.domain.rules.by_name import Attendee, read_names
from qingdan.domain.rules.reasons import Unusable
from qingdan.features.cases.acts.meetings import Told
from qingdan.features.cases.forms import WHEN, StepContext, StepForm
from qingdan.features.cases.meetings import Called
from qingdan.features.cases.messages import local
from qingdan.features.cases.said import quorum_help
from qingdan.records.leaks.guarding import Guard

MOST = 10**7
NAMES = 20_000


@dataclass(frozen=True)
class MeetingContext:
    """What a meeting's form needs to know beside the step: its body, how it was called, how many ought to come.

    ``reckon``: the numbers are only tried, so none of them is asked for.
    """

    body: Body
    called: Called | None = None
    known: Mapping[str, int] = field(default_factory=dict)
    needs_notice: bool = False
    reckon: bool = False


@dataclass(frozen=True)
class Section:
    """A part of the form that belongs together."""

    title: str
    fields: Sequence[forms.BoundField]
    help: str = ""
    offices: Sequence[Any] = ()


class GatheringForm(StepForm):
    """What every record of a meeting has: how it was called and who came, by each count of the body."""

    def __init__(
        self, context: StepContext, meeting: MeetingContext, data: Any = None, files: Any = None, **kw: Any
    ) -> None:
        super().__init__(context, data, files, **kw)
        self.meeting, self.body = meeting, meeting.body
        self.parts: list[tuple[str, str, list[str]]] = []
        rest = {name: self.fields.pop(name) for name in list(self.fields)}
        if "capacity" in rest:
            self.fields["capacity"] = rest.pop("capacity")
        self._add_calling()
        self._add_attendance()
        self._add_votes()
        last = rest.pop(WHEN)
        last.label = _("什么时候开的会")
        self._part(_("材料和时间"), "", {**rest, WHEN: last})
        if meeting.reckon:
            for one in self.fields.values():
                one.required = False

    def _part(self, title: str, help_: str, fields: Mapping[str, forms.Field]) -> None:
        self.fields.update(fields)
        if fields:
            self.parts.append((title, help_, list(fields)))

    def sections(self) -> list[Section]:
        """The form in its parts, in the order in which a meeting goes."""
        return [Section(title, [self[name] for name in names], help_) for title, help_, names in self.parts]

    # -- how it was called ---------------------------------------------------------------------------------------
    def _add_calling(self) -> None:
        fields: dict[str, forms.Field] = {}
        if self.context.step.or_bodies:
            fields["body"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=self.body.slug)
        self.fields.update(fields)
        if self.meeting.called or not self.meeting.needs_notice:
            return
        asked: dict[str, forms.Field] = {"noticed_on": _day(_("哪天发的会议通知"), _("写在通知上的日期。"))}
        if self.body.notice and self.body.notice.urgent:
            asked["why_urgent"] = forms.CharField(
                label=_("临时通知的特殊情况"), required=False, max_length=200,
                help_text=_("来不及提前通知的，写明是什么特殊情况；按规定提前通知的不用填。"),
            )  # fmt: skip
        self._part(_("怎么召集的"), "", asked)

    # -- who came --------------------------------------------------------------------------------------------------
    def _add_attendance(self) -> None:
        numbers: dict[str, forms.Field] = {}
        for name, count in self.body.counts.items():
            said = {"count": local(count.name), "unit": local(count.unit)}
            first = name == self.body.voters
            known = self.meeting.known.get(name)
            numbers[f"n-{name}"] = number(_("应到：%(count)s（%(unit)s）") % said, required=first, initial=known)
            if known is not None:
                numbers[f"n-{name}"].help_text = _("已按名册或者任职登记填好，不对可以改。")
            came = _("收回的选票（张）") if self.body.ballot else _("实到：%(count)s（%(unit)s）") % said
            numbers[f"p-{name}"] = number(came, required=first)
        if self.body.ballot:
            numbers["issued"] = number(_("发出的选票（张）"))
        if self.body.online:
            numbers["online"] = number(_("其中在线参加的（人）"), initial=0, required=False)
        if self.body.proxy:
            numbers["proxies"] = number(_("其中委托别人参加的（人）"), initial=0, required=False)
        numbers["people"] = forms.CharField(
            label=_("到会的人（按签到表）"), required=False, max_length=NAMES, widget=forms.Textarea(attrs={"rows": 4}),
            help_text=self._names_help(),
        )  # fmt: skip
        self._part(_("谁到会"), quorum_help(self.body), self._arranged(numbers))

    def _arranged(self, numbers: dict[str, forms.Field]) -> dict[str, forms.Field]:
        return numbers

    def _names_help(self) -> str:
        said = [_("一行写一个人，能查出重复签到的。只给经办人看。")]
        if self.body.online:
            said.append(_("在线的写“张三 在线”。"))
        if self.body.proxy:
            said.append(_("委托的写“张三 委托 李四”。"))
        return " ".join(said)

    def _add_votes(self) -> None:
        """How they voted; by each kind of meeting."""

    def leak_guard(self) -> Guard | None:
        return None if self.meeting.reckon else super().leak_guard()

    def add_leak_field(self, name: str, field: forms.Field) -> None:
        self._part(_("个人信息"), "", {name: field})

    # -- what was handed in ------------------------------------------------------------------------------------------
    def clean_people(self) -> tuple[Attendee, ...]:
        try:
            return read_names(self.cleaned_data.get("people") or "")
        except Unusable as fault:
            raise ValidationError(local(fault.reason.words)) from fault

    def told(self) -> Told:
        """How the meeting was called and who was there, as typed."""
        got = self.cleaned_data
        noticed: date | None = got.get("noticed_on")
        body = self.body.slug if self.context.step.or_bodies else None
        return Told(body, noticed, (got.get("why_urgent") or "").strip(), got.get("people") or ())

    def counted(self, prefix: str) -> dict[str, int]:
        """The numbers given for each count of the body."""
        got = self.cleaned_data
        return {n: got[f"{prefix}-{n}"] for n in self.body.counts if got.get(f"{prefix}-{n}") is not None}

    def amount(self, name: str) -> int:
        """A number that may be left out."""
        return self.cleaned_data.get(name) or 0


class MeetingForm(GatheringForm):
    """Record a meeting on one question; where the law lets people take part online, votes by hand and online apart."""

    def _add_votes(self) -> None:
        votes: dict[str, forms.Field] = {}
        room = _("现场") if self.body.online else ""
        for prefix, where in (("", room), *((("o-", _("网上")),) if self.body.online else ())):
            said = {"where": where}
            first = prefix == ""
            votes[f"{prefix}for"] = number(
                _("%(where)s同意（票）") % said, required=first, initial=None if first else 0
            )
            for name, label in (("against", _("%(where)s不同意（票）")), ("abstain", _("%(where)s弃权（票）"))):
                votes[prefix + name] = number(label % said, initial=0, required=first)
            votes[f"{prefix}invalid"] = number(_("%(where)s废票（张）") % said, initial=0, required=False)
        votes["recused"] = number(_("其中回避不表决的（人）"), initial=0, required=False)
        self._part(_("怎么表决的"), "", votes)

    def attendance(self) -> Attendance:
        """The numbers as the body's rule judges them; no votes where none were given (a trial)."""
        got = self.cleaned_data
        room, channels, votes = self._votes(""), {}, None
        if got.get("for") is not None:
            votes = room
            if self.body.online:
                channels = {ROOM: room, ONLINE: self._votes("o-")}
                votes = room + channels[ONLINE]
        return Attendance(
            entitled=self.counted("n"),
            present=self.counted("p"),
            votes=votes,
            recused=self.amount("recused"),
            proxies=self.amount("proxies"),
            online=self.amount("online"),
            issued=got.get("issued"),
            channels=channels,
        )

    def _votes(self, prefix: str) -> Votes:
        return Votes(*(self.amount(prefix + name) for name in ("for", "against", "abstain", "invalid")))


def number(label: str, required: bool = True, initial: int | None = None) -> forms.IntegerField:
    """A field for a number of people or ballots."""
    made = forms.IntegerField(label=label, min_value=0, max_value=MOST, required=required, initial=initial)
    made.widget.attrs["inputmode"] = "numeric"
    return made


def _day(label: str, help_: str) -> forms.DateField:
    return forms.DateField(label=label, help_text=help_, widget=forms.DateInput(attrs={"type": "date"}))
