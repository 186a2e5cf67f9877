"""Lodging an objection, and answering it with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from qingdan.features.cases.acts import answer_objection, object_to_notice
from qingdan.features.cases.codes import random_code
from qingdan.features.cases.running import Handed, lock
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.watch.boards.answering import awaits, require_answerer
from qingdan.watch.boards.kinds import OBJECTION_LODGED, OBJECTION_SETTLED
from qingdan.watch.boards.models import Notice, Objection

MOST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Lodged:
    """An objection that was taken in, and the code with which its answer is read; the code is kept nowhere."""

    objection: Objection
    code: str


@act(OBJECTION_LODGED)
def lodge_objection(*, acting: Acting, notice: Notice, words: str, contact: str = "") -> Record[Lodged]:
    """Take in an objection to a standing notice. While its period runs, the case waits for the answer.

    :raises Refused: when the period is over or a corrected version hangs beside it, or the words are missing or too
    many.
    """
    if not words.strip():
        raise Refused(_("请写明您对哪一点有异议，写一两句就行。"))
    if len(words) > MOST_WORDS:
        raise Refused(_("内容太长了，请写在%(most)d个字以内。") % {"most": MOST_WORDS})
    if Notice.objects.filter(corrects=notice).exists():
        raise Refused(_("这一版已经更正了。请看更正以后的那一版，对那一版提。"))
    if notice.objections_until is None or acting.at > notice.objections_until:
        raise Refused(_("这份公示的异议期已经过了。您还可以打监督电话反映。"))
    code, number = random_code(), random_code(8)
    objection = Objection.objects.create(
        notice=notice,
        number=number,
        receipt_hash=receipt_hash(code),
        words=words.strip(),
        contact=contact.strip() or None,
        lodged_at=acting.at,
    )
    # The case may have gone on since the page was read: look again, under its lock.
    if notice.case_id is not None and awaits(lock(notice.case_id), notice.key):
        house = Acting.system("board", acting.at)
        object_to_notice(acting=house, case_id=notice.case_id, key=notice.key, receipt=number, handed=Handed(acting.at))
    data, named = {"code": notice.code, "number": number}, {"title": notice.title["zh"]}
    topics = [("boards.objection-lodged", {"notice": notice.pk, "objection": objection.pk})]
    lodged = Lodged(objection, code)
    return Record(lodged, ("notice", notice.pk), notice.place, data, personal=named, topics=topics)


def receipt_hash(code: str) -> str:
    """What is kept of a receipt code; keyed, so that a stolen database gives no codes."""
    return salted_hmac("qingdan.objection", code.strip().upper(), algorithm="sha256").hexdigest()


@act(OBJECTION_SETTLED)
def settle_objection(
    *, acting: Acting, objection: Objection, role: str, upheld: bool, answer: str, gist: str = ""
) -> Record[Objection]:
    """Answer an objection with a reason, here and in its case. An answer is given once and not rewritten. ``gist``:
    what was objected to, for the public and without names; it and the answer wait for a second person before anybody
    reads it.

    :raises Refused: without a reason, by somebody whose notice it is not, or a second time.
    """
    if not answer.strip():
        raise Refused(_("答复要写明理由：查了什么，结论是什么。"))
    notice = objection.notice
    if notice.case_id is not None:
        notice.case = lock(notice.case_id)  # of two who answer at once, the second sees the first one's answer
    else:
        Notice.objects.select_for_update().get(pk=notice.pk)
    objection.refresh_from_db(fields=["answered_at", "upheld", "answer"])
    if objection.answered_at is not None:
        raise Refused(_("这条异议已经答复过了。请刷新页面看答复。"))
    require_answerer(acting, notice, role)
    if notice.case is not None and awaits(notice.case, notice.key):
        handed = Handed(acting.at, reason=answer.strip())
        within = Acting(acting.person_id, acting.name, acting.at, acting.post, acting.post_name)
        answer_objection(
            acting=within, case_id=notice.case.pk, key=notice.key, receipt=objection.number, upheld=upheld, role=role,
            handed=handed,
        )  # fmt: skip
    _answered(objection, acting, upheld, answer.strip(), gist.strip())
    data = {"code": notice.code, "number": objection.number}
    topics = [("boards.objection-answered", {"notice": notice.pk, "objection": objection.pk})]
    return Record(objection, ("notice", notice.pk), notice.place, data, topics=topics)


def _answered(objection: Objection, acting: Acting, upheld: bool, answer: str, gist: str) -> None:
    objection.answered_at, objection.answered_by_id = acting.at, acting.person_id
    objection.upheld, objection.answer = upheld, answer
    objection.gist, objection.public_answer = gist, answer
    objection.save(update_fields=["answered_at", "answered_by", "upheld", "answer", "gist", "public_answer"])
