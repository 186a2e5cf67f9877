"""A roll as a workbook to take away. Every cell is text, whatever it begins with, and never a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from qingdan.domain.catalogue.rolls import Roll
from qingdan.domain.rules.identity import mask_id
from qingdan.records.people.wording import said
from qingdan.records.rolls.catalogue import why_words
from qingdan.records.rolls.models import HouseholdMember, RollEntry
from qingdan.records.rolls.sheets.columns import OWN

COLUMNS = ("group", "household", "name", "relation", "sex", "id_number", "born_on", "since", "why_on", "note")
RELATIONS = dict(HouseholdMember.Relation.choices)


def roll_workbook(
    roll: Roll, village: str, day: date, entries: Sequence[RollEntry], groups: Mapping[int, str], *, with_numbers: bool
) -> bytes:
    """The roll of a day, as an ``.xlsx`` that the import reads again. ``groups``: names by lasting id."""
    book = Workbook(write_only=True)
    page = book.create_sheet(_("名册"))
    for letter, width in zip("ABCDEFGHIJ", (16, 12, 16, 14, 8, 24, 14, 14, 24, 24), strict=True):
        page.column_dimensions[letter].width = width
    title = _("%(village)s%(roll)s（%(day)s，%(n)d人）")
    page.append(
        [
            _cell(
                page,
                title % {"village": village, "roll": said(roll.title), "day": day.isoformat(), "n": len(entries)},
                bold=True,
            )
        ]
    )
    page.append([_cell(page, _(OWN[field]), bold=True) for field in COLUMNS])
    for entry in entries:
        page.append([_cell(page, text) for text in _line(roll, entry, groups, with_numbers)])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _line(roll: Roll, entry: Any, groups: Mapping[int, str], with_numbers: bool) -> list[str]:
    identity = getattr(entry.person, "identity", None)
    number = (identity.id_number if identity else None) or ""
    return [
        groups.get(entry.at_group, ""),
        entry.house_number or "",
        entry.person.name,
        str(RELATIONS.get(entry.relation, "")),
        str(identity.get_sex_display() or "") if identity else "",
        number if with_numbers else mask_id(number) if number else "",
        identity.born_on.isoformat() if with_numbers and identity and identity.born_on else "",
        entry.since.isoformat(),
        why_words(roll.keeping, entry.why_on),
        entry.note or "",
    ]


def _cell(page: Any, text: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"  # otherwise a text that begins with = would be written as a formula
    cell.number_format = "@"
    cell.quotePrefix = True  # type: ignore[attr-defined]
    if bold:
        cell.font = Font(bold=True)
    return cell
