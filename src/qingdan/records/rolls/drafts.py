"""Spreadsheets that were read without fault and wait for their keeper's word. A refused file never comes here."""

from __future__ import annotations

from datetime import datetime, timedelta

from qingdan.domain.catalogue.rolls import Roll
from qingdan.records.people.models import Person
from qingdan.records.regions.models import Division
from qingdan.records.rolls.models import TEXT, ImportDraft
from qingdan.records.rolls.planning.plan import Options
from qingdan.records.rolls.sheets.rows import Read
from qingdan.records.rolls.sheets.tables import Table

KEPT_FOR = timedelta(days=1)


def keep_draft(
    *, owner: Person, village: Division, roll: Roll, table: Table, read: Read, options: Options, at: datetime
) -> ImportDraft:
    """Keep what was read until its keeper decides; it takes the place of one he had for the same roll."""
    ImportDraft.objects.filter(owner=owner, village=village, kind=roll.slug).delete()
    return ImportDraft.objects.create(
        village=village,
        kind=roll.slug,
        owner=owner,
        made_at=at,
        file_name=table.name[:TEXT],
        digest=table.digest,
        options=options.as_json(),
        rows=[row.as_json() for row in read.rows],
        unread=list(read.unread),
    )


def drop_draft(draft: ImportDraft) -> None:
    """Forget it, at its keeper's word."""
    ImportDraft.objects.filter(pk=draft.pk).delete()


def sweep(now: datetime) -> int:
    """Forget what nobody decided on within a day; how many."""
    gone, _by_model = ImportDraft.objects.filter(made_at__lt=now - KEPT_FOR).delete()
    return gone
