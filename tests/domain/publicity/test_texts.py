"""Texts within their limits: whole parts or none, the important ones first; and speech as it is read out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from qingdan.domain.numerals import chinese_number, in_full
from qingdan.domain.publicity.broadcast import script, seconds
from qingdan.domain.publicity.fitting import Part, TooLong, clauses, composed, units, ways, without_asides
from qingdan.domain.publicity.messages import SMS_MOST, group, sms, weibo
from qingdan.domain.publicity.spoken import aloud, digits, digits_apart
from qingdan.domain.publicity.told import Telephone, Told
from tests.budget import rounds

RELIEF = Told(
    english=False, plain="家里困难，申请救助", title="示例救助申请的协助办理", item="清单第7项",
    listed="示例市清单（参考）", norm="村民救助", summary="向镇里申请；两人入户调查，在村公示七天；市里确认。",
    who=("谁家困难谁申请。",), where=("镇民政办（便民服务中心）；也可以交给村委会。",), bring=("申请书", "户口簿"),
    how_long=("30个工作日内办完，最长45个工作日。",), cost=("不收费。谁收钱，您可以举报。",),
    take_part=("公示期间可以提异议。",), watch=("看公开栏。",), red_lines=("不得优亲厚友", "不得收礼"),
    ask="村民委员会",
    address="https://qingdan.example/powers/help/", short="qingdan.example/p/7",
    telephones=(Telephone("村监督电话", "0391-0000001"),),
)  # fmt: skip


def test_important_parts_come_first_and_whole() -> None:
    parts = [Part(("必有",)), Part(("次要的话",), 2), Part(("短", "长一点"), 1)]
    assert composed(parts, 3) == "必有短"
    assert composed(parts, 5) == "必有长一点"
    assert composed(parts, 9) == "必有次要的话长一点"
    with pytest.raises(TooLong):
        composed(parts, 1)


@limits(max_examples=rounds(40), deadline=None)
@given(st.lists(st.tuples(st.text("甲乙𠮷。a ", max_size=30), st.integers(1, 5)), max_size=6), st.integers(0, 80))
def test_no_part_is_ever_cut(asked: list[tuple[str, int]], limit: int) -> None:
    made = composed([Part((text,), rank) for text, rank in asked], limit, units, "\x00")
    assert units(made) <= limit
    assert not made or set(made.split("\x00")) <= {text for text, _ in asked}


def test_a_rare_character_counts_twice() -> None:
    assert units("王𠮷a") == 4


def test_thoughts_end_where_they_end() -> None:
    assert clauses("先问价；再买，两人验收。贴出来") == ["先问价。", "再买，两人验收。", "贴出来"]
    assert clauses("Ask first; then buy. No. 3 is free", english=True) == [
        "Ask first.",
        "Then buy.",
        "No.",
        "3 is free",
    ]
    assert ways(["镇里（一楼）；或村里", "也可代办"]) == (
        "镇里。", "镇里（一楼）。", "镇里（一楼）；或村里。", "镇里（一楼）；或村里。也可代办。",
    )  # fmt: skip
    assert without_asides("甲（乙（丙）丁）戊[己]") == "甲戊"


def test_a_short_message_says_what_where_and_how_to_learn_more() -> None:
    text = sms(RELIEF)
    assert (
        text
        == "【村级清单】家里困难，申请救助。去哪儿：镇民政办。不收费。监督电话0391-0000001。详情 qingdan.example/p/7"
    )
    assert sms(replace(RELIEF, village="坡头镇示例一村")).startswith("【坡头镇示例一村】家里困难")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"short": "a" * 60}, "监督电话0391-0000001。"),
        ({"short": "a" * 60, "telephones": ()}, "详情问村民委员会。"),
        ({"plain": "长" * 80}, "示例救助申请的协助办理。"),
        ({"plain": "长" * 80, "title": "长" * 80}, "清单第7项。"),
        ({"village": "村" * 90}, "【村级清单】"),
    ],
)
def test_what_is_too_long_gives_way_to_something_shorter(changed: dict[str, object], said: str) -> None:
    text = sms(replace(RELIEF, **changed))
    assert said in text
    assert units(text) <= SMS_MOST


def test_a_message_that_nothing_makes_short_enough_is_refused() -> None:
    with pytest.raises(TooLong):
        sms(replace(RELIEF, plain="长" * 80, title="长" * 80, item="长" * 80))


def test_a_post_has_topics_the_matter_and_where_to_read_on() -> None:
    text = weibo(RELIEF)
    assert text.startswith("#示例市清单# #村民救助# 家里困难，申请救助。向镇里申请。")
    assert text.endswith("（参考清单，待确认）全文 qingdan.example/p/7")
    assert "（参考清单" not in weibo(replace(RELIEF, reference=False))


def test_a_group_reads_every_answer_on_its_own_line() -> None:
    text = group(replace(RELIEF, village="坡头镇示例一村"))
    lines = text.split("\n")
    assert lines[:2] == ["【家里困难，申请救助】", "坡头镇示例一村"]
    assert "带什么：申请书、户口簿。" in lines
    assert "干部的红线：不得优亲厚友；不得收礼。" in lines
    assert "村监督电话 0391-0000001" in lines
    assert not any(line.startswith(("#", "*", "-", ">")) for line in lines)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("30个工作日", "三十个工作日"), ("2个人2月2日", "两个人二月二日"), ("1.5倍", "一点五倍"), ("20%", "百分之二十"),
        ("打110、119。", "打幺幺零、幺幺九。"), ("180天", "一百八十天"), ("2026年10月", "二零二六年十月"),
        ("到账 = 归个人的 + 集体留的", "到账等于归个人的加集体留的"),
        ("《村规民约》（见https://a.b/c）好", "村规民约好"),
        ("见 https://a.example/b/3，再来", "见，再来"), ("5000元、12000元", "五千元、一万二千元"),
    ],
)  # fmt: skip
def test_writing_is_read_out(written: str, said: str) -> None:
    assert aloud(written) == said


def test_telephones_are_said_digit_by_digit() -> None:
    assert digits("0391-000-0001") == "零三九幺，零零零，零零零幺"
    assert digits_apart("0391-12") == "0 3 9 1, 1 2"


@pytest.mark.parametrize("number", [0, 1, 10, 19, 20, 99, 100, 105, 110, 1005, 1050, 9999])
def test_whole_numbers_come_back(number: int) -> None:
    assert chinese_number(in_full(number)) == number


def test_numbers_beyond_ten_thousand() -> None:
    assert (in_full(10_000), in_full(12_030), in_full(200_500)) == ("一万", "一万二千零三十", "二十万零五百")


def test_the_script_is_for_the_ear() -> None:
    text = script(replace(RELIEF, village="坡头镇示例一村"))
    assert text.startswith("坡头镇示例一村的各位村民，请注意听。\n今天说的是：家里困难，申请救助。")
    assert "多久有结果：三十个工作日内办完，最长四十五个工作日。" in text
    assert "打村监督电话，零三九幺，零零零零零零幺。" in text
    assert text.endswith("下面再播一遍。")
    assert not set(text) & set("（）()[]【】0123456789/")


def test_a_telephone_without_a_number_is_not_read_out() -> None:
    assert "号码贴在村务公开栏" in script(replace(RELIEF, telephones=(Telephone("电话", "待定"),)))
    assert "village board" in script(replace(RELIEF, english=True, telephones=()))


def test_reading_takes_its_time() -> None:
    assert seconds("字" * 110 + "，。") == 30
    assert seconds(" ".join(["word"] * 140), english=True) == 60
