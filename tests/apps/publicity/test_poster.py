"""The wall poster of every power: one A2 page with its title, the way, red lines, telephones and the code."""

from __future__ import annotations

from dataclasses import replace

import pytest
import zxingcpp
from django.utils.translation import override
from pypdfium2 import PdfDocument

from qingdan.web.publicity.kit import Kit
from qingdan.web.publicity.poster import HIGH, WIDE, poster, poster_pdf, poster_png
from qingdan.web.publicity.poster_parts import FACT_HIGH, LIST_HIGH, facts, red_lines, watching
from tests.apps.printing.reading import Read, read
from tests.apps.publicity.made import PHONE, kit_of, one_of_each_norm
from tests.loaded import every_power, shipped_powers

POINTS = 72 / 25.4
LEAST = 4.25  # mm, of anything that is read from where one stands: type of the chart in English


def printed(kit: Kit) -> tuple[Read, str]:
    """The poster as read, and what its code says."""
    content = poster_pdf(kit)
    with PdfDocument(content) as document:
        page = document[0]
        wide, high = page.get_size()
        assert (round(wide / POINTS), round(high / POINTS)) == (WIDE, HIGH)
        corner = page.render(scale=0.7, crop=(wide * 0.7, 0, 0, high * 0.8)).to_pil()
    codes = [found.text for found in zxingcpp.read_barcodes(corner)]
    assert len(codes) == 1
    return read(content), codes[0]


@pytest.mark.parametrize("slug", every_power())
def test_the_poster_of_a_power(slug: str) -> None:
    kit = kit_of(slug, "示例一村")
    page, code = printed(kit)
    told = kit.told
    assert len(page.pages) == 1
    assert code == kit.address
    assert page.fonts
    assert all(page.fonts.values()), "a font is not inside the file"
    assert all("NotoSansSC" in name and "+" in name for name in page.fonts)
    assert page.title == told.plain
    assert page.reach < 0.96
    for words in (told.plain, told.title, told.red_lines[0], told.telephones[0].number, "参考清单（待确认）", "示例"):
        assert words in page, words
    assert kit.power.flow.steps()[next(iter(kit.power.flow.steps()))].name.zh in page
    assert "全图见二维码" in page
    assert "〓" not in page.text


@pytest.mark.parametrize("slug", [pytest.param(s, marks=pytest.mark.slow) for s in one_of_each_norm()])
def test_the_poster_in_english(slug: str) -> None:
    with override("en"):
        kit = kit_of(slug)
        page, code = printed(kit)
        assert len(page.pages) == 1
        assert code == kit.address == f"http://127.0.0.1:8000/powers/{slug}/"
        for words in (kit.told.plain, kit.told.title, "Red lines for officials", "Reference list (to be confirmed)"):
            assert words in page, words


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_everything_of_every_poster_has_room_and_is_large_enough(language: str) -> None:
    with override(language):
        for slug in shipped_powers() if language == "zh-hans" else one_of_each_norm():
            made = poster(kit_of(slug, "示例一村"))
            bottoms = [made[part]["y"] for part in ("title", "official", "cost", "facts", "chart", "more", "low")]
            assert bottoms == sorted(bottoms), slug
            assert made["facts"]["y"] + made["facts"]["height"] < made["chart"]["y"]
            assert made["more"]["y"] + 6 <= made["low"]["y"]
            lists = [item for part in ("red", "watch") for item in made["low"][part]["items"]]
            sizes = [text["size"] for cell in made["facts"]["cells"] for text in cell["texts"]]
            sizes += [made["title"]["size"], made["cost"]["size"], *(item["size"] for item in lists)]
            assert min(sizes) >= LEAST, slug


def test_what_does_not_fit_goes_as_a_whole() -> None:
    told = kit_of("minimum-living", "示例一村").told
    many = replace(told, who=("说来话长，" * 12 + "完。",) * 6, watch=("看" * 60 + "。",) * 9)
    answers, watch = facts(many, 372), watching(many)
    assert answers.height <= FACT_HIGH
    assert watch.height <= LIST_HIGH
    assert all(words.lines[-1].endswith("。") for words in answers.cells[0][2])
    assert watch.items[-1][0] == "phone"
    assert PHONE in "".join(watch.items[-1][1].lines)


def test_without_telephones_there_are_lines_for_the_pen() -> None:
    assert [sign for sign, _words in watching(kit_of("petty-goods").told).items].count("phone") == 3


def test_a_power_without_red_lines_or_materials_still_has_a_poster() -> None:
    told = kit_of("petty-goods").told
    bare = replace(told, red_lines=(), bring=())
    assert len(red_lines(bare).items) == 1
    assert "不用带什么" in "".join(facts(bare, 372).cells[1][2][0].lines)


@pytest.mark.parametrize("name", ["#panic() $x$ *粗* </svg><script>", "村😀", "很长的村名" * 30])
def test_a_villages_name_is_printed_as_text(name: str) -> None:
    page, _code = printed(kit_of("petty-goods", name))
    assert len(page.pages) == 1
    assert name.replace("😀", "〓") in page
    assert ("请用笔写上" in page) is ("😀" in name)


def test_the_look_is_of_the_same_shape() -> None:
    assert poster_png(kit_of("petty-goods")).startswith(b"\x89PNG")
