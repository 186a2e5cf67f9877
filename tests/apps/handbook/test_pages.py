"""The handbook as pages: what an official needs to do a power right in one go, from the one definition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from qingdan.domain.flow.model import StepKind
from qingdan.records.editions.acts.limits import Setting, set_limit
from qingdan.web.handbook import views
from qingdan.web.handbook.content import rows
from qingdan.web.handbook.order import Order
from qingdan.web.handbook.powers import section
from tests.loaded import every_power, shipped

pytestmark = pytest.mark.django_db
POWER = "/handbook/buying/small-buy/"


def text_of(client, path, **query):
    answer = client.get(path, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_cover_says_what_it_is_of_which_edition_and_how_far_to_trust_it(stage, client):
    text = text_of(client, "/handbook/")
    said = (
        "一项规范指导手册",
        "规范1　村级采购",
        "3项权力",
        "怎么用这本手册",
        stage.edition.digest[:16],
        "参考清单，待本市确认",
    )
    for words in (*said, "只用于测试。", "责任清单，按职务", "用清单自己的数"):
        assert words in text, words


def test_a_norm_says_what_it_governs_and_lists_its_powers(stage, client):
    text = text_of(client, "/handbook/buying/")
    assert "管3项权力" in text
    for power in stage.edition.powers.values():
        assert power.title.zh in text
        assert reverse("handbook:power", args=["buying", power.slug]) in text
    assert "《测试法》" in text


def test_a_power_is_told_from_purpose_to_complaint(stage, client):
    text = text_of(client, POWER)
    first = ("零星采购", "由谁行使", "测试法", "第1条、第2条", "已核对", "待核实", "报价单", "qd-flow")
    steps = (
        "写清用途和预算。",
        "由村文书办",
        "表1 采购申请表",
        "照片",
        "条件：预算不超过 ¥5,000",
        "如果不同意",
        "到此结束：未批准",
    )
    rest = (
        "从“申请”到“公示”，30个工作日内",
        "零星采购",
        "¥5,000.00",
        "本市、本镇可以自己定",
        "NEG-02",
        "DIR-01",
        "审批开支",
        "打监督电话",
        "为测试编写。",
    )
    for words in (*first, *steps, *rest):
        assert words in text, words
    assert reverse("forms:blank-word", args=["small-buy", "request"]) in text


def test_what_is_made_public_says_where_to_whom_and_what(stage, client):
    text = text_of(client, "/handbook/buying/help/")
    for words in (
        "只给本村村民看，不上网",
        "公开时写明：申请人、保障人数、每月金额",
        "公示7日，期间谁都可以提异议",
        "从“提出申请”到“审核确认”",
    ):
        assert words in text, words


def test_the_numbers_are_those_of_the_readers_village(stage, client):
    own = Setting(stage.cast.town, "petty", 300_000, date(2026, 6, 1), "示例文件")
    set_limit(acting=stage.cast["editor"].acting, wanted=own)
    assert "¥5,000.00" in text_of(client, POWER)
    client.get(reverse("portal:village", args=[stage.cast.one.pk]))
    text = text_of(client, POWER)
    assert "¥3,000.00" in text and "用坡头镇 示例一村现在执行的数" in text
    assert "预算超过 ¥3,000" in text  # in the steps and the diagram, too


@pytest.mark.parametrize(
    "path",
    ["/handbook/no-such/", "/handbook/buying/no-such/", "/handbook/no-such/small-buy/", "/handbook-lists/no-such/"],
)
def test_what_is_not_there_is_404(stage, client, path):
    assert client.get(path).status_code == 404


def test_a_house_without_a_list_has_no_handbook(client):
    assert client.get("/handbook/").status_code == 404


def test_one_may_leaf_through_it_from_cover_to_sources(stage, client):
    path, seen = "/handbook/", []
    while path:
        answer = client.get(path)
        assert answer.status_code == 200, path
        seen.append(path)
        after = answer.context.get("after")
        path = after[0] if after else (None if len(seen) > 1 else "/handbook/buying/")
    powers = [reverse("handbook:power", args=["buying", slug]) for slug in stage.edition.powers]
    assert seen[2 : 2 + len(powers)] == powers
    assert seen[-1] == "/handbook-lists/sources/"
    assert client.get(seen[-1]).context["before"][0] == seen[-2]


def test_the_lists_say_what_enforces_each_entry(stage, client, monkeypatch):
    text = text_of(client, "/handbook-lists/duties/")
    assert "审批开支" in text and "零星采购</a>：签批" in text
    text = text_of(client, "/handbook-lists/prohibitions/")
    assert "NEG-01" in text and reverse("portal:prohibition", args=["NEG-01"]) in text
    assert "为测试编写。" in text_of(client, "/handbook-lists/sources/")
    monkeypatch.setattr(views, "edition_today", lambda: replace(stage.edition, powers={}))
    assert "还没有程序专门落实" in text_of(client, "/handbook-lists/prohibitions/")


@pytest.mark.parametrize(
    ("path", "queries"),
    # the list in force, the village, its numbers, its telephones; and its code, where files for it are offered
    [("/handbook/", 5), ("/handbook/buying/", 5), (POWER, 4), ("/handbook-lists/prohibitions/", 4)],
)
def test_reading_costs_few_queries(stage, client, path, queries, django_assert_num_queries):
    client.get(reverse("portal:village", args=[stage.cast.one.pk]))
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)


def test_hostile_text_is_text(stage, client, monkeypatch):
    power = stage.edition.powers["small-buy"]
    nasty = replace(power.title, zh="<script>alert(1)</script>")
    hostile = replace(stage.edition, powers={"small-buy": replace(power, title=nasty, summary=nasty)})
    monkeypatch.setattr(views, "edition_today", lambda: hostile)
    for path in (POWER, "/handbook/buying/", "/handbook-lists/sources/"):
        text = text_of(client, path)
        assert "<script>alert" not in text and "&lt;script&gt;alert(1)" in text, path


def test_it_is_found_from_where_the_lists_are(stage, client):
    assert 'href="/handbook/"' in text_of(client, "/")
    assert 'href="/handbook/buying/"' in text_of(client, "/powers/", norm="buying")
    assert f'href="{POWER}"' in text_of(client, "/powers/small-buy/")
    assert "/handbook/buying/" in text_of(client, "/sitemap.xml")


@pytest.mark.parametrize("slug", every_power())
def test_the_table_of_every_power_has_every_step_with_who_does_it(slug):
    edition = shipped()
    order = Order.of(edition, date(2026, 11, 28))
    power = order.settled(edition.powers[slug])
    made = section(order, edition.powers[slug])
    told = [row.name for row in rows(made.steps)]
    for step in power.flow.steps().values():
        assert step.name.zh in told, f"{step.id} stands in no row"
    for row in rows(made.steps):
        assert row.kind in (StepKind.START, "question") or row.who, row.name
    assert [result.words for result in made.results] == [words.zh for words in power.flow.outcomes.values()]
    assert {line.id for line in made.red_lines} >= {edition.prohibitions[r.prohibition].id for r in power.red_lines}
    assert len(made.limits) == len({limit.title for limit in made.limits})
