"""May this reader follow this case? What a reader may not know exists is 404."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import Http404, HttpRequest
from django.utils import timezone

from qingdan.domain.rules.audience import Audience, Viewer
from qingdan.features.cases.models import Case
from qingdan.watch.boards.gates import SeenNotice, notice_gate, seeing
from qingdan.watch.progress import queries
from qingdan.watch.progress.gatherings import Gathering, gathering_at
from qingdan.watch.progress.openness import followed_by, may_follow
from qingdan.watch.progress.periods import days_of


@dataclass(frozen=True)
class SeenProcess:
    """A case that the reader may follow, without its persons."""

    case: Case
    reader: Viewer
    now: datetime

    @property
    def is_public(self) -> bool:
        return followed_by(self.case) is Audience.INTERNET


def process_gate(request: HttpRequest, code: str) -> SeenProcess:
    """A case by its public code, while it runs and for a set time after it ended."""
    case = queries.case_by_code(code)
    if case is None:
        raise Http404
    return _seen(case, seeing(request, case.village))


def posted_gate(request: HttpRequest, code: str) -> SeenProcess:
    """The case of a notice, for whoever may read the notice: who scanned a posted sheet stood before the board."""
    return process_of(request, notice_gate(request, code))


def process_of(request: HttpRequest, seen: SeenNotice) -> SeenProcess:
    """The same of a notice that is read already. :raises Http404: there is no case, or it is not for this reader."""
    if seen.notice.case is None:
        raise Http404  # written by hand: there is no case to follow
    case = queries.case_by_code(seen.notice.case.public_code)
    assert case is not None
    reader = replace(seeing(request, case.village), scanned_sheet=seen.now <= seen.notice.stands_until)
    return _seen(case, reader)


def _seen(case: Case, reader: Viewer) -> SeenProcess:
    now = timezone.now()
    if not may_follow(case, reader) or _forgotten(case, now):
        raise Http404
    return SeenProcess(case, reader, now)


def _forgotten(case: Case, now: datetime) -> bool:
    return case.closed_at is not None and (now - case.closed_at).days > days_of(case.limits, "process-finished")


def gathering_gate(request: HttpRequest, code: str, key: str) -> Gathering:
    """A meeting or hearing to come of which the reader may know, and at which something can be asked."""
    case = queries.case_by_code(code)
    found = gathering_at(case, key, seeing(request, case.village)) if case is not None else None
    if found is None or found.case is None:
        raise Http404
    return found
