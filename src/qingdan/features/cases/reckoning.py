"""What the numbers typed so far come to, before anything is handed in: reasons, what is missing, what cannot be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qingdan.domain.flow.vocabulary import result_words
from qingdan.domain.rules.convening import Heard
from qingdan.domain.rules.quorum import judge, quorum
from qingdan.domain.rules.reasons import Reason
from qingdan.features.cases.acts.elections import judge_count
from qingdan.features.cases.acts.meetings import people_faults
from qingdan.features.cases.election_forms import ElectionForm
from qingdan.features.cases.gates import SeenCase
from qingdan.features.cases.meeting_forms import GatheringForm, MeetingForm
from qingdan.features.cases.meetings import convening_of, heard_of_record
from qingdan.features.cases.messages import local
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Refused


@dataclass(frozen=True, slots=True)
class Reckoned:
    """``title`` says the result in a word, ``good`` whether it is one with which the case goes on."""

    title: str
    good: bool
    lines: tuple[str, ...] = ()
    flaws: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


def reckon(seen: SeenCase, key: str, form: GatheringForm, acting: Acting) -> Reckoned:
    """Judge what is typed into a valid form; nothing is written. A few queries for names and the calendar."""
    held_on = local_date(form.happened_at(acting.at))
    told = form.told()
    how = convening_of(seen.case, key, held_on, form.meeting.called, told.noticed_on, bool(told.why_urgent))
    findings = heard_of_record(seen.case, form.body, how, form.counted("n"))
    try:
        found = _motion(form, findings) if isinstance(form, MeetingForm) else _count(seen, key, form, findings)
    except Refused as fault:
        return Reckoned(_("还不能算"), False, errors=(str(fault.message),))
    errors = (*found.errors, *_said(people_faults(form.body, told, form.attendance())))
    title = _("数字对不上") if errors else found.title
    return Reckoned(title, found.good and not errors, found.lines, found.flaws, errors)


def _motion(form: MeetingForm, findings: Heard) -> Reckoned:
    verdict = judge(form.body, form.attendance())
    lines = _said((*verdict.reasons, *findings.reasons))
    flaws, errors = _said(findings.flaws), _said(verdict.errors)
    if verdict.void:
        return Reckoned(_("选举无效"), False, lines, flaws, errors)
    if not verdict.quorate:
        return Reckoned(_("人数不够，开不成"), False, lines, flaws, errors)
    if verdict.passed is None:
        return Reckoned(_("人数够了"), True, lines, flaws, errors)
    return Reckoned(_("通过") if verdict.passed else _("没通过"), verdict.passed, lines, flaws, errors)


def _count(seen: SeenCase, key: str, form: GatheringForm, findings: Heard) -> Reckoned:
    assert isinstance(form, ElectionForm)
    attendance = form.attendance()
    if not form.typed_votes():
        enough, reasons = quorum(form.body, attendance)
        title = _("人数够了") if enough else _("人数不够，选举无效")
        return Reckoned(title, enough, _said((*reasons, *findings.reasons)), _said(findings.flaws))
    result = judge_count(seen.case, seen.running, key, form.body, attendance, form.count()).result
    names = {race.office.id: race.name for race in form.races}
    lines = [
        _("%(office)s：%(reason)s") % {"office": names[office], "reason": local(reason.words)}
        for office, one in result.offices.items()
        for reason in one.reasons
    ]
    lines += _said((*result.reasons, *findings.reasons))
    for office, left in result.open_seats.items():
        lines.append(_("%(office)s还空%(n)d名") % {"office": names[office], "n": left})
    flaws = _said((*result.flaws, *findings.flaws))
    word = {"void": _("选举无效"), "inquorate": _("人数不够，选举无效")}.get(result.verdict)
    title = word or local(result_words(result.verdict or "not-held", form.context.step.kind))
    return Reckoned(title, result.verdict == "elected", tuple(dict.fromkeys(lines)), flaws, _said(result.errors))


def _said(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(local(r.words) for r in reasons))
