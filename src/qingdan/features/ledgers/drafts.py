"""Spreadsheets that were read and wait for their writer's word. They hold what the file holds, so nobody else sees
them, and they are gone with the word, or within a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from qingdan.features.ledgers.models import TEXT, Draft
from qingdan.records.people.models import Person
from qingdan.records.regions.models import Division
from qingdan.records.rolls.sheets.tables import Table

KEPT_FOR = timedelta(days=1)


def keep_draft(
    *, owner: Person, village: Division, power: str, table: Table, sheets: Any, layout: Any, at: datetime
) -> Draft:
    """Keep what was read until its writer decides; it takes the place of one he had for the same village and power."""
    Draft.objects.filter(owner=owner, village=village, power=power).delete()
    return Draft.objects.create(
        village=village, power=power, owner=owner, made_at=at, file_name=table.name[:TEXT], digest=table.digest,
        sheets=sheets, layout=layout,
    )  # fmt: skip


def set_layout(draft: Draft, layout: Any) -> None:
    """Take its columns for something else."""
    Draft.objects.filter(pk=draft.pk).update(layout=layout)
    draft.layout = layout


def drop_draft(draft: Draft) -> None:
    """Forget it, at its writer's word."""
    Draft.objects.filter(pk=draft.pk).delete()


def drop_of(villages: Iterable[int]) -> None:
    """Forget those of villages that are no more."""
    Draft.objects.filter(village__in=villages).delete()


def sweep(now: datetime) -> int:
    """Forget what nobody decided on within a day; how many."""
    gone, _by_model = Draft.objects.filter(made_at__lt=now - KEPT_FOR).delete()
    return gone
