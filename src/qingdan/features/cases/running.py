"""Moves a case: one event in, and everything that follows from it written in the same transaction.

Only acts call this. The row is locked first, so of two people at one step the second meets the state the first left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.machine import Machine, machine
from qingdan.domain.flow.model import StepKind
from qingdan.domain.flow.state import Event, Rejected, State, base
from qingdan.features.cases import deadlines, tasks
from qingdan.features.cases.messages import words_for
from qingdan.features.cases.models import Case, CaseEvent, PersonalFact
from qingdan.records.editions.demands import LATE_RECORD
from qingdan.records.editions.queries import edition_of as edition_of_digest
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.register.acts import Acting, Refused
from qingdan.records.written import rows

MOST_LATE = 3  # where an edition does not say
OF_PEOPLE = ("act", "meet", "post")  # events that somebody brings in from what happened, not those of a clock
COLUMNS = [(field.attname, f"village_{field.column}", field.column) for field in Division._meta.concrete_fields]
CASE = """
SELECT c.*, {}, EXISTS(SELECT 1 FROM people_deputy r WHERE r.village_id = d.id AND r.ended_on IS NULL) AS ruled
FROM cases_case c JOIN regions_division d ON d.id = c.village_id WHERE c.id = %s
""".format(", ".join(f'd."{column}" AS {alias}' for _name, alias, column in COLUMNS))  # noqa: S608
DRAFT_DONE = 'DELETE FROM cases_draft WHERE case_id = %s AND "key" = %s AND person_id = %s'


@lru_cache(maxsize=512)
def machine_for(edition: str, power: str, limits: tuple[tuple[str, int], ...]) -> Machine:
    """The machine of a power under the limits of a case, both pinned (``pinned``)."""
    return machine(edition_of_digest(edition).powers[power].flow, dict(limits))


MACHINE = "_machine"


def machine_of(case: Case) -> Machine:
    """The machine a case runs on: its pinned definition under its pinned limits. No query once it is warm.

    What is pinned never changes, so the case keeps its machine: a list has hundreds of limits, and an act asks often.
    """
    kept: Machine | None = case.__dict__.get(MACHINE)
    if kept is None:
        kept = case.__dict__[MACHINE] = machine_for(*pinned(case))
    return kept


def pinned(case: Case) -> tuple[str, str, tuple[tuple[str, int], ...]]:
    """What a case runs under to its end: edition, power and limits."""
    return case.edition, case.power, tuple(sorted(case.limits.items()))


def edition_of(case: Case) -> Edition:
    """The edition that a case began under."""
    return edition_of_digest(case.edition)


@dataclass(frozen=True)
class Terms:
    """What a step does to posts: who takes office (candidate's number → person), since when, who leaves which term,
    and who takes the vacant place."""

    takes: Mapping[str, int] = field(default_factory=dict)
    starts: date | None = None
    leaves: int | None = None
    last_day: date | None = None
    follower: int | None = None


@dataclass(frozen=True)
class Handed:
    """What comes with an event: when it happened, personal words, files, the person's reason and a meeting's record;
    and over which way a party's own act reached the house (:class:`Channel`), where it was one.

    ``beside`` are further words of the event that may name persons (a list of names, where a meeting is held): they
    are kept with the personal words under the event's number. ``terms``: what the step does to posts.
    """

    happened_at: datetime
    personal: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[int, ...] = ()
    reason: str = ""
    record: Mapping[str, Any] | None = None
    channel: str = ""
    beside: Mapping[str, Any] = field(default_factory=dict)
    terms: Terms | None = None
    stand_in: Mapping[str, Any] | None = None  # for which post somebody signed by the village's rule, and why
    draft_of: int | None = None


@dataclass(frozen=True)
class Moved:
    """A case after an event: the case as written, the event's number, the step keys that opened and that closed."""

    case: Case
    seq: int
    opened: tuple[str, ...]
    closed: tuple[str, ...]
    ended: bool = False  # this event closed the case


def lock(case_id: int) -> Case:
    """The case with its village, locked until the transaction ends; ``ruled`` on it: whether that has a rule of
    deputies. :raises Case.DoesNotExist: when there is none."""
    lasts = " FOR UPDATE OF c" if connection.features.has_select_for_update else ""  # SQLite has one writer at a time
    found: list[Any] = list(Case.objects.raw(CASE + lasts, [case_id]))
    if not found:
        raise Case.DoesNotExist(case_id)
    (case,) = found
    values = [getattr(case, alias) for _name, alias, _column in COLUMNS]
    case.village = Division.from_db(case._state.db, [name for name, _alias, _column in COLUMNS], values)
    locked: Case = case
    return locked


def move(case: Case, event: Event, *, acting: Acting, handed: Handed) -> Moved:
    """Apply an event to a locked case and write what follows from it: event, state, inbox, deadlines, personal words.

    :raises Refused: in the person's words, when the process does not allow it; nothing is then written.
    """
    _check_time(case, acting, handed.happened_at)
    _check_paper(case, event, acting, handed)
    running, before = machine_of(case), case.state
    try:
        after = running.advance(before, event)
    except Rejected as fault:
        raise Refused(words_for(fault, running, edition_of(case))) from fault
    seq = case.version + 1
    _write_event(case, seq, event, acting, handed)
    ended = after["phase"] == "over" and before["phase"] != "over"
    _write_state(case, seq, after, handed.happened_at if ended else None)
    _write_personal(case, running, seq, event, handed)
    opened = tuple(k for k in after["open"] if k not in before["open"])
    closed = tuple(k for k in before["open"] if k not in after["open"])
    begun = deadlines.follow(case, running, before, after, handed.happened_at)
    tasks.follow(case, running, before, after, handed.happened_at, begun, local_date(acting.at))
    return Moved(case, seq, opened, closed, ended)


def _check_time(case: Case, acting: Acting, happened_at: datetime) -> None:
    if happened_at > acting.at:
        raise Refused(_("办理时间不能晚于现在。请改成实际办理的时间。"))
    if happened_at < case.opened_at:
        opened = case.opened_at.astimezone(acting.at.tzinfo)
        raise Refused(
            _("办理时间早于这件事提出的时间（%(opened)s）。请核对日期。") % {"opened": f"{opened:%Y-%m-%d %H:%M}"}
        )


def late_after(case: Case) -> timedelta:
    """How long after it happened something may be entered without being marked as late."""
    return timedelta(days=case.limits.get(LATE_RECORD, MOST_LATE))


def _check_paper(case: Case, event: Event, acting: Acting, handed: Handed) -> None:
    """What is entered long after it happened stands on its paper: without its photograph, anybody could say so."""
    late = event["type"] in OF_PEOPLE and acting.at - handed.happened_at > late_after(case)
    first = not case.state["open"].get(event["key"], {}).get("signed")
    if late and first and not handed.files:
        words = {"days": late_after(case).days}
        raise Refused(_("补录%(days)d天以前办的事，要附当时纸质材料的照片。请拍照补上再交。") % words)


def _write_event(case: Case, seq: int, event: Event, acting: Acting, handed: Handed) -> None:
    payload = dict(event)
    if handed.record is not None:
        payload["record"] = dict(handed.record)
    if handed.channel:
        payload["channel"] = handed.channel
    if handed.stand_in is not None:
        payload["stand_in"] = dict(handed.stand_in)
    CaseEvent.objects.create(
        case=case,
        seq=seq,
        type=event["type"],
        key=event["key"],
        payload=payload,
        happened_at=handed.happened_at,
        recorded_at=acting.at,
        recorded_by_id=acting.person_id,
        backdated=acting.at - handed.happened_at > late_after(case),
    )


def _write_state(case: Case, seq: int, after: State, closed_at: datetime | None) -> None:
    case.state, case.version, case.phase, case.outcome = after, seq, after["phase"], after["outcome"]
    changed = ["state", "version", "phase", "outcome"]
    if closed_at is not None:
        case.closed_at = closed_at
        changed.append("closed_at")
    case.save(update_fields=changed)


def _write_personal(case: Case, running: Machine, seq: int, event: Event, handed: Handed) -> None:
    facts = running.flow.facts
    words = [
        PersonalFact(case=case, name=name, value=value, audience=facts[base(name)].audience, seq=seq)
        for name, value in handed.personal.items()
    ]
    for name, value in handed.beside.items():
        words.append(PersonalFact(case=case, name=f"{name}:{seq}", value=value, audience="officials", seq=seq))
    if handed.reason:
        audience = "parties" if says_no(running, event) else "officials"
        words.append(PersonalFact(case=case, name=f"reason:{seq}", value=handed.reason, audience=audience, seq=seq))
    if words:
        PersonalFact.objects.bulk_create(
            words, update_conflicts=True, unique_fields=["case", "name"], update_fields=["value", "audience", "seq"]
        )
    if handed.draft_of is not None:
        rows(DRAFT_DONE, case.pk, event["key"], handed.draft_of)


def says_no(running: Machine, event: Event) -> bool:
    """Whether an event decides something against the party: whoever is refused or sent back may read why. What the
    supervision committee objects to is no decision on the party, and may speak of others."""
    if event["type"] != "act":
        return False
    step = running.step(event["key"])
    return step.kind is not StepKind.REVIEW and event.get("result") != step.default


def is_start(running: Machine, key: str) -> bool:
    """Whether an open step is a sub-case that the house opens by itself."""
    return running.step(key).kind is StepKind.START


__all__ = ["Handed", "Moved", "edition_of", "lock", "machine_of", "move", "says_no"]
