"""The kinds of register entries that handovers write. Names and reasons are personal words."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.register.kinds import Kind, register_kind
from qingdan.records.register.models import Entry


def _page(entry: Entry) -> str | None:
    return reverse("handovers:handover", args=[entry.subject_id]) if entry.subject_id else None


def _kind(name: str, sentence: object, *erase: str) -> Kind:
    words: dict[str, object] = {"erase": erase} if erase else {}
    return register_kind(
        Kind(f"handovers.{name}", sentence, Audience.OFFICIALS, _page, **words)  # type: ignore[arg-type]
    )


OPENED = _kind("opened", _("%(name)s 不再任%(place_name)s%(post_name)s，要在 %(due)s 前办完移交"), "name")
ITEMS_RECORDED = _kind(
    "items-recorded",
    _("%(actor)s 核对了%(place_name)s%(post_name)s的移交清单：%(handed)s 样已移交，%(differs)s 样有出入"),
)
SIGNED = _kind("signed", _("%(actor)s 登记：%(name)s 在%(place_name)s%(post_name)s的移交表上签字（%(part)s）"), "name")
GIVER_MISSING = _kind(
    "giver-missing", _("%(actor)s 登记：%(name)s 没有到场移交%(place_name)s%(post_name)s，原因：%(why)s"), "name", "why"
)
REOPENED = _kind("reopened", _("%(actor)s 撤销了%(place_name)s%(post_name)s移交表上的签字，原因：%(why)s"), "why")
NOT_NEEDED = _kind("not-needed", _("%(actor)s 登记：%(place_name)s%(post_name)s不用移交，原因：%(why)s"), "why")
OVERDUE = _kind("overdue", _("%(place_name)s%(post_name)s的移交到期没有办完"))
