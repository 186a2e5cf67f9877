"""Declared kin and interests: who declares, what counts, who may read it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from qingdan.domain.rules.recusal import Organisation
from qingdan.records.people import acts, queries
from qingdan.records.people.models import KinTie, OwnInterest
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry
from tests.cast import Cast, client_for, give_post, house, join, today

pytestmark = pytest.mark.django_db


def test_kinship_holds_both_ways_whoever_declared_it(cast: Cast, django_assert_num_queries):
    member, kin = cast["member"].person, cast["kin"].person
    with django_assert_num_queries(1):
        found = queries.near_kin([member.pk, kin.pk, cast["clerk"].person.pk], today())
    assert found == {member.pk: {kin.pk}, kin.pk: {member.pk}, cast["clerk"].person.pk: set()}
    assert queries.near_kin_ids([kin.pk], today()) == {member.pk}


def test_a_declaration_taken_back_counts_on_that_day_and_not_the_next(cast: Cast):
    tie = KinTie.objects.get()
    acts.end_kin(acting=cast["member"].acting, tie=tie)
    kin = cast["kin"].person.pk
    assert queries.near_kin_ids([kin], today()) == {cast["member"].person.pk}
    assert queries.near_kin_ids([kin], today() + timedelta(days=1)) == set()
    with pytest.raises(Refused, match="已经撤销"):
        acts.end_kin(acting=cast["member"].acting, tie=tie)


def test_only_the_person_himself_declares(cast: Cast):
    person = cast["clerk"].person
    for acting in (cast["secretary"].acting, house()):
        with pytest.raises(Refused, match="只能由本人"):
            acts.declare_kin(acting=acting, person=person, relation="spouse", relative_name="某人")
        with pytest.raises(Refused, match="只能由本人"):
            acts.declare_interest(acting=acting, person=person, organisation="某店", role="owner")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"relation": "cousin"}, "请选是什么亲属"),
        ({"relative_name": " "}, "请填亲属的姓名"),
        ({"relative": "clerk", "relative_name": None}, "不用申报自己"),
    ],
)
def test_a_senseless_kin_declaration_is_refused(cast: Cast, changes: dict, words: str):
    clerk = cast["clerk"]
    if "relative" in changes:
        changes = {**changes, "relative": cast[changes["relative"]].person}
    with pytest.raises(Refused, match=words):
        acts.declare_kin(
            **{
                "acting": clerk.acting,
                "person": clerk.person,
                "relation": "spouse",
                "relative_name": "某人",
                **changes,
            }
        )


def test_the_entry_of_a_kin_declaration_names_nobody(cast: Cast):
    entry = Entry.objects.filter(kind="people.kin-declared").get()
    assert entry.personal_digest is None
    assert set(entry.data) == {"tie"}


def test_my_page_declares_a_relative_and_recognises_the_colleague_of_that_name(cast: Cast):
    client = client_for(cast["clerk"])
    words = {"relation": "spouse", "relative_name": "示例·周委员", "mobile": "", "once": "a-token"}
    for _click in (1, 2):
        answer = client.post(reverse("people:declare-kin"), words)
        assert answer.status_code == 302
    tie = KinTie.objects.get(person=cast["clerk"].person)
    assert (tie.relative, tie.relative_name) == (cast["member"].person, None)
    page = client.get(reverse("people:me")).content.decode()
    assert "示例·周委员" in page
    assert "配偶" in page


def test_a_relative_is_recognised_by_name_and_number_and_otherwise_kept_as_a_name(cast: Cast):
    clerk = cast["clerk"]
    known = acts.add_person(acting=house(), name="某某", mobile="13800000000")
    assert queries.find_relative(clerk.person, "某某", "13800000000", today()) == known
    assert queries.find_relative(clerk.person, "某某", "13800000001", today()) is None
    client_for(clerk).post(reverse("people:declare-kin"), {"relation": "child", "relative_name": "某某"})
    assert queries.kin_names([clerk.person.pk], today()) == {clerk.person.pk: {"某某"}}


def test_a_refused_declaration_shows_its_reason_on_my_page(cast: Cast):
    client = client_for(cast["member"])
    join(cast, "twin", "示例·双胞")
    give_post(cast, "twin", "representative", cast.one)
    words = {"relation": "sibling", "relative_name": "示例·双胞"}
    client.post(reverse("people:declare-kin"), words)
    answer = client.post(reverse("people:declare-kin"), words)
    assert answer.status_code == 422
    assert "已经申报过了" in answer.content.decode()
    answer = client.post(reverse("people:declare-kin"), {"relation": "sibling"})
    assert "这里要填" in answer.content.decode()


def test_nobody_ends_anothers_declaration(cast: Cast):
    tie = KinTie.objects.get()
    for key in ("clerk", "kin", "discipline", "editor"):
        assert client_for(cast[key]).post(reverse("people:end-kin", args=[tie.pk])).status_code == 404
    assert client_for(cast["member"]).post(reverse("people:end-kin", args=[tie.pk])).status_code == 302
    tie.refresh_from_db()
    assert tie.ended_on == today()


def test_interests_are_declared_and_ended_on_my_page(cast: Cast):
    client = client_for(cast["member"])
    words = {"organisation": "示例建材店", "role": "owner", "credit_code": "91350100m000100y43"}
    assert client.post(reverse("people:declare-interest"), words).status_code == 302
    interest = OwnInterest.objects.get()
    assert interest.credit_code == "91350100M000100Y43"
    person = cast["member"].person.pk
    assert queries.own_interests([person], today()) == {person: [interest]}
    assert client_for(cast["clerk"]).post(reverse("people:end-interest", args=[interest.pk])).status_code == 404
    assert client.post(reverse("people:end-interest", args=[interest.pk])).status_code == 302
    assert queries.own_interests([person], today() + timedelta(days=1)) == {person: []}
    answer = client.post(reverse("people:end-interest", args=[interest.pk]), follow=True)
    assert "已经结束" in answer.content.decode()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"organisation": "示例店", "role": "owner", "credit_code": "91350100M000100Y44"}, "校验位不对"),
        ({"organisation": " ", "role": "owner"}, "这里要填"),
        ({"organisation": "示例店", "role": "boss"}, "boss"),
    ],
)
def test_a_wrong_interest_is_answered_and_nothing_is_written(cast: Cast, words: dict, says: str):
    answer = client_for(cast["member"]).post(reverse("people:declare-interest"), words)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not OwnInterest.objects.exists()


# ---- recusal --------------------------------------------------------------------------------------------------------


def codes(found: dict) -> dict[int, list[str]]:
    return {person: [reason.code for reason in reasons] for person, reasons in found.items()}


def test_kin_of_a_party_stand_aside_whoever_of_the_two_declared_it(cast: Cast, django_assert_num_queries):
    member, kin, clerk = (cast[key].person.pk for key in ("member", "kin", "clerk"))
    with django_assert_num_queries(2):
        found = queries.who_must_stand_aside([member, clerk], [kin], today())
    assert codes(found) == {member: ["near-kin"]}
    assert codes(queries.who_must_stand_aside([kin, clerk], [member], today())) == {kin: ["near-kin"]}
    assert codes(queries.who_must_stand_aside([kin], [kin], today())) == {kin: ["own-matter"]}
    tomorrow = today() + timedelta(days=1)
    acts.end_kin(acting=cast["member"].acting, tie=KinTie.objects.get())
    assert queries.who_must_stand_aside([member], [kin], tomorrow) == {}


def test_an_interest_bars_its_owner_and_his_kin(cast: Cast):
    member, kin = cast["member"], cast["kin"]
    acts.declare_interest(acting=kin.acting, person=kin.person, organisation="示例建材店", role="owner")
    everybody = [member.person.pk, kin.person.pk, cast["clerk"].person.pk]
    found = queries.who_must_stand_aside(everybody, [Organisation("示例 建材店")], today())
    assert codes(found) == {member.person.pk: ["kin-interest"], kin.person.pk: ["own-interest"]}


# ---- the look-up ----------------------------------------------------------------------------------------------------


def look_up(cast: Cast, key: str = "discipline", **changes: object):
    words = {"village": cast.one.pk, "name": "示例·周委员", "purpose": "核查路灯采购的回避情况", **changes}
    return client_for(cast[key]).post(reverse("people:kin-lookup"), words)


def test_the_inspector_reads_one_persons_kin_and_the_person_sees_who_and_why(cast: Cast):
    answer = look_up(cast)
    assert answer.status_code == 200
    assert "示例·周二哥" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    entry = Entry.objects.get(kind="people.kin-looked-up")
    assert entry.actor_id == cast["discipline"].person.pk
    page = client_for(cast["member"]).get(reverse("people:me")).content.decode()
    assert "核查路灯采购的回避情况" in page
    assert "示例·秦纪检" in page


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"purpose": "看看"}, "请写清楚为什么要查"),
        ({"name": "示例·周"}, "没有任过职的人"),
        ({"name": "示例·沈文书"}, "没有任过职的人"),
        ({"village": 999999}, "999999"),
    ],
)
def test_a_look_up_without_purpose_or_person_shows_nothing(cast: Cast, changes: dict, says: str):
    answer = look_up(cast, **changes)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "示例·周二哥" not in page
    assert says in page or "village" in changes
    assert not Entry.objects.filter(kind="people.kin-looked-up").exists()


def test_two_holders_of_one_name_are_not_told_apart(cast: Cast):
    join(cast, "namesake", "示例·周委员")
    give_post(cast, "namesake", "representative", cast.one)
    assert "分不清" in look_up(cast).content.decode()


def test_the_look_up_does_not_exist_for_anybody_else_or_for_another_town(cast: Cast):
    address = reverse("people:kin-lookup")
    for key in ("secretary", "supervision_head", "leader", "city_discipline", "editor", "villager", "expired"):
        assert client_for(cast[key]).get(address).status_code == 404, key
    join(cast, "elsewhere", "示例·尤纪检")
    give_post(cast, "elsewhere", "town-discipline", cast.other_town)
    assert look_up(cast, "elsewhere").status_code == 422
    assert not Entry.objects.filter(kind="people.kin-looked-up").exists()


def test_an_inspector_whose_term_ended_yesterday_finds_no_page(cast: Cast):
    yesterday = today() - timedelta(days=1)
    acts.end_holding(acting=house(), holding=cast["discipline"].holding, last_day=yesterday, why="调离")
    assert client_for(cast["discipline"]).get(reverse("people:kin-lookup")).status_code == 404
