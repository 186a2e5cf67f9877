"""What ``qingdan catalogue`` and ``qingdan flow`` print, and when they fail."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from qingdan.domain.catalogue.laws import article_digest, articles_of
from qingdan.domain.flow.bpmn import read_bpmn
from qingdan.domain.flow.conform.process_tree import labels
from qingdan.records.editions.models import Edition
from qingdan.records.register.models import Entry
from tests.domain.catalogue.helpers import SHELF

POWER = "mini/powers/buying/small-buy.yaml"
LAW = "**第一条**　重大事项开会决定。\n\n**第二条**　公布不少于十五日。\n"


ENGLISH = ("--language", "en")


def run(*words: str, language: tuple[str, ...] = ENGLISH) -> str:
    out = StringIO()
    call_command(*words, *language, stdout=out, stderr=StringIO())
    return out.getvalue()


def fails(*words: str, language: tuple[str, ...] = ENGLISH) -> tuple[str, str]:
    """What it printed, and what it failed with."""
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(*words, *language, stdout=out, stderr=StringIO())
    return out.getvalue(), str(caught.value)


def test_check_counts_what_is_written(catalogue) -> None:
    said = run("catalogue", "check")
    assert "powers        2 of 3 written" in said
    assert "duties        1 of 2 written" in said
    assert "prohibitions  2 of 2 written" in said
    assert "laws          2 with 3 articles; 1 without a text to check" in said
    assert "Nothing to complain about in" in said


def test_check_prints_every_complaint_and_fails(catalogue, change) -> None:
    change(POWER, "keywords:", "keyword:")
    change("mini/norms.yaml", "number: 1", "number: one")
    change("calendar/2026.yaml", "year: 2026", "year: 2027")
    said, fault = fails("catalogue", "check")
    assert f"{POWER}:24: keyword: the key 'keyword' is not known here → Did you mean 'keywords'?" in said
    assert "mini/norms.yaml:1: [0].number: 'one' is not a whole number" in said
    assert "calendar/2026.yaml:1:" in said
    assert fault.startswith("4 complaints. ") and fault.endswith("2 powers among them.")


def test_check_speaks_chinese_unless_asked(catalogue, change) -> None:
    said = run("catalogue", "check", language=())
    assert "权力      写好 2 项，共 3 项" in said and "法律      2 部，用到 3 条；1 部手头没有条文可核对" in said
    assert said.strip().endswith("个文件没有要改的地方。")
    change(POWER, "by: village-clerk\n    form", "by: vilage-clerk\n    form")
    said, fault = fails("catalogue", "check", language=())
    only = said.strip().splitlines()[-1]
    assert f"{POWER}:37: 没有“vilage-clerk”这一职务或当事人 → 是不是要写“village-clerk”？" in only
    assert fault.startswith("有 1 处要改。") and fault.endswith("其中 2 项权力。")
    said, fault = fails("catalogue", "check", language=("--lang", "en"))
    assert f"{POWER}:37: there is no role 'vilage-clerk' → Did you mean 'village-clerk'?" in said
    assert fault.startswith("1 complaint. ")


def test_check_of_an_edition_that_is_not_there(catalogue) -> None:
    said, _ = fails("catalogue", "check", "--edition", "maxi")
    assert "there is no edition 'maxi'" in said


def test_check_against_the_texts_of_the_laws(catalogue, change, tmp_path: Path) -> None:
    folder = tmp_path / "laws"
    folder.mkdir()
    (folder / "测试法.md").write_text(LAW, encoding="utf-8")
    said, fault = fails("catalogue", "check", "--laws", str(folder))
    assert "article 1 does not read as it did when it was checked" in said
    assert fault.startswith("2 complaints")
    law = catalogue / "laws" / "测试法.yaml"
    text = law.read_text(encoding="utf-8")
    for number, article in articles_of(LAW).items():
        old = "78fb4fe06c3bbf1c8e4f5c8a5bd2ffe4e1aab6ca5ac37bd3a0d9dd7f83ae5d0" + str(int(number) - 1)
        text = text.replace(old, article_digest(article))
    law.write_text(text, encoding="utf-8")
    assert "Every citation agrees with the texts." in run("catalogue", "check", "--laws", str(folder))


def test_check_against_a_folder_that_is_not_there(catalogue, tmp_path: Path) -> None:
    _, fault = fails("catalogue", "check", "--laws", str(tmp_path / "nowhere"))
    assert "there is no such folder" in fault


@pytest.mark.django_db
def test_load_once_and_never_twice(catalogue) -> None:
    first = run("catalogue", "load")
    assert "Calendars of 2026 are loaded." in first
    assert "is loaded." in first
    entries = Entry.objects.count()
    assert run("catalogue", "load").strip().endswith("is already loaded.")
    assert (Edition.objects.count(), Entry.objects.count()) == (1, entries)


@pytest.mark.django_db
def test_a_broken_edition_is_not_loaded_at_all(catalogue, change) -> None:
    change(POWER, "by: village-clerk\n    form", "by: clerk\n    form")
    said, _ = fails("catalogue", "load")
    assert "there is no role 'clerk'" in said
    assert (Edition.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_list_marks_the_one_in_force(catalogue, change) -> None:
    assert "No edition is in force today" in run("catalogue", "list")
    run("catalogue", "load")
    change("mini/edition.yaml", "in_force: 2026-01-01", "in_force: 9999-01-01")
    run("catalogue", "load")
    first, second = run("catalogue", "list").splitlines()
    assert first.startswith("* ") and "in force 2026-01-01" in first
    assert second.startswith("  ") and "in force 9999-01-01" in second


def test_law_digest(tmp_path: Path) -> None:
    file = tmp_path / "法.md"
    file.write_text(LAW, encoding="utf-8")
    assert run("catalogue", "law-digest", str(file), "2").strip() == article_digest("第二条公布不少于十五日。")
    assert "no article '3' among its 2" in fails("catalogue", "law-digest", str(file), "3")[1]
    assert "there is no such file" in fails("catalogue", "law-digest", str(tmp_path / "x.md"), "1")[1]
    assert "没有“3”这一条" in fails("catalogue", "law-digest", str(file), "3", language=())[1]
    file.write_bytes("第一条".encode("gbk"))
    assert "this is not UTF-8 text" in fails("catalogue", "law-digest", str(file), "1")[1]


def test_flow_show_in_both_languages(catalogue) -> None:
    said = run("flow", "show", "small-buy", language=())
    assert "do request: 申请 · 村文书" in said and "when budget <= limits.petty" in said
    assert "do request: Request · Clerk" in run("flow", "show", "small-buy")


def test_flow_show_of_an_unknown_power(catalogue) -> None:
    assert fails("flow", "show", "small-by")[1] == "There is no power 'small-by'. Did you mean 'small-buy'?"
    fault = fails("flow", "show", "small-by", language=())[1]
    assert fault == "没有“small-by”这一项权力。是不是要写“small-buy”？"


def test_flow_show_of_a_broken_catalogue(catalogue, change) -> None:
    change(POWER, "keywords:", "keyword:")
    assert "the key 'keyword' is not known here" in fails("flow", "show", "small-buy")[0]


@pytest.mark.parametrize(("name", "begins"), [("图.svg", "<svg "), ("图.html", "<!doctype html>")])
def test_flow_draw_writes_a_picture_in_either_language(catalogue, tmp_path: Path, name, begins) -> None:
    said = run("flow", "draw", "small-buy", str(tmp_path / name), "--width", "900", language=())
    assert "5 steps, 900 × " in said
    picture = (tmp_path / name).read_text(encoding="utf-8")
    assert picture.startswith(begins) and "申请" in picture
    run("flow", "draw", "small-buy", str(tmp_path / name), "--language", "en", "--direction", "rows")
    assert "Request" in (tmp_path / name).read_text(encoding="utf-8")


def test_flow_draw_says_which_files_it_writes(catalogue, tmp_path: Path) -> None:
    assert "ends in .svg or .html" in fails("flow", "draw", "small-buy", str(tmp_path / "图.png"))[1]
    assert not list(tmp_path.glob("图*"))


def test_flow_bpmn_writes_a_model_that_can_be_read_again(catalogue, tmp_path: Path) -> None:
    file = tmp_path / "流程.bpmn"
    assert run("flow", "bpmn", "small-buy", str(file)).strip() == f"{file}: 5 steps."
    assert "Request" in labels(read_bpmn("x.bpmn", file.read_bytes()))
    assert run("flow", "bpmn", "small-buy", str(file), language=()).strip() == f"{file}：5 个步骤。"
    assert "申请" in labels(read_bpmn("x.bpmn", file.read_bytes()))
    other = tmp_path / "流程.xml"
    assert "write a name that ends in .bpmn" in fails("flow", "bpmn", "small-buy", str(other))[1]
    assert "请写以 .bpmn 结尾的文件名" in fails("flow", "bpmn", "small-buy", str(other), language=())[1]
    assert not other.exists()


def test_flow_check_of_a_file_in_the_catalogue(catalogue) -> None:
    assert "nothing to complain about. 5 steps, 2 facts, 2 outcomes." in run("flow", "check", str(catalogue / POWER))


def test_flow_check_of_a_file_anywhere_else(catalogue, tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    text = (catalogue / POWER).read_text(encoding="utf-8")
    file.write_text(
        text.replace("number: 1", "number: 3").replace("slug: small-buy", "slug: new-buy"), encoding="utf-8"
    )
    assert "the flow is that of small-buy" in fails("flow", "check", str(file))[0]
    file.write_text(file.read_text(encoding="utf-8").replace("stands: 15 days", "stands: 20 days"), encoding="utf-8")
    assert "nothing to complain about" in run("flow", "check", str(file))
    file.write_text((SHELF / "amount-gap.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    said, fault = fails("flow", "check", str(file))
    assert f"{file}:" in said and "no branch is taken when" in said
    assert fault == "1 complaint."
    said, fault = fails("flow", "check", str(file), language=())
    assert "时，没有分支可走 → 请补上这个空档，或加 otherwise。" in said
    assert fault == "有 1 处要改。"


def test_flow_check_names_only_this_files_faults(catalogue, change) -> None:
    change("mini/norms.yaml", "number: 1", "number: one")
    _, fault = fails("flow", "check", str(catalogue / POWER))
    assert "not checked against a catalogue that has complaints itself" in fault


@pytest.mark.parametrize(
    ("text", "words"), [("", "the file is empty"), ("slug: a", "'norm' is missing"), ("norm: a", "'slug' is missing")]
)
def test_flow_check_of_something_else(catalogue, tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "draft.yaml"
    file.write_text(text, encoding="utf-8")
    assert words in fails("flow", "check", str(file))[0]


def test_flow_check_of_no_file(catalogue, tmp_path: Path) -> None:
    assert "there is no such file" in fails("flow", "check", str(tmp_path / "x.yaml"))[1]


def test_whoever_reads_only_the_first_lines_sees_no_fault():
    shown = subprocess.Popen(
        [sys.executable, "-m", "qingdan.cli", "flow", "show", "public-welfare-projects"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert shown.stdout and shown.stderr
    assert shown.stdout.readline()
    shown.stdout.close()
    said = shown.stderr.read().decode()
    assert shown.wait() in (0, 1)
    assert "Traceback" not in said and "BrokenPipe" not in said
