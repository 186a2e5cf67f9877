"""The sheet for the board: what the notice's audience reads, no more, as an official paper."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.apps.boards.stage import NAME, days_ago
from tests.apps.printing.reading import read
from tests.cast import client_for

pytestmark = pytest.mark.django_db


def page(client, notice):
    return client.get(reverse("forms:notice", args=[notice.code]))


def test_it_stands_beside_the_page_of_the_notice():
    assert reverse("forms:notice", args=["abc"]) == reverse("boards:notice", args=["abc"]) + "sheet.pdf"


def test_anybody_prints_the_sheet_of_a_notice_for_everybody(stage, client):
    _opened, notice = stage.purchase()
    answer = page(client, notice)
    printed = read(answer.content)
    day = timezone.localdate(notice.posted_at)
    official = (
        "示例一村村民委员会",
        "财务公开栏",
        "张贴期",
        "测试法",
        "不得撕下",
        "0391-0000001",
        "0391-0000002",
        "示例",
    )
    for words in (*official, notice.code.upper(), "¥3,000.00", f"{day.year}年{day.month}月{day.day}日"):
        assert words in printed
    assert "6222" not in printed
    assert "X-Robots-Tag" not in answer


def test_the_villages_own_sheet_is_for_the_village(stage, client):
    _opened, notice = stage.relief()
    answer = page(client, notice)
    printed = read(answer.content)
    for words in (NAME, "异议期", "¥1,040.00", "先答复、后往下办", "只在本村公开"):
        assert words in printed
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


def test_when_its_days_are_over_outsiders_print_nothing(stage, client):
    _opened, notice = stage.relief(days_ago(40))
    assert page(client, notice).status_code == 404
    assert page(client_for(stage.cast["clerk"]), notice).status_code == 200


def test_an_unknown_code_is_404(stage, client):
    assert client.get(reverse("forms:notice", args=["nosuchcode"])).status_code == 404


def test_a_notice_still_to_be_put_up_is_a_form(stage, client):
    printed = read(client.get(reverse("forms:blank", args=["help", "first"])).content)
    for words in ("村民委员会", "申请人", "保障人数", "每月金额", "7日", "15日", "监督电话"):
        assert words in printed
