"""A question put to a meeting, its answer, and the second person's look at both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from qingdan.features.cases.capacity import standing
from qingdan.features.cases.codes import random_code
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import lock, machine_of
from qingdan.records.leaks.guarding import Spot
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.watch.hearings.kinds import ANSWERED, ASKED, CHECKED, SENT_BACK
from qingdan.watch.hearings.leaking import readers_of_answers, require_clean_answer, spots_of
from qingdan.watch.hearings.models import Question
from qingdan.watch.hearings.roles import held, readers

MOST_WORDS = 1000
MOST_OPEN = 200  # questions to one meeting that nobody has answered yet: more is a flood


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was taken in, and the code with which its answer is read; the code is kept nowhere."""

    question: Question
    code: str


@act(ASKED)
def ask(*, acting: Acting, case_id: int, key: str, held_on: date, words: str, contact: str = "") -> Record[Asked]:
    """Take in a question to a meeting of ``held_on``, until that day is over.

    :raises Refused: when the meeting is over, or nothing or too much is asked.
    """
    if not words.strip():
        raise Refused(_("请写明您想问什么，写一两句就行。"))
    if len(words) > MOST_WORDS:
        raise Refused(_("内容太长了，请写在%(most)d个字以内。") % {"most": MOST_WORDS})
    case = lock(case_id)
    if local_date(acting.at) > held_on or case.phase == "over":
        raise Refused(_("这个会已经开过了。还想问，可以打监督电话，或者按“村民查询、询问”提出来。"))
    if Question.objects.filter(case=case, key=key, answered_at=None).count() >= MOST_OPEN:
        raise Refused(_("这个会收到的问题已经很多了。请到会上当面问，或者打监督电话。"))
    code, number = random_code(), random_code(8)
    question = Question.objects.create(
        case=case, key=key, held_on=held_on, number=number, receipt_hash=receipt_hash(code), words=words.strip(),
        contact=contact.strip() or None, asked_at=acting.at,
    )  # fmt: skip
    return Record(Asked(question, code), ("question", question.pk), case.place, _data(case, question))


def receipt_hash(code: str) -> str:
    """What is kept of a receipt code; keyed, so that a stolen database gives no codes."""
    return salted_hmac("qingdan.question", code.strip().upper(), algorithm="sha256").hexdigest()


@act(ANSWERED)
def answer_question(*, acting: Acting, question: Question, answer: str, leaks_why: str = "") -> Record[Question]:
    """Answer a question; the answer waits for a second person. What was sent back is answered anew.

    :raises Refused: without words, by somebody whose meeting it is not, once it has passed, or with a personal detail
    that nothing lets stand.
    """
    if not answer.strip():
        raise Refused(_("请写答复：查了什么，结论是什么。"))
    case = _locked(acting, question)
    if question.answered_at is not None:
        raise Refused(_("这个问题已经有人答复了，等另一个人看过。请刷新页面。"))
    spots = [Spot("answer", _("答复"), answer.strip(), readers_of_answers(case))]
    require_clean_answer(acting, case, question, spots, leaks_why)
    question.answer, question.answered_at, question.answered_by_id = answer.strip(), acting.at, acting.person_id
    question.sent_back = None
    question.save(update_fields=["answer", "answered_at", "answered_by", "sent_back"])
    return Record(question, ("question", question.pk), case.place, _data(case, question))


def check_answer(
    *, acting: Acting, question: Question, passes: bool, public: bool = False, why: str = "", leaks_why: str = ""
) -> Question:
    """Let an answer pass, for everybody (``public``) or for the asker alone; or send it back with the reason. What is
    public holds nothing personal, the asker's own words included, unless ``leaks_why`` says why it stands."""
    if passes:
        return _let_pass(acting=acting, question=question, public=public, leaks_why=leaks_why)
    return _send_back(acting=acting, question=question, why=why)


@act(CHECKED)
def _let_pass(*, acting: Acting, question: Question, public: bool, leaks_why: str) -> Record[Question]:
    case = _to_check(acting, question)
    if public:
        require_clean_answer(acting, case, question, spots_of(case, question), leaks_why)
    question.checked_at, question.checked_by_id, question.public = acting.at, acting.person_id, public
    question.save(update_fields=["checked_at", "checked_by", "public"])
    data = {**_data(case, question), "public": _("是") if public else _("否")}
    return Record(question, ("question", question.pk), case.place, data)


@act(SENT_BACK)
def _send_back(*, acting: Acting, question: Question, why: str) -> Record[Question]:
    if not why.strip():
        raise Refused(_("退回要写明哪里不对，写答复的人才知道怎么改。"))
    case = _to_check(acting, question)
    question.answer, question.answered_at, question.answered_by = None, None, None
    question.sent_back = why.strip()
    question.save(update_fields=["answer", "answered_at", "answered_by", "sent_back"])
    return Record(question, ("question", question.pk), case.place, _data(case, question))


def _to_check(acting: Acting, question: Question) -> Case:
    case = _locked(acting, question)
    if question.answered_at is None:
        raise Refused(_("这个问题还没有答复，或者刚被退回。请刷新页面。"))
    if question.answered_by_id == acting.person_id:
        raise Refused(_("答复是您写的，要请另一个人看过才能公开。"))
    return case


def _locked(acting: Acting, question: Question) -> Case:
    """The case, locked, with the question as it is now. :raises Refused: for whom it is not, or when it is settled."""
    case = lock(question.case_id)
    question.refresh_from_db()
    running = machine_of(case)
    who = standing(case, running, acting.person_id or 0, local_date(acting.at))
    if not held(readers(running, running.step(question.key)), who):
        raise Refused(_("这个问题要由召集会议的人或者监委会来办，您今天没有任这些职务，或者要回避。"))
    if question.checked_at is not None:
        raise Refused(_("这个问题的答复已经看过了，不能再改。"))
    return case


def _data(case: Case, question: Question) -> dict[str, Any]:
    step = machine_of(case).words(question.key)
    return {"case": case.number, "step": step.zh, "question": question.number}
