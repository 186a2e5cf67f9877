"""The kinds of register entries that boards write."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.register.kinds import Kind, register_kind
from qingdan.records.register.models import Entry


def _notice(entry: Entry) -> str | None:
    code = entry.data.get("code")
    return reverse("boards:notice", args=[code]) if code else None


PUT_UP = register_kind(Kind("boards.put-up", _("公示“%(title)s”上了公开栏"), Audience.OFFICIALS, _notice))
TAKEN_DOWN = register_kind(Kind("boards.taken-down", _("公示“%(title)s”期满取下"), Audience.OFFICIALS, _notice))
OBJECTION_LODGED = register_kind(
    Kind("boards.objection-lodged", _("公示“%(title)s”收到异议 %(number)s"), Audience.OFFICIALS, _notice)
)
OBJECTION_SETTLED = register_kind(
    Kind("boards.objection-settled", _("%(actor)s 答复了异议 %(number)s"), Audience.OFFICIALS, _notice)
)
