"""Cutting text into terms, and BM25F: what makes an entry come before another."""

import pytest

from qingdan.domain.search.grams import grams, normal, without
from qingdan.domain.search.index import Field, Index
from qingdan.domain.search.letters import Spelled, spelled_alike, syllables


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("低保", ["低", "保", "低保"]),
        ("办低保！金", ["办", "低", "保", "办低", "低保", "金"]),
        ("Subsidies, houses", ["subsidy", "house"]),
        ("第12号ＡＢ", ["第", "12", "号", "ab"]),
        ("", []),
        ("？！", []),
    ],
)
def test_chinese_is_cut_into_signs_and_pairs_other_words_stay_whole(text, terms):
    assert list(grams(text)) == terms


def test_signs_that_look_alike_are_one():
    assert normal("ＤＢ１") == "db1"


def test_what_is_left_out_leaves_a_gap_and_the_longest_goes_first():
    assert without("低保怎么办理", ["怎么", "怎么办理"]) == "低保 "


def index(**documents):
    return Index(
        {key: [Field(name, weight, terms) for name, weight, terms in fields] for key, fields in documents.items()}
    )


def test_a_term_that_few_entries_have_counts_more():
    made = index(a=[("x", 1, ["村", "章"])], b=[("x", 1, ["村", "路"])], c=[("x", 1, ["村", "桥"])])
    scores = made.scores({"村": 1, "章": 1})
    assert max(scores, key=scores.get) == "a"
    assert made.rarity("章") > made.rarity("村") > 0
    assert made.rarity("船") == 0


def test_a_heavier_field_counts_more_and_a_long_field_less():
    heavy = index(a=[("names", 3, ["章"])], b=[("guide", 1, ["章"])]).scores({"章": 1})
    assert heavy["a"] > heavy["b"]
    short = index(a=[("x", 1, ["章"])], b=[("x", 1, ["章", "路", "桥", "水"])]).scores({"章": 1})
    assert short["a"] > short["b"]


def test_the_same_term_again_and_again_counts_less_and_less():
    one, two, many = (index(a=[("x", 1, ["章"] * n)], b=[("x", 1, ["路"])]).scores({"章": 1})["a"] for n in (1, 2, 50))
    assert one < two < many < 2.2 * one + 1e-9


def test_what_nobody_asked_for_is_not_there():
    assert index(a=[("x", 1, ["章"])]).scores({"船": 1}) == {}
    assert Index({}).scores({"船": 1}) == {}


def test_letters_fit_whole_words_and_beginnings():
    words = [Spelled.of("低保"), Spelled.of("盖章")]
    assert syllables("低保（户）") == ("di", "bao", "hu")
    assert spelled_alike("db", words) == spelled_alike("dibao", words) > spelled_alike("diba", words) > 0
    assert spelled_alike("gz", words) < spelled_alike("gz", words[1:])
    assert spelled_alike("d", words) == 0
    assert spelled_alike("xyz", words) == 0
