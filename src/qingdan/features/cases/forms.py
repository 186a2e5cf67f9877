"""The form of an open step, made from its definition: facts, evidence, result, time, and who takes or leaves a post."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingdan.domain.flow.facts import belongs
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Fact, FactType, Step, StepKind
from qingdan.domain.flow.state import suffix
from qingdan.domain.flow.vocabulary import result_words
from qingdan.features.cases.capacity import Capacity
from qingdan.features.cases.channels import RECORDED, Channel
from qingdan.features.cases.fields import field_for, typed_again
from qingdan.features.cases.file_fields import FilesField, ManyFiles
from qingdan.features.cases.leaking import FREE, spot_of
from qingdan.features.cases.list_fields import ProxiesField, SlateField
from qingdan.features.cases.messages import local
from qingdan.features.cases.running import Terms
from qingdan.features.cases.term_fields import TermsAsked, term_fields, terms_from
from qingdan.records.files.allowed import ACCEPT
from qingdan.records.leaks.forms import WHY, LeakChecked, Standing, why_field
from qingdan.records.leaks.guarding import Finding, Guard, Spot
from qingdan.records.register.acts import Acting

WHEN = "happened_at"
OTHER = "other"  # a paper that is none of the evidence a step names
JUDGED = (StepKind.DISCLOSE, StepKind.MEET, StepKind.ELECT)  # the result follows: from objections, from the votes


@dataclass(frozen=True)
class StepContext:
    """What a step's form needs to know: the step's key, who may act how, what is there already."""

    running: Machine
    state: Mapping[str, Any]
    key: str
    capacities: Sequence[Capacity]
    evidence_names: Mapping[str, str]
    role_names: Mapping[str, str]
    have: Mapping[str, Sequence[str]]  # evidence kind → names of files handed in already
    confirming: bool = False  # another has handed in; this person confirms
    passed: frozenset[str] = frozenset()  # facts that a parent case passed on: they are not typed again
    late_days: int = 0  # days after which an entry needs the photograph of its paper
    lists: Mapping[str, Sequence[Any]] = field(default_factory=dict)  # names that are known already, by fact
    offices: Sequence[tuple[str, str, bool]] = ()  # offices of an election: id, name, only women
    terms: TermsAsked | None = None  # whom the step puts into a post, or takes out of one
    guard: Guard | None = None  # the leak check; None: a party is not stopped, what it wrote is covered on a notice
    in_post: bool = False  # whether this person acts in a post, and so may let a personal detail stand
    covered: Sequence[Finding] = ()  # what an earlier step filled in and the notice will not show

    @property
    def step(self) -> Step:
        return self.running.step(self.key)

    def facts(self) -> list[Fact]:
        """The facts to be filled in here: those that the step sets, unless a parent case or the count gives them."""
        counted = self.step.election.names if self.step.election else None
        return [f for f in self.running.flow.set_at(self.step.id) if f.name not in self.passed and f.name != counted]

    def before(self, fact: Fact) -> Any:
        """What was given for a fact in an earlier round of the same step; None the first time."""
        return self.state["facts"].get(fact.name + suffix(self.key))


class StepForm(LeakChecked):
    """Hand in an open step. Fields of facts are named ``f-NAME``, of evidence ``e-KIND``."""

    def __init__(self, context: StepContext, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.context = context
        step = context.step
        results = [] if step.kind in JUDGED else [r for r in context.running.results_of(context.key) if r != "expired"]
        given = self._result(results)
        usual = (step.default, *step.declared)
        if any(not belongs(fact, step, result) for fact in context.facts() for result in results) or any(
            result not in usual for result in results
        ):
            self.use_required_attribute = False  # who says no fills in a reason only, and the browser must let him
        self._add_capacity()
        if not context.confirming:
            for fact in context.facts():
                self._add_fact(fact, given)
            for kind in step.evidence:
                self.fields[f"e-{kind}"] = self._file_field(kind, wanted=given in usual)
            self.fields[f"e-{OTHER}"] = self._paper_field()
        if len(results) > 1:
            self.fields["result"] = forms.ChoiceField(
                label=_("结果"), choices=[(r, local(result_words(r, step.kind))) for r in results],
                widget=forms.RadioSelect, initial=None,
            )  # fmt: skip
            self.fields["reason"] = forms.CharField(
                label=_("理由"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("不同意、退回或有异议时必须写明理由，对方看得到。"),
            )  # fmt: skip
        self.results = results
        if context.terms is not None and not context.confirming:
            self.fields.update(term_fields(context.terms))
        if context.in_post and any(one.leak.may_stand for one in context.covered):
            self.fields[WHY] = why_field(
                _("要照原样贴出的，写明理由"), _("不写就自动遮住。您的姓名、职务和理由记入登记簿。")
            )
        self.fields[WHEN] = when_field()

    def _add_fact(self, fact: Fact, given: str) -> None:
        name, wanted = f"f-{fact.name}", belongs(fact, self.context.step, given)
        said = {"label": local(fact.title), "required": wanted and fact.required}
        if fact.type is FactType.SLATE:
            offices = self.context.offices
            women = [o for o, _name, only in offices if only]
            self.fields[name] = SlateField([(o, words) for o, words, _only in offices], women, **said)
            self.initial.setdefault(name, self._drafted(name) or self.context.lists.get(fact.name))
        elif fact.type is FactType.PROXIES:
            self.fields[name] = ProxiesField(**said)
            self.initial.setdefault(name, self.context.lists.get(fact.name))
        else:
            self.fields[name] = field_for(fact, required=wanted)
            if fact.on:
                self.fields[name].help_text = _only_when(fact, self.context.step, str(self.fields[name].help_text))
            self.initial.setdefault(name, typed_again(fact, self.context.before(fact)))

    def say_proposed(self, known: Iterable[str]) -> None:
        """Say of these facts that the house has filled them in from its records."""
        for shown in (self.fields.get(f"f-{name}") for name in known):
            if shown is not None:
                shown.help_text = " ".join((_("按已有的记录填好了，请核对。"), str(shown.help_text))).strip()

    def _drafted(self, name: str) -> dict[str, str]:
        """A slate as it was typed into a draft, box by box."""
        boxes = {o: self.initial.get(f"{name}-{o}") for o, _name, _only in self.context.offices}
        return {o: str(text) for o, text in boxes.items() if text}

    def _result(self, results: Sequence[str]) -> str:
        given = self.data.get(self.add_prefix("result")) if self.is_bound else None
        return given if given in results else self.context.step.default

    def _file_field(self, kind: str, wanted: bool) -> FilesField:
        have = self.context.have.get(kind, ())
        return FilesField(
            label=self.context.evidence_names[kind],
            required=wanted and not have,  # for reader and browser; the act looks whether all of it is there
            widget=ManyFiles(attrs={"multiple": True, "accept": ACCEPT}),
            help_text=_("已有：%(names)s") % {"names": _("、").join(have)}
            if have
            else _("拍照或选文件，每个不超过10兆。"),
        )

    def _paper_field(self) -> FilesField:
        """For the photograph of a paper that no evidence of the step is: wanted only of what is entered late."""
        have = self.context.have.get(OTHER, ())
        help_ = _("补录%(n)d天以前办的事，要附当时签字的纸。平时不用。") % {"n": self.context.late_days}
        return FilesField(
            label=_("其他纸质件的照片"),
            required=False,
            widget=ManyFiles(attrs={"multiple": True, "accept": ACCEPT}),
            help_text=_("已有：%(names)s") % {"names": _("、").join(have)} if have else help_,
        )

    def _add_capacity(self) -> None:
        ways = self.context.capacities
        if len(ways) > 1:
            self.fields["capacity"] = forms.ChoiceField(
                label=_("以什么身份办"),
                choices=[(str(n), self.context.role_names.get(c.role, c.role)) for n, c in enumerate(ways)],
                widget=forms.RadioSelect,
                initial="0",
            )
        if any(way.recorded_for for way in ways):
            self.fields["channel"] = forms.ChoiceField(
                label=_("当事人是怎么说的"), choices=RECORDED, required=False, initial=Channel.COUNTER,
                help_text=_("替当事人记的才看这一项；您的名字会记成登记人。"),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "reason" in self.fields and self._says_no() and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", ValidationError(_("请写明理由。对方要凭它知道哪里不对、怎么改。")))
        self.check_leaks(cleaned)
        return cleaned

    # -- personal details in free words --------------------------------------------------------------------------
    def leak_guard(self) -> Guard | None:
        return None if self.context.confirming else self.context.guard

    def leak_spots(self, cleaned: dict[str, Any]) -> Iterator[Spot]:
        """The free words of this step's facts, each for those who may read the fact."""
        for fact in self.context.facts():
            value = cleaned.get(f"f-{fact.name}")
            if fact.type in FREE and value not in (None, ""):
                yield spot_of(fact, value, fact.audience, f"f-{fact.name}")

    def may_let_stand(self) -> bool:
        return self.context.in_post

    def standing(self) -> Standing | None:
        """What was typed here, or shall be shown from earlier steps, and stands for the reason given."""
        why = self.cleaned_data.get(WHY) or ""
        found = [*self.findings, *(one for one in self.context.covered if one.leak.may_stand)] if why else []
        return Standing(tuple(found), why) if found else None

    def _says_no(self) -> bool:
        step = self.context.step
        result = self.result()
        return result not in (step.default, *step.declared) or self.context.running.refuses(self.context.key, result)

    def terms(self, acting: Acting) -> Terms | None:
        """Who takes or leaves a post, as chosen; a person new to the house is added in ``acting``'s name."""
        asked = self.context.terms
        return terms_from(asked, self.cleaned_data, acting) if asked and not self.context.confirming else None

    # -- what was handed in ------------------------------------------------------------------------------------
    def result(self) -> str:
        """The result given; the step's default where there is nothing to choose."""
        return str(self.cleaned_data.get("result") or self.context.step.default)

    def capacity(self) -> Capacity:
        """In which of the person's capacities this is done."""
        return self.context.capacities[int(self.cleaned_data.get("capacity") or 0)]

    def channel(self) -> str:
        """On which way a party's act came that somebody else records; "" for one's own."""
        given = self.cleaned_data.get("channel") or Channel.COUNTER
        return str(given) if self.capacity().recorded_for else ""

    def happened_at(self, now: datetime) -> datetime:
        """When it happened: as typed, or now."""
        typed: datetime | None = self.cleaned_data.get(WHEN)
        return typed or now

    def facts(self) -> dict[str, Any]:
        """The non-personal facts given."""
        return self._given(personal=False)

    def personal(self) -> dict[str, Any]:
        """The personal facts given."""
        at = suffix(self.context.key)
        return {name + at: value for name, value in self._given(personal=True).items()}

    def _given(self, personal: bool) -> dict[str, Any]:
        if self.context.confirming:
            return {}
        step, result = self.context.step, self.result()
        pairs = [(f, self.cleaned_data.get(f"f-{f.name}")) for f in self.context.facts() if belongs(f, step, result)]
        return {f.name: value for f, value in pairs if f.personal == personal and value not in (None, "")}

    def uploads(self) -> list[tuple[str, Any]]:
        """The files given, each with its kind of evidence."""
        kinds = (*self.context.step.evidence, OTHER)
        return [(kind, one) for kind in kinds for one in self.cleaned_data.get(f"e-{kind}") or []]


def _only_when(fact: Fact, step: Step, help_: str) -> str:
    """The help of a field that is filled in with some results only."""
    words = _("、").join(local(result_words(r, step.kind)) for r in fact.on)
    return " ".join(part for part in (_("选“%(results)s”时填。") % {"results": words}, help_) if part)


def when_field() -> forms.DateTimeField:
    """When it happened; empty means now."""
    return forms.DateTimeField(
        label=gettext_lazy("什么时候办的"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("现在办的不用填。补录以前办的，填当时的时间。"),
    )


class OpenForm(forms.Form):
    """What a new case needs before its first step: a title. A party's request has a form of its own."""

    title = forms.CharField(label=gettext_lazy("事由"), max_length=60, help_text=gettext_lazy("一句话说清办什么事。"))
    happened_at = when_field()

    def when(self) -> datetime:
        return self.cleaned_data.get(WHEN) or timezone.now()


class ReasonForm(forms.Form):
    """A reason in the person's own words."""

    reason = forms.CharField(label=gettext_lazy("理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
