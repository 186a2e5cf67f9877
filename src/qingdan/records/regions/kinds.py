"""The kinds of register entries that the regions app writes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.register.kinds import Kind, register_kind
from qingdan.records.register.models import Entry


def _nowhere(entry: Entry) -> None:
    """Places have no page of their own below the web floor: the portal shows them."""


DIVISIONS_LOADED = register_kind(
    Kind(
        name="regions.divisions-loaded",
        sentence=_("%(actor)s 载入了行政区划：共 %(read)s 条，新增 %(added)s 条，更名或改码 %(changed)s 条"),
        audience=Audience.INTERNET,
        link=_nowhere,
    )
)
VILLAGE_ADDED = register_kind(
    Kind(
        name="regions.village-added",
        sentence=_("%(actor)s 登记了%(town)s的%(village)s"),
        audience=Audience.INTERNET,
        link=_nowhere,
    )
)
GROUP_ADDED = register_kind(
    Kind(
        name="regions.group-added",
        sentence=_("%(actor)s 在%(village)s登记了村民小组“%(group)s”"),
        audience=Audience.INTERNET,
        link=_nowhere,
    )
)
VILLAGE_JOINED = register_kind(
    Kind(
        name="regions.village-joined",
        sentence=_("%(village)s自 %(since)s 起%(state_name)s，依据：%(adopted_by)s（%(actor)s 登记）"),
        audience=Audience.INTERNET,
        link=_nowhere,
    )
)
PILOT_LEFT = register_kind(
    Kind(
        name="regions.pilot-left",
        sentence=_("%(village)s的试点到 %(last_day)s 为止，原因：%(why)s，依据：%(document)s（%(actor)s 登记）"),
        audience=Audience.INTERNET,
        link=_nowhere,
    )
)
VILLAGE_RENAMED = register_kind(
    Kind(
        name="regions.village-renamed",
        sentence=_("%(before)s自 %(on)s 起更名为%(after)s，依据：%(document)s（%(actor)s 登记）"),
        audience=Audience.INTERNET,
        link=_nowhere,
    )
)
VILLAGE_RECODED = register_kind(
    Kind(
        name="regions.village-recoded",
        sentence=_("%(village)s的代码自 %(on)s 起由 %(before)s 改为 %(after)s，依据：%(document)s（%(actor)s 登记）"),
        audience=Audience.INTERNET,
        link=_nowhere,
    )
)
VILLAGE_MOVED = register_kind(
    Kind(
        name="regions.village-moved",
        sentence=_("%(village)s自 %(on)s 起由%(before)s划归%(after)s，依据：%(document)s（%(actor)s 登记）"),
        audience=Audience.INTERNET,
        link=_nowhere,
    )
)
VILLAGES_MERGED = register_kind(
    Kind(
        name="regions.villages-merged",
        sentence=_("%(names)s自 %(on)s 起并入%(village)s，依据：%(document)s（%(actor)s 登记）"),
        audience=Audience.INTERNET,
        link=_nowhere,
    )
)
VILLAGE_SPLIT = register_kind(
    Kind(
        name="regions.village-split",
        sentence=_("自 %(on)s 起，从%(village)s分出%(new)s，依据：%(document)s（%(actor)s 登记）"),
        audience=Audience.INTERNET,
        link=_nowhere,
    )
)
# A supervision number may be one person's telephone: it can be taken out of the register again.
CONTACT_SET = register_kind(
    Kind(
        name="regions.contact-set",
        sentence=_("%(actor)s 公布了%(place_name)s的监督电话：%(name)s %(phone)s"),
        audience=Audience.INTERNET,
        link=_nowhere,
        erase=("name", "phone"),
    )
)
CONTACT_REMOVED = register_kind(
    Kind(
        name="regions.contact-removed",
        sentence=_("%(actor)s 撤下了%(place_name)s的监督电话：%(name)s"),
        audience=Audience.INTERNET,
        link=_nowhere,
        erase=("name",),
    )
)
