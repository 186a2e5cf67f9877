"""The words of one notice: whole lines within their limits, numbers as they are read out, examples marked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qingdan.domain.publicity.broadcast import seconds
from qingdan.domain.publicity.fitting import TooLong, units
from qingdan.domain.publicity.notices import LONGEST_SCRIPT, Line, Posted, message, script, sms, spoken, subject
from qingdan.domain.publicity.told import Telephone

POSTED = Posted(
    english=False, village="毛岭村", board="财务公开栏", title="零星采购：结果公示",
    lines=(
        Line("供应商", "五金商行"),
        Line("金额", "¥12,300.50"),
        Line("付款", "合计 ¥3,000.05", (("水泵", "¥3,000.00"), ("水管", "¥0.05"))),
    ),
    objections="2026年12月1日", stands="2026年12月8日", address="https://q.example/n/abcdefghij/",
    call=Telephone("村监委会", "0391-6666666"),
)  # fmt: skip
ENGLISH = replace(POSTED, english=True, title="Petty purchase: result")


def test_a_message_says_everything_line_by_line():
    assert message(POSTED) == (
        "毛岭村：零星采购：结果公示\n财务公开栏\n\n供应商：五金商行\n金额：¥12,300.50\n付款：合计 ¥3,000.05\n"
        "· 水泵 ¥3,000.00\n· 水管 ¥0.05\n\n有异议的，请在2026年12月1日24:00以前提。\n贴到2026年12月8日。\n"
        "村监委会 0391-6666666\n原文、提异议：https://q.example/n/abcdefghij/"
    )


@pytest.mark.parametrize("posted", [POSTED, ENGLISH])
def test_within_a_limit_whole_lines_go_and_are_counted(posted):
    whole, colon = message(posted), posted.colon
    for limit in range(units(whole), 0, -1):
        try:
            text = message(posted, limit)
        except TooLong:
            break
        kept = [line for line in posted.lines if line.written(colon) in text]
        left = len(posted.lines) - len(kept)
        assert units(text) <= limit and tuple(kept) == posted.lines[: len(kept)]
        assert (f"还有{left}项" in text or f"{left} more on the page" in text) is (left > 0)
        assert posted.address in text and posted.title in text
    assert limit < units(whole) / 1.2


def test_what_is_an_example_or_a_correction_says_so():
    odd = replace(POSTED, example=True, corrects=True)
    assert message(odd).startswith("【示例】【更正】毛岭村：")
    assert "示例" in sms(odd) and "更正" in sms(odd)
    assert "这是示例，不是真的公示。" in script(odd) and "更正一份公示" in script(odd)
    assert message(replace(ENGLISH, example=True, corrects=True)).startswith("[Example] [Corrected] 毛岭村: ")
    assert "示例" not in message(POSTED) + sms(POSTED) + script(POSTED)
    assert subject(replace(POSTED, title="一\n二")) == "毛岭村：一 二"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("¥12,300.50", "一万二千三百元五角"),
        ("¥102,300.00", "十万二千三百元"),
        ("¥3,000.05", "三千元零五分"),
        ("¥0.05", "五分"),
        ("¥0.50", "五角"),
        ("¥0.00", "零元"),
        ("¥200.00", "二百元"),
        ("共1,234件", "共一千二百三十四件"),
        ("2026年12月1日", "二零二六年十二月一日"),
    ],
)
def test_numbers_as_they_are_read_out(written, read):
    assert spoken(written) == read


def test_the_script_is_plain_words():
    said = script(POSTED)
    assert said.startswith("毛岭村的各位村民，请注意听。\n现在播送一份公示：零星采购：结果公示。\n供应商，五金商行。")
    assert "金额，一万二千三百元五角。" in said and "付款，水泵，三千元；水管，五分；合计三千元零五分。" in said
    assert "打村监委会，零三九幺，六六六六六六六。" in said and said.endswith("下面再播一遍。")
    assert not any(sign in said for sign in "¥0123456789:/（）")


@pytest.mark.parametrize("posted", [POSTED, ENGLISH])
def test_a_long_notice_is_still_read_in_two_minutes(posted):
    long = replace(posted, lines=posted.lines * 40)
    assert seconds(script(long), posted.english) <= LONGEST_SCRIPT
    assert "0391" in script(ENGLISH) or "0 3 9 1" in script(ENGLISH)


def test_without_a_telephone_the_board_says_it():
    assert "公开栏上的监督电话" in script(replace(POSTED, call=None))
    assert "telephone on the board" in script(replace(ENGLISH, call=None))


def test_a_short_message_has_the_address_and_the_way_out():
    text = sms(POSTED, "https://q.example/s/abc/")
    assert text == "【毛岭村】贴出“零星采购：结果公示”。https://q.example/n/abcdefghij/ 退订https://q.example/s/abc/"
    long = sms(replace(POSTED, title="长" * 100), "https://q.example/s/abc/")
    assert units(long) <= 140 and "新公示。" in long and "退订" in long
    assert sms(ENGLISH, "https://q.example/s/abc/").endswith("Stop: https://q.example/s/abc/")
