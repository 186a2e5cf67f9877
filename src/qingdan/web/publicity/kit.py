"""What a kit is made for: a power under the limits of a place, perhaps a village, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.catalogue.settled import power_under
from qingdan.domain.publicity.fitting import without_asides
from qingdan.domain.publicity.told import Telephone, Told
from qingdan.domain.words import Words
from qingdan.features.cases.messages import local
from qingdan.records.editions.queries import limits_for
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import SupervisionContact
from qingdan.records.regions.queries import contacts_of_the_city
from qingdan.watch.boards.qr import address
from qingdan.web.formats import is_english
from qingdan.web.printing.paper import Place

_SCHEME = re.compile(r"^https?://")


@dataclass(frozen=True)
class Kit:
    """One power of an edition, already under the ``limits`` that hold (``power_under``); those of the edition unless
    others are given. ``contacts`` are the telephones of a kit without a village."""

    edition: Edition
    power: Power
    place: Place | None = None
    contacts: tuple[SupervisionContact, ...] = ()
    own_limits: Mapping[str, int] | None = None

    @property
    def limits(self) -> Mapping[str, int]:
        """The limits that hold where the kit is for."""
        return self.edition.limits if self.own_limits is None else self.own_limits

    @property
    def english(self) -> bool:
        return is_english(get_language())

    @property
    def reference(self) -> bool:
        """Whether the list still waits to be confirmed by the city."""
        return self.edition.head.status == "reference"

    @property
    def example(self) -> bool:
        """Whether the village is an invented one."""
        return bool(self.place and self.place.village.is_demo)

    @property
    def village(self) -> str:
        """Town and village as texts name them; "" in a kit for every village."""
        return ("" if not self.english else " ").join(self.place.name.split()) if self.place else ""

    @property
    def telephones(self) -> tuple[Telephone, ...]:
        """Whom one calls, the nearest first."""
        return tuple(Telephone(c.name, c.phone) for c in (self.place.contacts if self.place else self.contacts))

    @cached_property
    def address(self) -> str:
        """What the QR code says: the guide; from a village's own poster by way of the village, whose telephones and
        limits it then shows."""
        if self.place is None:
            return address(reverse("portal:guide", args=[self.power.slug]))
        village = reverse("portal:village", args=[self.place.village.pk])
        return address(f"{village}?{urlencode({'guide': self.power.slug})}")

    @cached_property
    def told(self) -> Told:
        """The words of the power."""
        guide, edition, power = self.power.guide, self.edition, self.power
        return Told(
            english=self.english,
            plain=_say(power.plain),
            title=_say(power.title),
            item=Words(f"清单第{power.number}项", f"Entry {power.number} of the list").to(get_language() or "zh"),
            listed=without_asides(_say(edition.title)),
            norm=_say(edition.norms[power.norm].title),
            summary=_say(power.summary),
            **{
                name: _said(getattr(guide, name)) for name in ("who", "where", "how_long", "cost", "take_part", "watch")
            },
            bring=_said(material.name for material in power.materials),
            red_lines=_said(edition.prohibitions[line.prohibition].title for line in power.red_lines),
            ask=_say(edition.role_words(power.holder)),
            address=self.address,
            short=_SCHEME.sub("", address(reverse("publicity:short", args=[power.number]))),
            village=self.village,
            telephones=self.telephones,
            reference=self.reference,
            example=self.example,
        )


def kit_for(edition: Edition, power: Power, place: Place | None) -> Kit:
    """The kit of a power under the limits that hold in a place; without one under the edition's, with the telephones of
    the city."""
    if place is None:
        return Kit(edition, power_under(power, edition.limits), None, tuple(contacts_of_the_city()))
    limits = limits_for(place.village, local_date(timezone.now()), edition)
    return Kit(edition, power_under(power, limits), place, (), limits)


def _said(phrases: Iterable[Words]) -> tuple[str, ...]:
    return tuple(_say(phrase) for phrase in phrases)


def _say(phrase: Words) -> str:
    """A phrase in the reader's language; in English with a plain apostrophe, for the faces set the other one as wide as
    a Chinese character."""
    return local(phrase).replace("’", "'") if is_english(get_language()) else local(phrase)
