"""Lists of names by office, and lists of proxies: personal words of a case, read, numbered and held against the law.

A slate is kept as rows ``{"office", "n", "name", "woman"?, "for"?, "against"?, "abstain"?, "elected"?}``; ``n`` is the
candidate's number on the ballot, the same for one person in every row. Proxies are rows ``{"from", "to"}``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.election import SEAT, Office, Stand
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import FactType, Step
from qingdan.domain.flow.polls import seats_at, standing_at
from qingdan.domain.flow.state import State, base, suffix
from qingdan.domain.rules.bodies import Body
from qingdan.domain.rules.by_name import proxy_faults
from qingdan.domain.words import Words
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import edition_of
from qingdan.records.register.acts import Refused

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Race:
    """One office of an open election: what it is called, its seats, and who stands (none: names come from ballots)."""

    office: Office
    name: str
    seats: int
    rows: tuple[Row, ...]


def offices_of(running: Machine, step: Step) -> tuple[Office, ...]:
    """The offices of an election; of one that fills open seats, those of the election that left them open."""
    election = step.election
    assert election is not None
    if election.again is None:
        return election.offices
    return offices_of(running, running.step(election.again))


def names_fact(running: Machine, key: str) -> str:
    """The personal fact in which an election keeps its names: its own, or that of the election that it goes on with."""
    step = running.step(key)
    election = step.election
    assert election is not None
    if election.names is not None:
        return election.names + suffix(key)
    assert election.again is not None
    return names_fact(running, election.again + suffix(key))


def office_words(edition: Edition, office: Office) -> Words:
    """What an office is called on a ballot."""
    if office.name is not None:
        return office.name
    if office.post is None or office.id == SEAT:
        return Words("人选", "Choice")
    post = edition.role_words(office.post)
    return Words(f"{post.zh}（妇女名额）", f"{post.en} (seat for a woman)") if office.women else post


def office_name(edition: Edition, office: Office) -> str:
    """The same in the language of the page."""
    return local(office_words(edition, office))


def races(case: Case, running: Machine, key: str) -> list[Race]:
    """The offices of an open election with their seats and candidates. One query, for the names."""
    step, state = running.step(key), case.state
    election = step.election
    assert election is not None
    seats, stand = seats_at(state, key, step), standing_at(state, key, step)
    rows = candidates_of(case, running, key)
    found = []
    for office in offices_of(running, step):
        if office.id not in seats:
            continue
        own = [{k: r[k] for k in ("office", "n", "name", "woman") if k in r} for r in rows if _stands(r, office, stand)]
        found.append(Race(office, office_name(edition_of(case), office), seats[office.id], tuple(own)))
    return found


def _stands(row: Row, office: Office, stand: Mapping[str, Sequence[str]] | None) -> bool:
    """Whether a row stands for an office: all that another election chose do, where that one had no such office (a
    committee that chooses its head among itself)."""
    if stand is None:
        return bool(row["office"] == office.id)
    if office.id in stand:
        return row["office"] == office.id and row["n"] in stand[office.id]
    return row["n"] in stand.get(row["office"], ())


def candidates_of(case: Case, running: Machine, key: str) -> list[Row]:
    """The rows from which the candidates of an election come; none where names come from the ballots. One query."""
    election = running.step(key).election
    assert election is not None
    if election.candidates is None:
        return []
    if election.candidates.source is Stand.FACT:
        return kept(case, election.candidates.name, key)
    return kept(case, names_fact(running, election.candidates.name), key)


def kept(case: Case, name: str, key: str) -> list[Row]:
    """The rows of a personal list as they are kept; the list of a loop's item before that of the whole case."""
    names = [base(name) + suffix(key), base(name)] if suffix(key) else [name]
    values = dict(case.personal_facts.filter(name__in=names).values_list("name", "value"))
    return next((list(values[n]) for n in names if n in values), [])


def offices_to_fill(case: Case, running: Machine, fact: str, key: str) -> list[Office]:
    """The offices for which a list of candidates is written: those of the elections that read it, with seats."""
    return [office for office, _seats in seats_to_fill(case, running, fact, key)]


def seats_to_fill(case: Case, running: Machine, fact: str, key: str) -> list[tuple[Office, int]]:
    """The same offices, each with how many are to be chosen."""
    found: dict[str, tuple[Office, int]] = {}
    for step in running.flow.steps().values():
        stand = step.election.candidates if step.election else None
        if stand is None or (stand.source, stand.name) != (Stand.FACT, fact):
            continue
        seats = seats_at(case.state, step.id + suffix(key), step)
        found |= {o.id: (o, seats[o.id]) for o in offices_of(running, step) if o.id in seats}
    return list(found.values())


def nominated(case: Case, running: Machine, offices: set[str], key: str) -> list[Row]:
    """Whom an election before chose for these offices (a nomination): what a list of candidates begins with."""
    for name in reversed(case.state.get("polls", {})):
        elected = case.state["polls"][name]["elected"]
        if offices & set(elected):
            rows = kept(case, names_fact(running, name), key)
            return [r for r in rows if r["office"] in offices and r["n"] in elected.get(r["office"], ())]
    return []


def numbered(rows: Iterable[Row], taken: Iterable[Row] = ()) -> list[Row]:
    """The rows with a number for each person: one already given stays, one name is one person."""
    numbers = {r["name"]: r["n"] for r in taken}
    last = max((int(n) for n in numbers.values()), default=0)
    found = []
    for row in rows:
        if row["name"] not in numbers:
            last += 1
            numbers[row["name"]] = str(last)
        found.append({**row, "n": numbers[row["name"]]})
    return found


# -- what is typed into a list, held against the law -----------------------------------------------------------------
def refuse_bad_lists(case: Case, running: Machine, key: str, personal: Mapping[str, Any]) -> None:
    """:raises Refused: for a slate or a list of proxies handed in at a step that the law or its election forbids."""
    for name, rows in personal.items():
        fact = running.flow.facts.get(base(name))
        if fact is None or fact.type not in (FactType.SLATE, FactType.PROXIES):
            continue
        for step in running.flow.steps().values():
            if step.election is None:
                continue
            body = edition_of(case).bodies[step.bodies[0]]
            said: list[str] = []
            stand_from = step.election.candidates
            if stand_from and (stand_from.source, stand_from.name) == (Stand.FACT, fact.name):
                said = list(_slate_faults(running, case.state, step, body, rows))
            elif step.election.proxies == fact.name and body.proxy is not None:
                stand = [r["name"] for r in candidates_of(case, running, step.id + suffix(key))]
                pairs = [(r["from"], r["to"]) for r in rows]
                said = [local(fault.words) for fault in proxy_faults(body.proxy, pairs, stand)]
            if said:
                raise Refused(_("；").join(said) + _("。"))


def _slate_faults(running: Machine, state: State, step: Step, body: Body, rows: Sequence[Row]) -> Iterable[str]:
    seats = seats_at(state, step.id, step)
    for office in offices_of(running, step):
        count, own = seats.get(office.id, 0), [r for r in rows if r["office"] == office.id]
        need = count + 1 if body.candidates and body.candidates.more else count
        if count and len(own) < need:
            said = _("应选%(seats)d人，候选人%(count)d人，候选人要多于应选名额（%(law)s）")
            law = body.candidates.basis[0] if body.candidates and body.candidates.basis else body.basis[0]
            article = _("%(law)s第%(article)s条") % {"law": law.law, "article": "、".join(law.articles)}
            yield said % {"seats": count, "count": len(own), "law": article}
        for row in own:
            if office.women and not row.get("woman"):
                yield _("%(name)s列在妇女名额里，请在名字后面注明（女）") % {"name": row["name"]}
    for name, count in Counter(r["name"] for r in rows).items():
        if count > 1:
            yield _("%(name)s出现了%(count)d次，一个人只能做一种职务的候选人") % {"name": name, "count": count}


def slate_words(value: Sequence[Row], names: Mapping[str, str]) -> str:
    """A slate as it is read: each office with its people, their votes and who is elected. ``names`` of the offices."""
    parts = []
    for office in dict.fromkeys(r["office"] for r in value):
        people = [_person(r) for r in value if r["office"] == office]
        parts.append(
            _("%(office)s：%(people)s") % {"office": names.get(office, office), "people": _("、").join(people)}
        )
    return _("；").join(parts)


def _person(row: Row) -> str:
    name = _("%(name)s（女）") % row if row.get("woman") else row["name"]
    if "for" in row:
        name = _("%(name)s %(votes)d票") % {"name": name, "votes": row["for"]}
    return _("%(name)s（当选）") % {"name": name} if row.get("elected") else name


def proxies_words(value: Sequence[Row]) -> str:
    """A list of proxies as it is read."""
    return _("；").join(_("%(from)s委托%(to)s") % row for row in value)


def slate_titles(edition: Edition, running: Machine) -> dict[str, Words]:
    """What each office of the flow's elections is called, by its id."""
    elections = [s.election for s in running.flow.steps().values() if s.election]
    return {office.id: office_words(edition, office) for e in elections for office in e.offices}


def slate_names(edition: Edition, running: Machine) -> dict[str, str]:
    """The same in the language of the page."""
    return {office: local(words) for office, words in slate_titles(edition, running).items()}
