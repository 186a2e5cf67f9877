"""Objecting without an account: a receipt once, an answer by its code, and clear refusals."""

import pytest
from django.urls import reverse

from qingdan.features.cases.models import Case
from qingdan.records.register.models import Entry
from qingdan.watch.boards.models import Objection
from tests.apps.boards.stage import days_ago

pytestmark = pytest.mark.django_db


def lodge(client, notice, words="他家有车", once="k1", **more):
    return client.post(reverse("boards:object", args=[notice.code]), {"words": words, "once": once, **more})


def test_an_objection_gives_a_receipt_once_and_holds_the_case(stage, client):
    opened, notice = stage.relief()
    answer = lodge(client, notice, contact="13800000000")
    receipt = client.get(answer["Location"]).content.decode()
    objection = Objection.objects.get()
    assert objection.number in receipt
    assert objection.words not in str(list(Entry.objects.values_list("data", flat=True)))
    state = Case.objects.get(pk=opened.case.pk).state
    assert state["open"]["first"]["objections"] == {objection.number: None}
    stranger = type(client)()
    assert objection.number not in stranger.get(answer["Location"]).content.decode()


def test_the_same_form_twice_is_one_objection(stage, client):
    _opened, notice = stage.relief()
    first, second = lodge(client, notice), lodge(client, notice)
    assert first["Location"] == second["Location"]
    assert Objection.objects.count() == 1


@pytest.mark.parametrize(("words", "said"), [("", "请写明"), ("  ", "请写明"), ("字" * 2001, "太长")])
def test_words_are_wanted_and_not_too_many(stage, client, words, said):
    _opened, notice = stage.relief()
    answer = lodge(client, notice, words)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Objection.objects.exists()


def test_after_the_period_it_says_so_and_keeps_the_words(stage, client):
    _opened, notice = stage.relief(days_ago(9))
    answer = lodge(client, notice, "迟到的话")
    assert answer.status_code == 409
    assert "异议期已经过了" in answer.content.decode()
    assert "迟到的话" in answer.content.decode()
    assert "现在不收异议" in client.get(reverse("boards:object", args=[notice.code])).content.decode()


def test_a_notice_that_only_tells_takes_none(stage, client):
    _opened, notice = stage.purchase()
    assert lodge(client, notice).status_code == 409


def test_a_flood_is_stopped(stage, client):
    _opened, notice = stage.relief()
    assert [lodge(client, notice, once=f"k{n}").status_code for n in range(12)] == [302] * 10 + [429] * 2
    assert Objection.objects.count() == 10


def test_the_receipt_opens_the_answer_and_nothing_else_does(stage, client):
    _opened, notice = stage.relief()
    shown = client.get(lodge(client, notice)["Location"]).context["secret"]
    url = reverse("boards:objection")
    found = client.post(url, {"code": f" {shown[:5].lower()}-{shown[5:]} "})
    assert "他家有车" in found.content.decode()
    assert "还在查" in found.content.decode()
    wrong = client.post(url, {"code": "2345678923"})
    assert wrong.status_code == 422
    assert "他家有车" not in wrong.content.decode()
    assert client.post(url, {"code": ""}).status_code == 422


def test_guessing_receipts_is_slowed(stage, client):
    url = reverse("boards:objection")
    codes = [client.post(url, {"code": f"AAAAAAAA{n:02}"}).status_code for n in range(12)]
    assert codes == [422] * 10 + [429] * 2


def test_no_notice_no_objection(stage, client):
    _opened, notice = stage.relief(days_ago(16))
    assert lodge(client, notice).status_code == 404
    assert client.get(reverse("boards:receipt", args=[notice.code])).status_code == 404
