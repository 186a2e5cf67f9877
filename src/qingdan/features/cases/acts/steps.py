"""Doing a step: handing in, confirming, refusing, disputing, interrupting, discharging what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import dateformat
from django.utils.translation import gettext as _

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.state import Event, base
from qingdan.features.cases.acts.following import follow_up
from qingdan.features.cases.acts.opening import open_sub_case
from qingdan.features.cases.acts.standing_in import note_stand_in, saying_for_whom
from qingdan.features.cases.acts.terms import with_terms
from qingdan.features.cases.acts.words import step_data
from qingdan.features.cases.capacity import require, standing
from qingdan.features.cases.deadlines import over
from qingdan.features.cases.evidence import take_evidence
from qingdan.features.cases.kinds import DISCHARGED, DISPUTED, DUTY_BEGUN, EXPIRED, INTERRUPTED, STEP_DONE
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case, Deadline
from qingdan.features.cases.running import Handed, lock, machine_of, move
from qingdan.features.cases.seats import refuse_bad_seats
from qingdan.features.cases.slates import refuse_bad_lists
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Record, Refused, act


@act(STEP_DONE)
def complete_step(
    *,
    acting: Acting,
    case_id: int,
    key: str,
    role: str,
    handed: Handed,
    result: str | None = None,
    facts: Mapping[str, Any] | None = None,
    signer_id: int | None = None,
    lacking: bool = False,
) -> Record[Case]:
    """Hand in an open step as ``role``, or confirm what another has handed in there.

    ``signer_id`` is the person who acts when someone else records it, or when a party without an account does it by
    number and code. Evidence that the step demands must be there when its default result is given, unless a party's
    request says that it is still ``lacking``. :raises Refused: in words for the person.
    """
    signer = signer_id or acting.person_id
    assert signer is not None
    case = lock(case_id)
    running = machine_of(case)
    who = standing(case, running, acting.person_id or signer, local_date(handed.happened_at))
    way = require(running, case, key, who, role, signer)
    handed = with_terms(handed)
    _refuse_bad_words(case, running, key, handed, facts)
    event = _event(key, signer, role, result or running.step(key).default, handed, facts)
    _in_time(case, running, key, handed)
    # Who confirms finds the evidence there; what a party still lacks, the check of the papers names once and in full.
    there = lacking or bool(case.state["open"].get(key, {}).get("signed"))
    take_evidence(case, running, key, event["result"], handed.files, confirming=there)
    moved = move(case, event, acting=acting, handed=saying_for_whom(handed, way))
    note_stand_in(acting, case, key, way)
    follow_up(moved, acting=acting, happened_at=handed.happened_at, key=key, handed=handed)
    return Record(case, ("case", case.pk), case.place, step_data(case, key, event["result"]))


def _event(key: str, signer: int, role: str, result: str, handed: Handed, facts: Mapping[str, Any] | None) -> Event:
    event: Event = {"type": "act", "key": key, "by": [{"person": signer, "role": role}], "result": result}
    if facts:
        event["facts"] = dict(facts)
    if handed.personal:
        event["kept"] = sorted(handed.personal)
    return event


def _refuse_bad_words(case: Case, running: Machine, key: str, handed: Handed, facts: Mapping[str, Any] | None) -> None:
    """What is filled in must be possible in law: candidates, proxies, seats."""
    refuse_bad_lists(case, running, key, handed.personal)
    if facts:
        refuse_bad_seats(case, facts)


def _in_time(case: Case, running: Machine, key: str, handed: Handed) -> None:
    """A step whose flow says what follows when its limit is over is not done after it, though no sweep came yet."""
    if "expired" not in running.results_of(key):
        return  # no query for most steps
    ended = over(running, key, Deadline.objects.filter(case=case, name=f"within:{key}"), handed.happened_at)
    if ended is not None:
        day = dateformat.format(local_date(ended.due_at), _("Y年n月j日"))
        words = {"step": local(running.step(key).name), "day": day}
        raise Refused(
            _("“%(step)s”最晚到%(day)s，已经过了。还要办的，可以重新申请；有正当理由的，请打监督电话说明。") % words
        )


@act(DISPUTED)
def dispute_step(*, acting: Acting, case_id: int, key: str, role: str, handed: Handed) -> Record[Case]:
    """The second person does not agree with what the first handed in; the step begins anew."""
    assert acting.person_id is not None
    case = lock(case_id)
    running = machine_of(case)
    who = standing(case, running, acting.person_id, local_date(handed.happened_at))
    way = require(running, case, key, who, role, acting.person_id)
    event: Event = {"type": "dispute", "key": key, "by": [{"person": acting.person_id, "role": role}]}
    move(case, event, acting=acting, handed=saying_for_whom(handed, way))
    note_stand_in(acting, case, key, way)
    return Record(case, ("case", case.pk), case.place, step_data(case, key, ""))


@act(INTERRUPTED)
def interrupt(*, acting: Acting, case_id: int, name: str, role: str, handed: Handed, signer_id: int) -> Record[Case]:
    """Withdraw, or another of the events that may end a case at any time."""
    case = lock(case_id)
    event: Event = {"type": "interrupt", "key": name, "by": [{"person": signer_id, "role": role}]}
    moved = move(case, event, acting=acting, handed=handed)
    for child in Case.objects.filter(parent=case, phase="running"):
        # A sub-case does not outlive the case that needed it; it ends by its own rule where it has the same one.
        if name in machine_of(child).flow.any_time:
            interrupt(acting=_once(acting), case_id=child.pk, name=name, role=role, handed=handed, signer_id=signer_id)
    follow_up(moved, acting=acting, happened_at=handed.happened_at)
    data = step_data(case, name, str(case.outcome))
    return Record(case, ("case", case.pk), case.place, data)


def _once(acting: Acting) -> Acting:
    """The same person and moment without the form's token, which belongs to the outer act."""
    return Acting(acting.person_id, acting.name, acting.at, acting.post, acting.post_name)


@act(EXPIRED)
def expire_step(*, acting: Acting, case_id: int, key: str, handed: Handed) -> Record[Case]:
    """The limit of a step whose flow says what then happens is over."""
    case = lock(case_id)
    moved = move(case, {"type": "expire", "key": key}, acting=acting, handed=handed)
    follow_up(moved, acting=acting, happened_at=handed.happened_at)
    data = step_data(case, key, "expired")
    return Record(case, ("case", case.pk), case.place, data)


@act(DUTY_BEGUN)
def begin_duty(*, acting: Acting, case_id: int, key: str, happened_at: datetime) -> Record[Case]:
    """Begin the power by which a duty owed is discharged; the value is its case. It is begun once at a time."""
    parent = lock(case_id)
    if key not in parent.state["owed"]:
        raise Refused(_("这件事已经办过，不用再办。请刷新页面看最新进度。"))
    if parent.children.filter(parent_key=key).exclude(phase="over").exists():
        raise Refused(_("这件事已经有人在办。请从页面上方的编号进去接着办。"))
    child = open_sub_case(acting=Acting.system("house", acting.at), parent=parent, key=key, happened_at=happened_at)
    parent.tasks.filter(key=key).update(waiting=True)
    return Record(child, ("case", parent.pk), parent.place, {**step_data(parent, key, ""), "child": child.number})


@act(DISCHARGED)
def discharge(*, acting: Acting, case_id: int, key: str, role: str, handed: Handed, over: bool = False) -> Record[Case]:
    """Do a duty that the case left owed; ``over``: it need not come back, for the reason handed in.

    :raises Refused: when a power runs for it, which then discharges it, or when it is over without a reason.
    """
    assert acting.person_id is not None
    case = lock(case_id)
    duty = machine_of(case).owed.get(base(key))
    if over and not handed.reason:
        raise Refused(_("请写明为什么以后不用再办。"))
    if duty is not None and duty.block.power and not over:  # type: ignore[union-attr]
        raise Refused(_("这件事要按流程办。请点“开始办理”，办结后自动销号。"))
    event: Event = {"type": "discharge", "key": key, "by": [{"person": acting.person_id, "role": role}]}
    if over:
        event["over"] = True
    move(case, event, acting=acting, handed=handed)
    return Record(case, ("case", case.pk), case.place, step_data(case, key, "done"))
