"""Recording a meeting: the body's rule judges it, and its reasons are kept with the event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.flow.model import StepKind
from qingdan.domain.flow.state import Event, Signature
from qingdan.domain.rules.quorum import Attendance, Body, Verdict, judge
from qingdan.features.cases.acts.following import follow_up
from qingdan.features.cases.acts.standing_in import note_stand_in, saying_for_whom
from qingdan.features.cases.acts.words import step_data
from qingdan.features.cases.capacity import require, standing
from qingdan.features.cases.evidence import require_evidence
from qingdan.features.cases.kinds import MEETING_CONFIRMED, MEETING_RECORDED
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Handed, lock, machine_of, move
from qingdan.records.editions.queries import bodies
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Record, Refused, act


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
) -> Record[Case]:
    """Record a meeting as it was held. Without quorum the step stays open, and the meeting is called again.

    :raises Refused: when the numbers cannot be right (more ballots than people), or the recorder may not record.
    """
    assert acting.person_id is not None
    case = lock(case_id)
    running = machine_of(case)
    step = running.step(key)
    body = body_of(case, key)
    verdict = judge(body, attendance)
    if verdict.errors:
        raise Refused(" ".join(local(e.words) for e in verdict.errors))
    who = standing(case, running, acting.person_id, local_date(handed.happened_at))
    way = require(running, case, key, who, role, acting.person_id)
    result = verdict_word(verdict, step.kind)
    require_evidence(case, running, key, result, handed.files)
    event: Event = {
        "type": "meet",
        "key": key,
        "verdict": result,
        "by": [{"person": acting.person_id, "role": role}],
    }
    if facts and result == step.default:
        event["facts"] = dict(facts)
    handed = saying_for_whom(_with_record(handed, body, attendance, verdict), way)
    moved = move(case, event, acting=acting, handed=handed)
    note_stand_in(acting, case, key, way)
    follow_up(moved, acting=acting, happened_at=handed.happened_at)
    data = step_data(case, key, result)
    return Record(case, ("case", case.pk), case.place, data)


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
    by: list[Signature] = [{"person": acting.person_id, "role": role}]
    event: Event = {"type": "meet", "key": key, "verdict": str(recorded), "by": by}
    moved = move(case, event, acting=acting, handed=saying_for_whom(handed, way))
    note_stand_in(acting, case, key, way)
    follow_up(moved, acting=acting, happened_at=handed.happened_at)
    return Record(case, ("case", case.pk), case.place, step_data(case, key, str(recorded)))


def body_of(case: Case, key: str) -> Body:
    """The body that meets at a step. :raises Refused: when the step is not a meeting."""
    step = machine_of(case).step(key)
    if step.body is None:
        raise Refused(_("“%(step)s”不是会议。请刷新页面，按页面上的表来办。") % {"step": local(step.name)})
    return bodies(case.edition)[step.body]


def verdict_word(verdict: Verdict, kind: StepKind) -> str:
    """What the process language calls the verdict."""
    if not verdict.quorate:
        return "inquorate"
    if kind is StepKind.ELECT:
        return "elected" if verdict.passed else "short"
    return "passed" if verdict.passed else "rejected"


def _with_record(handed: Handed, body: Body, attendance: Attendance, verdict: Verdict) -> Handed:
    record = {
        "body": body.slug,
        "attendance": asdict(attendance),
        "quorate": verdict.quorate,
        "passed": verdict.passed,
        "reasons": [{"zh": r.words.zh, "en": r.words.en} for r in verdict.reasons],
    }
    return replace(handed, record=record)
