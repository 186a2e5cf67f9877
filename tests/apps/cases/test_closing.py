"""What a flow still does once the outcome is there: a note, a consent and a writing, before the papers are filed.

Whoever has it to do finds it, sees why, and can print it; whoever follows the case sees that it is coming.
"""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from qingdan.features.cases.acts import open_case
from qingdan.features.cases.models import Deadline
from qingdan.features.cases.running import machine_of
from qingdan.records.register.models import Entry
from tests.apps.printing.reading import read
from tests.cast import client_for

pytestmark = pytest.mark.django_db
FLOW = """facts:
  budget: {type: money, title: {zh: 预算, en: Budget}, set_by: request, audience: internet}
  told: {type: text, title: {zh: 怎么说明的, en: How it was explained}, set_by: note, audience: officials}
outcomes:
  bought: {zh: 已采购, en: Bought}
  refused: {zh: 未批准, en: Refused}
flow:
  - do: request
    name: {zh: 申请, en: Request}
    how: {zh: 写清用途。, en: Say what for.}
    by: village-clerk
    form: request
    guards: [plain-slips]
  - approve: sign
    name: {zh: 签批, en: Sign}
    how: {zh: 书记签字。, en: The secretary signs.}
    by: party-secretary
    results: {refused: [{end: refused}]}
  - disclose: result
    name: {zh: 公示, en: Publish}
    how: {zh: 贴在公开栏。, en: Put it on the board.}
    by: village-clerk
    board: finance
    audience: internet
    fields: [budget]
    stands: 15 days
finally:
  - choose:
      - {when: outcome == bought, then: []}
      - otherwise:
          - do: note
            name: {zh: 当面说明, en: Explain}
            how: {zh: 当面说清为什么。, en: Say why face to face.}
            by: village-clerk
            within: 2 wd
          - approve: agree
            name: {zh: 主任同意发出, en: Agree}
            how: {zh: 主任看过再发。, en: The director reads it first.}
            by: village-director
            results: {refused: []}
          - serve: tell
            name: {zh: 书面告知结果, en: Tell the result}
            how: {zh: 写明理由。, en: Give the reason.}
            by: village-clerk
            to: opener
            within: 3 wd
            evidence: [photo]
            basis: [{law: 测试法, articles: ["2"]}]
  - archive: file
    name: {zh: 归档, en: File}
    how: {zh: 装订。, en: Bind it.}
    by: village-clerk
"""
REASON = "预算里没有这一项"
SECRET = """set_by: request, audience: internet}
  complained: {type: yes-no, title: {zh: 接到过投诉, en: Complaints}, set_by: request, audience: officials}
  account: {type: bank-account, title: {zh: 收款账号, en: Account}, set_by: request, audience: officials}"""


def photo() -> SimpleUploadedFile:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(kept, "JPEG")
    return SimpleUploadedFile("示例.jpg", kept.getvalue(), "image/jpeg")


class Desk:
    """One case, and everybody who works on it in the browser's place."""

    def __init__(self, cast, edition, client) -> None:
        self.cast, self.anybody = cast, client
        acting = cast.acting("clerk")
        matter = {"power": "small-buy", "village": cast.one, "title": "买一台打印机"}
        self.opened = open_case(acting=acting, edition=edition, happened_at=acting.at, **matter)
        self.case = self.opened.case

    def do(self, who: str, key: str, **data: object):
        answer = client_for(self.cast[who]).post(reverse("cases:do", args=[self.case.pk, key]), data)
        assert answer.status_code == 302, answer.content.decode()
        self.case.refresh_from_db()

    def page(self, who: str, name: str = "cases:case", *args: object, language: str = "zh-hans") -> str:
        client = client_for(self.cast[who])
        client.cookies["django_language"] = language
        return client.get(reverse(name, args=[self.case.pk, *args])).content.decode()

    def inbox(self, who: str) -> str:
        page = client_for(self.cast[who]).get(reverse("cases:inbox")).content.decode()
        return re.sub(r"<[^>]+>", "", page)  # what is read, whatever it stands in

    def followed(self) -> str:
        return self.anybody.post("/track/", {"number": self.case.number, "code": self.opened.code}).content.decode()


@pytest.fixture
def desk(cast, adopt_flow, client) -> Desk:
    """A request that the secretary has refused."""
    desk = Desk(cast, adopt_flow(FLOW), client)
    desk.do("clerk", "request", **{"f-budget": "3000"})
    desk.do("secretary", "sign", result="refused", reason=REASON)
    assert (desk.case.phase, desk.case.outcome, list(desk.case.state["open"])) == ("closing", "refused", ["note"])
    return desk


def test_whoever_has_it_to_do_finds_it_in_the_inbox_with_how_it_came_out(desk):
    assert "买一台打印机 · 当面说明" in desk.inbox("clerk") and "结果：未批准" in desk.inbox("clerk")
    assert "买一台打印机" not in desk.inbox("director")
    desk.do("clerk", "note", **{"f-told": "在村部说的"})
    assert "买一台打印机 · 主任同意发出" in desk.inbox("director") and "当面说明" not in desk.inbox("clerk")


def test_the_case_page_has_the_form_the_limit_and_what_is_not_taken_any_more(desk):
    page = desk.page("clerk")
    for words in ("结果已定：未批准", "当面说清为什么。", "2个工作日内办完", "怎么说明的", "交上去"):
        assert words in page, words
    assert "第4步，共7步" in page
    assert Deadline.objects.get(case=desk.case, key="note").state == Deadline.RUNNING
    assert "这次不走：" in desk.page("clerk", "cases:drawing")
    desk.do("clerk", "note", **{"f-told": "在村部说的"})
    assert 'name="result"' in desk.page("director") and "主任看过再发。" in desk.page("director")
    assert "现在等" in desk.page("clerk")


def test_a_no_at_such_a_step_is_recorded_and_the_rest_still_follows(desk):
    desk.do("clerk", "note", **{"f-told": "在村部说的"})
    desk.do("director", "agree", result="refused", reason="再写清楚些")
    assert list(desk.case.state["open"]) == ["tell"]
    assert "再写清楚些" in desk.page("clerk")
    assert 'name="e-photo"' in desk.page("clerk")


def test_all_of_it_ends_in_the_archive_and_replays(desk):
    desk.do("clerk", "note", **{"f-told": "在村部说的"})
    desk.do("director", "agree", result="passed")
    desk.do("clerk", "tell", **{"e-photo": photo()})
    desk.do("clerk", "file")
    assert (desk.case.phase, desk.case.outcome, desk.case.tasks.count()) == ("over", "refused", 0)
    events = [e.payload for e in desk.case.events.order_by("seq")]
    assert machine_of(desk.case).replay(events, desk.case.begun_with) == desk.case.state
    said = Entry.objects.filter(subject_id=desk.case.pk, kind="cases.step-done").values_list("data", flat=True)
    assert [data["step"] for data in said] == [
        "申请",
        "签批",
        "当面说明",
        "主任同意发出",
        "书面告知结果",
        "归档",
    ]
    assert "书面告知结果 送达" in desk.page("clerk")


def test_whoever_follows_the_case_sees_what_is_coming_and_by_when(desk):
    text = desk.followed()
    for words in ("未批准", "现在在这一步", "当面说明", "由村文书办", "最近的期限", "超过期限还没动静"):
        assert words in text, words
    assert REASON not in text
    rows = [row for row in text.split("<li") if "公示</strong>" in row]
    assert len(rows) == 1 and "is-off" in rows[0]


def test_on_the_other_ending_nothing_of_it_is_asked(cast, adopt_flow, client):
    desk = Desk(cast, adopt_flow(FLOW), client)
    desk.do("clerk", "request", **{"f-budget": "3000"})
    desk.do("secretary", "sign", result="passed")
    desk.do("clerk", "result")
    assert list(desk.case.state["open"]) == ["file"]
    rows = [row for row in desk.followed().split("<li") if "书面告知结果</strong>" in row]
    assert len(rows) == 1 and "is-off" in rows[0]
    desk.do("clerk", "file")
    assert desk.case.phase == "over"


@pytest.mark.parametrize("key", ["note", "agree", "tell"])
def test_each_is_printed_while_it_is_open_and_in_the_file(desk, key):
    for step, who, data in (
        ("note", "clerk", {"f-told": "在村部说的"}),
        ("agree", "director", {"result": "passed"}),
        ("tell", "clerk", {"e-photo": photo()}),
    ):
        if step == key:
            open_form = client_for(desk.cast["clerk"]).get(reverse("forms:filled", args=[desk.case.pk, step]))
            assert desk.case.number in read(open_form.content)
        desk.do(who, step, **data)
    bundle = read(client_for(desk.cast["clerk"]).get(reverse("forms:case", args=[desk.case.pk])).content)
    assert machine_of(desk.case).step(key).name.zh in bundle


def test_the_writing_says_how_it_came_out_and_why_it_did(desk):
    desk.do("clerk", "note", **{"f-told": "在村部说的"})
    desk.do("director", "agree", result="refused", reason="再写清楚些")
    written = read(client_for(desk.cast["clerk"]).get(reverse("forms:filled", args=[desk.case.pk, "tell"])).content)
    for words in ("结果：未批准。", REASON, "示例·赵文书", "测试法", "送达回执"):
        assert words in written, words
    assert "再写清楚些" not in written


def test_a_case_with_its_papers_open_is_still_being_done(desk):
    listed = client_for(desk.cast["clerk"])
    address = reverse("cases:list")
    assert "买一台打印机" in listed.get(address, {"phase": "running"}).content.decode()
    assert "买一台打印机" not in listed.get(address, {"phase": "over"}).content.decode()


def test_the_writing_keeps_what_is_not_for_its_addressee(cast, adopt_flow, client):
    """Who is refused must not read from the letter that somebody complained, or what the officials wrote down."""
    desk = Desk(cast, adopt_flow(FLOW.replace("set_by: request, audience: internet}", SECRET)), client)
    desk.do("clerk", "request", **{"f-budget": "3000", "f-complained": "yes", "f-account": "6222000000000000"})
    desk.do("secretary", "sign", result="refused", reason=REASON)
    desk.do("clerk", "note", **{"f-told": "在村部说的"})
    desk.do("director", "agree", result="passed")
    answer = client_for(desk.cast["clerk"]).get(reverse("forms:filled", args=[desk.case.pk, "tell"]))
    written = read(answer.content)
    assert "¥3,000.00" in written and REASON in written
    for words in ("接到过投诉", "6222", "在村部说的"):
        assert words not in written, words
