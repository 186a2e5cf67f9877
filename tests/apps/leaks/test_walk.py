"""A clerk types something personal into words that everybody reads: stopped, taken out or let stand by name, and never
shown where nobody let it stand."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qingdan.domain.rules.audience import Audience
from qingdan.features.cases.acts import complete_step
from qingdan.features.cases.models import Case, CaseEvent
from qingdan.features.cases.running import Handed
from qingdan.records.leaks.acts import let_stand
from qingdan.records.leaks.guarding import Guard, Spot
from qingdan.records.leaks.models import LetStand
from qingdan.records.regions.acts.contacts import set_contact
from qingdan.records.register.acts import Acting, Refused
from qingdan.records.register.models import Entry
from qingdan.watch.boards.acts import lodge_objection
from qingdan.watch.boards.models import Notice, Objection
from tests.cast import client_for

PHONE, IDENTITY = "138 1234 5678", "11010519491231002X"
WORDS = f"三组路灯换灯泡40个。\n联系电工张某，电话{PHONE}，白天打"
WHY = "电工本人同意公布，方便村民报修"


def url(case: Case, key: str, name: str = "do") -> str:
    return reverse(f"cases:{name}", args=[case.pk, key])


def shown(answer) -> str:
    return answer.content.decode()


def meet(cast, case: Case) -> None:
    noticed = (timezone.localdate() - timedelta(days=5)).isoformat()
    counted = {"n-representatives": 10, "p-representatives": 8, "for": 8, "against": 0, "abstain": 0}
    page = client_for(cast["director"]).post(url(case, "decide"), {**counted, "noticed_on": noticed, "once": "m"})
    assert page.status_code == 302, re.findall(r'class="qd-error".*?</p>', shown(page), re.DOTALL)


def test_a_telephone_number_is_stopped_and_stands_only_by_name(
    cast, telling, client, django_capture_on_commit_callbacks
):
    case, clerk = telling(), client_for(cast["clerk"])
    answer = clerk.post(url(case, "write"), {"f-what": WORDS, "f-costs": "灯泡 500", "once": "a"})
    page = shown(answer)
    assert answer.status_code == 422 and not CaseEvent.objects.filter(case=case, key="write").exists()
    assert PHONE in page and "灯泡 500" in page  # nothing typed is lost
    assert "第2行“…" in page or "第2行“" in page
    assert "【138****5678】" in page and "手机号" in page and 'name="leaks_why"' in page
    assert not LetStand.objects.exists()

    typed = {"f-what": WORDS, "f-costs": "灯泡 500", "leaks_why": WHY, "once": "a"}
    assert clerk.post(url(case, "write"), typed).status_code == 302
    row = LetStand.objects.get()
    assert (row.person, row.audience, row.masked) == (cast["clerk"].person, "internet", "138****5678")
    entry = Entry.objects.get(kind="leaks.let-stand")
    assert entry.personal.words == {"why": WHY} and entry.actor_id == cast["clerk"].person.pk and entry.actor_post
    assert entry.data["kinds"] == "手机号" and entry.data["number"] == case.number
    for kept in (str(entry.data), row.masked, row.digest):
        assert "12345678" not in kept and "1234 5678" not in kept and WHY not in kept
    for reader in ("director", "discipline"):
        seen = shown(client_for(cast[reader]).get(reverse("cases:case", args=[case.pk])))
        assert "留下的个人信息" in seen and WHY in seen and cast["clerk"].person.name in seen
    ledger = shown(client_for(cast["discipline"]).get(reverse("register:entries")))
    assert WHY in ledger and "手机号" in ledger

    case.refresh_from_db()
    meet(cast, case)
    with django_capture_on_commit_callbacks(execute=True):
        assert clerk.post(url(case, "tell"), {"once": "t"}).status_code == 302
    notice = Notice.objects.get()
    assert PHONE in shown(client.get(reverse("boards:notice", args=[notice.code])))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        pytest.param(f"负责人身份证{IDENTITY}", "身份证号", id="identity"),
        pytest.param("负责人身份证１１０１０５　１９４９１２３１　００２ｘ", "身份证号", id="identity, wide and apart"),
        pytest.param("钱打到信用社账号00000012345678901", "银行账号", id="account"),
        pytest.param(f"电话{PHONE}，身份证{IDENTITY}", "身份证号", id="both"),
    ],
)
def test_what_the_rules_leave_to_nobody_is_let_stand_by_nobody(cast, telling, words, kind):
    case, clerk = telling(), client_for(cast["clerk"])
    answer = clerk.post(url(case, "write"), {"f-what": words, "leaks_why": "领导同意", "once": "a"})
    assert answer.status_code == 422 and kind in shown(answer) and "只留头尾几位" in shown(answer)
    assert 'name="leaks_why"' not in shown(answer)
    assert not Entry.objects.filter(kind="leaks.let-stand").exists()
    # Nor by anybody who calls the act itself.
    spots = [Spot("f-what", "做什么", words, Audience.INTERNET)]
    findings = Guard(case.village).findings(spots)
    with pytest.raises(Refused):
        let_stand(
            acting=cast.acting("secretary"), subject=("case", case.pk), place=case.place,
            about={"number": case.number}, findings=findings, why="领导同意",
        )  # fmt: skip


def test_what_came_in_another_way_is_covered_when_the_notice_goes_up(
    cast, telling, client, django_capture_on_commit_callbacks
):
    """The second lock: words taken in without the form (older ones, a party's own) are masked on the sheet."""
    case, clerk = telling(), client_for(cast["clerk"])
    facts = {
        "what": f"电工张某{PHONE}，身份证{IDENTITY}",
        "costs": [{"name": "灯泡，找李某15900001111", "sum": 50_000}],
    }
    complete_step(
        acting=cast.acting("clerk"), case_id=case.pk, key="write", role="village-clerk", facts=facts,
        handed=Handed(timezone.now() - timedelta(hours=1)),
    )  # fmt: skip
    meet(cast, case)
    page = shown(clerk.get(f"{reverse('cases:case', args=[case.pk])}?step=tell"))
    assert "自动遮住" in page and "138****5678" in page and 'name="leaks_why"' in page
    with django_capture_on_commit_callbacks(execute=True):
        assert clerk.post(url(case, "tell"), {"once": "t"}).status_code == 302
    sheet = shown(client.get(reverse("boards:notice", args=[Notice.objects.get().code])))
    assert "138****5678" in sheet and "159****1111" in sheet and "110*************2X" in sheet
    assert PHONE not in sheet and IDENTITY not in sheet and "15900001111" not in sheet
    assert not LetStand.objects.exists()


def test_a_reason_at_the_notice_lets_earlier_words_stand_but_no_identity_number(
    cast, telling, client, django_capture_on_commit_callbacks
):
    case, clerk = telling(), client_for(cast["clerk"])
    complete_step(
        acting=cast.acting("clerk"), case_id=case.pk, key="write", role="village-clerk",
        facts={"what": f"电工张某{PHONE}，身份证{IDENTITY}"}, handed=Handed(timezone.now() - timedelta(hours=1)),
    )  # fmt: skip
    meet(cast, case)
    with django_capture_on_commit_callbacks(execute=True):
        assert clerk.post(url(case, "tell"), {"leaks_why": WHY, "once": "t"}).status_code == 302
    sheet = shown(client.get(reverse("boards:notice", args=[Notice.objects.get().code])))
    assert PHONE in sheet and IDENTITY not in sheet and "110*************2X" in sheet
    assert [row.kind for row in LetStand.objects.all()] == ["phone"]


def test_what_the_house_publishes_and_the_numbers_of_oversight_pass(cast, telling):
    case, clerk = telling(), client_for(cast["clerk"])
    set_contact(
        acting=cast.acting("clerk"), division=cast.town, name="示例·镇值班", phone="13900000000",
        verified_on=date(2026, 11, 1), is_demo=True,
    )  # fmt: skip
    words = "有事打139 0000 0000、12388、12345；合同编号HT-2026-0013，中标单位信用代码91350100M000100Y43"
    assert clerk.post(url(case, "write"), {"f-what": words, "once": "a"}).status_code == 302


def test_a_call_to_a_meeting_and_an_answer_to_an_objection_are_read_by_many(
    cast, telling, django_capture_on_commit_callbacks
):
    case, clerk, director = telling(), client_for(cast["clerk"]), client_for(cast["director"])
    clerk.post(url(case, "write"), {"f-what": "换灯泡", "once": "a"})
    call = {
        "held_at": "2999-01-01T09:00", "place": "张某家，示例村三组15号", "agenda": f"修路灯，问{PHONE}",
        "noticed_on": timezone.localdate().isoformat(), "once": "c",
    }  # fmt: skip
    answer = director.post(url(case, "decide", "call"), call)
    assert answer.status_code == 422 and "家庭住址" in shown(answer) and "手机号" in shown(answer)
    assert director.post(url(case, "decide", "call"), call | {"leaks_why": "借用的会场"}).status_code == 302
    assert LetStand.objects.count() == 2
    case = telling()
    clerk.post(url(case, "write"), {"f-what": "换灯泡", "once": "b"})
    case.refresh_from_db()
    meet(cast, case)
    with django_capture_on_commit_callbacks(execute=True):
        clerk.post(url(case, "tell"), {"once": "t"})
    house = Acting.system("board", timezone.now())
    lodge_objection(acting=house, notice=Notice.objects.get(), words="太贵了")
    where = reverse("boards:answer", args=[Objection.objects.get().number])
    said = f"查了三家报价，可以问{PHONE}，身份证{IDENTITY}"
    reply = {"upheld": "no", "answer": said, "gist": "价钱", "once": "r"}
    refused = clerk.post(where, reply)
    assert refused.status_code == 422 and "身份证号" in shown(refused) and reply["answer"][:8] in shown(refused)
    assert Objection.objects.get().answer is None
    assert clerk.post(where, reply | {"answer": "查了三家报价，不贵。"}).status_code == 302


def test_numbers_that_are_only_tried_are_not_stopped(cast, telling):
    case, clerk = telling(), client_for(cast["clerk"])
    clerk.post(url(case, "write"), {"f-what": "换灯泡", "once": "a"})
    case.refresh_from_db()
    tried = client_for(cast["director"]).post(
        url(case, "decide", "try"), {"n-representatives": 10, "p-representatives": 8}
    )
    assert tried.status_code == 200
