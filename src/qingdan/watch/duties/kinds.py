"""The kinds of register entries that duties to publish write. What people wrote stands beside the duty, not here."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.register.kinds import Kind, register_kind
from qingdan.records.register.models import Entry


def _occasion(entry: Entry) -> str | None:
    data = entry.data
    try:
        return reverse("duties:occasion", args=[data["origin"], data["duty"], data["occasion"]])
    except (KeyError, NoReverseMatch):
        return None


def _village(entry: Entry) -> str | None:
    return reverse("duties:village", args=[entry.subject_id]) if entry.subject_id else None


OVERDUE = register_kind(
    Kind("duties.overdue", _("%(village)s“%(title)s”到%(due)s没有公开，逾期"), Audience.OFFICIALS, _occasion)
)
MADE_GOOD = register_kind(
    Kind("duties.made-good", _("%(village)s“%(title)s”逾期后补上：%(on)s，晚%(late)s天"), Audience.OFFICIALS, _occasion)
)
EXPLAINED = register_kind(
    Kind("duties.explained", _("%(actor)s 说明了%(village)s“%(title)s”为什么逾期"), Audience.OFFICIALS, _occasion)
)
ON_PAPER = register_kind(
    Kind(
        "duties.on-paper",
        _("%(actor)s 补录：%(village)s“%(title)s”%(day)s贴过纸质公示"),
        Audience.OFFICIALS,
        _occasion,
    )
)
ORDERED = register_kind(
    Kind("duties.ordered", _("%(actor)s 责令%(village)s在%(day)s前公布“%(title)s”"), Audience.OFFICIALS, _occasion)
)
NAMED = register_kind(
    Kind("duties.named", _("%(actor)s 认定公示 %(code)s 就是%(village)s“%(title)s”"), Audience.OFFICIALS, _occasion)
)
SETTLED = register_kind(
    Kind(
        "duties.settled",
        _("%(actor)s 登记：%(village)s“%(title)s”从%(since)s起%(rhythm)s"),
        Audience.OFFICIALS,
        _village,
    )
)
