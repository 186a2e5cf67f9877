"""Sums in capital figures, as on a bill."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.web.printing.capitals import FIGURES, capitals

WORTH = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (5_05, "伍元零伍分"),
        (12_300_00, "壹万贰仟叁佰元整"),
        (140_950, "壹仟肆佰零玖元伍角整"),
        (600_714, "陆仟零柒元壹角肆分"),
        (1_680_32, "壹仟陆佰捌拾元叁角贰分"),
        (107_000_53, "壹拾万柒仟元伍角叁分"),
        (325_04, "叁佰贰拾伍元零肆分"),
        (100_000_000_00, "壹亿元整"),
        (100_050_000_00, "壹亿零伍万元整"),
        (1_020_000_000_000_00, "壹万零贰佰亿元整"),
        (10_001_00, "壹万零壹元整"),
    ],
)
def test_examples(fen, words):
    assert capitals(fen) == words


@pytest.mark.parametrize("fen", [-1, 10**18])
def test_what_cannot_be_written_is_refused(fen):
    with pytest.raises(ValueError, match="capital figures"):
        capitals(fen)


def value(words: str) -> int:
    """Reads capital figures back, in fen."""
    whole, _yuan, rest = words.removesuffix("整").rpartition("元")
    fen = number(whole) * 100
    for place, worth in (("角", 10), ("分", 1)):
        if place in rest:
            fen += FIGURES.index(rest[rest.index(place) - 1]) * worth
    return fen


def number(whole: str) -> int:
    for name, unit in (("亿", 10**8), ("万", 10**4)):
        before, found, after = whole.rpartition(name)
        if found:
            return number(before) * unit + number(after)
    total = figure = 0
    for one in whole:
        if one in WORTH:
            total, figure = total + figure * WORTH[one], 0
        else:
            figure = FIGURES.index(one)
    return total + figure


@given(st.integers(0, 10**15 - 1))
def test_reading_it_back_gives_the_sum(fen):
    words = capitals(fen)
    assert value(words) == fen
    assert "零零" not in words
