"""A running case, a hearing that is called, questions put to it and its records, for the pages that show them."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from qingdan.features.cases.models import Case
from qingdan.watch.hearings import acts
from qingdan.watch.hearings.acts.records import Comer
from qingdan.watch.hearings.models import SignInSheet
from tests.cast import house
from tests.journeys.staging import Stage

POWER, KEY = "hearings-consultation", "hearing"


def called(stage: Stage) -> Case:
    """The hearing, called and with its sheet, whose code counts now; made once."""
    found = Case.objects.filter(power=POWER).first()
    if found is not None:
        return found
    case, clerk = stage.carry(POWER, "call", after="posted"), stage.cast.acting("clerk")
    sheet = acts.open_sheet(acting=clerk, case_id=case.pk, key=KEY)
    now = timezone.now()
    SignInSheet.objects.filter(pk=sheet.pk).update(opens_at=now, closes_at=now + timedelta(hours=2))
    sheet.refresh_from_db()
    acts.sign_in(acting=house(), sheet=sheet, comer=Comer("示例·陶村民", "陶家", "二组"))
    ask(case, sheet, "水管从哪里接？")
    asked = ask(case, sheet, "钱从哪里来？")
    acts.answer_question(acting=clerk, question=asked.question, answer="水站补一半。")
    return case


def ask(case: Case, sheet: SignInSheet, words: str) -> acts.questions.Asked:
    return acts.ask(acting=house(), case_id=case.pk, key=KEY, held_on=sheet.day, words=words)


def pages_of_hearings(stage: Stage) -> dict[str, str]:
    """Kind and address of the pages at the desk."""
    case = called(stage)
    return {
        "questions": "/desk/hearings/",
        "question": reverse("hearings:question", args=[case.questions.earliest("pk").number]),
        "question-check": reverse("hearings:question", args=[case.questions.latest("pk").number]),
        "hall": reverse("hearings:hall", args=[case.pk, KEY]),
    }


def open_pages(stage: Stage) -> dict[str, str]:
    """Kind and address of the pages that ask for no account."""
    case, here = called(stage), stage.cast.one.pk
    goods = Case.objects.filter(power="petty-goods", phase="running", parent=None).latest("pk")
    sheet = case.sign_in_sheets.get()
    return {
        "progress": f"/villages/{here}/progress/",
        "progress-done": f"/villages/{here}/progress/?done=1",
        "progress-case": reverse("progress:case", args=[goods.public_code]),
        "progress-drawing": reverse("progress:drawing", args=[goods.public_code]),
        "coming": f"/villages/{here}/coming/",
        "question-ask": reverse("hearings:ask", args=[case.public_code, KEY]),
        "question-receipt": reverse("hearings:receipt", args=[case.public_code, KEY]),
        "question-answer": "/question/",
        "sign": reverse("hearings:sign", args=[sheet.code]),
        "signed": reverse("hearings:signed", args=[sheet.code]),
    }
