"""The writes of boards: putting up, taking down, lodging an objection and answering it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import dateformat
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Power
from qingdan.domain.flow.model import Fact, FactType, Step
from qingdan.domain.flow.state import suffix
from qingdan.domain.rules.audience import Audience, wider
from qingdan.domain.rules.limits import parse_limit
from qingdan.domain.words import Words
from qingdan.features.cases.acts import answer_objection, object_to_notice
from qingdan.features.cases.acts.opening import CODE_LETTERS
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Handed, edition_of, lock, machine_of
from qingdan.features.cases.slates import slate_titles
from qingdan.records.editions.queries import work_calendar
from qingdan.records.regions.days import end_of_day, local_date
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.watch.boards.answering import awaits, require_answerer
from qingdan.watch.boards.kinds import OBJECTION_LODGED, OBJECTION_SETTLED, PUT_UP, TAKEN_DOWN
from qingdan.watch.boards.models import Notice, Objection

MOST_WORDS = 2000


@act(PUT_UP)
def put_up(*, acting: Acting, case: Case, key: str, seq: int, posted_at: datetime) -> Record[Notice]:
    """Put the notice of a case's step on the board, with exactly the fields that its audience may see."""
    step = machine_of(case).step(key)
    assert step.disclosure is not None
    shown = step.disclosure
    title = shown.title or _title(edition_of(case).powers[case.power], step)
    notice = Notice.objects.create(
        code=_code(10).lower(),
        case=case,
        key=key,
        seq=seq,
        village=case.village,
        place=case.place,
        board=shown.board,
        audience=shown.audience,
        title={"zh": title.zh, "en": title.en},
        body=_body(case, key, step),
        basis=[{"law": b.law, "articles": list(b.articles)} for b in step.basis],
        posted_at=posted_at,
        objections_until=_until(posted_at, shown.objections) if shown.objections else None,
        stands_until=_until(posted_at, shown.stands),
    )
    data = {"title": title.zh, "code": notice.code, "case": case.number}
    return Record(notice, ("notice", notice.pk), notice.place, data, topics=[("boards.put-up", {"notice": notice.pk})])


def _title(power: Power, step: Step) -> Words:
    """What a sheet is called when its definition does not say: the power and the step, 零星采购：结果公示."""
    return Words(f"{power.title.zh}：{step.name.zh}", f"{power.title.en}: {step.name.en}")


def _body(case: Case, key: str, step: Step) -> list[dict[str, Any]]:
    """The notice's fields. A field whose own audience is narrower than the notice's is left out, whatever the
    definition says: the check refuses such a definition, and this is the second lock on the same door."""
    assert step.disclosure is not None
    facts = machine_of(case).flow.facts
    personal = {f.name: f.value for f in case.personal_facts.all()}
    rows = []
    for name in step.disclosure.fields:
        fact = facts[name]
        if wider(Audience(step.disclosure.audience), fact.audience):
            continue
        held: Mapping[str, Any] = personal if fact.personal else case.state["facts"]
        value = held.get(name + suffix(key), held.get(name))
        if value is not None:
            title = {"zh": fact.title.zh, "en": fact.title.en}
            rows.append({"name": name, "title": title, "type": str(fact.type), "value": _as_shown(case, fact, value)})
    return rows


def _as_shown(case: Case, fact: Fact, value: Any) -> Any:
    """A value with whatever its readers need to understand it, in both languages."""
    words = fact.choices.get(value) if isinstance(value, str) else None
    if words is not None:
        return {"zh": words.zh, "en": words.en}
    if fact.type is not FactType.SLATE:
        return value
    titles = slate_titles(edition_of(case), machine_of(case))
    return [{**row, "office": {"zh": titles[row["office"]].zh, "en": titles[row["office"]].en}} for row in value]


def _until(posted_at: datetime, limit: str) -> datetime:
    return end_of_day(work_calendar().add(local_date(posted_at), parse_limit(limit)).due)


def _code(length: int) -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(length))


@act(TAKEN_DOWN)
def take_down(*, acting: Acting, notice: Notice) -> Record[Notice]:
    """Take a notice down after its days. :raises Refused: before, saying until when it must stand."""
    if acting.at <= notice.stands_until:
        until = dateformat.format(local_date(notice.stands_until), _("Y年n月j日"))
        raise Refused(_("这份公示要贴到%(day)s，还不能取下。内容有错，请发更正，不要撤下。") % {"day": until})
    changed = Notice.objects.filter(pk=notice.pk, taken_down_at=None).update(taken_down_at=acting.at)
    if not changed:
        raise Refused(_("这份公示已经取下。"))
    data = {"title": notice.title["zh"], "code": notice.code}
    return Record(notice, ("notice", notice.pk), notice.place, data)


@dataclass(frozen=True, slots=True)
class Lodged:
    """An objection that was taken in, and the code with which its answer is read; the code is kept nowhere."""

    objection: Objection
    code: str


@act(OBJECTION_LODGED)
def lodge_objection(*, acting: Acting, notice: Notice, words: str, contact: str = "") -> Record[Lodged]:
    """Take in an objection to a standing notice. While its period runs, the case waits for the answer.

    :raises Refused: when the period is over, or the words are missing or too many.
    """
    if not words.strip():
        raise Refused(_("请写明您对哪一点有异议，写一两句就行。"))
    if len(words) > MOST_WORDS:
        raise Refused(_("内容太长了，请写在%(most)d个字以内。") % {"most": MOST_WORDS})
    if notice.objections_until is None or acting.at > notice.objections_until:
        raise Refused(_("这份公示的异议期已经过了。您还可以打监督电话反映。"))
    code, number = _code(10), _code(8)
    objection = Objection.objects.create(
        notice=notice,
        number=number,
        receipt_hash=receipt_hash(code),
        words=words.strip(),
        contact=contact.strip() or None,
        lodged_at=acting.at,
    )
    # The case may have gone on since the page was read: look again, under its lock.
    if awaits(lock(notice.case_id), notice.key):
        house = Acting.system("board", acting.at)
        object_to_notice(acting=house, case_id=notice.case_id, key=notice.key, receipt=number, handed=Handed(acting.at))
    data = {"title": notice.title["zh"], "code": notice.code, "number": number}
    return Record(Lodged(objection, code), ("notice", notice.pk), notice.place, data)


def receipt_hash(code: str) -> str:
    """What is kept of a receipt code; keyed, so that a stolen database gives no codes."""
    return salted_hmac("qingdan.objection", code.strip().upper(), algorithm="sha256").hexdigest()


@act(OBJECTION_SETTLED)
def settle_objection(
    *, acting: Acting, objection: Objection, role: str, upheld: bool, answer: str
) -> Record[Objection]:
    """Answer an objection with a reason, here and in its case. An answer is given once and not rewritten.

    :raises Refused: without a reason, by somebody whose step the notice is not, or a second time.
    """
    if not answer.strip():
        raise Refused(_("答复要写明理由：查了什么，结论是什么。"))
    notice = objection.notice
    case = lock(notice.case_id)  # of two who answer at once, the second sees the first one's answer
    objection.refresh_from_db()
    if objection.answered_at is not None:
        raise Refused(_("这条异议已经答复过了。请刷新页面看答复。"))
    require_answerer(acting, case, notice.key, role)
    if awaits(case, notice.key):
        handed = Handed(acting.at, reason=answer.strip())
        within = Acting(acting.person_id, acting.name, acting.at, acting.post, acting.post_name)
        answer_objection(
            acting=within, case_id=case.pk, key=notice.key, receipt=objection.number, upheld=upheld, role=role,
            handed=handed,
        )  # fmt: skip
    objection.answered_at, objection.upheld, objection.answer = acting.at, upheld, answer.strip()
    objection.save(update_fields=["answered_at", "upheld", "answer"])
    data = {"code": notice.code, "number": objection.number, "title": notice.title["zh"]}
    return Record(objection, ("notice", notice.pk), notice.place, data)
