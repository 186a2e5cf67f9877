"""A case as anybody may follow it, put into words: steps, days, posts and limits; no person and nothing filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from qingdan.domain.flow.ahead_words import Ahead
from qingdan.domain.flow.draw import Lexicon, Progress
from qingdan.domain.flow.model import Flow
from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.features.cases.explaining import next_steps
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case, CaseEvent, Deadline
from qingdan.features.cases.presenting import lexicon_of, next_deadline, progress_of
from qingdan.features.cases.running import edition_of, machine_of
from qingdan.features.cases.timing import ClockShown, clocks_shown


@dataclass(frozen=True, slots=True)
class OpenStep:
    """What a case waits for now: the step, whose post's turn it is, and whether there is nothing to do but wait."""

    name: str
    who: str
    waiting: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list: what it is, since when, where it is now, and its state as a chip."""

    case: Case
    plain: str
    where: str
    state: str
    word: str


@dataclass(frozen=True)
class Process:
    """One case as its page shows it."""

    case: Case
    plain: str
    title: str
    slug: str
    flow: Flow
    lexicon: Lexicon
    progress: Progress
    now: Sequence[OpenStep]
    ahead: Sequence[Ahead]
    next_due: Deadline | None
    clocks: Sequence[ClockShown]
    clocks_met: Sequence[ClockShown]
    outcome: str
    owed: Sequence[str]


def process_of(
    case: Case, events: list[CaseEvent], limits: list[Deadline], calendar: WorkCalendar | None = None
) -> Process:
    """The case with its events and limits (``queries``). No query beside those of the calendar, where there is none."""
    power, running = edition_of(case).powers[case.power], machine_of(case)
    clocks = clocks_shown(case, limits, calendar=calendar)
    return Process(
        case=case,
        plain=local(power.plain),
        title=local(power.title),
        slug=power.slug,
        flow=running.flow,
        lexicon=lexicon_of(case),
        progress=progress_of(case, events),
        now=open_steps(case),
        ahead=next_steps(case),
        next_due=next_deadline(limits),
        clocks=[c for c in clocks if c.row.judged != "done"],
        clocks_met=[c for c in clocks if c.row.judged == "done"],
        outcome=outcome_of(case),
        owed=[local(running.duty(key).name) for key in case.state["owed"]],
    )


def open_steps(case: Case) -> list[OpenStep]:
    """The open steps of a case. No query."""
    return [_open(case, key) for key in case.state["open"]]


def _open(case: Case, key: str) -> OpenStep:
    running, edition = machine_of(case), edition_of(case)
    step = running.step(key)
    roles = dict.fromkeys(running.wanted(case.state, key) or step.by)
    who = _("、").join(local(edition.role_words(role)) for role in roles)
    return OpenStep(local(step.name), who, bool(case.state["open"][key].get("posted")))


def outcome_of(case: Case) -> str:
    """How a case ended, in the words of its definition; "" while it has not."""
    return local(machine_of(case).flow.outcomes[case.outcome]) if case.outcome else ""


def row_of(case: Case, due_at: datetime | None, now: datetime) -> Row:
    """A case in a list; ``due_at`` is its nearest running limit."""
    plain = local(edition_of(case).powers[case.power].plain)
    if case.phase == "over":
        return Row(case, plain, outcome_of(case), "done", _("已办结"))
    where = _("、").join(step.name for step in open_steps(case))
    late = due_at is not None and due_at < now
    return Row(case, plain, where, "over" if late else "line", _("超期") if late else _("正在办"))
