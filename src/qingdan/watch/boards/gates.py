"""May this person see this notice, answer this objection? What a person may not know exists is 404."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import Http404, HttpRequest
from django.utils import timezone

from qingdan.domain.rules.audience import ANYONE, Audience, may_see
from qingdan.domain.rules.audience import Viewer as Seeing
from qingdan.features.cases.capacity import standing
from qingdan.features.cases.running import machine_of
from qingdan.records.people.gates import Viewer, viewer_of, viewer_or_none
from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import village_by_id
from qingdan.watch.boards import queries
from qingdan.watch.boards.answering import roles_to_answer
from qingdan.watch.boards.models import Notice, Objection


@dataclass(frozen=True)
class SeenNotice:
    """A notice that the reader may see now, and whether anybody on the internet might."""

    notice: Notice
    now: datetime
    official: bool

    @property
    def is_public(self) -> bool:
        return self.notice.audience == Audience.INTERNET

    @property
    def takes_objections(self) -> bool:
        until = self.notice.objections_until
        return until is not None and self.now <= until


def seeing(request: HttpRequest, village: Division) -> Seeing:
    """What the reader is to a village; nobody in particular without a sign-in."""
    viewer = viewer_or_none(request)
    return viewer.seen_as(village.path) if viewer else ANYONE


def audiences_of(reader: Seeing) -> list[Audience]:
    """The audiences that the reader belongs to."""
    return [audience for audience in Audience if may_see(audience, reader)]


def village_gate(pk: int) -> Division:
    """A village by its lasting id, with its town; 404 for anything else."""
    village = village_by_id(pk)
    if village is None:
        raise Http404
    return village


def notice_gate(request: HttpRequest, code: str) -> SeenNotice:
    """A notice that the reader may see.

    Who knows the code of a standing sheet has stood before the board: as long as the notice must stand he reads what
    hangs there. After that it is for its audience alone.
    """
    notice = queries.notice_by_code(code)
    if notice is None:
        raise Http404
    now = timezone.now()
    reader = seeing(request, notice.village)
    if now <= notice.stands_until:
        reader = replace(reader, scanned_sheet=True)
    if not may_see(Audience(notice.audience), reader):
        raise Http404
    return SeenNotice(notice, now, reader.official_here)


def desk_gate(request: HttpRequest) -> Viewer:
    """Somebody who reads the officials' papers of at least one place."""
    viewer = viewer_of(request)
    if not viewer.scopes:
        raise Http404
    return viewer


def my_notice_gate(request: HttpRequest, code: str) -> tuple[Notice, Viewer, list[str]]:
    """A notice of a place whose papers the person reads, with the roles in which the person may speak for it."""
    viewer = desk_gate(request)
    notice = queries.notice_by_code(code)
    if notice is None or not viewer.sees_officials_papers(notice.place):
        raise Http404
    who = standing(notice.case, machine_of(notice.case), viewer.person.pk, viewer.day)
    return notice, viewer, roles_to_answer(notice.case, notice.key, who)


def my_objection_gate(request: HttpRequest, number: str) -> tuple[Objection, Viewer, list[str]]:
    """An objection that this person answers, with the roles for it. Its words are for nobody else: 404."""
    viewer = desk_gate(request)
    objection = queries.objection_by_number(number)
    if objection is None:
        raise Http404
    case = objection.notice.case
    who = standing(case, machine_of(case), viewer.person.pk, viewer.day)
    roles = roles_to_answer(case, objection.notice.key, who)
    if not roles:
        raise Http404
    return objection, viewer, roles
