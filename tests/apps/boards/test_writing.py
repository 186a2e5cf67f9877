"""Notices written by hand: written, sent back, passed, put up, corrected, taken down; and what may go wrong."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from qingdan.records.people import acts as people
from qingdan.records.regions.days import local_date
from qingdan.records.register.models import Entry
from qingdan.watch.boards.models import Notice, NoticeDraft
from tests.apps.boards.hand import correct, parts, published, reviewed, step, typed, write
from tests.cast import client_for

pytestmark = pytest.mark.django_db


def test_a_draft_is_reviewed_before_anybody_reads_it(stage, client):
    draft = write(stage)
    clerk, head = client_for(stage.cast["clerk"]), client_for(stage.cast["supervision_head"])
    assert "交给监委会审" in clerk.get(reverse("boards:draft", args=[draft.pk])).content.decode()
    assert step(clerk, "post", draft).status_code == 409  # nobody has looked at it
    assert step(clerk, "submit", draft).status_code == 302
    assert step(head, "return", draft, reason="").status_code == 409
    assert step(head, "return", draft, reason="明细和合计对不上").status_code == 302
    assert "明细和合计对不上" in clerk.get(reverse("boards:draft", args=[draft.pk])).content.decode()
    given = typed(version=str(draft.version), title="路灯维修支出（九月）")
    assert clerk.post(reverse("boards:edit", args=[draft.pk]), given).status_code == 302
    assert not Notice.objects.exists()
    assert step(clerk, "post", reviewed(stage, draft)).status_code == 302
    notice = Notice.objects.get()
    page = client.get(reverse("boards:notice", args=[notice.code])).content.decode()
    for said in ("路灯维修支出（九月）", "示例五金店", "1,200", "大额资金使用", "三重一大", "九月修了路灯"):
        assert said in page
    assert "冯组长" not in page
    assert "另有1栏不是给所有人看的" in page
    assert notice.stands_until - notice.posted_at > timedelta(days=15)
    assert [r.passed for r in draft.reviews.order_by("pk")] == [False, True]
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"boards.draft-saved", "boards.draft-returned", "boards.draft-passed", "boards.published"} <= kinds


def test_who_wrote_does_not_review_nor_whoever_is_near(stage):
    head, clerk = stage.cast["supervision_head"], stage.cast["clerk"]
    draft = write(stage, about="示例·陶村民\n示例五金店")
    step(client_for(clerk), "submit", draft)
    assert step(client_for(clerk), "pass", draft).status_code == 409
    people.declare_kin(acting=head.acting, person=head.person, relation="child", relative_name="示例·陶村民")
    answer = step(client_for(head), "pass", draft)
    assert answer.status_code == 409
    assert "回避" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == NoticeDraft.REVIEW


def test_an_interest_in_a_shop_named_bars_the_reviewer(stage):
    head = stage.cast["supervision_head"]
    people.declare_interest(acting=head.acting, person=head.person, organisation="示例五金店", role="owner")
    draft = write(stage, about="示例五金店")
    step(client_for(stage.cast["clerk"]), "submit", draft)
    assert step(client_for(head), "pass", draft).status_code == 409


@pytest.mark.parametrize("who", ["member", "supervisor", "representative", "clerk_two", "accounting", "editor"])
def test_nobody_else_writes(stage, who):
    answer = client_for(stage.cast[who]).post(reverse("boards:write", args=[stage.cast.one.pk]), typed())
    assert answer.status_code == 404
    assert not NoticeDraft.objects.exists()


def test_a_board_is_for_those_who_write_for_it(stage):
    director = client_for(stage.cast["director"])
    answer = director.post(reverse("boards:write", args=[stage.cast.one.pk]), typed())  # finance is the clerk's
    assert answer.status_code == 422
    assert director.post(
        reverse("boards:write", args=[stage.cast.one.pk]), typed(board="village-affairs")
    ).status_code == 302  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "必填"),
        (parts("line", [("", "", "没有栏目名", "")], "value"), "还要写栏目名"),
        (parts("table", [("", "表", "只有一行", "")], "text"), "至少要两行"),
        (parts("table", [("", "表", "甲|乙\n1|2\n3", "")], "text"), "第3行有1格"),
        (parts("table", [("", "", "甲|乙\n1|2", "")], "text"), "起个名字"),
        (parts("table", [("", "表", "甲|乙\n" + "1|2\n" * 400, "")], "text"), "再多就做成附件"),
        ({"stands": "0"}, "1"),
        ({"audience": "gods"}, "gods"),
        ({"about": "甲" * 61}, "一行写一个名字"),
        ({"line-TOTAL_FORMS": "x"}, "这张表单不完整"),
    ],
)
def test_a_slip_in_the_form_is_named_and_nothing_is_lost(stage, changes, said):
    clerk = client_for(stage.cast["clerk"])
    answer = clerk.post(reverse("boards:write", args=[stage.cast.one.pk]), typed(**changes))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert said in text
    assert "九月修了路灯。" in text  # what was typed is still there
    assert not NoticeDraft.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "", **parts("line", [], "value"), **parts("table", [], "text")}, "还没有内容"),
        ({"stands": "5"}, "至少要贴15天"),
        ({"objections": "20"}, "异议期比张贴的日子还长"),
        ({"audience": "village", **parts("line", [("", "户名", "公开的", "internet")], "value")}, "比整份公示还多"),
    ],
)
def test_what_is_missing_is_said_before_the_review(stage, changes, said):
    draft = write(stage, **changes)
    answer = step(client_for(stage.cast["clerk"]), "submit", draft)
    assert answer.status_code == 409
    assert said in answer.content.decode()


def test_of_two_who_write_at_once_the_second_is_told_and_keeps_his_words(stage):
    draft = write(stage, board="village-affairs")
    edit = reverse("boards:edit", args=[draft.pk])
    clerk, director = client_for(stage.cast["clerk"]), client_for(stage.cast["director"])
    first = typed(version="1", board="village-affairs", text="主任改的")
    assert director.post(edit, first).status_code == 302
    late = clerk.post(edit, typed(version="1", board="village-affairs", text="文书改的"))
    text = late.content.decode()
    assert late.status_code == 409
    assert "主任改的" in text and "文书改的" in text and "示例·王主任" in text
    draft.refresh_from_db()
    assert draft.body[0]["value"] == "主任改的"
    assert clerk.post(edit, typed(version="2", board="village-affairs", text="文书改的")).status_code == 302
    draft.refresh_from_db()
    assert (draft.version, draft.body[0]["value"]) == (3, "文书改的")
    assert draft.writers == sorted([stage.cast["clerk"].person.pk, stage.cast["director"].person.pk])


def test_a_review_of_an_older_version_counts_for_nothing(stage):
    draft = write(stage)
    clerk, head = client_for(stage.cast["clerk"]), client_for(stage.cast["supervision_head"])
    step(clerk, "submit", draft)
    clerk.post(reverse("boards:edit", args=[draft.pk]), typed(version="1", text="改过"))
    assert head.post(reverse("boards:pass", args=[draft.pk]), {"version": "1", "once": "z"}).status_code == 409
    draft.refresh_from_db()
    assert draft.state == NoticeDraft.DRAFT


def test_a_correction_hangs_beside_the_old_version_and_its_days_begin_anew(stage, client):
    notice = published(stage)
    moved = timezone.now() - timedelta(days=5)
    Notice.objects.filter(pk=notice.pk).update(posted_at=moved, stands_until=notice.stands_until - timedelta(days=5))
    newer = correct(stage, notice)
    old = client.get(reverse("boards:notice", args=[notice.code])).content.decode()
    new = client.get(reverse("boards:notice", args=[newer.code])).content.decode()
    assert "这一版已更正" in old and "金额写错了" in old and newer.code in old
    assert "九月修了路灯。" in old and "九月修了八盏路灯。" in new
    assert notice.code in new and "金额写错了" in new
    assert local_date(newer.stands_until) > local_date(notice.stands_until - timedelta(days=5))
    assert newer.objections_until is not None
    assert newer.mark == "large-sum"
    board = client.get(reverse("boards:board", args=[stage.cast.one.pk, "finance"])).content.decode()
    assert "已更正" in board
    again = client_for(stage.cast["clerk"]).post(reverse("boards:correct", args=[notice.code]), {"once": "again"})
    assert not NoticeDraft.objects.filter(state__in=NoticeDraft.OPEN).exists()
    assert again.status_code == 302


def test_a_slip_of_the_pen_leaves_the_days_as_they_were(stage):
    notice = published(stage)
    clerk = client_for(stage.cast["clerk"])
    edit = clerk.post(reverse("boards:correct", args=[notice.code]), {"once": "c"})["Location"]
    draft = NoticeDraft.objects.latest("pk")
    same = typed(version="1", slip="yes", why="错别字", text=notice.body[0]["value"])
    lines = [("f1", "承修单位", "示例五金店", ""), ("f2", "经手人", "示例·冯组长", "village")]
    table = [("t1", "支出明细", "项目 | 金额（元）\n灯泡 | 1,200\n人工 | 300", "")]
    clerk.post(edit, same | parts("line", lines, "value") | parts("table", table, "text"))
    assert "没有什么要更正的" in step(clerk, "submit", draft).content.decode()
    clerk.post(edit, same | {"text": "九月修理了路灯。", "once": "e2", "version": "2"})
    step(clerk, "post", reviewed(stage, draft))
    newer = Notice.objects.get(corrects=notice)
    assert (newer.stands_until, newer.objections_until) == (notice.stands_until, notice.objections_until)


def test_a_correction_shows_nobody_what_he_could_not_see(stage):
    notice = published(stage)
    clerk = client_for(stage.cast["clerk"])
    edit = clerk.post(reverse("boards:correct", args=[notice.code]), {"once": "c"})["Location"]
    draft = NoticeDraft.objects.latest("pk")
    wider = parts("line", [("f1", "承修单位", "示例五金店", ""), ("f2", "经手人", "示例·冯组长", "internet")], "value")
    clerk.post(edit, typed(version="1", slip="no", why="改", **wider))
    assert "更正不能让更多的人看到" in step(clerk, "submit", draft).content.decode()


def test_it_comes_down_after_its_days_and_when_every_objection_is_answered(stage, client):
    notice = published(stage)
    client.post(reverse("boards:object", args=[notice.code]), {"words": "灯泡没有那么贵", "once": "o"})
    down, clerk = reverse("boards:down", args=[notice.code]), client_for(stage.cast["clerk"])
    assert "还不能取下" in clerk.post(down, {"once": "d1"}, follow=True).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(taken_down_at=timezone.now())
    past = timezone.now() - timedelta(days=20)
    Notice.objects.filter(pk=notice.pk).update(
        posted_at=past, objections_until=past + timedelta(days=8), stands_until=past + timedelta(days=16)
    )
    assert "还有异议没有答复" in clerk.post(down, {"once": "d2"}, follow=True).content.decode()
    number = notice.objections.get().number
    given = {"upheld": "no", "answer": "查了发票。", "gist": "灯泡的价钱", "once": "a"}
    clerk.post(reverse("boards:answer", args=[number]), given)
    assert "期满取下" in clerk.post(down, {"once": "d3"}, follow=True).content.decode()


def test_the_pages_of_writing_cost_the_same_however_much_there_is(stage, django_assert_max_num_queries):
    clerk = client_for(stage.cast["clerk"])
    first = write(stage)
    pages = [reverse("boards:desk"), reverse("boards:draft", args=[first.pk]), reverse("boards:edit", args=[first.pk])]
    for page in pages:
        clerk.get(page)
    costs = []
    for page in pages:
        with django_assert_max_num_queries(16) as few:
            clerk.get(page)
        costs.append(len(few))
    for _n in range(3):
        write(stage)
    for page, cost in zip(pages, costs, strict=True):
        with django_assert_max_num_queries(cost):
            clerk.get(page)
