"""What a case page explains: what happens next, and why a step cannot be done by whoever looks at it.

Both come from the functions that move a case: the machine, and the capacities in which a person may act.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils import dateformat
from django.utils.translation import gettext as _

from qingdan.domain.flow.ahead import Looking
from qingdan.domain.flow.ahead_words import Ahead, what_next
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Step
from qingdan.domain.flow.state import State, base
from qingdan.domain.flow.why_not import Leads, leads_from, why_not
from qingdan.domain.rules.reasons import Reason
from qingdan.domain.words import Words
from qingdan.features.cases.capacity import Standing, capacities, not_the_stand_in
from qingdan.features.cases.deadlines import over
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case, Deadline
from qingdan.features.cases.presenting import lexicon_of
from qingdan.features.cases.running import edition_of, machine_for, machine_of, pinned
from qingdan.records.regions.days import local_date

Limits = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why somebody cannot do a step: ``code`` names the kind of reason, ``said`` is the sentence for the person."""

    code: str
    said: str


def next_steps(case: Case) -> list[Ahead]:
    """For each open step of a case what comes after it. No query once the edition is read."""
    edition = edition_of(case)

    def ends(step: Step) -> Mapping[str, Words]:
        return edition.powers[step.power].flow.outcomes if step.power else {}

    return what_next(_looking_of(case), case.state, lexicon_of(case), ends, frozenset(case.begun_with))


def why_nots(case: Case, who: Standing, rows: Sequence[Deadline], at: datetime) -> dict[str, str]:
    """For each step of the flow that this person cannot do now, why not; nothing of a case that is over. ``rows`` are
    the limits of the case. The queries do not grow with the steps."""
    if case.phase == "over":
        return {}
    running, found = machine_of(case), {}
    for step in running.flow.steps():
        keys = [key for key in case.state["open"] if base(key) == step] or [step]
        whys = [why_not_here(case, who, key, rows, at) for key in keys]
        if None not in whys and whys[0] is not None:
            found[step] = whys[0].said
    return found


def why_not_here(case: Case, who: Standing, key: str, rows: Sequence[Deadline], at: datetime) -> Why | None:
    """Why this person cannot hand in the step ``key`` at the moment ``at``; None exactly when the act is taken, as far
    as it depends on who hands it in and when, and not on what stands in the form."""
    running, state = machine_of(case), case.state
    ways = capacities(running, state, key, who)
    reasons = [_of_the_machine(case, key, way.person_id, [way.role]) for way in ways]
    if None in reasons:
        return _too_late(running, key, rows, at)
    if key in state["open"] and not ways and (own := _of_the_person(case, key, who)) is not None:
        return own
    mine = who.posts | who.stands_in_for | {r for r, persons in who.parties.items() if who.person_id in persons}
    reason = next((r for r in reasons if r), None) or _of_the_machine(case, key, who.person_id, sorted(mine))
    if reason is None:  # the machine would take it, the village's rule of deputies does not
        role = next(r for r in running.wanted(state, key) if r in who.stands_in_for)
        return Why("not-the-stand-in", not_the_stand_in(case, running, key, who, role))
    until = _until(key, rows) if reason.code == "already-posted" else ""
    return Why(reason.code, until + local(reason.words))


def _of_the_machine(case: Case, key: str, person: int, roles: Sequence[str]) -> Reason | None:
    named = edition_of(case).role_words
    return why_not(machine_of(case), case.state, key, person, roles, named, _leads_of(case))


def _of_the_person(case: Case, key: str, who: Standing) -> Why | None:
    """That the person must stand aside: not from whom, nor why; that is for nobody's page."""
    step = machine_of(case).step(key)
    if not who.conflicts or not (who.posts | who.stands_in_for) & set(step.signers):
        return None
    return Why("recused", _("您和这件事有近亲属或利益关系，按规定要回避，由别的经办人或村里的替补人来办。"))


def _too_late(running: Machine, key: str, rows: Sequence[Deadline], at: datetime) -> Why | None:
    row = over(running, key, rows, at)
    if row is None:
        return None
    words = {"day": _day(row)}
    return Why("too-late", _("最晚到%(day)s，已经过了。系统会按过期往下走，不用再办。") % words)


def _until(key: str, rows: Sequence[Deadline]) -> str:
    row = next((r for r in rows if r.name == f"notice:{key}" and r.state == Deadline.RUNNING), None)
    return _("公示到%(day)s。") % {"day": _day(row)} if row else ""


def _day(row: Deadline) -> str:
    return dateformat.format(local_date(row.due_at), _("Y年n月j日"))


# -- kept: a definition is looked through once, and a state once for all who look at it ---------------------------
def _looking_of(case: Case) -> Looking:
    return _kept_looking(*pinned(case))


@lru_cache(maxsize=256)
def _kept_looking(edition: str, power: str, limits: Limits) -> Looking:
    return Looking(machine_for(edition, power, limits))


def _leads_of(case: Case) -> Leads:
    kept: Leads | None = case.__dict__.get("_leads")
    if kept is None:
        kept = case.__dict__["_leads"] = _kept_leads(*pinned(case), json.dumps(case.state))
    return kept


@lru_cache(maxsize=512)
def _kept_leads(edition: str, power: str, limits: Limits, state: str) -> Leads:
    read: State = json.loads(state)
    return leads_from(machine_for(edition, power, limits), read)
