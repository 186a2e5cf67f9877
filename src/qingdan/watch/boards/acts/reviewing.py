"""A draft is looked at by the supervision committee before it is put up: passed, or sent back with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from qingdan.domain.rules.audience import Audience, wider
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.watch.boards.acts.writing import LEAST_DAYS, Stale, locked, require_writer
from qingdan.watch.boards.answering import desk_of, edition_for, is_near, must_stand_aside, reviewing, role_list
from qingdan.watch.boards.content import audience_of, too_wide
from qingdan.watch.boards.kinds import DRAFT_DROPPED, DRAFT_PASSED, DRAFT_RETURNED, DRAFT_SUBMITTED
from qingdan.watch.boards.leaking import require_clean_draft
from qingdan.watch.boards.models import NoticeDraft, NoticeReview


@act(DRAFT_SUBMITTED)
def submit_draft(
    *, acting: Acting, draft: NoticeDraft, version: int, why: str = "", looked: bool = False
) -> Record[NoticeDraft]:
    """Hand a draft to the supervision committee. ``why``: why personal details in it must stand; ``looked``:
    somebody has looked through what no machine reads.

    :raises Refused: with everything that is still missing. :raises Leaking: when something personal stands in it.
    """
    found = _current(draft, version)
    require_writer(acting, found)
    if found.state not in (NoticeDraft.DRAFT, NoticeDraft.RETURNED):
        raise Refused(_("这份稿子已经交上去了。"))
    missing = list(faults(found))
    if missing:
        raise Refused(_("；").join(missing))
    require_clean_draft(acting, found, why, looked)
    return _moved(found, NoticeDraft.REVIEW)


@act(DRAFT_PASSED)
def pass_draft(*, acting: Acting, draft: NoticeDraft, version: int) -> Record[NoticeDraft]:
    """A reviewer has nothing against it: it may be put up. :raises Refused: to who wrote at it or must stand aside, and
    when it is not under review."""
    found = _reviewed(acting, draft, version, passed=True, reason="")
    return _moved(found, NoticeDraft.PASSED)


@act(DRAFT_RETURNED)
def return_draft(*, acting: Acting, draft: NoticeDraft, version: int, reason: str) -> Record[NoticeDraft]:
    """A reviewer sends it back. :raises Refused: as for passing, and without a reason."""
    if not reason.strip():
        raise Refused(_("退回要写明理由：哪里不对，怎么改。"))
    found = _reviewed(acting, draft, version, passed=False, reason=reason.strip())
    return _moved(found, NoticeDraft.RETURNED, reason.strip())


def _reviewed(acting: Acting, draft: NoticeDraft, version: int, *, passed: bool, reason: str) -> NoticeDraft:
    found = _current(draft, version)
    if found.state != NoticeDraft.REVIEW:
        raise Refused(_("这份稿子现在不在审核。请刷新页面看它到了哪一步。"))
    require_reviewer(acting, found)
    assert acting.person_id is not None
    NoticeReview.objects.create(
        draft=found, version=found.version, at=acting.at, by_id=acting.person_id, post=acting.post or "",
        passed=passed, reason=reason,
    )  # fmt: skip
    return found


@act(DRAFT_DROPPED)
def drop_draft(*, acting: Acting, draft: NoticeDraft, version: int) -> Record[NoticeDraft]:
    """Give a draft up; it stays in the register. :raises Refused: once it is published."""
    found = _current(draft, version)
    require_writer(acting, found)
    if found.state not in NoticeDraft.OPEN:
        raise Refused(_("这份稿子已经贴出，或者已经放弃了。"))
    return _moved(found, NoticeDraft.DROPPED)


def why_not_review(person: int, draft: NoticeDraft, day: date) -> str:
    """Why a person may not review a draft; "" when he may. At most ten queries."""
    if not reviewing(draft, person, day):
        roles = role_list(edition_for(draft), desk_of(draft, day).reviews)
        return _("这份稿子由%(roles)s来审，您今天没有任这个职务。") % {"roles": roles}
    if person in draft.writers:
        return _("您写过这份稿子，不能自己审。请别的委员来审。")
    if is_near(person, draft.writers, day):
        return _("写稿的人是您的近亲属，要回避。请别的委员来审。")
    if must_stand_aside(person, draft, day):
        return _("您和这份公示涉及的人或单位有近亲属或利益关系，要回避。请别的委员来审。")
    return ""


def require_reviewer(acting: Acting, draft: NoticeDraft) -> None:
    """:raises Refused: to who may not review the draft, with the reason."""
    why = why_not_review(acting.person_id or 0, draft, local_date(acting.at))
    if why:
        raise Refused(why)


def faults(draft: NoticeDraft) -> Iterator[str]:
    """What a draft still lacks before anybody can review it, each in a sentence."""
    whole = Audience(draft.audience)
    if not draft.title:
        yield _("还没有标题")
    if not draft.body and not draft.files.exists():
        yield _("还没有内容：写几句话，填一栏，或者加一张表、一份附件")
    if too_wide(draft.body, whole) or draft.files.exclude(audience__in=[str(a) for a in narrower(whole)]).exists():
        yield _("有的栏目或附件给看的人比整份公示还多，请改窄，或者把整份公示放宽")
    if draft.corrects is None:
        yield from _days_at_fault(draft)
    else:
        yield from _correction_at_fault(draft)


def narrower(whole: Audience) -> list[Audience]:
    """The audiences that a part of a notice for ``whole`` may have."""
    return [one for one in Audience if not wider(one, whole)]


def _days_at_fault(draft: NoticeDraft) -> Iterator[str]:
    rule = edition_for(draft).notices
    least = rule.stands.days if rule else LEAST_DAYS
    if draft.stands < least:
        yield _("至少要贴%(least)d天") % {"least": least}
    if draft.objections is not None and draft.objections > draft.stands:
        yield _("异议期比张贴的日子还长")


def _correction_at_fault(draft: NoticeDraft) -> Iterator[str]:
    """A correction says why, changes something, and shows nobody what he could not see before."""
    before = draft.corrects
    assert before is not None
    if not draft.why:
        yield _("还没有写为什么更正、更正了哪里")
    if draft.body == before.body and draft.title == before.title["zh"] and not _other_files(draft):
        yield _("内容和原来的一样，没有什么要更正的")
    was = {row["name"]: audience_of(row, before.audience) for row in before.body}
    opened = [r for r in draft.body if r["name"] in was and wider(audience_of(r, draft.audience), was[r["name"]])]
    if wider(Audience(draft.audience), Audience(before.audience)) or opened:
        yield _("更正不能让更多的人看到原来不给他们看的内容")


def _other_files(draft: NoticeDraft) -> bool:
    assert draft.corrects is not None
    now, then = (sorted(of.files.values_list("file_id", "audience")) for of in (draft, draft.corrects))
    return now != then


def _current(draft: NoticeDraft, version: int) -> NoticeDraft:
    found = locked(draft.pk)
    if found.version != version:
        raise Stale(_("您打开以后，别人又改过这份稿子。请看过最新的一版再办。"))
    return found


def _moved(draft: NoticeDraft, state: str, reason: str = "") -> Record[NoticeDraft]:
    draft.state = state
    draft.save(update_fields=["state"])
    data = {"draft": draft.pk, "version": draft.version}
    personal = {"title": draft.title} | ({"reason": reason} if reason else {})
    return Record(draft, ("notice-draft", draft.pk), draft.place, data, personal=personal)
