"""``qingdan flow conform`` with a power of the catalogue and a village's ledger."""

from __future__ import annotations

import csv
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from qingdan.records.editions.acts.limits import Setting, set_limit
from qingdan.records.regions.acts import add_village
from qingdan.records.register.acts import Acting
from tests.apps.editions.conftest import NOW
from tests.places import mini_jiyuan

LEDGER = """案号,步骤,时间,结果
示例-1,申请,2024-05-02,
示例-1,公示,2024-05-03,
示例-1,"=HYPERLINK(""x"")",2024-05-04,
示例-2,request,2024-05-02,
"""


@pytest.fixture
def ledger(tmp_path, catalogue):
    path = tmp_path / "ledger.csv"
    path.write_text(LEDGER, encoding="utf-8")
    return path


def conform(*words: object) -> str:
    said = StringIO()
    try:
        call_command("flow", "conform", *map(str, words), stdout=said)
    except CommandError as refused:
        return f"{said.getvalue()}{refused}"
    return said.getvalue()


def test_a_ledger_is_judged_by_a_power_and_the_report_carries_no_formula(ledger, tmp_path):
    report = tmp_path / "report.csv"
    said = conform("--model", "small-buy", "--log", ledger, "--report", report)
    assert '示例-1: “=HYPERLINK("x")”不是这个流程里的步骤。' in said
    assert "2件里有0件完全照流程办（0.0%）" in said
    with report.open(encoding="utf-8-sig", newline="") as kept:
        rows = list(csv.reader(kept))
    assert rows[0] == ["案号", "哪一种", "步骤", "行", "说明", "限额"]
    assert rows[1][5] == "零星采购 ¥5,000.00"
    assert ["示例-1", "流程里没有的步骤", '\'=HYPERLINK("x")', "4"] in [row[:4] for row in rows]


def test_the_definition_may_be_a_file_and_the_answer_english(ledger, catalogue):
    file = catalogue / "mini" / "powers" / "buying" / "small-buy.yaml"
    said = json.loads(conform("--model", file, "--log", ledger, "--json", "--language", "en"))
    assert (said["traces"], said["fitting"], said["events"]) == (2, 0, 4)
    assert "“Sign” was not done before" in " ".join(one["says"]["en"] for one in said["deviations"])


def test_what_is_wrong_with_the_input_is_said(ledger, tmp_path):
    assert "nowhere.csv:1: 没有这个文件" in conform("--model", "small-buy", "--log", tmp_path / "nowhere.csv")
    assert "没有“small-by”这一项权力" in conform("--model", "small-by", "--log", ledger)
    bad = tmp_path / "bad.ptml"
    bad.write_text("<ptml><processTree root='x'><mystery id='x'/></processTree></ptml>", encoding="utf-8")
    assert "bad.ptml:1: 不认识“mystery”这种流程块" in conform("--model", bad, "--log", ledger)


def test_nothing_is_half_written(ledger, tmp_path):
    assert "没有这个文件夹" in conform("--model", "small-buy", "--log", ledger, "--report", tmp_path / "no" / "r.csv")
    kept, bad = tmp_path / "kept.csv", tmp_path / "bad.csv"
    kept.write_text("as it was", encoding="utf-8")
    bad.write_text("案件,环节,时间\n1,request,2024-05-02\n2,公示,春天\n", encoding="utf-8")
    said = conform("--model", "small-buy", "--log", bad, "--json", "--report", kept)
    assert said.startswith("bad.csv:3: C3：“春天”不像日期")
    assert kept.read_text(encoding="utf-8") == "as it was" and not list(tmp_path.glob(".*"))


def test_a_line_of_a_case_is_no_header(tmp_path, catalogue):
    log = tmp_path / "log.csv"
    log.write_text("什么,环节,时间\n1,request,2024-05-02\n", encoding="utf-8")
    assert "log.csv:1: 认不出哪一列是案号" in conform("--model", "small-buy", "--log", log)


def test_the_model_may_be_bpmn_as_we_write_it(tmp_path, catalogue):
    model, log = tmp_path / "small-buy.bpmn", tmp_path / "log.csv"
    call_command("flow", "bpmn", "small-buy", str(model), stdout=StringIO())
    log.write_text("case,activity\n1,申请\n1,签批\n1,报账\n1,公示\n2,申请\n2,公示\n", encoding="utf-8")
    said = json.loads(conform("--model", model, "--log", log, "--json"))
    assert (said["traces"], said["fitting"]) == (2, 1)
    assert {one["case"] for one in said["deviations"]} == {"2"}


def test_a_table_with_a_column_for_each_step_is_judged_too(tmp_path, catalogue):
    path = tmp_path / "wide.csv"
    head = "示例村台账,,,,,\n编号,申请日期,签批,开会,报账,公示\n"
    path.write_text(f"{head}1,2024.5.1,2024.5.2,,2024.5.3,2024.5.4\n2,2024.5.1,,,2024.5.3,2024.5.4\n", encoding="utf-8")
    said = conform("--model", "small-buy", "--log", path)
    assert "2件里有1件完全照流程办（50.0%）" in said and said.startswith("2: ")
    path.write_text(f"{head}1,春天,,,,\n", encoding="utf-8")
    assert "wide.csv:3: B3：“春天”不像日期" in conform("--model", "small-buy", "--log", path)


def test_steps_without_a_column_are_told_and_held_against_nobody(tmp_path, catalogue):
    path = tmp_path / "wide.csv"
    path.write_text("编号,申请日期,报账,公示\n1,2024.5.1,2024.5.3,2024.5.4\n", encoding="utf-8")
    said = conform("--model", "small-buy", "--log", path)
    assert "没有核对“开会”“签批”：表里没有这些步骤的列，做没做看不出。" in said or "没有核对“签批”“开会”" in said
    assert "1件里有1件完全照流程办" in said
    told = json.loads(conform("--model", "small-buy", "--log", path, "--json", "--language", "en"))
    assert (told["fitting"], sorted(told["not_judged"]["steps"])) == (1, ["decide", "sign"])
    named = json.loads(conform("--model", "small-buy", "--log", path, "--json", "--unrecorded", "签批,decide"))
    assert (named["fitting"], named["not_judged"]["steps"]) == (1, [])
    assert "没有“签名”这一步" in conform("--model", "small-buy", "--log", path, "--unrecorded", "签名")


def test_what_a_log_does_not_tell_is_named_and_not_passed_over(ledger, tmp_path):
    said = conform("--model", "small-buy", "--log", ledger)
    assert "没有核对“不该由他办”：3个步骤看不出办理人的职务。" in said
    told = json.loads(conform("--model", "small-buy", "--log", ledger, "--json"))
    assert {"kind": "wrong-actor", "missing": "role", "steps": 3} in told["not_judged"]["sides"]
    full = tmp_path / "full.csv"
    full.write_text("案号,步骤,时间,职务\n1,申请,2024-05-02,clerk\n", encoding="utf-8")
    sides = json.loads(conform("--model", "small-buy", "--log", full, "--json"))["not_judged"]["sides"]
    assert "role" not in {one["missing"] for one in sides}


def test_what_happened_when_decides_the_order_and_not_when_it_was_written_down(tmp_path, catalogue):
    head, path = "案号,步骤,时间,登记时间\n", tmp_path / "log.csv"
    rows = ["1,公示,2024-05-05,2024-05-05", "1,申请,2024-05-02,2024-05-06", "1,签批,2024-05-03,2024-05-06",
            "1,报账,2024-05-04,2024-05-06"]  # fmt: skip
    path.write_text(head + "\n".join(rows), encoding="utf-8")
    assert json.loads(conform("--model", "small-buy", "--log", path, "--json"))["by_kind"].get("out-of-order") is None
    one_day = ["1,申请,2024-05-02,2024-05-09", "1,签批,2024-05-02 16:00,2024-05-02", "1,报账,2024-05-02,2024-05-02",
               "1,公示,2024-05-03 08:00,2024-05-01"]  # fmt: skip
    path.write_text(head + "\n".join(one_day), encoding="utf-8")
    assert json.loads(conform("--model", "small-buy", "--log", path, "--json"))["by_kind"].get("out-of-order") is None
    path.write_text(head + "\n".join([one_day[1], one_day[0], *one_day[2:]]), encoding="utf-8")
    assert json.loads(conform("--model", "small-buy", "--log", path, "--json"))["fitting"] == 0
    path.write_text(
        "案号,步骤,登记时间\n1,申请,2024-05-09\n1,签批,2024-05-02\n1,报账,2024-05-03\n1,公示,2024-05-01\n", "utf-8"
    )
    assert json.loads(conform("--model", "small-buy", "--log", path, "--json"))["fitting"] == 1


def test_a_line_for_each_case_is_judged_by_a_model_from_outside_too(tmp_path, catalogue):
    model, path = tmp_path / "small-buy.bpmn", tmp_path / "wide.csv"
    call_command("flow", "bpmn", "small-buy", str(model), stdout=StringIO())
    head, names = "编号,申请日期,签批,开会,报账,公示\n", ("--model", model, "--log", path)
    path.write_text(f"{head}1,2024.5.1,2024.5.2,,2024.5.3,2024.5.4\n2,2024.5.1,,,,2024.5.4\n", encoding="utf-8")
    said = json.loads(conform(*names, "--json"))
    assert (said["traces"], said["fitting"], {one["case"] for one in said["deviations"]}) == (2, 1, {"2"})
    path.write_text("编号,申请日期,公示\n1,2024.5.1,2024.5.4\n2,2024.5.5,2024.5.4\n", encoding="utf-8")
    said = json.loads(conform(*names, "--json"))
    assert said["fitting"] == 1 and {"签批", "报账"} <= {*said["not_judged"]["steps"]}
    assert "做没做看不出" in conform(*names)
    tree = tmp_path / "tree.ptml"
    tree.write_text(
        '<ptml><processTree id="1" name="" root="a"><sequence id="a" name=""/><manualTask id="b" name="Ask"/>'
        '<manualTask id="c" name="Pay"/><parentsNode id="d" sourceId="a" targetId="b"/>'
        '<parentsNode id="e" sourceId="a" targetId="c"/></processTree></ptml>', encoding="utf-8",
    )  # fmt: skip
    path.write_text("case,Ask date,Pay date\n1,2024-5-1,2024-5-2\n2,2024-5-3,2024-5-2\n3,2024-5-3,\n", "utf-8")
    said = json.loads(conform("--model", tree, "--log", path, "--json"))
    assert (said["traces"], said["fitting"], said["not_judged"]["steps"]) == (3, 1, [])


@pytest.fixture
def village(change, adopt, acting):
    """A village whose town gives three days for the whole since November 2026, where the edition gives ten."""
    change("mini/edition.yaml", "  standing:", "  whole: {type: days, value: 10, title: {zh: 全程, en: Whole}, "
           "setting: true, verified: false}\n  standing:")  # fmt: skip
    change("mini/powers/buying/small-buy.yaml", "limit: 30 wd", "limit: limits.whole days")
    adopt()
    places = mini_jiyuan()
    wanted = Setting(places["town"], name="whole", value=3, starts=date(2026, 11, 1), basis="镇〔2026〕1号")
    set_limit(acting=acting, wanted=wanted)
    return places["one"]


@pytest.mark.django_db
def test_a_village_is_judged_by_the_limits_that_held_there_when_a_case_began(village, tmp_path):
    log, report, code = tmp_path / "log.csv", tmp_path / "report.csv", "419001105901"
    rows = [f"{case},{step},2026-{month}-{day}" for case, month in (("旧", "10"), ("新", "11")) for step, day in (
        ("申请", "02"), ("签批", "07"), ("报账", "08"), ("公示", "09"))]  # fmt: skip
    log.write_text("\n".join(["案号,步骤,时间", *rows]), encoding="utf-8")
    usual = conform("--model", "small-buy", "--log", log)
    assert "2件里有2件完全照流程办" in usual
    assert "按清单的限额判：零星采购 ¥5,000.00、全程 10天。" in usual
    said = conform("--model", "small-buy", "--log", log, "--village", code, "--report", report)
    assert "新: “公示”：“全程”期限3日，最迟2026年11月5日" in said and "旧: " not in said
    assert "1件按示例一村的限额判：零星采购 ¥5,000.00、全程 10天。" in said
    assert "1件按示例一村的限额判：零星采购 ¥5,000.00、全程 3天（坡头镇定的）。" in said
    assert "全程 3天（坡头镇定的）" in report.read_text(encoding="utf-8-sig")
    told = json.loads(conform("--model", "small-buy", "--log", log, "--village", "示例一村", "--json"))
    assert told["village"] == "示例一村" and [one["traces"] for one in told["limits"]] == [1, 1]
    assert {"whole": {"place": "坡头镇", "since": "2026-11-01"}} in [one["set_by"] for one in told["limits"]]


@pytest.mark.django_db
def test_a_village_that_cannot_be_meant_is_said(village, ledger, tmp_path):
    words = ("--model", "small-buy", "--log", ledger, "--village")
    assert "没有代码是 419001105999 的村" in conform(*words, "419001105999")
    add_village(
        acting=Acting.system("示例数据", NOW), town=village.parent, name="示例新村村民委员会", code="419001105903",
        since=date(2020, 1, 1), is_demo=True,
    )  # fmt: skip
    assert "还没有开始用这份清单" in conform(*words, "419001105903")
    tree = tmp_path / "tree.ptml"
    tree.write_text("<ptml/>", encoding="utf-8")
    assert "请去掉 --village" in conform("--model", tree, "--log", ledger, "--village", "419001105901")
