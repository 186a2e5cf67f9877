"""What the party of a case can do next by number and code, what it has been told, and why somebody said no to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Step, StepKind
from qingdan.domain.flow.state import base, suffix
from qingdan.domain.flow.vocabulary import result_words
from qingdan.domain.rules.audience import Audience
from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case, CaseEvent, Deadline
from qingdan.features.cases.presenting import shown
from qingdan.features.cases.running import edition_of, machine_of, says_no
from qingdan.features.cases.timing import ClockShown, clocks_shown


@dataclass(frozen=True, slots=True)
class Do:
    """An open step that is the party's to do."""

    case: Case
    key: str
    name: str
    how: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Said:
    """Something that is the party's to read: a decision with its reason, or what a written notice told it."""

    term: str
    text: str
    at: datetime | None = None


@dataclass(frozen=True)
class Todo:
    """The party's side of one case. ``waits_for`` are the posts whose turn it is, when it is nobody's of the party."""

    mine: Sequence[Do]
    waits_for: str
    due_at: datetime | None
    said: Sequence[Said]
    stops: Sequence[tuple[str, str]]  # what may end the case: name, words
    clocks: Sequence[ClockShown]
    ways: Sequence[str]  # what can be done against a no


def parties_of(case: Case) -> dict[str, int]:
    """Those who asked, by role: whoever has number and code may act for them. One query."""
    asking = edition_of(case).head.asking
    return {role: person for role, person in case.parties.values_list("role", "person_id") if role in asking}


def todo_of(
    case: Case,
    roles: Iterable[str],
    events: Sequence[CaseEvent],
    personal: Mapping[str, Any],
    rows: Sequence[Deadline],
    calendar: WorkCalendar,
) -> Todo:
    """The party's side of a case from what has been read of it. No query."""
    running, mine = machine_of(case), set(roles)
    due = {row.key: row.due_at for row in sorted(rows, key=lambda r: r.due_at, reverse=True) if _runs(row)}
    # A matter of the village's own has nobody to whom its reasons are written.
    said = [*_decisions(running, events, personal), *_told(case, running, mine, personal)] if mine else []
    ways = edition_of(case).powers[case.power].guide.watch
    return Todo(
        mine=[_do(case, running, key, due) for key in case.state["open"] if _is_theirs(running, key, mine)],
        waits_for=_waits_for(case, running),
        due_at=min((row.due_at for row in rows if _runs(row)), default=None),
        said=said,
        stops=_stops(case, running, mine),
        clocks=clocks_shown(case, [row for row in rows if row.name.startswith("clock:")], (), calendar),
        ways=[local(way) for way in ways] if mine and any(_ends(running, event) for event in events) else [],
    )


def _ends(running: Machine, event: CaseEvent) -> bool:
    """Whether an event is a no that ends the matter for the party, or a limit that it let pass."""
    result = "expired" if event.type == "expire" else str(event.payload.get("result", ""))
    return event.type in ("act", "expire") and running.refuses(event.key, result)


def _runs(row: Deadline) -> bool:
    return row.state == Deadline.RUNNING


def _is_theirs(running: Machine, key: str, roles: set[str]) -> bool:
    step = running.step(key)
    return step.kind is StepKind.DO and bool(roles & set(step.by))


def _do(case: Case, running: Machine, key: str, due: Mapping[str, datetime]) -> Do:
    step = running.step(key)
    return Do(case, key, local(step.name), local(step.how), due.get(key))


def _waits_for(case: Case, running: Machine) -> str:
    edition = edition_of(case)
    roles = [r for key in case.state["open"] for r in running.wanted(case.state, key) or running.step(key).by]
    official = [r for r in dict.fromkeys(roles) if r not in edition.head.asking]
    return _("、").join(local(edition.role_words(r)) for r in official)


def _decisions(running: Machine, events: Sequence[CaseEvent], personal: Mapping[str, Any]) -> list[Said]:
    """Every no with its reason, the newest first."""
    found = []
    for event in reversed(events):
        reason = personal.get(f"reason:{event.seq}")
        if reason and says_no(running, event.payload):  # type: ignore[arg-type]
            step = running.step(event.key)
            result = local(result_words(event.payload["result"], step.kind))
            term = _("%(step)s：%(result)s") % {"step": local(step.name), "result": result}
            found.append(Said(term, str(reason), event.happened_at))
    return found


def _told(case: Case, running: Machine, roles: set[str], personal: Mapping[str, Any]) -> list[Said]:
    """What the notices say that have been served on the party: their own fields."""
    served = [key for key in case.state["results"] if _is_to(running.step(key), roles)]
    pairs = [(f, key) for key in served for f in running.flow.set_at(base(key)) if f.audience is not Audience.OFFICIALS]
    found = []
    for fact, key in pairs:
        held = personal if fact.personal else case.state["facts"]
        value = held.get(fact.name + suffix(key))
        if value not in (None, ""):
            found.append(Said(local(fact.title), shown(fact.type, value, fact.choices)))
    return found


def _is_to(step: Step, roles: set[str]) -> bool:
    return step.kind is StepKind.SERVE and step.to in roles


def _stops(case: Case, running: Machine, roles: set[str]) -> list[tuple[str, str]]:
    if case.phase != "running":
        return []
    rules = running.flow.any_time.values()
    open_ = [r for r in rules if roles & set(r.by) and not (r.until and r.until in case.state["results"])]
    return [(rule.id, local(rule.name)) for rule in open_]
