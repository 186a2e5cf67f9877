"""Reads of the portal, named for their reader. Each costs a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from qingdan.domain.catalogue.model import Edition
from qingdan.features.cases.models import Case, CaseEvent, Deadline, PersonalFact
from qingdan.records.editions.queries import NoEdition, current_edition
from qingdan.records.regions.codes import CODE_LENGTH
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division, DivisionCode
from qingdan.records.regions.queries import standing_for, village_by_code, village_by_id

DEPTH_OF_CASES = 4
FOR_PARTIES = ("parties", "village", "members", "internet")


def edition_today() -> Edition | None:
    """The edition in force today; None in a house without a catalogue. One query once it is warm."""
    try:
        return current_edition(local_date(timezone.now()))
    except NoEdition:
        return None


def village_by_sign(sign: str) -> Division | None:
    """The village that a QR code on a wall means: its 12-digit code, of today or of former days, or its lasting id; of
    a village that was merged into another, that other. At most two queries."""
    if not (sign.isascii() and sign.isdigit()):
        return None
    if len(sign) != CODE_LENGTH:
        return village_by_id(int(sign)) if len(sign) <= 9 else None
    found = village_by_code(sign)
    if found is None:
        held = DivisionCode.objects.filter(code=sign, division__level="village")
        with_heirs = held.select_related("division__parent", "division__successor__parent")
        former = with_heirs.order_by("-valid_from").first()
        found = standing_for(former.division) if former else None
    return found


def case_with_parents(number: str) -> tuple[Case | None, Case | None]:
    """The case of a number, and the case that a person opened: itself, or the one above it. One query."""
    above = "parent__parent__parent"
    found = Case.objects.select_related("village", "village__parent", above).filter(number=number).first()
    root = found
    while root is not None and root.parent_id:
        root = root.parent
    return found, root


def cases_below(root: Case) -> list[Case]:
    """The case and every sub-case below it, outer before inner. At most one query a depth, and few depths."""
    found, level = [root], [root]
    for _depth in range(DEPTH_OF_CASES):
        level = list(Case.objects.filter(parent__in=level).order_by("pk"))
        if not level:
            break
        found += level
    return found


def events_of(cases: Iterable[Case]) -> dict[int, list[CaseEvent]]:
    """The events of several cases by case, in order. One query."""
    found: dict[int, list[CaseEvent]] = {case.pk: [] for case in cases}
    for event in CaseEvent.objects.filter(case__in=list(found)).order_by("seq"):
        found[event.case_id].append(event)
    return found


def limits_of(cases: Iterable[Case]) -> dict[int, list[Deadline]]:
    """Every limit of several cases by case, by the day it is due, with stops and extension. Two queries."""
    found: dict[int, list[Deadline]] = {case.pk: [] for case in cases}
    rows = Deadline.objects.filter(case__in=list(found)).select_related("extension").prefetch_related("stops")
    for row in rows.order_by("due_at", "pk"):
        found[row.case_id].append(row)
    return found


def words_for_parties(cases: Iterable[Case]) -> dict[int, dict[str, Any]]:
    """The personal words of several cases that are for their parties, by case and name. One query."""
    found: dict[int, dict[str, Any]] = {case.pk: {} for case in cases}
    facts = PersonalFact.objects.filter(case__in=list(found), audience__in=FOR_PARTIES)
    for case_id, name, value in facts.values_list("case_id", "name", "value"):
        found[case_id][name] = value
    return found
