"""Every broken spreadsheet is refused in words that name the line and the column, and nothing of it is kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from qingdan.records.files.allowed import XLSX
from qingdan.records.rolls.sheets import tables, workbooks
from tests.apps.files.samples import docx, zipped
from tests.apps.permissions.test_faults import words_of
from tests.apps.rolls.stage import Stage, commas, id_number, saved, workbook

pytestmark = pytest.mark.django_db

SHELF = Path(__file__).parents[2] / "broken" / "rolls"
# file → words that the page must say
WORDS: dict[str, tuple[str, ...]] = {
    "check-digit-wrong": ("第5行“身份证号”", "最后一位校验码不对"),
    "number-too-short": ("第3行“身份证号”", "18位", "17位"),
    "number-of-fifteen-digits": ("第2行“身份证号”", "15位的旧号码"),
    "number-shortened-by-excel": ("第2行“身份证号”", "存成了数字", "设成“文本”"),
    "number-twice": ("第3行“身份证号”", "和第2行的“示例·丁一”重复"),
    "birthday-not-in-number": ("第2行“出生日期”", "1981-01-05", "1980-01-05"),
    "sex-not-in-number": ("第2行“性别”", "第17位"),
    "no-such-day": ("第2行“出生日期”", "没有“1980.2.30”这一天"),
    "day-without-day": ("第2行“出生日期”", "“1980.2”不像日期", "1980-01-05"),
    "day-in-words": ("第2行“列入日期”", "“去年春天”不像日期"),
    "struck-before-entered": ("第2行“划掉日期”", "比列入日期还早"),
    "born-after-entered": ("第2行“列入日期”", "比出生日期还早"),
    "struck-why-without-day": ("第2行“划掉原因”", "没有写划掉日期"),
    "why-unknown": ("第2行“列入原因”", "没有“看热闹”这个原因", "迁入"),
    "relation-unknown": ("第3行“与户主关系”", "“干亲”", "配偶"),
    "two-heads": ("第3行“户号”", "第2行已经有户主“示例·丁一”"),
    "two-groups-in-a-household": ("第3行“户号”", "和第2行是同一户（101）", "二组"),
    "group-unknown": ("第2行“村民小组”", "没有这个小组", "第一村民小组"),
    "name-missing": ("第2行“姓名”", "没有填姓名"),
    "name-with-digits": ("第2行“姓名”", "“丁1号”", "只写姓名"),
    "name-is-a-formula": ("第2行“姓名”", "不像姓名"),
    "no-birthday": ("第2行", "没有身份证号，也没有出生日期", "18岁"),
    "namesakes-without-number": ("第3行“姓名”", "和第2行同名", "请填身份证号"),
    "mobile-wrong": ("第2行“手机号”", "11位"),
    "header-missing": ("没有找到表头", "姓名", "模板"),
    "header-without-name": ("没有找到表头",),
    "column-twice": ("第1行有两列都是“身份证号”", "身份证号码"),
    "nobody-below-the-header": ("表头下面一个人也没有",),
    "household-number-too-long": ("第2行“户号”", "最多写40个字"),
    "quote-left-open": ("第2行起的引号没有配对",),
    "not-a-text": ("不是表格文件",),
    "cut-in-a-character": ("第3行的字认不出来", "CSV UTF-8"),
    "empty": ("文件是空的",),
}
GOOD = id_number(date(1980, 1, 5))
HEADER = ["姓名", "身份证号", "户号"]


def with_formula() -> SimpleUploadedFile:
    return workbook(HEADER, ["示例·丁一", '=CONCATENATE("9","8")', "1"])


def number_as_figure() -> SimpleUploadedFile:
    """Excel keeps fifteen digits: the last three are nought."""
    return workbook(HEADER, ["示例·丁一", 999999198001050000, "1"])


def birthday_by_formula_alone() -> SimpleUploadedFile:
    return workbook(["姓名", "出生日期"], ["示例·丁一", "=TODAY()-9000"])


def several_sheets() -> SimpleUploadedFile:
    book = Workbook()
    for name, number in (("一组", GOOD), ("二组", GOOD[:-1] + "Y")):
        page = book.create_sheet(name)
        page.append(HEADER)
        page.append(["示例·丁一" if name == "一组" else "示例·丁二", number, "1"])
    del book["Sheet"]
    return saved(book)


def bomb() -> SimpleUploadedFile:
    """A part of a few kilobytes that unpacks to a hundred megabytes."""
    content = workbook(HEADER, ["示例·丁一", GOOD, "1"]).read()
    kept = io.BytesIO(content)
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.xml", b" " * (100 * 1024**2))
    return SimpleUploadedFile("名册.xlsx", kept.getvalue(), XLSX.mime)


def entities() -> SimpleUploadedFile:
    """Entities that unfold without end, where a sheet's text is looked for."""
    inside = zipfile.ZipFile(io.BytesIO(workbook(HEADER, ["示例·丁一", GOOD, "1"]).read()))
    parts = {name: inside.read(name) for name in inside.namelist()}
    laugh = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><sst>&b;</sst>'
    return SimpleUploadedFile("名册.xlsx", zipped(parts | {"xl/sharedStrings.xml": laugh}), XLSX.mime)


def broken_zip() -> SimpleUploadedFile:
    content = workbook(HEADER, ["示例·丁一", GOOD, "1"]).read()
    return SimpleUploadedFile("名册.xlsx", content[: len(content) // 2], XLSX.mime)


def not_a_workbook_inside() -> SimpleUploadedFile:
    inside = zipfile.ZipFile(io.BytesIO(workbook(HEADER, ["示例·丁一", GOOD, "1"]).read()))
    parts = {name: inside.read(name) for name in inside.namelist()}
    return SimpleUploadedFile("名册.xlsx", zipped(parts | {"xl/workbook.xml": b"<workbook>"}), XLSX.mime)


def old_excel() -> SimpleUploadedFile:
    return SimpleUploadedFile("名册.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "application/vnd.ms-excel")


MADE: dict[str, tuple[Callable[[], SimpleUploadedFile], tuple[str, ...]]] = {
    "a formula": (with_formula, ("第2行“身份证号”", "这里是公式", "选择性粘贴")),
    "a number as figure": (number_as_figure, ("第2行“身份证号”", "存成了数字")),
    "a birthday by formula alone": (birthday_by_formula_alone, ("第2行“出生日期”", "这里是公式")),
    "the second of two sheets": (several_sheets, ("“二组”第2行“身份证号”",)),
    "a bomb": (bomb, ("没有收下", "大得不正常")),
    "entities": (entities, ("没有收下", "结构不正常")),
    "a broken zip": (broken_zip, ("没有收下", "文件不完整")),
    "no workbook inside": (not_a_workbook_inside, ("没有收下", "文件不完整")),
    "an old workbook": (old_excel, ("没有收下", "旧格式（XLS）", "XLSX 或 CSV")),
    "a letter": (
        lambda: SimpleUploadedFile("名册.docx", docx(), "application/octet-stream"),
        ("没有收下", "Word", "不是表格"),
    ),
    "a picture": (lambda: SimpleUploadedFile("名册.csv", b"\x89PNG\r\n\x1a\n" + bytes(40)), ("不是表格文件",)),
}


def rows_of_every_table() -> dict[str, int]:
    ours = [m for m in apps.get_models() if m.__module__.startswith("qingdan.")]
    return {m._meta.label: m._base_manager.count() for m in ours}


def refused(stage: Stage, file: SimpleUploadedFile) -> str:
    """The words of the page; nothing was written, not even what could be read."""
    before = rows_of_every_table()
    answer = stage.upload(file)
    assert answer.status_code == 422
    assert rows_of_every_table() == before
    return words_of(answer)


@pytest.mark.parametrize("name", sorted(WORDS))
def test_a_broken_file_names_the_cell_and_keeps_nothing(stage: Stage, name: str) -> None:
    content = (SHELF / f"{name}.csv").read_bytes()
    said = refused(stage, SimpleUploadedFile(f"{name}.csv", content, "text/csv"))
    for words in WORDS[name]:
        assert words in said, said


def test_every_broken_file_is_in_the_table() -> None:
    assert {path.stem for path in SHELF.iterdir()} == set(WORDS)


@pytest.mark.parametrize("name", MADE)
def test_a_broken_workbook_is_refused_in_words(stage: Stage, name: str) -> None:
    make, words = MADE[name]
    said = refused(stage, make())
    for one in words:
        assert one in said, said


def test_a_sheet_without_end_is_refused(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 30)
    lines = "\n".join(f"示例·丁{'甲乙丙丁戊'[n % 5]},1980-01-05" for n in range(31))
    assert "最多收 30 行" in refused(stage, commas(f"姓名,出生日期\n{lines}\n"))


def test_what_unpacks_to_too_much_is_refused(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 2_000)
    assert "表太大" in refused(stage, workbook(HEADER, ["示例·丁一", GOOD, "1"]))


def test_all_faults_are_told_at_once_and_the_many_are_counted(stage: Stage) -> None:
    lines = "\n".join(f"示例·丁{'甲乙丙丁戊'[n % 5]}某,1980-13-{n}" for n in range(60))
    said = refused(stage, commas(f"姓名,出生日期\n{lines}\n"))
    assert "有60处要改" in said
    assert "第51行“出生日期”" in said
    assert "第52行" not in said
    assert "还有10处" in said


@pytest.mark.parametrize(("words", "language"), [("the check character is wrong", "en"), ("校验码不对", "zh-hans")])
def test_faults_are_told_in_the_readers_language(stage: Stage, words: str, language: str, settings) -> None:
    from django.urls import reverse

    from tests.cast import client_for, today

    client = client_for(stage.cast["clerk"])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    keeping = stage.roll().keeping
    form = {"effective": today(), "whole": "no", "why": keeping.on[0].slug, "why_off": keeping.off[0].slug}
    file = (SHELF / "check-digit-wrong.csv").read_bytes()
    answer = client.post(
        reverse("rolls:import", args=[stage.one.pk, "villagers"]), {**form, "file": SimpleUploadedFile("a.csv", file)}
    )
    assert words.casefold() in words_of(answer).casefold()
