"""The handbook on paper: all of it is there, its contents tell the truth, and it is printed in its own fonts."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from qingdan.web.handbook.content import rows
from qingdan.web.handbook.figures import ACROSS, SCALES, UPRIGHT, Picture, Wanted, drawn, pictures
from qingdan.web.handbook.powers import section
from tests.apps.handbook.making_of import Blank, book, bookmarks, order_for, raw_texts, says, small, texts
from tests.apps.printing.reading import read, squeezed
from tests.loaded import powers_at_random, shipped


def contents(content: bytes, first: int) -> str:
    """The pages of the table of contents: after how to use it, before the ``first`` chapter."""
    return " ".join(raw_texts(content)[2 : first - 1])


def test_a_small_one_has_all_its_parts() -> None:
    content = book(small(), drawn=True)
    pages = texts(content)
    text = "".join(pages)
    cover = ("一项规范指导手册", "参考清单，待本市确认", "只用于测试。", small().digest[:16], "监督电话")
    power = ("由谁行使", "村文书", "要准备的", "报价单", "流程图", "第1条", "待核实", "写清用途和预算。", "如果不同意")
    rest = (
        "到此结束：未批准",
        "零星采购",
        "¥5,000.00",
        "本市、本镇可以自己定",
        "NEG-02",
        "DIR-01",
        "表1",
        "采购申请表",
    )
    ends = ("责任清单，按职务", "审批开支", "负面清单，靠什么防住", "依据的法规和文件", "为测试编写。")
    for words in (*cover, *power, *rest, *ends):
        assert squeezed(words) in text, words
    assert squeezed("提出申请") not in text  # no word of another edition
    made = read(content)
    assert made.fonts and all(made.fonts.values()), made.fonts
    assert all("NotoSansSC" in name and "+" in name for name in made.fonts)
    assert made.title == "一项规范指导手册"
    assert "〓" not in text


@pytest.mark.slow
def test_every_power_of_every_norm_is_in_the_contents_and_in_the_text() -> None:
    edition = shipped()
    content = book(edition)
    pages, marks = texts(content), bookmarks(content)
    listed = contents(content, marks[0][2])
    for level, title, page in marks:
        assert says(listed, title, page), f"the contents do not say that {title} is on page {page}"
        assert squeezed(title) in pages[page - 1], f"{title} is not on page {page}"
        assert f"第{page}页" in pages[page - 1]
        assert level < 2
    powers = [title for level, title, _page in marks if level == 1]
    assert powers == [f"{p.number}　{p.title.zh}" for n in edition.norms for p in edition.powers_of(n)]
    chapters = [title for level, title, _page in marks if level == 0]
    assert chapters[: len(edition.norms)] == [f"规范{n.number}　{n.title.zh}" for n in edition.norms.values()]
    text = "".join(pages)
    for entry in (*edition.duties.values(), *edition.prohibitions.values()):
        assert f"{squeezed(entry.title.zh)}{entry.id}" in text, entry.id
    assert all(squeezed(law.key) in text for law in edition.laws.values())
    assert "〓" not in text


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_norm_is_a_book_of_its_own(language: str) -> None:
    edition = shipped()
    norm = list(edition.norms)[-1]
    content = book(edition, norm, language, drawn=True)
    pages, marks = texts(content), bookmarks(content)
    assert [level for level, _title, _page in marks] == [0] + [1] * len(edition.powers_of(norm))
    for _level, title, page in marks:
        assert says(contents(content, marks[0][2]), title, page) and squeezed(title) in pages[page - 1]
    other = next(p for p in edition.powers.values() if p.norm != norm)
    assert not [title for _level, title, _page in marks if other.title.to(language) in title]
    made = read(content)
    assert made.fonts and all(made.fonts.values())
    assert made.reach < 0.99
    for power in edition.powers_of(norm):
        for step in power.flow.steps().values():
            assert squeezed(step.name.to(language)) in made.text, step.id


@pytest.mark.django_db
def test_page_and_paper_show_the_same_table_of_steps(stage, client) -> None:
    order = order_for(stage.edition)
    with override("zh-hans"):
        made = section(order, stage.edition.powers["small-buy"])
    printed = "".join(texts(book(stage.edition)))
    shown = squeezed(re.sub(r"<[^>]+>", "", client.get("/handbook/buying/small-buy/").content.decode()))
    shown = shown.replace("&lt;", "<").replace("&amp;", "&").replace("&gt;", ">")
    for row in rows(made.steps):
        told = (row.name, row.how, row.shows, *row.when, *row.who, *row.time, *row.papers, *row.public, *row.rules)
        told += tuple(words for turn in row.turns for words in (turn.when, turn.then))
        for words in filter(None, told):
            assert squeezed(words) in printed, f"not on paper: {words}"
            assert squeezed(words) in shown, f"not on the page: {words}"


HOSTILE = '#panic("x") $ x^2 $ *粗* <label> @ref ]} ) </svg><script>alert(1)</script> \\ // /* */'


def test_hostile_text_is_printed_as_text() -> None:
    edition, power = small(), small().powers["small-buy"]
    nasty = replace(power.title, zh=HOSTILE)
    steps = power.flow.body.children
    flow = replace(
        power.flow, body=replace(power.flow.body, children=(replace(steps[0], name=nasty, how=nasty), *steps[1:]))
    )
    hostile = replace(power, title=nasty, plain=nasty, summary=nasty, flow=flow, digest="hostile")
    made = read(book(replace(edition, powers={"small-buy": hostile}), "buying", drawn=True))
    assert made.text.count(squeezed(HOSTILE)) >= 5
    assert made.reach < 0.99


def test_what_has_no_glyph_is_seen_and_said_on_the_cover() -> None:
    edition, power = small(), small().powers["small-buy"]
    odd = replace(power, summary=replace(power.summary, zh="买一个😀。"))
    pages = texts(book(replace(edition, powers={"small-buy": odd})))
    assert "买一个〓。" in "".join(pages)
    assert "U+1F600" in pages[0]


def test_without_powers_there_is_still_a_book() -> None:
    assert "这一项规范的权力还在编写。" in "".join(texts(book(replace(small(), powers={}, duties={}))))


@pytest.mark.slow
@pytest.mark.parametrize("slug", powers_at_random())
def test_a_diagram_fits_its_pages_in_type_that_can_be_read(slug: str) -> None:
    order = order_for(shipped())
    power = order.edition.powers[slug]
    for page in pictures(Wanted(power.digest, order.settled(power).flow, order.words, power.title.zh)):
        root = ElementTree.fromstring(page.svg)
        width, height = float(root.get("width", 0)), float(root.get("height", 0))
        room, scale = ACROSS if page.across else UPRIGHT, page.width / width
        smallest = min(float(text.get("font-size", 0)) for text in root.iter("{http://www.w3.org/2000/svg}text"))
        assert smallest * scale >= 12 * SCALES[-1] - 0.01, f"{smallest * scale:.1f} pt"
        assert page.width <= room[0] + 1 and height * scale <= room[1] + 1


def test_what_was_drawn_is_not_drawn_again() -> None:
    order = order_for(small())
    wanted = [Wanted(p.digest, order.settled(p).flow, order.words, p.title.zh) for p in order.powers]
    kept: dict[str, list[Picture]] = {}

    class Kept(Blank):
        def find(self, one):
            return kept.get(one.digest)

        def keep(self, one, pages):
            kept[one.digest] = list(pages)

    first = list(drawn(wanted[:1], 1, Kept()))
    again = list(drawn(wanted, 2, Kept()))
    assert again[0] is kept[wanted[0].digest] and again[0] == first[0]
    assert list(kept) == [one.digest for one in wanted]
    assert again == [pictures(one) for one in wanted]
