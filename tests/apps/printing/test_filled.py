"""The forms of a case: what is known stands on them, for those who may know it."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from qingdan.domain.rules.quorum import Attendance, Votes
from qingdan.features.cases.acts import record_meeting
from qingdan.features.cases.models import CaseFile
from qingdan.features.cases.running import Handed
from tests.apps.boards.stage import NAME
from tests.apps.printing.reading import read
from tests.cast import client_for

pytestmark = pytest.mark.django_db


def page(stage, who, case, key):
    return client_for(stage.cast[who]).get(reverse("forms:filled", args=[case.pk, key]))


def test_a_done_step_is_printed_with_what_was_typed(stage):
    case = stage.request().case
    answer = page(stage, "clerk", case, "request")
    printed = read(answer.content)
    for words in (
        case.number,
        "¥3,000.00",
        "叁仟元整",
        "6222",
        "照片（1件）",
        "示例·赵文书",
        "坡头镇示例一村",
        "0391-0000001",
    ):
        assert words in printed
    assert case.number in printed
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]


def test_an_open_step_is_printed_for_the_pen(stage):
    case = stage.request().case
    printed = read(page(stage, "secretary", case, "sign").content)
    for words in (case.number, "¥3,000.00", "签批", "同意", "理由", "村党组织书记", "村委会主任"):
        assert words in printed


def test_who_signed_stands_on_it(stage):
    case = stage.request().case
    stage.do(case, "sign", "secretary", "party-secretary")
    printed = read(page(stage, "director", case, "sign").content)
    assert "示例·李书记" in printed
    assert "示例·王主任" not in printed


def test_personal_words_are_for_those_who_handle_it(stage):
    case = stage.request().case
    printed = read(page(stage, "inspection", case, "request").content)
    assert "6222" not in printed
    assert "只给经办人看" in printed
    assert "¥3,000.00" in printed


@pytest.mark.parametrize("name", ["forms:filled", "forms:case"])
@pytest.mark.parametrize(("who", "code"), [("clerk", 200), ("inspection", 200), ("clerk_two", 404), ("villager", 404)])
def test_who_may_not_open_the_case_prints_nothing_of_it(stage, name, who, code):
    case = stage.request().case
    where = reverse(name, args=[case.pk, "request"][: 2 if name == "forms:filled" else 1])
    assert client_for(stage.cast[who]).get(where).status_code == code


@pytest.mark.parametrize("name", ["forms:filled", "forms:case"])
def test_without_signing_in_there_is_nothing(stage, client, name):
    case = stage.request().case
    where = reverse(name, args=[case.pk, "request"][: 2 if name == "forms:filled" else 1])
    assert client.get(where).status_code == 302


@pytest.mark.parametrize("key", ["result", "no-such", "paid-back", "request#9"])
def test_a_step_that_is_not_there_yet_has_no_paper(stage, key):
    assert page(stage, "clerk", stage.request().case, key).status_code == 404


def test_a_meeting_is_printed_with_numbers_and_reasons(stage):
    case = meeting(stage)
    printed = read(page(stage, "director", case, "decide").content)
    for words in ("村民代表会议", "到会签字", "不同意见也要记", "通过"):
        assert words in printed
    reasons = case.events.get(key="decide").payload["record"]["reasons"]
    assert all(reason["zh"] in printed for reason in reasons)


def meeting(stage):
    opened = stage.open("small-buy")
    stage.do(opened.case, "request", "clerk", "village-clerk", evidence=["photo"], facts={"budget": 900_000},
             personal={"account": "6222 0000 0000 0000"})  # fmt: skip
    body = stage.edition.bodies["representatives"]
    counts = dict.fromkeys(body.counts, 31)
    attendance = Attendance(entitled=counts, present=dict.fromkeys(counts, 28), votes=Votes(26, 1, 1))
    now = timezone.now()
    return record_meeting(
        acting=stage.cast.acting("director", at=now), case_id=opened.case.pk, key="decide",
        role="village-director", attendance=attendance, handed=Handed(now),
    )  # fmt: skip


def test_the_whole_file_has_cover_forms_and_record(stage):
    opened, _notice = stage.purchase()
    printed = read(client_for(stage.cast["clerk"]).get(reverse("forms:case", args=[opened.case.pk])).content)
    assert len(printed.pages) >= 5
    for words in ("卷内目录", "采购申请表", "签批：审批意见表", "公示", "子案卷", "已采购"):
        assert words in printed.pages[0]
    assert "办理经过" in printed.pages[-1]
    assert "示例·赵文书" in printed.pages[-1]
    assert f"共{len(printed.pages)}页" in printed.pages[0]


def test_a_file_just_opened_prints_too(stage):
    case = stage.open("help", applicant=stage.cast["villager"].person.pk).case
    printed = read(client_for(stage.cast["clerk"]).get(reverse("forms:case", args=[case.pk])).content)
    assert "还在办理" in printed


def test_a_party_prints_its_own_case(stage):
    opened, _notice = stage.relief()
    printed = read(page(stage, "villager", opened.case, "apply").content)
    assert NAME in printed


def test_hostile_words_of_a_case_stay_words(stage):
    case = stage.request().case
    case.title = '#panic("x") ]$ 喆囍彧😀 ' + "很长" * 40
    case.save()
    CaseFile.objects.update(name="#import")
    printed = read(page(stage, "clerk", case, "request").content)
    assert '#panic("x")]$喆囍彧〓' in printed


def test_the_cost_does_not_grow_with_the_file(stage, django_assert_max_num_queries):
    opened, _notice = stage.purchase()
    client = client_for(stage.cast["clerk"])
    where = reverse("forms:case", args=[opened.case.pk])
    client.get(where)
    with django_assert_max_num_queries(22):
        client.get(where)


def test_the_case_page_can_link_to_its_papers(stage):
    case = stage.request().case
    case.refresh_from_db()
    html = render_to_string("printing/_links.html", {"case": case})
    for key in ("request", "sign"):
        assert reverse("forms:filled", args=[case.pk, key]) in html
    assert reverse("forms:case", args=[case.pk]) in html
