"""Every broken file of divisions is refused with its line and what to do, and nothing of it is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingdan.records.regions.loading.faults import MOST_FAULTS, DivisionFileError
from qingdan.records.register.models import Entry
from tests.apps.regions.files import CITY, HOUSE, everything, load, load_rows

pytestmark = pytest.mark.django_db

BROKEN = HOUSE / "tests" / "broken" / "divisions"
# file → words that its message must contain, beside its own name and "什么都没有载入"
WORDS = {
    "code-too-short": ("第 4 行", "“4190011052”", "12 位数字"),
    "code-with-letters": ("第 3 行", "“41900110500O”", "12 位数字"),
    "code-of-an-invented-village": ("第 4 行", "600-999 留给示例村"),
    "code-without-a-town": ("第 3 行", "缺少镇一级"),
    "code-given-twice": ("第 5 行", "419001105213 重复", "第 4 行已经有了", "删去"),
    "parent-missing": ("第 3 行", "上级 419001105000 不在文件里", "补上"),
    "parent-of-another-town": ("第 4 行", "应当是“419001105000”", "“419001103000”"),
    "level-wrong": ("第 3 行", "town", "“village”"),
    "level-unknown": ("第 3 行", "“镇”"),
    "name-empty": ("第 3 行", "没有名称", "补上"),
    "name-too-long": ("第 3 行", "81 个字", "最多 80"),
    "name-with-a-line-break": ("第 3 行", "换行"),
    "column-missing": ("第 1 行", "列名不对", "code,name,level,parent_code"),
    "column-unknown": ("第 1 行", "列名不对", "phone"),
    "column-twice": ("第 1 行", "列名不对"),
    "row-too-long": ("第 3 行", "5 列，应当是 4 列"),
    "row-cut-off": ("第 4 行", "2 列，应当是 4 列"),
    "quote-left-open": ("第 3 行", "引号没有配对"),
    "quote-in-the-middle": ("第 3 行", "引号没有配对"),
    "former-code-unknown": ("第 3 行", "原代码 410881105000", "former_code"),
    "former-code-of-another-level": ("第 3 行", "同一级的 12 位代码"),
    "not-utf-8": ("第 2 行", "UTF-8", "另存为"),
    "empty": ("第 1 行", "列名不对"),
}


def message_of(path: Path) -> str:
    with pytest.raises(DivisionFileError) as refused:
        load(path)
    return str(refused.value)


@pytest.mark.parametrize("name", sorted(WORDS))
def test_a_broken_file_names_line_and_remedy_and_loads_nothing(name: str) -> None:
    message = message_of(BROKEN / f"{name}.csv")
    for words in (f"{name}.csv", *WORDS[name], "什么都没有载入"):
        assert words in message
    assert everything() == []
    assert not Entry.objects.exists()


def test_every_broken_file_is_in_the_table() -> None:
    assert {path.stem for path in BROKEN.glob("*.csv")} == set(WORDS)


def test_a_line_without_end_is_not_taken_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "endless.csv"
    path.write_bytes(b"code,name,level,parent_code\n" + b"4" * 200_000)
    assert "第 2 行：这一行太长" in message_of(path)


def test_a_binary_file_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x00\x01\x02\n")
    assert "不是文本文件" in message_of(path)


def test_only_the_first_faults_are_told(tmp_path: Path) -> None:
    with pytest.raises(DivisionFileError) as refused:
        load_rows(tmp_path, CITY, *(f"{n},某镇,town,419001000000," for n in range(100)))
    assert len(refused.value.faults) == MOST_FAULTS
    assert f"只列出前 {MOST_FAULTS} 处" in str(refused.value)


def test_what_stood_before_a_broken_load_stands_after_it(tmp_path: Path) -> None:
    load_rows(tmp_path, CITY)
    before = everything()
    message_of(BROKEN / "row-cut-off.csv")
    assert everything() == before
