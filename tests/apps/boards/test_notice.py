"""The notice page: an official sheet for its audience, and nothing for anybody else."""

import pytest
from django.urls import reverse

from tests.apps.boards.stage import NAME, days_ago
from tests.cast import client_for

pytestmark = pytest.mark.django_db


def page(client, notice):
    return client.get(reverse("boards:notice", args=[notice.code]))


def test_everybody_reads_a_notice_for_the_internet(stage, client):
    _opened, notice = stage.purchase()
    answer = page(client, notice)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "X-Robots-Tag" not in answer
    for said in ("坡头镇示例一村", "财务公开栏", "¥3,000.00", notice.case.number, "测试法", "第1条", "0391-0000001"):
        assert said in text
    assert f"https://qingdan.example/n/{notice.code}/" in text
    assert "<svg" in text


def test_the_sheet_keeps_what_its_audience_may_not_know(stage, client):
    _opened, notice = stage.purchase()
    assert "6222" not in page(client, notice).content.decode()


def test_who_stands_before_the_board_reads_what_hangs_there(stage, client):
    _opened, notice = stage.relief()
    answer = page(client, notice)
    assert NAME in answer.content.decode()
    assert "¥1,040.00" in answer.content.decode()
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


def test_after_its_days_it_is_for_its_audience_alone(stage, client):
    _opened, notice = stage.relief(days_ago(16))
    assert page(client, notice).status_code == 404
    assert page(client_for(stage.cast["villager"]), notice).status_code == 404  # no post, no proof of being one of them
    assert page(client_for(stage.cast["clerk_two"]), notice).status_code == 404  # another village's clerk
    assert page(client_for(stage.cast["representative"]), notice).status_code == 200


def test_an_old_notice_for_everybody_stays(stage, client):
    _opened, notice = stage.purchase(days_ago(30))
    assert "已贴满" in page(client, notice).content.decode() or page(client, notice).status_code == 200


def test_the_days_are_squares_and_today_is_marked(stage, client):
    _opened, notice = stage.relief(days_ago(2))
    text = page(client, notice).content.decode()
    assert text.count("<li", text.index('class="qd-days'), text.index("</ol>", text.index('class="qd-days'))) == 8
    assert 'aria-current="date"' in text
    assert "5</b> 天" in text


def test_what_comes_next_names_a_step(stage, client):
    _opened, notice = stage.relief()
    assert "审核确认" in page(client, notice).content.decode()


def test_no_such_code_is_not_found(stage, client):
    assert client.get("/n/zzzzzzzzzz/").status_code == 404


def test_the_queries_do_not_grow(stage, client, django_assert_max_num_queries):
    _opened, notice = stage.relief()
    page(client, notice)
    with django_assert_max_num_queries(10) as few:
        page(client, notice)
    cost = len(few)
    for n in range(3):
        client.post(reverse("boards:object", args=[notice.code]), {"words": f"第{n}条", "once": f"k{n}"})
    with django_assert_max_num_queries(cost):
        page(client, notice)
