"""Meetings and elections on the desk's pages: called, tried, counted, read, and those elected put into their posts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from qingdan.features.cases.acts import complete_step, open_case
from qingdan.features.cases.models import Case, CaseFile, Draft
from qingdan.features.cases.running import Handed
from qingdan.records.people.models import Holding, Person
from tests.apps.cases.test_desk import photo
from tests.apps.printing.reading import read
from tests.cast import Cast, client_for
from tests.editions import adopt_shipped

NAMES = ("示例·冯组长", "示例·褚代表", "示例·卫党员", "示例·甲", "示例·乙", "示例·丙", "示例·丁", "示例·戊", "示例·己")
KEY = "choose-committee"


@pytest.fixture
def case(cast: Cast) -> Case:
    """An election of the villagers' committee, whose election committee is to be chosen."""
    began, edition = timezone.now() - timedelta(hours=2), adopt_shipped()
    director = cast.acting("director", at=began)
    made = open_case(
        acting=director, edition=edition, power="committee-election", village=cast.one, title="示例：换届",
        happened_at=began, parties={},
    ).case  # fmt: skip
    facts = {"board": 7, "expires": "2026-12-31"}
    handed = Handed(began)
    complete_step(acting=director, case_id=made.pk, key="begin", role="village-director", handed=handed, facts=facts)
    made.refresh_from_db()
    return made


@pytest.fixture
def director(cast: Cast) -> Client:
    return client_for(cast["director"])


def sheet(count: int = 9, **change: object) -> dict[str, object]:
    """The count sheet of the election committee: so many names, the votes falling."""
    rows = {f"r0-w{i}-name": name for i, name in enumerate(NAMES[:count])}
    votes = {f"r0-w{i}-for": 20 - i for i in range(count)}
    return {"n-members": 30, "p-members": 25, "r0-issued": 25, "r0-returned": 25, **rows, **votes, **change}


def papers() -> dict[str, object]:
    return {f"e-{kind}": photo(f"{kind}.jpg") for kind in ("minutes", "sign-in-sheet", "vote-count")}


def post(client: Client, case: Case, data: dict[str, object], name: str = "do", key: str = KEY, **files: object):
    return client.post(reverse(f"cases:{name}", args=[case.pk, key]), {"once": "a", **data, **files})


def page_of(client: Client, case: Case) -> str:
    return client.get(reverse("cases:case", args=[case.pk])).content.decode()


def test_the_form_has_a_line_for_each_seat_and_some_more_and_asks_nothing_twice(director, case):
    page = page_of(director, case)
    assert page.count('name="r0-w') == 2 * (7 + 3)
    assert "f-committee" not in page, "the count itself writes these names"
    assert "法律允许下面任何一个会议来定" in page
    other = director.get(reverse("cases:case", args=[case.pk]) + "?body=election-committee-by-groups").content.decode()
    assert "本组十八周岁以上的村民" in other


def test_numbers_are_tried_and_nothing_is_recorded(director, case):
    page = post(director, case, sheet(9), "try").content.decode()
    assert "这只是算一算，还没有提交。" in page and "选出" in page
    few = post(director, case, sheet(9, **{"p-members": 19, "r0-issued": 19, "r0-returned": 19}), "try")
    assert "人数不够" in few.content.decode() or "多于" in few.content.decode()
    wrong = post(director, case, sheet(9, **{"r0-w1-name": NAMES[0]}), "try").content.decode()
    assert "写了两次" in wrong
    nameless = post(director, case, sheet(2, **{"r0-w2-for": 3}), "try")
    assert nameless.status_code == 422 and "没有写是谁" in nameless.content.decode()
    more = post(director, case, sheet(9, more="1"), "try").content.decode()
    assert more.count('name="r0-w') == 2 * (7 + 3 + 5) and NAMES[8] in more
    case.refresh_from_db()
    assert case.version == 1


@pytest.mark.parametrize("rows", ["", "٣", "9" * 5000, "-1", "x"])
def test_more_lines_are_never_many(director, case, rows: str):
    page = post(director, case, {**sheet(1), "more": "1", "rows": rows}, "try")
    assert page.status_code == 200
    assert page.content.decode().count('name="r0-w') <= 2 * 60


def test_a_draft_keeps_the_count(cast, director, case):
    assert post(director, case, sheet(3), "draft").status_code == 302
    assert Draft.objects.get(case=case).data["r0-w0-name"] == NAMES[0]
    assert f'value="{NAMES[0]}"' in page_of(director, case)


def test_an_election_from_notice_to_office(cast, director, case):
    call = {
        "body": "election-committee-by-assembly", "held_at": f"{timezone.localdate() + timedelta(days=3)}T09:00",
        "place": "示例村委会", "agenda": "推选选举委员会", "noticed_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    late = post(director, case, call, "call")
    assert late.status_code == 409 and "通知晚了" in late.content.decode()
    call["body"] = "election-committee-by-representatives"
    answer = director.post(reverse("cases:call", args=[case.pk, KEY]), {"once": "b", **call}, follow=True)
    assert "已通知，定于" in answer.content.decode() and "示例村委会" in answer.content.decode()
    answer = post(director, case, sheet(9), once="c", **papers())
    assert answer.status_code == 302, answer.content.decode()
    record = director.get(answer["Location"]).content.decode()
    assert record.count("当选") >= 7 and NAMES[0] in record and "会议通知" in record
    told = timezone.localdate()
    for known in ("示例村委会", f"{told.year}年{told.month}月{told.day}日"):
        assert known in read(director.get(reverse("forms:filled", args=[case.pk, KEY])).content), "as it was called"
    witness = client_for(cast["supervision_head"])
    assert "核对无误，我确认" in page_of(witness, case)
    assert post(witness, case, {}, once="d").status_code == 302
    clerk = client_for(cast["clerk"])
    page = page_of(clerk, case)
    assert page.count('name="r0-c') == 3 * 7, "the seven stand for the chair"
    chair = {"n-members": 7, "p-members": 7, **{f"r0-c{i}-for": 7 if not i else 0 for i in range(7)}}
    answer = post(clerk, case, chair, key="choose-chair", once="e", **{"e-minutes": photo()})
    assert answer.status_code == 302, answer.content.decode()
    page = page_of(clerk, case)
    group_leader = cast["group_leader"].person
    assert f'value="{group_leader.pk}"' in page, "who is known here is offered, and not registered twice"
    known = {p.name: p.pk for p in Person.objects.filter(name__in=NAMES)}
    takes = {f"take-{n}": known.get(name, "new") for n, name in enumerate(NAMES[:7], 1)}
    answer = post(clerk, case, takes, key="announce-committee", once="f", **{"e-notice-photo": photo()})
    assert answer.status_code == 302, answer.content.decode()
    held = Holding.objects.filter(division=cast.one, basis__startswith=case.number)
    assert {h.post for h in held.filter(person=group_leader)} == {"election-chair"}
    assert held.filter(post="election-member").count() == 6
    assert Person.objects.filter(name__in=NAMES).count() == 7
    printed = read(clerk.get(reverse("forms:filled", args=[case.pk, KEY])).content)
    for words in (*NAMES, "计票：村民选举委员会成员", "应选7人", "发出25张", "当选"):
        assert words in printed, "the numbers that were recorded, though a witness signed after them"


def test_papers_are_wanted_only_when_the_count_elects(director, case):
    answer = post(director, case, sheet(9))
    assert answer.status_code in (409, 422) and not CaseFile.objects.exists()


def test_a_long_count_costs_what_a_short_one_costs(director, case):
    def queries(votes: dict[str, object]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert post(director, case, votes, "try").status_code == 200
        return len(seen)

    assert queries(sheet(9)) == queries(sheet(2))
