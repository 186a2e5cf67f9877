"""What is asked for: a handbook of an edition, with whose numbers, in which language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import get_language

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.catalogue.settled import power_under
from qingdan.domain.flow.draw import Lexicon
from qingdan.features.cases.messages import local
from qingdan.records.editions.queries import limits_for
from qingdan.records.regions.models import Division
from qingdan.web.handbook.figures import Wanted
from qingdan.web.portal.guide import drawing_words
from qingdan.web.printing.paper import Place
from qingdan.web.printing.views import place_of


@dataclass(frozen=True)
class Order:
    """``norm`` "" is the whole. ``place`` None: the numbers are the edition's own. ``day`` is today: on it a law is in
    force or is not."""

    edition: Edition
    limits: Mapping[str, int]
    day: date
    place: Place | None = None
    norm: str = ""

    @classmethod
    def of(cls, edition: Edition, day: date, village: Division | None = None, norm: str = "") -> Order:
        """For a village with its numbers and telephones (two queries), or for none."""
        if village is None:
            return cls(edition, edition.limits, day, None, norm)
        return cls(edition, limits_for(village, day, edition), day, place_of(village), norm)

    @property
    def language(self) -> str:
        """``en`` or ``zh``: the language in which words are found now."""
        return "en" if (get_language() or "zh").startswith("en") else "zh"

    @property
    def norms(self) -> tuple[str, ...]:
        """The norms that are in it."""
        return (self.norm,) if self.norm else tuple(self.edition.norms)

    @property
    def powers(self) -> tuple[Power, ...]:
        """The powers that are in it, norm by norm."""
        return tuple(power for norm in self.norms for power in self.edition.powers_of(norm))

    def settled(self, power: Power) -> Power:
        """A power with its times written out under the numbers that hold."""
        return power_under(power, self.limits)

    def wanted(self, power: Power) -> Wanted:
        """A power's diagram under the numbers that hold."""
        return Wanted(power.digest, self.settled(power).flow, self.words, local(power.title))

    @cached_property
    def words(self) -> Lexicon:
        """The words of the diagrams."""
        return drawing_words(self.edition, self.limits)
