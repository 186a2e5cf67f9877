"""Managers and query sets of the people app: only what the models themselves need."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from qingdan.records.people.models import Account


class AccountManager(BaseUserManager["Account"]):
    """Accounts, always with their person: every page behind the sign-in says who is signed in."""

    def get_queryset(self) -> models.QuerySet[Account]:
        return super().get_queryset().select_related("person")

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=username)


class HoldingQuerySet(models.QuerySet[Any]):
    """Holdings by day."""

    def on(self, day: date) -> HoldingQuerySet:
        """Those whose term includes ``day``."""
        return self.filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day)

    def overlapping(self, starts: date, ends: date | None) -> HoldingQuerySet:
        """Those whose term shares a day with ``starts`` … ``ends`` (None: open)."""
        found = self.filter(Q(ends=None) | Q(ends__gte=starts))
        return found if ends is None else found.filter(starts__lte=ends)


class OpenTermQuerySet(models.QuerySet[Any]):
    """Declarations by day: they count from the day declared up to and including the day ended."""

    def on(self, day: date) -> OpenTermQuerySet:
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), declared_on__lte=day)


class AbsenceQuerySet(models.QuerySet[Any]):
    """Absences by day."""

    def on(self, day: date) -> AbsenceQuerySet:
        """Those on which ``day`` falls; the day of coming back is no day of absence."""
        there = Q(ends=None) | Q(ends__gte=day)
        return self.filter(there, Q(back_on=None) | Q(back_on__gt=day), starts__lte=day)

    def from_(self, day: date) -> AbsenceQuerySet:
        """Those that have not passed by ``day``, also when they are still to come."""
        there = Q(ends=None) | Q(ends__gte=day)
        return self.filter(there, Q(back_on=None) | Q(back_on__gt=day))
