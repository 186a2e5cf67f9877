"""What people write into spreadsheets, read as what they mean."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.numerals import chinese_number, in_chinese
from qingdan.domain.rules.households import EXAMPLES, Relation, parse_relation
from qingdan.domain.rules.identity import parse_id_number
from qingdan.domain.rules.reasons import Unusable
from qingdan.domain.rules.written import natural_key, parse_day, parse_group, parse_name, parse_sex

FIFTH = date(1980, 1, 5)


@pytest.mark.parametrize(
    "written",
    [
        "1980-01-05", "1980.1.5", "1980/1/5", "1980年1月5日", "1980 年 1 月 5 日", "19800105", "１９８０．０１．０５",
        " 1980-1-5 ", "1980/1/5 0:00", "1980-01-05 00:00:00", "29225", 29225, 29225.0, 19800105, 19800105.0, FIFTH,
        datetime(1980, 1, 5, 8),
    ],
)  # fmt: skip
def test_a_day_in_every_spelling(written: object) -> None:
    assert parse_day(written) == FIFTH


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1980.2.30", "day-none"), ("1980-13-01", "day-none"), ("19800230", "day-none"), ("1980.1", "day-shape"),
        ("80.1.5", "day-shape"), ("去年", "day-shape"), ("", "day-shape"), ("5", "day-shape"), (1980.1, "day-shape"),
        ("999999", "day-shape"), ("²", "day-shape"),
    ],
)  # fmt: skip
def test_what_is_no_day_says_so(written: object, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        parse_day(written)
    assert caught.value.reason.code == code
    assert caught.value.reason.words.en


@given(st.dates(date(1910, 1, 1), date(2099, 12, 31)))
def test_every_day_comes_back_in_each_spelling(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for written in (day.isoformat(), f"{day.year}.{day.month}.{day.day}", f"{day:%Y%m%d}", serial):
        assert parse_day(written) == day


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("一组", 1), ("第1组", 1), ("１", 1), ("第一村民小组", 1), ("3", 3), ("十二组", 12),
        ("第二十一小组", 21), ("五队", 5), ("东庄组", "东庄组"), (" 东 庄 组 ", "东庄组"), ("东头", "东头"),
    ],
)  # fmt: skip
def test_groups_by_number_or_name(written: str, meant: object) -> None:
    assert parse_group(written) == meant


@pytest.mark.parametrize("number", range(1, 100))
def test_numerals_come_back(number: int) -> None:
    assert chinese_number(in_chinese(number)) == number
    assert in_chinese(number)[0] != "零"


def test_numerals_beyond_are_digits() -> None:
    assert (in_chinese(0), in_chinese(100)) == ("0", "100")


@pytest.mark.parametrize(
    ("written", "relation"),
    [
        ("户主", Relation.HEAD), ("本人", Relation.HEAD), ("妻", Relation.SPOUSE), ("丈夫", Relation.SPOUSE),
        ("长子", Relation.CHILD), ("二女", Relation.CHILD), ("儿子", Relation.CHILD), ("之子", Relation.CHILD),
        ("长媳", Relation.CHILDS_SPOUSE), ("二女婿", Relation.CHILDS_SPOUSE), ("外孙女", Relation.GRANDCHILD),
        ("长孙", Relation.GRANDCHILD), ("父亲", Relation.PARENT), ("继母", Relation.PARENT),
        ("岳母", Relation.SPOUSES_PARENT),
        ("奶奶", Relation.GRANDPARENT), ("二弟", Relation.SIBLING), ("侄女", Relation.OTHER), ("表哥", Relation.OTHER),
        ("户主的母亲", Relation.PARENT), (" 配 偶 ", Relation.SPOUSE),
    ],
)  # fmt: skip
def test_relations_in_the_words_of_villages(written: str, relation: Relation) -> None:
    assert parse_relation(written) == relation


def test_the_words_that_we_recommend_are_understood() -> None:
    assert {parse_relation(word) for word in EXAMPLES.split("、")} == set(Relation) - {
        Relation.SPOUSES_PARENT,
        Relation.GRANDPARENT,
    }
    with pytest.raises(Unusable, match="户主的什么人"):
        parse_relation("干亲")


@pytest.mark.parametrize(
    ("written", "name"),
    [("李  明", "李明"), ("李\u3000明", "李明"), (" 欧阳娜娜 ", "欧阳娜娜"), ("买买提•阿不都", "买买提·阿不都"),
     ("𠮷田", "𠮷田"), ("Li Ming", "Li Ming"), ("李明（大）", "李明（大）"), ("示例·陈甲", "示例·陈甲")],
)  # fmt: skip
def test_names(written: str, name: str) -> None:
    assert parse_name(written) == name


@pytest.mark.parametrize("written", ["", "  ", "=1+1", "@a", "张1", "<b>", "张,三", "a" * 41, "\u202e张三"])
def test_what_is_no_name(written: str) -> None:
    if written == "\u202e张三":  # a sign that turns the line around is left out
        assert parse_name(written) == "张三"
        return
    with pytest.raises(Unusable):
        parse_name(written)


@pytest.mark.parametrize(("written", "sex"), [("男", "m"), ("女性", "f"), (" 女 ", "f"), ("M", "m"), ("2", "f")])
def test_sexes(written: str, sex: str) -> None:
    assert parse_sex(written) == sex


def test_a_sex_that_is_none() -> None:
    with pytest.raises(Unusable, match="男"):
        parse_sex("不详")


def test_numbers_of_households_stand_in_their_order() -> None:
    numbers = ["10", "9", "户10", "户2", "1-2", "1-10", "0003"]
    assert sorted(numbers, key=natural_key) == ["1-2", "1-10", "0003", "9", "10", "户2", "户10"]


@pytest.mark.parametrize(("number", "sex"), [("999999198507090223", "f"), ("999999200102030310", "m")])
def test_an_identity_number_tells_the_sex(number: str, sex: str) -> None:
    assert parse_id_number(number).sex == sex
