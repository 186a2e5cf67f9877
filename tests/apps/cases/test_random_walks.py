"""Random walks of real cases through the acts, over powers of every norm, on both databases.

Every open step has somebody who may do it, every case ends, and replaying its events gives the stored state.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from django.utils import timezone

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.events import MEETINGS
from qingdan.domain.flow.facts import belongs
from qingdan.domain.flow.model import Fact, FactType, Step, StepKind
from qingdan.domain.flow.state import base
from qingdan.domain.rules.quorum import Attendance, Votes
from qingdan.features.cases.acts import (
    answer_objection,
    close_notice,
    complete_step,
    confirm_meeting,
    object_to_notice,
    open_case,
    post_notice,
    record_election,
    record_meeting,
)
from qingdan.features.cases.capacity import Capacity, capacities, standing
from qingdan.features.cases.meetings import body_at
from qingdan.features.cases.models import Case, CaseFile
from qingdan.features.cases.running import Handed, edition_of, machine_of
from qingdan.records.files.models import StoredFile
from qingdan.records.people import acts as people
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting
from qingdan.web.demo.elections import usual_count, usual_names, usual_seats, usual_terms
from tests.budget import rounds
from tests.cast import Cast, give_post, join
from tests.domain.flow.test_random_runs import cuts
from tests.editions import adopt_shipped
from tests.loaded import powers_at_random

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]
BEGAN = timedelta(days=300)  # within the terms of the cast
MOST_STEPS = 300
LISTS = (FactType.SLATE, FactType.PROXIES)
POOL = {  # whom the cast's village may choose
    "election-member": ["示例·冯组长", "示例·褚代表", "示例·卫党员"],
    "village-director": ["示例·陈副主任", "示例·王主任"],
    "village-deputy-director": ["示例·周委员", "示例·吴委员"],
}


@pytest.fixture
def real(cast: Cast) -> Edition:
    edition = adopt_shipped()
    join(cast, "civil_affairs_c", "示例·田民政")
    give_post(cast, "civil_affairs_c", "town-civil-affairs", cast.town)
    join(cast, "cashier", "示例·冯出纳")  # who pays does not book
    give_post(cast, "cashier", "town-accounting", cast.town)
    return edition


class Walk:
    """One case and its sub-cases, moved by throwing dice until they are over."""

    def __init__(self, cast: Cast, case: Case, seed: str) -> None:
        self.cast, self.case, self.dice, self.now = cast, case, Random(seed), case.opened_at
        self.fixed = usual_seats(machine_of(case).flow, edition_of(case))  # no other number of seats is taken
        self.late = timedelta()  # how long after it happened things are typed in
        self.paper = StoredFile.objects.create(
            digest=seed.ljust(64, "0")[:64], salt="s", size=1, mime="image/jpeg", stored_at=self.now
        )

    def to_the_end(self) -> None:
        for _ in range(MOST_STEPS):
            case = self._running()
            if case is None:
                return
            self.now += timedelta(hours=1)
            self._move(case)
        raise AssertionError(f"{self.case} is not over after {MOST_STEPS} steps: {list(self.case.state['open'])}")

    def _running(self) -> Case | None:
        """The innermost case that is not over."""
        found = None
        todo = [Case.objects.get(pk=self.case.pk)]
        while todo:
            case = todo.pop()
            if case.phase != "over":
                found = case
                todo.extend(Case.objects.filter(parent=case))
        return found

    def _move(self, case: Case) -> None:
        running = machine_of(case)
        keys = [k for k in case.state["open"] if running.step(k).kind is not StepKind.START]
        key = self.dice.choice(keys)
        step = running.step(key)
        if case.state["open"][key].get("posted"):
            self._notice(case, key)
            return
        member, way = self._somebody(case, key)
        acting = Acting(member.person.pk, member.person.name, self.now + self.late)
        personal = {
            f.name: usual_names(case, key, f, POOL) if f.type in LISTS else "示例"
            for f in running.flow.set_at(base(key))
            if f.personal and not (f.type in LISTS and step.kind is StepKind.ELECT)
        }
        facts = {
            f.name: self._value(running, f)
            for f in running.flow.set_at(base(key))
            if not f.personal and f.name not in case.begun_with
        }
        files = self._papers(case, key, step, member)
        terms = usual_terms(case, key, acting) if not case.state["open"][key].get("signed") else None
        handed = Handed(self.now, personal=personal, files=files, reason="示例理由", terms=terms)
        self._do(case, key, step, way, acting, handed, facts)

    def _do(self, case, key, step: Step, way: Capacity, acting, handed: Handed, facts) -> None:
        common = {"acting": acting, "case_id": case.pk, "key": key, "role": way.role}
        if step.kind in MEETINGS and case.state["open"][key].get("signed"):
            confirm_meeting(**common, handed=Handed(handed.happened_at))
        elif step.kind is StepKind.MEET:
            record_meeting(**common, attendance=self._attendance(case, key), handed=handed, facts=facts)
        elif step.kind is StepKind.ELECT:
            verdict = self.dice.choices(["elected", "short", "inquorate"], [7, 2, 1])[0]
            attendance, count = usual_count(case, key, verdict, POOL)
            record_election(**common, attendance=attendance, count=count, handed=handed, facts=facts)
        elif step.kind is StepKind.DISCLOSE:
            signed = case.state["open"][key].get("signed")  # who signs after the first only confirms
            post_notice(
                **common, handed=replace(handed, personal={}) if signed else handed, facts={} if signed else facts
            )
        else:
            progress = case.state["open"][key]
            result = progress.get("result") if progress.get("signed") else self._result(case, key, step)
            forward = result == step.default or result in step.declared
            asked = {f.name for f in machine_of(case).flow.set_at(base(key)) if belongs(f, step, result)}
            if progress.get("signed") or not forward:
                asked = set()
            personal = {n: w for n, w in handed.personal.items() if n in asked}
            handed = replace(handed, personal=personal)
            facts = {n: v for n, v in facts.items() if n in asked}
            complete_step(**common, handed=handed, result=result, facts=facts, signer_id=way.person_id)

    def _result(self, case: Case, key: str, step: Step) -> str:
        offered = [r for r in machine_of(case).results_of(key) if r != "expired"]
        return self.dice.choices(offered, [4 if r == step.default else 1 for r in offered])[0]

    def _somebody(self, case: Case, key: str):
        """Whoever of the cast may act here; that there is somebody is what the walk proves at every step."""
        members = list(self.cast.members.values())
        self.dice.shuffle(members)
        running, day = machine_of(case), local_date(self.now)
        for member in members:
            who = standing(case, running, member.person.pk, day)
            ways = capacities(running, case.state, key, who)
            if ways:
                return member, ways[0]
        raise AssertionError(f"nobody may do {key} of {case.power}: {case.state['open'][key]}, {case.state['who']}")

    def _notice(self, case: Case, key: str) -> None:
        """Perhaps somebody objects; what waits for an answer gets it; the period ends."""
        running, house = machine_of(case), Acting.system("board", self.now)
        if self.dice.random() < 0.3:
            number = f"o{len(case.state['open'][key].get('objections', {})) + 1}"
            object_to_notice(acting=house, case_id=case.pk, key=key, receipt=number, handed=Handed(self.now))
        case = Case.objects.get(pk=case.pk)
        waiting = [n for n, a in case.state["open"][key].get("objections", {}).items() if a is None]
        for number in waiting if "objected" not in running.results_of(key) else ():
            member, way = self._somebody(case, key)
            answer_objection(
                acting=Acting(member.person.pk, member.person.name, self.now), case_id=case.pk, key=key,
                receipt=number, upheld=False, role=way.role, handed=Handed(self.now, reason="示例答复"),
            )  # fmt: skip
        self.now += timedelta(days=8)
        if key in Case.objects.get(pk=case.pk).state["open"]:  # else the last answer, given late, has closed it
            close_notice(acting=Acting.system("clock", self.now), case_id=case.pk, key=key, handed=Handed(self.now))

    def _attendance(self, case: Case, key: str) -> Attendance:
        body = body_at(case, key)
        came = self.dice.choices([30, 1], [9, 1])[0]
        agree = came if self.dice.random() < 0.8 else 0
        return Attendance(
            entitled=dict.fromkeys(body.counts, 30), present=dict.fromkeys(body.counts, came),
            votes=Votes(for_=agree, against=came - agree),
        )  # fmt: skip

    def _papers(self, case: Case, key: str, step: Step, member) -> tuple[int, ...]:
        rows = [
            CaseFile(case=case, key=key, kind=kind, file=self.paper, name="示例.jpg", added_at=self.now,
                     added_by=member.person)
            for kind in (*step.evidence, *(["other"] if self.late else []))
        ]  # fmt: skip
        CaseFile.objects.bulk_create(rows)
        return tuple(CaseFile.objects.filter(case=case, key=key, seq=None).values_list("pk", flat=True))

    def _value(self, running, fact: Fact):
        if fact.type is FactType.CHOICE:
            return self.dice.choice(list(fact.choices))
        if fact.type is FactType.YES_NO:
            return self.dice.random() < 0.5
        if fact.name in self.fixed:
            return self.fixed[fact.name]
        if fact.type in (FactType.MONEY, FactType.COUNT):
            return self.dice.choice(cuts(running))
        return {FactType.DATE: "2026-01-05", FactType.LIST: []}.get(fact.type, "示例")


@pytest.mark.parametrize("seed", range(rounds(1)))
@pytest.mark.parametrize("power", powers_at_random())
def test_a_random_walk_ends_and_replays(cast, real, power, seed):
    began: datetime = timezone.now() - BEGAN
    villager = people.add_person(acting=Acting.system("示例数据", began), name="示例·田村民", is_demo=True)
    case = open_case(
        acting=cast.acting("clerk", at=began), edition=real, power=power, village=cast.one, title="随机走一遍",
        happened_at=began, parties={"applicant": villager.pk},
    ).case  # fmt: skip
    Walk(cast, case, f"{power}{seed}").to_the_end()
    for each in [case, *Case.objects.filter(parent=case)]:
        each.refresh_from_db()
        events = [e.payload for e in each.events.order_by("seq")]
        assert machine_of(each).replay(events, each.begun_with) == each.state
        assert each.phase == "over"
        assert {t.key for t in each.tasks.all()} == set(each.state["owed"])  # only duties outlive a case
        assert list(each.events.order_by("seq").values_list("seq", flat=True)) == list(range(1, each.version + 1))
