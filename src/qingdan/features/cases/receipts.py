"""What a receipt says: that the request came in, when, who must answer by when and how that day was counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.state import base
from qingdan.features.cases.channels import channel_words
from qingdan.features.cases.messages import local
from qingdan.features.cases.models import Case, CaseFile, Deadline, Request
from qingdan.features.cases.running import edition_of, machine_of
from qingdan.features.cases.stopping import counted


@dataclass(frozen=True, slots=True)
class Answer:
    """Who must answer with what by when: ``how`` is the calculation, one line for each part."""

    who: str
    step: str
    due_at: datetime
    limit: str
    how: Sequence[str]
    provisional: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """A request as its receipt shows it. ``request`` None: the case was opened by an official for the village."""

    case: Case
    plain: str
    title: str
    request: Request | None
    name: str
    channel: str
    recorder: str
    answer: Answer | None
    lacking: Sequence[str]


def receipt_of(case: Case) -> Receipt:
    """The receipt of a case. Four queries."""
    edition = edition_of(case)
    power = edition.powers[case.power]
    asked = Request.objects.filter(case=case).first()
    party = case.parties.filter(role=asked.role).select_related("person").first() if asked else None
    first = case.events.select_related("recorded_by").order_by("seq").first()
    return Receipt(
        case=case,
        plain=local(power.plain),
        title=local(power.title),
        request=asked,
        name=party.person.name if party else "",
        channel=channel_words(asked.channel) if asked else "",
        recorder=first.recorded_by.name if first and first.recorded_by else "",
        answer=answer_of(case),
        lacking=lacking(case) if asked else (),
    )


def answer_of(case: Case) -> Answer | None:
    """The limit that ends first of those running, with the posts whose answer it is. One query, two with stops."""
    rows = case.deadlines.filter(state=Deadline.RUNNING).order_by("due_at", "pk").prefetch_related("stops")
    row = rows.first()
    if row is None:
        return None
    running = machine_of(case)
    found = counted(row, running)
    return Answer(
        who=_who(case, running, row),
        step=local(running.step(row.key).name),
        due_at=row.due_at,
        limit=local(row.limit_words),
        how=[local(reason.words) for reason in found.explain()],
        provisional=row.provisional,
    )


def _who(case: Case, running: Machine, row: Deadline) -> str:
    edition = edition_of(case)
    roles = [r for r in running.step(row.key).by if r not in edition.head.asking]
    return _("、").join(local(edition.role_words(r)) for r in roles)


def lacking(case: Case) -> list[str]:
    """The evidence that the first step demands and that has not come with the request. One query."""
    edition, running = edition_of(case), machine_of(case)
    asking = edition.askings.get(case.power)
    if asking is None:
        return []
    there = set(CaseFile.objects.filter(case=case, key=asking.step).values_list("kind", flat=True))
    wanted = running.step(base(asking.step)).evidence
    return [local(edition.head.evidence[kind]) for kind in wanted if kind not in there]
