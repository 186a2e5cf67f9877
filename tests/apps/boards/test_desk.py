"""The boards at the desk: objections answered by those whose step it is, sheets taken down after their days."""

import pytest
from django.urls import reverse
from django.utils import timezone

from qingdan.records.people import acts as people
from qingdan.records.register.acts import Refused
from qingdan.watch.boards.acts import lodge_objection, settle_objection
from qingdan.watch.boards.models import Notice, Objection
from tests.apps.boards.stage import days_ago
from tests.cast import client_for, house

pytestmark = pytest.mark.django_db
ANSWER = {"upheld": "no", "answer": "查了登记，他家没有车。", "gist": "对有没有车有异议", "once": "a1"}


def objection_to(notice):
    lodged = lodge_objection(acting=house(), notice=notice, words="他家有车")
    return lodged.objection, lodged.code


def answer_url(objection):
    return reverse("boards:answer", args=[objection.number])


def test_the_clerk_answers_and_the_objector_reads_it(stage, client):
    _opened, notice = stage.relief()
    objection, code = objection_to(notice)
    clerk = client_for(stage.cast["clerk"])
    listed = clerk.get(reverse("boards:desk")).content.decode()
    assert answer_url(objection) in listed
    assert "他家有车" in clerk.get(answer_url(objection)).content.decode()
    assert clerk.post(answer_url(objection), ANSWER)["Location"] == reverse("boards:desk")
    read = client.post(reverse("boards:objection"), {"code": code}).content.decode()
    assert "他家没有车" in read
    assert "异议不成立" in read


def test_an_answer_is_given_once(stage):
    _opened, notice = stage.relief()
    objection, _code = objection_to(notice)
    clerk = client_for(stage.cast["clerk"])
    clerk.post(answer_url(objection), ANSWER)
    again = clerk.post(answer_url(objection), ANSWER | {"once": "a2", "answer": "改口"})
    assert again.status_code == 409
    assert Objection.objects.get().answer == ANSWER["answer"]


@pytest.mark.parametrize(("change", "said"), [({"answer": ""}, "写明理由"), ({"upheld": ""}, "成立还是不成立")])
def test_an_answer_wants_a_verdict_and_a_reason(stage, change, said):
    _opened, notice = stage.relief()
    objection, _code = objection_to(notice)
    answer = client_for(stage.cast["clerk"]).post(answer_url(objection), ANSWER | change)
    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.parametrize("who", ["director", "clerk_two", "villager", "city_agriculture"])
def test_nobody_else_reads_or_answers_it(stage, who):
    _opened, notice = stage.relief()
    objection, _code = objection_to(notice)
    client = client_for(stage.cast[who])
    assert client.get(answer_url(objection)).status_code == 404
    assert client.post(answer_url(objection), ANSWER).status_code == 404
    assert not Objection.objects.exclude(answered_at=None).exists()


def test_the_kin_of_the_applicant_stands_aside(stage):
    _opened, notice = stage.relief()
    objection, _code = objection_to(notice)
    clerk = stage.cast["clerk"]
    people.declare_kin(
        acting=clerk.acting, person=clerk.person, relation="sibling", relative=stage.cast["villager"].person
    )
    assert client_for(clerk).get(answer_url(objection)).status_code == 404
    acting = stage.cast.acting("clerk", at=timezone.now())
    with pytest.raises(Refused, match="回避"):
        settle_objection(acting=acting, objection=objection, role="village-clerk", upheld=False, answer="没有")


def test_after_the_case_went_on_the_act_still_asks_whose_step_it_is(stage):
    _opened, notice = stage.relief()
    objection, _code = objection_to(notice)
    acting = stage.cast.acting("director", at=timezone.now())
    with pytest.raises(Refused, match="答复"):
        settle_objection(acting=acting, objection=objection, role="village-clerk", upheld=False, answer="没有")


def test_a_sheet_stays_up_for_its_days(stage):
    _opened, notice = stage.relief()
    answer = client_for(stage.cast["clerk"]).post(
        reverse("boards:down", args=[notice.code]), {"once": "d"}, follow=True
    )
    assert "还不能取下" in answer.content.decode()
    assert Notice.objects.get().taken_down_at is None


def test_after_them_it_comes_down_once(stage):
    _opened, notice = stage.purchase(days_ago(16))
    clerk, url = client_for(stage.cast["clerk"]), reverse("boards:down", args=[notice.code])
    assert "期满取下" in clerk.post(url, {"once": "d"}, follow=True).content.decode()
    assert "已经取下" in clerk.post(url, {"once": "e"}, follow=True).content.decode()


@pytest.mark.parametrize(("who", "code"), [("clerk", 200), ("discipline", 200), ("villager", 404), ("clerk_two", 200)])
def test_the_desk_is_for_officials(stage, who, code):
    _opened, notice = stage.relief()
    answer = client_for(stage.cast[who]).get(reverse("boards:desk"))
    assert answer.status_code == code
    assert (notice.code in answer.content.decode()) is (who in ("clerk", "discipline"))


def test_an_anonymous_reader_is_asked_to_sign_in(stage, client):
    assert client.get(reverse("boards:desk")).status_code == 302


def test_others_may_not_take_it_down(stage):
    _opened, notice = stage.purchase(days_ago(16))
    url = reverse("boards:down", args=[notice.code])
    assert client_for(stage.cast["director"]).post(url).status_code == 404
    assert client_for(stage.cast["clerk_two"]).post(url).status_code == 404


def test_the_desk_costs_the_same_with_more_on_it(stage, django_assert_max_num_queries):
    _opened, notice = stage.relief()
    clerk = client_for(stage.cast["clerk"])
    objection_to(notice)
    clerk.get(reverse("boards:desk"))
    with django_assert_max_num_queries(9) as few:
        clerk.get(reverse("boards:desk"))
    cost = len(few)
    for _n in range(4):
        objection_to(notice)
    stage.purchase()
    with django_assert_max_num_queries(cost):
        clerk.get(reverse("boards:desk"))
