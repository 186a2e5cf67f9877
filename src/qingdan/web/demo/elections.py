"""Plausible counts of any election: who stands, how many votes each gets, which person is meant by a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.model import Fact, FactType, Flow
from qingdan.domain.rules.attendance import Attendance, Votes
from qingdan.domain.rules.bodies import Body
from qingdan.features.cases.acts.elections import Count, Line, Sheet
from qingdan.features.cases.meetings import body_at
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Terms, edition_of, machine_of
from qingdan.features.cases.seats import made_up
from qingdan.features.cases.slates import Race, Row, nominated, numbered, races, seats_to_fill
from qingdan.features.cases.term_fields import NEW, Taker, terms_asked, terms_from
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting

Pool = Mapping[str, Sequence[str]]  # the names that may be written on a ballot, by post
VOTERS, CAME, FEW = 120, 90, 1
ENOUGH = 3  # candidates for an office that too few were nominated for, and one more than there are seats
FURTHER = 2  # names beyond the seats, who follow when a place becomes vacant
MANY = 30  # voters from whom on those who are not elected get votes too


def usual_count(
    case: Case, key: str, verdict: str = "elected", pool: Pool | None = None, voters: Mapping[str, int] | None = None
) -> tuple[Attendance, Count]:
    """A count of the open election ``key`` that comes to ``verdict``: elected, short (the last seat of the first office
    stays open) or inquorate. ``voters``: how many are entitled and how many came, where that matters."""
    running, body = machine_of(case), body_at(case, key)
    entitled, came = _voters(body, verdict)
    entitled, came = (voters or {}).get("entitled", entitled), (voters or {}).get("came", came)
    sheets = {}
    for place, race in enumerate(races(case, running, key)):
        election = running.step(key).election
        marks = race.seats - (election.plus if election else 0)
        names = _names(race, pool or {})
        votes = _votes(len(names), race.seats, marks, came, most=body.pass_rule.threshold is None)
        if verdict == "short" and not place:
            votes = [n if i < race.seats - 1 else 0 for i, n in enumerate(votes)]
        lines = [Line(name, Votes(n), race.office.women) for name, n in zip(names, votes, strict=True)]
        sheets[race.office.id] = Sheet(came, came, 0, lines)
    attendance = Attendance(dict.fromkeys(body.counts, entitled), dict.fromkeys(body.counts, came))
    return attendance, Count(sheets)


def _voters(body: Body, verdict: str) -> tuple[int, int]:
    entitled = body.size[0] if body.size else VOTERS
    return entitled, FEW if verdict == "inquorate" else entitled if body.size else CAME


def _names(race: Race, pool: Pool) -> list[str]:
    own = list(pool.get(race.office.post or "", ()))
    if race.rows:
        standing = [row["name"] for row in race.rows]
        return sorted(standing, key=lambda name: own.index(name) if name in own else len(own))
    wanted = race.seats + FURTHER
    own = own[:wanted]
    return own + [f"示例·{race.name}人选{n}" for n in range(1, wanted - len(own) + 1)]


def _votes(names: int, seats: int, marks: int, came: int, most: bool) -> list[int]:
    """Falling numbers of votes, never more than the ballots can hold; those with a seat have more than half, or where
    the most votes are enough, their share."""
    if came == FEW:
        return [came] + [0] * (names - 1)
    if most:
        return [max(came * marks // names - i, 1) for i in range(names)]
    others = range(max(names - seats, 0), 0, -1)
    rest = list(others) if came >= MANY else [0] * len(others)
    return [came - sum(rest) - i for i in range(min(seats, names))] + rest


def usual_seats(flow: Flow, edition: Edition) -> dict[str, int]:
    """For each count fact by which an election fills a body, a number that gives the body its least size or more."""
    found: dict[str, int] = {}
    for body, offices in made_up(flow, edition):
        fixed = sum(o.seats for o in offices if isinstance(o.seats, int))
        facts = [o.seats for o in offices if isinstance(o.seats, str)]
        assert body.size is not None
        found |= dict.fromkeys(facts, max(-(-(body.size[0] - fixed) // len(facts)), 1))
    return found


def usual_names(case: Case, key: str, fact: Fact, pool: Pool | None = None) -> list[Row]:
    """A list of names for a fact of type slate or proxies."""
    if fact.type is FactType.PROXIES:
        return [{"from": "示例·外出甲", "to": "示例·在家乙"}]
    running = machine_of(case)
    wanted = seats_to_fill(case, running, fact.name, key)
    chosen = nominated(case, running, {office.id for office, _seats in wanted}, key)
    rows: list[Row] = []
    for office, seats in wanted:
        own = [{k: r[k] for k in ("office", "name", "woman") if k in r} for r in chosen if r["office"] == office.id]
        names = [] if own else list((pool or {}).get(office.post or "", ()))
        names += [f"示例·人选{len(rows) + n}" for n in range(1, max(ENOUGH, seats + 1) - len(own) - len(names) + 1)]
        rows += [*own, *({"office": office.id, "name": name, "woman": office.women} for name in names)]
    return numbered(rows, chosen)


def usual_terms(case: Case, key: str, acting: Acting, leaves: str = "", follows: str = "") -> Terms | None:
    """Who takes or leaves a post at a step, as its form would say; None where it does nothing to posts. A name that two
    persons bear is the first's; who is new to the house is added. ``leaves`` and ``follows`` are names."""
    running = machine_of(case)
    asked = terms_asked(case, running, key, edition_of(case), local_date(acting.at))
    if asked is None:
        return None
    got: dict[str, Any] = {f"take-{taker.number}": _known(taker) for taker in asked.takers}
    if asked.leavers:
        got["leaves"] = next((pk for pk, words in asked.leavers if leaves in words), asked.leavers[0][0])
    following = [t for t in asked.followers if follows in t.name]
    if following:
        got["follower"] = following[0].number
    return terms_from(asked, got, acting)


def _known(taker: Taker) -> str:
    return taker.known[0][0] if taker.known else NEW
