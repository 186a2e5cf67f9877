"""Plays a scenario with the cast through the acts that the pages use, and looks after each line at what is open."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.model import Fact, FactType, Step, StepKind
from qingdan.domain.flow.state import base
from qingdan.domain.flow.vocabulary import result_words
from qingdan.domain.rules.limits import parse_limit
from qingdan.domain.rules.quorum import Attendance, Votes
from qingdan.features.cases.acts import (
    Call,
    answer_objection,
    call_meeting,
    complete_step,
    confirm_meeting,
    interrupt,
    object_to_notice,
    open_case,
    post_notice,
    record_election,
    record_meeting,
)
from qingdan.features.cases.acts.elections import Count, Line, Sheet
from qingdan.features.cases.capacity import Capacity, capacities, standing
from qingdan.features.cases.counting import count, end_of
from qingdan.features.cases.meetings import body_at
from qingdan.features.cases.models import Case, CaseFile, Deadline
from qingdan.features.cases.running import Handed, machine_of
from qingdan.features.cases.slates import numbered, office_name, offices_to_fill, races
from qingdan.features.cases.sweep import sweep
from qingdan.records.files.models import StoredFile
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Refused
from qingdan.web.demo.elections import usual_count, usual_names, usual_seats, usual_terms
from qingdan.web.demo.values import Values
from tests.cast import Cast, Member
from tests.scenarios.powers.reading import Line as Row
from tests.scenarios.powers.reading import Scenario

UNITS = {"日": "days", "天": "days", "个工作日": "wd", "个月": "months", "小时": "hours"}
WAIT = re.compile(rf"(\d+)({'|'.join(UNITS)})")
MEETINGS = (StepKind.MEET, StepKind.ELECT)
LISTS = (FactType.SLATE, FactType.PROXIES)
SAMPLE = "示例·"
BETWEEN = timedelta(minutes=20)  # from one line to the next: a day of work holds a whole case


class Play:
    """One scenario on its way."""

    def __init__(self, cast: Cast, edition: Edition, power: str, scenario: Scenario, began: datetime) -> None:
        self.cast, self.edition, self.scenario, self.now = cast, edition, scenario, began
        self.case: Case | None = None  # the innermost that is not over, looked up as a line begins and after it
        self.people = {m.person.name.removeprefix("示例·"): m for m in cast.members.values()}
        self.values = Values(random.Random(1), local_date(began), "示例·陶村民")
        self.values.sum = scenario.sum
        self.values.fixed = usual_seats(edition.powers[power].flow, edition)
        parties = {self._role(words): self._member(who).person.pk for words, who in scenario.parties.items()}
        self.root = open_case(
            acting=self._acting(self._member(scenario.opened_by)), edition=edition, power=power, village=cast.one,
            title=scenario.name, happened_at=began, parties=parties,
        ).case  # fmt: skip
        self.paper = StoredFile.objects.create(
            digest=str(self.root.pk).ljust(64, "0"), salt="s", size=1, mime="image/jpeg", stored_at=began
        )

    # -- lines ---------------------------------------------------------------------------------------------------
    def line(self, line: Row) -> None:
        """Let it happen, or see that it may not; then see what is open, and which limits run."""
        self.now += BETWEEN
        self.case = self._innermost()
        deed = {
            "办": self._do, "通知": self._call, "随时": self._interrupt, "异议": self._object, "答复": self._answer,
            "过": self._wait,
        }[line.deed]  # fmt: skip
        if line.forbidden:
            with pytest.raises(Refused, match=line.forbidden), transaction.atomic():
                deed(line)
        else:
            try:
                deed(line)
            except Refused as fault:
                raise AssertionError(f"{line.where}: {line.what} was refused: {fault.message}") from fault
        self.look(line)

    def look(self, line: Row) -> None:
        """See that what a line says is open, and that its limits run."""
        if line.expects is None and not line.limits:
            return
        self.case = case = self._innermost()
        if line.expects is not None:
            names = sorted(machine_of(case).step(key).name.zh for key in case.state["open"]) if case else []
            assert names == sorted(line.expects), f"{line.where}: now open: {names}"
        if line.limits:
            running = self._limits()
            found = {name: running.get(name) for name in line.limits}
            assert found == dict(line.limits), f"{line.where}: running limits: {running}"

    def _innermost(self) -> Case | None:
        """The innermost case that is not over; None when all are."""
        found, todo = None, [Case.objects.get(pk=self.root.pk)]
        while todo:
            case = todo.pop()
            if case.phase != "over":
                found = case
                todo.extend(Case.objects.filter(parent=case).exclude(phase="over"))
        return found

    def _limits(self) -> dict[str, str]:
        """The limits that run in the open case: by the step's or the clock's name, in words."""
        case = self.case
        assert case is not None
        running = machine_of(case)
        found = {}
        for deadline in Deadline.objects.filter(case=case, state=Deadline.RUNNING).order_by("started_at", "pk"):
            kind, _colon, name = deadline.name.partition(":")
            nodes = running.owed if kind == "owed" else running.steps
            of_clock = kind in ("clock", "before")
            words = running.flow.clocks[name].name if of_clock else nodes[base(deadline.key)].block.name
            found[words.zh] = parse_limit(deadline.limit).words.zh
        return found

    # -- deeds ---------------------------------------------------------------------------------------------------
    def _do(self, line: Row) -> None:
        case, member = self.case, self._member(line.who)
        assert case is not None, f"{line.where}: the case is over"
        key = self._open_key(case, line)
        running = machine_of(case)
        step, way = running.step(key), self._way(case, key, member, line)
        result = self._result(case, key, step, line)
        first = not case.state["open"].get(key, {}).get("signed")
        forward = first and result in (step.default, *step.declared)
        facts, personal = self._facts(case, key, line) if forward else ({}, {})
        files = self._papers(case, key, step, member, line) if forward else ()
        terms = usual_terms(case, key, self._acting(member), line.leaves, line.follows) if forward else None
        handed = Handed(self.now, personal=personal, files=files, reason=line.because, terms=terms)
        common = {"acting": self._acting(member), "case_id": case.pk, "key": key, "role": way.role, "handed": handed}
        if step.kind in MEETINGS and not first:
            confirm_meeting(**{**common, "handed": Handed(self.now)})
        elif step.kind is StepKind.ELECT:
            attendance, counted = self._count(case, key, result, line)
            record_election(**common, facts=facts, attendance=attendance, count=counted)
        elif step.kind is StepKind.MEET:
            record_meeting(**common, facts=facts, attendance=self._attendance(case, key, line))
        elif step.kind is StepKind.DISCLOSE:
            post_notice(**common, facts=facts)
        else:
            complete_step(**common, facts=facts, result=result, signer_id=way.person_id)

    def _call(self, line: Row) -> None:
        """Notice of a meeting that is held so long after today."""
        case, member = self.case, self._member(line.who)
        assert case is not None
        key = self._open_key(case, line)
        call = Call(local_date(self.now), self._later(line.held_in, line), "示例村委会", "示例议题")
        way = self._way(case, key, member, line)
        call_meeting(acting=self._acting(member), case_id=case.pk, key=key, role=way.role, call=call)

    def _interrupt(self, line: Row) -> None:
        case, member = Case.objects.get(pk=self.root.pk), self._member(line.who)
        rules = machine_of(case).flow.any_time.values()
        rule = next((r for r in rules if r.name.zh == line.what), None)
        assert rule is not None, f"{line.where}: nothing called {line.what} may happen at any time"
        who = standing(case, machine_of(case), member.person.pk, local_date(self.now))
        role = next(r for r in rule.by if r in who.posts or member.person.pk in who.parties.get(r, ()))
        interrupt(
            acting=self._acting(member), case_id=case.pk, name=rule.id, role=role, signer_id=member.person.pk,
            handed=Handed(self.now, reason=line.because),
        )  # fmt: skip

    def _object(self, line: Row) -> None:
        case = self.case
        assert case is not None
        house = Acting.system("board", self.now)
        key = self._open_key(case, line)
        object_to_notice(acting=house, case_id=case.pk, key=key, receipt="示例异议", handed=Handed(self.now))

    def _answer(self, line: Row) -> None:
        case, member = self.case, self._member(line.who)
        assert case is not None
        key = self._open_key(case, line)
        answer_objection(
            acting=self._acting(member), case_id=case.pk, key=key, receipt="示例异议", upheld=line.result == "成立",
            role=self._way(case, key, member, line).role, handed=Handed(self.now, reason=line.because),
        )  # fmt: skip

    def _wait(self, line: Row) -> None:
        """Time passes, and the clocks of the house do what they do then."""
        self.now = self._later(line.what, line)
        sweep(self.now)

    def _later(self, written: str, line: Row) -> datetime:
        """The first minute after so long from now."""
        said = WAIT.fullmatch(written)
        assert said, f"{line.where}: write how long as 7日, 5个工作日 or 2个月, not {written}"
        return end_of(count(f"{said[1]} {UNITS[said[2]]}", self.now)) + timedelta(minutes=1)

    # -- who, how, with what -------------------------------------------------------------------------------------
    def _member(self, name: str) -> Member:
        assert name in self.people, f"nobody of the cast is called {name!r}"
        return self.people[name]

    def _role(self, words: str) -> str:
        return next(role for role, said in self.edition.head.parties.items() if said.zh == words)

    def _acting(self, member: Member) -> Acting:
        post = member.holding.post if member.holding else None
        return Acting(member.person.pk, member.person.name, self.now, post=post, post_name=post)

    def _open_key(self, case: Case, line: Row) -> str:
        keys = {machine_of(case).step(key).name.zh: key for key in case.state["open"]}
        if line.what not in keys and line.forbidden:  # a step that is not there (any more)
            return next(s.id for s in machine_of(case).flow.steps().values() if s.name.zh == line.what)
        assert line.what in keys, f"{line.where}: {line.what} is not open, but {list(keys)}"
        return keys[line.what]

    def _way(self, case: Case, key: str, member: Member, line: Row) -> Capacity:
        """How somebody acts at a step; where a line says that it is forbidden, in a post that the step names if any."""
        running = machine_of(case)
        who = standing(case, running, member.person.pk, local_date(self.now))
        ways = capacities(running, case.state, key, who)
        if line.on_behalf:
            other = self._member(line.on_behalf).person.pk
            ways = [w for w in ways if w.recorded_for and w.person_id == other]
        else:
            ways = [w for w in ways if not w.recorded_for]
        if ways:
            return ways[0]
        assert line.forbidden, f"{line.where}: {line.who} may not do {line.what}"
        by = running.step(key).by
        return Capacity(next((role for role in by if role in who.posts), by[0]), member.person.pk)

    def _result(self, case: Case, key: str, step: Step, line: Row) -> str:
        if not line.result:
            return str(case.state["open"].get(key, {}).get("result") or step.default)
        offered = machine_of(case).results_of(key)
        said = {result_words(r, step.kind).zh: r for r in offered}
        assert line.result in said, f"{line.where}: {line.result} is none of {list(said)}"
        return said[line.result]

    def _facts(self, case: Case, key: str, line: Row) -> tuple[dict[str, Any], dict[str, Any]]:
        """What is filled in: what the line says, and the usual for the rest."""
        asked = [f for f in machine_of(case).flow.set_at(base(key)) if f.name not in case.begun_with]
        titles = {f.title.zh for f in asked}
        assert set(line.fills) <= titles, f"{line.where}: {set(line.fills) - titles} is none of {titles}"
        counts = machine_of(case).step(key).kind is StepKind.ELECT
        asked = [f for f in asked if not (counts and f.type in LISTS)]  # the count itself writes these names
        given = {
            f.name: self._list(case, key, f, line) if f.type in LISTS else self._value(f, line.fills) for f in asked
        }
        facts = {f.name: given[f.name] for f in asked if not f.personal}
        return facts, {f.name: given[f.name] for f in asked if f.personal}

    def _list(self, case: Case, key: str, fact: Fact, line: Row) -> Any:
        """Candidates by office, or who votes for whom; the usual ones where the line gives none."""
        said = line.fills.get(fact.title.zh)
        if said is None:
            return usual_names(case, key, fact)
        if fact.type is FactType.PROXIES:
            return [{"from": self._called(a), "to": self._called(b)} for a, b in said.items()]
        offices = {office_name(self.edition, o): o for o in offices_to_fill(case, machine_of(case), fact.name, key)}
        assert set(said) <= set(offices), f"{line.where}: {set(said) - set(offices)} is none of {set(offices)}"
        return numbered(
            {"office": offices[o].id, "name": self._called(name), "woman": offices[o].women}
            for o, names in said.items()
            for name in names
        )

    def _called(self, name: str) -> str:
        return SAMPLE + name

    def _count(self, case: Case, key: str, result: str, line: Row) -> tuple[Attendance, Count]:
        """The usual count with that result, with what the line gives in its place."""
        said = {"entitled": line.votes.get("应到"), "came": line.votes.get("收回")}
        voters = {k: n for k, n in said.items() if n is not None}
        attendance, counted = usual_count(case, key, result, voters=voters)
        names = {race.name: race for race in races(case, machine_of(case), key)}
        assert set(line.chosen) <= set(names), f"{line.where}: {set(line.chosen) - set(names)} is none of {set(names)}"
        sheets = {}
        for race in names.values():
            lines = counted.sheets[race.office.id].lines
            if race.name in line.chosen:
                votes = line.chosen[race.name].items()
                lines = [Line(self._called(name), Votes(n), race.office.women) for name, n in votes]
            came = counted.sheets[race.office.id].returned
            sheets[race.office.id] = Sheet(line.votes.get("发出", came), came, line.votes.get("废票", 0), lines)
        kin = [(self._called(a), self._called(b)) for a, b in (pair.split("-") for pair in line.kin)]
        return attendance, Count(sheets, kin)

    def _value(self, fact: Fact, fills: Mapping[str, Any]) -> Any:
        if fact.title.zh not in fills:
            return _usual(fact, self.values)
        said = fills[fact.title.zh]
        match fact.type:
            case FactType.MONEY:
                return int(said) * 100
            case FactType.YES_NO:
                return {"是": True, "否": False}[said]
            case FactType.CHOICE:
                return next(name for name, words in fact.choices.items() if words.zh == said)
            case _:
                return said

    def _papers(self, case: Case, key: str, step: Step, member: Member, line: Row) -> tuple[int, ...]:
        """Every paper that the step asks for, but for those that the line leaves out."""
        names = self.edition.head.evidence
        wanted = [kind for kind in step.evidence if names[kind].zh not in line.left_out]
        own = {"file": self.paper, "name": "示例.jpg", "added_at": self.now, "added_by": member.person}
        CaseFile.objects.bulk_create(CaseFile(case=case, key=key, kind=kind, **own) for kind in wanted)
        return tuple(CaseFile.objects.filter(case=case, key=key, seq=None).values_list("pk", flat=True))

    def _attendance(self, case: Case, key: str, line: Row) -> Attendance:
        body, votes = body_at(case, key), {"应到": 20, "实到": 18, "同意": 18, "不同意": 0, "弃权": 0, **line.votes}
        return Attendance(
            entitled=dict.fromkeys(body.counts, votes["应到"]),
            present=dict.fromkeys(body.counts, votes["实到"]),
            votes=Votes(votes["同意"], against=votes["不同意"], abstain=votes["弃权"]),
        )


def _usual(fact: Fact, values: Values) -> Any:
    """The ordinary case: the first choice, no, and sums that agree."""
    if fact.type is FactType.YES_NO:
        return False
    return next(iter(fact.choices)) if fact.type is FactType.CHOICE else values(fact)
