"""A mini Jiyuan for tests: the city, two towns, and two invented villages under the first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils import timezone

from qingdan.records.regions.acts.joining import AdoptedEdition, Decision, join_village
from qingdan.records.regions.acts.villages import add_group, add_village
from qingdan.records.regions.models import Division, DivisionCode
from qingdan.records.register.acts import Acting

SINCE = date(2020, 1, 1)
JOINED_ON = date(2025, 1, 1)
DECISION = Decision("示例村民代表会议", JOINED_ON, "示例第1号", body="representatives")
EDITION = AdoptedEdition("0" * 64, "示例清单 1.0")


def mini_jiyuan() -> dict[str, Division]:
    """``city``, ``town`` (坡头镇), ``one`` and ``two`` (示例一村, 示例二村, both joined), ``other_town``."""
    city = _official(None, "city", "济源市", "419001000000")
    town = _official(city, "town", "坡头镇", "419001105000")
    other_town = _official(city, "town", "承留镇", "419001103000")
    one = _village(town, "示例一村", "419001105901")
    two = _village(town, "示例二村", "419001105902")
    return {"city": city, "town": town, "one": one, "two": two, "other_town": other_town}


def group_of(village: Division, name: str = "第一村民小组") -> Division:
    """A villager group of ``village``."""
    return add_group(acting=_house(), village=village, name=name)


def _house() -> Acting:
    return Acting.system("示例数据", timezone.now())


def _official(parent: Division | None, level: str, name: str, code: str) -> Division:
    division = Division.objects.plant(parent=parent, level=level, name=name, short_name=name)
    DivisionCode.objects.create(division=division, code=code, name=name, valid_from=SINCE)
    return division


def _village(town: Division, name: str, code: str) -> Division:
    village = add_village(acting=_house(), town=town, name=f"{name}村民委员会", code=code, since=SINCE, is_demo=True)
    return joined(village)


def joined(village: Division, on: date = JOINED_ON) -> Division:
    """The village after it has joined fully."""
    join_village(
        acting=_house(), village=village, state="joined", joined_on=on, decision=replace(DECISION, decided_on=on),
        edition=EDITION,
    )  # fmt: skip
    village.refresh_from_db()
    return village
