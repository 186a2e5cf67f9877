"""Questions, signing in, opinions and what they fill: each rule once, through the pages where people meet it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from qingdan.features.cases.models import Case
from qingdan.records.leaks.models import LetStand
from qingdan.records.register.acts import Acting, Refused
from qingdan.records.register.models import Entry
from qingdan.watch.hearings import acts
from qingdan.watch.hearings.acts.records import Comer
from qingdan.watch.hearings.models import Attendance, Question, SaidBy, SignInSheet
from qingdan.watch.hearings.proposing import proposed
from qingdan.watch.hearings.sweep import sweep
from tests.apps.leaks.rules import city_rules as city_rules
from tests.cast import client_for, house

pytestmark = pytest.mark.django_db


def ask(client: Client, case: Case, words: str = "水从哪里来", once: str = "k1", key: str = "hear"):
    return client.post(reverse("hearings:ask", args=[case.public_code, key]), {"words": words, "once": once})


def test_a_question_is_read_by_few_and_public_only_when_a_second_person_has_looked(scene, client):
    lodged = ask(client, scene.talk)
    receipt = client.get(lodged["Location"])
    secret, question = receipt.context["secret"], Question.objects.latest("pk")
    assert "水从哪里来" not in str(list(Entry.objects.values_list("data", flat=True)))
    stranger = Client().get(lodged["Location"]).content.decode()
    assert question.number not in stranger
    clerk, watcher = client_for(scene.cast["clerk"]), client_for(scene.cast["supervision_head"])
    rep = client_for(scene.cast["representative"])
    ask_page, where = reverse("hearings:ask", args=[scene.talk.public_code, "hear"]), reverse("hearings:answer")
    clerk.post(reverse("hearings:question", args=[question.number]), {"answer": "从二组接", "once": "a1"})
    assert "从二组接" not in client.post(where, {"code": secret}).content.decode()
    check = reverse("hearings:check", args=[question.number])
    assert clerk.post(check, {"says": "public", "once": "a2"}).status_code == 409
    assert watcher.post(check, {"says": "back", "once": "a3"}).status_code == 422
    watcher.post(check, {"says": "back", "why": "没写谁出钱", "once": "a4"})
    assert "没写谁出钱" in clerk.get(reverse("hearings:question", args=[question.number])).content.decode()
    clerk.post(reverse("hearings:question", args=[question.number]), {"answer": "从二组接，水站出钱", "once": "a5"})
    assert "水从哪里来" not in rep.get(ask_page).content.decode()
    watcher.post(check, {"says": "public", "once": "a6"})
    assert "水站出钱" in client.post(where, {"code": secret}).content.decode()
    assert "水站出钱" in rep.get(ask_page).content.decode()
    assert "水站出钱" not in client.get(ask_page).content.decode()  # the matter is the village's own
    with pytest.raises(Refused, match="已经看过"):
        acts.answer_question(acting=scene.cast.acting("clerk"), question=question, answer="再改")


def test_a_question_that_names_somebody_is_for_its_asker_alone(scene):
    acts.check_answer(acting=scene.cast.acting("supervision_head"), question=scene.answered, passes=True)
    scene.answered.refresh_from_db()
    assert not scene.answered.public
    page = client_for(scene.cast["representative"]).get(reverse("hearings:ask", args=[scene.talk.public_code, "hear"]))
    assert scene.answered.answer not in page.content.decode()


@pytest.mark.parametrize(("words", "code", "said"), [("", 422, "请写明"), ("字" * 1001, 422, "太长")])
def test_what_is_wrong_is_said_beside_the_field(scene, client, words, code, said):
    answer = ask(client, scene.talk, words)
    assert (answer.status_code, said in answer.content.decode()) == (code, True)


def test_a_flood_of_questions_and_guesses_is_stopped(scene, client):
    found = [ask(client, scene.talk, once=f"k{n}").status_code for n in range(12)]
    assert found == [302] * 10 + [429] * 2
    guesses = [client.post(reverse("hearings:answer"), {"code": f"AAAAAAAA{n:02}"}).status_code for n in range(12)]
    assert guesses == [422] * 10 + [429] * 2


def test_the_code_counts_only_around_the_hearing(scene, client):
    url, comer = reverse("hearings:sign", args=[scene.sheet.code]), {"name": "示例·来的人"}
    assert client.post(url, {**comer, "once": "s1"}).status_code == 302
    assert client.post(url, {**comer, "once": "s2"}).status_code == 409  # twice
    assert client.post(url, {"name": "", "once": "s3"}).status_code == 422
    assert "示例·来的人" not in client.get(reverse("hearings:signed", args=[scene.sheet.code])).content.decode()
    now = timezone.now()
    SignInSheet.objects.update(opens_at=now - timedelta(hours=9), closes_at=now - timedelta(hours=1))
    late = client.post(url, {"name": "示例·迟来的人", "once": "s4"})
    assert (late.status_code, "告诉村文书" in late.content.decode()) == (409, True)
    assert "现在不能签到" in client.get(url).content.decode()
    assert client.get(reverse("hearings:sign", args=["zzzzzzzzzz"])).status_code == 404


def test_the_records_fill_the_form_and_nobody_is_named(scene):
    clerk, director = scene.cast.acting("clerk"), client_for(scene.cast["director"])
    one = acts.enter(acting=clerk, sheet=scene.sheet, comer=Comer("示例·甲", absent="示例·乙"))
    acts.record_opinion(acting=clerk, sheet=scene.sheet, words="少花钱", said_by=one)
    acts.record_opinion(acting=clerk, sheet=scene.sheet, words="快点修", said_by=one)
    first, second, third = scene.sheet.opinions.order_by("number")
    acts.answer_opinion(acting=clerk, opinion=first, adopted=True, why="有理")
    acts.answer_opinion(acting=clerk, opinion=second, adopted=False, why="不够")
    assert proposed(scene.talk, "hear") == {"came": 1, "spoke": 2}
    text = director.get(reverse("cases:case", args=[scene.talk.pk])).content.decode()
    assert "按已有的记录填好了" in text
    scene.stage.do(scene.talk, "hear", "director", "village-director", facts={"came": 1, "spoke": 2})
    scene.stage.do(scene.talk, "hear", "supervision_head", "supervision-head")
    views = proposed(Case.objects.get(pk=scene.talk.pk), "write")["views"]
    assert views.splitlines() == [
        "1. 早点修——采纳：有理", "2. 少花钱——不采纳：不够", f"3. {third.words}——还没有写采纳不采纳"
    ]  # fmt: skip
    with pytest.raises(Refused, match="到会的人数已经交上去"):
        acts.enter(acting=clerk, sheet=scene.sheet, comer=Comer("示例·丙"))
    scene.stage.do(scene.talk, "write", "clerk", "village-clerk", facts={"views": views})
    with pytest.raises(Refused, match="意见已经整理好"):
        acts.record_opinion(acting=clerk, sheet=scene.sheet, words="晚了")


def test_names_go_when_their_time_is_over_and_numbers_stay(scene):
    one = acts.enter(acting=scene.cast.acting("clerk"), sheet=scene.sheet, comer=Comer("示例·甲", "甲家", "一组"))
    acts.record_opinion(acting=scene.cast.acting("clerk"), sheet=scene.sheet, words="少花钱", said_by=one)
    kept = timezone.now() + timedelta(days=scene.talk.limits.get("attendance-kept", 730))
    assert sweep(kept - timedelta(days=1)) == 0
    assert sweep(kept + timedelta(days=2)) == 1
    assert sweep(kept + timedelta(days=2)) == 0
    assert list(Attendance.objects.values_list("name", "household", "group", "absent")) == [("", "", "", "")]
    assert not SaidBy.objects.exists()
    assert scene.sheet.opinions.count() == 2
    names = str(list(Entry.objects.values_list("data", "actor_name")))
    assert "示例·甲" not in names


def test_who_must_not_keep_records_is_told_so(scene):
    stranger = scene.cast.acting("clerk_two")
    with pytest.raises(Refused, match="您今天没有任这些职务"):
        acts.enter(acting=stranger, sheet=scene.sheet, comer=Comer("示例·甲"))
    with pytest.raises(Refused, match="已经有了"):
        acts.open_sheet(acting=scene.cast.acting("clerk"), case_id=scene.talk.pk, key="hear")
    with pytest.raises(Refused, match="开过了"):
        acts.ask(
            acting=Acting(None, "一位村民", timezone.now() + timedelta(days=2)), case_id=scene.talk.pk, key="hear",
            held_on=scene.sheet.day, words="还能问吗",
        )  # fmt: skip


def test_the_desk_costs_the_same_with_more_questions(scene, django_assert_max_num_queries):
    clerk, pages = (
        client_for(scene.cast["clerk"]),
        ["/desk/hearings/", "/desk/", f"/desk/hearings/{scene.talk.pk}/hear/"],
    )
    for page in pages:
        clerk.get(page)
    costs = []
    for page in pages:
        with django_assert_max_num_queries(40) as few:
            clerk.get(page)
        costs.append(len(few))
    for n in range(4):
        acts.ask(acting=house(), case_id=scene.talk.pk, key="hear", held_on=scene.sheet.day, words=f"问{n}")
        acts.record_opinion(acting=scene.cast.acting("clerk"), sheet=scene.sheet, words=f"说{n}")
    for page, cost in zip(pages, costs, strict=True):
        with django_assert_max_num_queries(cost):
            clerk.get(page)


def test_the_papers_are_set(scene):
    clerk = client_for(scene.cast["clerk"])
    acts.enter(acting=scene.cast.acting("clerk"), sheet=scene.sheet, comer=Comer("示例·甲", absent="示例·乙"))
    for name, begins in (("attendance", b"%PDF"), ("minutes", b"%PDF"), ("minutes-word", b"PK")):
        answer = clerk.get(reverse(f"forms:{name}", args=[scene.talk.pk, "hear"]))
        assert answer.content.startswith(begins), name
        assert "no-store" in answer["Cache-Control"] or "no-cache" in answer["Cache-Control"]


PHONE = "138 1234 5678"
IDENTITY = "11010519491231002X"


def test_a_personal_detail_in_an_answer_is_stopped_and_stands_only_by_name(scene, city_rules):
    question = scene.question
    clerk, where = client_for(scene.cast["clerk"]), reverse("hearings:question", args=[question.number])
    given = {"answer": f"问水站{PHONE}", "once": "l1"}
    stopped = clerk.post(where, given)
    assert stopped.status_code == 422 and "【138****5678】" in stopped.content.decode()
    assert 'name="leaks_why"' in stopped.content.decode()
    never = clerk.post(where, {"answer": f"是{IDENTITY}的户", "leaks_why": "要写", "once": "l2"})
    assert never.status_code == 422 and not LetStand.objects.exists()
    with pytest.raises(Refused, match="手机号"):
        acts.answer_question(acting=scene.cast.acting("clerk"), question=question, answer=given["answer"])
    assert clerk.post(where, given | {"leaks_why": "值班电话"}).status_code == 302
    assert LetStand.objects.get().subject_id == question.pk
    # What was let stand once is not asked for again by the second person.
    watcher, check = client_for(scene.cast["supervision_head"]), reverse("hearings:check", args=[question.number])
    assert watcher.post(check, {"says": "public", "once": "l3"}).status_code == 302


def test_the_words_of_an_asker_are_looked_through_before_they_are_public(scene, client):
    ask(client, scene.talk, f"李某{IDENTITY}什么时候搬", once="l4")
    question = Question.objects.latest("pk")
    acts.answer_question(acting=scene.cast.acting("clerk"), question=question, answer="下月")
    watcher, check = client_for(scene.cast["supervision_head"]), reverse("hearings:check", args=[question.number])
    answer = watcher.post(check, {"says": "public", "leaks_why": "没关系", "once": "l5"})
    assert answer.status_code == 422 and "身份证号" in answer.content.decode()
    with pytest.raises(Refused, match="身份证号"):
        head = scene.cast.acting("supervision_head")
        acts.check_answer(acting=head, question=question, passes=True, public=True)
    assert watcher.post(check, {"says": "asker", "once": "l6"}).status_code == 302  # the way on
    question.refresh_from_db()
    assert question.checked_at and not question.public


def test_opinions_and_what_became_of_them_hold_no_personal_detail(scene, city_rules):
    clerk, hall = client_for(scene.cast["clerk"]), [scene.talk.pk, "hear"]
    opinion = {"words": f"找李某{PHONE}", "once": "l7"}
    stopped = clerk.post(reverse("hearings:opinion", args=hall), opinion)
    assert stopped.status_code == 422 and "【138****5678】" in stopped.content.decode()
    view = {"v1-adopted": "yes", "v1-why": f"他家{IDENTITY}", "once": "l8"}
    refused = clerk.post(reverse("hearings:view", args=[*hall, 1]), view)
    assert refused.status_code == 422 and "身份证号" in refused.content.decode()
    with pytest.raises(Refused, match="手机号"):
        acts.record_opinion(acting=scene.cast.acting("clerk"), sheet=scene.sheet, words=opinion["words"])
    assert clerk.post(reverse("hearings:opinion", args=hall), opinion | {"leaks_why": "他同意"}).status_code == 302
    row = LetStand.objects.get()
    assert (row.subject_type, row.subject_id, row.why) == ("case", scene.talk.pk, "他同意")
