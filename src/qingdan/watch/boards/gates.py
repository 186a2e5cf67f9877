"""May this person see this notice, answer this objection? What a person may not know exists is 404."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.http import Http404, HttpRequest
from django.utils import timezone

from qingdan.domain.rules.audience import ANYONE, Audience, may_see
from qingdan.domain.rules.audience import Viewer as Seeing
from qingdan.records.editions.queries import NoEdition, current_edition
from qingdan.records.people.gates import Viewer, viewer_of, viewer_or_none
from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import village_by_id
from qingdan.records.register.acts import Acting
from qingdan.watch.boards import queries
from qingdan.watch.boards.acts.releasing import may_check
from qingdan.watch.boards.answering import roles_speaking, writers_of
from qingdan.watch.boards.content import Row, visible
from qingdan.watch.boards.models import Notice, NoticeDraft, Objection
from qingdan.watch.boards.presenting import newer_of


@dataclass(frozen=True)
class SeenNotice:
    """A notice that the reader may see now, what of it, and whether anybody on the internet might.

    ``code`` is the one in the address: of the sheet on the wall, or of the page; links on the page go on with it.
    """

    notice: Notice
    now: datetime
    reader: Seeing
    code: str

    @property
    def official(self) -> bool:
        return self.reader.official_here

    @cached_property
    def rows(self) -> list[Row]:
        """What of the notice's body this reader may see."""
        return visible(self.notice.body, self.notice.audience, self.reader)

    @property
    def kept_back(self) -> int:
        """How many fields others see and this reader does not."""
        return len(self.notice.body) - len(self.rows)

    def sees(self, audience: str) -> bool:
        """Whether the reader belongs to those for whom a part of it is."""
        return may_see(Audience(audience), self.reader)

    @property
    def is_public(self) -> bool:
        return self.notice.audience == Audience.INTERNET and self.code == self.notice.code

    @property
    def takes_objections(self) -> bool:
        until = self.notice.objections_until
        return until is not None and self.now <= until and newer_of(self.notice) is None


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
    hangs there. After that it is for its audience alone. The address of a notice for everybody is known to all, and so
    proves nothing: there the sheet has a code of its own (``wall_code``).
    """
    notice = queries.notice_by_code(code)
    if notice is None:
        raise Http404
    now, code = timezone.now(), code.lower()
    reader = seeing(request, notice.village)
    before_the_board = code == notice.wall_code or notice.audience != Audience.INTERNET
    if before_the_board and now <= notice.stands_until:
        reader = replace(reader, scanned_sheet=True)
    if not may_see(Audience(notice.audience), reader):
        raise Http404
    return SeenNotice(notice, now, reader, code)


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
    return notice, viewer, roles_speaking(notice, viewer.person.pk, viewer.day)


def my_objection_gate(request: HttpRequest, number: str) -> tuple[Objection, Viewer, list[str]]:
    """An objection that this person answers, with the roles for it. Its words are for nobody else: 404."""
    viewer = desk_gate(request)
    objection = queries.objection_by_number(number)
    if objection is None:
        raise Http404
    roles = roles_speaking(objection.notice, viewer.person.pk, viewer.day)
    if not roles:
        raise Http404
    return objection, viewer, roles


def check_gate(request: HttpRequest, number: str) -> tuple[Objection, Viewer]:
    """An answered objection whose public wording this person checks; what he may not check is not there for him."""
    viewer = desk_gate(request)
    objection = queries.objection_by_number(number)
    if objection is None or not objection.to_check:
        raise Http404
    acting = Acting(viewer.person.pk, viewer.person.name, timezone.now())
    if not may_check(viewer.person.pk, objection, acting):
        raise Http404
    return objection, viewer


def draft_gate(request: HttpRequest, pk: int) -> tuple[NoticeDraft, Viewer]:
    """A draft of a place whose papers the person reads. What of it he may do, the acts say."""
    viewer = desk_gate(request)
    draft = queries.draft_by_pk(pk)
    if draft is None or not viewer.sees_officials_papers(draft.place):
        raise Http404
    return draft, viewer


def writing_gate(request: HttpRequest, pk: int) -> tuple[Division, Viewer, list[str]]:
    """A village for whose boards the person may write by hand today, and which boards."""
    viewer, village = desk_gate(request), village_gate(pk)
    boards = boards_to_write(viewer, village)
    if not boards:
        raise Http404
    return village, viewer, boards


def boards_to_write(viewer: Viewer, village: Division) -> list[str]:
    """The boards of a village for which a person writes, in the edition's order."""
    try:
        edition = current_edition(viewer.day)
    except NoEdition:
        return []
    held = viewer.posts_for(village)
    return [board for board in edition.head.boards if held & set(writers_of(edition, board).writes)]
