"""The kind of entry with which a demonstration's register begins."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.register.kinds import Kind, register_kind
from qingdan.records.register.models import Entry


def _nowhere(entry: Entry) -> None:
    return None


DEMO_MADE = register_kind(
    Kind("demo.made", _("%(actor)s 把这个数据库做成了演示，里面的村、人和事都是编的"), Audience.INTERNET, _nowhere)
)
