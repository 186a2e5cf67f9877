"""Recording the count of an election: who stood, the votes, who is elected by the body's rule, what stays open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Step
from qingdan.domain.flow.state import Event, Poll, Signature
from qingdan.domain.rules.attendance import Attendance, Votes
from qingdan.domain.rules.bodies import Body
from qingdan.domain.rules.convening import Heard
from qingdan.domain.rules.election import Poll as Ballots
from qingdan.domain.rules.election_day import People, Result, Rules, hold
from qingdan.domain.rules.reasons import Reason
from qingdan.domain.words import Words
from qingdan.features.cases.acts.following import follow_up
from qingdan.features.cases.acts.meetings import Told, beside, convened, people_faults, record_of, refuse_faults
from qingdan.features.cases.acts.standing_in import note_stand_in, saying_for_whom
from qingdan.features.cases.acts.words import step_data
from qingdan.features.cases.capacity import require, standing
from qingdan.features.cases.evidence import take_evidence
from qingdan.features.cases.kinds import ELECTION_COUNTED
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Handed, lock, machine_of, move
from qingdan.features.cases.slates import Race, Row, candidates_of, kept, names_fact, numbered, races
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Record, Refused, act


@dataclass(frozen=True, slots=True)
class Line:
    """One name on the count sheet of an office: a candidate, or somebody whose name was written in."""

    name: str
    votes: Votes
    woman: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The count sheet of one office."""

    issued: int
    returned: int
    invalid: int = 0
    lines: Sequence[Line] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """A whole count: a sheet for each office, and pairs of names who are near kin of one another."""

    sheets: Mapping[str, Sheet]
    kin: Sequence[tuple[str, str]] = ()
    mobile: int = 0  # voters who voted in the box that was carried to them


@dataclass(frozen=True)
class Counted:
    """A count judged: the result by candidates' numbers, and the rows that keep their names."""

    result: Result
    rows: list[Row] = field(default_factory=list)
    polls: Mapping[str, Ballots] = field(default_factory=dict)


@act(ELECTION_COUNTED)
def record_election(
    *,
    acting: Acting,
    case_id: int,
    key: str,
    role: str,
    attendance: Attendance,
    count: Count,
    handed: Handed,
    facts: Mapping[str, Any] | None = None,
    told: Told | None = None,
) -> Record[Case]:
    """Record an election as it was held and counted. Its verdict follows from the body's rule. One in which too few
    voted, or that is void, leaves the step open.

    :raises Refused: when the count cannot be right, or the recorder may not record.
    """
    assert acting.person_id is not None
    told = told or Told()
    case = lock(case_id)
    running = machine_of(case)
    step = running.step(key)
    body, findings = convened(case, key, handed, told, attendance)
    counted = judge_count(case, running, key, body, attendance, count)
    refuse_faults([*counted.result.errors, *people_faults(body, told, attendance)])
    who = standing(case, running, acting.person_id, local_date(handed.happened_at))
    way = require(running, case, key, who, role, acting.person_id)
    take_evidence(case, running, key, counted.result.verdict, handed.files)
    by: list[Signature] = [{"person": acting.person_id, "role": role}]
    event: Event = {"type": "meet", "key": key, "verdict": counted.result.verdict, "by": by}
    handed = _written(case, running, key, handed, event, counted)
    if facts and counted.result.verdict == step.default:
        event["facts"] = dict(facts)
    record = election_record(body, attendance, findings, counted, count)
    handed = saying_for_whom(replace(handed, record=record, beside=beside(told)), way)
    moved = move(case, event, acting=acting, handed=handed)
    note_stand_in(acting, case, key, way)
    follow_up(moved, acting=acting, happened_at=handed.happened_at, key=key, handed=handed)
    return Record(case, ("case", case.pk), case.place, step_data(case, key, counted.result.verdict))


def judge_count(case: Case, running: Machine, key: str, body: Body, attendance: Attendance, count: Count) -> Counted:
    """What a count comes to. Two queries, for names. :raises Refused: for a name that stands twice or an office that
    is not voted on."""
    step, held = running.step(key), races(case, running, key)
    unknown = set(count.sheets) - {race.office.id for race in held}
    if unknown or len(count.sheets) != len(held):
        raise Refused(_("计票的职务和这次选举的不一样。请刷新页面重新填写。"))
    rows = _rows(case, running, key, held, count)
    polls = {race.office.id: _ballots(step, race, count.sheets[race.office.id], rows) for race in held}
    election = step.election
    assert election is not None
    numbers = {r["name"]: r["n"] for r in rows}
    people = People(
        women=frozenset(r["n"] for r in rows if r.get("woman")),
        kin=tuple((numbers[a], numbers[b]) for a, b in count.kin if a in numbers and b in numbers),
    )
    rules = Rules(election.carry_down, election.kin_apart, election.women, step.basis)
    more = 1 if body.candidates and body.candidates.more else 0  # who stands again: more than the seats left open
    result = hold(body, attendance, polls, rules, people, more)
    names = {r["n"]: r["name"] for r in rows}
    return Counted(replace(result, errors=tuple(_named(e, names) for e in result.errors)), rows, polls)


def _rows(case: Case, running: Machine, key: str, held: Sequence[Race], count: Count) -> list[Row]:
    """Everybody who got votes, with the numbers that candidates have already."""
    election = running.step(key).election
    assert election is not None
    taken = candidates_of(case, running, key)
    if election.again is not None:
        taken = [*taken, *kept(case, names_fact(running, key), key)]
    rows = []
    for race in held:
        lines = count.sheets[race.office.id].lines
        twice = [line.name for line in lines if sum(other.name == line.name for other in lines) > 1]
        if twice:
            raise Refused(_("“%(office)s”里%(name)s写了两次。请合在一行。") % {"office": race.name, "name": twice[0]})
        women = {r["name"]: bool(r.get("woman")) for r in race.rows}
        rows += [{"office": race.office.id, **_line(line, women, race.office.women)} for line in lines]
    return numbered(rows, taken)


def _line(line: Line, women: Mapping[str, bool], only: bool) -> Row:
    votes = {"for": line.votes.for_, "against": line.votes.against, "abstain": line.votes.abstain}
    return {"name": line.name, "woman": line.woman or only or women.get(line.name, False), **votes}


def _ballots(step: Step, race: Race, sheet: Sheet, rows: Sequence[Row]) -> Ballots:
    votes = {r["n"]: Votes(r["for"], r["against"], r["abstain"]) for r in rows if r["office"] == race.office.id}
    plus = step.election.plus if step.election else 0
    return Ballots(race.seats, sheet.issued, sheet.returned, votes, sheet.invalid, marks=race.seats - plus)


def _named(fault: Reason, names: Mapping[str, str]) -> Reason:
    """A fault that speaks of a candidate says the name to whoever typed it; faults are shown and kept nowhere."""
    number = str(fault.data.get("candidate", ""))
    if number not in names:
        return fault
    words = Words(*(w.replace(number, names[number], 1) for w in (fault.words.zh, fault.words.en)))
    return Reason(fault.code, words, fault.data)


def _written(case: Case, running: Machine, key: str, handed: Handed, event: Event, counted: Counted) -> Handed:
    """The count into the event, the names beside it. A vote that decided nothing leaves no names."""
    result = counted.result
    if result.verdict not in ("elected", "short"):
        return handed
    poll: dict[str, Poll] = {}
    for office, found in result.offices.items():
        after = [n for n in counted.polls[office].order if n not in found.elected]
        poll[office] = {
            "elected": list(found.elected),
            "open": found.open_seats,
            "next": list(result.next_ballot.get(office, ())),
            "after": after,
        }
    event["poll"] = poll
    name = names_fact(running, key)
    rows = [{**r, "elected": r["n"] in result.offices[r["office"]].elected} for r in counted.rows]
    election = running.step(key).election
    assert election is not None
    if election.again is not None:
        rows = _joined(kept(case, name, key), rows)
    elif election.names is not None:
        event["kept"] = [election.names]
    return replace(handed, personal={**handed.personal, name: rows})


def _joined(before: Sequence[Row], now: Sequence[Row]) -> list[Row]:
    """The rows of an election with those of the vote that filled its open seats: the later count of a person stands."""
    later = {(r["office"], r["n"]): r for r in now}
    first = [later.pop((r["office"], r["n"]), r) for r in before]
    return [*first, *later.values()]


def election_record(
    body: Body, attendance: Attendance, findings: Heard, counted: Counted, count: Count
) -> dict[str, Any]:
    """What an event keeps of a count: numbers by office and candidate's number, reasons, flaws."""
    result = counted.result
    reasons = [r for found in result.offices.values() for r in found.reasons]
    record = record_of(body, attendance, Heard(findings.reasons, (*findings.flaws, *result.flaws)), result.reasons)
    offices = {}
    for office, found in result.offices.items():
        poll = counted.polls[office]
        offices[office] = {
            "seats": poll.seats, "issued": poll.issued, "returned": poll.returned, "invalid": poll.invalid,
            "votes": {n: asdict(v) for n, v in poll.votes.items()}, "carried": dict(poll.carried or {}),
            "elected": list(found.elected), "tied": list(found.tied), "open": found.open_seats, "void": found.void,
            "reasons": [{"code": r.code, "zh": r.words.zh, "en": r.words.en} for r in found.reasons],
        }  # fmt: skip
    quorate = bool(reasons) and result.verdict in ("elected", "short")
    return {**record, "quorate": quorate, "passed": None, "offices": offices, "mobile": count.mobile}
