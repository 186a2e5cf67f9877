"""An answer goes to the public only when a second person has looked at its wording; never by whom it is about."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.watch.boards.answering import is_near, must_stand_aside, reviewing, roles_speaking
from qingdan.watch.boards.kinds import ANSWER_HELD, ANSWER_RELEASED, ANSWER_WORDED
from qingdan.watch.boards.leaking import leaks_in_answer
from qingdan.watch.boards.models import Objection

MOST_GIST = 200


@act(ANSWER_RELEASED)
def release_answer(*, acting: Acting, objection: Objection) -> Record[Objection]:
    """The gist of an objection and its answer may be read by whoever reads the notice.

    :raises Refused: to who answered it or must stand aside, without a gist, with a personal detail in it, or when
    there is nothing to check.
    """
    found = _to_check(acting, objection)
    if not found.gist:
        raise Refused(_("还没有写异议的大意，公众看不懂答复的是什么。请退回去补写。"))
    leaks = leaks_in_answer(found.notice, found.gist, found.public_answer)
    if leaks:
        raise Refused("\n".join(one.sentence for one in leaks))
    found.checked_at, found.checked_by_id, found.released_at = acting.at, acting.person_id, acting.at
    found.save(update_fields=["checked_at", "checked_by", "released_at"])
    topics = [("boards.answer-released", {"notice": found.notice_id, "objection": found.pk})]
    return _record(found, topics=topics)


@act(ANSWER_HELD)
def hold_answer(*, acting: Acting, objection: Objection, why: str) -> Record[Objection]:
    """Send the public wording back to who answered. :raises Refused: without a reason, and as for releasing."""
    if not why.strip():
        raise Refused(_("请写明哪里要改，例如哪一句带了别人的个人信息、哪一句答非所问。"))
    found = _to_check(acting, objection)
    found.checked_at, found.checked_by_id, found.held_why = acting.at, acting.person_id, why.strip()
    found.save(update_fields=["checked_at", "checked_by", "held_why"])
    return _record(found)


@act(ANSWER_WORDED)
def word_answer(*, acting: Acting, objection: Objection, gist: str, public_answer: str) -> Record[Objection]:
    """Word what the public reads anew; the objector's own answer stays as it was given.

    :raises Refused: once it is released, before it is answered, without words, or to somebody whose notice it is not.
    """
    if not gist.strip() or not public_answer.strip():
        raise Refused(_("大意和公开的答复都要写。"))
    found = Objection.objects.select_for_update(of=("self",)).select_related("notice__case").get(pk=objection.pk)
    if found.answered_at is None or found.released_at is not None:
        raise Refused(_("这条答复还没有给出，或者已经公开了，现在不能改公开的写法。"))
    if not roles_speaking(found.notice, acting.person_id or 0, local_date(acting.at)):
        raise Refused(_("公开的写法要由负责答复的人来改，近亲属要回避。"))
    found.gist, found.public_answer, found.held_why = gist.strip()[:MOST_GIST], public_answer.strip(), ""
    found.worded_by_id, found.checked_at, found.checked_by = acting.person_id, None, None
    found.save(update_fields=["gist", "public_answer", "held_why", "checked_at", "checked_by", "worded_by"])
    return _record(found)


def may_check(person: int, objection: Objection, acting: Acting) -> bool:
    """Whether a person may look at the wording of an answer: he reviews this board's notices, gave it not himself, is
    neither named in it nor near to whom the notice concerns."""
    notice, day = objection.notice, local_date(acting.at)
    if not reviewing(notice, person, day):
        return False
    hands = [one for one in (objection.answered_by_id, objection.worded_by_id) if one is not None]
    if hands and is_near(person, hands, day):
        return False
    bare = acting.name.rpartition("·")[2]
    if bare and bare in objection.words + objection.gist + (objection.answer or ""):
        return False
    return not must_stand_aside(person, notice, day)


def _to_check(acting: Acting, objection: Objection) -> Objection:
    rows = Objection.objects.select_for_update(of=("self",)).select_related("notice__village", "notice__case")
    found = rows.get(pk=objection.pk)
    if not found.to_check:
        raise Refused(_("这条答复已经核过了，或者还没有答复。请刷新页面。"))
    if not may_check(acting.person_id or 0, found, acting):
        raise Refused(_("答复要由村务监督委员会里没有参与答复、也没有被提到的人来核，近亲属要回避。"))
    return found


def _record(objection: Objection, topics: list[tuple[str, dict[str, int]]] | None = None) -> Record[Objection]:
    notice = objection.notice
    data = {"code": notice.code, "number": objection.number}
    return Record(objection, ("notice", notice.pk), notice.place, data, topics=topics or ())
