"""Putting up what was written by hand and passed, and the corrected version beside the old one."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from qingdan.domain.rules.audience import Audience
from qingdan.features.cases.acts import restart_notice
from qingdan.features.cases.codes import public_code
from qingdan.features.cases.running import machine_of
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.watch.boards.acts.posting import until
from qingdan.watch.boards.acts.reviewing import faults
from qingdan.watch.boards.acts.writing import Stale, locked, require_writer
from qingdan.watch.boards.answering import awaits, edition_for
from qingdan.watch.boards.content import shows_more_on_the_wall
from qingdan.watch.boards.kinds import CORRECTED, PUBLISHED
from qingdan.watch.boards.leaking import require_clean_draft
from qingdan.watch.boards.models import Notice, NoticeDraft, NoticeFile


@act(PUBLISHED)
def publish(*, acting: Acting, draft: NoticeDraft, version: int, why: str = "") -> Record[Notice]:
    """Put up a draft that passed its review, at this moment.

    :raises Leaking: when something personal has turned out to stand in it, unless ``why`` says why.
    :raises Refused: before it has passed, to who does not write for the board, or when something in it has turned out
        wrong since.
    """
    found, notice = _put_up(acting, draft, version, why)
    data, topics = {"code": notice.code, "draft": found.pk}, [("boards.put-up", {"notice": notice.pk})]
    return Record(notice, ("notice", notice.pk), notice.place, data, personal={"title": found.title}, topics=topics)


@act(CORRECTED)
def publish_correction(*, acting: Acting, draft: NoticeDraft, version: int, why: str = "") -> Record[Notice]:
    """Put up the corrected version beside the one that it corrects, with the reason.

    :raises Refused: as for :func:`publish`, and when the notice was corrected otherwise meanwhile.
    """
    found, notice = _put_up(acting, draft, version, why)
    assert found.corrects is not None
    data = {"code": notice.code, "draft": found.pk, "corrects": found.corrects.code}
    topics = [
        ("boards.put-up", {"notice": notice.pk}),
        ("boards.corrected", {"notice": notice.pk, "corrects": found.corrects.pk}),
    ]
    personal = {"title": found.title, "why": notice.why}
    return Record(notice, ("notice", notice.pk), notice.place, data, personal=personal, topics=topics)


def _put_up(acting: Acting, draft: NoticeDraft, version: int, why: str) -> tuple[NoticeDraft, Notice]:
    found = locked(draft.pk)
    if found.version != version:
        raise Stale(_("您打开以后，别人又改过这份稿子。请看过最新的一版再办。"))
    require_writer(acting, found)
    if found.state != NoticeDraft.PASSED:
        raise Refused(_("还没有审核通过，不能贴出。"))
    missing = list(faults(found))
    if missing:
        raise Refused(_("；").join(missing))
    if found.corrects_id is not None and Notice.objects.filter(corrects_id=found.corrects_id).exists():
        raise Refused(_("这一版已经更正过了。请更正最新的那一版。"))
    require_clean_draft(
        acting, found, why, looked=True
    )  # the rules, or what is known of numbers, may have changed since
    notice = _notice(found, acting.at)
    _periods(found, notice, acting)
    notice.save(force_insert=True)
    NoticeFile.objects.filter(draft=found).update(notice=notice)
    found.state, found.notice = NoticeDraft.PUBLISHED, notice
    found.save(update_fields=["state", "notice"])
    return found, notice


def _notice(draft: NoticeDraft, at: datetime) -> Notice:
    old, whole = draft.corrects, Audience(draft.audience)
    files = draft.files.values_list("audience", flat=True)
    english = old.title["en"] if old is not None and draft.title == old.title["zh"] else draft.title
    return Notice(
        code=public_code(),
        wall_code=public_code() if shows_more_on_the_wall(draft.body, whole, files) else None,
        case=old.case if old else None,
        key=old.key if old else "",
        seq=old.seq if old else None,
        edition=draft.edition,
        village=draft.village,
        place=draft.place,
        board=draft.board,
        mark=draft.mark,
        audience=draft.audience,
        title={"zh": draft.title, "en": english},
        body=draft.body,
        basis=old.basis if old else _basis(draft),
        posted_at=at,
        corrects=old,
        why=draft.why if old else "",
        slip=draft.slip if old else False,
    )


def _basis(draft: NoticeDraft) -> list[dict[str, object]]:
    """What a notice written by hand rests on: why this board has such notices, and how long they stand."""
    rule = edition_for(draft).notices
    if rule is None:
        return []
    desk = rule.written.get(draft.board)
    bases = dict.fromkeys([*(desk.basis if desk else ()), *rule.stands.basis])
    merged: dict[str, list[str]] = {}
    for basis in bases:
        merged.setdefault(basis.law, []).extend(a for a in basis.articles if a not in merged.get(basis.law, []))
    return [{"law": law, "articles": articles} for law, articles in merged.items()]


def _periods(draft: NoticeDraft, notice: Notice, acting: Acting) -> None:
    """The two periods. Of a correction they begin anew by the edition's rule, or run on as those of the old version; a
    sheet whose days were over stands its days again in any case."""
    old, at = draft.corrects, acting.at
    rule = edition_for(draft).notices
    runs_on = old is not None and rule is not None and not rule.correction(draft.slip).restarts
    if old is not None and runs_on and at <= old.stands_until:
        notice.objections_until, notice.stands_until = old.objections_until, old.stands_until
        return
    stands, objections = _limits(draft, asks_again=not runs_on)
    notice.stands_until = until(at, stands)
    notice.objections_until = until(at, objections) if objections else old.objections_until if old else None
    if old is not None and objections and awaits(old.case, old.key):
        # The case must not go on before the corrected sheet has hung as long as the first one should have.
        house = Acting.system("board", at)
        assert old.case is not None
        notice.objections_until = restart_notice(acting=house, case_id=old.case.pk, key=old.key, at=at)


def _limits(draft: NoticeDraft, asks_again: bool) -> tuple[str, str | None]:
    """How long it stands and takes objections: as the case's definition says, or as its writer chose."""
    old = draft.corrects
    if old is not None and old.case is not None:
        shown = machine_of(old.case).step(old.key).disclosure
        assert shown is not None
        return shown.stands, shown.objections if asks_again else None
    return f"{draft.stands} days", f"{draft.objections} days" if draft.objections and asks_again else None
