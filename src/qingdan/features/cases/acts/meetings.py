"""Recording a meeting: the body's rule judges it, and its reasons are kept with the event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.flow.state import Event, Signature
from qingdan.domain.rules.by_name import Attendee, name_faults
from qingdan.domain.rules.convening import Heard
from qingdan.domain.rules.quorum import Attendance, Body, Verdict, judge
from qingdan.domain.rules.reasons import Reason
from qingdan.features.cases.acts.following import follow_up
from qingdan.features.cases.acts.standing_in import note_stand_in, saying_for_whom
from qingdan.features.cases.acts.words import step_data
from qingdan.features.cases.capacity import require, standing
from qingdan.features.cases.evidence import take_evidence
from qingdan.features.cases.kinds import MEETING_CONFIRMED, MEETING_RECORDED
from qingdan.features.cases.meetings import body_at, called_for, convening_of, heard_of_record
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Handed, lock, machine_of, move
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Record, Refused, act


@dataclass(frozen=True, slots=True)
class Told:
    """What is recorded of how a meeting was called and who was there: the body that met where the law leaves it open,
    the day of notice where it was not called in the house, the reason for notice at short term, the list of names."""

    body: str | None = None
    noticed_on: date | None = None
    why_urgent: str = ""
    people: Sequence[Attendee] = ()


@act(MEETING_RECORDED)
def record_meeting(
    *,
    acting: Acting,
    case_id: int,
    key: str,
    role: str,
    attendance: Attendance,
    handed: Handed,
    facts: Mapping[str, Any] | None = None,
    told: Told | None = None,
) -> Record[Case]:
    """Record a meeting as it was held. Without quorum the step stays open, and the meeting is called again.

    :raises Refused: when the numbers cannot be right (more ballots than people, one person twice), or the recorder may
        not record.
    """
    assert acting.person_id is not None
    told = told or Told()
    case = lock(case_id)
    running = machine_of(case)
    step = running.step(key)
    body, findings = convened(case, key, handed, told, attendance)
    verdict = judge(body, attendance)
    refuse_faults([*verdict.errors, *people_faults(body, told, attendance)])
    who = standing(case, running, acting.person_id, local_date(handed.happened_at))
    way = require(running, case, key, who, role, acting.person_id)
    result = verdict_word(verdict)
    take_evidence(case, running, key, result, handed.files)
    by: list[Signature] = [{"person": acting.person_id, "role": role}]
    event: Event = {"type": "meet", "key": key, "verdict": result, "by": by}
    if result != step.default:  # what is found is found where the meeting says yes
        handed = replace(handed, personal={})
    elif facts:
        event["facts"] = dict(facts)
    if handed.personal:
        event["kept"] = sorted(handed.personal)
    said = record_of(body, attendance, findings, verdict.reasons)
    record = {"quorate": verdict.quorate, "passed": verdict.passed, **said}
    handed = saying_for_whom(replace(handed, record=record, beside=beside(told)), way)
    moved = move(case, event, acting=acting, handed=handed)
    note_stand_in(acting, case, key, way)
    follow_up(moved, acting=acting, happened_at=handed.happened_at, key=key, handed=handed)
    return Record(case, ("case", case.pk), case.place, step_data(case, key, result))


def convened(case: Case, key: str, handed: Handed, told: Told, attendance: Attendance) -> tuple[Body, Heard]:
    """The body that met, and what is to be said of how it was called and whom it counts. Seven queries at most."""
    called = called_for(case, key)
    body = body_at(case, key, called.body if called and called.body else told.body)
    held_on = local_date(handed.happened_at)
    how = convening_of(case, key, held_on, called, told.noticed_on, bool(told.why_urgent))
    return body, heard_of_record(case, body, how, attendance.entitled)


def people_faults(body: Body, told: Told, attendance: Attendance) -> list[Reason]:
    """What in a list of names cannot be; nothing where none was given."""
    return list(name_faults(body, told.people, attendance.people)) if told.people else []


def refuse_faults(faults: Iterable[Reason]) -> None:
    """:raises Refused: with everything in a record that cannot be."""
    said = [local(fault.words) for fault in faults]
    if said:
        raise Refused(" ".join(dict.fromkeys(said)))


def record_of(body: Body, attendance: Attendance, findings: Heard, reasons: Iterable[Reason]) -> dict[str, Any]:
    """What an event keeps of a meeting: numbers, reasons, flaws; no word that names a person."""
    said = [*reasons, *findings.reasons]
    return {
        "body": body.slug,
        "attendance": asdict(attendance),
        "reasons": [{"code": r.code, "zh": r.words.zh, "en": r.words.en} for r in said],
        "flaws": [{"code": r.code, "zh": r.words.zh, "en": r.words.en} for r in findings.flaws],
    }


def beside(told: Told) -> dict[str, Any]:
    """The words of a record that may name persons, kept apart from it."""
    found: dict[str, Any] = {}
    if told.people:
        found["people"] = [[p.name, str(p.came), p.by] for p in told.people]
    if told.why_urgent:
        found["urgent"] = told.why_urgent
    return found


@act(MEETING_CONFIRMED)
def confirm_meeting(*, acting: Acting, case_id: int, key: str, role: str, handed: Handed) -> Record[Case]:
    """Put a further signature under the record of a meeting; its numbers are not touched.

    :raises Refused: when nobody has recorded the meeting yet, or the person may not sign.
    """
    assert acting.person_id is not None
    case = lock(case_id)
    running = machine_of(case)
    recorded = case.state["open"].get(key, {}).get("result")
    if key in case.state["open"] and recorded is None:
        raise Refused(_("这次会议还没有记录，没有可确认的内容。请先由记录人填好。"))
    who = standing(case, running, acting.person_id, local_date(handed.happened_at))
    way = require(running, case, key, who, role, acting.person_id)
    take_evidence(case, running, key, str(recorded), handed.files, confirming=True)
    by: list[Signature] = [{"person": acting.person_id, "role": role}]
    event: Event = {"type": "meet", "key": key, "verdict": str(recorded), "by": by}
    moved = move(case, event, acting=acting, handed=saying_for_whom(handed, way))
    note_stand_in(acting, case, key, way)
    follow_up(moved, acting=acting, happened_at=handed.happened_at, key=key, handed=handed)
    return Record(case, ("case", case.pk), case.place, step_data(case, key, str(recorded)))


def verdict_word(verdict: Verdict) -> str:
    """What the process language calls the verdict."""
    if verdict.void:
        return "void"
    if not verdict.quorate:
        return "inquorate"
    return "passed" if verdict.passed else "rejected"
