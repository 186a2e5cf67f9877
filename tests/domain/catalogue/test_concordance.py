"""Concordances: every article of either text accounted for once, and what a change touches in an edition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from qingdan.domain.catalogue.citations import citations
from qingdan.domain.catalogue.concordance.check import check_concordances
from qingdan.domain.catalogue.concordance.complete import check_complete
from qingdan.domain.catalogue.concordance.impact import by_entry, impact
from qingdan.domain.catalogue.concordance.model import Change, Concordance, Row
from qingdan.domain.catalogue.concordance.read import read_concordance, read_concordances
from qingdan.domain.catalogue.load import kind_of, load_edition, read_places, spelled_out
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.model import Basis
from qingdan.records.editions.sources import read_concordance_files, read_sources
from tests.domain.catalogue.helpers import CONCORDANCE, all_files, mini_files
from tests.loaded import CATALOGUE, load

OWN = sorted(read_concordance_files(CATALOGUE))
COMMITTEE = "concordances/村民委员会组织法/2018-2025.yaml"
# Facts gathered apart from the file: what the articles of the 2018 text are called in that of 2025.
KNOWN = {
    21: 25, 22: 26, 23: 27, 24: 28, 25: 29, 26: 30, 27: 31, 28: 32, 30: 35, 31: 36, 32: 37, 33: 38, 34: 39, 35: 40,
    36: 41, 12: 15, 13: 16, 14: 17, 15: 18, 16: 19, 19: 23, 20: 24,
}  # fmt: skip


@cache
def own(path: str) -> Concordance:
    return read_concordance(read_places({path: read_concordance_files(CATALOGUE)[path]})[path])


def mini() -> Concordance:
    return read_concordance(read_places({CONCORDANCE: all_files()[CONCORDANCE]})[CONCORDANCE])


@cache
def jiyuan() -> Edition:
    return load(read_sources(CATALOGUE, "jiyuan")).edition


# -- what stands in the catalogue ----------------------------------------------------------------------------------
@pytest.mark.parametrize("path", OWN)
def test_every_article_of_either_text_appears_once(path: str) -> None:
    one = own(path)
    assert sorted(n for row in one.rows for n in row.old) == sorted(one.older.articles)
    assert sorted(n for row in one.rows for n in row.new) == sorted(one.newer.articles)


@pytest.mark.parametrize("path", OWN)
def test_a_row_left_out_or_written_twice_is_seen(path: str) -> None:
    one = own(path)
    for at, row in enumerate(one.rows):
        numbers = len(row.old) + len(row.new)
        assert len(check_complete(replace(one, rows=(*one.rows[:at], *one.rows[at + 1 :])))) == numbers
        assert len(check_complete(replace(one, rows=(*one.rows, row)))) >= numbers


def test_the_concordances_fit_the_laws() -> None:
    files = read_concordance_files(CATALOGUE)
    assert check_concordances(jiyuan(), read_concordances(read_places(files).values())) == []


def test_the_committee_law_of_2018_and_2025() -> None:
    one = own(COMMITTEE)
    assert (len(one.older.articles), len(one.newer.articles)) == (41, 50)
    assert {old: one.by_old[str(old)].new for old in KNOWN} == {old: (str(new),) for old, new in KNOWN.items()}
    new = [number for row in one.rows if row.change is Change.NEW for number in row.new]
    assert new == ["5", "7", "13", "20", "33", "44", "45", "46"]
    assert one.became("37") == ("42", "43")
    assert (one.became("6"), one.came_from("42")) == (("8", "42"), ("6", "37"))
    assert one.by_old["24"].moved_to[0].law == "农村集体经济组织法"


# -- all that cites a law ------------------------------------------------------------------------------------------
def cited(value: Any) -> Iterator[tuple[str, str]]:
    """Every (law, article) in the plain content of a file, however deep."""
    if isinstance(value, dict):
        if "law" in value:
            articles = value.get("articles", value.get("article", []))
            every = articles if isinstance(articles, list) else [articles]
            yield from ((value["law"], str(article)) for article in every or [""])
        for inner in value.values():
            yield from cited(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from cited(inner)


def test_no_citation_of_any_file_is_overlooked() -> None:
    places = spelled_out(read_places(read_sources(CATALOGUE, "jiyuan")))  # a fragment's citations are its users'
    read = {path: place for path, place in places.items() if kind_of(path) not in ("law", "fragment")}
    written = {(path, *one) for path, place in read.items() for one in cited(place.plain())}
    assert {(c.file, c.law, c.article) for c in citations(jiyuan())} == written


def test_citations_say_which_part_and_where() -> None:
    edition = load_edition(mini_files())
    rows = [(c.entry.name, c.part.name if c.part else "", c.article, c.line) for c in citations(edition)]
    assert ("small-buy", "", "2", edition.power("small-buy").lines["basis"]) in rows
    assert ("small-buy", "whole", "2", edition.power("small-buy").flow.clocks["whole"].line) in rows
    assert ("standing", "", "2", edition.head.limits["standing"].line) in rows
    assert len(rows) == len(set(rows))


# -- what a change touches -----------------------------------------------------------------------------------------
def test_old_and_new_articles_when_the_catalogue_has_the_newer_numbers() -> None:
    found = impact(load_edition(mini_files()), mini())
    assert found.cited is found.concordance.newer
    both = {(t.old, t.new, t.change) for t in found.touched()}
    assert both == {(("1",), ("1",), Change.REWORDED), (("1", "2", "3"), ("2",), Change.MERGED)}
    assert sum(found.counts.values()) == len(found.all)
    assert {t.change for t in found.touched([Change.MERGED])} == {Change.MERGED}


def test_the_same_before_the_law_of_the_catalogue_is_changed() -> None:
    files = mini_files()
    law = files["laws/测试法.yaml"]
    files["laws/测试法.yaml"] = law.replace("in_force: 2020-03-01", "in_force: 2015-06-01\nuntil: 2020-03-01")
    files["mini/edition.yaml"] = files["mini/edition.yaml"].replace("2026-01-01", "2016-01-01")
    found = impact(load_edition(files), mini())
    assert found.cited is found.concordance.older
    both = {(t.old, t.new, t.change) for t in found.touched()}
    assert both == {(("1",), ("1", "2"), Change.REWORDED), (("2",), ("2",), Change.MERGED)}


def test_a_citation_of_another_law_to_which_a_matter_went() -> None:
    one = mini()
    row = replace(one.by_old["6"], moved_to=(Basis("测试法", ("2",)),))
    other = replace(one, law="旧办法", rows=(*(r for r in one.rows if r.old != ("6",)), row))
    edition = load_edition(mini_files())
    laws = {**edition.laws, "旧办法": replace(edition.laws["旧办法"], in_force="2020-03-01")}
    touches = impact(replace(edition, laws=laws), other).touched()
    assert {(t.citation.law, t.citation.article, t.old, t.new, t.change) for t in touches} == {
        ("测试法", "2", ("6",), (), Change.MOVED)
    }


def test_what_is_the_same_touches_nothing() -> None:
    one = mini()
    rows = tuple(Row((n,), (n,), Change.SAME) for n in one.newer.articles)
    same = replace(one, rows=rows)
    found = impact(load_edition(mini_files()), same)
    assert found.touched() == () and set(found.counts) == {Change.SAME}


def test_an_edition_of_neither_version() -> None:
    edition = load_edition(mini_files())
    laws = {**edition.laws, "测试法": replace(edition.laws["测试法"], in_force="2010-01-01")}
    with pytest.raises(ValueError, match="2010-01-01"):
        impact(replace(edition, laws=laws), mini())


def test_entries_and_steps_of_the_catalogue_with_both_articles() -> None:
    touches = impact(jiyuan(), own(COMMITTEE)).touched()
    rows = {(t.citation.entry.name, t.citation.part and t.citation.part.name, t.old, t.new) for t in touches}
    assert ("village-charter-rules", "villagers", ("27",), ("31",)) in rows
    assert ("committee-election", "vote", ("15",), ("18",)) in rows
    assert ("representatives", None, ("26",), ("30",)) in rows
    assert ("NEG-05", None, (), ("13",)) in rows
    grouped = [entry for entry, _ in by_entry(touches)]
    assert len(grouped) == len(set(grouped))
    assert all((Path(CATALOGUE) / t.citation.file).is_file() and t.citation.line > 0 for t in touches)


def test_a_version_answers_to_its_year_and_its_days() -> None:
    older, newer = own(COMMITTEE).versions
    assert [older.is_called(word) for word in ("2018", "2018-12-29", "2025")] == [True, True, False]
    assert [newer.is_called(word) for word in ("2025", "2025-10-28", "2026-01-01", "2026")] == [True, True, True, False]
