"""Citations against the texts: articles found by their Chinese numbers, digests that notice any change."""

from __future__ import annotations

import pytest

from qingdan.domain.catalogue.laws import article_digest, articles_of, check_laws, chinese_number
from qingdan.domain.catalogue.load import load_edition
from qingdan.domain.complaints import DefinitionError
from tests.domain.catalogue.helpers import broken, mini_files

LAW = """# 中华人民共和国测试法

目录

## 第一章　总则

**第一条**　重大事项，
开会决定。

（一）第二条所列事项；

## 第二章 公布

第 二 条 公布的期限不得少于十五日。

第二条之一　可以上网公布。

第一百零三条 本法自公布之日起施行。

附件 一、表格
"""


def test_articles_by_number() -> None:
    assert articles_of(LAW) == {
        "1": "第一条重大事项，开会决定。（一）第二条所列事项；",
        "2": "第二条公布的期限不得少于十五日。",
        "2-1": "第二条之一可以上网公布。",
        "103": "第一百零三条本法自公布之日起施行。",
    }


def test_a_text_in_numbered_sections() -> None:
    assert articles_of("# 规定\n\n一、印章为圆形。\n\n直径六厘米。\n\n## 二、刻制\n\n统一刻制。\n") == {
        "1": "一、印章为圆形。直径六厘米。",
        "2": "二、刻制统一刻制。",
    }


def test_a_text_without_articles() -> None:
    assert articles_of("只有一段话。") == {}
    assert articles_of("") == {}


@pytest.mark.parametrize(
    ("written", "number"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("三十五", 35), ("一百", 100), ("一百零三", 103),
     ("一百一十", 110), ("一千二百五十九", 1259), ("两百", 200), ("〇", 0), ("35", 35)],
)  # fmt: skip
def test_chinese_numbers(written: str, number: int) -> None:
    assert chinese_number(written) == number


def test_a_word_that_is_no_number() -> None:
    with pytest.raises(ValueError, match="no Chinese number"):
        chinese_number("三十五甲")


def said(text: str | None, files: dict[str, str] | None = None) -> list[str]:
    edition = load_edition(files or mini_files())
    return [c.to("en") for c in check_laws(edition, {} if text is None else {"测试法": text})]


def checked_files(text: str) -> dict[str, str]:
    files, articles = mini_files(), articles_of(text)
    law = files["laws/测试法.yaml"]
    for n, old in (("1", "5d00"), ("2", "5d01")):
        line = next(row for row in law.splitlines() if row.endswith(old))
        law = law.replace(line, f"    digest: {article_digest(articles[n])}")
    return files | {"laws/测试法.yaml": law}


def test_articles_as_they_were_checked() -> None:
    assert said(LAW, checked_files(LAW)) == []


def test_layout_of_the_text_does_not_matter() -> None:
    assert said(LAW.replace("，\n", "，").replace("　", "  "), checked_files(LAW)) == []


def test_a_changed_article_is_named_with_its_line() -> None:
    (only,) = said(LAW.replace("十五日", "十日"), checked_files(LAW))
    assert only.startswith("laws/测试法.yaml:14: article 2 does not read as it did when it was checked")


def test_an_article_that_the_text_does_not_have() -> None:
    files = checked_files(LAW)
    files["laws/测试法.yaml"] = files["laws/测试法.yaml"].replace('"2":', '"4":')
    files = files | {p: t.replace('"2"', '"4"') for p, t in files.items() if p.startswith("mini/")}
    assert any("has no article 4: its text has 4 articles" in s for s in said(LAW, files))


def test_a_law_that_says_it_was_read_and_has_no_text() -> None:
    (only,) = said(None)
    assert "no text '测试法' is among the laws given" in only


def test_a_law_that_says_it_was_not_read_and_has_a_text() -> None:
    edition = load_edition(mini_files())
    complaints = check_laws(edition, {"旧办法": LAW, "测试法": LAW})
    assert any("a text of this law is at hand" in c.to("en") for c in complaints)


def test_a_superseded_law_may_not_be_cited() -> None:
    files = broken("mini/prohibitions.yaml", '{law: 测试法, articles: ["1"]}', '{law: 旧办法, articles: ["5"]}')
    with pytest.raises(DefinitionError) as caught:
        load_edition(files)
    assert "was in force only until 2020-03-01" in caught.value.to("en")
