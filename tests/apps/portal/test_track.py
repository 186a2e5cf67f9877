"""Following one's case by number and code: steps and days, never persons; one answer for whatever is wrong."""

import pytest
from django.core.cache import cache

from qingdan.features.cases.models import Case
from tests.apps.boards.stage import NAME

pytestmark = pytest.mark.django_db


def ask(client, number, code):
    return client.post("/track/", {"number": number, "code": code})


def test_steps_days_and_whose_post_it_is(stage, client):
    opened = stage.request()
    answer = ask(client, opened.case.number, opened.code)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    for said in (opened.case.number, "村里买小东西", "现在在这一步", "签批", "村党组织书记", "村委会主任", "完成"):
        assert said in text, said


def test_what_happens_next_is_said_with_posts_and_limits(stage, client):
    opened = stage.request()
    text = ask(client, opened.case.number, opened.code).content.decode()
    next_ = text.partition("接下来会怎样")[2].partition("</details>")[0]
    assert "如果不同意" in next_ and "结果是：" in next_


def test_no_person_and_no_personal_word(stage, client):
    opened, _notice = stage.relief()
    text = ask(client, opened.case.number, opened.code).content.decode()
    for member in stage.cast.members.values():
        assert member.person.name not in text
    assert NAME not in text
    assert opened.case.title not in text
    assert "正在公示，等异议期满" in text


def test_written_as_people_write(stage, client):
    opened = stage.request()
    number = opened.case.number.replace("-", "－").replace("2026", "２０２６")
    assert ask(client, f" {number} ", f"{opened.code[:5].lower()} {opened.code[5:]}").status_code == 200


def test_a_sub_case_opens_with_the_code_of_its_case(stage, client):
    opened, _notice = stage.purchase()
    child = Case.objects.get(parent=opened.case)
    text = ask(client, child.number, opened.code).content.decode()
    assert f"其中的一段 {child.number}" in text
    assert "已付款" in text
    assert 'class="is-off"' in text  # the meeting that a small sum did not need
    assert "已采购" in text


def test_a_wrong_number_and_a_wrong_code_get_one_answer(stage, client):
    opened = stage.request()
    wrong_code = ask(client, opened.case.number, "AAAAAAAAAA")
    cache.clear()
    wrong_number = ask(client, opened.case.number.replace("0001", "0009"), opened.code)
    assert wrong_code.status_code == wrong_number.status_code == 422
    assert said(wrong_code) == said(wrong_number) != ""
    assert opened.case.number not in said(wrong_code)


def said(answer):
    return "".join(answer.context["form"].non_field_errors())


def test_a_case_opened_without_a_code_cannot_be_followed(stage, client):
    opened = stage.request()
    Case.objects.filter(pk=opened.case.pk).update(track_hash=None)
    assert ask(client, opened.case.number, opened.code).status_code == 422


def test_ten_wrong_tries_and_then_even_the_right_one_waits(stage, client):
    opened = stage.request()
    codes = [ask(client, opened.case.number, f"AAAAAAAA{n:02}").status_code for n in range(10)]
    assert codes == [422] * 10
    assert ask(client, opened.case.number, opened.code).status_code == 429
    cache.clear()
    assert ask(client, opened.case.number, opened.code).status_code == 200


def test_another_address_does_not_reopen_a_number(stage, client):
    opened = stage.request()
    for n in range(10):
        client.post("/track/", {"number": opened.case.number, "code": f"AAAAAAAA{n:02}"}, REMOTE_ADDR=f"10.0.0.{n}")
    other = client.post("/track/", {"number": opened.case.number, "code": opened.code}, REMOTE_ADDR="10.0.1.1")
    assert other.status_code == 429


def test_the_right_answer_uses_up_no_try(stage, client):
    opened = stage.request()
    assert {ask(client, opened.case.number, opened.code).status_code for _n in range(15)} == {200}


@pytest.mark.parametrize(("number", "code"), [("", ""), ("x", ""), ("", "x"), ("x" * 99, "y"), ("x", "y" * 99)])
def test_what_is_missing_or_too_long_is_named(stage, client, number, code):
    answer = ask(client, number, code)
    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_it_costs_the_same_after_more_steps(stage, client, django_assert_max_num_queries):
    early, _notice = stage.relief()
    ask(client, early.case.number, early.code)
    with django_assert_max_num_queries(13) as few:
        ask(client, early.case.number, early.code)
    cost = len(few)
    late, _notice = stage.purchase()
    with django_assert_max_num_queries(cost + 1):  # one more for the depth of its sub-case
        ask(client, late.case.number, late.code)
