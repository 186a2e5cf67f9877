"""The three lists, searching them, and the guide of one power."""

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from qingdan.domain.flow.bpmn import read_bpmn
from qingdan.domain.flow.conform.process_tree import labels
from qingdan.records.editions.acts.limits import Setting, set_limit
from qingdan.web.portal.search import find
from qingdan.web.portal.views import entries, lists

pytestmark = pytest.mark.django_db


def text_of(client, path, **query):
    answer = client.get(path, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_powers_stand_under_their_norm_with_the_lists_counts(stage, client):
    text = text_of(client, "/powers/")
    for said in (
        "村里买东西",
        "村级采购",
        "村里买小东西",
        "申请救助",
        "参考清单（待确认）",
        "只用于测试。",
        "测试清单",
    ):
        assert said in text


def test_one_norm(stage, client):
    assert "村里买小东西" in text_of(client, "/powers/", norm="buying")
    assert "村里买小东西" in text_of(client, "/powers/", norm="no-such")


def test_an_unfinished_list_says_how_much_is_there(stage, client):
    assert "清单一共 2 项，现在写好了 1 项" in text_of(client, "/duties/")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("申请救助", ["help"]),
        ("救助", ["help"]),
        ("低保", ["help"]),
        ("sqjz", ["help"]),
        ("我想问问低保怎么办", ["help"]),
        ("采购", ["small-buy"]),
        ("clxdx", []),
        ("small things", ["small-buy"]),
        ("relief", ["help"]),
        ("", []),
        ("   ", []),
        ("\x00", []),
        ("字" * 500, []),
    ],
)
def test_a_villagers_words_find_the_power(stage, words, found):
    assert [power.slug for power in find(stage.edition, words).powers] == found


def test_searching_on_the_page(stage, client):
    assert reverse("portal:guide", args=["help"]) in text_of(client, "/powers/", q="低保")
    assert "没有找到" in text_of(client, "/powers/", q="飞船")
    assert "<script>x" not in text_of(client, "/powers/", q="<script>x")


def test_duties_stand_under_their_post(stage, client):
    text = text_of(client, "/duties/")
    assert "村委会主任" in text
    assert "审批开支" in text
    assert reverse("portal:guide", args=["small-buy"]) in text


def test_prohibitions_stand_in_their_field_with_whom_they_bind(stage, client):
    text = text_of(client, "/prohibitions/")
    for said in ("工程", "不得拆分项目规避招标", "NEG-01", "村党组织书记", "管：所有村干部"):
        assert said in text


def test_whom_most_of_them_bind_is_said_once(edition_with_usual, client):
    text = text_of(client, "/prohibitions/")
    assert text.count("村委会主任、村文书") == 1
    assert "没有另外写的，管的都是：村委会主任、村文书" in text


@pytest.fixture
def edition_with_usual(stage, monkeypatch):
    """Three prohibitions of which two bind the same two posts."""
    one = next(iter(stage.edition.prohibitions.values()))
    binds = (("village-director", "village-clerk"), ("village-director", "village-clerk"), ())
    made = {f"p{n}": replace(one, slug=f"p{n}", id=f"NEG-0{n}", binds=bound) for n, bound in enumerate(binds)}
    edition = replace(stage.edition, prohibitions=made)
    monkeypatch.setattr(lists, "edition_today", lambda: edition)


def test_a_group_of_powers_is_a_page_of_its_own(stage, client):
    norm = stage.edition.norms["buying"]
    text = text_of(client, "/powers/", norm="buying")
    assert f'<h1 class="qd-title mb-4">{norm.plain.zh}</h1>' in text
    assert "村里买小东西" in text
    assert "别的类" not in text  # there is one
    assert 'name="q"' not in text


def test_the_guide_has_text_diagram_and_forms(stage, client):
    text = text_of(client, "/powers/small-buy/")
    text_face = ("村里买小东西", "零星采购", "找村文书", "村委会", "三天", "不收费", "报价单", "不得白条入账", "待核实")
    diagram, limits = ("qd-steps", "qd-flow", "签批", "/powers/small-buy/drawing/"), ("¥5,000.00",)
    ends = ("可以提意见", "打监督电话", "为测试编写。", "第1条、第2条")
    for said in (*text_face, *diagram, *limits, *ends):
        assert said in text, said


def test_the_limits_are_those_of_the_readers_village(stage, client):
    own = Setting(stage.cast.town, "petty", 300_000, date(2026, 6, 1), "示例文件")
    set_limit(acting=stage.cast["editor"].acting, wanted=own)
    assert "¥5,000.00" in text_of(client, "/powers/small-buy/")
    client.get(reverse("portal:village", args=[stage.cast.one.pk]))
    assert "¥3,000.00" in text_of(client, "/powers/small-buy/")


def test_a_sub_case_says_where_it_belongs(stage, client):
    assert "村里买小东西" in text_of(client, "/powers/reimburse/")


def test_no_such_power(stage, client):
    assert client.get("/powers/fly-to-the-moon/").status_code == 404


@pytest.mark.parametrize("path", ["/powers/", "/duties/", "/prohibitions/", "/powers/small-buy/", "/powers/?q=x"])
def test_reading_the_lists_costs_few_queries(stage, client, path, django_assert_max_num_queries):
    client.get(reverse("portal:village", args=[stage.cast.one.pk]))
    client.get(path)
    with django_assert_max_num_queries(4):
        client.get(path)


def test_the_pages_are_there_in_english(stage, client):
    client.cookies["django_language"] = "en"
    assert "Small purchase" in text_of(client, "/powers/small-buy/")


def test_a_duty_says_which_steps_do_it(stage, client):
    text = text_of(client, reverse("portal:duty", args=["DIR-01"]))
    assert "审批开支" in text
    step = stage.edition.powers["small-buy"].flow.steps()["sign"]
    assert step.name.zh in text
    assert step.how.zh in text


def test_a_prohibition_says_which_steps_guard_it(stage, client):
    steps = stage.edition.guarded_in("split-tender")
    text = text_of(client, reverse("portal:prohibition", args=["NEG-01"]))
    assert steps
    assert all(power.flow.steps()[step].name.zh in text for power, step in steps)
    assert "还没有程序落实的" not in text_of(client, "/prohibitions/")


def test_a_prohibition_that_nothing_guards_says_so(stage, client, monkeypatch):
    no_powers = replace(stage.edition, powers={})
    monkeypatch.setattr(entries, "edition_today", lambda: no_powers)
    monkeypatch.setattr(lists, "edition_today", lambda: no_powers)
    assert "还没有哪一步程序专门落实这一条" in text_of(client, reverse("portal:prohibition", args=["NEG-02"]))
    assert "还没有程序落实的：2条" in text_of(client, "/prohibitions/")


@pytest.mark.parametrize("path", ["/duties/DIR-99/", "/duties/sign/", "/prohibitions/NEG-99/"])
def test_an_entry_that_is_not_there(stage, client, path):
    assert client.get(path).status_code == 404


def test_a_guide_leads_to_its_duties_and_prohibitions(stage, client):
    text = text_of(client, reverse("portal:guide", args=["small-buy"]))
    assert reverse("portal:duty", args=["DIR-01"]) in text


def test_a_search_finds_duties_and_prohibitions_too(stage, client):
    assert reverse("portal:duty", args=["DIR-01"]) in text_of(client, "/powers/", q="谁审批开支")
    assert reverse("portal:prohibition", args=["NEG-02"]) in text_of(client, "/powers/", q="白条")


def test_the_drawing_is_a_picture_of_its_own(stage, client):
    there = reverse("portal:drawing-svg", args=["small-buy"])
    assert there in text_of(client, "/powers/small-buy/drawing/")
    answer = client.get(there)
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert 'filename="small-buy.svg"' in answer["Content-Disposition"]
    root = ElementTree.fromstring(answer.content)
    texts = "".join(root.itertext())
    assert root.tag.endswith("svg") and "<style>" in answer.content.decode()
    assert "¥5,000" in texts and all(said in texts for said in ("申请", "签批", "公示"))
    assert client.get(reverse("portal:drawing-svg", args=["no-such"])).status_code == 404


def test_the_process_is_a_model_with_the_numbers_of_the_village(stage, client):
    there = reverse("portal:process-bpmn", args=["small-buy"])
    assert there in text_of(client, "/powers/small-buy/drawing/")
    answer = client.get(there)
    assert answer["Content-Disposition"] == 'attachment; filename="small-buy.bpmn"'
    assert b"budget &lt;= 500000" in answer.content
    assert "申请" in labels(read_bpmn("x.bpmn", answer.content))
    client.get(reverse("portal:village", args=[stage.cast.one.pk]))
    assert client.get(there).status_code == 200
    assert client.get(reverse("portal:process-bpmn", args=["no-such"])).status_code == 404
