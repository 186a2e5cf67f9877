"""A village's simulation uses the times of its finished cases: three requests for help, made by acts on known days.

Each was written in a day after it began, hung seven days, and was confirmed 1, 4 and 9 days after that; the need that
it tells of began 3, 5 and 10 days before it was written down.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qingdan.features.cases.acts import close_notice
from qingdan.features.cases.durations import observed, villages_with_cases
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Handed
from qingdan.records.regions.days import end_of_day, local_date
from qingdan.records.register.acts import Acting
from qingdan.web.management import simulating
from tests.apps.boards.stage import HELP
from tests.apps.boards.stage import stage as stage  # the fixture
from tests.apps.editions.test_commands import run
from tests.cast import client_for
from tests.domain.catalogue.helpers import mini_files
from tests.editions import adopt

pytestmark = pytest.mark.django_db
CONFIRMED = (1, 4, 9)  # days after the notice came down
NEEDED = (3, 5, 10)  # days before it was written down
SINCE = "  in-time: {name: {zh: 及时, en: In time}, since: needed_on, to: confirm, limit: 15 days}\nflow:"
DAY = "  needed_on: {type: date, title: {zh: 困难开始, en: Need began}, set_by: apply, audience: village}\noutcomes:"


@pytest.fixture
def told(stage):
    """The village with its three cases."""
    text = HELP.replace("flow:", SINCE, 1).replace("outcomes:", DAY, 1)
    stage.edition = adopt(mini_files() | {"mini/powers/buying/help.yaml": text})
    for confirmed, needed in zip(CONFIRMED, NEEDED, strict=True):
        finished(stage, timezone.now() - timedelta(days=40), confirmed, needed)
    return stage


def finished(stage, begun: datetime, confirmed: int, needed: int) -> Case:
    written, closed = begun + timedelta(days=1), begun + timedelta(days=8)
    case = stage.open("help", begun, applicant=stage.cast["villager"].person.pk).case
    day = local_date(written) - timedelta(days=needed)
    facts = {"family": 2, "monthly": 104_000, "needed_on": day.isoformat()}
    stage.do(case, "apply", "clerk", "village-clerk", written, personal={"name": "示例·户主"}, facts=facts)
    stage.post(case, "first", written)
    close_notice(acting=Acting.system("clock", closed), case_id=case.pk, key="first", handed=Handed(closed))
    stage.do(case, "confirm", "accounting", "town-accounting", closed + timedelta(days=confirmed))
    case.refresh_from_db()
    assert case.phase == "over"
    return case


def rows(page: str, title: str) -> list[list[str]]:
    """The cells of the table behind a section of the page."""
    section = page.partition(f">{title}</h2>")[2].partition("</section>")[0]
    found = re.findall(r"<tr>(.*?)</tr>", section.partition("<tbody>")[2].partition("</tbody>")[0])
    return [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in found]


def test_what_was_observed_is_what_was_done_in_two_questions(told, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = observed("help", told.cast.one)
    assert found.cases == 3
    assert {step: sorted(map(round, days)) for step, days in found.days.items()} == {
        "apply": [1, 1, 1], "first": [7, 7, 7], "confirm": [1, 4, 9],
    }  # fmt: skip
    wrote = timezone.now() - timedelta(days=39)
    over = [end_of_day(local_date(wrote) - timedelta(days=needed)) for needed in NEEDED]
    assert sorted(found.given["needed_on"]) == pytest.approx(
        [(wrote - day).total_seconds() / 86400 for day in over], abs=0.01
    )
    with django_assert_num_queries(1):  # none is finished there: no event is asked for
        assert observed("help", told.cast.two).cases == 0
    assert villages_with_cases("help", [told.cast.city.path], 5) == [(told.cast.one, 3)]
    assert villages_with_cases("help", [], 5) == []


def test_the_page_simulates_with_it_and_says_how_little_it_is(told):
    client, address = client_for(told.cast["leader"]), reverse("simulation:power", args=["help"])
    page = client.get(address, {"village": told.cast.one.pk}).content.decode()
    printed = {row[0]: (row[2], row[-1]) for row in rows(page, "等在哪一步")}
    assert printed == {
        "提出申请": ("1.0", "实际：3 次，中位 1.0 天"),
        "初审公示": ("7.0", "实际：3 次，中位 7.0 天"),
        "审核确认": ("4.0", "实际：3 次，中位 4.0 天"),
    }
    (clock,) = [row for row in rows(page, "没守住法定期限的有多少") if row[0] == "及时"]
    # From the need to the confirmation: 3, 5 or 10 days, 7, and 1, 4 or 9. Over 15 are five of the nine pairs.
    share = float(clock[2].partition("%")[0])
    assert clock[1] == "从“困难开始”起15日" and 45 < share < 66
    assert "办完过的 3 件" in page and "只看到过不足 10 次的步骤：提出申请、初审公示、审核确认" in page
    assert f'<option value="{told.cast.one.pk}" selected>' in page and "办完 3 件" in page
    report = client.get(reverse("simulation:report", args=["help"]), {"village": told.cast.one.pk})
    assert "实际：3 次，中位 4.0 天" in report.content.decode()


def test_without_a_village_and_in_one_without_cases_all_times_are_assumed(told):
    client, address = client_for(told.cast["leader"]), reverse("simulation:power", args=["help"])
    for asked in ({}, {"village": told.cast.two.pk}):
        page = client.get(address, asked).content.decode()
        assert {row[-1] for row in rows(page, "等在哪一步")} == {"假定"}
    assert "还没有办完过这一项" in page and "从“困难开始”起15日（这一天是假定的）" in page


def test_the_command_prints_the_same(told, monkeypatch):
    monkeypatch.setattr(simulating, "edition_from_files", lambda command: told.edition)
    said = run("flow", "simulate", "help", "--village", told.cast.one.name, "--cases", "300")
    assert re.search(r"Confirm  \d+  4\.0  9\.0  0\.0  observed: 3 times, median 4\.0 days", said)


def test_a_village_of_another_town_is_not_there(told):
    client = client_for(told.cast["leader"])
    other = told.cast.other_town.pk
    for name, args in (("simulation:list", []), ("simulation:power", ["help"]), ("simulation:report", ["help"])):
        assert client.get(reverse(name, args=args), {"village": other}).status_code == 404
        assert client.get(reverse(name, args=args), {"village": "x"}).status_code == 200


def test_a_village_costs_the_page_the_same_questions_however_many_cases(told, django_assert_max_num_queries):
    client, address = client_for(told.cast["leader"]), reverse("simulation:power", args=["help"])
    asked = {"village": told.cast.one.pk, "cases": 10}
    client.get(address, asked)
    with django_assert_max_num_queries(25) as few:
        client.get(address, asked)
    finished(told, timezone.now() - timedelta(days=30), 2, 2)
    with django_assert_max_num_queries(len(few)):
        client.get(address, asked)
