"""A villager asks for something on a phone: form, second look, receipt; and everything that can be wrong with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from qingdan.features.cases.models import Case, CaseFile, Deadline, PersonalFact, Request
from qingdan.features.cases.sweep import sweep
from qingdan.records.people.models import Person
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.register.models import Entry, PersonalWords
from tests.apps.asking import HARDSHIP, MOBILE, NAME, WORDS, Asking
from tests.apps.asking import asking as asking  # the fixture
from tests.apps.asking import stage as stage  # the fixture
from tests.apps.permissions.scene import photo
from tests.cast import client_for

pytestmark = pytest.mark.django_db
ASK = "/powers/aid/ask/"


def text_of(answer) -> str:
    return answer.content.decode()


def nothing_written() -> bool:
    tables = (Case, Request, PersonalFact, CaseFile)
    return not any(t.objects.exists() for t in tables) and not Person.objects.filter(name=NAME).exists()


# -- the way there -------------------------------------------------------------------------------------------------
def test_only_a_power_that_a_party_may_begin_offers_it(asking: Asking):
    client = asking.villager()
    assert ASK in text_of(client.get("/powers/aid/"))
    assert "/ask/" not in text_of(client.get("/powers/small-buy/"))
    assert client.get("/powers/small-buy/ask/").status_code == 404
    assert client.get("/powers/no-such/ask/").status_code == 404


def test_without_a_village_it_asks_for_one_and_comes_back(asking: Asking):
    client = asking.villager(village=None)
    text = text_of(client.get(ASK))
    assert "选您的村" in text and "/villages/?then=aid" in text
    one = asking.stage.cast.one
    assert f"/v/{one.pk}/?then=aid" in text_of(client.get("/villages/", {"q": "示例一", "then": "aid"}))
    assert client.get(f"/v/{one.pk}/", {"then": "aid"})["Location"] == ASK
    assert client.get(f"/v/{one.pk}/", {"then": "//elsewhere.example"})["Location"] == "/"
    assert "示例一村" in text_of(client.get(ASK))


def test_a_village_that_has_not_begun_says_where_to_go_instead(asking: Asking):
    one = asking.stage.cast.one
    Division.objects.filter(pk=one.pk).update(state="not-joined", joined_on=None, adopted_by=None)
    client = asking.villager()
    assert "还没有开始用这份清单" in text_of(client.get(ASK))
    assert asking.send(client).status_code == 200
    assert nothing_written()


# -- form, second look, receipt ------------------------------------------------------------------------------------
def test_the_form_is_the_first_steps_own_and_asks_for_name_and_telephone_once(asking: Asking):
    text = text_of(asking.villager().get(ASK))
    for said in ("申请人姓名", "手机号码", "家里几口人", "有什么困难", "我是替别人办的"):
        assert text.count(f">{said}") <= 2 and said in text
    assert "f-name" not in text and "f-phone" not in text and "happened_at" not in text
    assert 'type="file"' not in text  # photos come with the second look: nothing is kept here in between


def test_the_second_look_shows_what_was_typed_and_what_a_notice_will_say(asking: Asking):
    answer = asking.send(asking.villager(), go="look", e_photo=None, e_invoice=None)
    text = text_of(answer)
    assert answer.status_code == 200
    assert "您要提交的内容" in text and HARDSHIP in text and MOBILE in text
    assert text.count("公示时会写出来") == 2  # name and number of persons, which the notice names; not the rest
    assert text.count('type="file"') == 3  # two that are wanted, and whatever else one wants to show
    assert nothing_written()


def test_going_back_keeps_every_word(asking: Asking):
    text = text_of(asking.send(asking.villager(), go="back", helper="示例·儿子", relation="儿子"))
    for word in (NAME, MOBILE, HARDSHIP, "示例·儿子"):
        assert word in text
    assert "还有" not in text  # no complaints: one only wants to change something


def test_case_party_step_and_clock_are_there_before_any_official_does_anything(asking: Asking):
    case, code = asking.lodged(helper="示例·儿子", relation="儿子")
    assert list(case.state["open"]) == ["check"]
    assert (case.version, case.opened_by.name) == (1, NAME)
    event = case.events.get()
    assert (event.type, event.key, event.recorded_by, event.payload["channel"]) == ("act", "ask", None, "online")
    party = case.parties.get(role="applicant").person
    assert event.payload["by"] == [{"person": party.pk, "role": "applicant"}]
    assert {f.name: f.value for f in case.personal_facts.all()} == {
        "name": NAME, "phone": MOBILE, "hardship": HARDSHIP,
    }  # fmt: skip
    assert case.state["facts"] == {"members": 2}
    assert sorted(case.files.values_list("kind", "seq")) == [("invoice", 1), ("photo", 1)]
    clock = Deadline.objects.get(case=case)
    assert (clock.name, clock.state, clock.started_at) == ("clock:answer", "running", event.happened_at)
    asked = case.request
    assert (asked.channel, asked.mobile, asked.helper, asked.verified_at) == ("online", MOBILE, "示例·儿子", None)
    assert code not in str(vars(case))
    # It lies in the inbox of those whose turn it is, and shows as overdue though nobody has touched it.
    town = client_for(asking.stage.cast["accounting"])
    assert case.title in text_of(town.get("/desk/"))
    sweep(clock.due_at + timedelta(seconds=1))
    clock.refresh_from_db()
    assert clock.missed_at is not None


def test_the_receipt_says_who_answers_by_when_and_how_that_was_counted(asking: Asking):
    client = asking.villager()
    answer = asking.send(client)
    text = text_of(client.get(answer["Location"]))
    case = Case.objects.get()
    due = local_date(Deadline.objects.get().due_at)
    assert case.number in text and NAME in text
    assert f"镇会计，最晚{due.year}年{due.month}月{due.day}日" in text
    assert "5个工作日，当天不算" in text and "计入5天" in text
    assert "0391-0000001" in text  # the supervision's telephone
    assert "<svg" in text and "还没交的材料" not in text
    assert text_of(Client().get(answer["Location"])).count(case.number) == 0  # in this browser alone
    assert client.get(answer["Location"])["Cache-Control"] != ""


def test_the_register_names_nobody_and_forgets_the_title_when_asked(asking: Asking):
    asking.lodged()
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    new = kinds[kinds.index("cases.requested") - 3 :]
    assert "cases.opened" not in new and new.count("cases.requested") == 1
    entry = Entry.objects.get(kind="cases.requested")
    assert entry.actor_id is None and NAME not in str(entry.data)
    assert PersonalWords.objects.get(entry=entry).words["title"].endswith(NAME)


# -- twice, and never half -----------------------------------------------------------------------------------------
def test_the_same_form_sent_twice_is_one_request_with_the_same_receipt(asking: Asking):
    client = asking.villager()
    first = asking.send(client)
    code = client.get(first["Location"]).context["code"]
    second = asking.send(client)
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert client.get(second["Location"]).context["code"] == code
    assert Case.objects.count() == 1
    # Another browser with the very form gets it too, for it is the sender's own; without the telephone it does not.
    assert asking.send(asking.villager()).status_code == 302
    assert asking.send(asking.villager(), mobile="19900000002").status_code == 404
    assert Case.objects.count() == 1


def test_a_token_that_this_house_never_gave_out_counts_for_nothing(asking: Asking):
    for _ in range(2):
        assert asking.send(asking.villager(), once="1").status_code == 302
    assert Case.objects.count() == 2
    assert not Entry.objects.filter(once="1").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "这个字段是必填项"),
        ({"name": "字" * 41}, "40"),
        ({"mobile": ""}, "必填项"),
        ({"mobile": "12345"}, "手机号应为11位数字"),
        ({"f_members": "两口"}, "整数"),
        ({"f_members": "-1"}, "0"),
        ({"f_hardship": ""}, "必填项"),
        ({"f_hardship": "字" * 2001}, "2000"),
        ({"relation": "儿子"}, "替别人办的，请写您自己的姓名"),
        ({"name": "甲\x00乙"}, "空字符"),
    ],
)  # fmt: skip
def test_each_wrong_field_is_named_and_nothing_typed_is_lost(asking: Asking, change, said):
    answer = asking.send(asking.villager(), **change)
    text = text_of(answer)
    assert answer.status_code == 422
    assert said in text or "null" in text.lower()
    kept = {**WORDS, **{k.replace("f_", "f-"): v for k, v in change.items()}}
    for name in ("name", "mobile", "f-hardship"):
        if kept[name] and len(kept[name]) < 100 and "\x00" not in kept[name]:
            assert kept[name] in text
    assert nothing_written()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "还没有选照片"),
        (SimpleUploadedFile("空.jpg", b"", "image/jpeg"), "空"),
        (SimpleUploadedFile("木马.jpg", b"MZ" + b"\0" * 500, "image/jpeg"), "没有收下"),
        (SimpleUploadedFile("网页.jpg", b"<html><script>1</script>", "image/jpeg"), "网页"),
        (SimpleUploadedFile("大.jpg", b"\xff\xd8\xff" + b"0" * (10 * 1024**2), "image/jpeg"), "最多收 10 MB"),
        ([photo(f"{n}.jpg") for n in range(10)], "一次最多交9张"),
    ],
    ids=["none", "empty", "program", "disguised", "huge", "too many"],
)
def test_a_wrong_photo_is_answered_on_the_second_page_with_every_word_still_there(asking: Asking, file, said):
    for one in file if isinstance(file, list) else [file] if file else []:
        one.seek(0)
    answer = asking.send(asking.villager(), e_photo=file)
    text = text_of(answer)
    assert answer.status_code == 422
    assert said in text and HARDSHIP in text and "您要提交的内容" in text
    assert nothing_written()


def test_photos_may_come_later_when_one_says_so(asking: Asking):
    case, _code = asking.lodged(e_invoice=None, later="on")
    assert list(case.files.values_list("kind", flat=True)) == ["photo"]
    town = client_for(asking.stage.cast["accounting"])
    assert "还没交" in text_of(town.get(f"/desk/cases/{case.pk}/"))


def test_an_edited_village_or_step_is_no_way_in(asking: Asking):
    client = asking.villager()
    assert asking.send(client, village="999999", once="b" * 32).status_code == 302  # its own, as remembered
    assert Case.objects.get().village == asking.stage.cast.one
    assert asking.send(client, village=asking.stage.cast.town.pk, once="c" * 32).status_code == 302
    assert {case.village_id for case in Case.objects.all()} == {asking.stage.cast.one.pk}


# -- floods --------------------------------------------------------------------------------------------------------
def test_five_a_day_from_one_telephone(asking: Asking):
    for n in range(5):
        assert asking.send(asking.villager(), once=f"{n:032x}").status_code == 302
    refused = asking.send(asking.villager(), once=f"{9:032x}")
    assert refused.status_code == 429 and "明天再交" in text_of(refused) and HARDSHIP in text_of(refused)
    assert asking.send(asking.villager(), once=f"{10:032x}", mobile="19900000009").status_code == 302
    assert Case.objects.count() == 6


def test_twenty_an_hour_from_one_address(asking: Asking):
    sent = [
        asking.send(asking.villager(), once=f"{n:032x}", mobile=f"199000001{n:02}", e_photo=None, e_invoice=None,
                    later="on").status_code
        for n in range(21)
    ]  # fmt: skip
    assert sent == [302] * 20 + [429]
    other = asking.villager(REMOTE_ADDR="10.0.0.9")
    assert asking.send(other, once="d" * 32, mobile="19900000999").status_code == 302


# -- who it is -----------------------------------------------------------------------------------------------------
def test_the_same_name_and_telephone_are_one_person_and_kin_stand_aside_from_the_first_day(asking: Asking):
    cast = asking.stage.cast
    kin = cast["kin"].person
    kin.mobile = MOBILE
    kin.save()
    case, _code = asking.lodged(name=kin.name, mobile=f"+86 {MOBILE[:3]} {MOBILE[3:]}")
    assert case.parties.get(role="applicant").person == kin
    assert client_for(cast["member"]).get(f"/desk/cases/{case.pk}/").status_code == 404  # the applicant's brother
    assert client_for(cast["member_b"]).get(f"/desk/cases/{case.pk}/").status_code == 200


def test_officials_are_told_that_nobody_knows_who_it_is_until_somebody_makes_sure(asking: Asking):
    case, _code = asking.lodged()
    town = client_for(asking.stage.cast["accounting"])
    url = f"/desk/cases/{case.pk}/"
    assert "未核实身份" in text_of(town.get(url))
    assert town.post(f"{url}verify/", {"how": " "}).status_code == 409
    assert town.post(f"{url}verify/", {"how": "回了电话，说得对"}).status_code == 302
    case.request.refresh_from_db()
    assert case.request.verified_by == asking.stage.cast["accounting"].person
    text = text_of(town.get(url))
    assert "已核实身份" in text and "回了电话，说得对" in text
    entry = Entry.objects.get(kind="cases.verified")
    assert PersonalWords.objects.get(entry=entry).words == {"how": "回了电话，说得对"}
    assert town.post(f"{url}verify/", {"how": "再核一次"}).status_code == 409
    outsider = client_for(asking.stage.cast["clerk_two"])
    assert outsider.post(f"{url}verify/", {"how": "冒名"}).status_code == 404


def test_it_costs_the_same_however_many_there_are(asking: Asking, django_assert_max_num_queries):
    asking.lodged()
    client = asking.villager()
    asking.send(client, once="b" * 32)
    with django_assert_max_num_queries(60) as few:
        asking.send(client, once="c" * 32, mobile="19900000100")
        cost = len(few)
    for n in range(2):
        asking.send(asking.villager(), once=f"{n:032x}", mobile=f"1990000020{n}")
    with django_assert_max_num_queries(cost):
        asking.send(client, once="e" * 32, mobile="19900000300")


def test_a_request_lodged_at_midnight_counts_from_that_day(asking: Asking, monkeypatch):
    late = timezone.localtime().replace(hour=23, minute=59, second=59, microsecond=0)
    monkeypatch.setattr(timezone, "now", lambda: late)
    case, _code = asking.lodged()
    assert local_date(case.deadlines.get().started_at) == late.date()
