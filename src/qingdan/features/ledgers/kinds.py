"""The kinds of register entries that ledgers write. They name no person of a case; a file's name may, so it can go."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.register.kinds import Kind, register_kind
from qingdan.records.register.models import Entry


def _list(_entry: Entry) -> str:
    """The list, for the ledger itself may have been removed since."""
    return reverse("ledgers:list")


IMPORTED = register_kind(
    Kind(
        "ledgers.imported",
        _("%(actor)s 导入了%(village)s的“%(power)s”台账：%(cases)s件，其中%(fitting)s件完全照流程办"),
        Audience.OFFICIALS,
        _list,
        erase=("file",),
    )
)
REMOVED = register_kind(
    Kind(
        "ledgers.removed",
        _("%(actor)s 删掉了%(village)s的“%(power)s”台账（%(cases)s件），原因：%(why)s"),
        Audience.OFFICIALS,
        _list,
        erase=("file", "why"),
    )
)
