"""A ledger from the file to the numbers: preview, columns put right, the act, the report, the register, the removal."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from django.apps import apps

from qingdan.features.ledgers.models import Draft, Finding, JudgedCase, Ledger
from qingdan.records.register.models import Entry, PersonalWords
from tests.apps.boards.stage import Stage
from tests.apps.ledgers.sheets import LONG, NAMES, ROWS, Hand, book, text

pytestmark = pytest.mark.django_db


def test_the_preview_says_what_each_column_is_and_keeps_nothing(stage: Stage) -> None:
    hand = Hand(stage)
    page = hand.get("preview", hand.draft().pk)
    words = {one["column"].letters: one["words"] for one in page.context["columns"]}
    assert words == {
        "A": "编号（一件事一个）", "B": "事项名称", "C": "不读", "D": "申请", "E": "签批", "F": "签批：经办人",
        "G": "报账", "H": "公示：开始", "I": "公示", "J": "不读",
    }  # fmt: skip
    assert page.context["faults"] == []
    cases = page.context["cases"]
    assert [case["name"] for case in cases] == ["1 某买打印机", "2 买水泵", "3 买灯泡"]
    assert [step for step, _day in cases[2]["events"]] == ["签批", "申请", "签批", "报账", "公示"]
    assert "2023年6月9日" in cases[2]["events"][-1][1]
    assert page.context["unrecorded"] == "开会"
    assert not Ledger.objects.exists() and not Entry.objects.filter(kind="ledgers.imported").exists()


def test_the_import_is_one_act_and_the_report_says_what_it_found(stage: Stage) -> None:
    hand = Hand(stage)
    ledger = hand.ledger()
    assert (ledger.cases, ledger.fitting, ledger.events) == (3, 1, 12)
    assert ledger.edition == stage.edition.digest and ledger.digest and ledger.unrecorded == ["decide"]
    first = JudgedCase.objects.get(ledger=ledger, seq=0)
    assert (first.fits, first.line, first.first_on, first.last_on) == (True, 4, date(2023, 5, 2), date(2023, 5, 30))
    says = list(Finding.objects.filter(case__number="2").values_list("kind", "step", "line", "zh"))
    assert says == [("skipped", "result", 5, "“公示”没有做，事情就了结了。")]
    entry = Entry.objects.get(kind="ledgers.imported")
    assert entry.place == stage.cast.one.path and entry.data["cases"] == 3 and entry.data["sha256"] == ledger.digest
    page = hand.get("ledger", ledger.pk).content.decode()
    for words in (
        "3件里有1件完全照流程办（33.3%）", "不是对任何人的处分", "2 买水泵", "第5行", "没有核对：开会", "本地没有另定",
        "漏了步骤",
    ):  # fmt: skip
        assert words in page, words
    assert not Draft.objects.exists()


def test_a_columns_meaning_is_put_right_in_the_preview(stage: Stage) -> None:
    hand = Hand(stage)
    draft = hand.draft(text("号码,甲,乙\n7,2023-05-02,2023-05-30\n"))
    page = hand.get("preview", draft.pk)
    assert "没有认出一个步骤的日期" in page.content.decode() and page.context["cases"] == []
    refused = hand.post("confirm", draft.pk, expected=draft.digest)
    assert refused.status_code == 409 and "没有导入" in refused.content.decode()
    assert hand.post("columns", draft.pk, c0="case", c1="done:request", c2="done:result", c9="x").status_code == 302
    page = hand.get("preview", draft.pk)
    assert [case["name"] for case in page.context["cases"]] == ["7"]
    assert hand.post("columns", draft.pk, c1="nonsense", c2="").status_code == 302
    page = hand.get("preview", draft.pk)
    assert [one["key"] for one in page.context["columns"]] == ["case", "done:request", ""]


def test_a_line_for_each_step_is_known_too_and_its_own_words_are_not_kept(stage: Stage) -> None:
    hand = Hand(stage)
    draft = hand.draft(text(LONG))
    page = hand.get("preview", draft.pk).content.decode()
    assert "“示例丁四来过”×1" in page
    ledger = hand.ledger(text(LONG))
    assert set(Finding.objects.filter(ledger=ledger).values_list("kind", flat=True)) >= {"unknown-activity", "skipped"}
    report = hand.get("ledger", ledger.pk).content.decode()
    assert "没认出的步骤" in report and "来过" not in report


@pytest.mark.parametrize("file", [book, lambda: text(LONG)])
def test_no_name_stays_anywhere(stage: Stage, file) -> None:
    hand = Hand(stage)
    hand.ledger(file())
    ours = [m for m in apps.get_models() if m.__module__.startswith("qingdan.")]
    kept = json.dumps([list(m._base_manager.values()) for m in ours], default=str, ensure_ascii=False)
    assert "台账" in kept
    assert not [name for name in NAMES if name in kept]


def test_what_a_party_asks_for_keeps_no_title(stage: Stage) -> None:
    hand = Hand(stage)
    assert "help" in stage.edition.askings
    ledger = hand.ledger(text("编号,事项,提出申请日期\n1,示例丁五家的申请,2023-05-02\n"), power="help")
    assert list(JudgedCase.objects.filter(ledger=ledger).values_list("number", "name")) == [("1", "")]


def test_the_same_file_is_not_taken_twice_and_a_form_counts_once(stage: Stage) -> None:
    hand, file = Hand(stage), book()  # one file: a workbook says when it was made, so another would differ
    ledger = hand.ledger(file)
    file.seek(0)
    draft = hand.draft(file)
    again = hand.post("confirm", draft.pk, expected=draft.digest, once="other")
    assert again.status_code == 409 and "已经导入过这个文件" in again.content.decode()
    changed = hand.post("confirm", draft.pk, expected="0" * 64, once="third")
    assert changed.status_code == 409 and "被换掉了" in changed.content.decode()
    assert list(Ledger.objects.all()) == [ledger]


def test_cancelling_forgets_the_file(stage: Stage) -> None:
    hand = Hand(stage)
    draft = hand.draft()
    assert hand.post("cancel", draft.pk).status_code == 302
    assert not Draft.objects.exists()
    assert Hand(stage, "director").get("preview", hand.draft().pk).status_code == 404


def test_a_ledger_goes_by_an_act_with_a_reason(stage: Stage) -> None:
    hand = Hand(stage)
    ledger = hand.ledger()
    assert hand.post("remove", ledger.pk, why=" ").status_code == 409
    assert hand.post("remove", ledger.pk, why="导错了村", once="second").status_code == 302
    assert not Ledger.objects.exists() and not JudgedCase.objects.exists() and not Finding.objects.exists()
    entry = Entry.objects.get(kind="ledgers.removed")
    assert entry.data["cases"] == 3 and PersonalWords.objects.get(entry=entry).words["why"] == "导错了村"
    register = hand.client.get("/desk/register/").content.decode()
    assert "导错了村" in register and "导入了示例一村的“零星采购”台账：3件" in register


def test_the_table_to_take_away_carries_no_formula(stage: Stage) -> None:
    hand = Hand(stage)
    ledger = hand.ledger(text('编号,事项,报账,公示\n"=1+1",@x,2023-05-02,\n'))
    content = b"".join(hand.get("download", ledger.pk).streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    assert rows[0] == ["案号", "事项", "哪一种", "步骤", "行", "说明"]
    assert rows[1][:4] == ["'=1+1", "'@x", "漏了步骤", "公示"]


def test_numbers_by_village_and_by_step(stage: Stage) -> None:
    hand = Hand(stage)
    hand.ledger()
    town = Hand(stage, "leader")
    town.ledger(book(*ROWS[:5], name="二村.xlsx"), village=stage.cast.two)
    rows = town.get("villages").context["rows"]
    assert [(r["row"].village.short_name, r["row"].cases, r["share"]) for r in rows] == [
        ("示例一村", 3, "33.3%"),
        ("示例二村", 2, "50.0%"),
    ]
    assert rows[1]["most"] == "漏了步骤 · 公示" and rows[1]["number"] == 1
    assert [r["row"].cases for r in hand.get("villages", power="small-buy").context["rows"]] == [3]
    page = town.get("power", "small-buy")
    matrix = page.context["matrix"]
    assert "漏了步骤" in matrix.kinds and ("公示", 2) in [(step, sum_) for step, _cells, sum_ in matrix.rows]
    assert "2个村，5件，2件完全照流程办（40.0%）" in page.content.decode()
    assert town.get("power", "mend").status_code == 404


def test_what_was_not_judged_to_its_end_accuses_nobody(stage: Stage) -> None:
    hand = Hand(stage)
    ledger = hand.ledger()
    shown = hand.get("ledger", ledger.pk)
    assert (shown.context["deviating"], shown.context["undecided"]) == (2, 0)
    assert "没有判完的" not in shown.content.decode()
    Finding.objects.filter(case__number="2").update(kind="not-decided")
    shown = hand.get("ledger", ledger.pk)
    assert (shown.context["deviating"], shown.context["undecided"]) == (1, 1)
    assert "没有判完的" in shown.content.decode()
