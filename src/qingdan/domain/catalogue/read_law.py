"""Reads ``laws/<key>.yaml``: the law's names and dates, and the gist of each article that the catalogue uses."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from qingdan.domain.catalogue.fields import each_named, know, read_date, text_or_none
from qingdan.domain.catalogue.parts import Article, Law
from qingdan.domain.reading import Place
from qingdan.domain.words import Words

_DIGEST = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"[1-9]\d*(-[1-9]\d*)?")
_HOW = Words(
    "请读过条文以后用 qingdan catalogue law-digest 文件 条号 打印出来，并写上日期。",
    "Print it with `qingdan catalogue law-digest FILE ARTICLE` after reading the article, and write the day.",
)
_TITLE = Words("请写法律的中文全称。", "Write the law's full Chinese title.")
_ENGLISH = Words("请写法律的英文名称。", "Write the law's English name.")
_TEXT = Words(
    "手头有条文可核对写 text: true，没有写 false。",
    "Write text: true when its text was at hand for checking, else false.",
)
_ISSUER = Words("请写制定机关：{zh: …, en: …}。", "Name who issued it: {zh: …, en: …}.")
_IN_FORCE = Words("请写从哪一天起施行。", "Write the day since when it is in force.")
_GIST = Words("请用自己的话写它要求什么：{zh: …, en: …}。", "Say in your own words what it demands: {zh: …, en: …}.")


def read_law(place: Place) -> Law:
    """:raises DefinitionError: when a date, a title or an article is missing or wrong."""
    know(place, "title", "en", "issuer", "passed", "in_force", "until", "version", "text", "articles", "note")
    title = place.need("title", _TITLE)
    text = place.need("text", _TEXT).flag()
    passed, until = place.get("passed"), place.get("until")
    articles = place.get("articles")
    return Law(
        key=PurePosixPath(place.file).stem,
        title=Words(title.text(), place.need("en", _ENGLISH).text()),
        issuer=place.need("issuer", _ISSUER).words(),
        passed=read_date(passed).isoformat() if passed else "",
        in_force=read_date(place.need("in_force", _IN_FORCE)).isoformat(),
        until=read_date(until).isoformat() if until else None,
        version=text_or_none(place.get("version")) or "",
        text=text,
        articles=each_named(articles, lambda name, p: _article(name, p, text)) if articles else {},
        file=place.file,
    )


def read_number(number: str, place: Place) -> None:
    """Refuse what is no article's number: a key of the mapping in which ``place`` stands: ``35``, ``133-1``."""
    if not _NUMBER.fullmatch(number):
        place.fail(
            Words(f"“{number}”不是条号", f"{number!r} is not an article number"),
            Words(
                '请写 "35"；第一百三十三条之一写 "133-1"。', 'Write "35", or "133-1" for the first article after 133.'
            ),
        )


def read_digest(place: Place) -> str:
    """The fingerprint of an article as ``laws.article_digest`` counts it."""
    if not _DIGEST.fullmatch(place.text()):
        place.fail(Words("这不是 SHA-256 摘要（64 位十六进制）", "this is no SHA-256 in hexadecimal (64 signs)"), _HOW)
    return place.text()


def _article(number: str, place: Place, text: bool) -> Article:
    know(place, "gist", "digest", "checked")
    read_number(number, place)
    digest, checked = place.get("digest"), place.get("checked")
    if text != (digest is not None) or text != (checked is not None):
        if text:
            place.fail(
                Words(
                    "写了 text: true 的法律，每一条都要写 digest 和 checked",
                    "an article of a law with text: true needs digest and checked",
                ),
                _HOW,
            )
        place.fail(
            Words("没有条文就不可能核对过", "without a text nothing can have been checked"),
            Words("请删掉 digest 和 checked，或写 text: true。", "Remove digest and checked, or write text: true."),
        )
    return Article(
        number=number,
        digest=read_digest(digest) if digest else None,
        gist=place.need("gist", _GIST).words(),
        checked=read_date(checked) if checked else None,
        line=place.line,
    )
