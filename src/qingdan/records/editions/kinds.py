"""The kinds of register entries that the editions app writes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.register.kinds import Kind, register_kind
from qingdan.records.register.models import Entry


def _nowhere(entry: Entry) -> None:
    """Editions have no page of their own below the web floor: the portal shows their powers."""


EDITION_ADOPTED = register_kind(
    Kind(
        name="editions.edition-adopted",
        sentence=_("%(actor)s 载入了清单“%(title)s”%(version)s版，自%(in_force)s起施行，共%(powers)s项权力"),
        audience=Audience.INTERNET,
        link=_nowhere,
    )
)
CALENDAR_PUBLISHED = register_kind(
    Kind(
        name="editions.calendar-published",
        sentence=_("%(actor)s 载入了%(shown)s年的节假日和调休安排"),
        audience=Audience.INTERNET,
        link=_nowhere,
    )
)
LIMIT_SET = register_kind(
    Kind(
        name="editions.limit-set",
        sentence=_("%(actor)s 把%(place_name)s的“%(limit)s”定为%(shown)s，自%(starts)s起执行，依据：%(basis)s"),
        audience=Audience.INTERNET,
        link=_nowhere,
    )
)
LIMIT_ENDED = register_kind(
    Kind(
        name="editions.limit-ended",
        sentence=_("%(actor)s 停用了%(place_name)s自定的“%(limit)s”，最后一天是%(ends)s"),
        audience=Audience.INTERNET,
        link=_nowhere,
    )
)
