"""Which forms there are: one for each step of a power that somebody does on paper."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.flow.model import Step, StepKind
from qingdan.features.cases.messages import local

# What a form is called whose step names none of the catalogue's.
_TITLES = {
    StepKind.DO: gettext_lazy("%(step)s：办理登记表"),
    StepKind.APPROVE: gettext_lazy("%(step)s：审批意见表"),
    StepKind.REVIEW: gettext_lazy("%(step)s：监督审核意见表"),
    StepKind.MEET: gettext_lazy("%(step)s：会议记录"),
    StepKind.ELECT: gettext_lazy("%(step)s：选举记录"),
    StepKind.DISCLOSE: gettext_lazy("%(step)s：公示"),
    StepKind.SERVE: gettext_lazy("%(step)s：书面告知书"),
    StepKind.PAY: gettext_lazy("%(step)s：付款单"),
    StepKind.ARCHIVE: gettext_lazy("%(step)s：案卷封面和目录"),
}


def title_of(edition: Edition, step: Step) -> str:
    """What the form of a step is called: by the catalogue's form, else by the step and its kind."""
    form = edition.forms.get(step.form or "")
    return local(form.title) if form else str(_TITLES[step.kind]) % {"step": local(step.name)}


def forms_of(edition: Edition, power: Power) -> list[tuple[Step, str, str]]:
    """Every form of a power in the order of its flow: the step, the form's title, the address of the blank form.

    A step that starts another power has no form here: that power has its own.
    """
    return [
        (step, title_of(edition, step), reverse("forms:blank", args=[power.slug, step.id]))
        for step in power.flow.steps().values()
        if step.kind is not StepKind.START
    ]


def said(number: int) -> str:
    """How a form is named in a list: 表3."""
    return _("表%(n)d") % {"n": number}
