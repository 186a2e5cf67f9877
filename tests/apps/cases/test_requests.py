"""A clerk takes a request for somebody at the counter, on the telephone or on paper: number and clock at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from qingdan.features.cases.models import Case, Deadline, Request
from qingdan.records.people.acts import declare_kin
from qingdan.records.people.models import Person
from qingdan.records.regions.days import local_date
from qingdan.records.register.models import Entry
from tests.apps.asking import HARDSHIP, MOBILE, NAME, WORDS, Asking
from tests.apps.asking import asking as asking  # the fixture
from tests.apps.asking import stage as stage  # the fixture
from tests.apps.permissions.scene import photo
from tests.cast import client_for

pytestmark = pytest.mark.django_db
OPEN = "/desk/open/aid/"
SAID = "示例：老伴走了以后就我一个人，药钱都是借的"


@pytest.fixture
def clerk(asking: Asking):
    return client_for(asking.stage.cast["clerk"])


def take(clerk, **change: object):
    data = {**WORDS, "channel": "counter", "words": SAID, "later": "on", "once": "one", **change}
    return clerk.post(OPEN, {k: v for k, v in data.items() if v is not None})


def text_of(answer) -> str:
    return answer.content.decode()


def test_the_form_at_the_desk_is_the_same_with_the_way_it_came_and_the_persons_own_words(clerk):
    text = text_of(clerk.get(OPEN))
    for said in (
        "怎么来的",
        "他自己是怎么说的",
        "申请人姓名",
        "家里几口人",
        "替他来的人",
        "怎么核实身份的",
        "什么时候提出的",
    ):
        assert said in text
    assert "自己在手机上办" not in text


def test_number_receipt_and_clock_are_there_at_once_and_the_recorder_is_named(clerk, asking: Asking):
    answer = take(clerk, **{"e-photo": photo(), "seen": "当面看了身份证"})
    case = Case.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/cases/{case.pk}/code/")
    text = text_of(clerk.get(answer["Location"]))
    for said in (case.number, NAME, SAID, "本人到窗口", "登记人", "示例·赵文书", "申请人签字或手印", "5个工作日"):
        assert said in text, said
    assert re.search(r"qd-code\">\w{5} \w{5}<", text)
    event = case.events.get()
    assert (event.recorded_by.name, event.payload["channel"]) == ("示例·赵文书", "counter")
    party = case.parties.get(role="applicant").person
    assert (event.payload["by"][0]["person"], case.opened_by.name) == (party.pk, "示例·赵文书")
    assert Deadline.objects.get(case=case).name == "clock:answer"
    asked = case.request
    assert (asked.words, asked.verified_how, asked.verified_by.name) == (SAID, "当面看了身份证", "示例·赵文书")
    assert Entry.objects.get(kind="cases.requested").actor_name == "示例·赵文书"
    assert "还没交" in text_of(clerk.get(f"/desk/cases/{case.pk}/"))  # the invoice: to be handed in later


def test_the_code_is_shown_once(clerk):
    url = take(clerk)["Location"]
    assert clerk.get(url).status_code == 200
    assert clerk.get(url).status_code == 302


def test_on_the_telephone_without_a_number_and_for_somebody_else(clerk):
    given = {"channel": "telephone", "mobile": None, "helper": "示例·侄子", "relation": "侄子"}
    assert take(clerk, **given).status_code == 302
    asked = Request.objects.get()
    assert (asked.channel, asked.mobile, asked.helper, asked.verified_at) == ("telephone", None, "示例·侄子", None)
    assert Person.objects.get(name=NAME).mobile is None
    assert "未核实身份" in text_of(clerk.get(f"/desk/cases/{asked.case_id}/"))


def test_a_paper_of_yesterday_counts_from_yesterday(clerk):
    yesterday = timezone.localtime() - timedelta(days=1)
    assert take(clerk, channel="paper", happened_at=f"{yesterday:%Y-%m-%dT%H:%M}").status_code == 302
    row = Deadline.objects.get()
    assert local_date(row.started_at) == yesterday.date()
    assert row.case.opened_at == row.started_at


def test_sent_twice_it_is_one_request(clerk):
    take(clerk)
    take(clerk)
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"channel": "pigeon"}, "选择一个有效的选项"),
        ({"channel": "online"}, "选择一个有效的选项"),
        ({"name": ""}, "必填项"),
        ({"mobile": "123"}, "手机号应为11位数字"),
        ({"happened_at": "2999-01-01T08:00"}, "不能晚于现在"),
        ({"happened_at": "昨天"}, "日期"),
        ({"later": None}, "还没有选照片"),
        ({"relation": "侄子"}, "请写您自己的姓名"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_written(clerk, change, said):
    answer = take(clerk, **change)
    text = text_of(answer)
    assert answer.status_code == 422
    assert said in text and HARDSHIP in text and SAID in text
    assert not Case.objects.exists() and not Person.objects.filter(name=NAME).exists()


def test_whose_brother_it_is_must_let_another_write_it_down(clerk, asking: Asking):
    cast = asking.stage.cast
    villager = cast["villager"].person
    villager.mobile = MOBILE
    villager.save()
    declare_kin(acting=cast["clerk"].acting, person=cast["clerk"].person, relation="sibling", relative=villager)
    answer = take(clerk, name=villager.name)
    assert answer.status_code == 422 and "您要回避" in text_of(answer)
    assert not Case.objects.exists()


def test_who_has_no_part_in_it_takes_no_request(asking: Asking):
    for who in ("secretary", "supervisor", "villager", "clerk_two"):
        answer = client_for(asking.stage.cast[who]).get(OPEN)
        assert answer.status_code == (200 if who == "clerk_two" else 404), who


def test_the_page_of_the_case_tells_who_asked_and_in_which_words(clerk, asking: Asking):
    take(clerk)
    case = Case.objects.get()
    text = text_of(clerk.get(f"/desk/cases/{case.pk}/"))
    assert "谁提出的" in text and SAID in text and MOBILE in text and "（本人到窗口）" in text
    outsider = text_of(client_for(asking.stage.cast["director"]).get(f"/desk/cases/{case.pk}/"))
    assert SAID not in outsider and "谁提出的" not in outsider  # reads the case, handles no step of it
