"""The register's page: what was done where I read the papers, what I did myself, and nothing of my kin's matters."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from qingdan.features.cases.acts import open_case
from qingdan.records.register.models import Entry, PersonalWords
from qingdan.records.register.queries import PAGE, readable_kinds, say
from qingdan.web.working import seal
from tests.cast import client_for

pytestmark = pytest.mark.django_db


def page_of(member: object, asked: str = "") -> str:
    answer = client_for(member).get(reverse("register:entries") + asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_official_reads_what_was_done_in_the_village(house):
    case = house.open(timezone.now())
    house.request(case, timezone.now())
    page = page_of(house.cast["supervision_head"])
    assert f"示例·赵文书 在 {case.number} 办了“申请”" in page
    assert reverse("cases:case", args=[case.pk]) in page


def test_other_villages_and_villagers_do_not(house):
    case = house.open(timezone.now())
    for key in ("clerk_two", "representative", "villager", "editor"):
        assert case.number not in page_of(house.cast[key])
    assert "这里只有您自己办的事" in page_of(house.cast["villager"])


def test_the_town_and_the_city_read_it(house):
    case = house.open(timezone.now())
    for key in ("discipline", "city_discipline"):
        assert case.number in page_of(house.cast[key])


def test_nobody_reads_it_without_signing_in():
    answer = Client().get(reverse("register:entries"))
    assert answer.status_code == 302
    assert reverse("people:sign-in") in answer["Location"]


def test_near_kin_of_a_party_do_not_read_how_the_case_goes(house):
    now = timezone.now()
    case = open_case(
        acting=house.cast.acting("clerk", at=now), edition=house.edition, power="small-buy", village=house.cast.one,
        title="示例", happened_at=now, parties={"applicant": house.cast["kin"].person.pk},
    ).case  # fmt: skip
    assert case.number in page_of(house.cast["member_b"])
    assert case.number not in page_of(house.cast["member"])


def test_what_is_kept_for_the_parties_themselves_is_shown_to_them_alone(house):
    assert "people.kin-declared" not in readable_kinds()
    assert "申报了一名近亲属" in page_of(house.cast["member"], "?mine=1")
    assert "申报了一名近亲属" not in page_of(house.cast["city_discipline"])


def test_filters_and_paging(house):
    for n in range(PAGE):
        house.open(timezone.now(), title=f"第{n}件")
    clerk = house.cast["clerk"]
    first = page_of(clerk, "?about=cases")
    oldest = min(map(int, re.findall(r'num qd-sm qd-faint">(\d+)<', first)))
    assert f"before={oldest}" not in first  # forty of forty: no more to come
    house.open(timezone.now())
    older = re.search(r'href="(\?[^"]*before=\d+)"', page_of(clerk, "?about=cases"))[1].replace("&amp;", "&")
    assert re.findall(r'num qd-sm qd-faint">(\d+)<', page_of(clerk, older)) == [str(oldest)]
    assert "还没有这样的记录" in page_of(clerk, "?about=boards")


@pytest.mark.parametrize("asked", ["?before=x", "?before=²", "?before=" + "9" * 60, "?about=nothing", "?mine=2"])
def test_what_cannot_be_asked_is_not_an_error(house, asked):
    house.open(timezone.now())
    page_of(house.cast["clerk"], asked)


def test_the_last_seal_is_named(house):
    house.open(timezone.now())
    assert "最近一次封存" not in page_of(house.cast["clerk"])
    seal(timezone.now())
    assert "最近一次封存" in page_of(house.cast["clerk"])


def test_erased_words_say_so(house):
    entry = Entry.objects.filter(kind="people.post-taken").first()
    assert "示例选举" in say(entry).text
    PersonalWords.objects.filter(entry=entry).delete()
    assert "（已删除）" in say(Entry.objects.get(pk=entry.pk)).text


def test_a_kind_that_is_no_longer_there_shows_its_name(house):
    entry = Entry.objects.latest("pk")
    entry.kind = "old.thing"
    assert say(entry).text == "old.thing"


def test_the_same_few_queries_however_much_there_is(house, django_assert_num_queries):
    browser = client_for(house.cast["clerk"])
    address = reverse("register:entries")
    browser.get(address)
    counts = []
    for _ in range(2):
        for n in range(5):
            house.open(timezone.now(), title=f"第{n}件")
        with django_assert_num_queries(7) as found:
            browser.get(address)
        counts.append(len(found))
    assert counts[0] == counts[1]
