"""The count of an election as a form: for each office its ballots, each candidate's votes, and names written in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qingdan.domain.flow.election import Election
from qingdan.domain.rules.attendance import Attendance, Votes
from qingdan.features.cases.acts.elections import Count, Line, Sheet
from qingdan.features.cases.forms import StepContext
from qingdan.features.cases.list_fields import read_name
from qingdan.features.cases.meeting_forms import GatheringForm, MeetingContext, Section, number
from qingdan.features.cases.slates import Race

SHEETS = "#sheets"  # where the count sheets stand among the parts of the form
WRITTEN_IN, FREE, MOST_ROWS = 2, 3, 60
_PAIRS = re.compile(r"[\n,，;；]+")


@dataclass(frozen=True)
class Shown:
    """One line of a count sheet on the page: a candidate with three counts, or a name to write and its votes."""

    number: str
    name: str
    woman: bool
    written: forms.BoundField | None
    counts: Sequence[forms.BoundField]


@dataclass(frozen=True)
class Office:
    """The count sheet of one office on the page."""

    name: str
    seats: int
    ballots: Sequence[forms.BoundField]
    lines: Sequence[Shown]


class ElectionForm(GatheringForm):
    """Record the count of an election. Fields are named ``rI-…`` for the I-th office, ``cJ``, ``wJ`` for its lines."""

    def __init__(
        self,
        context: StepContext,
        meeting: MeetingContext,
        races: Sequence[Race],
        data: Any = None,
        files: Any = None,
        **kw: Any,
    ) -> None:
        self.races = races
        self.more = whole((data or {}).get("rows")) if data else 0
        super().__init__(context, meeting, data, files, **kw)

    @property
    def election(self) -> Election:
        election = self.context.step.election
        assert election is not None
        return election

    def _arranged(self, numbers: dict[str, forms.Field]) -> dict[str, forms.Field]:
        """In a ballot the ballots of each office say who voted."""
        if not self.body.ballot:
            return numbers
        del numbers["issued"], numbers[f"p-{self.body.voters}"]
        numbers["mobile"] = number(_("其中用流动票箱投票的（人）"), initial=0, required=False)
        return numbers

    def _add_votes(self) -> None:
        self.fields["rows"] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=self.more)
        for i, race in enumerate(self.races):
            asked = self.body.ballot
            self.fields[f"r{i}-issued"] = number(_("发出的选票（张）"), required=asked)
            self.fields[f"r{i}-returned"] = number(_("收回的选票（张）"), required=asked)
            self.fields[f"r{i}-invalid"] = number(_("其中废票（张）"), initial=0, required=False)
            for j, _row in enumerate(race.rows):
                self.fields[f"r{i}-c{j}-for"] = number(_("赞成"))
                self.fields[f"r{i}-c{j}-against"] = number(_("反对"), initial=0, required=False)
                self.fields[f"r{i}-c{j}-abstain"] = number(_("弃权"), initial=0, required=False)
            for j in range(self._written_in(race)):
                label = _("另选他人") if race.rows else _("姓名")
                self.fields[f"r{i}-w{j}-name"] = forms.CharField(label=label, required=False, max_length=60)
                self.fields[f"r{i}-w{j}-for"] = number(_("得票"), required=False)
        self.parts.append((_("计票"), "", [SHEETS]))
        if self.election.kin_apart:
            self._part(_("近亲属回避"), "", {"kin": self._kin_field()})

    def _written_in(self, race: Race) -> int:
        return min((WRITTEN_IN if race.rows else race.seats + FREE) + self.more, MOST_ROWS)

    def _kin_field(self) -> forms.Field:
        return forms.CharField(
            label=_("候选人之间的近亲属关系"), required=False, max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("有夫妻、父母子女、兄弟姐妹等关系的，一行写一对：张三-李四。没有就不填。"),
        )  # fmt: skip

    # -- on the page -------------------------------------------------------------------------------------------------
    def sections(self) -> list[Section]:
        """The parts of the form; the count sheets stand in one of their own."""
        return [
            Section(title, [], help_, self.offices())
            if names == [SHEETS]
            else Section(title, [self[n] for n in names], help_)
            for title, help_, names in self.parts
        ]

    def offices(self) -> list[Office]:
        """The count sheets, in the order of the ballots."""
        return [
            Office(
                race.name,
                race.seats,
                [self[f"r{i}-{n}"] for n in ("issued", "returned", "invalid")],
                list(self._lines(i)),
            )
            for i, race in enumerate(self.races)
        ]

    def _lines(self, i: int) -> Iterator[Shown]:
        race = self.races[i]
        for j, row in enumerate(race.rows):
            counts = [self[f"r{i}-c{j}-{n}"] for n in ("for", "against", "abstain")]
            yield Shown(row["n"], row["name"], bool(row.get("woman")), None, counts)
        for j in range(self._written_in(race)):
            yield Shown("", "", race.office.women, self[f"r{i}-w{j}-name"], [self[f"r{i}-w{j}-for"]])

    # -- what was handed in --------------------------------------------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for i, race in enumerate(self.races):
            for j in range(self._written_in(race)):
                name, votes = f"r{i}-w{j}-name", f"r{i}-w{j}-for"
                if cleaned.get(votes) and not cleaned.get(name):
                    self.add_error(name, ValidationError(_("填了票数，没有写是谁。")))
                elif cleaned.get(name) and cleaned.get(votes) is None and not self.meeting.reckon:
                    self.add_error(votes, ValidationError(_("写了姓名，没有填票数。")))
        return cleaned

    def clean_kin(self) -> list[tuple[str, str]]:
        numbers = {row["n"]: row["name"] for race in self.races for row in race.rows}
        pairs = []
        for line in _PAIRS.split(self.cleaned_data.get("kin") or ""):
            names = [numbers.get(n.strip(), n.strip()) for n in re.split(r"[-－—~和]", line) if n.strip()]
            if not names:
                continue
            if len(names) != 2:
                raise ValidationError(_("“%(line)s”没看懂。请写成：张三-李四。") % {"line": line.strip()})
            pairs.append((names[0], names[1]))
        return pairs

    def attendance(self) -> Attendance:
        """Who ought to come and who came; in a ballot as many as the ballots that came back."""
        present = self.counted("p")
        if self.body.ballot:
            present = {self.body.voters: max((s.returned for s in self.count().sheets.values()), default=0)}
        return Attendance(
            entitled=self.counted("n"),
            present=present,
            proxies=self.amount("proxies"),
            online=self.amount("online"),
        )

    def typed_votes(self) -> bool:
        """Whether any candidate has been given votes."""
        return any(line.votes.for_ for sheet in self.count().sheets.values() for line in sheet.lines)

    def count(self) -> Count:
        """The count sheets as typed."""
        sheets = {race.office.id: self._sheet(i, race) for i, race in enumerate(self.races)}
        return Count(sheets, self.cleaned_data.get("kin") or [], self.amount("mobile"))

    def _sheet(self, i: int, race: Race) -> Sheet:
        came = max(self.counted("p").values(), default=0)
        issued, returned = self.cleaned_data.get(f"r{i}-issued"), self.cleaned_data.get(f"r{i}-returned")
        returned = returned if returned is not None else issued if issued is not None else came
        lines = [
            Line(
                row["name"],
                Votes(*(self.amount(f"r{i}-c{j}-{n}") for n in ("for", "against", "abstain"))),
                bool(row.get("woman")),
            )
            for j, row in enumerate(race.rows)
        ]
        for j in range(self._written_in(race)):
            name, woman = read_name(self.cleaned_data.get(f"r{i}-w{j}-name") or "")
            if name:
                lines.append(Line(name, Votes(self.amount(f"r{i}-w{j}-for")), woman))
        return Sheet(issued if issued is not None else returned, returned, self.amount(f"r{i}-invalid"), lines)


def whole(written: Any) -> int:
    """How many further lines were asked for; nothing for anything but a small number."""
    text = str(written or "")
    return min(int(text), MOST_ROWS) if text.isascii() and text.isdigit() and len(text) < 4 else 0
