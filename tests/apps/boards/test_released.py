"""An answer is public when a second person has looked at it; and a leak stops a notice before anybody reads it."""

import pytest
from django.urls import reverse

from qingdan.records.leaks.models import LetStand
from qingdan.watch.boards.models import Notice, NoticeDraft, Objection
from tests.apps.boards.hand import _counter, published, reviewed, step, typed, write
from tests.apps.boards.stage import days_ago
from tests.apps.files.samples import picture, upload
from tests.cast import client_for

pytestmark = pytest.mark.django_db
ANSWER = {"upheld": "yes", "answer": "查了，确实多写了，已经改。", "gist": "对灯泡的价钱有异议", "once": "a1"}


def objected(stage, client, words="灯泡没有那么贵"):
    notice = published(stage)
    client.post(reverse("boards:object", args=[notice.code]), {"words": words, "once": "o1"})
    objection = Objection.objects.get()
    clerk = client_for(stage.cast["clerk"])
    answer = clerk.post(reverse("boards:answer", args=[objection.number]), ANSWER)
    assert answer.status_code == 302, answer.content.decode()
    return notice, objection


def page(client, notice):
    return client.get(reverse("boards:notice", args=[notice.code])).content.decode()


def check(stage, who, objection, **given):
    client = client_for(stage.cast[who])
    once = f"k{next(_counter)}"
    return client.post(reverse("boards:check", args=[objection.number]), {"once": once} | given)


def test_the_public_reads_gist_and_answer_only_when_they_were_checked(stage, client):
    notice, objection = objected(stage, client)
    assert "已答复 1 条" in page(client, notice)
    assert ANSWER["gist"] not in page(client, notice)
    head = client_for(stage.cast["supervision_head"])
    assert reverse("boards:check", args=[objection.number]) in head.get(reverse("boards:desk")).content.decode()
    held = check(stage, "supervision_head", objection, why="答复里没有说改成多少")
    assert held.status_code == 302
    assert check(stage, "supervision_head", objection, release="yes").status_code == 404  # it waits for its wording
    clerk = client_for(stage.cast["clerk"])
    word = reverse("boards:word", args=[objection.number])
    assert "答复里没有说改成多少" in clerk.get(word).content.decode()
    assert clerk.post(word, {"gist": "", "public_answer": "x", "once": "word0"}).status_code == 422
    new = {"gist": "对灯泡的价钱有异议", "public_answer": "核对发票，改成900元。", "once": "word1"}
    assert clerk.post(word, new)["Location"] == reverse("boards:desk")
    assert check(stage, "supervision_head", objection, release="yes").status_code == 302
    text = page(client, notice)
    assert "核对发票，改成900元。" in text and "对灯泡的价钱有异议" in text and "异议成立" in text
    assert "灯泡没有那么贵" not in text
    objection.refresh_from_db()
    assert objection.answer == ANSWER["answer"]  # the objector's own answer is as it was given


def test_whom_it_is_about_does_not_check_it_nor_who_gave_it(stage, client):
    _notice, objection = objected(stage, client, words="孙主任家的店卖的灯泡，没有那么贵")
    assert check(stage, "supervision_head", objection, release="yes").status_code == 404
    assert check(stage, "clerk", objection, release="yes").status_code == 404
    assert check(stage, "director", objection, release="yes").status_code == 404
    assert Objection.objects.get().released_at is None


def test_a_personal_detail_in_an_answer_keeps_it_from_the_public(stage, client):
    notice, objection = objected(stage, client)
    Objection.objects.update(public_answer="问过户主，电话13812345678。")
    answer = check(stage, "supervision_head", objection, release="yes")
    assert answer.status_code == 409
    assert "13812345678" not in page(client, notice)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"title": "李某（419001190001010018）的救助"}, "标题"),
        ({"text": "身份证号419001190001010018。"}, "正文"),
        ({"table-0-text": "姓名|身份证号\n甲|４１９００１１９０００１０１００１８"}, "支出明细"),
        ({"line-0-value": "4190 0119 0001 0100 18"}, "承修单位"),
    ],
)
def test_an_identity_number_stops_a_draft_wherever_it_stands(stage, changes, where):
    draft = write(stage, **changes)
    clerk = client_for(stage.cast["clerk"])
    answer = step(clerk, "submit", draft, leaks_why="就要写")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert where in text and "身份证号" in text
    draft.refresh_from_db()
    assert draft.state == NoticeDraft.DRAFT
    assert not LetStand.objects.exists()


def test_a_telephone_may_stand_by_name_and_with_a_reason(stage, client):
    draft = write(stage, text="值班电话13812345678。")
    clerk = client_for(stage.cast["clerk"])
    first = step(clerk, "submit", draft)
    assert first.status_code == 409 and "为什么要留下" in first.content.decode()
    assert step(clerk, "submit", draft, leaks_why="值班电话，本人同意公布").status_code == 302
    stands = LetStand.objects.get()
    assert (stands.person_id, stands.why) == (stage.cast["clerk"].person.pk, "值班电话，本人同意公布")
    head = client_for(stage.cast["supervision_head"])
    assert "本人同意公布" in head.get(reverse("boards:draft", args=[draft.pk])).content.decode()
    assert step(head, "pass", draft).status_code == 302
    assert step(clerk, "post", draft).status_code == 302
    assert "13812345678" in page(client, Notice.objects.get())


def test_a_picture_that_no_machine_reads_is_looked_at_by_somebody(stage):
    draft = write(stage, files=[upload(picture(), "发票.jpg")])
    clerk = client_for(stage.cast["clerk"])
    answer = step(clerk, "submit", draft)
    assert answer.status_code == 409 and "发票.jpg" in answer.content.decode()
    assert step(clerk, "submit", draft, looked="yes").status_code == 302


def test_the_notice_of_a_case_is_corrected_and_its_period_begins_anew(stage, client):
    opened, notice = stage.relief(days_ago(5))
    clerk = client_for(stage.cast["clerk"])
    before = opened.case.deadlines.get(name="notice:first", state="running").due_at
    edit = clerk.post(reverse("boards:correct", args=[notice.code]), {"once": "c"})["Location"]
    draft = NoticeDraft.objects.get()
    form = clerk.get(edit).context["writing"]
    lines = {f"line-{n}-{key}": value for n, one in enumerate(form.lines.initial) for key, value in one.items()}
    lines |= {"line-2-value": "¥1,050.00", "line-TOTAL_FORMS": "3", "line-INITIAL_FORMS": "0"}
    given = typed(version="1", audience="village", mark="", title=notice.title["zh"], text="", slip="no",
                  why="金额抄错了") | {"table-TOTAL_FORMS": "0"} | lines  # fmt: skip
    assert clerk.post(edit, given).status_code == 302
    assert step(clerk, "post", reviewed(stage, draft)).status_code == 302
    newer = Notice.objects.get(corrects=notice)
    after = opened.case.deadlines.get(name="notice:first", state="running").due_at
    assert after > before and newer.objections_until == after
    assert [row["type"] for row in newer.body] == ["person", "count", "text"]  # what was not touched keeps its type
    assert "¥1,040.00" in page(client, notice) and "¥1,050.00" in page(client, newer)
    opened.case.refresh_from_db()
    assert opened.case.state["facts"]["monthly"] == 104_000  # what the case recorded is the case's own to put right
    client.post(reverse("boards:object", args=[newer.code]), {"words": "他家有车", "once": "o"})
    opened.case.refresh_from_db()
    assert len(opened.case.state["open"]["first"]["objections"]) == 1  # an objection to the new version holds the case
    late = client.post(reverse("boards:object", args=[notice.code]), {"words": "他家有车", "once": "o2"})
    assert late.status_code == 409 and "已经更正" in late.content.decode()
