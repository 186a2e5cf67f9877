"""Loading places: Jiyuan as it is, twice over, national tables, the command line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from qingdan.records.regions.loading.faults import DivisionFileError
from qingdan.records.regions.models import Division, DivisionCode
from qingdan.records.register.models import Entry
from tests.apps.regions.files import CITY, JIYUAN, NATIONAL, TOWN, VILLAGE, everything, load, load_rows, national

pytestmark = pytest.mark.django_db


def levels() -> dict[str, int]:
    return {level: Division.objects.filter(level=level).count() for level in ("city", "town", "village", "group")}


def test_jiyuan_has_one_city_16_towns_and_557_villages_none_of_them_joined() -> None:
    report = load(JIYUAN)
    assert (report.read, report.added, report.changed) == ({"city": 1, "town": 16, "village": 557}, 574, 0)
    assert levels() == {"city": 1, "town": 16, "village": 557, "group": 0}
    assert not Division.objects.running().exists()
    assert not Division.objects.filter(is_demo=True).exists()
    assert DivisionCode.objects.filter(valid_to=None).count() == 574


@pytest.mark.both_databases
def test_loading_again_changes_nothing() -> None:
    load(JIYUAN)
    before = everything()
    report = load(JIYUAN)
    assert (report.total, report.added, report.changed) == (574, 0, 0)
    assert everything() == before


def test_each_load_is_one_entry_with_its_counts_and_the_digest_of_its_file() -> None:
    load(JIYUAN)
    entry = Entry.objects.get()
    assert entry.kind == "regions.divisions-loaded"
    assert (entry.data["read"], entry.data["added"], entry.data["changed"]) == (574, 574, 0)
    assert len(entry.data["files"]["jiyuan.csv"]) == 64


def test_parents_may_stand_after_their_children(tmp_path: Path) -> None:
    assert load_rows(tmp_path, VILLAGE, TOWN, CITY).added == 3


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "excel.csv"
    rows = ("code,name,level,parent_code", CITY.removesuffix(","), TOWN.removesuffix(","), "")
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(rows).encode())
    assert load(path).added == 2


@pytest.mark.both_databases
def test_national_tables_give_cities_with_what_stands_above_them(tmp_path: Path) -> None:
    report = load(national(tmp_path))
    assert (report.read, report.skipped) == ({"city": 2, "town": 1, "village": 1}, 2)
    assert dict(Division.objects.filter(level="city").values_list("name", "above")) == {
        "济源市": "河南省",
        "金门县": "福建省泉州市",
    }


def test_the_village_table_finds_its_parents_beside_it_and_jiyuan_stays_as_it_was(tmp_path: Path) -> None:
    load(JIYUAN)
    report = load(national(tmp_path) / "villages.csv")
    assert (report.added, report.changed) == (1, 0)  # only 金门县 is new


def test_the_unpacked_package_is_found_by_its_folder(tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    national(tmp_path / "dist")
    assert load(tmp_path).added == 4


@pytest.mark.parametrize(
    ("table", "text", "words"),
    [
        ("streets", None, "streets.csv：缺少这个文件"),
        ("areas", NATIONAL["areas.csv"] + '419002,"某市",4191,41\n', "areas.csv 第 4 行：代码 419002 的上级"),
        ("areas", NATIONAL["areas.csv"] + '419002,"某市",4190,42\n', "areas.csv 第 4 行：代码 419002 的上级应当是“41”"),
        ("cities", NATIONAL["cities.csv"] + '4190,"又一次",41\n', "cities.csv 第 4 行：代码 4190 重复"),
        ("streets", NATIONAL["streets.csv"] + '419001000,"某镇",419001,41,4190\n', "streets.csv 第 4 行"),
        ("streets", NATIONAL["streets.csv"] + '41900110,"某镇",419001,41,4190\n', "应当是 9 位数字"),
        (
            "villages",
            NATIONAL["villages.csv"] + '419001106213,"某村委会",419001106,41,4190,419001\n',
            "villages.csv 第 4 行：代码 419001106213 的上级 419001106000 不在文件里",
        ),
        ("villages", "code,name,streetCode\n", "villages.csv 第 1 行：列名不对"),
    ],
)
def test_a_broken_national_table_names_its_file_and_line(
    tmp_path: Path, table: str, text: str | None, words: str
) -> None:
    with pytest.raises(DivisionFileError) as refused:
        load(national(tmp_path, **{table: text}))
    assert words in str(refused.value)
    assert everything() == []


def test_the_command_says_what_it_did_and_shows_real_percentages(capfd: pytest.CaptureFixture[str]) -> None:
    out = io.StringIO()
    call_command("load", "divisions", str(JIYUAN), "--since", "2023-12-31", stdout=out)
    assert "读入 574 条（市 1、镇 16、村 557）：新增 574" in out.getvalue()
    assert "100%" in capfd.readouterr().err
    assert str(DivisionCode.objects.order_by("valid_from")[0].valid_from) == "2023-12-31"


def test_the_command_refuses_in_plain_words() -> None:
    with pytest.raises(CommandError, match="没有这个文件或文件夹"):
        call_command("load", "divisions", "no-such-file.csv", stdout=io.StringIO())
    with pytest.raises(CommandError, match="2999-01-01 还没有到"):
        call_command("load", "divisions", str(JIYUAN), "--since", "2999-01-01", stdout=io.StringIO())
    assert everything() == []
