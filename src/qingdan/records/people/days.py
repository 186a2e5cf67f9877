"""Days: terms and declarations are counted in whole days of the house's time zone."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from qingdan.records.register.acts import Acting


def day_of(acting: Acting) -> date:
    """The day on which an act is recorded, in the house's time zone."""
    return timezone.localdate(acting.at)
