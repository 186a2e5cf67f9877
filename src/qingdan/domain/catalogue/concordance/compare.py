"""Compares concordances with both texts of the law: every article is there and reads as it did, and what a row calls
renumbered is so, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from qingdan.domain.catalogue.concordance.model import Change, Concordance, Row, Version, in_order
from qingdan.domain.catalogue.laws import article_digest, articles_of
from qingdan.domain.complaints import Complaint
from qingdan.domain.numerals import chinese_number
from qingdan.domain.words import Words

_N = "[零〇一二两三四五六七八九十百千0-9]+"
_HEAD = re.compile(rf"第{_N}条(?:之{_N})?")
_OWN = re.compile(rf"本法((?:[、和]?第{_N}条)+)")  # a law that names its own articles: 本法第二十三条、第二十四条
_NUMBER = re.compile(rf"第({_N})条")


def compare_texts(concordances: Iterable[Concordance], texts: Mapping[str, str]) -> list[Complaint]:
    """What is otherwise in the texts, by the file names of these (``Version.text``)."""
    return [complaint for one in concordances for complaint in _compare(one, texts)]


def _compare(one: Concordance, texts: Mapping[str, str]) -> Iterator[Complaint]:
    read = []
    for version in one.versions:
        text = texts.get(version.text)
        if text is None:
            what = Words(f"给出的条文里没有“{version.text}”", f"no text {version.text!r} is among the laws given")
            remedy = Words(
                f"请把 {version.text}.md 放进去，或改 text。", f"Add {version.text}.md to them, or correct text."
            )
            yield Complaint(one.file, version.line, what, remedy)
            return
        read.append(articles_of(text))
    for version, articles in zip(one.versions, read, strict=True):
        yield from _digests(one, version, articles)
    for row in one.rows:
        yield from _row(one, row, *read)


def _digests(one: Concordance, version: Version, articles: Mapping[str, str]) -> Iterator[Complaint]:
    for number in in_order(version.articles.keys() | articles.keys()):
        text, digest = articles.get(number), version.articles.get(number)
        if text is None:
            what = Words(f"“{version.text}”里没有第 {number} 条", f"{version.text!r} has no article {number}")
        elif digest is None:
            what = Words(
                f"“{version.text}”的第 {number} 条没有写到", f"article {number} of {version.text!r} is not here"
            )
        elif article_digest(text) != digest:
            what = Words(
                f"“{version.text}”第 {number} 条和核对时的文字不一样：“{text[:24]}…”",
                f"article {number} of {version.text!r} does not read as it did when it was checked: {text[:24]!r}…",
            )
        else:
            continue
        remedy = Words("请重新读这一条，再改对照表。", "Read the article again; then correct the concordance.")
        yield Complaint(one.file, version.line, what, remedy)


def _row(one: Concordance, row: Row, older: Mapping[str, str], newer: Mapping[str, str]) -> Iterator[Complaint]:
    if row.change not in (Change.SAME, Change.RENUMBERED, Change.REWORDED):
        return
    before, after = older.get(row.old[0]), newer.get(row.new[0])
    if before is None or after is None:
        return
    alike = carried_over(before, one) == _plain(after)
    if alike == (row.change is Change.REWORDED):
        kind = Change.REWORDED if not alike else Change.SAME if row.old == row.new else Change.RENUMBERED
        told = Words("一字未改", "word for word the same") if alike else Words("改了文字", "reworded")
        what = Words(
            f"旧第 {row.old[0]} 条到新第 {row.new[0]} 条{told.zh}，不是 {row.change}",
            f"from the older article {row.old[0]} to the newer {row.new[0]} it is {told.en}, not {row.change.value!r}",
        )
        yield Complaint(one.file, row.line, what, Words(f"请写 change: {kind}。", f"Write change: {kind}."))


def carried_over(text: str, one: Concordance) -> str:
    """An older article without its number, with the law's own articles that it names under their newer numbers."""

    def renumbered(number: re.Match[str]) -> str:
        old = str(chinese_number(number.group(1)))
        row = one.by_old.get(old)
        return f"第{row.new[0] if row and len(row.new) == 1 else old}条"

    return _OWN.sub(lambda m: "本法" + _NUMBER.sub(renumbered, m.group(1)), _HEAD.sub("", text, count=1))


def _plain(text: str) -> str:
    """A newer article without its number, the numbers of articles that it names in digits."""
    return _OWN.sub(
        lambda m: "本法" + _NUMBER.sub(lambda n: f"第{chinese_number(n.group(1))}条", m.group(1)),
        _HEAD.sub("", text, count=1),
    )
