"""The kind of register entry that letting a personal detail stand writes."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.register.kinds import Kind, register_kind
from qingdan.records.register.models import Entry


def _where(entry: Entry) -> str | None:
    code = entry.data.get("code")
    if code:
        return reverse("boards:notice", args=[code])
    return reverse("cases:case", args=[entry.subject_id]) if entry.subject_type == "case" else None


# A reason is free text and may name the person whose number stands: it goes when that person is erased.
LET_STAND = register_kind(
    Kind(
        "leaks.let-stand",
        _("%(actor)s 在 %(number)s 里留下了%(kinds)s，给%(audience)s看，理由：%(why)s"),
        Audience.OFFICIALS,
        _where,
        ("why",),
    )
)
