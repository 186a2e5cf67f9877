"""Concordances against both texts of a law: digests, articles left out, and whether a row says truly what changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qingdan.domain.catalogue.concordance.compare import carried_over, compare_texts
from qingdan.domain.catalogue.concordance.model import Concordance
from qingdan.domain.catalogue.concordance.read import read_concordance
from qingdan.domain.catalogue.laws import article_digest, articles_of
from qingdan.domain.catalogue.load import read_places
from tests.domain.catalogue.helpers import CONCORDANCE, all_files

OLD = """第一条 大小事情开会决定。
第二条 公布。
第三条 公布十日。
第四条 签字、盖章。
第五条 依照本法第四条、第七条和第二条办理。
第六条 可以收费。
第七条 本法自公布之日起施行。
"""
NEW = """第一条 重大事情开会决定。
第二条 小事也公布，公布十五日。
第三条 签字。
第四条 盖章。
第五条 可以上网公布。
第六条 依照本法第四条、第七条和第二条办理。
第七条 本法自公布之日起施行。
"""
TEXTS = {"测试法（2015）": OLD, "测试法": NEW}


def digests(text: str) -> dict[str, str]:
    return {number: article_digest(article) for number, article in articles_of(text).items()}


@pytest.fixture
def one() -> Concordance:
    found = read_concordance(read_places({CONCORDANCE: all_files()[CONCORDANCE]})[CONCORDANCE])
    older, newer = replace(found.older, articles=digests(OLD)), replace(found.newer, articles=digests(NEW))
    return replace(found, older=older, newer=newer)


def said(one: Concordance, texts: dict[str, str]) -> list[tuple[int, str, str]]:
    return [(c.line, c.to("zh").split(": ", 1)[1], c.to("en").split(": ", 1)[1]) for c in compare_texts([one], texts)]


def test_both_texts_as_they_were_read(one: Concordance) -> None:
    assert said(one, TEXTS) == []


def test_a_text_that_is_not_there(one: Concordance) -> None:
    assert said(one, {"测试法": NEW}) == [
        (
            one.older.line,
            "给出的条文里没有“测试法（2015）” → 请把 测试法（2015）.md 放进去，或改 text。",
            "no text '测试法（2015）' is among the laws given → Add 测试法（2015）.md to them, or correct text.",
        )
    ]


def test_an_article_that_reads_otherwise(one: Concordance) -> None:
    (only,) = said(one, TEXTS | {"测试法（2015）": OLD.replace("可以收费", "不得收费")})
    assert only[0] == one.older.line
    assert only[1].startswith("“测试法（2015）”第 6 条和核对时的文字不一样：“第六条不得收费。…”")
    assert "article 6 of '测试法（2015）' does not read as it did when it was checked" in only[2]


def test_articles_too_many_and_too_few(one: Concordance) -> None:
    (more,) = said(one, TEXTS | {"测试法": NEW + "第八条 附则。\n"})
    assert more[1].startswith("“测试法”的第 8 条没有写到") and "article 8 of '测试法' is not here" in more[2]
    (fewer,) = said(one, TEXTS | {"测试法（2015）": OLD.replace("第六条 可以收费。\n", "")})
    assert fewer[1].startswith("“测试法（2015）”里没有第 6 条") and "'测试法（2015）' has no article 6" in fewer[2]


def test_the_laws_own_articles_are_carried_over(one: Concordance) -> None:
    split = "依照本法第4条、第7条和第2条办理。"  # article 4 was split, so its number stays
    assert carried_over(articles_of(OLD)["5"], one) == split
    assert carried_over("第九条依照本法第五条办理。", one) == "依照本法第6条办理。"


def test_renumbered_and_yet_with_other_words(one: Concordance) -> None:
    changed = NEW.replace("办理。", "处理。")
    newer = replace(one, newer=replace(one.newer, articles=digests(changed)))
    (only,) = said(newer, TEXTS | {"测试法": changed})
    assert only[0] == one.by_old["5"].line
    assert only[1] == "旧第 5 条到新第 6 条改了文字，不是 renumbered → 请写 change: reworded。"
    assert (
        only[2] == "from the older article 5 to the newer 6 it is reworded, not 'renumbered' → Write change: reworded."
    )


def test_reworded_and_yet_the_same_words(one: Concordance) -> None:
    changed = NEW.replace("重大事情", "大小事情")
    newer = replace(one, newer=replace(one.newer, articles=digests(changed)))
    (only,) = said(newer, TEXTS | {"测试法": changed})
    assert only[1] == "旧第 1 条到新第 1 条一字未改，不是 reworded → 请写 change: same。"
    assert (
        only[2]
        == "from the older article 1 to the newer 1 it is word for word the same, not 'reworded' → Write change: same."
    )
