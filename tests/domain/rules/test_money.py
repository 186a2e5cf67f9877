"""Money as people type it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.rules.money import MOST, format_money, parse_money
from qingdan.domain.rules.reasons import Unusable


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("12300", 1230000),
        ("12,300.5", 1230050),
        ("12，300.50", 1230050),
        ("１２３００元", 1230000),
        ("１２３００．５０", 1230050),
        ("¥12,300.00", 1230000),
        ("￥ 12 300 元", 1230000),
        ("人民币12300元整", 1230000),
        ("1.2万", 1200000),
        ("1.2 万元", 1200000),
        ("0.000001万", 1),
        ("0.01", 1),
        ("0", 0),
        ("007.10", 710),
        ("1.100000", 110),
        ("9999999999999.99", MOST),
    ],
)
def test_money_is_read_as_whole_fen(text: str, fen: int) -> None:
    assert parse_money(text) == fen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "money-empty"),
        ("  元", "money-empty"),
        ("-5", "money-negative"),
        ("－５", "money-negative"),
        ("一万元", "money-chinese-digits"),
        ("壹万贰仟", "money-chinese-digits"),
        ("12,30", "money-not-a-number"),
        ("1,2345", "money-not-a-number"),
        ("12.", "money-not-a-number"),
        (".5", "money-not-a-number"),
        ("1.2.3", "money-not-a-number"),
        ("12300块", "money-not-a-number"),
        ("约12300", "money-not-a-number"),
        ("1e5", "money-not-a-number"),
        ("٣٠٠", "money-not-a-number"),
        ("12.345", "money-too-exact"),
        ("1.0000001万", "money-too-exact"),
        ("1." + "0" * 60 + "1", "money-too-exact"),
        ("10000000000000", "money-too-much"),
        ("9" * 5000, "money-too-much"),
    ],
)
def test_what_is_no_amount_is_answered_in_both_languages(text: str, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        parse_money(text)
    reason = caught.value.reason
    assert reason.code == code
    assert reason.words.zh == str(caught.value)
    assert reason.words.zh
    assert reason.words.en


@pytest.mark.parametrize(
    ("fen", "text"),
    [(1230000, "¥12,300.00"), (0, "¥0.00"), (5, "¥0.05"), (-123456, "-¥1,234.56"), (MOST, "¥9,999,999,999,999.99")],
)
def test_money_on_a_page(fen: int, text: str) -> None:
    assert format_money(fen) == text


@given(st.integers(0, MOST))
def test_what_a_page_shows_can_be_typed_again(fen: int) -> None:
    assert parse_money(format_money(fen)) == fen


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_a_clear_answer(text: str) -> None:
    try:
        assert 0 <= parse_money(text) <= MOST
    except Unusable as fault:
        assert fault.reason.code.startswith("money-")
