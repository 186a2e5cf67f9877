"""Kits of the list that ships, without a database."""

from __future__ import annotations

from datetime import date
from functools import cache

from qingdan.domain.catalogue.model import Power
from qingdan.domain.catalogue.settled import power_under
from qingdan.records.regions.models import Division, SupervisionContact
from qingdan.web.printing.paper import Place
from qingdan.web.publicity.kit import Kit
from tests.loaded import shipped, shipped_powers

PHONE = "0391-000-0001"


def one_of_each_norm() -> list[str]:
    """The first power of each norm."""
    first = {shipped().powers[slug].norm: slug for slug in reversed(shipped_powers())}
    return sorted(first.values())


@cache
def settled(slug: str) -> Power:
    """A power under the limits of the edition."""
    return power_under(shipped().powers[slug], shipped().limits)


def kit_of(slug: str, village: str = "", phone: str = PHONE) -> Kit:
    """The kit of a power; with a village's name, that of an invented village with one telephone."""
    return Kit(shipped(), settled(slug), place(village, phone) if village else None)


def place(name: str, phone: str = PHONE) -> Place:
    """An invented village with one telephone; its row is not kept anywhere."""
    town = Division(pk=2, name="坡头镇", short_name="坡头镇", level="town")
    village = Division(pk=1, name=name, short_name=name, level="village", parent=town, is_demo=True)
    contact = SupervisionContact(division=village, name="村监督电话", phone=phone, verified_on=date(2026, 9, 1))
    return Place(village, [contact])
