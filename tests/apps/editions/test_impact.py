"""``qingdan catalogue impact``: what it prints in both languages, and what it says when asked for what is not there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qingdan.domain.catalogue.laws import article_digest, articles_of
from tests.apps.editions.test_commands import fails, run
from tests.domain.catalogue.helpers import CONCORDANCE, CONCORDANCES
from tests.domain.catalogue.test_concordance_texts import TEXTS

LAW = ("catalogue", "impact", "--law", "测试法")
YEARS = ("--from", "2015", "--to", "2020")


@pytest.fixture
def concordance(catalogue: Path) -> Path:
    """The small edition's law with its concordance beside it."""
    shutil.copytree(CONCORDANCES, catalogue / "concordances")
    return catalogue / CONCORDANCE


def test_entries_and_steps_with_old_and_new_article(concordance, change) -> None:
    decide = "how: {zh: 村民代表会议讨论。, en: The representatives decide.}\n"
    cited = f'{decide}            basis: [{{law: 测试法, articles: ["2"]}}]\n'
    change("mini/powers/buying/small-buy.yaml", decide, cited)
    said = run(*LAW, *YEARS, language=())
    assert "《测试法》 2015 → 2020" in said and "清单里写的是 2020 文本的条号。" in said
    assert "  2015  2015年版  2015-06-01 起施行，2020-03-01 起不再施行" in said
    assert "权力事项 1 small-buy  零星采购" in said and "责任 DIR-01  审批开支" in said
    assert "  步骤 decide  开会  第1、2、3条 → 第2条  合并  " in said and "small-buy.yaml:55" in said
    assert "  时限 whole  全程  第1、2、3条 → 第2条  合并  " in said
    assert "  第1条 → 第1、2条  改写  小事不必开会。" in said and "可以上网公布" not in said
    assert said.strip().endswith("引用一共：改写 12、合并 4")


def test_the_same_in_english(concordance) -> None:
    said = run(*LAW, *YEARS)
    assert "power 1 small-buy  Small purchase" in said and "Basis  Art. 1 → Art. 1  reworded  " in said
    assert "  time limit whole  Whole  Art. 1, 2, 3 → Art. 2  merged  " in said
    assert "The catalogue writes the numbers of the text of 2020." in said
    assert "Art. 1 → Art. 1, 2  reworded  Small matters need no meeting." in said
    assert "Citations in all: reworded " in said


def test_only_one_kind_of_change(concordance) -> None:
    said = run(*LAW, "--only", "merged", "--only", "new")
    assert "Art. 1, 2, 3 → Art. 2  merged" in said and "→ Art. 1  reworded" not in said
    assert "No entry cites such an article." in run(*LAW, "--only", "split")


def test_a_version_by_its_day_or_left_out(concordance) -> None:
    assert run(*LAW, "--from", "2015-05-06", "--to", "2020-03-01") == run(*LAW) == run(*LAW, "--to", "2020")


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("--law", "试测法"), "没有“试测法”的条文对照表。是不是要写“测试法”？",
         "There is no concordance of '试测法'. Did you mean '测试法'?"),
        (("--law", "测试法", "--from", "2016"),
         "《测试法》没有“2016”这个文本。有：2015 2015-06-01 起施行，2020-03-01 起不再施行；2020 2020-03-01 起施行。",
         "《测试法》 has no text '2016'. There is: 2015 in force since 2015-06-01, no longer from 2020-03-01; "
         "2020 in force since 2020-03-01."),
        (("--law", "测试法", "--from", "2020", "--to", "2015"),
         "对照表是从旧文本到新文本的：请写 --from 2015 --to 2020。",
         "A concordance leads from the older text to the newer: write --from 2015 --to 2020."),
        (("--law", "测试法", "--from", "2015", "--to", "2015"),
         "《测试法》没有从 2015 到 2015 的对照表。有：2015 → 2020。",
         "《测试法》 has no concordance from 2015 to 2015. There is: 2015 → 2020."),
    ],
)  # fmt: skip
def test_what_is_not_there(concordance, words, zh: str, en: str) -> None:
    assert fails("catalogue", "impact", *words, language=())[1] == zh
    assert fails("catalogue", "impact", *words)[1] == en


def test_no_concordance_at_all(catalogue) -> None:
    assert fails(*LAW)[1] == "There is no concordance of '测试法'. There is none to name yet: declare it first."


def later(concordance: Path, catalogue: Path) -> None:
    """One more concordance, from the text of 2020 to one of 2024, which the law's file now is of."""
    text = concordance.read_text(encoding="utf-8")
    text = text.replace("2020-03-01", "2024-03-01").replace("2020-01-02", "2024-01-02").replace("2020年版", "2024年版")
    text = text.replace("2015-05-06", "2020-01-02").replace("2015-06-01", "2020-03-01").replace("2015年版", "2020年版")
    concordance.with_name("2020-2024.yaml").write_text(text, encoding="utf-8")
    law = catalogue / "laws" / "测试法.yaml"
    text = law.read_text(encoding="utf-8").replace("2020-03-01", "2024-03-01").replace("2020年版", "2024年版")
    law.write_text(text, encoding="utf-8")


def test_of_several_concordances_the_versions_are_asked_for(concordance, catalogue) -> None:
    later(concordance, catalogue)
    assert "Write --from and --to." in fails(*LAW)[1] and "2015 → 2020, 2020 → 2024" in fails(*LAW)[1]
    assert "《测试法》 2020 → 2024" in run(*LAW, "--from", "2020")
    fault = fails(*LAW, "--to", "2020", language=())[1]
    assert "引用的是 2024-03-01 起施行的文本，不是这两个" in fault


def test_a_broken_catalogue_or_concordance(concordance, change) -> None:
    change(CONCORDANCE, "change: same", "change: sam")
    for action in (LAW, ("catalogue", "check")):
        said, fault = fails(*action)
        assert f"{CONCORDANCE}:37: rows[6].change: 'sam' is not known → Did you mean 'same'?" in said
        assert fault.startswith("1 complaint. ")
    change("mini/norms.yaml", "number: 1", "number: one")
    assert "mini/norms.yaml:1:" in fails(*LAW)[0]
    assert fails("catalogue", "check")[1].startswith("2 complaints. ")


def test_check_reads_concordances(concordance, change) -> None:
    assert "concordances  1: 7 older and 7 newer articles" in run("catalogue", "check")
    assert "条文对照  1 份，旧文本 7 条，新文本 7 条" in run("catalogue", "check", language=())
    change(CONCORDANCE, "5d01", "5dff")
    said, _ = fails("catalogue", "check")
    assert "the digest of article 2 is not that of laws/测试法.yaml" in said


def test_check_compares_both_texts(concordance, catalogue, tmp_path: Path) -> None:
    folder = tmp_path / "laws"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    said, _ = fails("catalogue", "check", "--laws", str(folder))
    assert "article 7 of '测试法（2015）' does not read as it did when it was checked" in said
    texts = {8: TEXTS["测试法（2015）"], 22: TEXTS["测试法"]}  # by the row in which the digests of each begin
    written = concordance.read_text(encoding="utf-8").splitlines()
    for first, text in texts.items():
        for n, article in enumerate(articles_of(text).values()):
            written[first + n] = f'    "{n + 1}": {article_digest(article)}'
    concordance.write_text("\n".join(written), encoding="utf-8")
    law = catalogue / "laws" / "测试法.yaml"
    for n, old in (("1", "5d00"), ("2", "5d01")):
        row = next(line for line in law.read_text(encoding="utf-8").splitlines() if line.endswith(old))
        digest = f"    digest: {article_digest(articles_of(TEXTS['测试法'])[n])}"
        law.write_text(law.read_text(encoding="utf-8").replace(row, digest), encoding="utf-8")
    assert "Every citation agrees with the texts." in run("catalogue", "check", "--laws", str(folder))
    (folder / "测试法（2015）.md").unlink()
    assert "no text '测试法（2015）' is among the laws given" in fails("catalogue", "check", "--laws", str(folder))[0]
