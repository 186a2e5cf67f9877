"""The pages: charts with a table behind them, the report to attach, and a village that is told nothing of kinship."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingdan.records.people import acts
from qingdan.records.people.models import KinTie
from qingdan.web.simulation.views import MOST_CASES
from tests.apps.boards.stage import stage as stage  # the fixture
from tests.cast import client_for, house

pytestmark = pytest.mark.django_db
POWER = "small-buy"


def text_of(client, address: str, **asked: object) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def content_of(page: str) -> str:
    """What stands in the page's own part, without the form to sign out."""
    return page.partition("<h1")[2].rpartition("</section>")[0]


def test_a_page_has_charts_and_the_same_numbers_each_time(stage):
    client, address = client_for(stage.cast["leader"]), reverse("simulation:power", args=[POWER])
    page = text_of(client, address, cases=40, seed=3)
    assert "<svg" in page and "<table" in page and "下面这些是假定，不是事实" in page
    again = text_of(client, address, cases=40, seed=3)
    assert page.partition("<h2")[2].partition("<dl")[0] == again.partition("<h2")[2].partition("<dl")[0]


def test_more_than_a_page_simulates_is_said_with_the_command(stage):
    page = text_of(client_for(stage.cast["leader"]), reverse("simulation:power", args=[POWER]), cases=MOST_CASES + 1)
    assert "qingdan flow simulate" in page and f'value="{MOST_CASES}"' in page


@pytest.mark.parametrize("asked", [{"cases": "x"}, {"cases": "-3"}, {"cases": "0", "seed": "³"}, {"seed": "9" * 40}])
def test_numbers_that_are_none_are_not_minded(stage, asked):
    answer = client_for(stage.cast["leader"]).get(reverse("simulation:power", args=[POWER]), asked)
    assert answer.status_code == 200


def test_the_report_says_what_it_rests_on(stage):
    answer = client_for(stage.cast["editor"]).get(reverse("simulation:report", args=[POWER]), {"cases": 30, "seed": 9})
    said = answer.content.decode()
    assert answer["Content-Disposition"].endswith(f'simulation-{POWER}-30-9.html"')
    for words in ("随机种子</dt><dd>9<", "模拟件数</dt><dd>30<", "清单摘要", "假定"):
        assert words in said


def test_a_power_that_the_list_has_not_is_not_found(stage):
    assert client_for(stage.cast["leader"]).get(reverse("simulation:power", args=["nothing"])).status_code == 404


def test_a_village_reads_who_would_do_and_check(stage):
    address = reverse("simulation:separation", args=[stage.cast.one.pk])
    page = text_of(client_for(stage.cast["clerk"]), address)
    assert "现在就有的" in page and "任职的人要回避时" in page


def test_kinship_changes_nothing_on_the_page(stage):
    """Whoever compares the page before and after a declaration learns nothing."""
    client, address = client_for(stage.cast["clerk"]), reverse("simulation:separation", args=[stage.cast.one.pk])
    before = text_of(client, address)
    KinTie.objects.all().delete()
    after = text_of(client, address)
    assert content_of(after) == content_of(before)
    assert "近亲属" not in content_of(before).replace("他是当事人或供货人的近亲属时", "")


def test_the_village_page_asks_the_same_number_of_questions_however_many_people(stage):
    client, address = client_for(stage.cast["clerk"]), reverse("simulation:separation", args=[stage.cast.one.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for place, post in enumerate(("village-deputy-director", "village-committee-member"), start=1):
        rule = {"post": "village-director", "deputy_post": post, "order": place, "why": "会议"}
        acts.name_deputy(acting=house(), village=stage.cast.one, **rule)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few) + 1  # that there is a rule is asked for once
