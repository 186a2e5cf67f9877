"""Compares citations with the text of the law: the article exists, and reads as it did when it was checked.

The article's text for its digest: from the line that begins with 第X条 to the line before the next article or the next
heading; in a text without 第X条, from the line that begins with X、. Asterisks, heading signs and all white space are
left out. The digest is SHA-256 (hex) over the UTF-8 of what remains.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.parts import Article, Law
from qingdan.domain.complaints import Complaint, closest
from qingdan.domain.numerals import chinese_number
from qingdan.domain.words import Words

_NUMERAL = "[零〇一二两三四五六七八九十百千0-9]+"
_ARTICLE = re.compile(rf"第\s*({_NUMERAL})\s*条(?:之({_NUMERAL}))?")
_HEADING = re.compile(rf"#|第\s*{_NUMERAL}\s*[编章节](?:\s|$)|附\s*件|附\s*则\s*$")
_REMEDY = Words(
    "请重新读这一条，再改正条号，或改正要点、摘要和日期。",
    "Read the article again; then correct the number, or the gist and its digest and day.",
)


def articles_of(text: str) -> dict[str, str]:
    """Every article's text by its number (``"35"``, ``"133-1"``), white space and emphasis left out."""
    lines = [line.replace("*", "").strip() for line in text.splitlines()]
    starts = _article_start if any(_article_start(line) for line in lines) else _section_start
    found: dict[str, list[str]] = {}
    current: str | None = None
    for line in lines:
        number = starts(line)
        if number is not None:
            # A text quoting another law may begin a line with an article of that one: the first of a number counts.
            current = None if number in found else number
        elif current is not None and _HEADING.match(line):
            current = None
        if current is not None:
            found.setdefault(current, []).append("".join(line.lstrip("#").split()))
    return {number: "".join(parts) for number, parts in found.items()}


def _article_start(line: str) -> str | None:
    match = _ARTICLE.match(line)
    if not match:
        return None
    number = str(chinese_number(match.group(1)))
    return f"{number}-{chinese_number(match.group(2))}" if match.group(2) else number


def _section_start(line: str) -> str | None:
    match = re.match(rf"(?:#+\s*)?({_NUMERAL})、", line)
    return str(chinese_number(match.group(1))) if match else None


def article_digest(article: str) -> str:
    """SHA-256 (hex) of an article as ``articles_of`` gives it."""
    return hashlib.sha256(article.encode()).hexdigest()


def check_laws(edition: Edition, texts: Mapping[str, str]) -> list[Complaint]:
    """Every cited article against the texts at hand, by law key. A law without a text here is left alone, unless it
    claims that its text was read."""
    return [complaint for law in edition.laws.values() for complaint in _check_law(law, texts)]


def _check_law(law: Law, texts: Mapping[str, str]) -> Iterator[Complaint]:
    text = texts.get(law.key)
    if text is None:
        if law.text:
            what = Words(
                f"给出的条文里没有“{law.key}”，而这里写了 text: true（已读过）",
                f"no text {law.key!r} is among the laws given, and text: true says that it was read",
            )
            remedy = Words(f"请把 {law.key}.md 放进去。", f"Add {law.key}.md to them.")
            yield Complaint(law.file, 1, what, remedy + closest(law.key, texts))
        return
    if not law.text:
        what = Words(
            "手头有这部法律的条文，而这里写了 text: false（没有）",
            "a text of this law is at hand, and text: false says there is none",
        )
        remedy = Words(
            "请写 text: true，读过引用的各条，再补上摘要。",
            "Write text: true, read the cited articles and add their digests.",
        )
        yield Complaint(law.file, 1, what, remedy)
        return
    articles = articles_of(text)
    for article in law.articles.values():
        yield from _check_article(law, article, articles)


def _check_article(law: Law, article: Article, texts: Mapping[str, str]) -> Iterator[Complaint]:
    text = texts.get(article.number)
    if text is None:
        what = Words(
            f"《{law.title.zh}》没有第 {article.number} 条：条文一共 {len(texts)} 条",
            f"《{law.title.zh}》 has no article {article.number}: its text has {len(texts)} articles",
        )
        yield Complaint(law.file, article.line, what, _REMEDY)
    elif article_digest(text) != article.digest:
        what = Words(
            f"第 {article.number} 条和核对时的文字不一样：“{text[:24]}…”",
            f"article {article.number} does not read as it did when it was checked: {text[:24]!r}…",
        )
        yield Complaint(law.file, article.line, what, _REMEDY)
