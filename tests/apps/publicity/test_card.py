"""The card above an article: its size to the pixel, its title whole, for every power in both languages."""

from __future__ import annotations

import io

import pytest
from django.utils.translation import override
from PIL import Image

from qingdan.domain.flow.draw.metrics import text_width
from qingdan.web.publicity.card import ROOM, ROOM_HIGH, card, card_png
from qingdan.web.publicity.typesetting import headline, words
from tests.apps.publicity.made import kit_of, one_of_each_norm
from tests.loaded import shipped_powers

NORMS = one_of_each_norm()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_title_stands_on_its_card_whole(language: str) -> None:
    with override(language):
        for slug in shipped_powers():
            kit = kit_of(slug, "示例一村")
            made = card(kit)
            title = made["title"]
            assert "".join("".join(title["lines"]).split()) == "".join(kit.told.plain.split())
            assert max(text_width(line, title["size"], 700) for line in title["lines"]) <= ROOM
            assert title["leading"] * len(title["lines"]) <= ROOM_HIGH
            assert len(made["pictures"]) == 2


@pytest.mark.parametrize("slug", [NORMS[0], *(pytest.param(s, marks=pytest.mark.slow) for s in NORMS[1:])])
def test_it_is_900_by_383_pixels(slug: str) -> None:
    content = card_png(kit_of(slug))
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.size) == ("PNG", (900, 383))
    assert len(image.convert("RGB").getcolors(10_000)) > 20
    assert len(content) < 100_000, "too heavy for a slow line"


def test_the_villages_name_is_text_and_an_invented_one_is_marked() -> None:
    made = card(kit_of("petty-goods", "#panic() $x$ </svg>"))
    assert made["below"] == "坡头镇#panic()$x$</svg> · 示例 · 参考清单（待确认）"
    assert card_png(kit_of("petty-goods", "#panic() $x$ </svg>😀")).startswith(b"\x89PNG")


def test_a_title_breaks_between_its_phrases() -> None:
    made = headline("家里困难，申请低保", 100, 100, (40, 30, 20, 16), 3)
    assert (made.lines, made.size) == (("家里困难，", "申请低保"), 16)
    assert headline("无标点的一个很长的题目", 60, 100, (20, 10), 3).lines == ("无标点的一", "个很长的题", "目")


def test_words_that_no_size_fits_are_set_in_the_smallest() -> None:
    assert headline("字" * 50, 40, 10, (20, 10), 2).size == 10
    assert words("一二三四五六", 31, 10).lines == ("一二三", "四五六")
