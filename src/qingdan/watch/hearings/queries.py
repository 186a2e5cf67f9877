"""Reads of hearings, named for their reader. Each costs a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from qingdan.features.cases.models import Case
from qingdan.records.people.gates import Viewer
from qingdan.records.regions.paths import below
from qingdan.watch.hearings.models import Attendance, Opinion, Question, SignInSheet

MOST = 100
MOST_HEARD = 20
WITH_CASE = ("case__village__parent", "case__parent__parent__parent")


def question_by_number(number: str) -> Question | None:
    """A question by its number, with its case. One query."""
    return Question.objects.select_related(*WITH_CASE).filter(number=number.upper()).first()


def question_by_receipt(receipt_hash: str) -> Question | None:
    """The question that a receipt code opens. One query."""
    return Question.objects.select_related(*WITH_CASE).filter(receipt_hash=receipt_hash).first()


def public_questions(case: Case, key: str) -> list[Question]:
    """Questions to a meeting whose answers a second person has let pass for everybody, oldest first. One query."""
    return list(Question.objects.filter(case=case, key=key, public=True).order_by("pk")[:MOST])


def questions_to(case: Case, key: str) -> list[Question]:
    """Every question to a meeting, oldest first. One query."""
    return list(Question.objects.filter(case=case, key=key).order_by("pk")[:MOST])


def waiting_for(viewer: Viewer) -> list[Question]:
    """Questions of the places whose papers the person reads that still want an answer or a second look, the meeting
    that comes first before others. One query."""
    rows = Question.objects.filter(below("case__place", viewer.scopes), checked_at=None).select_related(*WITH_CASE)
    return list(rows.order_by("held_on", "pk")[:MOST])


def heard_in(viewer: Viewer, powers: Iterable[str]) -> list[Case]:
    """Running cases of some powers in the places whose papers the person reads, newest first. One query."""
    rows = Case.objects.filter(below("place", viewer.scopes), phase="running", power__in=list(powers))
    return list(rows.select_related("village").order_by("-pk")[:MOST_HEARD])


def sheet_by_code(code: str) -> SignInSheet | None:
    """A sheet by the code on it. One query."""
    return SignInSheet.objects.select_related(*WITH_CASE).filter(code=code.lower()).first()


def sheet_on(case: Case, key: str, day: date) -> SignInSheet | None:
    """The sheet of a hearing on a day. One query."""
    return SignInSheet.objects.filter(case=case, key=key, day=day).first()


def came_to(sheet: SignInSheet) -> list[Attendance]:
    """Who came, in the order of coming. One query."""
    return list(sheet.came.order_by("pk"))


def opinions_of(sheet: SignInSheet) -> list[Opinion]:
    """The opinions in order, with who said each, where that is kept. One query."""
    return list(sheet.opinions.select_related("said_by__attendance").order_by("number"))


def names_kept(before: date, limit: int = 100) -> list[SignInSheet]:
    """Sheets of days before ``before`` that still hold names. One query."""
    rows = SignInSheet.objects.select_related("case").filter(erased_at=None, day__lt=before)
    return list(rows.order_by("day", "pk")[:limit])
