"""Following one's case by number and code, without an account: steps and days, never persons or personal words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from qingdan.domain.flow.ahead_words import Ahead
from qingdan.domain.flow.draw import Lexicon, Progress
from qingdan.domain.flow.model import Flow
from qingdan.features.cases.acts.opening import track_hash
from qingdan.features.cases.explaining import next_steps
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case, CaseEvent
from qingdan.features.cases.presenting import lexicon_of, progress_of
from qingdan.features.cases.running import edition_of, machine_of
from qingdan.records.editions.queries import work_calendar
from qingdan.web.portal import queries
from qingdan.web.portal.todo import Todo, parties_of, todo_of


@dataclass(frozen=True, slots=True)
class OpenStep:
    """What a case waits for now: the step, and whose post it is."""

    name: str
    who: str
    waiting: bool  # nothing to do but wait: an objection period runs


@dataclass(frozen=True)
class Tracked:
    """One case as its applicant may follow it."""

    case: Case
    plain: str
    title: str
    flow: Flow
    lexicon: Lexicon
    progress: Progress
    now: Sequence[OpenStep]
    ahead: Sequence[Ahead]  # posts and limits, no persons
    outcome: str
    due_at: datetime | None
    last_at: datetime | None
    todo: Todo


def find_case(number: str, code: str) -> tuple[Case, Case] | None:
    """The case asked for and the one that the code belongs to: a sub-case opens with the code of the case above it.

    A wrong number and a wrong code take the same way, and are told apart by nothing.
    """
    case, root = queries.case_with_parents(number)
    expected = root.track_hash if root and root.track_hash else "-"
    given = track_hash(root.number if root else number, code)
    if not constant_time_compare(given, expected) or case is None or root is None:
        return None
    return case, root


def tracked(root: Case) -> list[Tracked]:
    """The case and its sub-cases, each with its list of steps. The queries do not grow with the number of steps."""
    cases = queries.cases_below(root)
    events, limits, words = queries.events_of(cases), queries.limits_of(cases), queries.words_for_parties(cases)
    roles, calendar = parties_of(root), work_calendar()

    def todo(case: Case) -> Todo:
        return todo_of(case, roles, events[case.pk], words[case.pk], limits[case.pk], calendar)

    return [_tracked(case, events[case.pk], todo(case)) for case in cases]


def _tracked(case: Case, events: list[CaseEvent], todo: Todo) -> Tracked:
    power = edition_of(case).powers[case.power]
    return Tracked(
        case=case,
        plain=local(power.plain),
        title=local(power.title),
        flow=power.flow,
        lexicon=lexicon_of(case),
        progress=progress_of(case, events),
        now=[_open(case, key) for key in case.state["open"]],
        ahead=next_steps(case),
        outcome=local(power.flow.outcomes[case.outcome]) if case.outcome else "",
        due_at=todo.due_at,
        last_at=events[-1].happened_at if events else None,
        todo=todo,
    )


def _open(case: Case, key: str) -> OpenStep:
    running, edition = machine_of(case), edition_of(case)
    step = running.step(key)
    roles = dict.fromkeys(running.wanted(case.state, key) or step.by)
    who = _("、").join(local(edition.role_words(role)) for role in roles)
    return OpenStep(local(step.name), who, bool(case.state["open"][key].get("posted")))


def tidy_number(written: str) -> str:
    """A case number as people type it: full-width signs and spaces put right."""
    plain = "".join(written.split()).replace("－", "-").replace("—", "-").replace("–", "-")
    return "".join(chr(ord(c) - 0xFEE0) if "０" <= c <= "９" else c for c in plain)


def tidy_code(written: str) -> str:
    """A code as people type it."""
    return "".join(written.split()).replace("-", "").upper()
