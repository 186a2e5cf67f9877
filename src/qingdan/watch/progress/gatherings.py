"""Meetings that were called and hearings whose day is set: what a reader may know of each before it is held.

That a body meets, on which day, at what hour and where, anybody may know; on what, those who may follow the case. Of a
matter that is its parties' own only the body and its hour are told: where it meets might be somebody's home. Of a
hearing in such a matter nothing is told at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.model import Step, StepKind
from qingdan.domain.flow.state import base, suffix
from qingdan.domain.rules.audience import Audience, Viewer, may_see
from qingdan.domain.rules.hours import read_hour
from qingdan.features.cases.meetings import called_with
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case, CaseEvent
from qingdan.features.cases.running import edition_of, machine_of
from qingdan.records.regions.days import BEIJING, local_date
from qingdan.records.regions.models import Division
from qingdan.watch.progress import queries
from qingdan.watch.progress.openness import followed_by


@dataclass(frozen=True, slots=True)
class Gathering:
    """One meeting or hearing to come. ``at`` is None where its hour is not known; ``hour`` is the hour as written.
    What the reader may not know is empty; ``case`` is None where he may not know of which case it is, and he can ask
    nothing there."""

    case_id: int
    key: str
    hearing: bool
    name: str
    day: date
    at: datetime | None = None
    hour: str = ""
    place: str = ""
    subject: str = ""
    agenda: tuple[str, ...] = ()
    case: Case | None = None
    followed: bool = False  # the reader may follow the case itself
    told_at: datetime | None = None  # when it was called; of a hearing, when its case began

    @property
    def begins(self) -> datetime:
        """When it begins; of unknown hour, when its day does."""
        return self.at or datetime.combine(self.day, time(), BEIJING)


def coming(village: Division, reader: Viewer, edition: Edition, now: datetime) -> list[Gathering]:
    """Everything that is to come in a village, the next first; what was held today too. Three queries."""
    today = local_date(now)
    found = [*_meetings(village, reader, today), *_hearings(village, reader, edition, today)]
    return sorted(found, key=lambda g: (g.begins, g.case_id, g.key))


def gatherings_of(case: Case, reader: Viewer) -> list[Gathering]:
    """The meetings and hearings of one running case that are called. At most two queries for each open meeting."""
    if case.phase != "running":
        return []
    steps = machine_of(case).flow.steps().values()
    ahead = [key for step in steps if step.hears for key in _keys(case, step)]
    found = (gathering_at(case, key, reader) for key in dict.fromkeys([*case.state["open"], *ahead]))
    return [gathering for gathering in found if gathering is not None]


def gathering_at(case: Case, key: str, reader: Viewer) -> Gathering | None:
    """The meeting or hearing at one open step of a case, whenever it is; None when none is called. Two queries."""
    if key not in case.state["open"] and not _ahead(case, key):
        return None
    step = machine_of(case).step(key)
    if step.hears is not None:
        return _hearing(case, key, step, reader)
    event = case.events.filter(type="call", key=key).order_by("-seq").first()
    if event is None or not _waits(case, key):
        return None
    event.case = case
    return _meeting(event, queries.words_of([event]), reader)


# -- meetings ----------------------------------------------------------------------------------------------------------
def _meetings(village: Division, reader: Viewer, today: date) -> Iterator[Gathering]:
    newest: dict[tuple[int, str], CaseEvent] = {}
    for event in queries.called_in(village):
        newest.setdefault((event.case_id, event.key), event)
    waiting = [e for e in newest.values() if _waits(e.case, e.key) and _held(e) >= today]
    words = queries.words_of(waiting)
    yield from (_meeting(event, words, reader) for event in waiting)


def _waits(case: Case, key: str) -> bool:
    return "called" in case.state["open"].get(key, {})


def _held(event: CaseEvent) -> date:
    return local_date(datetime.fromisoformat(event.payload["held"]))


def _meeting(event: CaseEvent, words: Mapping[tuple[int, str], dict[str, Any]], reader: Viewer) -> Gathering:
    case, kept = event.case, words.get((event.case_id, f"call:{event.seq}"), {})
    called, audience = called_with(event, kept), followed_by(case)
    edition, step = edition_of(case), machine_of(case).step(event.key)
    body = edition.bodies.get(called.body or (step.bodies[0] if step.bodies else ""))
    own, sees = audience is Audience.PARTIES, may_see(audience, reader) and audience is not Audience.PARTIES
    inside = sees and may_see(Audience.VILLAGE, reader)  # who wrote the agenda wrote for the village
    return Gathering(
        case_id=case.pk, key=event.key, hearing=False, name=local(body.name if body else step.name),
        day=local_date(called.held_at), at=called.held_at, place="" if own else called.place,
        subject=_subject(case, step) if sees else "",
        agenda=tuple(line for line in called.agenda.splitlines() if line.strip()) if inside else (),
        case=None if own else case, followed=sees, told_at=event.recorded_at,
    )  # fmt: skip


def _subject(case: Case, step: Step) -> str:
    return f"{local(edition_of(case).powers[case.power].plain)} · {local(step.name)}"


# -- hearings ----------------------------------------------------------------------------------------------------------
def hearing_steps(edition: Edition) -> dict[str, list[str]]:
    """The steps at which people are heard, by power."""
    found = {p.slug: [s.id for s in p.flow.steps().values() if s.hears] for p in edition.powers.values()}
    return {power: steps for power, steps in found.items() if steps}


def _hearings(village: Division, reader: Viewer, edition: Edition, today: date) -> Iterator[Gathering]:
    for case in queries.of_powers(village, hearing_steps(edition)):
        for step in machine_of(case).flow.steps().values():
            if step.hears is None:
                continue
            for key in _keys(case, step):
                found = _hearing(case, key, step, reader)
                if found is not None and found.day >= today:
                    yield found


def _keys(case: Case, step: Step) -> list[str]:
    """Where the step is open, or still to come with its day set."""
    open_ = [key for key in case.state["open"] if base(key) == step.id]
    return open_ or ([step.id] if _ahead(case, step.id) else [])


def _ahead(case: Case, key: str) -> bool:
    """Whether a hearing's day is set and it was not held yet."""
    running = machine_of(case)
    hears = running.steps[base(key)].block.hears if base(key) in running.steps else None  # type: ignore[union-attr]
    facts = case.state["facts"]
    known = hears is not None and (hears.day + suffix(key) in facts or hears.day in facts)
    return known and key not in case.state["results"] and case.outcome is None


def _hearing(case: Case, key: str, step: Step, reader: Viewer) -> Gathering | None:
    """The hearing as the reader may know it; None in a matter that is its parties' own, or without a day."""
    assert step.hears is not None
    audience = followed_by(case)
    if audience is Audience.PARTIES:
        return None
    flow, facts, at = machine_of(case).flow, case.state["facts"], suffix(key)

    def said(name: str | None) -> str:
        if name is None or not may_see(flow.facts[name].audience, reader):
            return ""
        return str(facts.get(name + at, facts.get(name, "")))

    day, hour = said(step.hears.day), said(step.hears.hour)
    if not day:
        return None
    clock, on = read_hour(hour), date.fromisoformat(day)
    sees = may_see(audience, reader)
    return Gathering(
        case_id=case.pk, key=key, hearing=True, name=local(edition_of(case).powers[case.power].title), day=on,
        at=datetime.combine(on, clock, BEIJING) if clock else None, hour=hour, place=said(step.hears.place),
        subject=said(step.hears.subject) if sees else "", case=case, followed=sees, told_at=case.opened_at,
    )  # fmt: skip


def holds_people(step: Step) -> bool:
    """Whether people come together at a step, so that something can be asked there."""
    return step.kind in (StepKind.MEET, StepKind.ELECT) or step.hears is not None
