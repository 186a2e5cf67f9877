"""The form of a request: who asks, and the first step's own form; on a phone, and at the desk for somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingdan.domain.catalogue.asking import Asking
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.machine import machine
from qingdan.domain.flow.model import Fact
from qingdan.domain.rules.identity import parse_mobile
from qingdan.features.cases.acts.asking import Lodged
from qingdan.features.cases.capacity import Capacity
from qingdan.features.cases.channels import RECORDED, Channel
from qingdan.features.cases.fields import ReadField
from qingdan.features.cases.forms import OTHER, WHEN, StepContext, StepForm
from qingdan.features.cases.messages import local
from qingdan.features.cases.presenting import shown
from qingdan.features.cases.running import MOST_LATE
from qingdan.records.editions.demands import LATE_RECORD
from qingdan.records.editions.queries import limits_for
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division

MOST_FILES = 9  # of one kind: a phone's album offers so many, and nobody fills a disk
LATER = "later"
NAME, MOBILE, HELPER, RELATION = "name", "mobile", "helper", "relation"


def request_context(edition: Edition, power: str, village: Division | None) -> StepContext:
    """What the first step's form needs to know, before there is a case: the limits are the village's of today."""
    day = local_date(timezone.now())
    limits = limits_for(village, day, edition) if village else dict(edition.limits)
    running = machine(edition.powers[power].flow, limits)
    asking = edition.askings[power]
    return StepContext(
        running=running,
        state=running.start(),
        key=asking.step,
        capacities=(Capacity(asking.role, 0),),
        evidence_names={kind: local(words) for kind, words in edition.head.evidence.items()},
        role_names={asking.role: local(edition.role_words(asking.role))},
        have={},
        late_days=limits.get(LATE_RECORD, MOST_LATE),
    )


class RequestForm(StepForm):
    """What a party hands in on a phone. The party's own name and telephone are asked for once, whatever the step calls
    them. ``papers``: with the fields for photos, which come last, on the page where everything is shown once more."""

    def __init__(
        self, context: StepContext, asking: Asking, data: Any = None, files: Any = None, *, papers: bool, **kwargs: Any
    ) -> None:
        super().__init__(context, data, files, **kwargs)
        self.asking = asking
        step = dict(self.fields)
        for name in (WHEN, *(f"f-{own}" for own in (asking.name, asking.phone) if own)):
            step.pop(name, None)
        evidence = {name: step.pop(name) for name in list(step) if name.startswith("e-")}
        self.fields = {**self._who(), **step, **(self._papers(evidence) if papers else {})}
        self.papers = papers

    # -- fields --------------------------------------------------------------------------------------------------
    def _who(self) -> dict[str, forms.Field]:
        own = self.context.running.flow.facts.get(self.asking.name or "")
        role = self.context.role_names[self.asking.role]
        return {
            NAME: forms.CharField(
                label=local(own.title) if own else _("%(role)s姓名") % {"role": role},
                max_length=40,
                help_text=_("给谁办，就写谁的名字。%(help)s") % {"help": local(own.help) if own and own.help else ""},
                widget=forms.TextInput(attrs={"autocomplete": "name"}),
            ),
            MOBILE: self._telephone(),
            HELPER: forms.CharField(
                label=_("您自己的姓名"), max_length=40, required=False,
                help_text=_("只有替别人办的才填。"),
            ),
            RELATION: forms.CharField(
                label=_("您是他的什么人"), max_length=20, required=False, help_text=_("例如：儿子、邻居、小组长。")
            ),
        }  # fmt: skip

    def _telephone(self) -> forms.Field:
        return ReadField(
            parse_mobile, label=_("手机号码"), max_length=20,
            help_text=_("有事打这个电话找您，子女的也行。不公开。"),
            widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        )  # fmt: skip

    def _papers(self, evidence: dict[str, forms.Field]) -> dict[str, forms.Field]:
        _other_papers(evidence)
        if not self.context.step.evidence:
            return evidence
        later = forms.BooleanField(
            label=_("有的材料现在拍不了，以后再交"),
            required=False,
            help_text=_("先收下您的申请，缺什么会一次告诉您。"),
        )
        self.use_required_attribute = False  # what is lacking may be handed in later: the tick below says so
        return {**evidence, LATER: later}

    # -- looking at what was typed -------------------------------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for fact, own in ((self.asking.name, NAME), (self.asking.phone, MOBILE)):
            if fact:
                cleaned[f"f-{fact}"] = cleaned.get(own)
        if cleaned.get(RELATION) and not cleaned.get(HELPER) and HELPER in self.fields:
            self.add_error(HELPER, ValidationError(_("替别人办的，请写您自己的姓名。")))
        if self.papers:
            self._clean_papers(cleaned)
        return cleaned

    def _clean_papers(self, cleaned: dict[str, Any]) -> None:
        refuse_floods(self, cleaned)
        for kind in self.context.step.evidence:
            if f"e-{kind}" not in self.errors and not cleaned.get(f"e-{kind}") and not cleaned.get(LATER):
                self.add_error(f"e-{kind}", ValidationError(_("还没有选照片。现在拍不了的，请在下面打勾“以后再交”。")))

    def looked_at(self) -> list[dict[str, Any]]:
        """What is about to be handed in, line by line, and whether a notice will say it in public."""
        posted = {name for s in self.context.running.flow.steps().values() for name in _posted(s)}
        rows = [{"term": self.fields[n].label, "value": self.cleaned_data.get(n), "posted": False}
                for n in (NAME, MOBILE, HELPER, RELATION)]  # fmt: skip
        rows[0]["posted"] = self.asking.name in posted
        rows += [
            {"term": local(f.title), "value": self._said(f), "posted": f.name in posted}
            for f in self.context.facts()
            if f.name not in (self.asking.name, self.asking.phone)
        ]
        return [row for row in rows if row["value"] not in (None, "")]

    def _said(self, fact: Fact) -> str | None:
        value = self.cleaned_data.get(f"f-{fact.name}")
        return None if value in (None, "") else shown(fact.type, value, fact.choices)

    def kept(self) -> Iterator[Any]:
        """The fields of what was typed, hidden, for the page on which it is only looked at."""
        return (self[name].as_hidden() for name in self.fields if name != LATER and not name.startswith("e-"))

    # -- what was handed in --------------------------------------------------------------------------------------
    def lodged(self, channel: str) -> Lodged:
        """The valid form as the act takes it."""
        got = self.cleaned_data
        return Lodged(
            channel=channel,
            name=got[NAME].strip(),
            mobile=got.get(MOBILE) or "",
            helper=got.get(HELPER) or "",
            relation=got.get(RELATION) or "",
            words=got.get("words") or "",
            seen=got.get("seen") or "",
            result=self.result() if "result" in self.fields else None,
            facts=self.facts(),
            personal=self.personal(),
            uploads=self.uploads(),
        )


def _posted(step: Any) -> tuple[str, ...]:
    return step.disclosure.fields if step.disclosure else ()


class PartyStepForm(StepForm):
    """A later step that a party does by number and code: the step's form, now, in its one capacity."""

    def __init__(self, context: StepContext, data: Any = None, files: Any = None) -> None:
        super().__init__(context, data, files)
        for name in (WHEN, "capacity"):
            self.fields.pop(name, None)
        _other_papers(self.fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        refuse_floods(self, cleaned)
        return cleaned


def _other_papers(fields: dict[str, forms.Field]) -> None:
    """To a party the place for other papers is for whatever else it wants to show."""
    other = fields.get(f"e-{OTHER}")
    if other is not None:
        other.label, other.help_text = _("其他材料"), _("有别的证明也可以拍，没有不用交。每个不超过10兆。")


def refuse_floods(form: StepForm, cleaned: dict[str, Any]) -> None:
    """No more files of one kind than a phone's album offers at once."""
    for name, given in list(cleaned.items()):
        if name.startswith("e-") and len(given or ()) > MOST_FILES:
            words = {"most": MOST_FILES}
            form.add_error(name, ValidationError(_("一次最多交%(most)d张，请挑最清楚的。") % words))


class DeskRequestForm(RequestForm):
    """The same at the desk, for somebody at the counter, on the telephone, at home, or for a paper that came."""

    def __init__(self, context: StepContext, asking: Asking, data: Any = None, files: Any = None) -> None:
        super().__init__(context, asking, data, files, papers=True)
        asked = {
            "channel": forms.ChoiceField(
                label=_("怎么来的"), choices=RECORDED, widget=forms.RadioSelect, initial=Channel.COUNTER
            ),
            "words": forms.CharField(
                label=_("他自己是怎么说的"), required=False, max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}), help_text=_("照他的原话记，念给他听过再交。"),
            ),
        }  # fmt: skip
        seen = forms.CharField(
            label=_("怎么核实身份的"), required=False, max_length=200,
            help_text=_("例如：当面看了身份证；认识本人。没有核实的留空，以后再核。"),
        )  # fmt: skip
        when = forms.DateTimeField(
            label=gettext_lazy("什么时候提出的"), required=False, input_formats=["%Y-%m-%dT%H:%M"],
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            help_text=gettext_lazy("刚才提出的不用填。以前交来的纸质材料，填收到的时间。"),
        )  # fmt: skip
        self.fields = {**asked, **self.fields, "seen": seen, WHEN: when}
        self.fields[f"e-{OTHER}"].help_text = _("补录%(n)d天以前收到的申请，要附当时的纸。") % {"n": context.late_days}
        self.fields[HELPER].label = _("替他来的人")
        self.fields[HELPER].help_text = _("本人来的不填。")
        self.fields[RELATION].label = _("是他的什么人")

    def _telephone(self) -> forms.Field:
        field = super()._telephone()
        field.required = False
        field.help_text = _("有就填，好通知他。没有电话的可以不填。")
        return field
