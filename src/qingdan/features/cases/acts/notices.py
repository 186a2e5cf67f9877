"""Notices of a case: put up, objected to, answered, and closed when the period is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.flow.state import Event
from qingdan.features.cases import deadlines
from qingdan.features.cases.acts.following import follow_up
from qingdan.features.cases.acts.standing_in import note_stand_in, saying_for_whom
from qingdan.features.cases.acts.terms import with_terms
from qingdan.features.cases.acts.words import step_data
from qingdan.features.cases.capacity import require, standing
from qingdan.features.cases.evidence import take_evidence
from qingdan.features.cases.kinds import NOTICE_CLOSED, NOTICE_RESTARTED, OBJECTED, OBJECTION_ANSWERED, PUBLISHED
from qingdan.features.cases.models import Case, Deadline
from qingdan.features.cases.running import Handed, lock, machine_of, move
from qingdan.features.cases.seats import refuse_bad_seats
from qingdan.features.cases.slates import refuse_bad_lists
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Record, Refused, act


@act(PUBLISHED)
def post_notice(
    *, acting: Acting, case_id: int, key: str, role: str, handed: Handed, facts: Mapping[str, Any] | None = None
) -> Record[Case]:
    """The notice of an open ``disclose`` step has been put up; the board hears of it by topic ``cases.published``."""
    assert acting.person_id is not None
    case = lock(case_id)
    running = machine_of(case)
    who = standing(case, running, acting.person_id, local_date(handed.happened_at))
    way = require(running, case, key, who, role, acting.person_id)
    handed = with_terms(handed)
    refuse_bad_lists(case, running, key, handed.personal)
    if not case.state["open"].get(key, {}).get("signed"):
        take_evidence(case, running, key, "clear", handed.files)
    event: Event = {"type": "post", "key": key, "by": [{"person": acting.person_id, "role": role}]}
    if facts:
        refuse_bad_seats(case, facts)
        event["facts"] = dict(facts)
    if handed.personal:
        event["kept"] = sorted(handed.personal)
    moved = move(case, event, acting=acting, handed=saying_for_whom(handed, way))
    note_stand_in(acting, case, key, way)
    follow_up(moved, acting=acting, happened_at=handed.happened_at, key=key, handed=handed)
    published = {"case": case.pk, "key": key, "seq": moved.seq, "at": handed.happened_at.isoformat()}
    up = key not in case.state["open"] or case.state["open"][key].get("posted")  # the last signature puts it up
    topics = [("cases.published", published)] if up else []
    return Record(case, ("case", case.pk), case.place, step_data(case, key, "clear"), topics=topics)


@act(OBJECTED)
def object_to_notice(*, acting: Acting, case_id: int, key: str, receipt: str, handed: Handed) -> Record[Case]:
    """An objection has been lodged against a notice; its words stay with the board that took it in."""
    case = lock(case_id)
    move(case, {"type": "object", "key": key, "number": receipt}, acting=acting, handed=handed)
    data = {**step_data(case, key, "objected"), "receipt": receipt}
    return Record(case, ("case", case.pk), case.place, data)


@act(OBJECTION_ANSWERED)
def answer_objection(
    *, acting: Acting, case_id: int, key: str, receipt: str, upheld: bool, role: str, handed: Handed
) -> Record[Case]:
    """Answer an objection with a reason. The case goes on only when each is answered, or when its flow handles them."""
    assert acting.person_id is not None
    case = lock(case_id)
    running = machine_of(case)
    who = standing(case, running, acting.person_id, local_date(handed.happened_at))
    way = require(running, case, key, who, role, acting.person_id)
    event: Event = {
        "type": "answer",
        "key": key,
        "number": receipt,
        "upheld": upheld,
        "by": [{"person": acting.person_id, "role": role}],
    }
    move(case, event, acting=acting, handed=saying_for_whom(handed, way))
    note_stand_in(acting, case, key, way)
    _close_if_over(case, key, acting)
    data = {**step_data(case, key, "upheld" if upheld else "dismissed"), "receipt": receipt}
    return Record(case, ("case", case.pk), case.place, data, topics=[("cases.answered", {"case": case.pk, **data})])


def _close_if_over(case: Case, key: str, acting: Acting) -> None:
    """The period was over before the last answer: the clock has looked once and found it wanting, so it ends now."""
    waited = case.deadlines.filter(name=f"notice:{key}", state=Deadline.RUNNING, missed_at__isnull=False).exists()
    answers = case.state["open"].get(key, {}).get("objections", {}).values()
    if waited and None not in answers:
        house = Acting.system("house", acting.at)
        close_notice(acting=house, case_id=case.pk, key=key, handed=Handed(acting.at))


@act(NOTICE_CLOSED)
def close_notice(*, acting: Acting, case_id: int, key: str, handed: Handed) -> Record[Case]:
    """The objection period is over. :raises Refused: while an objection that the flow does not handle is unanswered."""
    case = lock(case_id)
    moved = move(case, {"type": "close", "key": key}, acting=acting, handed=handed)
    follow_up(moved, acting=acting, happened_at=handed.happened_at, key=key, handed=handed)
    data = step_data(case, key, case.state["results"].get(key, "clear"))
    return Record(case, ("case", case.pk), case.place, data)


@act(NOTICE_RESTARTED)
def restart_notice(*, acting: Acting, case_id: int, key: str, at: datetime) -> Record[datetime]:
    """The sheet of an open notice was put up anew, corrected: its objection period counts again from that day, and what
    the case has recorded stays as it is. Gives the last instant of the period.

    :raises Refused: when the case does not wait at this notice.
    """
    case = lock(case_id)
    running = machine_of(case)
    shown = running.step(key).disclosure
    if not case.state["open"].get(key, {}).get("posted") or shown is None or not shown.objections:
        raise Refused(_("这件事现在不在等这份公示的异议期，不能重新计算。"))
    row = deadlines.count_notice_anew(case, key, shown.objections, at)
    data = {"number": case.number, "key": key, "step": running.words(key).zh}
    return Record(row.due_at, ("case", case.pk), case.place, data)
