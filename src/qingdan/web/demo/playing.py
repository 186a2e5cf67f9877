"""Plays a plan: each event is done by a person who may, through the acts that the pages use, at its own time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from qingdan.domain.flow.model import Fact, FactType, StepKind
from qingdan.domain.flow.state import Event, base, suffix
from qingdan.domain.rules.bodies import Body
from qingdan.domain.rules.quorum import Attendance, Votes
from qingdan.features.cases.acts import (
    add_file,
    complete_step,
    confirm_meeting,
    interrupt,
    post_notice,
    record_election,
    record_meeting,
)
from qingdan.features.cases.meetings import body_at, known_counts
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Handed, edition_of, machine_of
from qingdan.records.files.store import store
from qingdan.records.people.posts import official_name
from qingdan.records.regions.days import local_date
from qingdan.records.register import outbox
from qingdan.records.register.acts import Acting
from qingdan.watch.boards.acts import lodge_objection
from qingdan.watch.boards.models import Notice
from qingdan.web.demo import hearings
from qingdan.web.demo.elections import Pool, usual_count, usual_names, usual_terms
from qingdan.web.demo.pictures import evidence
from qingdan.web.demo.values import Values

WORDS_AGAINST = "示例：情况和公示的不一样，请再核实一下。"
REASON = "示例：材料和实际情况对不上，理由已当面说明。"


@dataclass
class Player:
    """One case and the values that its people give. ``names`` are everybody's by number, ``holders`` by post."""

    case: Case
    names: Mapping[int, str]
    holders: Mapping[str, Sequence[int]]
    values: Values
    pool: Pool = field(default_factory=dict)  # who is chosen for a post, by name

    def refresh(self) -> None:
        """Read the case as it is now."""
        self.case.refresh_from_db()

    def play(self, event: Event, at: datetime) -> None:
        """Do one event of a plan. :raises Refused: when the house says no."""
        {
            "act": self._act,
            "meet": self._meet,
            "post": self._post,
            "object": self._object,
            "interrupt": self._interrupt,
        }[event["type"]](event, at)

    def acting(self, event: Event, at: datetime) -> Acting:
        """The signer of an event in the post in which he signs; who stands in for another, in his own."""
        person, role = event["by"][0]["person"], event["by"][0]["role"]
        own = [post for post, held in self.holders.items() if person in held]
        post = role if role in own else next(iter(own), None)
        return Acting(person, self.names[person], at, post=post, post_name=official_name(post) if post else None)

    # -- the events ----------------------------------------------------------------------------------------------
    def _act(self, event: Event, at: datetime) -> None:
        acting, key = self.acting(event, at), event["key"]
        self._hear(event, at)
        complete_step(
            acting=acting,
            case_id=self.case.pk,
            key=key,
            role=event["by"][0]["role"],
            result=event["result"],
            facts=hearings.with_its_day(machine_of(self.case), event.get("facts"), at),
            handed=self._handed(event, acting, self._says_no(event)),
        )

    def _hear(self, event: Event, at: datetime) -> None:
        """What a hearing brings is written down before it is handed in."""
        post = hearings.keeper_of(self.case, event["key"])
        held = self.holders.get(post or "", ())
        if post and held:
            keeper = Acting(held[0], self.names[held[0]], at, post=post, post_name=official_name(post))
            hearings.record(self.case, event, keeper)

    def _meet(self, event: Event, at: datetime) -> None:
        acting, key = self.acting(event, at), event["key"]
        if self.case.state["open"][key].get("signed"):
            confirm_meeting(
                acting=acting, case_id=self.case.pk, key=key, role=event["by"][0]["role"], handed=Handed(at)
            )
            return
        if machine_of(self.case).step(key).kind is StepKind.ELECT:
            self._elect(event, acting)
            return
        body = body_at(self.case, key)
        attendance = attendance_for(body, event["verdict"], known_counts(self.case, body, local_date(at)))
        record_meeting(
            acting=acting,
            case_id=self.case.pk,
            key=key,
            role=event["by"][0]["role"],
            attendance=attendance,
            facts=event.get("facts"),
            handed=self._handed(event, acting, False),
        )

    def _elect(self, event: Event, acting: Acting) -> None:
        attendance, count = usual_count(self.case, event["key"], event["verdict"], self.pool)
        record_election(
            acting=acting,
            case_id=self.case.pk,
            key=event["key"],
            role=event["by"][0]["role"],
            attendance=attendance,
            count=count,
            facts=event.get("facts"),
            handed=self._handed(event, acting, False),
        )

    def _post(self, event: Event, at: datetime) -> None:
        acting = self.acting(event, at)
        post_notice(
            acting=acting,
            case_id=self.case.pk,
            key=event["key"],
            role=event["by"][0]["role"],
            facts=event.get("facts"),
            handed=self._handed(event, acting, False),
        )

    def _object(self, event: Event, at: datetime) -> None:
        outbox.sweep(at)  # the notice is on the board before anybody reads it
        notice = Notice.objects.filter(case=self.case, key=event["key"]).latest("pk")
        lodge_objection(acting=Acting.system("一位村民", at), notice=notice, words=WORDS_AGAINST)

    def _interrupt(self, event: Event, at: datetime) -> None:
        signature = event["by"][0]
        interrupt(
            acting=self.acting(event, at),
            case_id=self.case.pk,
            name=event["key"],
            role=signature["role"],
            signer_id=signature["person"],
            handed=Handed(at, reason="示例：情况变了，不办了。"),
        )

    # -- what goes with them -------------------------------------------------------------------------------------
    def _says_no(self, event: Event) -> bool:
        step = machine_of(self.case).step(event["key"])
        return event["result"] not in (step.default, *step.declared)

    def _handed(self, event: Event, acting: Acting, no: bool) -> Handed:
        key, at = event["key"], acting.at
        facts: dict[str, Fact] = dict(machine_of(self.case).flow.facts)
        personal = {name + suffix(key): self._words(key, facts[base(name)]) for name in event.get("kept", ())}
        personal = {name: words for name, words in personal.items() if words is not None}
        first = not self.case.state["open"].get(key, {}).get("signed")
        files = self._files(key, acting) if first and not no else ()
        terms = usual_terms(self.case, key, acting) if first and not no else None
        return Handed(at, personal=personal, files=files, reason=REASON if no else "", terms=terms)

    def _words(self, key: str, fact: Fact) -> object:
        """A personal word as it is handed in; None for the names of a count, which its act writes."""
        if fact.type not in (FactType.SLATE, FactType.PROXIES):
            return self.values(fact)
        if machine_of(self.case).step(key).kind is StepKind.ELECT:
            return None
        return usual_names(self.case, key, fact, self.pool)

    def _files(self, key: str, acting: Acting) -> tuple[int, ...]:
        rows = []
        titles = edition_of(self.case).head.evidence
        for kind in machine_of(self.case).step(key).evidence:
            upload = evidence(kind, titles[kind].zh)
            stored = store(upload=upload, salt=self.case.salt, at=acting.at)
            row = add_file(
                acting=acting, case_id=self.case.pk, key=key, kind=kind, stored=stored, name=str(upload.name)
            )
            rows.append(row.pk)
        return tuple(rows)


def attendance_for(body: Body, verdict: str, known: Mapping[str, int]) -> Attendance:
    """A meeting of a body that ends so: nearly everybody comes, and nearly all agree, or hardly anybody does.
    ``known``: how many ought to come, by count, where rolls or posts say it."""
    least, most = body.size or (0, None)
    usual = most or max(least, 41)  # delegates have a least number and no most
    entitled = {name: known.get(name, usual) for name in body.counts}
    present = {name: n if n < 10 else n - 2 for name, n in entitled.items()}
    voting = present[body.voters]
    agree = verdict in ("passed", "elected")
    yes = voting - 1 if agree and voting > 4 else voting if agree else min(1, voting // 3)
    return Attendance(entitled=entitled, present=present, votes=Votes(yes, against=voting - yes))
