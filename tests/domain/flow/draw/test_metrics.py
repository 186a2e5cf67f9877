from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.flow.draw.metrics import advance, balance, text_width, widest, wrap
from qingdan.domain.flow.draw.widths import CHARACTERS, WIDTHS

FONTS = Path("node_modules/@expo-google-fonts/noto-sans-sc")
FILES = {400: "400Regular", 600: "600SemiBold", 700: "700Bold"}
RULE_CJK = "村级小微权力清单、。，；：？！（）《》“”·一二三个工作日内"


def test_chinese_is_one_em_and_figures_are_not():
    assert text_width("提出申请", 14) == 56
    assert text_width("¥5,000", 12) < 48
    assert text_width("", 12) == 0
    assert advance("\u200b") == 0
    assert advance("ç") == 600


@pytest.mark.parametrize("weight", FILES)
def test_the_table_is_the_fonts_own(weight):
    """Where the font has been brought by the set-up; the table itself is committed."""
    file = FONTS / FILES[weight] / f"NotoSansSC_{FILES[weight]}.ttf"
    if not file.exists():
        assert len(WIDTHS[weight]) == len(CHARACTERS)
        return
    from fontTools.ttLib import TTFont

    font = TTFont(file)
    names, metrics, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    for character in {*CHARACTERS, *RULE_CJK}:
        assert advance(character, weight) == round(metrics[names[ord(character)]][0] * 1000 / em), character


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("提出申请", ("提出申请",)),
        ("征求意见公示", ("征求意见", "公示")),
        ("村民代表会议决议", ("村民代表", "会议决议")),
        ("Request for goods", ("Request", "for goods")),
        ("核对（镇里）", ("核对", "（镇里）")),
        ("", ("",)),
    ],
)
def test_names_break_where_a_reader_would(text, lines):
    assert balance(text, 14, 600, 72) == lines


@given(st.text(alphabet="村级权力 abc，。（）12-", max_size=40), st.floats(20, 200))
def test_nothing_is_lost_in_breaking_and_two_lines_are_the_most(text, width):
    lines = balance(text, 14, 400, width)
    assert len(lines) <= 2
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    wrapped = wrap(text, 14, 400, width)
    assert "".join(wrapped).replace(" ", "") == text.replace(" ", "")
    assert widest(lines, 14, 400) <= text_width(text, 14, 400) + 0.01
