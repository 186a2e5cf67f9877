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
_HOW = "Print it with `qingdan catalogue law-digest FILE ARTICLE` after reading the article, and write the day."


def read_law(place: Place) -> Law:
    """:raises DefinitionError: when a date, a title or an article is missing or wrong."""
    know(place, "title", "en", "issuer", "passed", "in_force", "until", "version", "text", "articles", "note")
    title = place.need("title", "Write the law's full Chinese title.")
    text = place.need("text", "Write text: true when its text was at hand for checking, else false.").flag()
    passed, until = place.get("passed"), place.get("until")
    articles = place.get("articles")
    return Law(
        key=PurePosixPath(place.file).stem,
        title=Words(title.text(), place.need("en", "Write the law's English name.").text()),
        issuer=place.need("issuer", "Name who issued it: {zh: …, en: …}.").words(),
        passed=read_date(passed).isoformat() if passed else "",
        in_force=read_date(place.need("in_force", "Write the day since when it is in force.")).isoformat(),
        until=read_date(until).isoformat() if until else None,
        version=text_or_none(place.get("version")) or "",
        text=text,
        articles=each_named(articles, lambda name, p: _article(name, p, text)) if articles else {},
        file=place.file,
    )


def _article(number: str, place: Place, text: bool) -> Article:
    know(place, "gist", "digest", "checked")
    if not _NUMBER.fullmatch(number):
        place.fail(f"{number!r} is not an article number", 'Write "35", or "133-1" for 第一百三十三条之一.')
    digest, checked = place.get("digest"), place.get("checked")
    if text != (digest is not None) or text != (checked is not None):
        if text:
            place.fail("an article of a law with text: true needs digest and checked", _HOW)
        place.fail("without a text nothing can have been checked", "Remove digest and checked, or write text: true.")
    if digest and not _DIGEST.fullmatch(digest.text()):
        digest.fail("this is no SHA-256 in hexadecimal (64 signs)", _HOW)
    return Article(
        number=number,
        gist=place.need("gist", "Say in your own words what it demands: {zh: …, en: …}.").words(),
        digest=digest.text() if digest else None,
        checked=read_date(checked) if checked else None,
        line=place.line,
    )
