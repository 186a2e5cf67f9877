"""May this person see, import or remove this ledger? What a person may not know exists is 404."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from qingdan.features.ledgers.models import Draft, Ledger
from qingdan.features.ledgers.rules import may_import
from qingdan.records.editions.queries import current_edition
from qingdan.records.people.gates import Viewer, viewer_of

LARGEST = 2**63 - 1  # what a database's number holds


@dataclass(frozen=True)
class SeenLedger:
    """A ledger of a village whose officials' papers the person reads."""

    ledger: Ledger
    viewer: Viewer
    removes: bool


def reader_gate(request: HttpRequest) -> Viewer:
    """Somebody who reads the officials' papers of some place; others get 404."""
    viewer = viewer_of(request)
    if not viewer.scopes:
        raise Http404
    return viewer


def ledger_gate(request: HttpRequest, pk: int, *, remove: bool = False) -> SeenLedger:
    """A ledger of a village whose officials' papers the person reads; with ``remove`` one that he may remove."""
    viewer = reader_gate(request)
    found = Ledger.objects.select_related("village__parent", "imported_by")
    ledger = found.filter(pk=pk).first() if pk <= LARGEST else None
    if ledger is None or not viewer.sees_officials_papers(ledger.place):
        raise Http404
    removes = may_import(viewer, current_edition(viewer.day), ledger.village, ledger.power)
    if remove and not removes:
        raise Http404
    return SeenLedger(ledger, viewer, removes)


def draft_gate(request: HttpRequest, pk: int) -> tuple[Viewer, Draft]:
    """One's own spreadsheet that waits for one's word, while one may import it; 404 otherwise."""
    viewer = reader_gate(request)
    found = Draft.objects.select_related("village__parent").filter(owner=viewer.person)
    draft = found.filter(pk=pk).first() if pk <= LARGEST else None
    if draft is None or not may_import(viewer, current_edition(viewer.day), draft.village, draft.power):
        raise Http404
    return viewer, draft
