"""Calling a meeting: who calls it, when notice was given, for when, where, on what, and who demanded it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.flow.state import Event
from qingdan.domain.rules.bodies import Body
from qingdan.domain.rules.convening import Convening, Demand
from qingdan.domain.rules.reasons import Reason, day_words
from qingdan.features.cases import deadlines
from qingdan.features.cases.acts.standing_in import note_stand_in, saying_for_whom
from qingdan.features.cases.acts.words import step_data
from qingdan.features.cases.capacity import require, standing
from qingdan.features.cases.kinds import MEETING_CALLED
from qingdan.features.cases.meetings import body_at, convening_of, heard
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Handed, lock, machine_of, move
from qingdan.records.regions.days import BEIJING, local_date
from qingdan.records.register.acts import Acting, Record, Refused, act

FORBIDDEN = frozenset({"notice-short", "again-soon"})  # what can still be put right before the meeting


@dataclass(frozen=True, slots=True)
class Call:
    """What a notice of a meeting says. ``why_urgent`` gives the special reason for notice at short term."""

    noticed_on: date
    held_at: datetime
    place: str
    agenda: str
    way: str = ""
    body: str | None = None
    why_urgent: str = ""
    demand: Demand | None = None


@act(MEETING_CALLED)
def call_meeting(*, acting: Acting, case_id: int, key: str, role: str, call: Call) -> Record[Case]:
    """Register that notice of a meeting was given; a later notice takes the place of an earlier one.

    :raises Refused: for a meeting to come whose notice, roll or list is too late, with the first day that is right; a
        meeting that is over already is registered as it was, and what was wrong with it stands in its record.
    """
    assert acting.person_id is not None
    case = lock(case_id)
    running = machine_of(case)
    body = body_at(case, key, call.body)
    who = standing(case, running, acting.person_id, local_date(acting.at))
    way = require(running, case, key, who, role, acting.person_id)
    _refuse_nonsense(acting, body, call)
    how = replace(_convening(case, key, call), called_for=None)
    findings = heard(body, how)
    if call.held_at > acting.at:
        _refuse_too_soon(case, key, call, findings.flaws)
    event: Event = {
        "type": "call",
        "key": key,
        "by": [{"person": acting.person_id, "role": role}],
        "noticed": call.noticed_on.isoformat(),
        "held": call.held_at.astimezone(BEIJING).isoformat(),
    }
    words = {"place": call.place, "agenda": call.agenda, "why_urgent": call.why_urgent}
    record = {"body": body.slug, "way": call.way, "urgent": bool(call.why_urgent), "demand": _kept(call.demand)}
    record["reasons"] = [{"zh": r.words.zh, "en": r.words.en} for r in findings.reasons]
    record["flaws"] = [{"zh": r.words.zh, "en": r.words.en} for r in findings.flaws]
    handed = Handed(_when(acting, call), record=record, beside={"call": words})
    move(case, event, acting=acting, handed=saying_for_whom(handed, way))
    note_stand_in(acting, case, key, way)
    case.tasks.filter(key=key, due_at=None).update(due_at=call.held_at)
    data = {**step_data(case, key, ""), "day": local_date(call.held_at).isoformat()}
    return Record(case, ("case", case.pk), case.place, data)


def _convening(case: Case, key: str, call: Call) -> Convening:
    how = convening_of(case, key, local_date(call.held_at), None, call.noticed_on, bool(call.why_urgent))
    return replace(how, demand=call.demand)


def _when(acting: Acting, call: Call) -> datetime:
    """When notice was given: now, or in the middle of the day that is written down."""
    if call.noticed_on == local_date(acting.at):
        return acting.at
    return datetime.combine(call.noticed_on, time(12), BEIJING)


def _kept(demand: Demand | None) -> dict[str, Any] | None:
    if demand is None:
        return None
    on = demand.on.isoformat() if demand.on else None
    return {"who": demand.who, "asked": demand.asked, "of": demand.of, "on": on}


def _refuse_nonsense(acting: Acting, body: Body, call: Call) -> None:
    if call.noticed_on > local_date(acting.at):
        raise Refused(_("通知日期不能晚于今天。先发通知，再来登记。"))
    if local_date(call.held_at) < call.noticed_on:
        raise Refused(_("开会的日子早于通知的日子。请核对两个日期。"))
    if call.why_urgent and not (body.notice and body.notice.urgent):
        raise Refused(_("“%(body)s”没有可以临时通知的规定，请按规定的天数提前通知。") % {"body": local(body.name)})


def _refuse_too_soon(case: Case, key: str, call: Call, flaws: tuple[Reason, ...]) -> None:
    for row in deadlines.too_early(case, key, call.held_at):
        clock = machine_of(case).flow.clocks[row.name.removeprefix(deadlines.BEFORE)]
        first = local(day_words(local_date(row.due_at) + deadlines.ONE_DAY))
        words = {"clock": local(clock.name), "limit": local(row.limit_words), "first": first}
        raise Refused(_("“%(clock)s”要提前%(limit)s，这次最早能定在%(first)s。请改会议时间。") % words)
    said = [local(f.words) for f in flaws if f.code in FORBIDDEN]
    if said:
        raise Refused(_("%(why)s。请改会议时间。") % {"why": _("；").join(said)})
