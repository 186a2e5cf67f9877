"""May this person read what is asked of this meeting, keep the records of this hearing? Else it is not there: 404."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest

from qingdan.domain.flow.model import Step
from qingdan.domain.flow.state import base, suffix
from qingdan.features.cases.capacity import standing
from qingdan.features.cases.models import Case
from qingdan.features.cases.recusals import recused_from
from qingdan.features.cases.running import machine_of
from qingdan.records.people.gates import Viewer, viewer_of
from qingdan.watch.hearings import queries
from qingdan.watch.hearings.models import Question, SignInSheet
from qingdan.watch.hearings.proposing import newest_sheet
from qingdan.watch.hearings.roles import held, keepers, readers


@dataclass(frozen=True)
class SeenQuestion:
    """A question with the roles in which the person may answer it or look at its answer."""

    question: Question
    viewer: Viewer
    roles: list[str]


@dataclass(frozen=True)
class Hall:
    """A hearing whose records the person keeps; ``sheet`` is that of the day set, ``day`` None before one is."""

    case: Case
    key: str
    step: Step
    viewer: Viewer
    roles: list[str]
    day: date | None
    sheet: SignInSheet | None

    def said(self, use: str) -> str:
        """What the case says of the hearing: its hour, place, subject, who is invited."""
        assert self.step.hears is not None
        name, facts = self.step.hears.named.get(use, ""), self.case.state["facts"]
        return str(facts.get(name + suffix(self.key), facts.get(name, "")))


def roles_for(viewer: Viewer, question: Question) -> list[str]:
    """In which roles the person reads and answers a question; none for anybody else. A constant number of queries."""
    case = question.case
    if not viewer.sees_officials_papers(case.place):
        return []
    running = machine_of(case)
    who = standing(case, running, viewer.person.pk, viewer.day)
    return held(readers(running, running.step(question.key)), who)


def mine_of(viewer: Viewer, questions: Sequence[Question]) -> list[Question]:
    """Those of several questions that the person reads and answers. The queries do not grow with their number."""
    aside = recused_from(viewer, [question.case for question in questions])
    return [q for q in questions if q.case_id not in aside and _holds(viewer, q)]


def _holds(viewer: Viewer, question: Question) -> bool:
    running = machine_of(question.case)
    return bool(readers(running, running.step(question.key)) & viewer.posts_for(question.case.village))


@dataclass(frozen=True, slots=True)
class NextHall:
    """A hearing in a list: of which case, at which step, and on which day, if that is set."""

    case: Case
    key: str
    day: str


def halls_of(viewer: Viewer, powers: Iterable[str]) -> list[NextHall]:
    """Hearings not yet held or not yet settled whose records the person keeps. A constant number of queries."""
    cases = queries.heard_in(viewer, powers)
    aside = recused_from(viewer, cases)
    return [hall for case in cases if case.pk not in aside for hall in _halls(viewer, case)]


def _halls(viewer: Viewer, case: Case) -> Iterator[NextHall]:
    running = machine_of(case)
    for step in running.flow.steps().values():
        if step.hears is not None and keepers(running, step) & viewer.posts_for(case.village):
            day = case.state["facts"].get(step.hears.day)
            if day is not None:
                yield NextHall(case, step.id, day)


def question_gate(request: HttpRequest, number: str) -> SeenQuestion:
    """A question for its conveners and the supervision committee; its words are for nobody else."""
    viewer, question = viewer_of(request), queries.question_by_number(number)
    roles = roles_for(viewer, question) if question is not None else []
    if question is None or not roles:
        raise Http404
    return SeenQuestion(question, viewer, roles)


def desk_gate(request: HttpRequest) -> Viewer:
    """Somebody who reads the officials' papers of at least one place."""
    viewer = viewer_of(request)
    if not viewer.scopes:
        raise Http404
    return viewer


def hall_gate(request: HttpRequest, pk: int, key: str) -> Hall:
    """A hearing for those who keep its records: they read who came, for it is they who enter it."""
    viewer = viewer_of(request)
    case = Case.objects.select_related("village__parent", "parent").filter(pk=pk).first()
    running = machine_of(case) if case is not None else None
    node = running.steps.get(base(key)) if running is not None else None
    step = node.block if node is not None else None
    if case is None or running is None or not isinstance(step, Step) or step.hears is None:
        raise Http404
    who = standing(case, running, viewer.person.pk, viewer.day)
    roles = held(keepers(running, step), who)
    if not roles or not viewer.sees_officials_papers(case.place):
        raise Http404
    return Hall(case, key, step, viewer, roles, *_of_the_day(case, key, step))


def _of_the_day(case: Case, key: str, step: Step) -> tuple[date | None, SignInSheet | None]:
    assert step.hears is not None
    facts = case.state["facts"]
    written = facts.get(step.hears.day + suffix(key), facts.get(step.hears.day))
    day = date.fromisoformat(written) if written else None
    return day, queries.sheet_on(case, key, day) if day else newest_sheet(case, key)


def sheet_gate(code: str) -> SignInSheet:
    """A sheet by the code on the wall of the room; names are on no page that it opens."""
    sheet = queries.sheet_by_code(code)
    if sheet is None:
        raise Http404
    return sheet
