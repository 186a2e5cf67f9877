"""Query sets of rolls: by day, and with the household that each person lives in on that day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from qingdan.domain.rules.rolls import FULL_AGE, latest_birthday


def runs_on(day: date, prefix: str = "") -> Q:
    """Rows whose days, both ends included, hold ``day``."""
    open_ended = Q(**{f"{prefix}ends": None}) | Q(**{f"{prefix}ends__gte": day})
    return open_ended & Q(**{f"{prefix}starts__lte": day})


class DatedQuerySet(models.QuerySet[Any]):
    """Rows with ``starts`` and ``ends`` (None: open), both days included."""

    def on(self, day: date) -> DatedQuerySet:
        return self.filter(runs_on(day))


class EntryQuerySet(DatedQuerySet):
    """Entries of rolls. What was entered by mistake (voided) is found by :meth:`all` alone."""

    def standing(self) -> EntryQuerySet:
        """Without those that were entered by mistake."""
        return self.filter(voided_on=None)

    def on(self, day: date) -> EntryQuerySet:
        """Who is on a roll on ``day``."""
        return self.standing().filter(runs_on(day))

    def placed(self, day: date) -> EntryQuerySet:
        """Adds where each person lives on ``day`` in the roll's village: ``house`` (household), ``at_group``, and the
        order of the paper roll: ``by_group``, ``by_house``. Who has no household there keeps the entry's own group.
        """
        here = Q(person__memberships__village=F("village"))
        home = FilteredRelation("person__memberships", condition=here & runs_on(day, "person__memberships__"))
        return self.annotate(home=home).annotate(
            house=F("home__household"),
            house_number=F("home__household__number"),
            relation=F("home__relation"),
            at_group=Coalesce("home__household__group", "group"),
            by_group=Coalesce("home__household__group__path", "group__path", Value("")),
            by_house=Coalesce("home__household__order", Value("")),
        )

    def capable(self, day: date) -> Exists | Q:
        """The condition that an entry's person has full civil capacity on ``day``: a finding that holds, else age."""
        from qingdan.records.rolls.models import CapacityFinding

        held = CapacityFinding.objects.on(day).filter(person=OuterRef("person"))
        of_age = Q(person__identity__born_on=None) | Q(person__identity__born_on__lte=latest_birthday(day, FULL_AGE))
        return Q(Exists(held.filter(full=True))) | (~Q(Exists(held.filter(full=False))) & of_age)
