"""Writing a notice by hand, and the new version that corrects one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.records.editions.queries import current_edition
from qingdan.records.editions.queries import edition_of as edition_by_digest
from qingdan.records.files.models import StoredFile
from qingdan.records.people.queries import posts_of
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.regions.running import require_running
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.watch.boards.answering import role_list, roles_speaking, writers_of
from qingdan.watch.boards.kinds import CORRECTION_BEGUN, DRAFT_SAVED
from qingdan.watch.boards.models import Notice, NoticeDraft, NoticeFile

LEAST_DAYS = 15  # on the board, where an edition says nothing of notices: 村民委员会组织法 35


class Stale(Refused):
    """Somebody else has saved the draft since this one was read."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a draft says. ``body``: rows ``{name, title, type, value, audience}``; days are calendar days."""

    board: str
    audience: str
    title: str
    body: Sequence[dict[str, Any]] = ()
    mark: str = ""
    about: Sequence[str] = ()
    stands: int = LEAST_DAYS
    objections: int | None = None
    why: str = ""
    slip: bool = False


@dataclass(frozen=True, slots=True)
class Papers:
    """Attachments that come with a save, and the ids of those that go."""

    added: Sequence[tuple[StoredFile, str, str]] = field(default_factory=tuple)  # file, name, audience
    removed: frozenset[int] = frozenset()


@act(DRAFT_SAVED)
def begin_draft(
    *, acting: Acting, village: Division, content: Content, salt: str = "", papers: Papers | None = None
) -> Record[NoticeDraft]:
    """A new draft for a board of a village. :raises Refused: to who does not write for it, or before it has joined."""
    day = local_date(acting.at)
    require_running(village, day)
    edition = current_edition(day)
    _require_writer(acting, village, edition, content.board)
    draft = NoticeDraft(
        village=village, place=village.path, edition=edition.digest, salt=salt or secrets.token_hex(16)
    )  # fmt: skip
    _write(draft, acting, content, papers)
    return _saved(draft)


@act(DRAFT_SAVED)
def save_draft(
    *, acting: Acting, draft: NoticeDraft, version: int, content: Content, papers: Papers | None = None
) -> Record[NoticeDraft]:
    """Save a draft again; whatever was reviewed before must be reviewed anew.

    :raises Stale: when another has saved it since ``version``. :raises Refused: to who does not write for its board.
    """
    found = locked(draft.pk)
    if found.version != version:
        raise Stale(_("您打开以后，别人又存过这份稿子。您写的还在下面，没有存；请先看看别人改了什么。"))
    require_writer(acting, found)
    if content.board != found.board:
        _require_writer(acting, found.village, edition_by_digest(found.edition), content.board)
    found.version += 1
    _write(found, acting, content, papers)
    return _saved(found)


@act(CORRECTION_BEGUN)
def begin_correction(*, acting: Acting, notice: Notice) -> Record[NoticeDraft]:
    """A draft of the version that is to hang beside a notice: what stands there now, to be put right.

    :raises Refused: when it is corrected already, a correction is being written, or the notice is somebody else's.
    """
    found = Notice.objects.select_for_update(of=("self",)).select_related("village", "case").get(pk=notice.pk)
    if Notice.objects.filter(corrects=found).exists():
        raise Refused(_("这一版已经更正过了。请更正最新的那一版。"))
    if NoticeDraft.objects.filter(corrects=found, state__in=NoticeDraft.OPEN).exists():
        raise Refused(_("这份公示的更正已经有人在写了，请到“正在写的”里接着写。"))
    edition = current_edition(local_date(acting.at))
    before = NoticeDraft.objects.filter(notice=found).first()
    draft = NoticeDraft(
        village=found.village, place=found.place, edition=edition.digest, salt=secrets.token_hex(16), corrects=found
    )
    require_writer(acting, draft, board=found.board)
    content = Content(
        board=found.board, audience=found.audience, title=found.title["zh"][:80], body=found.body, mark=found.mark,
        about=before.about if before else (), stands=before.stands if before else LEAST_DAYS,
        objections=before.objections if before else None,
    )  # fmt: skip
    _write(draft, acting, content, None)
    NoticeFile.objects.bulk_create(
        [NoticeFile(draft=draft, file=f.file, name=f.name, audience=f.audience) for f in found.files.order_by("pk")]
    )
    data = {"draft": draft.pk, "code": found.code}
    return Record(draft, ("notice", found.pk), found.place, data, personal={"title": draft.title})


def locked(pk: int) -> NoticeDraft:
    """A draft, locked until the transaction ends."""
    rows = NoticeDraft.objects.select_for_update(of=("self",)).select_related("village", "corrects__case")
    return rows.get(pk=pk)


def _write(draft: NoticeDraft, acting: Acting, content: Content, papers: Papers | None) -> None:
    draft.board, draft.mark, draft.audience = content.board, content.mark, content.audience
    draft.title, draft.body, draft.about = content.title.strip(), list(content.body), list(content.about)
    draft.stands, draft.objections = content.stands, content.objections
    draft.why, draft.slip = content.why.strip(), content.slip
    draft.state, draft.saved_at = NoticeDraft.DRAFT, acting.at
    assert acting.person_id is not None
    draft.saved_by_id = acting.person_id
    draft.writers = sorted({*draft.writers, acting.person_id})
    draft.save()
    if papers:
        draft.files.filter(pk__in=papers.removed).delete()
        NoticeFile.objects.bulk_create(
            [NoticeFile(draft=draft, file=file, name=name, audience=to) for file, name, to in papers.added]
        )


def _saved(draft: NoticeDraft) -> Record[NoticeDraft]:
    data = {"draft": draft.pk, "version": draft.version}
    return Record(draft, ("notice-draft", draft.pk), draft.place, data, personal={"title": draft.title})


def may_write(acting: Acting, draft: NoticeDraft, board: str = "") -> bool:
    """Whether somebody writes at a draft: by a post of its board, or because the corrected notice is his."""
    person, day = acting.person_id or 0, local_date(acting.at)
    if draft.corrects is not None and roles_speaking(draft.corrects, person, day):
        return True
    return bool(_writing_posts(person, draft.village, edition_by_digest(draft.edition), board or draft.board, acting))


def require_writer(acting: Acting, draft: NoticeDraft, board: str = "") -> None:
    """:raises Refused: to who may not write at a draft; it says who may."""
    if not may_write(acting, draft, board):
        _not_a_writer(edition_by_digest(draft.edition), board or draft.board)


def _require_writer(acting: Acting, village: Division, edition: Edition, board: str) -> None:
    if not _writing_posts(acting.person_id or 0, village, edition, board, acting):
        _not_a_writer(edition, board)


def _writing_posts(person: int, village: Division, edition: Edition, board: str, acting: Acting) -> list[str]:
    held = posts_of(person, village.path, local_date(acting.at))
    return [post for post in writers_of(edition, board).writes if post in held]


def _not_a_writer(edition: Edition, board: str) -> None:
    roles = role_list(edition, writers_of(edition, board).writes)
    if not roles:
        raise Refused(_("这一版清单没有写谁可以给这个公开栏写公示，现在不能手写。"))
    raise Refused(_("这个公开栏的公示由%(roles)s来写，您今天没有任这些职务。") % {"roles": roles})
