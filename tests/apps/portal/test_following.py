"""What a villager does by number and code: sees what comes next, supplements, withdraws, reads why somebody said no."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from qingdan.features.cases.models import Case, CaseFile, Deadline
from qingdan.features.cases.sweep import sweep
from qingdan.records.register.models import Entry
from tests.apps.asking import GO_TO, HARDSHIP, MISSING, NAME, Asking
from tests.apps.asking import asking as asking  # the fixture
from tests.apps.asking import stage as stage  # the fixture
from tests.apps.permissions.scene import photo

pytestmark = pytest.mark.django_db
REASON = "示例：不是本村的人，户口在邻镇"


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def lacking(asking: Asking) -> tuple[Case, str]:
    """A request whose supplement the town has asked for."""
    case, code = asking.lodged()
    return asking.ask_supplement(case), code


def supplement(client: Client, case: Case, **change: object):
    data = {"e-photo": photo("补.jpg"), "once": "f" * 32, **change}
    return client.post(f"/track/{case.pk}/do/supplement/", {k: v for k, v in data.items() if v is not None})


# -- what comes next -----------------------------------------------------------------------------------------------
def test_it_says_that_nothing_is_to_be_done_and_whose_turn_it_is(asking: Asking):
    case, code = asking.lodged()
    _client, text = asking.follow(case, code)
    due = timezone.localtime(case.deadlines.get().due_at)
    assert "不用您做什么" in text
    assert f"轮到镇会计，最晚{due.year}年{due.month}月{due.day}日" in text
    for word in (NAME, HARDSHIP, case.title):
        assert word not in text


def test_a_supplement_is_asked_for_big_and_plain_with_the_whole_list_and_its_last_day(asking: Asking, lacking):
    case, code = lacking
    _client, text = asking.follow(case, code)
    due = timezone.localtime(Deadline.objects.get(case=case, name="within:supplement").due_at)
    assert "现在要您做的" in text and "补交材料" in text and MISSING in text
    assert f"最晚{due.year}年{due.month}月{due.day}日" in text
    assert f"/track/{case.pk}/do/supplement/" in text
    assert "停算（补交材料）" in text and "续上以后还剩" in text


def test_what_is_kept_from_the_party_stays_so(asking: Asking, lacking):
    case, code = lacking
    client, _text = asking.follow(case, code)
    assert supplement(client, case).status_code == 302
    asking.do(case, "accept", personal={"noted": "示例：内部看法"})
    text = text_of(client.get("/track/case/"))
    assert "内部看法" not in text  # a step's own words are not a notice to the party
    assert MISSING in text  # what was served on it stays its own to read


# -- supplementing -------------------------------------------------------------------------------------------------
def test_it_is_answered_with_photos_and_the_clock_goes_on(asking: Asking, lacking):
    case, code = lacking
    client, _text = asking.follow(case, code)
    assert MISSING in text_of(client.get(f"/track/{case.pk}/do/supplement/"))
    answer = supplement(client, case)
    assert (answer.status_code, answer["Location"]) == (302, "/track/case/")
    assert "已经转给经办人" in text_of(client.get("/track/case/"))
    case.refresh_from_db()
    assert list(case.state["open"]) == ["accept"]
    event = case.events.latest("seq")
    assert (event.recorded_by, event.payload["channel"]) == (None, "online")
    assert event.payload["by"][0]["person"] == case.parties.get(role="applicant").person_id
    assert list(CaseFile.objects.filter(case=case, key="supplement").values_list("kind", flat=True)) == ["photo"]
    clock = Deadline.objects.get(case=case, name="clock:answer")
    assert clock.state == "running" and clock.stops.get().ended_at is not None
    assert Entry.objects.latest("pk").actor_name == "申请人"


def test_sent_twice_it_counts_once(asking: Asking, lacking):
    case, code = lacking
    client, _text = asking.follow(case, code)
    assert supplement(client, case).status_code == 302
    assert supplement(client, case).status_code == 302
    assert CaseFile.objects.filter(case=case, key="supplement").count() == 1
    assert "已经办完" in text_of(client.get("/track/case/"))


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "还差材料"),
        (SimpleUploadedFile("空.jpg", b"", "image/jpeg"), "空"),
        (SimpleUploadedFile("木马.jpg", b"MZ" + b"\0" * 500, "image/jpeg"), "没有收下"),
    ],
    ids=["none", "empty", "program"],
)
def test_a_wrong_file_is_answered_beside_the_form_and_nothing_is_half_written(asking: Asking, lacking, file, said):
    case, code = lacking
    client, _text = asking.follow(case, code)
    answer = supplement(client, case, **{"e-photo": file})
    assert answer.status_code in (409, 422) and said in text_of(answer)
    case.refresh_from_db()
    assert list(case.state["open"]) == ["supplement"]
    assert not CaseFile.objects.filter(case=case, key="supplement").exists()


def test_after_its_last_day_it_is_refused_though_no_sweep_has_come_yet(asking: Asking, lacking, monkeypatch):
    case, code = lacking
    client, _text = asking.follow(case, code)
    due = Deadline.objects.get(case=case, name="within:supplement").due_at
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: due + timedelta(seconds=1))
    asking.follow(case, code, client)  # the pass of half an hour is over by then
    answer = supplement(client, case)
    assert answer.status_code == 409 and "已经过了" in text_of(answer) and "重新申请" in text_of(answer)
    monkeypatch.setattr(timezone, "now", real)
    sweep(due + timedelta(seconds=1))
    case.refresh_from_db()
    assert case.outcome == "lapsed"
    asking.follow(case, code, client)
    answer = supplement(client, case)
    assert answer.status_code == 302
    assert "过了期" in text_of(client.get("/track/case/"))


def test_a_clerk_may_record_it_for_the_party_and_is_named(asking: Asking, lacking):
    from tests.cast import client_for

    case, _code = lacking
    clerk = client_for(asking.stage.cast["clerk"])
    page = text_of(clerk.get(f"/desk/cases/{case.pk}/?step=supplement"))
    assert "申请人" in page and "当事人是怎么说的" in page
    data = {"capacity": "1", "channel": "paper", "e-photo": photo()}
    assert clerk.post(f"/desk/cases/{case.pk}/do/supplement/", data).status_code == 302
    event = case.events.latest("seq")
    assert event.recorded_by == asking.stage.cast["clerk"].person
    assert event.payload["by"][0]["role"] == "applicant" and event.payload["channel"] == "paper"


# -- withdrawing ---------------------------------------------------------------------------------------------------
def test_withdrawing_asks_first_and_ends_the_case(asking: Asking):
    case, code = asking.lodged()
    client, text = asking.follow(case, code)
    assert f"/track/{case.pk}/stop/withdraw/" in text and "stop/died" not in text
    url = f"/track/{case.pk}/stop/withdraw/"
    assert "确定要" in text_of(client.get(url))
    case.refresh_from_db()
    assert case.phase == "running"  # looking at the question does nothing
    assert client.post(url, {"reason": "示例：孩子接走了", "once": "e" * 32}).status_code == 302
    case.refresh_from_db()
    assert (case.outcome, case.phase) == ("withdrawn", "over")
    assert "已撤回" in text_of(client.get("/track/case/"))
    assert client.post(url, {"once": "d" * 32}).status_code == 302
    assert "已经不能撤了" in text_of(client.get("/track/case/"))


def test_what_only_an_official_may_do_is_not_there_for_the_party(asking: Asking):
    case, code = asking.lodged()
    client, _text = asking.follow(case, code)
    assert client.post(f"/track/{case.pk}/stop/died/", {}).status_code == 404
    assert client.post(f"/track/{case.pk}/stop/nothing/", {}).status_code == 404
    assert client.post(f"/track/{case.pk}/do/check/", {}).status_code == 302
    case.refresh_from_db()
    assert list(case.state["open"]) == ["check"]


def test_a_clerk_records_a_withdrawal_with_the_way_it_came(asking: Asking):
    from tests.cast import client_for

    case, _code = asking.lodged()
    clerk = client_for(asking.stage.cast["clerk"])
    assert 'name="channel"' in text_of(clerk.get(f"/desk/cases/{case.pk}/"))
    given = {"reason": "示例：他来电话说不办了", "channel": "telephone"}
    assert clerk.post(f"/desk/cases/{case.pk}/stop/withdraw/", given).status_code == 302
    event = case.events.latest("seq")
    assert (event.payload["channel"], event.recorded_by) == ("telephone", asking.stage.cast["clerk"].person)
    assert "（打电话）" in text_of(clerk.get(f"/desk/cases/{case.pk}/"))


# -- a no ----------------------------------------------------------------------------------------------------------
def test_who_is_not_taken_reads_why_where_to_go_and_what_can_be_done(asking: Asking):
    from tests.cast import client_for

    case, code = asking.lodged()
    town = client_for(asking.stage.cast["accounting"])
    url = f"/desk/cases/{case.pk}/do/check/"
    assert town.post(url, {"result": "not-ours"}).status_code == 422  # a no needs its reason
    assert town.post(url, {"result": "not-ours", "reason": REASON}).status_code == 302
    redirect = f"/desk/cases/{case.pk}/do/redirect/"
    assert town.post(redirect, {"f-go_to": GO_TO}).status_code == 302
    _client, text = asking.follow(case, code)
    for word in (REASON, GO_TO, "您不同意，可以这样办", "不服可以申请行政复议", "不归这里办"):
        assert word in text
    outsider = Client().get(f"/boards/{asking.stage.cast.one.pk}/")
    assert REASON not in text_of(outsider) and case.number not in text_of(outsider)


def test_what_the_town_wrote_for_itself_is_not_told(asking: Asking):
    case, code = asking.lodged()
    asking.do(case, "check")
    asking.do(case, "accept", personal={"noted": "示例：内部看法"})
    _client, text = asking.follow(case, code)
    assert "内部看法" not in text


# -- number and code -----------------------------------------------------------------------------------------------
def test_without_the_pass_what_was_typed_waits_for_number_and_code(asking: Asking, lacking):
    case, code = lacking
    client = Client()
    answer = supplement(client, case, note="示例的话")
    text = text_of(answer)
    assert answer.status_code == 422
    assert "再填一次编号和查询码" in text and "示例的话" in text and "照片要在下一页重新选" in text
    wrong = client.post(f"/track/{case.pk}/do/supplement/", {"number": case.number, "code": "AAAAAAAAAA"})
    assert wrong.status_code == 422 and "对不上" in text_of(wrong)
    right = client.post(f"/track/{case.pk}/do/supplement/", {"number": case.number, "code": code})
    assert right.status_code == 409 and "还差材料" in text_of(right)
    assert supplement(client, case).status_code == 302


def test_wrong_codes_are_counted_there_too(asking: Asking, lacking):
    case, code = lacking
    client = Client()
    url = f"/track/{case.pk}/stop/withdraw/"
    codes = [client.post(url, {"number": case.number, "code": f"AAAAAAAA{n:02}"}).status_code for n in range(10)]
    assert codes == [422] * 10
    assert client.post(url, {"number": case.number, "code": code}).status_code == 429
    case.refresh_from_db()
    assert case.phase == "running"


def test_the_pass_is_over_after_half_an_hour_and_cannot_be_made_up(asking: Asking, lacking, monkeypatch):
    import time

    case, code = lacking
    client, _text = asking.follow(case, code)
    assert client.get("/track/case/").status_code == 200
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 31 * 60)
    assert client.get("/track/case/")["Location"] == "/track/"
    assert supplement(client, case).status_code == 422
    monkeypatch.setattr(time, "time", real)
    client.cookies["qd-follow"] = f"{case.pk} {case.track_hash[:16]}"
    assert client.get("/track/case/").status_code == 302


def test_a_pass_opens_its_own_case_only(asking: Asking, lacking):
    case, code = lacking
    other, _other_code = asking.lodged(once="b" * 32, mobile="19900000002")
    client, _text = asking.follow(case, code)
    assert client.post(f"/track/{other.pk}/stop/withdraw/", {}).status_code == 404
    assert client.get(f"/track/{other.pk}/do/supplement/").status_code == 404
    assert client.get(f"/track/{case.pk + 999}/do/supplement/").status_code == 404


def test_a_new_code_is_not_shown_by_the_address_on_the_receipt(asking: Asking):
    case, code = asking.lodged()
    page = Client().get("/track/", {"n": case.number})
    assert case.number in text_of(page) and code not in text_of(page)
    assert Client().get("/track/", {"n": "\x00" + "x" * 500}).status_code == 200
