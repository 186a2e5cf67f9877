"""Plays a scenario through the acts that the pages use: each line is somebody doing something at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.facts import belongs
from qingdan.domain.flow.model import Fact, FactType
from qingdan.domain.flow.state import base
from qingdan.domain.rules.attendance import ONLINE, ROOM
from qingdan.domain.rules.convening import Demand
from qingdan.domain.rules.money import parse_money
from qingdan.domain.rules.quorum import Attendance, Votes
from qingdan.features.cases import acts
from qingdan.features.cases.acts.elections import Count, Sheet
from qingdan.features.cases.acts.elections import Line as Ballots
from qingdan.features.cases.acts.meetings import Told
from qingdan.features.cases.meetings import body_at
from qingdan.features.cases.models import Case, CaseFile
from qingdan.features.cases.running import Handed, machine_of
from qingdan.features.cases.slates import numbered, offices_to_fill, races
from qingdan.features.cases.sweep import sweep
from qingdan.records.files.models import StoredFile
from qingdan.records.people.models import Holding
from qingdan.records.regions.days import local_date
from qingdan.records.register import outbox
from qingdan.records.register.acts import Acting
from qingdan.watch.boards.acts import lodge_objection, settle_objection
from qingdan.watch.boards.models import Notice, Objection
from qingdan.web.demo.elections import usual_terms
from tests.cast import Cast

PLACE = ZoneInfo("Asia/Shanghai")
Line = Mapping[str, Any]
LISTS = (FactType.SLATE, FactType.PROXIES)
VOTES = {"for": "for_", "against": "against", "abstain": "abstain", "invalid": "invalid"}


def moment(text: Any) -> datetime:
    """``2026-03-02 09:00`` in the time of the village; a day alone is its noon."""
    said = str(text).replace("T", " ")
    found = datetime.fromisoformat(said if ":" in said else f"{said} 12:00")
    return found if found.tzinfo else found.replace(tzinfo=PLACE)


@dataclass
class Player:
    """One scenario being played: its case, and what the lines have named so far."""

    cast: Cast
    edition: Edition
    scenario: Mapping[str, Any]
    clock: Any  # a callable that sets what time it is
    case: Case = None  # type: ignore[assignment]
    objections: dict[str, Objection] = field(default_factory=dict)

    def open(self) -> None:
        """The case begins; who opens it is the first to act unless the scenario says otherwise."""
        began = moment(self.scenario["begins"])
        self.clock(began)
        for post, last in self.scenario.get("terms", {}).items():
            Holding.objects.filter(post=post, division=self.cast.one).update(ends=_day(last))
        who = self.scenario.get("opens", "clerk")
        parties = {role: self.cast[key].person.pk for role, key in self.scenario.get("parties", {}).items()}
        self.case = acts.open_case(
            acting=self.cast.acting(who, at=began), edition=self.edition, power=self.scenario["power"],
            village=self.cast.one, title=self.scenario["name"], happened_at=began, parties=parties,
        ).case  # fmt: skip

    def play(self, line: Line) -> None:
        """Do what one line says, and let the boards hear of it."""
        verb = next(v for v in VERBS if v in line)
        at = moment(line[verb] if verb == "until" else line["on"])
        recorded = moment(line["recorded"]) if "recorded" in line else at
        self.clock(recorded)
        getattr(self, f"_{verb}")(line, at, recorded)
        outbox.sweep(recorded)

    # -- who, where, with what -----------------------------------------------------------------------------------
    def _here(self, line: Line) -> Case:
        """The case a line speaks of: the first one, or the newest sub-case of the power named by ``in``."""
        if "in" not in line:
            return Case.objects.get(pk=self.case.pk)
        return Case.objects.filter(power=line["in"]).exclude(pk=self.case.pk).order_by("-pk")[0]

    def _acting(self, line: Line, recorded: datetime) -> Acting:
        return self.cast.acting(line["who"], at=recorded)

    def _role(self, case: Case, line: Line, roles: tuple[str, ...]) -> tuple[str, int]:
        """The role in which somebody acts, and the signer: himself, or the party for whom he records (``for-whom``)."""
        member = self.cast[line.get("for-whom", line["who"])]
        own = {p.role for p in case.parties.filter(person=member.person)} & set(roles)
        if own:
            return own.pop(), member.person.pk
        holding = self.cast[line["who"]].holding
        post = line.get("as") or (holding.post if holding else "")
        return post or roles[0], member.person.pk

    def _handed(self, case: Case, line: Line, key: str, at: datetime, result: str = "") -> tuple[Handed, dict]:
        running = machine_of(case)
        facts = running.flow.facts
        given = {n: self._given(case, key, facts.get(n), v) for n, v in line.get("with", {}).items()}
        personal = {n: v for n, v in given.items() if n in facts and facts[n].personal}
        if not given and result:
            personal = {}
        for fact in running.flow.set_at(base(key)):  # a personal fact of no account to the scenario
            if fact.type in LISTS:
                continue  # a list of names is given, or the count writes it
            if fact.personal and fact.required and result and belongs(fact, running.step(key), result):
                personal.setdefault(fact.name, "示例")
        files = self._papers(case, key, line) if running.steps.get(base(key)) else ()
        plain = {n: v for n, v in given.items() if n not in personal}
        acting = self._acting(line, at)
        terms = usual_terms(case, key, acting, line.get("leaves", ""), line.get("follows", "")) if result else None
        return Handed(at, personal=personal, files=files, reason=line.get("because", ""), terms=terms), plain

    def _given(self, case: Case, key: str, fact: Fact | None, written: Any) -> Any:
        """A value as it is handed in; candidates by office and proxies (who is away: who votes) as lists of names."""
        if fact is None or fact.type not in LISTS:
            return _value(written)
        if fact.type is FactType.PROXIES:
            return [{"from": away, "to": voter} for away, voter in written.items()]
        offices = {o.id: o for o in offices_to_fill(case, machine_of(case), fact.name, key)}
        return numbered(
            {"office": o, "name": name, "woman": offices[o].women} for o, names in written.items() for name in names
        )

    def _papers(self, case: Case, key: str, line: Line) -> tuple[int, ...]:
        kinds = [*machine_of(case).step(key).evidence, *(["other"] if "photo" in line else [])]
        paper, _made = StoredFile.objects.get_or_create(
            digest="5".ljust(64, "0"),
            defaults={"salt": "s", "size": 1, "mime": "image/jpeg", "stored_at": moment("2026-01-01")},
        )
        if "without" in line:
            kinds = [k for k in kinds if k not in line["without"]]
        who = self.cast[line["who"]].person
        rows = [
            CaseFile.objects.create(
                case=case, key=key, kind=kind, file=paper, name="示例.jpg", added_at=moment(line["on"]), added_by=who
            )
            for kind in kinds
        ]
        return tuple(row.pk for row in rows)

    # -- verbs ---------------------------------------------------------------------------------------------------
    def _does(self, line: Line, at: datetime, recorded: datetime) -> None:
        case, key = self._here(line), line["does"]
        step = machine_of(case).step(key)
        result = line.get("says", step.default)
        confirming = bool(case.state["open"].get(key, {}).get("signed"))
        role, signer = self._role(case, line, step.signers)
        handed, facts = self._handed(case, line, key, at, "" if confirming else result)
        acts.complete_step(
            acting=self._acting(line, recorded), case_id=case.pk, key=key, role=role, signer_id=signer,
            result=result, facts=facts, handed=handed,
        )  # fmt: skip

    def _meets(self, line: Line, at: datetime, recorded: datetime) -> None:
        case, key = self._here(line), line["meets"]
        role, _signer = self._role(case, line, machine_of(case).step(key).signers)
        votes = Votes(line.get("for", 0), line.get("against", 0), line.get("abstain", 0), line.get("invalid", 0))
        channels, online = {}, line.get("online", {})
        if online:
            channels = {ROOM: votes, ONLINE: Votes(**{VOTES[k]: n for k, n in online["votes"].items()})}
            votes = channels[ROOM] + channels[ONLINE]
        attendance = Attendance(
            dict(line["of"]), dict(line["came"]), votes, line.get("recused", 0), line.get("proxies", 0),
            online.get("there", 0), channels=channels,
        )  # fmt: skip
        handed, facts = self._handed(case, line, key, at, "passed")
        acts.record_meeting(
            acting=self._acting(line, recorded), case_id=case.pk, key=key, role=role, attendance=attendance,
            handed=handed, facts=facts, told=Told(line.get("body"), noticed_on=_day(line.get("noticed"))),
        )  # fmt: skip

    def _elects(self, line: Line, at: datetime, recorded: datetime) -> None:
        """``votes: {office: {name: votes}}``; ``of`` are entitled, ``came`` ballots came back of those ``issued``."""
        case, key = self._here(line), line["elects"]
        running = machine_of(case)
        role, _signer = self._role(case, line, running.step(key).signers)
        body, came = body_at(case, key, line.get("body")), line["came"]
        women = {race.office.id: race.office.women for race in races(case, running, key)}
        sheets = {
            office: Sheet(
                line.get("issued", came), came, line.get("invalid", 0),
                [Ballots(name, Votes(n), women.get(office, False)) for name, n in votes.items()],
            )
            for office, votes in line["votes"].items()
        }  # fmt: skip
        attendance = Attendance({body.voters: line["of"]}, {body.voters: came}, proxies=line.get("proxies", 0))
        handed, facts = self._handed(case, line, key, at, "elected")
        acts.record_election(
            acting=self._acting(line, recorded), case_id=case.pk, key=key, role=role, attendance=attendance,
            count=Count(sheets, [tuple(pair) for pair in line.get("kin", ())]), handed=handed, facts=facts,
            told=Told(line.get("body")),
        )  # fmt: skip

    def _calls(self, line: Line, at: datetime, recorded: datetime) -> None:
        """Notice of a meeting ``for`` a moment, given ``noticed`` (else on the day itself)."""
        case, key = self._here(line), line["calls"]
        role, _signer = self._role(case, line, machine_of(case).step(key).signers)
        noticed = local_date(moment(line.get("noticed", line["on"])))
        asked = line.get("asked")
        call = acts.Call(
            noticed, moment(line["for"]), "示例村委会", "示例议题", body=line.get("body"),
            why_urgent=line.get("urgent", ""),
            demand=Demand(asked["who"], asked["asked"], asked["of"], moment(asked["on"]).date()) if asked else None,
        )  # fmt: skip
        acts.call_meeting(acting=self._acting(line, recorded), case_id=case.pk, key=key, role=role, call=call)

    def _confirms(self, line: Line, at: datetime, recorded: datetime) -> None:
        case, key = self._here(line), line["confirms"]
        role, _signer = self._role(case, line, machine_of(case).step(key).signers)
        acts.confirm_meeting(
            acting=self._acting(line, recorded), case_id=case.pk, key=key, role=role, handed=Handed(at)
        )

    def _posts(self, line: Line, at: datetime, recorded: datetime) -> None:
        case, key = self._here(line), line["posts"]
        role, _signer = self._role(case, line, machine_of(case).step(key).signers)
        handed, facts = self._handed(case, line, key, at, "clear")
        acts.post_notice(
            acting=self._acting(line, recorded), case_id=case.pk, key=key, role=role, handed=handed, facts=facts
        )

    def _objects(self, line: Line, at: datetime, recorded: datetime) -> None:
        notice = Notice.objects.filter(case=self._here(line), key=line["objects"]).latest("pk")
        words = line.get("words", "示例异议")
        lodged = lodge_objection(acting=Acting.system("一位村民", recorded), notice=notice, words=words)
        self.objections[line.get("as", "o1")] = lodged.objection

    def _answers(self, line: Line, at: datetime, recorded: datetime) -> None:
        objection = self.objections[line["answers"]]
        objection.refresh_from_db()
        step = machine_of(objection.notice.case).step(objection.notice.key)
        role, _signer = self._role(objection.notice.case, line, step.signers)
        settle_objection(
            acting=self._acting(line, recorded), objection=objection, role=role, upheld=bool(line.get("upheld")),
            answer=line.get("words", ""),
        )  # fmt: skip

    def _ends(self, line: Line, at: datetime, recorded: datetime) -> None:
        case = self._here(line)
        roles = machine_of(case).flow.any_time[line["ends"]].by
        role, signer = self._role(case, line, roles)
        handed = Handed(at, reason=line.get("because", ""))
        acts.interrupt(
            acting=self._acting(line, recorded), case_id=case.pk, name=line["ends"], role=role, signer_id=signer,
            handed=handed,
        )  # fmt: skip

    def _discharges(self, line: Line, at: datetime, recorded: datetime) -> None:
        case, key = self._here(line), line["discharges"]
        role, _signer = self._role(case, line, machine_of(case).duty(key).by)
        handed = Handed(at, reason=line.get("because", ""))
        acts.discharge(
            acting=self._acting(line, recorded), case_id=case.pk, key=key, role=role, handed=handed,
            over=bool(line.get("over")),
        )  # fmt: skip

    def _begins(self, line: Line, at: datetime, recorded: datetime) -> None:
        case = self._here(line)
        acts.begin_duty(acting=self._acting(line, recorded), case_id=case.pk, key=line["begins"], happened_at=at)

    def _hands(self, line: Line, at: datetime, recorded: datetime) -> None:
        to = self.cast[line["to"]].person.pk
        acts.hand_over(acting=self._acting(line, recorded), case_id=self._here(line).pk, key=line["hands"], to_id=to)

    def _until(self, line: Line, at: datetime, recorded: datetime) -> None:
        sweep(at)


VERBS = (
    "does", "meets", "elects", "calls", "confirms", "posts", "objects", "answers", "ends", "discharges", "begins",
    "hands", "until",
)  # fmt: skip


def _day(written: Any) -> date | None:
    return local_date(moment(written)) if written else None


def _value(written: Any) -> Any:
    """Money as people write it (``3000元``), lists of payments likewise; everything else as it stands."""
    if isinstance(written, str) and written.endswith("元"):
        return parse_money(written.removesuffix("元"))
    if isinstance(written, list):
        return [{"name": str(row["name"]), "sum": _value(row["sum"])} for row in written]
    return written
